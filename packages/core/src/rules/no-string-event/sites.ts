import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../../syntax/nodes.js";
import type { EventText } from "./texts.js";
import type { Why } from "../../reasons/reasons.js";

/** Texts of the same kind, such as the cases of a switch or the parts of a union: if one is an event, the others are too. */
export interface EventGroup {
  readonly texts: Set<string>;
  /** Whether one of them is a member already. */
  hasMember: boolean;
}

/** Why a text is an event. */
export interface EventPlace {
  /**
   * `method`, `property`: declared by name; other objects may have such methods and properties too;
   * `function`: a declared function's argument, or a value with the enum's type.
   */
  readonly role: "method" | "function" | "property";
  /** The declared method. */
  readonly method?: string;
  /** Names that suggest what the place is for. */
  readonly names: readonly (string | undefined)[];
  readonly group: EventGroup;
  /** Why a member may not fit where the string did. */
  readonly doubt?: Why;
}

/** An expression, a key, or a type in such a place. */
export type EventCandidate = EventPlace &
  (
    | { readonly form: "value"; readonly node: Node }
    | { readonly form: "key"; readonly node: TSESTree.Property }
    | { readonly form: "type"; readonly node: TSESTree.TSLiteralType }
  );

/** One text in such a place. */
export interface EventSite extends EventPlace {
  readonly form: EventCandidate["form"];
  readonly text: EventText;
  /** The literal with the casts that go with it, the key, the type. */
  readonly whole: Node;
}

/** Makes a new, empty group. */
export function alone(): EventGroup {
  return { texts: new Set(), hasMember: false };
}
