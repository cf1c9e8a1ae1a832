import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../../syntax/nodes.js";
import type { EventText } from "./texts.js";

/** Texts for one thing, of which each tells what the others are: the cases of a switch, the parts of a union. */
export interface EventGroup {
  readonly texts: Set<string>;
  /** Whether a member stands among them already. */
  hasMember: boolean;
}

/** Why a text is an event. */
export interface EventPlace {
  /**
   * `method`, `property`: declared by name, and other things may have such methods and properties;
   * `function`: a declared function's argument, or of the enum's own type.
   */
  readonly role: "method" | "function" | "property";
  /** The declared method. */
  readonly method?: string;
  /** Names that tell what the place is for. */
  readonly names: readonly (string | undefined)[];
  readonly group: EventGroup;
  /** Why a member may not fit where the string did. */
  readonly doubt?: string;
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

/** A group of its own. */
export function alone(): EventGroup {
  return { texts: new Set(), hasMember: false };
}
