/** Makes a context that callers may leave out one that they have to pass. */
import { atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../file/file-view.js";
import type { FunctionNode } from "../../file/nodes.js";
import { isNothing } from "./context-types.js";
import type { Taking } from "./taking.js";

/** `context?: UserContext` and `context: UserContext | undefined` become `context: UserContext`. */
export function makeRequired(file: FileView, owner: FunctionNode, { node, member }: Taking): Edit {
  if (node.type === "AssignmentPattern") return hint("its default belongs to nobody: drop it, and let every caller pass one");
  const type = node.type === "Identifier" && member === undefined ? node.typeAnnotation?.typeAnnotation : undefined;
  if (node.type !== "Identifier" || !type) return hint("the type that holds it has to demand it");
  const before = owner.params.slice(0, owner.params.indexOf(node));
  if (before.some((param) => param.type === "Identifier" && param.optional))
    return hint("it can't follow a parameter that may be left out");
  const parts = type.type === "TSUnionType" ? type.types.filter((part) => !isNothing(part)) : [type];
  const [first, last] = [parts[0], parts.at(-1)];
  if (!first || !last || file.commentsIn(node.range).length > 0) return hint("its type has to be written anew");
  const kept = parts.flatMap((part, index) => [...(index > 0 ? [" | "] : []), { copy: part.range }]);
  return atMostSuggestion(
    fix([{ range: node.range, parts: [`${node.name}: `, ...kept] }]),
    "callers that leave it out have to pass one",
  );
}
