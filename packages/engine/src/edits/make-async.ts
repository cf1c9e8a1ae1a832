import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { isFunction, type FunctionNode, type Node } from "../file/nodes.js";
import { fix, hint, type Change, type Edit } from "./edit.js";

/**
 * What it takes that an `await` may stand at a node: nothing in async code and at the top level of a
 * module; else an `async` on the function around it, which is for a person to decide.
 */
export function allowAwait(file: FileView, site: Node): Edit {
  const place = awaitPlace(site);
  if (place === "parameter") return hint("await can't stand in a default value");
  if (place === "field") return hint("await can't stand in a class field");
  if (place === "top")
    return file.layout().moduleKind === "esm" ? fix([]) : hint("await can't stand at the top level of a CommonJS module");
  if (place.async) return fix([]);
  return makeAsync(file, place);
}

function awaitPlace(site: Node): FunctionNode | "parameter" | "field" | "top" {
  for (let node = site; node.parent; node = node.parent) {
    const parent = node.parent;
    if (isFunction(parent)) return parent.body === node ? parent : "parameter";
    if ((parent.type === "PropertyDefinition" && parent.value === node) || parent.type === "StaticBlock") return "field";
  }
  return "top";
}

function makeAsync(file: FileView, owner: FunctionNode): Edit {
  const holder = owner.parent;
  if (holder.type === "MethodDefinition" && holder.kind === "constructor") return hint("await can't stand in a constructor");
  if ((holder.type === "MethodDefinition" || holder.type === "Property") && (holder.kind === "get" || holder.kind === "set"))
    return hint("await can't stand in an accessor");
  if (owner.generator) return hint("await can't stand in a generator that is not async");
  const changes: Change[] = [insertAsync(owner, holder), ...wrapReturnType(file, owner)];
  return { level: "suggestion", reason: `${nameOf(owner)} is not async`, changes, imports: [] };
}

function insertAsync(owner: FunctionNode, holder: Node): Change {
  const isMethod = holder.type === "MethodDefinition" || (holder.type === "Property" && holder.method);
  const at = isMethod ? (holder as TSESTree.MethodDefinition).key.range[0] : owner.range[0];
  // A computed key starts behind its bracket.
  const offset = isMethod && (holder as TSESTree.MethodDefinition).computed ? at - 1 : at;
  return { range: [offset, offset], parts: ["async "] };
}

/** `: T` becomes `: Promise<T>`. */
function wrapReturnType(file: FileView, owner: FunctionNode): Change[] {
  const type = owner.returnType?.typeAnnotation;
  if (!type || type.type === "TSTypePredicate") return [];
  if (type.type === "TSTypeReference" && file.textOf(type.typeName) === "Promise") return [];
  return [{ range: type.range, parts: ["Promise<", { copy: type.range }, ">"] }];
}

function nameOf(owner: FunctionNode): string {
  if (owner.id) return owner.id.name;
  const parent = owner.parent;
  if ((parent.type === "MethodDefinition" || parent.type === "Property") && parent.key.type === "Identifier")
    return parent.key.name;
  if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") return parent.id.name;
  return "the function around it";
}
