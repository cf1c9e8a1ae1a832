/** A place of a file (relative to the root); line and column start at 1. */
export interface CodePlace {
  readonly file: string;
  /** Where it starts in the file's text. */
  readonly start: number;
  readonly line: number;
  readonly column: number;
}

/** Code in which the way up from a place ends: a test, the top level of a module, a function that is passed on. */
export interface Container {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
  readonly at: CodePlace;
}

/** A place that needs something of the function around it: a site of the contract, or a call of a function that has changed for one. */
export interface CalledPlace {
  readonly at: CodePlace;
  /** What serves it as it is there; undefined if nothing does. */
  readonly candidate: string | undefined;
  /** What serves it too, if no function around it can. */
  readonly repeats?: unknown;
  /** The functions around it that could change for it, by their keys, the best first. */
  readonly holders: readonly { readonly callable: string }[];
  /** Where the way ends if no function can. */
  readonly container: Container;
}

/** Something that is called: a function, or a method with all that share its type. */
export interface Called<Place extends CalledPlace> {
  readonly key: string;
  readonly name: string;
  readonly at: CodePlace;
  /** Why it can't change; undefined if it can. */
  readonly obstacle: string | undefined;
  readonly calls: ReadonlyMap<string, Place>;
  /** Whether something calls it, of something that can't change; its calls are not listed then. */
  readonly isCalled?: boolean;
  /** What serves it so that its callers need not; undefined if they have to. */
  readonly injected: string | undefined;
}

/** Who calls what, as far as places need something of it. */
export interface CallGraph<Place extends CalledPlace> {
  readonly callables: ReadonlyMap<string, Called<Place>>;
}
