import type ts from "typescript";
import type { Flow } from "./flow.js";
import { placeOf, type ValuePlace } from "./places.js";
import type { ProgramView } from "./program-view.js";
import type { WantedTypes } from "./wanted-types.js";

const DEEPEST = 5;

/** Says which plain values an initializer gives to a member that is wanted with a type. */
export type FollowInitializer = (from: ValuePlace, target: ts.Type) => readonly Flow[];

/** Finds the members, parameters and results by which one type does not fit another: a plain one meets one of the types there. */
export function findMismatches(
  view: ProgramView,
  types: WantedTypes,
  pair: MismatchedTypes,
  follow: FollowInitializer,
): readonly Flow[] {
  return new Comparison(view, types, follow).compare({ ...pair, depth: 0 });
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

class Comparison {
  readonly #view: ProgramView;
  readonly #types: WantedTypes;
  readonly #follow: FollowInitializer;
  readonly #seen = new Set<ts.Type>();

  constructor(view: ProgramView, types: WantedTypes, follow: FollowInitializer) {
    this.#view = view;
    this.#types = types;
    this.#follow = follow;
  }

  compare(pair: Pair): readonly Flow[] {
    const { source, target, depth, from, to } = pair;
    const { checker } = this.#view;
    if (depth > DEEPEST || checker.isTypeAssignableTo(source, target)) return [];
    const wanted = this.#types.compare(source, target);
    if (wanted) {
      const { type, obstacle } = wanted;
      const before = from?.initializer ? this.#follow(from, target) : [];
      return [{ type, at: undefined, from, to, goesTo: [], before, obstacle }];
    }
    const [own, other] = [checker.getNonNullableType(source), checker.getNonNullableType(target)];
    if (this.#seen.has(own)) return [];
    this.#seen.add(own);
    const elements = [this.#types.elementOf(own), this.#types.elementOf(other)] as const;
    const flows =
      elements[0] && elements[1]
        ? this.compare({ ...pair, source: elements[0], target: elements[1], depth: depth + 1 })
        : this.#structure(pair, own, other);
    this.#seen.delete(own);
    return flows;
  }

  /** The members of a collection say no more than its type arguments. */
  #structure(pair: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    const flows = this.#arguments(pair, source, target);
    return flows.length > 0 && isCollection(source) ? flows : [...flows, ...this.#parts(pair, source, target)];
  }

  /** `Promise<string>` for `Promise<UserId>`. */
  #arguments(pair: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    const { checker } = this.#view;
    if (!this.#isReference(source) || !this.#isReference(target)) return [];
    if (source.target !== target.target && !(isCollection(source) && isCollection(target))) return [];
    const wanted = checker.getTypeArguments(target);
    return checker.getTypeArguments(source).flatMap((each, index) => {
      const other = wanted[index];
      if (!other || other === each) return [];
      // Only the first argument is what a declaration is said to hold.
      const { from, to } = pair;
      const args = { ...(index === 0 && { from: from?.parts.length === 0 ? undefined : from, to }), depth: pair.depth + 1 };
      return this.compare({ ...args, source: each, target: other });
    });
  }

  #isReference(type: ts.Type): type is ts.TypeReference {
    const { TypeFlags, ObjectFlags } = this.#view.ts;
    return (type.flags & TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ObjectFlags.Reference) !== 0;
  }

  #parts(pair: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    if (target.isUnion()) {
      const each = target.types.map((part) => this.#parts(pair, source, part)).filter((flows) => flows.length > 0);
      return each.sort((a, b) => a.length - b.length)[0] ?? [];
    }
    if (source.isUnion()) return source.types.flatMap((part) => this.#parts(pair, part, target));
    return [...this.#members(pair, source, target), ...this.#signatures(pair, source, target)];
  }

  #members({ depth }: Pair, source: ts.Type, target: ts.Type): readonly Flow[] {
    const { checker } = this.#view;
    return target.getProperties().flatMap((wanted) => {
      const own = source.getProperty(wanted.name);
      const [at, to] = [own?.declarations?.[0], wanted.declarations?.[0]];
      if (!own || !at || !to || own === wanted) return [];
      return this.compare({
        source: checker.getTypeOfSymbol(own),
        target: checker.getTypeOfSymbol(wanted),
        depth: depth + 1,
        from: placeOf(this.#view, at),
        to: placeOf(this.#view, to),
      });
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
      return this.compare({
        source: checker.getTypeOfSymbol(given),
        target: checker.getTypeOfSymbol(parameter),
        depth: depth + 1,
        from: given.valueDeclaration && placeOf(this.#view, given.valueDeclaration),
        to: parameter.valueDeclaration && placeOf(this.#view, parameter.valueDeclaration),
      });
    });
    const results = this.compare({
      source: own.getReturnType(),
      target: wanted.getReturnType(),
      depth: depth + 1,
      from: own.declaration && placeOf(this.#view, own.declaration),
      to: wanted.declaration && placeOf(this.#view, wanted.declaration),
    });
    return [...parameters, ...results];
  }
}

const COLLECTIONS = new Set(["Set", "ReadonlySet", "Map", "ReadonlyMap"]);

function isCollection(type: ts.Type): boolean {
  return COLLECTIONS.has(type.symbol?.name ?? "");
}
