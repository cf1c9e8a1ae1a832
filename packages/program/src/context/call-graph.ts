import type { CalledPlace, Called } from "../callers/call-graph.js";
import type { Reach } from "../open-declaration.js";
import type { WantedExpression } from "./wanted.js";

/** A function around a place that could take the value, and how the place would name it then. */
export interface Holder {
  /** The key of the function, or of the class whose constructor it is. */
  readonly callable: string;
  /** The key of the declaration that is around the place. */
  readonly inside: string;
  /** The member that would hold it: `this.logger`; undefined for a parameter, which has the name that the function gives it. */
  readonly member?: string;
}

/** A place that needs the value: a site of the contract, or a call of a function that takes it. */
export interface NeedPlace extends CalledPlace {
  /** The expression that a test passes, as nothing around the place holds the value. */
  readonly repeats?: WantedExpression | undefined;
  /** The functions that could take it instead, the best first. */
  readonly holders: readonly Holder[];
}

/** A call, and where in it the value would be written. */
export interface CallPlace extends NeedPlace {
  readonly write: ListPlace;
  /** Whether it is in a test that may be edited. */
  readonly isInTest: boolean;
}

/** Where a list takes one more element. */
export interface ListPlace {
  readonly file: string;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

/** A place in a list of parameters. */
export interface ParameterPlace extends ListPlace {
  /** Whether it may become a member of the class: `private readonly`. */
  readonly isMember: boolean;
  /** Whether it may stay as it is where nothing in it needs the value: it implements or overrides something. */
  readonly isOptional: boolean;
  /** The key of the declaration that has the list. */
  readonly declaration: string;
  /** Whether types are written in the file. */
  readonly isTyped: boolean;
  /** What else has to be written: a parenthesis on the other side. */
  readonly extra?: { readonly at: number; readonly text: string };
}

/** Something that is called: a function, a method with all that share its type, or a constructor. */
export interface Callable extends Called<CallPlace> {
  /** The keys of its declarations, in all programs. */
  readonly declarations: Set<string>;
  /** From where it can be called. */
  readonly reach: Reach;
  /** Why it can't take the value; undefined if it can. */
  obstacle: string | undefined;
  /** The name that the parameter would have. */
  readonly parameter: string;
  /** Of a class: what declares the parameter as a member, `private readonly`. */
  readonly modifiers: string;
  readonly signatures: Map<string, ParameterPlace>;
  readonly calls: Map<string, CallPlace>;
  isCalled: boolean;
  /** Of a class: the keys of the program's own classes above it. */
  readonly ancestors: readonly string[];
  /** The whole text of a parameter that a container fills, so that nobody has to pass it. */
  readonly injected: string | undefined;
}

/** Who calls what, as far as places need the value. */
export interface ContextGraph {
  readonly callables: ReadonlyMap<string, Callable>;
}
