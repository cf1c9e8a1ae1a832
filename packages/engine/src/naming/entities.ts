import type { FileView } from "../semantics/file-view.js";
import type { Node } from "../syntax/nodes.js";
import { entityWords, singular } from "./entity-words.js";
import { enclosingNamed, holderWords } from "./holders.js";
import type { Target } from "./targets.js";

/** How an entity of several words is written. */
export type EntityCase = "snake" | "kebab" | "camel";

/** An ID, and what is around it. */
export interface EntityQuestion {
  readonly site: Node;
  /** What receives the ID. */
  readonly target: Target | undefined;
  /** The static text before the ID in a template. */
  readonly prefix?: string | undefined;
  readonly style: EntityCase;
  /** The target receives a function that makes IDs, not an ID, so its name is a function's. */
  readonly isFunction?: boolean;
}

/** Infers what an ID is the ID of; undefined where nothing tells. */
export function inferEntity(
  file: FileView,
  { site, target, prefix, style, isFunction = false }: EntityQuestion,
): string | undefined {
  const namesFunction = isFunction && !!target && !target.isIndirect;
  const own = target ? ownWords(target, namesFunction) : [];
  const held = own.length > 0 || namesFunction || !target ? undefined : holderWords(file, target);
  const enclosing = prefix === undefined && target?.kind === "variable" && !namesFunction ? enclosingNamed(site) : undefined;
  const words = own.length > 0 ? own : (held ?? enclosing ?? (prefix === undefined ? [] : entityWords(prefix)));
  return words.length > 0 ? joinInCase(words, style) : undefined;
}

/** The entity's words from the target's own name; empty if the name is only a number. */
function ownWords(target: Target, namesFunction: boolean): string[] {
  const words = entityWords(target.name, namesFunction || target.kind === "return");
  if (words.every((word) => /^\d+$/u.test(word))) return [];
  return target.kind === "element" ? singular(words) : words;
}

function joinInCase(words: readonly string[], style: EntityCase): string {
  if (style === "camel")
    return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join("");
  return words.join(style === "kebab" ? "-" : "_");
}
