import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { enclosingClass, isCast, keyName, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import { matchPart } from "../../patterns/match.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { localCallee } from "../../naming/targets.js";
import type { IdFile } from "./edits.js";
import type { IdEntry } from "./options.js";
import { constantValue } from "../../semantics/types/type-flows.js";
import type { AskedType } from "../../syntax/source-file.js";
import {
  isNothingType,
  plainName,
  promisedType,
  statedMemberType,
  type StatedType,
  typeInPattern,
} from "../../semantics/types/type-parts.js";

const MOST_STEPS = 12;

/** The branches of an expression; one of them becomes its value. */
export function leavesOf(value: Node): Node[] {
  switch (value.type) {
    case "ConditionalExpression":
      return [...leavesOf(value.consequent), ...leavesOf(value.alternate)];
    case "LogicalExpression":
      return value.operator === "&&" ? [value] : [...leavesOf(value.left), ...leavesOf(value.right)];
    default:
      return [value];
  }
}

/** Whether a value is an ID already: as the file shows, or known by types. */
export function isOfType(id: IdFile, entry: IdEntry, value: Node): boolean {
  return isShownToBe(id, entry, value) || id.file.types?.isOfType(value, askedType(id, entry)) === true;
}

/** An entry's type, as a host with a type checker is asked for it. */
export function askedType({ file }: IdFile, { ref }: IdEntry): AskedType {
  return {
    exported: ref.exported,
    declaredIn: (path) => file.modules.isSameModule({ kind: "file", path }, ref.module),
  };
}

/** Whether the file shows that a value is an ID: made by the wrap, or stated to be one. */
export function isShownToBe(id: IdFile, entry: IdEntry, value: Node, depth = 0): boolean {
  const { file } = id;
  if (depth > MOST_STEPS) return false;
  if (isCast(value) || value.type === "TSSatisfiesExpression") return namesType(id, entry, value.typeAnnotation);
  const node = value.type === "AwaitExpression" ? unwrap(value.argument) : unwrap(value);
  if (isMade(id, entry, node) || isDeclared(id, entry, node, value.type === "AwaitExpression")) return true;
  const constant = constantValue(file, node);
  return !!constant && !annotationOf(constant.variable) && isShownToBe(id, entry, constant.value, depth + 1);
}

function isMade(id: IdFile, entry: IdEntry, node: Node): boolean {
  if (node.type === "NewExpression") return node.callee.type === "Identifier" && meansExport(id.file, node.callee, entry.ref);
  const made = [...(entry.isCastWrap ? [] : [entry.wrap]), ...entry.replace.flatMap((each) => each.with ?? [])];
  return made.some(({ root }) => matchPart({ file: id.file, findExport: id.setting.findExport }, unwrap(root), node));
}

function isDeclared(id: IdFile, entry: IdEntry, node: Node, isAwaited: boolean): boolean {
  const stated = statedType(id, node);
  if (stated) return !stated.isOptional && namesType(id, entry, stated.type);
  const field = fieldOf(node);
  if (field) return !field.optional && !!field.typeAnnotation && namesType(id, entry, field.typeAnnotation.typeAnnotation);
  if (node.type !== "CallExpression") return false;
  const result = localCallee(id.file, unwrap(node.callee))?.returnType?.typeAnnotation;
  if (!result) return false;
  const promised = promisedType(result);
  return isAwaited === !!promised && namesType(id, entry, promised ?? result);
}

/** The type of `userId` or `options.userId`, as the file states it for the name or for what it is taken from. */
function statedType({ file }: IdFile, node: Node): StatedType | undefined {
  const isMember = node.type === "MemberExpression" && !node.optional;
  const root = isMember ? unwrap(node.object) : node;
  const name = root.type === "Identifier" ? file.variableOf(root)?.defs[0]?.name : undefined;
  const own = name?.type === "Identifier" ? typeInPattern(file, name) : undefined;
  const isOptional = own?.isOptional || (name?.type === "Identifier" && name.optional);
  if (!isMember || !own) return own && { ...own, isOptional: isOptional === true };
  const key = memberName(node);
  return key === undefined || isOptional ? undefined : statedMemberType(file, own.type, [key]);
}

/** The field that `this.x` reads, where its class declares it. */
function fieldOf(node: Node): TSESTree.PropertyDefinition | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "ThisExpression") return undefined;
  const name = memberName(node);
  return enclosingClass(node)?.body.body.find(
    (member): member is TSESTree.PropertyDefinition => member.type === "PropertyDefinition" && keyName(member) === name,
  );
}

/** Whether a name is declared as the type, or as nothing: `userId?: UserId`. */
export function isTypedOrNothing(id: IdFile, entry: IdEntry, value: Node): boolean {
  const node = unwrap(value);
  const variable = node.type === "Identifier" ? id.file.variableOf(node) : undefined;
  const type = variable ? annotationOf(variable) : fieldOf(node)?.typeAnnotation?.typeAnnotation;
  const parts = type?.type === "TSUnionType" ? type.types : [type];
  return parts.every((part) => part && (isNothingType(part) || namesType(id, entry, part)));
}

function annotationOf(variable: Variable): TSESTree.TypeNode | undefined {
  const name = variable.defs[0]?.name as Node | undefined;
  return name?.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
}

/** Whether a type is the entry's: by its import, under any local name. */
export function namesType(id: IdFile, entry: IdEntry, type: TSESTree.TypeNode): boolean {
  const name = plainName(type);
  return !!name && meansExport(id.file, name, entry.ref);
}

/** A value for a message. */
export function shortText(id: IdFile, node: Node): string {
  const text = id.file.textOf(node).replace(/\s+/gu, " ");
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
