import type ts from "typescript";
import type { ProgramView } from "./program-view.js";

/** How a value that has to become one of the types is held. */
export interface Held {
  readonly keeps: "undefined" | "null" | "both" | undefined;
  readonly isList: boolean;
  /** Whether reading it twice may do something twice, though it is written as a member. */
  readonly isReadOnce?: boolean;
}

/** A plain value where one of the types is wanted. */
export interface Wanted {
  readonly type: string;
  readonly held: Held;
  /** Whether it is text and nothing more: what has other members as well may be no text yet when it is wrapped. */
  readonly canBeWrapped: boolean;
  /** Undefined if it can become one; else what is in the way: the value is of another of the types, or not only plain. */
  readonly obstacle: string | undefined;
}

/** Knows the contract's types in one program. */
export class WantedTypes {
  readonly #view: ProgramView;
  readonly #names: ReadonlyMap<ts.Type, string>;

  /** `names` are the contract's types as this program has them. */
  constructor(view: ProgramView, names: ReadonlyMap<ts.Type, string>) {
    this.#view = view;
    this.#names = names;
  }

  /** The name of a type, beside `undefined` and `null`, and as what an asynchronous function returns. */
  nameOf(type: ts.Type): string | undefined {
    const own = this.#ownNameOf(type);
    if (own !== undefined) return own;
    const [name, ...others] = new Set(this.#somethingOf(type).flatMap((part) => this.#ownNameOf(part) ?? []));
    return others.length === 0 ? name : undefined;
  }

  /** The keys of a `Record<UserId, …>` have the type without its name. */
  #ownNameOf(type: ts.Type): string | undefined {
    const known = this.#names.get(type);
    if (known !== undefined || !type.isIntersection()) return known;
    const isSame = (other: ts.Type): boolean => other.isIntersection() && other.types.every((part) => type.types.includes(part));
    return [...this.#names].find(([other]) => isSame(other))?.[1];
  }

  /** What a value of the source type lacks to be of the target; undefined if the target is none of the types, nor a list of one. */
  compare(source: ts.Type, target: ts.Type): Wanted | undefined {
    const type = this.nameOf(target);
    if (type !== undefined)
      return this.#plain(this.#somethingOf(source), { type, held: { keeps: this.#nothingIn(source), isList: false } });
    const element = this.elementOf(target);
    return element && this.compareElements(source, element);
  }

  /** What the elements of a list lack to be of the target; undefined if the target is none of the types, or the source no list. */
  compareElements(source: ts.Type, target: ts.Type): Wanted | undefined {
    const [lists, type] = [this.#listsOf(this.#somethingOf(source)), this.nameOf(target)];
    if (!lists || type === undefined) return undefined;
    const elements = lists.flatMap((list) => this.#somethingOf(this.#argumentOf(list)));
    const inner = this.#plain(elements, { type, held: { keeps: this.#nothingIn(source), isList: true } });
    return inner && { ...inner, canBeWrapped: inner.canBeWrapped && lists.length === 1 };
  }

  /** The type of the elements, where the type beside `undefined` and `null` is an array, or several of the same. */
  elementOf(type: ts.Type): ts.Type | undefined {
    const elements = (this.#listsOf(this.#givenAs(type)) ?? []).map((list) => this.#argumentOf(list));
    const isOne = new Set(elements.map((element) => this.nameOf(element) ?? element)).size === 1;
    return isOne ? elements[0] : undefined;
  }

  /** The arrays that parts of a type are; undefined if one of them is none. */
  #listsOf(parts: readonly ts.Type[]): readonly ts.Type[] | undefined {
    const { checker } = this.#view;
    const lists = parts.map((part) => (part.isIntersection() ? part.types : [part]).filter((each) => checker.isArrayType(each)));
    return lists.every(({ length }) => length > 0) ? lists.flat() : undefined;
  }

  #argumentOf(list: ts.Type): ts.Type {
    return this.#view.checker.getTypeArguments(list as ts.TypeReference)[0]!;
  }

  /** The first type argument of a type such as `Set<string>`. */
  argumentOf(type: ts.Type): ts.Type | undefined {
    const [only, ...others] = this.#givenAs(type);
    const { ts, checker } = this.#view;
    const isReference = only && (only as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference;
    return isReference && others.length === 0 ? checker.getTypeArguments(only as ts.TypeReference)[0] : undefined;
  }

  #plain(parts: readonly ts.Type[], { type, held }: Pick<Wanted, "type" | "held">): Wanted | undefined {
    const others = parts.filter((part) => this.#ownNameOf(part) !== type && !this.#isText(part));
    const other = others.map((part) => this.#ownNameOf(part)).find((name) => name !== undefined);
    if (other !== undefined) return { type, held, canBeWrapped: false, obstacle: `a ${other} flows into it` };
    if (parts.length === 0 || !others.every((part) => this.#isMoreThanText(part))) return undefined;
    return { type, held, canBeWrapped: others.length === 0, obstacle: undefined };
  }

  #isMoreThanText(type: ts.Type): boolean {
    return type.isIntersection() && type.types.some((part) => this.#isText(part));
  }

  /** Whether a value is only text: also one of a type parameter that stands for texts. */
  #isText(type: ts.Type): boolean {
    const { ts, checker } = this.#view;
    if (type.flags & ts.TypeFlags.StringLike) return true;
    const limit = type.flags & ts.TypeFlags.Instantiable ? checker.getBaseConstraintOfType(type) : undefined;
    return limit !== undefined && limit !== type && this.#somethingOf(limit).every((part) => this.#isText(part));
  }

  /** Whether a value of the type may be `undefined` or `null`. */
  maybeNothing(type: ts.Type): boolean {
    return this.#nothingIn(type) !== undefined;
  }

  #nothingIn(type: ts.Type): Held["keeps"] {
    const { ts } = this.#view;
    const parts = type.isUnion() ? type.types : [type];
    const hasUndefined = parts.some(({ flags }) => flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void));
    const hasNull = parts.some(({ flags }) => flags & ts.TypeFlags.Null);
    return hasUndefined && hasNull ? "both" : hasUndefined ? "undefined" : hasNull ? "null" : undefined;
  }

  /** What a value may be that is wanted with a type: an asynchronous function may return a list, or a promise of one. */
  #givenAs(type: ts.Type): readonly ts.Type[] {
    const parts = this.#somethingOf(type);
    return parts.length > 1 ? parts.filter(({ symbol }) => symbol?.name !== "PromiseLike") : parts;
  }

  /** The parts of a type beside `undefined` and `null`; one of the types that is a union itself stays whole. */
  #somethingOf(type: ts.Type): readonly ts.Type[] {
    const { ts } = this.#view;
    if (this.#names.has(type) || !type.isUnion()) return [type].filter((part) => !isNothing(ts, part));
    return type.types.filter((part) => !isNothing(ts, part));
  }
}

function isNothing({ TypeFlags }: ProgramView["ts"], { flags }: ts.Type): boolean {
  return (flags & (TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void)) !== 0;
}
