import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse as parseYaml } from "yaml";

/** What a case expects of one report; parts that are left out are not compared. */
export interface ExpectedReport {
  readonly file: string;
  readonly at: string;
  readonly end?: string;
  readonly level?: string;
  readonly message?: string;
  readonly reason?: string;
  readonly rule?: string;
  readonly contract?: string;
  readonly suggestions?: readonly { readonly title?: string; readonly text?: string }[];
}

/** One file of a case: `after` undefined means that no fix changes it. */
export interface CaseFile {
  readonly kind: "before" | "valid";
  readonly path: string;
  readonly text: string;
  readonly after?: string;
  readonly suggestions: readonly { readonly title: string; readonly at?: string; readonly text: string }[];
}

export interface Case {
  /** `<rule>/<name>` */
  readonly name: string;
  readonly rule: string;
  readonly sentence: string;
  readonly contracts: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly reports?: readonly ExpectedReport[];
  /** Other files of the project; null removes one of the shared contract. */
  readonly projectFiles: Readonly<Record<string, string | null>>;
  readonly files: readonly CaseFile[];
  readonly types: boolean;
  readonly only?: readonly string[];
}

interface Fence {
  readonly info: string;
  readonly text: string;
}

const KEYS = new Set(["contract", "rule", "reports", "files", "types", "crlf", "bom", "only", "example"]);

/** Reads every case of a rule's folder, sorted by name. */
export function readCases(directory: string): Case[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith(".md"))
    .sort()
    .map((file) =>
      parseCase(`${path.basename(directory)}/${file.slice(0, -3)}`, readFileSync(path.join(directory, file), "utf8")),
    );
}

/** Reads the cases of all rules, from the folder that has one for each. */
export function readAllCases(directory: string): Case[] {
  return readdirSync(directory)
    .sort()
    .flatMap((rule) => readCases(path.join(directory, rule)));
}

/** Parses one case; throws a sentence if it is not written as README.md says. */
export function parseCase(name: string, markdown: string): Case {
  const fail = (reason: string): never => {
    throw new Error(`cases/${name}.md: ${reason}`);
  };
  const parts = /^---\n(.*?)\n---\n(.*)$/s.exec(markdown);
  if (!parts) return fail("no front matter");
  const front = parseYaml(parts[1]!) as Record<string, any>;
  for (const key of Object.keys(front)) if (!KEYS.has(key)) fail(`unknown key ${key}`);
  if (!front.contract || !front.rule) fail("contract and rule are needed");
  if (!name.startsWith(`${front.rule}/`)) fail(`is not in the folder of ${front.rule}`);
  const { fences, prose } = readFences(parts[2]!);
  const shape = (text: string): string => (front.bom ? "\uFEFF" : "") + (front.crlf ? text.replaceAll("\n", "\r\n") : text);
  const { files, extra } = pairFences(fences, shape, fail);
  if (files.length === 0) fail("no before or valid fence");
  return {
    name,
    rule: front.rule,
    sentence: prose.trim().split("\n\n")[0]!.replaceAll("\n", " "),
    contracts: Array.isArray(front.contract) ? front.contract : [front.contract],
    ...(front.reports && { reports: front.reports.map((report: any) => expectedReport(report, files, shape, fail)) }),
    projectFiles: { ...extra, ...front.files },
    files,
    types: front.types === true,
    ...(front.only && { only: front.only }),
  };
}

function expectedReport(
  report: any,
  files: readonly CaseFile[],
  shape: (text: string) => string,
  fail: (reason: string) => never,
): ExpectedReport {
  const place = /^(?:(.+):)?(\d+:\d+)$/.exec(String(report.at));
  if (!place) fail(`reports: "at" is line:column, quoted; got ${JSON.stringify(report.at)}`);
  const befores = files.filter((file) => file.kind === "before");
  const file =
    place[1] ?? (befores.length === 1 ? befores[0]!.path : fail(`reports: with several before fences "at" is path:line:column`));
  const suggestions = report.suggestions?.map((suggestion: { title?: string; text?: string }) => ({
    ...suggestion,
    ...(suggestion.text !== undefined && { text: shape(suggestion.text) }),
  }));
  return { ...report, file, at: place[2]!, ...(suggestions && { suggestions }) };
}

function readFences(markdown: string): { fences: Fence[]; prose: string } {
  const fences: Fence[] = [];
  let prose = "";
  let open: { marker: string; info: string; lines: string[] } | undefined;
  for (const line of markdown.split("\n")) {
    const marker = /^(`{3,}|~{3,})(.*)$/.exec(line);
    if (open) {
      if (marker && marker[1]!.startsWith(open.marker) && marker[2]!.trim() === "") {
        fences.push({ info: open.info, text: open.lines.map((each) => `${each}\n`).join("") });
        open = undefined;
      } else open.lines.push(line);
    } else if (marker) open = { marker: marker[1]!, info: marker[2]!.trim(), lines: [] };
    else prose += `${line}\n`;
  }
  return { fences, prose };
}

const LANGUAGE = /^(?:[cm]?[jt]sx?|vue|svelte|astro|html|mdx?|json|text)$/;

function pairFences(fences: readonly Fence[], shape: (text: string) => string, fail: (reason: string) => never) {
  const files: { -readonly [K in keyof CaseFile]: CaseFile[K] }[] = [];
  const extra: Record<string, string> = {};
  for (const { info, text } of fences) {
    const words = readInfo(info);
    const last = files.at(-1);
    const kind = words.before !== undefined ? "before" : words.valid !== undefined ? "valid" : undefined;
    if (kind) {
      const unread = Object.keys(words).find((word) => !LANGUAGE.test(word) && word !== kind && word !== "file");
      if (unread !== undefined)
        fail(`a ${kind} fence has ${unread}, which nobody reads: what is reported is in the front matter`);
      const filePath = words[kind]! || fail(`a ${kind} fence needs a path: ${kind}=src/a.ts`);
      if (files.some((file) => file.path === filePath)) fail(`two fences for ${filePath}`);
      files.push({ kind, path: filePath, text: shape(text), suggestions: [] });
    } else if (words.after !== undefined) {
      if (last?.kind !== "before" || last.after !== undefined) fail("an after fence without its before");
      last.after = shape(text);
    } else if (words.suggestion !== undefined) {
      if (last?.kind !== "before") fail("a suggestion fence without its before");
      last.suggestions = [...last.suggestions, { title: words.suggestion, ...(words.at && { at: words.at }), text: shape(text) }];
    } else if (words.file) extra[words.file] = text;
  }
  return { files: files as CaseFile[], extra };
}

/** `ts before=src/a.ts suggestion="Use x"` → `{ ts: "", before: "src/a.ts", suggestion: "Use x" }` */
function readInfo(info: string): Record<string, string | undefined> {
  const words: Record<string, string> = {};
  for (const match of info.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)) words[match[1]!] = match[2] ?? match[3] ?? "";
  return words;
}
