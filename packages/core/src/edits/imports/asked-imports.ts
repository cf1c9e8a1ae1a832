import { findGone } from "../conflicts.js";
import type { FileView } from "../../semantics/file-view.js";
import type {
  ImportDrop,
  ImportExtract,
  ImportMove,
  ImportNeed,
  ImportRequest,
  ImportRetarget,
} from "../../semantics/import-requests.js";
import { keyOf } from "../../semantics/local-names.js";
import { type ImportedName, isBesideRest, isExportedInPlace, takesValue } from "../../semantics/module-reference.js";
import { usesOf } from "../../semantics/origins.js";
import { typesInJsDoc } from "../../semantics/view/jsdoc.js";
import type { Node } from "../../syntax/nodes.js";
import type { Change, Range } from "../../syntax/ranges.js";
import { type Fate, typeImportsOf } from "./declaration-changes.js";

/** What the edits of a file ask of its imports, and what that means for each name. */
export class AskedImports {
  readonly needs: readonly ImportNeed[];
  readonly moves: ReadonlyMap<ImportedName, ImportMove>;
  readonly drops: readonly ImportDrop[];
  readonly extracts: readonly ImportExtract[];
  readonly retargets: readonly ImportRetarget[];
  readonly #file: FileView;
  readonly #changes: readonly Change[];
  /** Whether the changes remove a text. */
  readonly #isGone: (range: Range) => boolean;

  constructor(file: FileView, requests: readonly ImportRequest[], changes: readonly Change[]) {
    this.#file = file;
    this.#changes = changes;
    this.#isGone = findGone(changes);
    this.needs = distinctNeeds(
      requests.filter((request) => request.kind === "need").filter(({ uses }) => !uses?.every(this.#isGone)),
    );
    // If two edits move the same name, the first one wins.
    this.moves = new Map(
      requests.flatMap((request) => (request.kind === "move" ? [[request.name, request] as const] : [])).reverse(),
    );
    this.drops = requests.filter((request) => request.kind === "drop");
    this.extracts = requests.filter((request) => request.kind === "extract");
    this.retargets = requests.filter((request) => request.kind === "retarget");
  }

  /** What becomes of an imported name. */
  fateOf(name: ImportedName): Fate {
    const promoting = this.needs.find((need) => need.promotes === name);
    // `import { type A, b }` needs no other place for its value.
    if (promoting)
      return { kind: !name.reference.isTypeOnly && name.reference.specifier === promoting.specifier ? "value" : "gone" };
    const move = this.moves.get(name);
    const isUnused = this.#losesItsLastUse(name);
    const isDropped = this.drops.some((drop) => drop.name === name);
    if ((isUnused || (isDropped && !this.#isUsed(name))) && !this.#isNeeded(name)) return { kind: "gone" };
    if (move) return { kind: "move", move };
    return { kind: this.#losesItsLastValue(name) ? "type" : "keep" };
  }

  /** Whether only types are left of a name's uses, and the project imports them as such; decorators and elements may need the value. */
  #losesItsLastValue(name: ImportedName): boolean {
    const { reference, variable, isTypeOnly, imported } = name;
    if (reference.kind !== "import" || isTypeOnly || !variable || this.#isNeeded(name)) return false;
    if ((imported === "default" || imported === "*") && reference.names.length > 1) return false;
    const uses = usesOf(this.#file, variable);
    const left = uses.filter((use) => !this.#isGone(use.range));
    const values = new Set<Node>(variable.references.filter(takesValue).map(({ identifier }) => identifier as Node));
    return (
      left.length > 0 &&
      !left.some((use) => values.has(use)) &&
      uses.some((use) => values.has(use)) &&
      this.#file.nodes("Decorator").length === 0 &&
      !(variable.name === "React" && this.#file.nodes("JSXIdentifier").length > 0) &&
      typeImportsOf(this.#file) !== undefined
    );
  }

  #isNeeded(name: ImportedName): boolean {
    return isExportedInPlace(name) || this.needs.some((need) => isPinned(name, need));
  }

  #losesItsLastUse(name: ImportedName): boolean {
    // What is not taken by its name would be among the rest.
    if (!name.variable || isBesideRest(name)) return false;
    const uses = usesOf(this.#file, name.variable);
    const isGone = this.#goneWithout(this.moves.get(name)?.renamed ?? []);
    return uses.length > 0 && uses.every((use) => isGone(use.range)) && !this.#isUsedAsType(name);
  }

  /** A use that is only renamed is still a use. */
  #goneWithout(renamed: readonly Range[]): (range: Range) => boolean {
    if (renamed.length === 0) return this.#isGone;
    const left = new Set(renamed.map(String));
    return findGone(this.#changes.filter(({ range }) => !left.has(String(range))));
  }

  #isUsed(name: ImportedName): boolean {
    if (!name.variable) return false;
    return usesOf(this.#file, name.variable).some((use) => !this.#isGone(use.range)) || this.#isUsedAsType(name);
  }

  #isUsedAsType({ variable }: ImportedName): boolean {
    return !!variable && typesInJsDoc(this.#file, variable.name).some((range) => !this.#isGone(range));
  }
}

/** Whether the need refers to this name, wherever the name moves. */
export function isPinned(name: ImportedName, need: ImportNeed): boolean {
  if (name.isTypeOnly && !need.isTypeOnly) return false;
  if (need.local !== name.local?.name || need.specifier !== name.reference.specifier) return false;
  return need.exported === name.imported || name.imported === "*";
}

/** One need for each name, with all that its edits change; a need of a value wins over needs of a type. */
function distinctNeeds(needs: readonly ImportNeed[]): ImportNeed[] {
  const byName = new Map<string, ImportNeed & { readonly changed: Range[] }>();
  for (const need of needs) {
    const key = `${keyOf(need.module)}#${need.exported}=${need.local}`;
    const known = byName.get(key);
    const changed = known?.changed ?? [];
    changed.push(...(need.changed ?? []));
    if (!known || (known.isTypeOnly && !need.isTypeOnly)) byName.set(key, { ...need, changed });
  }
  return [...byName.values()];
}
