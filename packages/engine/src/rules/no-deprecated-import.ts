import type { DeprecatedImportEntry } from "@godwit/contracts";
import { atMost, atMostSuggestion, hint, type Edit } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import type { ImportedName, ModuleReference } from "../imports/module-references.js";
import { usesOf } from "../imports/uses.js";
import { defineRule, type Finding, type RuleSetting } from "./define-rule.js";
import { fillWildcards, modulePattern, type ModulePattern } from "./module-patterns.js";
import { moveModule, moveName, removeName, removeReference, type Destination } from "./move-imports.js";
import { findNamespaceUses } from "./namespace-uses.js";

interface Entry {
  readonly option: DeprecatedImportEntry;
  readonly pattern: ModulePattern;
  /** Undefined: the whole module. */
  readonly names: ReadonlySet<string> | undefined;
}

interface Compiled {
  readonly setting: RuleSetting;
  readonly entries: readonly Entry[];
}

/** Where an entry applies to a reference. */
interface Hit {
  readonly entry: Entry;
  readonly to: string | undefined;
}

/** Finds imports of modules and exports that have moved, and moves them. */
export const noDeprecatedImport = defineRule<readonly DeprecatedImportEntry[], Compiled>({
  name: "no-deprecated-import",
  docs: { description: "disallow import paths and exports that a migration has replaced", isRecommended: false },

  compile: (option, setting) => ({
    setting,
    entries: option.map((entry) => ({
      option: entry,
      pattern: modulePattern(entry.from, setting.modules),
      names: entry.name === undefined ? undefined : new Set([entry.name].flat()),
    })),
  }),

  tokens({ entries }) {
    const tokens = entries.map((entry) => entry.pattern.tokens);
    return tokens.includes(undefined) ? "all" : [...new Set(tokens.flatMap((list) => list ?? []))];
  },

  replacements: ({ entries }) =>
    entries.flatMap(({ option }) => (option.to !== undefined && !option.to.includes("*") ? [option.to] : [])),

  *find(file, compiled) {
    for (const reference of file.moduleReferences()) {
      const hits = compiled.entries.flatMap((entry): Hit[] => {
        const taken = entry.pattern.match(file, reference);
        if (!taken) return [];
        const to = entry.option.to === undefined ? undefined : fillWildcards(entry.option.to, taken);
        return [{ entry, to }];
      });
      if (hits.length > 0) yield* report(file, compiled.setting, reference, hits);
    }
  },
});

/** A name that an entry speaks of is reported by itself; all else by one report for the module. */
function* report(file: FileView, setting: RuleSetting, reference: ModuleReference, hits: readonly Hit[]): Generator<Finding> {
  const whole = hits.find((hit) => !hit.entry.names);
  const forNames = hits.filter((hit) => hit.entry.names);
  if (holdsAll(reference) && !whole) {
    yield* forNames.slice(0, 1).map((hit) => holdsAllFinding(reference, hit));
    return;
  }
  const rest: ImportedName[] = [];
  for (const name of reference.names) {
    if (name.imported === "*") for (const hit of forNames) yield* ofNamespace(file, setting, name, hit);
    const hit = forNames.find((candidate) => candidate.entry.names?.has(name.imported));
    if (hit) yield ofName(file, setting, name, hit);
    else rest.push(name);
  }
  if (whole && (rest.length > 0 || reference.names.length === 0)) yield ofModule(file, setting, reference, rest, whole);
}

/** `export *` and mocks hold every name of the module. */
function holdsAll(reference: ModuleReference): boolean {
  return reference.kind === "export-all" || reference.kind === "mock";
}

function holdsAllFinding(reference: ModuleReference, hit: Hit): Finding {
  const names = [...(hit.entry.names ?? [])].join(", ");
  return {
    range: reference.specifierRange,
    found: reference.specifier,
    problem: `holds ${names}, which has moved`,
    replacement: replacementText(hit, undefined),
    edit: hint(reference.kind === "mock" ? "it mocks the whole module" : "it exports the whole module"),
  };
}

/** `rest`: the names that no other entry speaks of. */
function ofModule(
  file: FileView,
  setting: RuleSetting,
  reference: ModuleReference,
  rest: readonly ImportedName[],
  hit: Hit,
): Finding {
  const edit = hit.entry.option.remove
    ? removeReference(file, reference)
    : withDestination(file, setting, hit, reference, (to) => moveModule(file, reference, rest, to));
  return {
    range: reference.specifierRange,
    found: `"${reference.specifier}"`,
    problem: problemOf(hit),
    replacement: replacementText(hit, undefined),
    edit: atMost(edit, hit.entry.option.fix),
  };
}

function ofName(file: FileView, setting: RuleSetting, name: ImportedName, hit: Hit): Finding {
  const { option } = hit.entry;
  const edit = option.remove
    ? removeName(file, name)
    : withDestination(file, setting, hit, name.reference, (to) =>
        moveName(file, name, to, option.as ?? name.imported, option.rename ?? "alias"),
      );
  return {
    range: name.range,
    found:
      name.imported === "*" || name.imported === "default"
        ? `"${name.reference.specifier}"`
        : `${name.imported} from "${name.reference.specifier}"`,
    problem: problemOf(hit),
    replacement: replacementText(hit, name.imported),
    edit: atMost(keepMock(file, name.reference, edit), option.fix),
  };
}

/** A mock of the old module stays where it is, and would no longer reach a name that has left. */
function keepMock(file: FileView, reference: ModuleReference, edit: Edit): Edit {
  if (reference.isTypeOnly || reference.kind === "mock" || reference.kind === "actual") return edit;
  const isMocked = file.moduleReferences().some((other) => other.kind === "mock" && isSameModule(file, other, reference));
  return isMocked ? atMostSuggestion(edit, "this file mocks the old module, and the mock has to move with it") : edit;
}

function isSameModule(file: FileView, a: ModuleReference, b: ModuleReference): boolean {
  if (a.specifier === b.specifier) return true;
  const { modules, path } = file;
  return modules.same(modules.resolve(path, a.specifier), modules.resolve(path, b.specifier));
}

/** A namespace's uses of a moved name are the reports; the namespace itself is none. */
function* ofNamespace(file: FileView, setting: RuleSetting, namespace: ImportedName, hit: Hit): Generator<Finding> {
  const { option, names } = hit.entry;
  if (!namespace.variable || !names) return;
  const all = usesOf(file, namespace.variable);
  const uses = findNamespaceUses(file, namespace, names);
  for (const use of uses) {
    const edit = option.remove
      ? hint("nothing replaces it")
      : withDestination(file, setting, hit, namespace.reference, (to) => use.moveTo(to, option.as ?? use.member));
    yield {
      range: use.node.range,
      found: file.textOf(use.node),
      problem: problemOf(hit),
      replacement: replacementText(hit, use.member),
      edit: atMost(
        keepMock(
          file,
          namespace.reference,
          uses.length === all.length ? edit : atMostSuggestion(edit, "the namespace has other uses"),
        ),
        option.fix,
      ),
    };
  }
}

function withDestination(
  file: FileView,
  setting: RuleSetting,
  hit: Hit,
  reference: ModuleReference,
  edit: (to: Destination) => Edit,
): Edit {
  const { option } = hit.entry;
  // Without `to` only the name changes.
  const module =
    hit.to === undefined
      ? option.as === undefined
        ? undefined
        : file.modules.resolve(file.path, reference.specifier)
      : setting.modules.fromContract(hit.to);
  if (!module) return hint("the contract names nothing that replaces it");
  if (hit.to === undefined) return edit({ module, specifier: reference.specifier });
  const answer = file.localNames.specifierFor(module, reference.specifier);
  if ("refused" in answer) return hint(answer.refused);
  const result = edit({ module, specifier: answer.specifier });
  return answer.reason === undefined ? result : atMostSuggestion(result, answer.reason);
}

function problemOf(hit: Hit): string {
  return hit.entry.option.remove ? "is on its way out" : "has moved";
}

/** `UserExecutionEngine from "./src/agents/user-execution-engine.ts"`, as the contract writes it. */
function replacementText(hit: Hit, imported: string | undefined): string | null {
  const { option } = hit.entry;
  if (option.remove) return null;
  const name = option.as ?? (hit.entry.names ? imported : undefined);
  const module = hit.to === undefined ? undefined : `"${hit.to}"`;
  if (name !== undefined && module !== undefined) return `${name} from ${module}`;
  return module ?? name ?? null;
}
