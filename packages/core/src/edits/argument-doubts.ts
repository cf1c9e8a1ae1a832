/** Says where a replacement gives a function what its parameters may not take, as far as the project's own source declares them. */
import type { TSESTree } from "@typescript-eslint/types";
import { acceptsValue, isAssignable, membersOf, type StatedType } from "../semantics/types/accepted-values.js";
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
    const path = pathOf(call.callee);
    const callee = path && calleeOfTemplate(file, call, path, findExport);
    if (!callee) continue;
    for (const { node, wanted } of placesIn(file, match, call, callee)) {
      if (wanted === "none") yield `${path.join(".")} takes fewer arguments`;
      else if (!acceptsValue(file, wanted, node) && !wasTaken(file, match, node, wanted))
        yield `${path.join(".")} takes ${wanted.name}: ${wanted.module.text.slice(...wanted.type.range)}, which this may not be`;
    }
  }
}

function* callsIn(node: Node): Generator<Call> {
  if (node.type === "CallExpression" || node.type === "NewExpression") yield node;
  for (const child of childrenOf(node)) yield* callsIn(child);
}

/** The names of `log.child.info`; undefined for any other expression. */
function pathOf(callee: Node): readonly string[] | undefined {
  const node = unwrap(callee);
  if (node.type === "Identifier") return [node.name];
  const path = node.type === "MemberExpression" ? pathOf(node.object) : undefined;
  return path && [...path, memberName(node as TSESTree.MemberExpression) ?? ""];
}

function calleeOfTemplate(
  file: FileView,
  { type }: Call,
  [name, ...path]: readonly string[],
  findExport: FindExport,
): Callee | undefined {
  const target = name === undefined ? undefined : findExport(name);
  if (!target) return undefined;
  const [exported = "", ...rest] = target.exported === "*" ? path : [target.exported, ...path];
  return notOverloaded(file, findExportedCallee(file, { module: target.module, exported }, rest, type === "NewExpression"));
}

/** One of several declarations says nothing of what the others take. */
function notOverloaded(file: FileView, callee: Callee | undefined): Callee | undefined {
  if (!callee) return undefined;
  linkParents(file, callee.module);
  const member: Node = callee.node.type === "TSMethodSignature" ? callee.node : callee.node.parent;
  const siblings = member.parent && "body" in member.parent && Array.isArray(member.parent.body) ? member.parent.body : [];
  const name = "key" in member ? keyName(member) : undefined;
  const isOverloaded = name !== undefined && siblings.filter((each) => "key" in each && keyName(each) === name).length > 1;
  return isOverloaded ? undefined : callee;
}

interface Parameter extends StatedType {
  readonly name: string;
}

interface Place {
  readonly node: Node;
  readonly wanted: Parameter | "none";
}

/** What a match gives to a function: as an argument, or under a key of an object that the contract writes around it. */
function* placesIn(file: FileView, match: Match, call: Call, callee: Callee): Generator<Place> {
  let index = 0;
  for (const argument of call.arguments) {
    const bound = boundTo(match, argument.type === "SpreadElement" ? argument.argument : argument);
    for (const node of bound ?? [argument]) {
      const wanted = parameterAt(callee, index++);
      if (wanted === undefined) continue;
      if (bound) yield { node, wanted };
      else if (wanted !== "none" && node.type === "ObjectExpression") yield* propertiesIn(file, match, node, wanted);
    }
  }
}

function* propertiesIn(
  file: FileView,
  match: Match,
  { properties }: TSESTree.ObjectExpression,
  of: StatedType,
): Generator<Place> {
  const stated = membersOf(file, of);
  for (const property of properties) {
    const name = property.type === "Property" ? keyName(property) : undefined;
    const [node] = (property.type === "Property" && boundTo(match, property.value)) || [];
    const member = stated?.members.find(
      (each) => each.type === "TSPropertySignature" && name !== undefined && keyName(each) === name,
    );
    if (!stated || !node || name === undefined || member?.type !== "TSPropertySignature" || !member.typeAnnotation) continue;
    const { optional: isOptional, typeAnnotation } = member;
    yield { node, wanted: { module: stated.module, type: typeAnnotation.typeAnnotation, isOptional, name } };
  }
}

function boundTo({ bindings }: Match, node: Node): readonly Node[] | undefined {
  const hole = holeAt(node);
  const binding = hole && bindings.get(hole.name);
  return binding && ("list" in binding ? binding.list : [binding.node]);
}

/** The parameter that takes an argument; undefined where it takes anything, "none" where there is none. */
function parameterAt({ module, node: { params } }: Callee, index: number): Parameter | "none" | undefined {
  const all = params.filter((each) => !(each.type === "Identifier" && each.name === "this"));
  const last = all.at(-1);
  const parameter = all[index] ?? (last?.type === "RestElement" ? last : undefined);
  if (!parameter) return /\.[cm]?jsx?$/u.test(module.path) ? undefined : "none";
  const inner = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  const node = inner.type === "AssignmentPattern" ? inner.left : inner;
  const stated = "typeAnnotation" in node ? node.typeAnnotation?.typeAnnotation : undefined;
  const type = node.type !== "RestElement" ? stated : stated?.type === "TSArrayType" ? stated.elementType : undefined;
  if (!type) return undefined;
  const named = node.type === "RestElement" ? node.argument : node;
  const isOptional = inner.type === "AssignmentPattern" || ("optional" in node && node.optional);
  return { module, type, isOptional, name: named.type === "Identifier" ? named.name : "an argument" };
}

/** Functions of the language whose first argument is a text. */
const TAKES_TEXT =
  /^(?:(?:Eval|Range|Reference|Syntax|Type|URI)?Error|(?:Number\.)?parse(?:Int|Float)|JSON\.parse|(?:de|en)codeURI(?:Component)?)$/u;

/** Whether the old function took the argument as what the new one wants; where it is overloaded, nobody asks which declaration did. */
function wasTaken(file: FileView, { node }: Match, value: Node, wanted: StatedType): boolean {
  const call = value.parent;
  if ((call?.type !== "CallExpression" && call?.type !== "NewExpression") || call.range[0] < node.range[0]) return false;
  const index = call.arguments.indexOf(value as TSESTree.Expression);
  if (index < 0) return false;
  const global = index === 0 ? originOf(file, call.callee) : undefined;
  if (global && !global.reference && TAKES_TEXT.test(global.path.join(".")))
    return isAssignable(file, { module: ownModule(file), type: { type: "TSStringKeyword" } as TSESTree.TypeNode }, wanted);
  const callee = call.type === "NewExpression" ? findConstructor(file, call.callee) : findCallee(file, call.callee);
  if (!callee) return false;
  const old = notOverloaded(file, callee);
  const parameter = old && parameterAt(old, index);
  return old === undefined || (parameter !== undefined && parameter !== "none" && isAssignable(file, parameter, wanted));
}
