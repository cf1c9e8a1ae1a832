import type ts from "typescript";
import type { ProgramView } from "./program-view.js";

/** How a value that has to become one of the types is held. */
export interface Held {
  readonly keeps: "undefined" | "null" | "both" | undefined;
  readonly isList: boolean;
}

/** A plain value where one of the types is wanted. */
export interface Wanted {
  readonly type: string;
  readonly held: Held;
  /** Undefined if it can be wrapped; else what is in the way: the value is of another of the types, or not only plain. */
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
    const names = this.#somethingOf(type).flatMap((part) => this.#ownNameOf(part) ?? []);
    return names.length === 1 ? names[0] : undefined;
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
    if (type !== undefined) return this.#plain(source, type, false);
    const element = this.elementOf(target);
    return element && this.compareElements(source, element);
  }

  /** What the elements of a list lack to be of the target; undefined if the target is none of the types, or the source no list. */
  compareElements(source: ts.Type, target: ts.Type): Wanted | undefined {
    const [from, type] = [this.elementOf(source), this.nameOf(target)];
    if (!from || type === undefined) return undefined;
    const inner = this.#plain(from, type, true);
    return inner && { ...inner, held: { keeps: this.#nothingIn(source), isList: true } };
  }

  /** The type of an array's elements, where the type beside `undefined` and `null` is an array. */
  elementOf(type: ts.Type): ts.Type | undefined {
    const { checker } = this.#view;
    const [only, ...others] = this.#somethingOf(type);
    if (!only || others.length > 0 || !checker.isArrayType(only)) return undefined;
    return checker.getTypeArguments(only as ts.TypeReference)[0];
  }

  /** The first type argument of a type such as `Set<string>`. */
  argumentOf(type: ts.Type): ts.Type | undefined {
    const [only, ...others] = this.#somethingOf(type);
    const { ts, checker } = this.#view;
    const isReference = only && (only as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference;
    return isReference && others.length === 0 ? checker.getTypeArguments(only as ts.TypeReference)[0] : undefined;
  }

  #plain(source: ts.Type, type: string, isList: boolean): Wanted | undefined {
    const parts = this.#somethingOf(source);
    const others = parts.filter((part) => this.#names.get(part) !== type && !this.#isText(part));
    const other = others.map((part) => this.#names.get(part)).find((name) => name !== undefined);
    if (other !== undefined) return { type, held: { keeps: undefined, isList }, obstacle: `a ${other} flows into it` };
    if (parts.length === 0 || others.length > 0) return undefined;
    return { type, held: { keeps: isList ? undefined : this.#nothingIn(source), isList }, obstacle: undefined };
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
