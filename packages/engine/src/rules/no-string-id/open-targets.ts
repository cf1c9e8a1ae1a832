import type { TSESTree } from "@typescript-eslint/types";
import { findTarget } from "../../naming/targets.js";
import type { FileView } from "../../semantics/file-view.js";
import { usesOf } from "../../semantics/uses.js";
import { isFunction, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { placeholderDoubt, type IdFile } from "./edits.js";
import type { IdEntry } from "./entries.js";
import { functionVariable } from "./flows.js";
import { leavesOf } from "./values.js";

/**
 * Why a parameter of the file stays a plain string whatever other files say: a call here passes a text that is hardly an ID, which nothing
 * wraps unless the wrap only states the type.
 */
export function doubtOfOtherCalls(id: IdFile, entry: IdEntry, parameter: Node): string | undefined {
  if (entry.brand().isCast || entry.isCastWrap) return undefined;
  const whole = parameter.parent?.type === "AssignmentPattern" ? parameter.parent : parameter;
  const owner = whole.parent;
  const variable = isFunction(owner) ? functionVariable(id, owner) : undefined;
  if (!variable || !isFunction(owner)) return undefined;
  const index = owner.params.indexOf(whole as TSESTree.Parameter);
  for (const use of usesOf(id.file, variable)) {
    const call = use.parent;
    const argument = call?.type === "CallExpression" && call.callee === use ? call.arguments[index] : undefined;
    for (const leaf of argument ? leavesOf(argument) : []) {
      const text = stringValue(unwrap(leaf));
      const doubt = text === undefined ? undefined : placeholderDoubt(text);
      if (doubt !== undefined) return `another call passes what may be no ID: ${doubt}`;
    }
  }
  return undefined;
}

/** Why a member of an object literal is no place of a type: the object goes where anything does, such as into a text of JSON. */
export function doubtOfOpenTarget(file: FileView, object: Node): string | undefined {
  const { parent } = object;
  if (parent?.type === "CallExpression" && parent.arguments[0] === object && isStringify(file, parent.callee))
    return "it is written as JSON";
  const target = findTarget(file, object);
  const type = target?.annotation?.type;
  if (target?.kind === "argument")
    return type === "TSUnknownKeyword" || type === "TSAnyKeyword"
      ? `its target is of type ${file.textOf(target.annotation!)}`
      : undefined;
  const outer = target?.kind === "property" && !target.annotation ? target.node.parent : undefined;
  return outer?.type === "ObjectExpression" ? doubtOfOpenTarget(file, outer) : undefined;
}

function isStringify(file: FileView, callee: Node): boolean {
  return (
    callee.type === "MemberExpression" &&
    !callee.computed &&
    callee.object.type === "Identifier" &&
    callee.object.name === "JSON" &&
    callee.property.type === "Identifier" &&
    callee.property.name === "stringify" &&
    file.findVariable("JSON", callee) === undefined
  );
}
