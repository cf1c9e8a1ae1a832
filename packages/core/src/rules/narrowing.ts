import type { Edit } from "../edits/edit.js";
import type { FileView } from "../semantics/file-view.js";
import type { Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";

/** A written type, such as a `string`, and the contract's type that should be there. */
export interface NarrowedPart {
  readonly part: Range;
  /** A name in the contract's `imports`. */
  readonly type: string;
  /** The name that the part declares, where it is the name of a type's declaration that the contract's type replaces. */
  readonly declares?: string;
}

/** How a value that becomes one of the contract's types is held. */
export interface HeldValue {
  /** What else than the plain value it may be, and stays. */
  readonly keeps: "undefined" | "null" | "both" | undefined;
  /** Whether it is a list of plain values. */
  readonly isList: boolean;
  /** Whether it may be read only once, though it is written as a member: a getter gives it. */
  readonly isReadOnce?: boolean;
}

/** The edits of one file that bring a contract's types to places which a type checker has found. */
export interface FileNarrowing {
  /** Writes the type in place of a written plain one, of a declaration, or of an import of that. */
  retype(type: string, part: Node): Edit;
  /** Removes a declaration that nothing imports from the file any more. */
  remove?(type: string, part: Node): Edit;
  /** Makes a value of the type out of a plain one. */
  wrap(type: string, value: Node, held: HeldValue): Edit;
  /** Finds values that are wrapped; of those that a file shows to be of the type already, the wrap is needless. */
  findWraps?(): Iterable<FoundWrap>;
}

/** A value that is wrapped. */
export interface FoundWrap {
  readonly range: Range;
  isNeedless(): boolean;
  /** Leaves the value alone. */
  remove(): Edit;
}

/** What a rule says of the types that it wants in places. */
export interface RuleNarrowing<Compiled> {
  /** Whether its types are made of texts, so that what is written as `string` may take one, and a text can be wrapped. */
  readonly isOfTexts: boolean;
  /** The type that a thing of this name should have. */
  typeForName(compiled: Compiled, name: string): string | undefined;
  open(file: FileView, compiled: Compiled): FileNarrowing;
}

/** The same with the rule's option bound. */
export interface PreparedNarrowing extends Pick<RuleNarrowing<unknown>, "isOfTexts"> {
  typeForName(name: string): string | undefined;
  open(file: FileView): FileNarrowing;
}
