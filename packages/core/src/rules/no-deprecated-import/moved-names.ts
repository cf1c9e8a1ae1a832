import { type Edit, atMost, atMostSuggestion, hint, allOf, fix } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { loadStatementOf } from "../../edits/imports/placement.js";
import type { Finding } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import {
  type Entry,
  findNamespaceUses,
  type Hit,
  hitOf,
  moveOf,
  type NamespaceUse,
  problemOf,
  twinOf,
  withDestination,
} from "./import-entries.js";
import { type Destination, isCallee, isUsedAs, lostMeaning, moveModule, moveName, removeName } from "./move-imports.js";
import { exportsOneValue } from "../../semantics/own-exports.js";
import { isTypeScript, type ModuleExport, type ModuleIdentity } from "../../modules/index.js";
import { matchModule } from "./module-patterns.js";
import { because, type Why } from "../../reasons/reasons.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { Change } from "../../syntax/ranges.js";
import { isInType, type Node, rewrap } from "../../syntax/nodes.js";
import { isWritten } from "../../syntax/references.js";
import { bindableName, isBindable } from "../../syntax/identifiers.js";
import type { ImportRequest } from "../../semantics/import-requests.js";
import { usesOf } from "../../semantics/origins.js";

/** The finding for one name that an entry moves. */
export function findingForName(file: FileView, setting: RuleSetting, name: ImportedName, hit: Hit): Finding {
  const { option } = hit.entry;
  const exported = option.as ?? hit.passed?.name ?? name.imported;
  const edit = option.remove
    ? removeName(file, name)
    : withDestination(file, setting, { hit, reference: name.reference, exported: [exported] }, (to) =>
        moveName(file, name, to, { exported, rename: option.rename ?? "alias" }),
      );
  return {
    range: name.range,
    found: foundText(name, option.as),
    problem: problemOf(hit),
    replacement: moveOf(hit, hit.passed?.name ?? name.imported),
    edit: atMost(edit, option.fix),
  };
}

function foundText({ imported, reference }: ImportedName, as: string | undefined): string {
  const module = `"${reference.specifier}"`;
  if (imported === "default" && as !== undefined) return `the default of ${module}`;
  return imported === "*" || imported === "default" ? module : `${imported} from ${module}`;
}

/** Reports each use of a moved name through a namespace, or a default import that is read like one, but not the import itself. */
export function findingsForNamespace(
  file: FileView,
  setting: RuleSetting,
  namespace: ImportedName,
  { hitFor, whole }: { readonly hitFor: FindHit; readonly whole: Hit | undefined },
): Finding[] {
  const uses = findNamespaceUses(file, namespace).flatMap((use): MemberUse[] => {
    const hit = hitFor(use.member);
    return hit ? [{ use, hit, exported: hit.entry.option.as ?? hit.passed?.name ?? use.member }] : [];
  });
  const others = uses.filter(({ hit }) => !hit.entry.option.remove).map(({ use }) => use);
  const isAlone = whole !== undefined || isUsedOnlyBy(file, namespace, others);
  const written = new Set(uses.filter(({ use }) => isWritten(use.node)).map(({ use }) => use.member));
  const doubtOf = ({ member }: NamespaceUse): Why | undefined =>
    namespace.imported === "default"
      ? "it is a member of the default import"
      : !isAlone
        ? because("inUse", "the namespace has other uses")
        : written.has(member)
          ? because("written", "the file writes to it elsewhere")
          : undefined;
  return uses.map(({ use, hit, exported }) => {
    // A name that the file has already may be imported from the old module.
    let specifier: string | undefined;
    const edit = hit.entry.option.remove
      ? hint(because("inUse", "nothing replaces it, and it is in use"))
      : withDestination(
          file,
          setting,
          { hit, reference: namespace.reference, exported: isStatement(namespace) ? [exported] : [] },
          (to) => {
            specifier = to.specifier;
            return isStatement(namespace)
              ? moveUse(file, namespace, use, { ...to, exported: to.exported ?? exported })
              : moveAllMembers(file, namespace, to, { uses, isAlone });
          },
        );
    const doubt = doubtOf(use);
    const moved = moveOf(hit, hit.passed?.name ?? use.member);
    return {
      range: use.node.range,
      found: file.textOf(use.node),
      problem: problemOf(hit),
      replacement: moved && edit.level !== "hint" && specifier !== undefined ? { ...moved, specifier } : moved,
      edit: atMost(doubt === undefined ? edit : atMostSuggestion(edit, doubt), hit.entry.option.fix),
    };
  });
}

interface MemberUse {
  readonly use: NamespaceUse;
  readonly hit: Hit;
  readonly exported: string;
}

/** Whether a new declaration can be added beside the namespace's own. */
function isStatement({ reference }: ImportedName): boolean {
  return reference.kind === "import" || reference.kind === "import-equals" || loadStatementOf(reference) !== undefined;
}

/** `import("…").then((module) => module.Name)`: the module changes with its members or not at all. */
function moveAllMembers(
  file: FileView,
  namespace: ImportedName,
  to: Destination,
  { uses, isAlone }: { readonly uses: readonly MemberUse[]; readonly isAlone: boolean },
): Edit {
  const isOneModule = uses.every(({ hit }) => hit.to === uses[0]?.hit.to);
  return isAlone && isOneModule && uses.every(({ exported }) => exported !== "*")
    ? moveWithMembers(file, namespace, to, uses)
    : hint(because("inUse", "the namespace has other uses, in a place that can't be split"));
}

/** Finds the entry that moves the export behind a module's name. */
export type FindHit = (imported: string) => Hit | undefined;

/** Finds hits among the names that a module of the repository re-exports from moved modules; undefined if it can re-export none. */
export function passedNames(file: FileView, entries: readonly Entry[], reference: ModuleReference): FindHit | undefined {
  const { modules, path } = file;
  const module = modules.resolve(path, reference.specifier);
  const concerned = entries.filter(({ passage }) => passage !== undefined && modules.mayPassOn(module, passage));
  if (concerned.length === 0) return undefined;
  return (imported) => {
    if (imported === "*") return undefined;
    const way = modules.exportWay(module, imported);
    for (const [index, step] of way.entries()) {
      if (index === 0) continue;
      for (const entry of concerned) {
        if (isPassedByOldName(file, entry, way.slice(0, index + 1)))
          return { ...hitOf(entry, []), passed: { ...step, name: imported } };
        const taken = entry.names?.has(step.name) ? matchModule(entry.pattern, step.module) : undefined;
        if (!taken) continue;
        const hit = { ...hitOf(entry, taken), passed: step };
        // The file may have the new export already, or will by the same path, unless a stub of the old module passes it on.
        const isSame = !isStub(way[index - 1]!.module, step.module) && isSameAfter(file, reference, hit);
        const rest = isSame ? way : way.slice(0, index);
        return rest.some((each) => isDestination(file, hit, each)) ? undefined : hit;
      }
    }
    return undefined;
  };
}

/** Whether a way leads from an entry's name, which all on it have, to what the entry calls otherwise now. */
function isPassedByOldName({ modules }: FileView, { names, renamed }: Entry, way: readonly ModuleExport[]): boolean {
  const [end, ...before] = way.toReversed();
  const old = before[0]?.name;
  if (!renamed || end?.name !== renamed.name || !modules.isSameModule(end.module, renamed.module)) return false;
  // Each module has a default of its own.
  return old !== undefined && old !== "default" && names?.has(old) === true && before.every(({ name }) => name === old);
}

/** Whether a module declares what one in TypeScript has, or hands on what is built of that: `dates.js` beside `src/dates.ts`. */
function isStub(passing: ModuleIdentity, of: ModuleIdentity): boolean {
  const [isSource, isBuilt] = [passing, of].map((module) => module.kind === "file" && isTypeScript(module.path));
  return !isSource && !!isBuilt;
}

/** Whether the file will import what replaces the export by the same path, once what passes it on has moved. */
function isSameAfter(file: FileView, { specifier, isTypeOnly }: ModuleReference, { entry, to, passed }: Hit): boolean {
  if (to === undefined) return false;
  const wanted = { module: file.modules.resolveContractModule(to), exported: entry.option.as ?? passed!.name };
  const answer = localNamesOf(file).importOf(wanted, isTypeOnly, { instead: specifier });
  return "specifier" in answer && answer.specifier === specifier;
}

function isDestination({ modules }: FileView, { entry, to, passed }: Hit, step: ModuleExport): boolean {
  if (to === undefined || step.name !== (entry.option.as ?? passed?.name)) return false;
  return modules.isSameModule(step.module, modules.resolveContractModule(to));
}

/** Whether the file is between where a name has moved to and what declares that: the name would come from itself. */
export function passesDestination({ modules, path }: FileView, { imported }: ImportedName, { entry, to, passed }: Hit): boolean {
  if (to === undefined) return false;
  const way = modules.exportWay(modules.resolveContractModule(to), entry.option.as ?? passed?.name ?? imported);
  return way.some(({ module }) => modules.isSameModule(module, { kind: "file", path }));
}

/** Whether the namespace is used through the given uses only. */
function isUsedOnlyBy(file: FileView, namespace: ImportedName, uses: readonly NamespaceUse[]): boolean {
  const reads = new Set(uses.flatMap((use) => use.reads));
  return !!namespace.variable && usesOf(file, namespace.variable).every((use) => reads.has(use));
}

/** Where one export has moved to, and its name there. */
export interface MovedExport extends Destination {
  readonly exported: string;
}

/** Replaces `ns.Name` by the moved name itself. */
function moveUse(file: FileView, namespace: ImportedName, use: NamespaceUse, to: MovedExport): Edit {
  const { node } = use;
  const refusal = refusalOf(node);
  if (refusal !== undefined) return hint(refusal);
  const chosen = nameFor(file, namespace, use, to);
  if ("refused" in chosen) return hint(chosen.refused);
  const twin = twinOf(node);
  const changes = [node, ...(twin ? [twin] : [])].map((each): Change => ({ range: each.range, parts: [chosen.text] }));
  const edit = fix(changes, chosen.imports);
  const ref = { module: to.module, exported: to.exported };
  const reason = chosen.reason ?? lostMeaning(file, ref, use.member, (meaning) => isUsedAs(node, meaning));
  return reason === undefined ? edit : atMostSuggestion(edit, reason);
}

function refusalOf(node: Node): Why | undefined {
  const { parent } = node;
  if (node.type === "Property") return because("notSplit", "it is taken out of the namespace by destructuring");
  if (parent?.type === "TSImportEqualsDeclaration") return "an `import =` alias stands for it";
  return isWritten(node) ? because("written", "it is written to") : undefined;
}

type Chosen =
  | { readonly text: string; readonly imports: readonly ImportRequest[]; readonly reason?: Why | undefined }
  | { readonly refused: Why };

function nameFor(file: FileView, namespace: ImportedName, use: NamespaceUse, to: MovedExport): Chosen {
  const { exported } = to;
  const { node, member } = use;
  const isTypeOnly = namespace.isTypeOnly || isInType(node);
  const wish = [exported, member].find(isBindable) ?? bindableName(exported === "default" ? to.specifier : exported);
  const ref = { name: localFor(node, wish), module: to.module, exported };
  const known = localNamesOf(file).find(ref, node, isTypeOnly);
  if (!known && loadStatementOf(namespace.reference)) {
    const local = localNamesOf(file).freeName(ref, node);
    const { module, specifier } = to;
    return { text: local, imports: [{ kind: "extract", reference: namespace.reference, module, specifier, exported, local }] };
  }
  const chosen = localNamesOf(file).nameFor(ref, node, { isTypeOnly });
  if ("refused" in chosen) return chosen;
  const { text, need, reason } = chosen;
  return { text, imports: need ? [known ? need : { ...need, specifier: to.specifier }] : [], reason };
}

/** `<ns.button/>` needs a local name that is not an HTML element's. */
function localFor(node: Node, name: string): string {
  return node.type === "JSXMemberExpression" ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** Moves a namespace without a statement of its own to the one module of all its members, which get their new names. */
function moveWithMembers(
  file: FileView,
  namespace: ImportedName,
  to: Destination,
  members: readonly { readonly use: NamespaceUse; readonly exported: string }[],
): Edit {
  const renames = members.map(({ use, exported }): Edit => {
    const refusal = refusalOf(use.node);
    if (refusal !== undefined || use.node.type !== "MemberExpression")
      return hint(refusal ?? because("typeUsed", "a type of it is used"));
    const { range } = use.node.property;
    const text = file.text.slice(...range);
    return exported === use.member ? fix([]) : fix([{ range, parts: [text.replace(use.member, () => exported)] }]);
  });
  return allOf(
    fix([], [{ kind: "retarget", reference: namespace.reference, module: to.module, specifier: to.specifier }]),
    ...renames,
  );
}

/** Whether `const m = require("…")` is used as a value itself (the module is its own default export), and not only for its members. */
export function takesCommonJsModule(file: FileView, reference: ModuleReference): boolean {
  if (reference.kind !== "require" && reference.kind !== "import-equals") return false;
  const [name] = reference.names;
  if (!name) return !!reference.expression && rewrap(reference.expression).parent?.type !== "ExpressionStatement";
  if (name.imported !== "*" || !name.variable) return false;
  if (exportsOneValue(file, file.modules.resolve(file.path, reference.specifier))) return true;
  return usesOf(file, name.variable).some((use) => {
    const outer = rewrap(use);
    return outer.parent?.type !== "MemberExpression" || outer.parent.object !== outer;
  });
}

/** The finding for a module that is its own default export: it moves as a whole if its default export stays one. */
export function findingForCommonJsModule(file: FileView, setting: RuleSetting, reference: ModuleReference, hit: Hit): Finding {
  const { as, remove, fix } = hit.entry.option;
  const isNamed = as !== undefined && as !== "default";
  const exported = isNamed ? [as] : [];
  const why = because("commonJsDefault", "it takes the CommonJS module as its default export");
  const edit =
    remove || (isNamed && (hit.to === undefined || !loadStatementOf(reference)))
      ? hint(why)
      : withDestination(file, setting, { hit, reference, exported }, (to) => {
          if (!isNamed) return atMostSuggestion(moveModule(file, reference, reference.names, to), ALL_OF_IT);
          const [name] = reference.names as [ImportedName];
          const moved = moveName(file, name, to, { exported: as, rename: hit.entry.option.rename ?? "alias" });
          return isOneValue(file, name) ? moved : atMostSuggestion(moved, why);
        });
  return {
    range: reference.specifierRange,
    found: `"${reference.specifier}"`,
    problem: problemOf(hit),
    replacement: moveOf(hit, "default"),
    edit: atMost(edit, fix),
  };
}

const ALL_OF_IT = "all of the CommonJS module would come from there";

/** Whether what is required has no exports by name: what is called is a function. */
function isOneValue(file: FileView, { variable, reference }: ImportedName): boolean {
  const isCalled = !!variable && usesOf(file, variable).some(isCallee);
  return isCalled || exportsOneValue(file, file.modules.resolve(file.path, reference.specifier));
}
