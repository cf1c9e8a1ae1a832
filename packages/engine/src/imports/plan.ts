import type { TSESTree } from "@typescript-eslint/types";
import { isGone } from "../edits/conflicts.js";
import type { Change } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import type { Node } from "../file/nodes.js";
import { isSameRange } from "../file/ranges.js";
import type { ModuleIdentity } from "../modules/modules.js";
import { declarationText, type WrittenName } from "./declaration-text.js";
import { renderDeclaration } from "./declaration-changes.js";
import { isEmptied, localOf, type DeclarationPlan, type Fate } from "./declaration-plan.js";
import type { ImportDrop, ImportMove, ImportNeed, ImportRequest, ImportRetarget } from "./import-requests.js";
import { keyOf } from "./local-names.js";
import type { ImportedName, ModuleReference } from "./module-references.js";
import { after, declarationOf, insertDeclaration } from "./placement.js";
import { usesOf } from "./uses.js";

/** Plans every change of the file's imports for a set of edits: one plan, however many sites ask. */
export function planImports(file: FileView, requests: readonly ImportRequest[], changes: readonly Change[]): Change[] {
  if (requests.length === 0 && changes.length === 0) return [];
  return new ImportPlan(file, requests, changes).run();
}

class ImportPlan {
  readonly #file: FileView;
  readonly #changes: readonly Change[];
  readonly #needs: readonly ImportNeed[];
  readonly #moves: readonly ImportMove[];
  readonly #drops: readonly ImportDrop[];
  readonly #retargets: readonly ImportRetarget[];
  readonly #plans: DeclarationPlan[];
  readonly #inserted: Change[] = [];

  constructor(file: FileView, requests: readonly ImportRequest[], changes: readonly Change[]) {
    this.#file = file;
    this.#changes = changes;
    this.#needs = distinct(
      requests.filter((request) => request.kind === "need"),
      (need) => `${keyOf(need.module)}#${need.exported}=${need.local}`,
    );
    this.#moves = requests.filter((request) => request.kind === "move");
    this.#drops = requests.filter((request) => request.kind === "drop");
    this.#retargets = requests.filter((request) => request.kind === "retarget");
    this.#plans = file.moduleReferences().map((reference) => this.#planOf(reference));
  }

  run(): Change[] {
    for (const plan of this.#plans) this.#placeMoves(plan);
    for (const need of this.#needs) this.#placeNeed(need);
    const touched = this.#plans.filter((plan) => isTouched(plan));
    return [...touched.flatMap((plan) => renderDeclaration(this.#file, plan)), ...this.#inserted];
  }

  #planOf(reference: ModuleReference): DeclarationPlan {
    const retarget = this.#retargets.find((request) => request.reference === reference);
    return {
      reference,
      statement: declarationOf(reference),
      fates: new Map(reference.names.map((name) => [name, this.#fateOf(name)])),
      additions: [],
      module: retarget?.module,
      ...(retarget && { specifier: retarget.specifier }),
    };
  }

  #fateOf(name: ImportedName): Fate {
    const isPromoted = this.#needs.some((need) => need.promotes === name);
    if (isPromoted) return { kind: "gone" };
    const isUnused = this.#losesItsLastUse(name);
    const isDropped = this.#drops.some((drop) => drop.name === name);
    if ((isUnused || (isDropped && !this.#isUsed(name))) && !this.#isNeeded(name)) return { kind: "gone" };
    const move = this.#moves.find((candidate) => candidate.name === name);
    return move ? { kind: "move", move } : { kind: "keep" };
  }

  #isNeeded(name: ImportedName): boolean {
    return this.#needs.some(
      (need) => need.local === name.local?.name && need.exported === name.imported && need.specifier === name.reference.specifier,
    );
  }

  #losesItsLastUse(name: ImportedName): boolean {
    if (!name.variable) return false;
    const uses = usesOf(this.#file, name.variable);
    const isRenamed = this.#moves.some((move) => move.name === name && move.local !== localOf(name));
    // A use that only gets its new name is a use still.
    const changes = (use: Node) =>
      isRenamed ? this.#changes.filter(({ range }) => !isSameRange(range, use.range)) : this.#changes;
    return uses.length > 0 && uses.every((use) => isGone(changes(use), use.range));
  }

  #isUsed(name: ImportedName): boolean {
    return !!name.variable && usesOf(this.#file, name.variable).some((use) => !isGone(this.#changes, use.range));
  }

  /** Moves a declaration's names: in place where all go to one module, else to a declaration of that module. */
  #placeMoves(plan: DeclarationPlan): void {
    const moves = [...plan.fates.values()].flatMap((fate) => (fate.kind === "move" ? [fate.move] : []));
    const [first] = moves;
    if (!first) return;
    const staysWhole = [...plan.fates.values()].every((fate) => fate.kind !== "keep");
    const isOneModule = moves.every((move) => move.specifier === first.specifier);
    const isLast = !this.#host(first.module, first.specifier, plan, writtenName(first, plan), plan.reference.kind);
    if (staysWhole && isOneModule && (isLast || !canMerge(plan))) {
      plan.specifier = first.specifier;
      plan.module = first.module;
      return;
    }
    for (const specifier of new Set(moves.map((move) => move.specifier))) {
      this.#moveElsewhere(
        plan,
        moves.filter((move) => move.specifier === specifier),
      );
    }
  }

  #moveElsewhere(plan: DeclarationPlan, moves: readonly ImportMove[]): void {
    const fresh: WrittenName[] = [];
    for (const move of moves) {
      const name = writtenName(move, plan);
      plan.fates.set(move.name, { kind: "gone" });
      const host = this.#host(move.module, move.specifier, plan, name, plan.reference.kind);
      if (host) addName(host, name);
      else fresh.push(name);
    }
    const [first] = moves;
    if (fresh.length === 0 || !first || !plan.statement) return;
    const form = plan.reference.kind === "export-from" ? "export-from" : plan.reference.kind === "import" ? "import" : "require";
    const text = declarationText(
      first.specifier,
      fresh,
      form,
      this.#file.layout(),
      attributesOf(this.#file, plan.reference.node),
    );
    if (isEmptied(plan) && !plan.replacedBy) plan.replacedBy = text;
    else this.#inserted.push(after(this.#file, plan.statement, text));
  }

  #placeNeed(need: ImportNeed): void {
    const name: WrittenName = { exported: need.exported, local: need.local, isTypeOnly: need.isTypeOnly };
    if (this.#isThere(need)) return;
    const form = this.#file.layout().moduleKind === "commonjs" ? "require" : "import";
    const host = this.#host(need.module, need.specifier, undefined, name, form);
    if (host) return addName(host, name);
    const text = declarationText(need.specifier, this.#gathered(need, name), form, this.#file.layout());
    const emptied = this.#plans.find((plan) => isReplaceable(plan, form));
    if (emptied) {
      emptied.replacedBy = text;
      return;
    }
    const stays = (node: Node) => !this.#plans.some((plan) => plan.statement === node && isEmptied(plan) && !plan.replacedBy);
    this.#inserted.push(insertDeclaration(this.#file, need.specifier, text, stays));
  }

  readonly #written = new Set<ImportNeed>();

  /** All needs that go to the same new declaration as this one. */
  #gathered(first: ImportNeed, name: WrittenName): WrittenName[] {
    const names = [name];
    if (first.exported === "*") return names;
    for (const need of this.#needs) {
      if (need === first || need.exported === "*" || need.specifier !== first.specifier || this.#isThere(need)) continue;
      if (need.exported === "default" && names.some((other) => other.exported === "default")) continue;
      names.push({ exported: need.exported, local: need.local, isTypeOnly: need.isTypeOnly });
      this.#written.add(need);
    }
    return names;
  }

  /** Whether the file has, or by this plan gets, the name already. */
  #isThere(need: ImportNeed): boolean {
    if (this.#written.has(need)) return true;
    return this.#plans.some((plan) => {
      if (isEmptied(plan) || !this.#leadsTo(plan, need.module)) return false;
      const kept = [...plan.fates].some(([name, fate]) => {
        if (name.local?.name !== need.local || (name.isTypeOnly && !need.isTypeOnly)) return false;
        if (fate.kind === "keep") return name.imported === need.exported || need.specifier === name.reference.specifier;
        return fate.kind === "move" && fate.move.exported === need.exported;
      });
      return (
        kept ||
        plan.additions.some(
          (added) => added.local === need.local && added.exported === need.exported && (!added.isTypeOnly || need.isTypeOnly),
        )
      );
    });
  }

  /** A declaration of the module that stays and can take one more name. */
  #host(
    module: ModuleIdentity,
    specifier: string,
    except: DeclarationPlan | undefined,
    name: WrittenName,
    kind: ModuleReference["kind"],
  ): DeclarationPlan | undefined {
    if (name.exported === "*") return undefined;
    const hosts = this.#plans.filter(
      (plan) =>
        plan !== except &&
        plan.reference.kind === kind &&
        !isEmptied(plan) &&
        !plan.replacedBy &&
        takesNames(plan, name) &&
        this.#leadsTo(plan, module, specifier),
    );
    return hosts.find((plan) => plan.reference.isTypeOnly === name.isTypeOnly) ?? hosts[0];
  }

  #leadsTo(plan: DeclarationPlan, module: ModuleIdentity, specifier?: string): boolean {
    if (plan.specifier !== undefined) return plan.module !== undefined && this.#file.modules.same(plan.module, module);
    // A declaration that is leaving its module takes nothing more from it.
    if (
      [...plan.fates.values()].some((fate) => fate.kind === "move") &&
      ![...plan.fates.values()].some((fate) => fate.kind === "keep")
    )
      return false;
    if (plan.reference.specifier === specifier) return true;
    return this.#file.modules.same(this.#file.modules.resolve(this.#file.path, plan.reference.specifier), module);
  }
}

function writtenName(move: ImportMove, plan: DeclarationPlan): WrittenName {
  return { exported: move.exported, local: move.local, isTypeOnly: plan.reference.isTypeOnly || move.name.isTypeOnly };
}

function addName(plan: DeclarationPlan, name: WrittenName): void {
  const isThere = [...plan.fates].some(
    ([own, fate]) => fate.kind === "keep" && own.imported === name.exported && localOf(own) === name.local,
  );
  if (!isThere && !plan.additions.some((other) => other.local === name.local)) plan.additions.push(name);
}

function isTouched(plan: DeclarationPlan): boolean {
  return (
    plan.specifier !== undefined || plan.additions.length > 0 || [...plan.fates.values()].some((fate) => fate.kind !== "keep")
  );
}

/** Whether the declaration's names can be merged into another declaration, so that it goes as a whole. */
function canMerge(plan: DeclarationPlan): boolean {
  return plan.statement !== undefined || plan.reference.kind === "export-from";
}

/** An emptied declaration at the top level, whose place a new one may take. */
function isReplaceable(plan: DeclarationPlan, form: "import" | "require"): boolean {
  if (!isEmptied(plan) || plan.replacedBy || !plan.statement || plan.statement.parent?.type !== "Program") return false;
  const { kind } = plan.reference;
  return form === "import" ? kind === "import" || kind === "import-equals" : kind === "require";
}

/** Whether one more name fits between the declaration's braces, or beside its default import. */
function takesNames(plan: DeclarationPlan, name: WrittenName): boolean {
  const { node, kind, names, expression } = plan.reference;
  const kept = [...plan.fates].filter(([, fate]) => fate.kind !== "gone").map(([own]) => own);
  if (kind === "import") {
    const declaration = node as TSESTree.ImportDeclaration;
    if (names.length === 0 || kept.some((own) => own.imported === "*")) return false;
    if (declaration.importKind === "type" && (!name.isTypeOnly || kept.some((own) => own.imported === "default"))) return false;
    if (name.exported === "default")
      return !declaration.specifiers.some((specifier) => specifier.type === "ImportDefaultSpecifier") && !name.isTypeOnly;
    return true;
  }
  if (kind === "export-from") return plan.reference.isTypeOnly ? name.isTypeOnly : true;
  if (kind !== "require" || !expression) return false;
  const declarator = plan.statement?.type === "VariableDeclaration" ? plan.statement.declarations[0] : undefined;
  const pattern = declarator?.id;
  if (plan.statement?.parent?.type !== "Program" || pattern?.type !== "ObjectPattern" || declarator?.init !== expression)
    return false;
  return !pattern.properties.some((property) => property.type === "RestElement");
}

function attributesOf(file: FileView, node: Node): string {
  if (node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration") return "";
  const [first] = node.attributes ?? [];
  if (!first || !node.source) return "";
  return file.text.slice(node.source.range[1], node.range[1]).replace(/;$/u, "");
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
