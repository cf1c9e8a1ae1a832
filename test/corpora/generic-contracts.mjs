import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import { isSource } from "./copy.mjs";
import { EVENT_OPTION, eventsOf, looseTypesOf } from "./event-contracts.mjs";
import { findRelative, importsOf, mostFrequent } from "./imports-of.mjs";
import { typesWithHomes } from "./type-contracts.mjs";

const MOST_FOLDERS = 6;
const MOST_NAMES = 12;
const MOST_PACKAGES = 4;

/**
 * Writes contracts that suit any code into a copied checkout, and moves the files that they move: an ID generator for each package, the
 * folders and names that most files import, the packages that are used most, and other functions and components for those that most
 * files import; a context for what most files call, components of the classes that most import, an enum of the
 * strings that are sent most, and the interfaces that are named most.
 */
export function writeGenericContracts(folder, files) {
  const sources = new Set(files.filter(isSource));
  const texts = new Map([...sources].map((file) => [file, readFileSync(path.join(folder, file), "utf8")]));
  mkdirSync(path.join(folder, "migrations"), { recursive: true });
  const scopes = packagesOf(files, sources);
  scopes.forEach((scope, index) => writeIdContract(folder, scope, index, sources));
  const imports = [...texts].flatMap(([file, text]) => importsOf(text).map((each) => ({ file, ...each })));
  const folders = moveFolders(folder, imports, sources, scopes);
  const names = splitNames(folder, imports, texts, folders);
  const packages = packageMoves(imports);
  const entries = [...folders.map(folderEntry), ...names, ...packages];
  if (entries.length > 0) writeContract(folder, "moved", { "no-deprecated-import": entries }, {});
  writeCalls(folder, imports, texts, [...folders, ...names.map(({ from }) => from.slice("./".length))]);
  writeContext(folder, imports, texts);
  writeComponents(folder, imports, texts);
  const types = typesWithHomes(texts, folders);
  if (types) writeContract(folder, "types", types.rules, { imports: types.imports });
  const kept = new Map([...texts].filter(([file]) => !folders.some((moved) => file.startsWith(`${moved}/`))));
  scopes.forEach((scope, index) => writeEvents(folder, scope, index, kept));
  const loose = looseTypesOf(kept);
  if (loose) writeContract(folder, "loose", loose.rules, { imports: loose.imports });
}

function writeEvents(folder, { scope, all }, index, texts) {
  const own = new Map([...texts].filter(([file]) => ownerOf(file, all) === scope));
  const isTyped = [...own.keys()].some((file) => /\.[cm]?tsx?$/.test(file));
  const text = eventsOf(own, isTyped);
  if (text === undefined) return;
  const module = path.posix.join(scope, `godwit-events.${isTyped ? "ts" : "mjs"}`);
  writeFileSync(path.join(folder, module), text);
  const inside = scope === "." ? "" : `${scope}/`;
  writeContract(
    folder,
    `events-${index}`,
    { "no-string-event": EVENT_OPTION },
    { files: [`${escapeGlob(inside)}**`], imports: { GodwitEvent: `./${module}` } },
  );
}

function writeContract(folder, id, rules, rest) {
  const front = { title: `Generic: ${id}`, ...rest, rules };
  writeFileSync(path.join(folder, "migrations", `${id}.md`), `---\n${JSON.stringify(front, null, 2)}\n---\n`);
}

/** The folders with a package.json, the root among them, that have sources; innermost first. */
function packagesOf(files, sources) {
  const folders = files.filter((file) => path.posix.basename(file) === "package.json").map((file) => path.posix.dirname(file));
  const sorted = [...new Set([...folders, "."])].sort((a, b) => b.length - a.length);
  return sorted
    .filter((scope) => [...sources].some((file) => ownerOf(file, sorted) === scope))
    .map((scope) => ({ scope, all: sorted }));
}

function ownerOf(file, scopes) {
  return scopes.find((scope) => scope === "." || file.startsWith(`${scope}/`));
}

function writeIdContract(folder, { scope, all }, index, sources) {
  const own = [...sources].filter((file) => ownerOf(file, all) === scope);
  const module = path.posix.join(scope, own.some((file) => /\.[cm]?tsx?$/.test(file)) ? "godwit-new-id.ts" : "godwit-new-id.mjs");
  const type = module.endsWith(".ts") ? ": string" : "";
  writeFileSync(path.join(folder, module), `export function newId(entity${type} = "id")${type} {\n  return entity;\n}\n`);
  const inside = scope === "." ? "" : `${scope}/`;
  writeContract(
    folder,
    `ids-${index}`,
    { "no-raw-uuid": { replace: [{ with: ["newId($entity)", "newId()"] }] } },
    {
      files: [`${escapeGlob(inside)}**`],
      ignores: all
        .filter((other) => other !== scope && other.startsWith(inside) && other !== ".")
        .map((other) => `${escapeGlob(other)}/**`),
      imports: { newId: `./${module}` },
    },
  );
}

function escapeGlob(text) {
  return text.replace(/[[\]{}()*?!]/g, "\\$&");
}

/** Moves the folders that most imports lead into, so that their importers have to change. */
function moveFolders(folder, imports, sources, scopes) {
  const targets = imports.flatMap(({ file, specifier }) => {
    const target = findRelative(file, specifier, sources);
    const directory = target === undefined ? "." : path.posix.dirname(target);
    return directory === "." || file.startsWith(`${directory}/`) || /[*[\]{}()!?]/.test(directory) ? [] : [directory];
  });
  const chosen = [];
  for (const directory of mostFrequent(targets, 40)) {
    const isApart = chosen.every((other) => !`${other}/`.startsWith(`${directory}/`) && !`${directory}/`.startsWith(`${other}/`));
    const holdsPackage = scopes.some(({ scope }) => `${scope}/`.startsWith(`${directory}/`));
    if (isApart && !holdsPackage && chosen.length < MOST_FOLDERS) chosen.push(directory);
  }
  for (const directory of chosen) renameSync(path.join(folder, directory), path.join(folder, `${directory}-moved`));
  return chosen;
}

function folderEntry(directory) {
  return { from: `./${directory}/**`, to: `./${directory}-moved/**` };
}

/** Gives the names that most files import a module of their own, under a new name. */
function splitNames(folder, imports, texts, moved) {
  const wanted = imports.flatMap(({ file, specifier, names }) => {
    const target = findRelative(file, specifier, texts);
    if (target === undefined || !isModule(texts.get(target)) || moved.some((directory) => target.startsWith(`${directory}/`)))
      return [];
    return names.map((name) => `${target}\n${name}`);
  });
  return mostFrequent(wanted, MOST_NAMES).flatMap((key, index) => {
    const [target, name] = key.split("\n");
    const extension = path.posix.extname(target);
    const module = `${target.slice(0, -extension.length)}-part${index}${extension}`;
    if (existsSync(path.join(folder, module))) return [];
    const base = `./${path.posix.basename(target, extension)}`;
    writeFileSync(path.join(folder, module), `export { ${name} as ${name}Moved } from "${base}";\n`);
    return [{ from: `./${target}`, name, to: `./${module}`, as: `${name}Moved`, rename: index % 2 === 0 ? "uses" : "alias" }];
  });
}

/** Replaces the functions that most files import by others of one named argument, and the components by others with the same props. */
function writeCalls(folder, imports, texts, moved) {
  const wanted = imports.flatMap(({ file, specifier, names }) => {
    const target = findRelative(file, specifier, texts);
    const isFree = target !== undefined && !moved.some((each) => target === each || target.startsWith(`${each}/`));
    if (!isFree || /\.d\.[cm]?ts$/.test(target)) return [];
    const isDeclared = (name) =>
      new RegExp(`^export (?:async )?function ${name.replaceAll("$", "\\$")}\\b`, "m").test(texts.get(target));
    return names.filter(isDeclared).map((name) => `${target}\n${name}`);
  });
  const entries = mostFrequent(wanted, MOST_NAMES).map((key, index) => callEntry(folder, key, index));
  if (entries.length === 0) return;
  const names = Object.assign({}, ...entries.map((entry) => entry.imports));
  writeContract(
    folder,
    "calls",
    { "no-deprecated-call": { replace: entries.map(({ replace }) => replace) } },
    { imports: names },
  );
}

function callEntry(folder, key, index) {
  const [target, name] = key.split("\n");
  const extension = path.posix.extname(target);
  const module = `${target.slice(0, -extension.length)}-call${index}${extension}`;
  const type = /ts/.test(extension) ? ": any" : "";
  const [old, fresh] = [`${name}Old${index}`, `${name}Called${index}`];
  writeFileSync(path.join(folder, module), `export const ${fresh}${type} = (all${type}) => all;\n`);
  const replace = /^[A-Z]/.test(name)
    ? { match: `<${old} $$$props />`, with: `<${fresh} $$$props />` }
    : { match: `${old}($$$all)`, with: `${fresh}({ all: [$$$all] })` };
  const imports = { [old]: `./${target}#${name}`, [fresh]: `./${module}` };
  return { replace, imports };
}

/** Requires a context in every function with the name of one that most files import, in their calls, and in the handlers of servers. */
function writeContext(folder, imports, texts) {
  const names = mostFrequent(
    imports.flatMap(({ file, specifier, names: all }) =>
      findRelative(file, specifier, texts) === undefined ? [] : all.filter((name) => /^[a-z]\w+$/.test(name)),
    ),
    MOST_NAMES,
  );
  writeFileSync(path.join(folder, "godwit-context.ts"), "export interface GodwitContext {\n  readonly owner: string;\n}\n");
  const handlers = ["get", "post"].flatMap((verb) => [`$_.${verb}($_, $handler)`, `$_.${verb}($_, $_, $$$handlers)`]);
  const option = {
    parameter: "context",
    type: "GodwitContext",
    handlers,
    ...(names.length > 0 && { names: [...names, "get*", "create*"], calls: names.map((name) => `${name}($$$_)`) }),
  };
  const scope = { context: { from: ["context", "ctx", "this.context"], type: "GodwitContext" } };
  writeContract(folder, "context", { "require-context": option }, { imports: { GodwitContext: "./godwit-context.ts" }, scope });
}

/** Requires methods and dependencies, which may or may not exist, of the classes that most files import. */
function writeComponents(folder, imports, texts) {
  const wanted = imports.flatMap(({ file, specifier, names }) => {
    const target = findRelative(file, specifier, texts);
    if (target === undefined || !existsSync(path.join(folder, target))) return [];
    return names.filter((name) => /^[A-Z]\w*[a-z]\w*$/.test(name)).map((name) => `${target}\n${name}`);
  });
  const components = mostFrequent(wanted, MOST_NAMES).map((key) => {
    const [target, name] = key.split("\n");
    const parts = { requiredMethods: ["get", "run", "dispose", "toString"], initializationDependencies: ["Logger", "Options"] };
    return [name, { from: `./${target}`, ...parts }];
  });
  if (components.length === 0) return;
  writeContract(folder, "components", { "implements-contract": {} }, { components: Object.fromEntries(components) });
}

/** Whether a text has exports of an ES module. */
function isModule(text) {
  return /^export\b/m.test(text);
}

/** Moves the packages that are used most to another path below their own name. */
function packageMoves(imports) {
  const names = imports
    .map(({ specifier }) => specifier)
    .filter((specifier) => /^(?:@[\w.-]+\/)?[\w.-]+$/.test(specifier) && !isBuiltin(specifier));
  return mostFrequent(names, MOST_PACKAGES).map((name) => ({ from: name, to: `${name}/moved` }));
}
