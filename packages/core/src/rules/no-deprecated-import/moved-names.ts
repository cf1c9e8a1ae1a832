import { type Edit, atMost, atMostSuggestion, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { loadStatementOf } from "../../edits/imports/placement.js";
import type { Finding } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { type Entry, type Hit, hitOf, moveOf, problemOf, withDestination } from "./import-entries.js";
import { type Destination, moveName, removeName } from "./move-imports.js";
import { type NamespaceUse, findNamespaceUses, isUsedOnlyBy, moveUse, moveWithMembers } from "./namespace-uses.js";
import type { ModuleExport } from "../../modules/index.js";
import { matchModule } from "./module-patterns.js";
import { because } from "../../reasons/reasons.js";

/** The finding for one name that an entry moves. */
export function findingForName(file: FileView, setting: RuleSetting, name: ImportedName, hit: Hit): Finding {
  const { option } = hit.entry;
  const exported = option.as ?? hit.name ?? name.imported;
  const edit = option.remove
    ? removeName(file, name)
    : withDestination(file, setting, { hit, reference: name.reference, exported: [exported] }, (to) =>
        moveName(file, name, to, { exported, rename: option.rename ?? "alias" }),
      );
  return {
    range: name.range,
    found:
      name.imported === "*" || name.imported === "default"
        ? `"${name.reference.specifier}"`
        : `${name.imported} from "${name.reference.specifier}"`,
    problem: problemOf(hit),
    replacement: moveOf(hit, hit.name ?? name.imported),
    edit: atMost(edit, option.fix),
  };
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
    return hit ? [{ use, hit, exported: hit.entry.option.as ?? hit.name ?? use.member }] : [];
  });
  const others = uses.filter(({ hit }) => !hit.entry.option.remove).map(({ use }) => use);
  const isAlone = whole !== undefined || isUsedOnlyBy(file, namespace, others);
  const doubt =
    namespace.imported === "default"
      ? "it is a member of the default import"
      : isAlone
        ? undefined
        : because("inUse", "the namespace has other uses");
  return uses.map(({ use, hit, exported }) => {
    const edit = hit.entry.option.remove
      ? hint(because("inUse", "nothing replaces it, and it is in use"))
      : withDestination(
          file,
          setting,
          { hit, reference: namespace.reference, exported: isStatement(namespace) ? [exported] : [] },
          (to) =>
            isStatement(namespace)
              ? moveUse(file, namespace, use, { ...to, exported: to.exported ?? exported })
              : moveAllMembers(file, namespace, to, { uses, isAlone }),
        );
    return {
      range: use.node.range,
      found: file.textOf(use.node),
      problem: problemOf(hit),
      replacement: moveOf(hit, hit.name ?? use.member),
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
  return isAlone && isOneModule
    ? moveWithMembers(file, namespace, to, uses)
    : hint(because("inUse", "the namespace has other uses, in a place that can't be split"));
}

/** Finds the entry that moves the export behind a module's name. */
export type FindHit = (imported: string) => Hit | undefined;

/** Finds hits among the names that a module of the repository re-exports from moved modules; undefined if it can re-export none. */
export function passedNames(file: FileView, entries: readonly Entry[], { specifier }: ModuleReference): FindHit | undefined {
  const { modules, path } = file;
  const module = modules.resolve(path, specifier);
  const concerned = entries.filter(({ passage }) => passage !== undefined && modules.mayPassOn(module, passage));
  if (concerned.length === 0) return undefined;
  return (imported) => {
    if (imported === "*") return undefined;
    const way = modules.exportWay(module, imported);
    for (const step of way.slice(1)) {
      for (const entry of concerned) {
        const taken = entry.names?.has(step.name) ? matchModule(entry.pattern, step.module) : undefined;
        if (!taken) continue;
        const hit = { ...hitOf(entry, taken), name: step.name };
        // Where one of the old and the new module passes the other's export on, the file may have the new export already.
        return way.some((each) => isDestination(file, hit, each)) ? undefined : hit;
      }
    }
    return undefined;
  };
}

function isDestination({ modules }: FileView, { entry, to, name }: Hit, step: ModuleExport): boolean {
  if (to === undefined || step.name !== (entry.option.as ?? name)) return false;
  return modules.isSameModule(step.module, modules.resolveContractModule(to));
}
