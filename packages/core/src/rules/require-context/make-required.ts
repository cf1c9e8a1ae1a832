/** Makes an optional context required. */
import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import { overloadsOf } from "../../edits/make-async.js";
import type { FileView } from "../../semantics/file-view.js";
import type { FunctionNode } from "../../syntax/nodes.js";
import { ownModule } from "../../semantics/own-module.js";
import { isNothingType } from "../../semantics/type-parts.js";
import type { ContextSetting } from "./options.js";
import { takingOf, type Signature, type Taking } from "./taking.js";

/** `context?: UserContext` and `context: UserContext | undefined` become `context: UserContext`, in every overload. */
export function makeRequired(file: FileView, context: ContextSetting, owner: FunctionNode): Edit {
  const overloads = overloadsOf(file, owner);
  const signatures: readonly Signature[] = overloads.length > 0 ? overloads : [owner];
  const edits = signatures.flatMap((signature) => {
    const taking = takingOf(context, ownModule(file), signature);
    return taking?.kind === "optional" ? [requiredParameter(file, signature, taking)] : [];
  });
  return atMostSuggestion(allOf(...edits), "callers that leave it out have to pass one");
}

function requiredParameter(file: FileView, { params }: Signature, { node, member }: Taking): Edit {
  if (node.type === "AssignmentPattern") return hint("its default belongs to nobody: drop it, and let every caller pass one");
  const type = node.type === "Identifier" && member === undefined ? node.typeAnnotation?.typeAnnotation : undefined;
  if (node.type !== "Identifier" || !type) return hint("the type that holds it has to demand it");
  const before = params.slice(0, params.indexOf(node));
  if (before.some((param) => param.type === "Identifier" && param.optional))
    return hint("it can't follow a parameter that may be left out");
  const parts = type.type === "TSUnionType" ? type.types.filter((part) => !isNothingType(part)) : [type];
  if (parts.length === 0 || file.commentsIn(node.range).length > 0) return hint("its type has to be written anew");
  const kept = parts.flatMap((part, index) => [...(index > 0 ? [" | "] : []), { copy: part.range }]);
  return fix([{ range: node.range, parts: [`${node.name}: `, ...kept] }]);
}
