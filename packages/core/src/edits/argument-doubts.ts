/** Says where a replacement gives a function what its parameters may not take, as far as the project's own source declares them. */
import type { TSESTree } from "@typescript-eslint/types";
import { acceptsValue, isAssignable, shapeOf, type StatedType } from "../semantics/accepted-values.js";
import { type Callee, findCallee, findConstructor, findExportedCallee } from "../semantics/callees.js";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { linkParents } from "../semantics/module-view.js";
import { originOf } from "../semantics/origins.js";
import { ownModule } from "../semantics/own-declaration.js";
import { childrenOf, keyName, memberName, type Node, unwrap } from "../syntax/nodes.js";
import type { Match } from "../patterns/match.js";
import { holeAt } from "../patterns/template-holes.js";
import type { Template } from "../patterns/template.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** The reasons to look at what a match gives to the functions of its replacement. */
export function* doubtsAboutArguments(
  file: FileView,
  match: Match,
  template: Template,
  findExport: FindExport,
): Generator<string> {
  if (template.holes.length === 0) return;
  for (const call of callsIn(template.root)) {
    const callee = calleeOfTemplate(file, call, findExport);
    if (callee && !isOverloaded(file, callee)) yield* doubtsAboutCall(file, match, call, callee);
  }
}

function* callsIn(node: Node): Generator<Call> {
  if (node.type === "CallExpression" || node.type === "NewExpression") yield node;
  for (const child of childrenOf(node)) yield* callsIn(child);
}

function calleeOfTemplate(file: FileView, call: Call, findExport: FindExport): Callee | undefined {
  const path: string[] = [];
  let at = unwrap(call.callee);
  for (; at.type === "MemberExpression"; at = unwrap(at.object)) path.unshift(memberName(at) ?? "");
  const target = at.type === "Identifier" ? findExport(at.name) : undefined;
  if (!target) return undefined;
  const [exported = "", ...rest] = target.exported === "*" ? path : [target.exported, ...path];
  return findExportedCallee(file, { module: target.module, exported }, rest, call.type === "NewExpression");
}

/** One of several declarations says nothing of what the others take. */
function isOverloaded(file: FileView, { module, node }: Callee): boolean {
  linkParents(file, module);
  const member: Node = node.type === "TSMethodSignature" ? node : node.parent;
  const siblings = member.parent && "body" in member.parent && Array.isArray(member.parent.body) ? member.parent.body : [];
  const name = "key" in member ? keyName(member) : undefined;
  return name !== undefined && siblings.filter((each) => "key" in each && keyName(each) === name).length > 1;
}

function* doubtsAboutCall(file: FileView, match: Match, call: Call, callee: Callee): Generator<string> {
  const parameters = callee.node.params.filter((each) => !(each.type === "Identifier" && each.name === "this"));
  const name = nameOf(call.callee);
  let index = 0;
  for (const argument of call.arguments) {
    const hole = holeAt(argument.type === "SpreadElement" ? argument.argument : argument);
    const binding = hole && match.bindings.get(hole.name);
    const given: readonly Node[] = binding ? ("list" in binding ? binding.list : [binding.node]) : [argument];
    for (const node of given) {
      const wanted = parameterAt(callee, parameters, index++);
      if (wanted === "none") {
        if (binding && !isUntyped(callee)) yield `${name} takes no more than ${countOf(parameters.length)}`;
        return;
      }
      if (wanted === undefined) continue;
      if (binding) {
        if (node.type === "SpreadElement" || !takes(file, match, wanted, node)) yield doubt(name, wanted);
      } else yield* doubtsAboutObject(file, match, { callee: name, wanted }, node);
    }
  }
}

/** `{ context: $c }`, where the contract writes the object around what the match gives. */
function* doubtsAboutObject(
  file: FileView,
  match: Match,
  { callee, wanted }: { readonly callee: string; readonly wanted: StatedType },
  node: Node,
): Generator<string> {
  const shape = node.type === "ObjectExpression" ? shapeOf(file, wanted) : undefined;
  if (node.type !== "ObjectExpression" || !shape) return;
  for (const property of node.properties) {
    const key = property.type === "Property" ? keyName(property) : undefined;
    const hole = property.type === "Property" ? holeAt(property.value) : undefined;
    const binding = hole && match.bindings.get(hole.name);
    const member = shape.members.find((each) => "key" in each && key !== undefined && keyName(each) === key);
    const type = member && "typeAnnotation" in member ? member.typeAnnotation?.typeAnnotation : undefined;
    if (!type || !binding || !("node" in binding)) continue;
    const part = { module: shape.module, type, isOptional: "optional" in member! && !!member.optional, name: key as string };
    if (!takes(file, match, part, binding.node)) yield doubt(callee, part);
  }
}

interface Parameter extends StatedType {
  readonly name: string;
}

function doubt(callee: string, { module, type, name }: StatedType & { readonly name?: string }): string {
  const text = module.text.slice(...type.range);
  return `${callee} takes ${name === undefined ? text : `${name}: ${text}`}, which this may not be`;
}

function countOf(count: number): string {
  return count === 1 ? "1 argument" : `${count} arguments`;
}

function nameOf(callee: Node): string {
  const node = unwrap(callee);
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? `${nameOf(node.object)}.${memberName(node) ?? "?"}` : "it";
}

function isUntyped({ module }: Callee): boolean {
  return /\.[cm]?jsx?$/u.test(module.path);
}

/** The parameter that takes an argument; undefined where it takes anything, "none" where there is none. */
function parameterAt({ module }: Callee, parameters: readonly Node[], index: number): Parameter | "none" | undefined {
  const last = parameters.at(-1);
  const parameter = parameters[index] ?? (last?.type === "RestElement" ? last : undefined);
  if (!parameter) return "none";
  const inner = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  const node = inner.type === "AssignmentPattern" ? inner.left : inner;
  const type = "typeAnnotation" in node && node.typeAnnotation?.type === "TSTypeAnnotation" ? node.typeAnnotation : undefined;
  if (!type) return undefined;
  const isRest = node.type === "RestElement";
  const stated = type.typeAnnotation;
  const element = isRest ? (stated.type === "TSArrayType" ? stated.elementType : undefined) : stated;
  const named = node.type === "RestElement" ? node.argument : node;
  const name = named.type === "Identifier" ? named.name : "its argument";
  const isOptional = inner.type === "AssignmentPattern" || ("optional" in node && !!node.optional);
  return element && { module, type: element, isOptional, name };
}

/** Whether a parameter takes what the match gives: by the code of that, or by the type of the old function's parameter. */
function takes(file: FileView, match: Match, wanted: StatedType, node: Node): boolean {
  return acceptsValue(file, wanted, node) || oldTypesOf(file, match, node).some((old) => isAssignable(file, old, wanted));
}

/** Functions of the language whose first argument is a text. */
const TAKES_TEXT =
  /^(?:(?:Eval|Range|Reference|Syntax|Type|URI)?Error|(?:Number\.)?parse(?:Int|Float)|JSON\.parse|(?:de|en)codeURI(?:Component)?)$/u;

/** What the old function states of an argument that it got. */
function oldTypesOf(file: FileView, { node }: Match, value: Node): StatedType[] {
  const call = value.parent;
  if ((call?.type !== "CallExpression" && call?.type !== "NewExpression") || call.range[0] < node.range[0]) return [];
  const index = call.arguments.indexOf(value as TSESTree.Expression);
  const global = index === 0 ? originOf(file, call.callee) : undefined;
  if (global && !global.reference && TAKES_TEXT.test(global.path.join(".")))
    return [{ module: ownModule(file), type: { type: "TSStringKeyword" } as TSESTree.TypeNode }];
  const callee =
    index < 0 ? undefined : call.type === "NewExpression" ? findConstructor(file, call.callee) : findCallee(file, call.callee);
  const parameter = callee && !isOverloaded(file, callee) ? parameterAt(callee, callee.node.params, index) : undefined;
  return parameter && parameter !== "none" ? [parameter] : [];
}
