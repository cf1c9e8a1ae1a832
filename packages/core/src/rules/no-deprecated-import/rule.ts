import { type Edit, allOf, atMost, atMostSuggestion, fix, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { mockAround, mockOf, moduleSpiesOf } from "../../semantics/mocks/module-mocks.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { declarationText, splitFormOf } from "../../edits/imports/fresh-declarations.js";
import { insertAfter } from "../../edits/imports/placement.js";
import { keyOf } from "../../semantics/local-names.js";
import { boundNames, isSameOrigin, type ModuleIdentity, type Modules } from "../../modules/index.js";
import type { OptionBan } from "../option-facts.js";
import { ANYTHING, anyOf } from "../../scan/needs.js";
import { namesModuleBy, namesPackage } from "../template-needs.js";
import { type Finding, defineRule } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import {
  exportNames,
  isPattern,
  expectationsOfEntry,
  type DeprecatedImportEntry,
  deprecatedImportEntry,
  fileProblems,
  findMoveFaults,
} from "./options.js";
import {
  type Entry,
  type Hit,
  type ReferenceHit,
  hitOf,
  moveOf,
  problemOf,
  renamedBy,
  withDestination,
} from "./import-entries.js";
import { matchModule, modulePattern } from "./module-patterns.js";
import { distinctMoves, findingForMock, findingForUnmock, findingForWholeMock, mockEndedBy } from "./mocked-names.js";
import {
  findingForCommonJsModule,
  findingForName,
  findingsForNamespace,
  type FindHit,
  passedNames,
  passesDestination,
  takesCommonJsModule,
} from "./moved-names.js";
import { exportsOneValue } from "../../semantics/own-exports.js";
import { lostMeaning, lowerIfCalled, meaningsOf, moveModule, passes, removeReference } from "./move-imports.js";
import { findNamedOtherwise } from "./named-otherwise.js";
import { moduleExportName, type Node } from "../../syntax/nodes.js";
import { because } from "../../reasons/reasons.js";

interface Compiled {
  readonly setting: RuleSetting;
  readonly entries: readonly Entry[];
}

/** Finds imports of modules and exports that have moved, and moves them. */
export const noDeprecatedImport = defineRule<readonly DeprecatedImportEntry[], Compiled>({
  name: "no-deprecated-import",
  docs: {
    description: "disallow import paths and exports that a migration has replaced",
    isRecommended: false,
    tags: ["deprecated"],
    // Among the names of an import it would be hard to read.
    movesImports: true,
  },
  option: deprecatedImportEntry,
  hasEntries: true,
  findFaults: findMoveFaults,

  compile: (option, setting) => ({
    setting,
    entries: option.map((entry, index) => {
      const pattern = modulePattern(entry, setting.modules);
      const names = entry.name === undefined ? undefined : exportNames([entry.name].flat());
      const renamed = renamedBy(entry, setting.modules);
      const isTarget = (module: ModuleIdentity) =>
        matchModule(pattern, module) !== undefined ||
        (renamed !== undefined && setting.modules.isSameModule(module, renamed.module));
      // Files of the folder itself need not name it.
      const own = pattern.folder === undefined ? pattern.tokens : undefined;
      const others = renamed ? setting.modules.tokensFor(renamed.module) : [];
      const tokens = own && others && [...own, ...others];
      return { option: entry, index, pattern, names, renamed, passage: names && { names, isTarget, tokens } };
    }),
  }),

  needs: ({ entries }) =>
    anyOf(
      entries.map(({ pattern: { packageName, tokens } }) =>
        packageName !== undefined ? namesPackage(packageName) : tokens === undefined ? ANYTHING : namesModuleBy(tokens),
      ),
    ),

  cannotPrefilter({ entries, setting: { modules } }, path) {
    const folders = entries.flatMap(({ pattern: { folder } }) => folder ?? []);
    return folders.length > 0 && folders.some((folder) => modules.relative(path)?.startsWith(folder));
  },

  readsPlaces: () => true,

  passages: ({ entries }) => entries.flatMap(({ passage }) => passage ?? []),

  replacements: ({ entries }) =>
    entries.flatMap(({ option: { to, as }, names }) => {
      if (to === undefined || to.includes("*")) return [];
      const own = to.startsWith("./") ? [] : (names?.written ?? []).filter((name) => !isPattern(name));
      return [to, ...own.map((name) => `${to}#${as ?? name}`)];
    }),

  destinations: (option) =>
    option.flatMap(({ from, to, name, as }, index) => {
      const module = to ?? (as === undefined ? undefined : from);
      if (module === undefined) return [];
      const names = [as ?? name ?? []].flat().filter((each) => !isPattern(each));
      return [{ path: [index, to === undefined ? "as" : "to"], module, isPattern: module.includes("*"), names }];
    }),

  problems: fileProblems,

  written: (option) => option.map(({ to }) => to),

  bans: (option, { modules }) => option.flatMap((entry) => bansOfEntry(entry, modules)),

  expectations: (option, { modules }) => option.flatMap((entry, index) => expectationsOfEntry(entry, index, modules)),

  *find(file, compiled) {
    for (const reference of file.moduleReferences()) {
      const hits = compiled.entries.flatMap((entry): Hit[] => {
        const taken = entry.pattern.match(reference.specifier, () => file.modules.resolve(file.path, reference.specifier));
        return taken ? [hitOf(entry, taken)] : [];
      });
      const passed = passedNames(file, compiled.entries, reference);
      if (hits.length === 0 && !passed) continue;
      const mock = mockAround(file, reference) ?? mockEndedBy(file, reference);
      const isMockHandle = moduleSpiesOf(file).some((spy) => spy.reference === reference);
      // What a factory takes from the real module goes with the mock, and a spy with the import of what it is on.
      for (const finding of report(file, compiled.setting, reference, { hits, passed }))
        yield { ...finding, isMockHandle, ...(mock && { mock }) };
    }
    yield* findNamedOtherwise(file, compiled.setting, compiled.entries);
  },
});

function bansOfEntry(entry: DeprecatedImportEntry, modules: Modules): OptionBan[] {
  const { name, to, as } = entry;
  const pattern = modulePattern(entry, modules);
  return [name].flat().map((each): OptionBan => {
    const names = each === undefined ? undefined : exportNames([each]);
    const now = as ?? (each !== undefined && isPattern(each) ? undefined : each);
    const parts = [now, to === undefined ? undefined : `from "${to}"`].filter((part) => part !== undefined);
    return {
      matches: (module, specifier) => pattern.match(specifier, () => module) !== undefined,
      bans: (exported) => !names || (exported !== undefined && names.has(exported)),
      ...(each !== undefined && !isPattern(each) && { names: [each] }),
      replacement: to === undefined && as === undefined ? undefined : parts.join(" "),
    };
  });
}

/** The entries that apply to a reference by its specifier, and to names that a barrel passes on. */
interface ReferenceHits {
  readonly hits: readonly Hit[];
  readonly passed: FindHit | undefined;
}

/** Reports each name that an entry moves by itself, and everything else in one report for the module. */
function* report(
  file: FileView,
  setting: RuleSetting,
  reference: ModuleReference,
  { hits, passed }: ReferenceHits,
): Generator<Finding> {
  const whole = hits.find((hit) => !hit.entry.names);
  const forNames = hits.filter((hit) => hit.entry.names);
  const apart = whole ? forNames.filter((hit) => !isSameMove(hit, whole)) : forNames;
  const hitFor: FindHit = (imported) => forNames.find(({ entry }) => entry.names?.has(imported)) ?? passed?.(imported);
  const asDefault = whole ? undefined : forNames.find((hit) => hit.entry.names?.has("default"));
  const mock = mockOf(file, reference);
  // A factory that gives nothing silences the whole module.
  if (mock?.keys && (mock.keys.length > 0 || mock.isPartial) && (apart.length > 0 || !whole)) {
    const ofWhole = asDefault && exportsOneValue(file, mock.module) ? [asDefault] : [];
    const finding =
      findingForMock(file, setting, mock, (name) => hitFor(name) ?? whole) ?? findingForWholeMock(file, setting, mock, ofWhole);
    if (finding) yield finding;
    if (finding || !whole) return;
  }
  if (reference.kind === "mock" && !mock && apart.length > 0) {
    const finding = findingForUnmock(file, setting, reference, hits);
    if (finding) yield finding;
    return;
  }
  if ((reference.kind === "export-all" || reference.kind === "mock") && apart.length > 0) {
    const finding =
      mock && !whole ? findingForWholeMock(file, setting, mock, apart) : findingForBarrel(file, setting, reference, apart);
    if (finding) yield finding;
    if (finding || !whole || mock) return;
  }
  const rest: ImportedName[] = [];
  const moved: NameFinding[] = [];
  const namespaceFindings: Finding[] = [];
  for (const name of reference.names) {
    if (name.imported === "*" || hasNamesAsMembers(file, name, hitFor))
      namespaceFindings.push(...findingsForNamespace(file, setting, name, { hitFor, whole }));
    const hit = hitFor(name.imported);
    if (hit && passesDestination(file, name, hit)) continue;
    if (hit) moved.push({ name, hit, finding: { ...findingForName(file, setting, name, hit), entry: hit.entry.index } });
    else rest.push(name);
  }
  yield* togetherWhereNeeded(reference, moved, rest).map((each) => each.finding);
  if (asDefault && takesCommonJsModule(file, reference))
    yield { ...findingForCommonJsModule(file, setting, reference, asDefault), entry: asDefault.entry.index };
  yield* namespaceFindings;
  if (whole && (rest.length > 0 || reference.names.length === 0)) {
    const finding = findingForModule(file, setting, { hit: whole, reference, apart }, rest);
    const edit = joinedWith(finding.edit, reference, namespaceFindings, apart);
    yield { ...finding, edit, entry: whole.entry.index };
  }
}

/** Whether the names of a package are read from its default import too, as those of a CommonJS module are: `React.FC`. */
function hasNamesAsMembers(file: FileView, { imported, reference }: ImportedName, hitFor: FindHit): boolean {
  return imported === "default" && !hitFor("default") && file.modules.resolve(file.path, reference.specifier).kind === "package";
}

interface NameFinding {
  readonly name: ImportedName;
  readonly hit: Hit;
  readonly finding: Finding;
}

/** Joins the edits of names that can't be separated: they move together, to one module. */
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
      : hint(because("notSplit", "it takes several names at once in a place that can't be split"));
  return moved.map((each) => ({ ...each, finding: { ...each.finding, edit } }));
}

function movesIn(edit: Edit) {
  return edit.level === "hint" ? [] : edit.imports.filter((request) => request.kind === "move");
}

/** A namespace moves only together with the members that move elsewhere; an unseen use may be one of those. */
function joinedWith(edit: Edit, reference: ModuleReference, uses: readonly Finding[], apart: readonly Hit[]): Edit {
  if (apart.length === 0) return edit;
  const isSeen = reference.names.length > 0 || reference.kind === "import" || reference.kind === "export-from";
  const joined = allOf(edit, ...uses.map((use) => use.edit));
  return isSeen ? joined : atMostSuggestion(joined, "other exports of it have moved elsewhere");
}

/** Whether moving the whole module takes the name to the same place. */
function isSameMove({ entry, to }: Hit, whole: Hit): boolean {
  return to !== undefined && to === whole.to && (entry.option.as === undefined || entry.names?.has(entry.option.as) === true);
}

/** The finding for `export *` or a mock that holds names which have moved; none where the file exports each of them by itself. */
function findingForBarrel(
  file: FileView,
  setting: RuleSetting,
  reference: ModuleReference,
  hits: readonly Hit[],
): Finding | undefined {
  const names = new Set<string>();
  const held = hits.flatMap((hit) => {
    const own = namesHeld(file, reference, hit).filter((name) => !names.has(name));
    for (const name of own) names.add(name);
    return own.length > 0 ? [{ hit, names: own }] : [];
  });
  if (held.length === 0) return undefined;
  const moves = held.flatMap(({ hit, names: own }) => {
    const isOne = own.length === 1 && !own.some(isPattern);
    return moveOf(hit, isOne ? own[0] : undefined)?.moves ?? [];
  });
  return {
    range: reference.specifierRange,
    found: `"${reference.specifier}"`,
    problem: `holds ${[...names].join(", ")}, which ${names.size > 1 ? "have" : "has"} moved`,
    replacement: moves.length > 0 ? { kind: "moved", moves: distinctMoves(moves) } : null,
    edit: allOf(...held.map((each) => exportBeside(file, setting, reference, each))),
  };
}

/**
 * The names of an entry, as it has them, that `export *` passes on: those that the module may have, and the file does not export by itself.
 * Where uses are renamed, the old name goes with its module, and the new one is enough.
 */
function namesHeld(file: FileView, reference: ModuleReference, { entry, to }: Hit): readonly string[] {
  const names = entry.names?.written ?? [];
  if (!isPlainStar(reference)) return names;
  const module = file.modules.resolve(file.path, reference.specifier);
  const own = new Set(file.program.body.flatMap((statement) => namesExportedBy(statement)));
  const isGone = (name: string) => file.modules.lacksExport(file.path, module, reference.specifier, name);
  const others = file.moduleReferences().flatMap((each) => {
    const other = file.modules.resolve(file.path, each.specifier);
    return isPlainStar(each) && !entry.pattern.match(each.specifier, () => other) ? [other] : [];
  });
  // `export *` of both is as good as of one.
  const isElsewhere = (name: string, from: ModuleIdentity): boolean =>
    others.some((other) => isSameOrigin(file.modules.exportOrigin(from, name), file.modules.exportOrigin(other, name)));
  const now = newNameOf(entry.option);
  const isRenamed =
    now !== undefined && (to === undefined || own.has(now) || isElsewhere(now, file.modules.resolveContractModule(to)));
  return names.filter((name) => isPattern(name) || !(isRenamed || own.has(name) || isGone(name) || isElsewhere(name, module)));
}

/** What uses are called from now on. */
function newNameOf({ as, rename }: DeprecatedImportEntry): string | undefined {
  return rename === "uses" ? as : undefined;
}

/** Whether it is `export * from "…"`, beside which the file can export a name by itself. */
function isPlainStar({ node }: ModuleReference): boolean {
  return node.type === "ExportAllDeclaration" && !node.exported;
}

function namesExportedBy(statement: Node): readonly string[] {
  if (statement.type === "ExportAllDeclaration") return statement.exported ? [moduleExportName(statement.exported)] : [];
  if (statement.type !== "ExportNamedDeclaration") return [];
  const { declaration, specifiers } = statement;
  const declared = declaration?.type === "VariableDeclaration" ? declaration.declarations : declaration ? [declaration] : [];
  const ids = declared.flatMap((each) => ("id" in each && each.id ? boundNames(each.id) : []));
  return [...ids, ...specifiers.map(({ exported }) => moduleExportName(exported))];
}

/** Exports the names from where they are now, in a statement of its own, which outranks what `export *` has. */
function exportBeside(
  file: FileView,
  setting: RuleSetting,
  reference: ModuleReference,
  { hit, names }: { readonly hit: Hit; readonly names: readonly string[] },
): Edit {
  const { as, remove } = hit.entry.option;
  if (reference.kind === "mock") return hint(because("itMocks", "it mocks the whole module"));
  if (remove || !isPlainStar(reference) || names.some(isPattern)) return hint("it exports the whole module");
  return withDestination(file, setting, { hit, reference, exported: names.map((name) => as ?? name) }, (to) => {
    const isTypeOnly = (exported: string): boolean =>
      reference.isTypeOnly || [...meaningsOf(file, { module: to.module, exported })].join() === "type";
    const moved = names.map((name) => {
      const exported = to.exported ?? as ?? name;
      return { exported, local: name, isTypeOnly: isTypeOnly(exported) };
    });
    const now = newNameOf(hit.entry.option);
    const written = now === undefined ? moved : moved.slice(0, 1).map((each) => ({ ...each, local: now }));
    const module = file.modules.resolve(file.path, reference.specifier);
    const [doubt] = moved.flatMap(({ exported, local }) => {
      const isLost = passes(file, { module, exported: local }, reference.isTypeOnly);
      return lostMeaning(file, { module: to.module, exported }, local, isLost) ?? [];
    });
    const text = declarationText({ specifier: to.specifier, names: written, form: "export-from" }, file.layout());
    const edit = fix([insertAfter(file, reference.node, text)]);
    return doubt === undefined ? edit : atMostSuggestion(edit, doubt);
  });
}

/** The finding for the whole module; `rest` are the names that no other entry moves. */
function findingForModule(
  file: FileView,
  setting: RuleSetting,
  { hit, reference, apart = [] }: ReferenceHit,
  rest: readonly ImportedName[],
): Finding {
  const exported = rest.some(({ imported }) => imported === "*") ? [] : rest.map(({ imported }) => imported);
  const edit = hit.entry.option.remove
    ? removeReference(file, reference)
    : withDestination(file, setting, { hit, reference, apart, exported }, (to) =>
        lowerIfCalled(file, reference, to, moveModule(file, reference, rest, to)),
      );
  return {
    range: reference.specifierRange,
    found: `"${reference.specifier}"`,
    problem: problemOf(hit),
    replacement: moveOf(hit, undefined),
    edit: atMost(edit, hit.entry.option.fix),
  };
}
