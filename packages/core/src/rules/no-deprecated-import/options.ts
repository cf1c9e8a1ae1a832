import { asList, asObject, asTexts, errorAt, fields, warningAt, type Finding } from "../../contracts/index.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { OptionProblem } from "../define-rule.js";
import { fixLevel } from "../option-facts.js";
import { wildcards, matchModule, modulePattern, type ModulePattern } from "./module-patterns.js";
import type { Modules, ExportTest } from "../../modules/index.js";
import { expectImport, expectPackageExport, expectWord, type Expectation } from "../expectation.js";

const { filled, flag, object, oneOf, oneOrMany } = fields;

/** An entry of no-deprecated-import. */
export const deprecatedImportEntry = object({
  from: fields
    .modulePattern()
    .describe("The module: `./` and a path, a package, or a pattern with `*` (within a segment) and `**` (across)."),
  name: oneOrMany(filled("an export's name"), "an export's name or a list of them")
    .optional()
    .describe("The exports meant, names or patterns such as `get*`; the whole module when not given."),
  to: fields.modulePattern().optional().describe("Where it is now; wildcards take those of `from` in order."),
  as: filled("an export's name").optional().describe("The export's new name."),
  rename: oneOf(["alias", "uses"])
    .optional()
    .describe("`alias` imports under the old name, `uses` renames every use; alias when not given."),
  remove: flag().optional().describe("Nothing replaces it: an unused import goes."),
  fix: fixLevel,
}).describe("Imports of a module, an export or a path pattern that has moved.");

/** An entry of no-deprecated-import as data. */
export type DeprecatedImportEntry = fields.ValueOf<typeof deprecatedImportEntry>;

/** Finds contradictions within and between the entries of no-deprecated-import. */
export function findMoveFaults(option: unknown): Finding[] {
  const entries = asList(option).map((entry) => asObject(entry) ?? {});
  return [...entries.flatMap((entry, index) => findEntryFaults(entry, index)), ...findOrderFaults(entries)];
}

/** Finds entries that can never match because of an earlier one, and moves that lead back to where they began. */
function findOrderFaults(entries: readonly Record<string, unknown>[]): Finding[] {
  return entries.flatMap((entry, index) => {
    const repeats = entries.slice(0, index).some((earlier) => takesAll(earlier, entry));
    if (repeats)
      return [
        warningAt([index], "unreachable", "An earlier entry speaks of the same: this one is never used. Remove one of them."),
      ];
    return leadsBack(entries, entry)
      ? [
          errorAt(
            [index, "to"],
            "contradiction",
            `Other entries move ${String(entry["to"])} back to ${String(entry["from"])}: each fix would undo the last.`,
          ),
        ]
      : [];
  });
}

function takesAll(earlier: Record<string, unknown>, entry: Record<string, unknown>): boolean {
  if (typeof entry["from"] !== "string" || earlier["from"] !== entry["from"]) return false;
  const [names, wanted] = [asTexts(earlier["name"]), asTexts(entry["name"])];
  return wanted.length === 0 ? names.length === 0 : wanted.every((name) => includesName(names, name));
}

/** Whether moves of whole modules, or of one name, lead in a circle back to this entry. */
function leadsBack(entries: readonly Record<string, unknown>[], start: Record<string, unknown>): boolean {
  if (typeof start["to"] !== "string" || start["from"] === start["to"]) return false;
  const seen = new Set<unknown>();
  let here: Record<string, unknown> | undefined = start;
  let name = asTexts(start["name"])[0];
  while (here && typeof here["to"] === "string" && !seen.has(here)) {
    seen.add(here);
    name = typeof here["as"] === "string" ? here["as"] : name;
    const { to }: Record<string, unknown> = here;
    here = entries.find((entry) => entry["from"] === to && isOfName(entry, name));
  }
  return here === start && (start["name"] === undefined || includesName(asTexts(start["name"]), name ?? ""));
}

function isOfName(entry: Record<string, unknown>, name: string | undefined): boolean {
  const names = asTexts(entry["name"]);
  return names.length === 0 || name === undefined ? names.length === 0 : includesName(names, name);
}

/** Whether one of the names, or patterns, of an entry means this one; a pattern means itself. */
function includesName(names: readonly string[], name: string): boolean {
  return names.includes(name) || exportNames(names).has(name);
}

function findEntryFaults(entry: Record<string, unknown>, index: number): Finding[] {
  const report = (key: string, message: string) => errorAt([index, key], "contradiction", message);
  const warn = (key: string, message: string) => warningAt([index, key], "contradiction", message);
  const { from, to, name, as, rename, remove, fix } = entry;
  const faults: Finding[] = [];
  if (remove === true) {
    for (const key of ["to", "as", "rename"].filter((key) => entry[key] !== undefined)) {
      faults.push(report(key, `"remove: true" says that nothing replaces it: remove "${key}", or "remove".`));
    }
  } else if (from !== undefined && to === undefined && as === undefined && fix !== "none") {
    const ways = 'add "to", or "remove: true", or "fix: none" to report only';
    faults.push(warningAt([index], "contradiction", `Nothing says what to write instead: ${ways}.`));
  }
  if (as !== undefined && name === undefined) faults.push(report("as", '"as" renames one export: add "name" with its old name.'));
  if (as !== undefined && Array.isArray(name) && name.length > 1) {
    faults.push(report("as", `"as" would give ${name.length} exports one name: write an entry for each.`));
  }
  const patterns = asTexts(name).filter(isPattern);
  if (as !== undefined && patterns.length > 0)
    faults.push(report("as", `"as" would give all exports that fit ${patterns.join(", ")} one name: write an entry for each.`));
  if (patterns.some((pattern) => /^\*+$/u.test(pattern)))
    faults.push(
      errorAt([index, "name"], "matches-everything", '"*" means every export: remove "name", and the whole module is meant.'),
    );
  if (rename === "uses" && as === undefined && remove !== true)
    faults.push(warn("rename", '"rename" does nothing without "as": add the new name, or remove it.'));
  if (typeof from === "string" && from === to && (as === undefined || asTexts(name)[0] === as)) {
    faults.push(report("to", `"to" is what "from" is: write where it has moved.`));
  }
  if (as === undefined && fitsAgain(from, to))
    faults.push(
      report(
        "to",
        `${String(from)} fits ${String(to)} too, so it never ends: write a pattern that leaves out where it has moved.`,
      ),
    );
  return [...faults, ...findWildcardFaults(from, to, report), ...findFragmentFaults(entry, report)];
}

/** Whether a pattern fits what its own wildcards write: `x/**` and `x/old/**`. */
function fitsAgain(from: unknown, to: unknown): boolean {
  if (typeof from !== "string" || typeof to !== "string" || from === to || !to.includes("*")) return false;
  return wildcards(from)(to.replaceAll(/\*+/gu, "x")) !== undefined;
}

function findWildcardFaults(from: unknown, to: unknown, report: (key: string, message: string) => Finding): Finding[] {
  if (typeof from !== "string" || typeof to !== "string") return [];
  const [source, target] = [countWildcards(from), countWildcards(to)];
  if (target === 0 || target <= source) return [];
  if (source === 0)
    return [report("to", `"to" has a wildcard that nothing in "from" fills: write one in "from", or a whole path in "to".`)];
  return [report("to", `"to" has ${target} wildcards and "from" has ${source}: each takes one of "from", in order.`)];
}

function countWildcards(pattern: string): number {
  return pattern.match(/\*+/g)?.length ?? 0;
}

function findFragmentFaults(entry: Record<string, unknown>, report: (key: string, message: string) => Finding): Finding[] {
  return (["from", "to"] as const).flatMap((key) => {
    const value = entry[key];
    const at = typeof value === "string" ? value.lastIndexOf("#") : -1;
    if (at <= 0) return [];
    const [module, exported] = [(value as string).slice(0, at), (value as string).slice(at + 1)];
    return [
      report(
        key,
        `Write the module alone, ${module}, and the export under "${key === "from" ? "name" : "as"}": ${exported || "…"}.`,
      ),
    ];
  });
}

/** Finds files of the repository that are written like modules of a package. */
export function* fileProblems(option: readonly DeprecatedImportEntry[], { modules }: RuleSetting): Generator<OptionProblem> {
  const kindOf = (module: string) => modules.resolveContractModule(module).kind;
  for (const [index, entry] of option.entries())
    for (const key of ["from", "to"] as const) {
      const module = entry[key] ?? "";
      if (!/\.[cm]?[jt]sx?$/u.test(module) || kindOf(module) !== "package" || kindOf(`./${module}`) !== "file") continue;
      const message = `${module} reads as a package; write ./${module} for the file of the repository.`;
      yield errorAt([index, key], "bad-module", message);
    }
}

/** What an entry expects: a module, or an import of it, and the names there. */
export function expectationsOfEntry(entry: DeprecatedImportEntry, index: number, modules: Modules): Expectation[] {
  const { from, name = [] } = entry;
  const path = [index, "from"];
  if (from.includes("*")) return [expectPattern(entry, path, modules), ...expectMoved(entry, [index, "to"], modules)];
  const module = modules.resolveContractModule(from);
  const names = [name].flat();
  if (module.kind !== "file") {
    // All that a pattern fits may have gone already.
    const exact = module.kind === "package" ? names.filter((each) => !isPattern(each)) : [];
    const expected = exact.map((each) => expectPackageExport([index, "name"], [from, each], modules));
    return [expectImport(path, from, modules), ...expected];
  }
  const exported = modules.exportedNames(module);
  return names.flatMap((each): Expectation[] => {
    if (isPattern(each)) return expectFittingExport(each, index, exported);
    if (each === "default" || modules.exportOrigin(module, each)) return [];
    const isDefault = exported.join() === "default" && modules.exportOrigin(module, "default")?.local === each;
    return [isDefault ? calledDefault(entry, each, index) : expectExport(from, each, index, modules)];
  });
}

function calledDefault({ from }: DeprecatedImportEntry, name: string, index: number): Expectation {
  const message = `${from} has no export ${name}: it is what the default export is called there. Write "name: default".`;
  return { path: [index, "name"], code: "missing-export", message };
}

/** Expects some file to import what a module of the repository does not export any more. */
function expectExport(from: string, name: string, index: number, modules: Modules): Expectation {
  const named = expectWord([index, "name"], name, { mayBeDone: true });
  const imported = expectImport([index, "from"], from, modules).text;
  const module = modules.resolveContractModule(from);
  const file = module.kind === "file" ? modules.relative(module.path) : undefined;
  return {
    ...named,
    message: `${from} has no export ${name}, and nothing imports it from there.`,
    // Another thing of that name elsewhere says nothing of this one.
    text: {
      tokens: [name],
      isMetBy: (other) => named.text!.isMetBy(other) && imported!.isMetBy(other),
    },
    ...(file !== undefined && { near: { text: name, among: { file } } }),
  };
}

/** Expects an export that a pattern fits: all may have gone already, so only one that begins nearly so tells a slip of the pen. */
function expectFittingExport(pattern: string, index: number, exported: readonly string[]): Expectation[] {
  if (exported.some(exportNames([pattern]).has)) return [];
  const size = pattern.indexOf("*");
  const isStart = size > 1 && size === pattern.length - 1;
  const starts = isStart ? exported.flatMap((name) => [1, 0, -1].map((more) => `${name.slice(0, size + more)}*`)) : [];
  const message = `No export fits ${pattern}.`;
  const near = { text: pattern, among: [...new Set(starts)] };
  return [{ path: [index, "name"], code: "matches-nothing", message, mayBeDone: true, near }];
}

/** A file that the pattern fits, or a specifier that leads to where one was; files that are where they go to say that the work is done. */
function expectPattern(entry: DeprecatedImportEntry, path: readonly (string | number)[], modules: Modules): Expectation {
  const { from, to } = entry;
  const pattern = modulePattern(entry, modules);
  const moved = isPatternOfFiles(to) && !wildcards(to)(from) ? modulePattern({ from: to }, modules) : undefined;
  const isFile = from.startsWith("./");
  return {
    path,
    code: "matches-nothing",
    message: isFile ? `${from} fits no file, and no import.` : `${from} fits no import.`,
    text: importsFitting(pattern, modules),
    ...(isFile && {
      isMetByPath: ({ absolute }) => [pattern, moved].some((each) => each && fitsFile(each, absolute)),
      near: { text: from, among: "paths" },
    }),
  };
}

/** Expects a file where a pattern says that files have moved: without one, each import would be told for itself. */
function expectMoved({ to }: DeprecatedImportEntry, path: readonly (string | number)[], modules: Modules): Expectation[] {
  if (!isPatternOfFiles(to)) return [];
  const pattern = modulePattern({ from: to }, modules);
  const message = `${to} fits no file: move the files there first, or write where they are.`;
  const isMetByPath: Expectation["isMetByPath"] = ({ absolute }) => fitsFile(pattern, absolute);
  return [{ path, code: "matches-nothing", message, isMetByPath, text: importsFitting(pattern, modules) }];
}

/** Whether a text has a string that leads to what the pattern fits. */
function importsFitting(pattern: ModulePattern, modules: Modules): NonNullable<Expectation["text"]> {
  const { tokens } = pattern;
  return {
    tokens,
    isMetBy: ({ absolute, text }) =>
      specifiersIn(text, tokens).some(
        (specifier) => pattern.match(specifier, () => modules.resolve(absolute, specifier)) !== undefined,
      ),
  };
}

function isPatternOfFiles(module: string | undefined): module is string {
  return module !== undefined && module.startsWith("./") && module.includes("*");
}

function fitsFile(pattern: ModulePattern, path: string): boolean {
  return matchModule(pattern, { kind: "file", path }) !== undefined;
}

/** The strings of a text that may be specifiers with one of the tokens. */
function specifiersIn(text: string, tokens: readonly string[] | undefined): string[] {
  const mayMean = (part: string): boolean => tokens?.some((token) => part.includes(token)) ?? true;
  return [...text.matchAll(/(["'`])([^"'`\s]{1,300})\1/g)].flatMap(([, , specifier]) =>
    mayMean(specifier!) ? [specifier!] : [],
  );
}

/** The exports that an entry speaks of. */
export interface ExportNames extends ExportTest {
  /** As the contract writes them. */
  readonly written: readonly string[];
}

/** Reads names and patterns such as `getOrganization*`; a pattern means no default export, which has no name of its own. */
export function exportNames(written: readonly string[]): ExportNames {
  const exact = new Set(written.filter((name) => !isPattern(name)));
  const patterns = written.filter(isPattern).map((name) => wildcards(name.replaceAll(/\*+/gu, "**")));
  return {
    written,
    has: (name) => exact.has(name) || (name !== "default" && name !== "*" && patterns.some((matches) => matches(name))),
    texts: written.map((name) => name.split("*").reduce((best, part) => (part.length > best.length ? part : best))),
  };
}

/** Whether a name of the option is a pattern. */
export function isPattern(name: string): boolean {
  return name.includes("*");
}
