import type ts from "typescript";
import type { Flow } from "./flow.js";
import { placeOf, type ValuePlace } from "./places.js";
import type { ProgramView } from "./program-view.js";
import type { WantedTypes } from "./wanted-types.js";

const DEEPEST = 5;
/** How many pairs of types are compared at most for one depth: types that are made of each other's variants have no end. */
const MOST_PAIRS = 500;

/** Says which plain values an initializer gives to a member that is wanted with a type. */
export type FollowInitializer = (from: ValuePlace, target: ts.Type) => readonly Flow[];

/** Finds the members, parameters and results by which one type does not fit another: a plain one meets one of the types there. */
export function findMismatches(
  view: ProgramView,
  types: WantedTypes,
  pair: MismatchedTypes,
  follow: FollowInitializer,
): readonly Flow[] {
  let found: readonly Flow[] = [];
  for (let deepest = 1; deepest <= DEEPEST; deepest++) {
    const comparison = new Comparison(view, types, { follow, deepest });
    const flows = comparison.compare({ ...pair, depth: 0 });
    // What is near says more than a part of what is far.
    if (comparison.isExhausted && found.length > 0) return found;
    found = flows;
    if (comparison.isExhausted || !comparison.isCut) return found;
  }
  return found;
}

/** Two types that should fit, and the declarations whose types they are. */
export interface MismatchedTypes {
  readonly source: ts.Type;
  readonly target: ts.Type;
  readonly from?: ValuePlace | undefined;
  readonly to?: ValuePlace | undefined;
}

interface Pair extends MismatchedTypes {
  readonly depth: number;
}

interface ComparisonSetting {
  readonly follow: FollowInitializer;
  /** How many types lie inside of each other, at most. */
  readonly deepest: number;
}

/** What was found for two types, and how deep inside of others they were. */
interface Compared {
  readonly flows: readonly Flow[];
  readonly depth: number;
}

class Comparison {
  readonly #view: ProgramView;
  readonly #types: WantedTypes;
  readonly #setting: ComparisonSetting;
  readonly #seen = new Set<ts.Type>();
  readonly #compared = new Map<ts.Type, Map<ts.Type, Compared>>();
  #pairs = 0;
  /** Whether types lie deeper than was asked for. */
  isCut = false;

  constructor(view: ProgramView, types: WantedTypes, setting: ComparisonSetting) {
    this.#view = view;
    this.#types = types;
    this.#setting = setting;
  }

  /** Whether not all was compared as there was too much. */
  get isExhausted(): boolean {
    return this.#pairs > MOST_PAIRS;
  }

  compare(pair: Pair): readonly Flow[] {
    const { source, target, depth, from, to } = pair;
    const { checker } = this.#view;
    if (this.isExhausted || checker.isTypeAssignableTo(source, target)) return [];
    if (depth > this.#setting.deepest) {
      this.isCut = true;
      return [];
    }
    const wanted = this.#types.compare(source, target);
    if (wanted) {
      const { type, obstacle } = wanted;
      const before = from?.initializer ? this.#setting.follow(from, target) : [];
      return [{ type, at: undefined, from, to, goesTo: [], before, obstacle }];
    }
    const [own, other] = [checker.getNonNullableType(source), checker.getNonNullableType(target)];
    if (this.#seen.has(own)) return [];
    const known = this.#compared.get(own)?.get(other);
    if (known && known.depth <= depth) return known.flows;
    this.#pairs++;
    this.#seen.add(own);
    const elements = [this.#types.elementOf(own), this.#types.elementOf(other)] as const;
    const flows =
      elements[0] && elements[1]
        ? this.compare({ ...pair, source: elements[0], target: elements[1], depth: depth + 1 })
        : this.#structure(pair, own, other);
    this.#seen.delete(own);
    return this.#learn(own, other, { flows: withoutRepeated(flows), depth });
  }

  #learn(source: ts.Type, target: ts.Type, compared: Compared): readonly Flow[] {
    const known = this.#compared.get(source) ?? new Map<ts.Type, Compared>();
    this.#compared.set(source, known);
    known.set(target, compared);
    return compared.flows;
  }

  /** Compares the types of two declarations. */
  #compareDeclared(
    [source, from]: readonly [ts.Type, ts.Node | undefined],
    [target, to]: readonly [ts.Type, ts.Node | undefined],
    depth: number,
  ): readonly Flow[] {
    // Most fit, and finding out what a declaration is takes longer than seeing that.
    if (this.#view.checker.isTypeAssignableTo(source, target)) return [];
    return this.compare({
      ...{ source, target, depth },
      from: from && placeOf(this.#view, from),
      to: to && placeOf(this.#view, to),
    });
  }

  #structure(pair: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    if (target.isUnion()) {
      const each = target.types.map((part) => this.#structure(pair, source, part)).filter((flows) => flows.length > 0);
      return each.sort((a, b) => a.length - b.length)[0] ?? [];
    }
    if (source.isUnion()) return source.types.flatMap((part) => this.#structure(pair, part, target));
    const flows = this.#arguments(pair, source, target);
    if (kindOf(source) !== undefined && kindOf(target) !== undefined) return flows;
    return [...flows, ...this.#members(pair, source, target), ...this.#signatures(pair, source, target)];
  }

  /** `Promise<string>` for `Promise<UserId>`. */
  #arguments(pair: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    const { checker } = this.#view;
    if (!this.#isReference(source) || !this.#isReference(target)) return [];
    const [own, other] = [kindOf(source), kindOf(target)];
    if (source.target !== target.target && (own === undefined || own !== other)) return [];
    const wanted = checker.getTypeArguments(target);
    return checker.getTypeArguments(source).flatMap((each, index) => {
      const target = wanted[index];
      if (!target || target === each) return [];
      // Only the first argument is what a declaration is said to hold.
      const { from, to } = pair;
      const args = { ...(index === 0 && { from: from?.parts.length === 0 ? undefined : from, to }), depth: pair.depth + 1 };
      return this.compare({ ...args, source: each, target });
    });
  }

  #isReference(type: ts.Type): type is ts.TypeReference {
    const { TypeFlags, ObjectFlags } = this.#view.ts;
    return (type.flags & TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ObjectFlags.Reference) !== 0;
  }

  #members({ depth }: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    const { checker } = this.#view;
    return target.getProperties().flatMap((wanted) => {
      const own = source.getProperty(wanted.name);
      const [at, to] = [own?.declarations?.[0], wanted.declarations?.[0]];
      if (!own || !at || !to || own === wanted) return [];
      return this.#compareDeclared([checker.getTypeOfSymbol(own), at], [checker.getTypeOfSymbol(wanted), to], depth + 1);
    });
  }

  #signatures({ depth }: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    const { checker } = this.#view;
    const [own] = source.getCallSignatures();
    const [wanted] = target.getCallSignatures();
    if (!own || !wanted) return [];
    const parameters = own.parameters.flatMap((parameter, index) => {
      const given = wanted.parameters[index];
      if (!given) return [];
      // What the caller gives, by the target, flows into the source's parameter.
      return this.#compareDeclared(
        [checker.getTypeOfSymbol(given), given.valueDeclaration],
        [checker.getTypeOfSymbol(parameter), parameter.valueDeclaration],
        depth + 1,
      );
    });
    const results = this.#compareDeclared(
      [own.getReturnType(), own.declaration],
      [wanted.getReturnType(), wanted.declaration],
      depth + 1,
    );
    return [...parameters, ...results];
  }
}

/** Each flow between two declarations once. */
function withoutRepeated(flows: readonly Flow[]): readonly Flow[] {
  const byEnds = new Map<string, Flow>();
  for (const flow of flows) {
    const ends = JSON.stringify([flow.type, flow.from?.key, flow.to?.key, flow.at?.file, flow.at?.range, flow.obstacle]);
    if (!byEnds.has(ends)) byEnds.set(ends, flow);
  }
  return [...byEnds.values()];
}

/** Types whose members say no more than their type arguments; those of one kind have the same arguments. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ...["Set", "ReadonlySet", "Map", "ReadonlyMap"].map((name) => [name, "collection"] as const),
  ...["Array", "ReadonlyArray"].map((name) => [name, "list"] as const),
  ...["Promise", "PromiseLike"].map((name) => [name, "promise"] as const),
]);

function kindOf({ symbol }: ts.Type): string | undefined {
  return KINDS.get(symbol?.name ?? "");
}
