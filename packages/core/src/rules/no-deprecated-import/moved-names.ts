import { atMost, atMostSuggestion, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { ImportedName } from "../../semantics/module-reference.js";
import { loadStatementOf } from "../../edits/imports/placement.js";
import type { Finding } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { problemOf, moveOf, withDestination, type Hit } from "./import-entries.js";
import type { FindHit } from "./passed-names.js";
import { moveName, removeName, type Destination } from "./move-imports.js";
import { findNamespaceUses, isUsedOnlyBy, moveUse, moveWithMembers, type NamespaceUse } from "./namespace-uses.js";

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
        : "the namespace has other uses";
  return uses.map(({ use, hit, exported }) => {
    const edit = hit.entry.option.remove
      ? hint("nothing replaces it, and it is in use")
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
    : hint("the namespace has other uses, in a place that can't be split");
}
