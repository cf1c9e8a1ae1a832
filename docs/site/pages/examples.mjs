// Everything that opens in the playground: the examples of rule pages, the rules' cases, and recipes; each with its link.
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { deflateSync } from "node:zlib";
import { stringify, parse } from "yaml";
import { casesOf, sharedContract } from "../../../scripts/cases.mjs";
import { REPOSITORY } from "../../../scripts/packages.mjs";

const PACKAGE = { name: "playground", private: true, type: "module" };
const TSCONFIG = { compilerOptions: { target: "es2023", module: "nodenext", strict: true, jsx: "preserve" } };

/** The text behind `#` that the playground reads: see play/link.ts. */
export function linkTo({ files, shown }) {
  const json = JSON.stringify({ files, ...(shown !== undefined && { shown }) });
  return `1.${deflateSync(json, { level: 9 }).toString("base64url")}`;
}

/** The fences of a Markdown text, with where each begins and ends in it. */
export function fencesOf(text) {
  return [...text.matchAll(/^(`{3,})(\w[^\n]*)\n(.*?)^\1 *$/gms)].map((match) => ({
    info: match[2],
    text: match[3],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** The examples of the prose of a page, in its order: each contract with what follows it. `end` is where it ends in the text. */
export function pageExamples(name, text) {
  const modules = [];
  const found = [];
  for (const fence of fencesOf(text.split("<!-- generated:cases -->")[0])) {
    const file = /^\w+ file=(\S+)$/.exec(fence.info)?.[1];
    if (file?.startsWith("migrations/")) continue; // a contract that is shown as a whole
    if (file !== undefined) modules.push([file, fence.text]);
    else if (fence.info === "yaml contract") found.push({ yaml: fence.text, parts: [], end: fence.end });
    else if (found.length > 0 && /^\w+ (?:before=|after|valid=)/.test(fence.info)) {
      found.at(-1).parts.push(fence);
      found.at(-1).end = fence.end;
    }
  }
  return found.map(({ yaml, parts, end }, index) => {
    const title = /^title:/m.test(yaml) ? "" : `title: Example ${index + 1} of ${name}\n`;
    const prose = parts.map(({ info, text: code }) => `\`\`\`${info}\n${code}\`\`\`\n`).join("\n");
    const own = filesOf(parts);
    const contract = ["migrations/example.md", `---\n${title}${yaml}---\n\n${prose}`];
    const files = [contract, ...own, ...modules.filter(([file]) => !own.some(([name]) => name === file)), ...settings({})];
    return {
      name: `${name}-${index + 1}`,
      title: titleIn(yaml) ?? `Example ${index + 1}`,
      group: name,
      files,
      shown: shownOf(parts),
      isValid: !parts.some(isBefore),
      end,
    };
  });
}

/** The cases that a rule's page shows. */
export function caseExamples(rule) {
  return casesOf(rule)
    .filter(({ isExample }) => isExample)
    .map((each) => {
      const shared = typeof each.contract === "string" ? [each.contract] : [];
      const contracts =
        typeof each.contract === "string"
          ? [[each.contract, sharedContract(each.contract)]]
          : [each.contract].flat().map((front) => inline(front));
      const own = each.fences.filter(({ kind }) => kind === "before" || kind === "valid" || kind === "file");
      const files = new Map([
        ...settings({}),
        ...shared.flatMap(sharedFiles),
        ...Object.entries(each.files ?? {}).filter(([, text]) => text !== null),
      ]);
      for (const [file, text] of Object.entries(each.files ?? {})) if (text === null) files.delete(file);
      for (const { path: file, text } of own) files.set(file, text);
      const first = contracts.map(([id, front]) => [`migrations/${id}.md`, `---\n${front}---\n\n${capitalise(each.sentence)}\n`]);
      const shown = own.find(({ kind }) => kind !== "file")?.path;
      return {
        name: `${rule}-${each.name}`,
        sentence: each.sentence,
        files: [...first, ...files],
        shown,
        expected: expectedOf(each.fences),
        isValid: each.group === "valid",
      };
    });
}

/** A recipe with its examples as files; the packages that it writes are declared, since nothing is fixed before they are. */
export function recipeExample(name, text) {
  const { front } = splitFrontMatter(text);
  const fences = fencesOf(text);
  const own = filesOf(fences);
  const files = [[`migrations/${name}.md`, text], ...own, ...settings(packagesOf(front))];
  return { name, title: front.title, group: "Recipes", files, shown: shownOf(fences) };
}

/** A contract's front matter as data, and the Markdown behind it. */
export function splitFrontMatter(text) {
  const [, yaml, body] = /^---\n(.*?\n)---\n(.*)$/s.exec(text);
  return { front: parse(yaml), body };
}

function packagesOf({ imports = {}, rules }) {
  const moves = [rules["no-deprecated-import"] ?? []].flat();
  const named = [...Object.values(imports), ...moves.flatMap(({ to }) => (to === undefined ? [] : [to]))];
  const packages = named.filter((each) => !/^(?:\.|node:)/.test(each)).map((each) => /^(?:@[^/]+\/)?[^/#]+/.exec(each)[0]);
  return Object.fromEntries(packages.map((each) => [each, "*"]));
}

function settings(dependencies) {
  const hasAny = Object.keys(dependencies).length > 0;
  const manifest = { ...PACKAGE, ...(hasAny && { dependencies }) };
  return [
    ["package.json", `${JSON.stringify(manifest, null, 2)}\n`],
    ["tsconfig.json", `${JSON.stringify(TSCONFIG, null, 2)}\n`],
  ];
}

/** The files of fences; of two with one path the first, which is the one that the contract is for. */
function filesOf(fences) {
  const files = new Map();
  for (const { info, text } of fences) {
    const file = /(?:before|valid|file)=(\S+)/.exec(info)?.[1];
    if (file !== undefined && !files.has(file)) files.set(file, text);
  }
  return [...files];
}

function isBefore({ info }) {
  return info.includes(" before=");
}

/** The file in which something is found, else the first. */
function shownOf(fences) {
  return (filesOf(fences.filter(isBefore))[0] ?? filesOf(fences)[0])?.[0];
}

function expectedOf(fences) {
  return fences.flatMap(({ kind, text }, index) => {
    const before = fences.slice(0, index).findLast((each) => each.kind === "before");
    return kind === "after" ? [[before.path, text]] : [];
  });
}

function inline({ id = "case", ...front }) {
  return [id, stringify({ title: "Case", ...front }, { lineWidth: 0 })];
}

function sharedFiles(contract) {
  const folder = path.join(REPOSITORY, "test/conformance/contracts", contract);
  const names = readdirSync(folder, { recursive: true }).filter((name) => statSync(path.join(folder, name)).isFile());
  return names.sort().map((name) => [name, readFileSync(path.join(folder, name), "utf8")]);
}

function titleIn(yaml) {
  return /^title: *(.+)$/m.exec(yaml)?.[1].replace(/^"(.*)"$/, "$1");
}

function capitalise(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
