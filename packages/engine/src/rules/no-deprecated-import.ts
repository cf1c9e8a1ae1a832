import type { DeprecatedImportEntry } from "@godwit/contracts";
import { allOf, atMost, atMostSuggestion, hint, type Edit } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import type { ImportedName, ModuleReference } from "../imports/module-references.js";
import { splitFormOf } from "../imports/fresh-declarations.js";
import { loadStatementOf } from "../imports/placement.js";
import { keyOf } from "../imports/local-names.js";
import { defineRule, type Finding, type RuleSetting } from "./define-rule.js";
import { fillWildcards, modulePattern, type ModulePattern } from "./module-patterns.js";
import { moveModule, moveName, removeName, removeReference, type Destination } from "./move-imports.js";
import { findNamespaceUses, isUsedOnlyBy, moveUse, moveWithMembers, type NamespaceUse } from "./namespace-uses.js";

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

  isBlindIn: ({ entries, setting }, path) => {
    const relative = setting.modules.relative(path);
    return (
      relative !== undefined && entries.some(({ pattern }) => pattern.folder !== undefined && relative.startsWith(pattern.folder))
    );
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
  const apart = whole ? forNames.filter((hit) => !isSameMove(hit, whole)) : forNames;
  if (holdsAll(reference) && apart[0]) {
    yield holdsAllFinding(reference, apart[0]);
    return;
  }
  const rest: ImportedName[] = [];
  const moved: NameFinding[] = [];
  const ofNamespaces: Finding[] = [];
  for (const name of reference.names) {
    if (name.imported === "*") ofNamespaces.push(...ofNamespace(file, setting, name, forNames, whole));
    const hit = forNames.find((candidate) => candidate.entry.names?.has(name.imported));
    if (hit) moved.push({ name, hit, finding: ofName(file, setting, name, hit) });
    else rest.push(name);
  }
  yield* togetherWhereNeeded(reference, moved, rest).map((each) => each.finding);
  yield* ofNamespaces;
  if (whole && (rest.length > 0 || reference.names.length === 0)) {
    const finding = ofModule(file, setting, reference, rest, whole);
    yield { ...finding, edit: joinedWith(finding.edit, reference, ofNamespaces, apart) };
  }
}

interface NameFinding {
  readonly name: ImportedName;
  readonly hit: Hit;
  readonly finding: Finding;
}

/** Names that can't be taken apart move only all at once, to one module. */
function togetherWhereNeeded(
  reference: ModuleReference,
  moved: readonly NameFinding[],
  rest: readonly ImportedName[],
): readonly NameFinding[] {
  if (reference.names.length < 2 || splitFormOf(reference)) return moved;
  const homes = new Set(moved.flatMap(({ finding }) => movesIn(finding.edit).map((move) => keyOf(move.module))));
  const edit =
    rest.length === 0 && homes.size === 1
      ? allOf(...moved.map(({ finding }) => finding.edit))
      : hint("it takes several names at once in a place that can't be split");
  return moved.map((each) => ({ ...each, finding: { ...each.finding, edit } }));
}

function movesIn(edit: Edit) {
  return edit.level === "hint" ? [] : edit.imports.filter((request) => request.kind === "move");
}

/** A namespace goes to its module only with the members that go elsewhere; what is not seen may be one of those. */
function joinedWith(edit: Edit, reference: ModuleReference, uses: readonly Finding[], apart: readonly Hit[]): Edit {
  if (apart.length === 0) return edit;
  const isSeen = reference.names.length > 0 || reference.kind === "import" || reference.kind === "export-from";
  const joined = allOf(edit, ...uses.map((use) => use.edit));
  return isSeen ? joined : atMostSuggestion(joined, "other exports of it have moved elsewhere");
}

/** Whether the name would come to the same place with its module. */
function isSameMove({ entry, to }: Hit, whole: Hit): boolean {
  return to !== undefined && to === whole.to && (entry.option.as === undefined || entry.names?.has(entry.option.as) === true);
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
function ofNamespace(
  file: FileView,
  setting: RuleSetting,
  namespace: ImportedName,
  forNames: readonly Hit[],
  whole: Hit | undefined,
): Finding[] {
  const uses = findNamespaceUses(file, namespace).flatMap((use): MemberUse[] => {
    const hit = forNames.find((candidate) => candidate.entry.names?.has(use.member));
    return hit ? [{ use, hit, exported: hit.entry.option.as ?? use.member }] : [];
  });
  const others = uses.filter(({ hit }) => !hit.entry.option.remove).map(({ use }) => use);
  const isAlone = whole !== undefined || isUsedOnlyBy(file, namespace, others);
  return uses.map(({ use, hit, exported }) => {
    const edit = hit.entry.option.remove
      ? hint("nothing replaces it, and it is in use")
      : withDestination(file, setting, hit, namespace.reference, (to) =>
          isStatement(namespace)
            ? moveUse(file, namespace, use, to, exported)
            : moveAllMembers(file, namespace, to, uses, isAlone),
        );
    return {
      range: use.node.range,
      found: file.textOf(use.node),
      problem: problemOf(hit),
      replacement: replacementText(hit, use.member),
      edit: atMost(
        keepMock(file, namespace.reference, isAlone ? edit : atMostSuggestion(edit, "the namespace has other uses")),
        hit.entry.option.fix,
      ),
    };
  });
}

interface MemberUse {
  readonly use: NamespaceUse;
  readonly hit: Hit;
  readonly exported: string;
}

/** Whether a new declaration can stand beside the one that makes the namespace. */
function isStatement({ reference }: ImportedName): boolean {
  return reference.kind === "import" || reference.kind === "import-equals" || loadStatementOf(reference) !== undefined;
}

/** `import("…").then((module) => module.Name)`: the module changes with its members or not at all. */
function moveAllMembers(
  file: FileView,
  namespace: ImportedName,
  to: Destination,
  uses: readonly MemberUse[],
  isAlone: boolean,
): Edit {
  const isOneModule = uses.every(({ hit }) => hit.to === uses[0]?.hit.to);
  return isAlone && isOneModule
    ? moveWithMembers(file, namespace, to, uses)
    : hint("the namespace has other uses, in a place that can't be split");
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
