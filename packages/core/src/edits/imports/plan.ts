import type { TSESTree } from "@typescript-eslint/types";
import { type Change, contains, type Range } from "../../syntax/ranges.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import type { ModuleIdentity } from "../../modules/index.js";
import { AskedImports, isPinned } from "./asked-imports.js";
import {
  commentsOf,
  renderDeclaration,
  addName,
  isEmptied,
  isLeaving,
  isTouched,
  takesName,
  type DeclarationPlan,
} from "./declaration-changes.js";
import {
  type WrittenName,
  freshText,
  haveSameAttributes,
  hostFormOf,
  isTypeOnly,
  splitFormOf,
  takesFresh,
  type FreshDeclaration,
  type FreshForm,
} from "./fresh-declarations.js";
import type { ImportExtract, ImportMove, ImportNeed, ImportRequest } from "../../semantics/import-requests.js";
import { insertDeclarations } from "./insertion.js";
import { type Becomes, compareSpecifiers, fitsInPlace, isInOrder } from "./order.js";
import { keyOf } from "../../semantics/local-names.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { commentsAbove, declarationOf, isJsDoc, loadStatementOf } from "./placement.js";
import { writtenName } from "./name-list.js";
import { usesOf } from "../../semantics/origins.js";
import { moduleMocksOf } from "../../semantics/mocks/module-mocks.js";
import { firstRunOf } from "../../semantics/effects.js";

/** Plans every change of the file's imports for a set of edits: one plan, however many sites ask. */
export function planImports(file: FileView, requests: readonly ImportRequest[], changes: readonly Change[]): Change[] {
  if (requests.length === 0 && changes.length === 0) return [];
  return new ImportPlan(file, new AskedImports(file, requests, changes)).run();
}

/** The module to which a name moves. */
interface Destination {
  readonly module: ModuleIdentity;
  readonly specifier: string;
  /** Where code first uses the name: what loads it by `require` is above. */
  readonly above?: number | undefined;
}

class ImportPlan {
  readonly #file: FileView;
  readonly #asked: AskedImports;
  readonly #plans: DeclarationPlan[];
  /** New declarations that do not replace an old one. */
  readonly #added: FreshDeclaration[] = [];

  constructor(file: FileView, asked: AskedImports) {
    this.#file = file;
    this.#asked = asked;
    this.#plans = file.moduleReferences().map((reference) => this.#planOf(reference));
  }

  run(): Change[] {
    this.#plans.forEach((plan, index) => (plan.isRepeated = this.#repeats(plan, this.#plans.slice(0, index))));
    for (const plan of this.#plans) this.#placeMoves(plan);
    for (const extract of this.#asked.extracts) this.#placeExtract(extract);
    const needs = this.#asked.needs.toSorted(compareSpecifiers);
    const paired = new Set(needs.filter((need) => this.#plans.some((plan) => this.#isReplacedBy(plan, need))));
    for (const need of [...paired, ...needs.filter((each) => !paired.has(each))]) this.#placeNeed(need);
    for (const { reference, successors } of this.#plans) if (reference.kind === "import") successors.sort(compareSpecifiers);
    const touched = this.#plans.filter((plan) => isTouched(plan));
    return distinctChanges([...touched.flatMap((plan) => renderDeclaration(this.#file, plan, touched)), ...this.#insertions()]);
  }

  #insertions(): Change[] {
    const declarations = this.#added.map((fresh) => ({
      specifier: fresh.specifier,
      text: freshText(this.#file, fresh),
      form: fresh.form === "require" ? ("require" as const) : ("import" as const),
      isTypeOnly: isTypeOnly(fresh),
      above: fresh.above,
    }));
    return insertDeclarations(this.#file, declarations, this.#becomes);
  }

  readonly #becomes: Becomes = ({ node, specifier }) => {
    const plan = this.#plans.find(({ statement }) => statement === node);
    if (!plan) return specifier;
    if (isEmptied(plan)) return plan.successors[0]?.specifier;
    const [first] = isLeaving(plan) ? movesOf(plan) : [];
    return plan.specifier ?? first?.specifier ?? specifier;
  };

  #planOf(reference: ModuleReference): DeclarationPlan {
    const retarget = this.#asked.retargets.find((request) => request.reference === reference);
    return {
      reference,
      statement:
        reference.kind === "export-all" ? reference.node : (loadStatementOf(reference)?.statement ?? declarationOf(reference)),
      fates: new Map(reference.names.map((name) => [name, this.#asked.fateOf(name)])),
      additions: [],
      successors: [],
      carried: new Set(),
      module: retarget?.module,
      ...(retarget && { specifier: retarget.specifier }),
    };
  }

  /** Whether an earlier `import "…"` or `export * from "…"` is, or becomes, the same. */
  #repeats({ reference, specifier, module }: DeclarationPlan, earlier: readonly DeclarationPlan[]): boolean {
    if (specifier === undefined || !module || reference.names.length > 0) return false;
    if (reference.kind !== "import" && reference.kind !== "export-all") return false;
    if (reference.kind === "export-all" && commentsAbove(this.#file, reference.node.range[0]).some(isJsDoc)) return false;
    const head = (each: ModuleReference) => this.#file.text.slice(each.node.range[0], each.specifierRange[0]);
    return earlier.some(
      (plan) => head(plan.reference) === head(reference) && this.#leadsTo(plan, { module, specifier }) && !isEmptied(plan),
    );
  }

  /** Moves a declaration's names: in place if all move to one module, else each to a declaration of its module. */
  #placeMoves(plan: DeclarationPlan): void {
    const moves = movesOf(plan).map((move) => ({ ...move, above: this.#firstUse(move.name) }));
    const [first] = moves;
    if (!first) return;
    const form = splitFormOf(plan.reference);
    const hostForm = hostFormOf(plan.reference);
    const isOneModule = moves.every((move) => keyOf(move.module) === keyOf(first.module));
    const hasHost = moves.some((move) => this.#host(move, writtenName(this.#file, move), hostForm, plan));
    const isTogether = isLeaving(plan) && isOneModule && !hasHost;
    const isNamed = moves.every(({ exported }) => exported !== "*");
    if (isTogether && isNamed && form === "import" && !this.#fits(plan, form, first.specifier) && !this.#hasComments(plan)) {
      const names = moves.map((move) => writtenName(this.#file, move));
      for (const { name } of moves) plan.fates.set(name, { kind: "gone" });
      this.#added.push({ form, module: first.module, specifier: first.specifier, names, like: plan.reference });
      return;
    }
    const isAlike = moves.every(({ name, exported }) => (name.imported === "*") === (exported === "*"));
    if (!form || (isTogether && (isAlike || form !== "load"))) {
      plan.specifier = first.specifier;
      plan.module = first.module;
      for (const move of moves.filter((each, index) => moves.findIndex((other) => other.local === each.local) < index))
        plan.fates.set(move.name, { kind: "gone" });
      return;
    }
    for (const move of moves) plan.fates.set(move.name, { kind: "gone" });
    for (const move of moves) {
      const fresh = this.#place(move, writtenName(this.#file, move), form, plan);
      if (fresh?.comments) this.#carryComments(plan, move.name, fresh.comments);
    }
  }

  /** Whether the declaration of a module belongs where the old one is, or below it where that stays. */
  #fits(plan: DeclarationPlan, form: "import" | "require", specifier: string): boolean {
    const { reference, statement: node } = plan;
    const stays = !isEmptied(plan) && !isLeaving(plan);
    return !node || fitsInPlace(this.#file, { node, specifier: reference.specifier, form, stays }, specifier, this.#becomes);
  }

  #hasComments({ statement }: DeclarationPlan): boolean {
    return statement !== undefined && this.#file.commentsIn(statement.range).length > 0;
  }

  /** Moves a name's comments to its new declaration. */
  #carryComments(plan: DeclarationPlan, name: ImportedName, comments: TSESTree.Comment[]): void {
    comments.push(...commentsOf(this.#file, plan, name));
    plan.carried.add(name);
  }

  /** Adds a name to a declaration of its module, or to a new declaration that follows the old one. */
  #place(to: Destination, name: WrittenName, form: FreshForm, plan: DeclarationPlan): FreshDeclaration | undefined {
    const host = this.#addToHost(to, name, hostFormOf(plan.reference), plan);
    if (host) return "fates" in host ? undefined : host;
    const own = plan.successors.find(
      (fresh) =>
        (fresh.form === "load" || fresh.form === "jsdoc") &&
        keyOf(fresh.module) === keyOf(to.module) &&
        [name, ...fresh.names].every(({ exported }) => exported !== "*"),
    );
    if (own) {
      own.names.push(name);
      return own;
    }
    const { module, specifier } = to;
    const fresh: FreshDeclaration = { form, module, specifier, names: [name], like: plan.reference, comments: [] };
    const isElsewhere = form === "import" && plan.statement?.parent?.type === "Program" && !this.#fits(plan, form, specifier);
    (isElsewhere ? this.#added : plan.successors).push(fresh);
    return fresh;
  }

  #placeExtract({ reference, module, specifier, exported, local }: ImportExtract): void {
    const plan = this.#plans.find((candidate) => candidate.reference === reference);
    const isThere = plan?.successors.some((fresh) => fresh.names.some((name) => name.local === local));
    const [namespace] = reference.names;
    const above = namespace && this.#firstUse(namespace);
    if (plan && !isThere) this.#place({ module, specifier, above }, { exported, local, isTypeOnly: false }, "load", plan);
  }

  #placeNeed(need: ImportNeed): void {
    const name: WrittenName = { exported: need.exported, local: need.local, isTypeOnly: need.isTypeOnly };
    if (this.#isThere(need)) return;
    const form = this.#file.layout().moduleKind === "commonjs" ? "require" : "import";
    const { module, specifier, changed = [] } = need;
    const above = this.#firstRun(changed);
    if (this.#addToHost({ module, specifier, above }, name, form, undefined)) return;
    const fresh: FreshDeclaration = { form, module, specifier, names: [name], above };
    const isPlace = (plan: DeclarationPlan): boolean =>
      isReplaceable(plan, form) && isAbove(plan, above) && this.#fits(plan, form, specifier);
    const places = this.#plans.filter(isPlace);
    const emptied = places.find((plan) => this.#isReplacedBy(plan, need)) ?? places[0];
    if (emptied) emptied.successors.push(fresh);
    else this.#added.push(fresh);
  }

  #firstUse({ variable, reference }: ImportedName): number | undefined {
    if (reference.kind === "import" || !variable) return undefined;
    return this.#firstRun(usesOf(this.#file, variable).map(({ range }) => range));
  }

  /** Where code of some texts runs first; a mock's call is lifted above all, wherever it stands. */
  #firstRun(ranges: readonly Range[]): number {
    const mocks = moduleMocksOf(this.#file);
    const running = ranges.filter((range) => !mocks.some(({ call }) => contains(call.range, range)));
    return firstRunOf(
      this.#file,
      running.map(([start]) => start),
    );
  }

  /** Whether what an edit needs replaces what the same edit empties, where neither has to be in order. */
  #isReplacedBy(plan: DeclarationPlan, { changed = [] }: ImportNeed): boolean {
    const { statement: node, reference } = plan;
    if (!isEmptied(plan) || !node) return false;
    const isChanged = (use: Node): boolean => changed.some((range) => contains(range, use.range));
    const isOwn = reference.names.some(({ variable }) => variable && usesOf(this.#file, variable).some(isChanged));
    return isOwn && !isInOrder(this.#file, { node, form: reference.kind === "require" ? "require" : "import" });
  }

  /** Whether the file has the name already, or gets it by this plan. */
  #isThere(need: ImportNeed): boolean {
    return this.#plans.some((plan) =>
      [...plan.fates].some(([name, fate]) => {
        if (fate.kind === "value" && need.promotes === name) return true;
        if (isPinned(name, need) && (fate.kind !== "gone" || this.#asked.moves.has(name))) return true;
        if (name.local?.name !== need.local || (name.isTypeOnly && !need.isTypeOnly)) return false;
        if (fate.kind === "gone" || !this.#leadsTo(plan, need)) return false;
        return (fate.kind === "move" ? fate.move.exported : name.imported) === need.exported;
      }),
    );
  }

  #addToHost(
    to: Destination,
    name: WrittenName,
    form: FreshForm | undefined,
    except: DeclarationPlan | undefined,
  ): DeclarationPlan | FreshDeclaration | undefined {
    const host = this.#host(to, name, form, except);
    if (host && "fates" in host) addName(host.additions, name, host);
    else if (host) {
      addName(host.names, name);
      host.above = Math.min(host.above ?? Infinity, to.above ?? Infinity);
    }
    return host;
  }

  /** A declaration of the module, existing or new, that can take one more name. */
  #host(
    to: Destination,
    name: WrittenName,
    form: FreshForm | undefined,
    except: DeclarationPlan | undefined,
  ): DeclarationPlan | FreshDeclaration | undefined {
    if (!form || name.exported === "*") return undefined;
    const isMoved = except?.reference.isTypeOnly === true;
    const isExplained = form === "export-from" && except !== undefined && this.#isExplained(except);
    const hosts = this.#plans.filter(
      (plan) =>
        plan !== except &&
        !isExplained &&
        !(form === "export-from" && this.#isDocumented(plan)) &&
        takesName(plan, form, name) &&
        isAbove(plan, to.above) &&
        this.#leadsTo(plan, to) &&
        !(isMoved && isMixed(plan)) &&
        haveSameAttributes(this.#file, plan.reference, except?.reference),
    );
    const known = hosts.find((plan) => plan.reference.isTypeOnly === name.isTypeOnly) ?? hosts[0];
    if (known) return known;
    const plans = isExplained ? [except] : this.#plans.filter((plan) => isAbove(plan, to.above));
    const fresh = [...plans.flatMap((plan) => plan.successors), ...(isExplained ? [] : this.#added)];
    return fresh.find(
      (each) => takesFresh(each, form, to.module, name) && haveSameAttributes(this.#file, each.like, except?.reference),
    );
  }

  /** Whether comments above a declaration would stay without it, and then speak of what is below. */
  #isExplained(plan: DeclarationPlan): boolean {
    const isGone = isEmptied(plan) || isLeaving(plan);
    return isGone && !!plan.statement && commentsAbove(this.#file, plan.statement.range[0]).length > 0;
  }

  /** Whether JSDoc above a declaration would speak of a name more. */
  #isDocumented({ statement }: DeclarationPlan): boolean {
    return !!statement && commentsAbove(this.#file, statement.range[0]).some(isJsDoc);
  }

  #leadsTo(plan: DeclarationPlan, to: Destination): boolean {
    if (plan.specifier !== undefined) return plan.module !== undefined && keyOf(plan.module) === keyOf(to.module);
    // A declaration that is leaving its module takes nothing more from it.
    if (isLeaving(plan)) return false;
    if (plan.reference.specifier === to.specifier) return true;
    return this.#file.modules.isSameModule(this.#file.modules.resolve(this.#file.path, plan.reference.specifier), to.module);
  }
}

/** Whether a declaration that is no import stands above an offset: it gives its names from there on. */
function isAbove({ reference, statement }: DeclarationPlan, offset = Infinity): boolean {
  return reference.kind === "import" || !statement || statement.range[0] < offset;
}

/** Whether a declaration of values moves as a whole: a type-only declaration that moves too stays separate from it. */
function isMixed(plan: DeclarationPlan): boolean {
  return plan.specifier !== undefined && !plan.reference.isTypeOnly;
}

/** The moves of a declaration's names to another module, where not only the name changes. */
function movesOf({ fates, reference }: DeclarationPlan): readonly ImportMove[] {
  return [...fates.values()].flatMap((fate) =>
    fate.kind === "move" && fate.move.specifier !== reference.specifier ? [fate.move] : [],
  );
}

/** Whether a new declaration can replace an emptied one at the top level. */
function isReplaceable(plan: DeclarationPlan, form: "import" | "require"): boolean {
  if (!isEmptied(plan) || plan.successors.length > 0 || plan.statement?.parent?.type !== "Program") return false;
  const { kind } = plan.reference;
  return form === "import" ? kind === "import" || kind === "import-equals" : kind === "require";
}

/** Removes repeated changes of one range: `importActual<typeof import("a")>("a")` is changed twice if both are reported. */
function distinctChanges(changes: readonly Change[]): Change[] {
  return [
    ...new Map(changes.map((change) => [change.range[0] === change.range[1] ? change : change.range.join(), change])).values(),
  ];
}
