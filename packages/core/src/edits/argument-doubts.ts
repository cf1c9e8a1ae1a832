/** Says where what the functions of a replacement take and give is not what the place has or asks for, as the project's own source tells. */
import { isBuiltin } from "node:module";
import type { TSESTree } from "@typescript-eslint/types";
import {
  type Callee,
  findCallee,
  findConstructor,
  findInstalledCallee,
  returnsOf,
  type StatedType,
} from "../semantics/callees.js";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { openModule, ownModule } from "../semantics/module-view.js";
import { originOf } from "../semantics/origins.js";
import { isUsedBehind, mayGiveNothing } from "../semantics/presence.js";
import {
  callIn,
  isCast,
  isFunction,
  isNothing,
  keyName,
  memberName,
  type Node,
  nodesIn,
  resultsOf,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import type { Match } from "../patterns/match.js";
import { namesTaken } from "../patterns/filling.js";
import { linksOf } from "../patterns/logical-chains.js";
import { holeAt } from "../patterns/template-holes.js";
import { calleeOfTemplate, pathOf, type Template } from "../patterns/template.js";
import { isTestedForPresence } from "../syntax/references.js";
import { isNothingType, kindOf, promisedType, typeOfKind } from "../semantics/types/type-parts.js";
import {
  behindAlias,
  elementsOf,
  hasNoMember,
  memberNamed,
  notOverloaded,
  type Parameter,
  parameterAt,
  parametersOf,
  statedAt,
  textOf,
} from "../semantics/types/type-members.js";
import { type Call, isCall, passedOnBy } from "./passed-on.js";
import { runsOtherwise, type Why } from "../reasons/reasons.js";
import { refusesValue } from "../semantics/types/refusals.js";
import { constantValue, takenByGlobal } from "../semantics/types/type-flows.js";
import { acceptsValue, isAssignable, isOnlyLength, statedTypesOf } from "../semantics/types/value-types.js";

/** The reasons to look at what a match gives to the functions of its replacement, and at what it gets from them. */
export function* doubtsAboutCalls(file: FileView, match: Match, template: Template, findExport: FindExport): Generator<Why> {
  const root = callIn(template.root);
  const isAsked =
    root !== undefined &&
    !TRUTHS.has(match.node.type) &&
    isTestedForPresence(match.node) &&
    passedOnBy(file, { match: match.template, with: template }, findExport)?.givesMatch !== true;
  for (const call of nodesIn(template.root, isCall)) {
    const path = pathOf(call.callee);
    const callee = path && calleeOfTemplate(file, path, findExport, call.type === "NewExpression");
    if (forgetsTest(file, match, callee, path?.at(-1))) yield "TypeScript knows more by this comparison, and would not by a call";
    if (asksUntypedList(file, match, call)) yield "its list has no type of its own, and a call asks for it";
    const isThere = call === root && isAsked ? isAlwaysThere(file, root, callee) : false;
    const said = isThere ? "what replaces it always is" : "nothing says whether what replaces it is";
    if (isThere !== false) yield runsOtherwise(`it is asked whether it is there, and ${said}`);
    if (!callee) continue;
    if (call === root && givesUnknown(callee) && !wantsNothing(file, match.node))
      yield `${path.join(".")} gives unknown, and here it has to be more`;
    yield* doubtAboutCount(match, call, callee, path.join("."));
    for (const { node, wanted, lacks } of placesIn(file, match, call, callee)) {
      if (wanted === "none") yield `${path.join(".")} takes ${lacks === undefined ? "fewer arguments" : `no ${lacks}`}`;
      else if (
        !acceptsValue(file, wanted, node) &&
        !wasTaken(file, match, node, wanted) &&
        !isReadAsAsked(file, match, node, wanted) &&
        !isHandedOn(file, match, { template, wanted, findExport })
      )
        yield `${path.join(".")} takes ${wanted.text}, which this may not be`;
    }
  }
}

/** Whether a comparison tells the type checker of what code behind it uses, and the function that replaces it does not. */
function forgetsTest(file: FileView, { node }: Match, callee: Callee | undefined, name: string | undefined): boolean {
  if (node.type !== "BinaryExpression" || !TELLING.test(node.operator) || !/\.[cm]?tsx?$/u.test(file.path)) return false;
  if (callee ? callee.node.returnType?.typeAnnotation.type === "TSTypePredicate" : GUARDS.test(name ?? "")) return false;
  const sides = [node.left, node.right].map((side) => unwrap(side));
  // `list.length === 0` tells nothing of its type.
  if (sides.some((side) => side.type === "Literal" && typeof side.value === "number")) return false;
  const asked = node.operator === "instanceof" ? sides.slice(0, 1) : sides;
  return asked.some(
    (side) =>
      isUsedBehind(file, node, side.type === "UnaryExpression" ? unwrap(side.argument) : side) ||
      (tellsOfObject(file, side, sides) && isUsedBehind(file, node, unwrap(side.object), memberName(side))),
  );
}

const TELLING = /^(?:[!=]==?|in|instanceof)$/u;

/** Functions of packages that are known to tell TypeScript something. */
export const GUARDS =
  /^(?:is|assert)(?:Left|Right|Some|None|Just|Ok|Err|Success|Failure|String|Number|Boolean|(?:Plain)?Object|Array|Function|Error|AxiosError|Date|RegExp|Map|Set|Symbol|Nil|Null|Undefined|Defined|Present|Buffer)$/u;

/** `shape.kind === "circle"` may say which of several a shape is; one of a plain type, a namespace or a global is one of one. */
function tellsOfObject(file: FileView, side: Node, sides: readonly Node[]): side is TSESTree.MemberExpression {
  const isText = (each: Node): boolean => each.type === "Literal" && /^(?:string|boolean)$/u.test(typeof each.value);
  const head = linksOf(side).at(-1)?.type ?? "";
  if (side.type !== "MemberExpression" || !sides.some(isText) || !/^(?:Identifier|ThisExpression)$/u.test(head)) return false;
  const { reference, path } = originOf(file, side.object) ?? { path: undefined };
  if (path && (!reference || path.length === 0 || isBuiltin(reference.specifier))) return false;
  return !statedTypesOf(file, unwrap(side.object)).some((each) => "value" in each || elementsOf(file, each));
}

/** Whether a call takes the place of a comparison of `const list = []`: such a list is what is pushed, unless a call may say what it is. */
function asksUntypedList(file: FileView, match: Match, { callee }: Call): boolean {
  if (match.node.type !== "BinaryExpression" || callee.type !== "MemberExpression" || !/\.[cm]?tsx?$/u.test(file.path))
    return false;
  const [list] = boundTo(match, callee.object) ?? [];
  const made = list?.type === "Identifier" ? file.variableOf(list)?.defs[0]?.node : undefined;
  if (made?.type !== "VariableDeclarator" || made.init?.type !== "ArrayExpression") return false;
  return made.init.elements.length === 0 && !made.id.typeAnnotation;
}

/** The reasons to look at what a match gives to the components of its replacement: a type checker knows far more of JSX, so only what surely is wrong. */
export function* doubtsAboutElements(
  file: FileView,
  match: Match,
  template: Template,
  findExport: FindExport,
): Generator<string> {
  for (const element of nodesIn(template.root, (each) => each.type === "JSXElement")) {
    const path = pathOfTag(element.openingElement.name);
    const callee = path && calleeOfTemplate(file, path, findExport);
    const [props] = callee ? parametersOf(callee.node) : [];
    const type = props && "typeAnnotation" in props ? props.typeAnnotation?.typeAnnotation : undefined;
    if (!callee || !type) continue;
    const { module } = callee;
    for (const name of namesTaken(match.bindings, [...element.openingElement.attributes, ...element.children]))
      if (hasNoMember(file, { module, type }, name)) yield `${path.join(".")} takes no ${name}`;
    for (const { node, wanted } of attributesIn(file, match, element, { module, type }))
      if (refusesValue(file, wanted, node)) yield `${path.join(".")} takes ${wanted.text}, which this is not`;
  }
}

function pathOfTag(name: TSESTree.JSXTagNameExpression): readonly string[] | undefined {
  if (name.type === "JSXIdentifier") return [name.name];
  const path = name.type === "JSXMemberExpression" ? pathOfTag(name.object) : undefined;
  return path && [...path, (name as TSESTree.JSXMemberExpression).property.name];
}

/** What a match gives to an element: by attributes, and as children. */
function* attributesIn(
  file: FileView,
  match: Match,
  element: TSESTree.JSXElement,
  of: StatedType,
): Generator<Place & { readonly wanted: Parameter }> {
  const attributes = element.openingElement.attributes.flatMap((each) =>
    each.type === "JSXAttribute" && each.name.type === "JSXIdentifier" ? [{ name: each.name.name, value: each.value }] : [],
  );
  for (const { name, value } of [...attributes, ...element.children.map((child) => ({ name: "children", value: child }))]) {
    const bound = value?.type === "JSXExpressionContainer" ? boundTo(match, value.expression) : undefined;
    const wanted = bound && memberNamed(file, of, name);
    if (wanted) for (const node of bound) yield { node, wanted };
  }
}

/** What is asked of these is whether they are true, not whether they are there. */
const TRUTHS = new Set(["CallExpression", "LogicalExpression", "BinaryExpression", "UnaryExpression"]);

/** Whether what a call gives is always there; undefined where neither its own syntax nor its function says so. */
function isAlwaysThere(file: FileView, call: Call, callee: Callee | undefined): boolean | undefined {
  if (call.type === "NewExpression" || kindOf(call)) return true;
  const type = callee?.node.returnType?.typeAnnotation;
  const parts = type?.type === "TSUnionType" ? type.types : [type];
  if (type) return !parts.some((part) => part?.type === "TSBooleanKeyword" || isNothingType(part as Node));
  const body = callee && "body" in callee.node ? callee.node.body : undefined;
  if (body && MADE.has(body.type)) return true;
  return (callee ? nothingGivenBy(file, callee) : mayGiveNothing(call)) ? false : undefined;
}

/** Where a function whose result nobody states gives nothing, and elsewhere something. */
export function nothingGivenBy(file: FileView, { node, module }: Callee): Node | undefined {
  if (!isFunction(node) || node.returnType || node.generator) return undefined;
  const given = returnsOf(openModule(file.modules, module), node).flatMap(resultsOf);
  return given.every(isNothing) || given.some(givesAny) ? undefined : given.find(isNothing);
}

/** `JSON.parse(text)`, which TypeScript lets be anything. */
export function givesAny(node: Node): boolean {
  return node.type === "CallExpression" && pathOf(node.callee)?.join(".") === "JSON.parse";
}

/** What is surely there. */
export const MADE = new Set(["Literal", "TemplateLiteral", "ObjectExpression", "ArrayExpression", "NewExpression"]);

/** Why a function may get fewer arguments than it needs: none is given, or as many as a spread has. */
function* doubtAboutCount(match: Match, call: Call, { module, node }: Callee, name: string): Generator<string> {
  if (/\.[cm]?jsx?$/u.test(module.path)) return;
  const given = call.arguments.flatMap((each) => givenAs(match, each) ?? [each]);
  const wanted = parametersOf(node);
  const needed = wanted.filter(
    (each) => each.type !== "RestElement" && each.type !== "AssignmentPattern" && !("optional" in each && each.optional),
  );
  const spread = given.findIndex(({ type }) => type === "SpreadElement");
  if (spread !== -1 && spread < wanted.filter(({ type }) => type !== "RestElement").length)
    yield `${name} takes arguments by their place, which a spread may lack`;
  else if (spread === -1 && given.length < needed.length) yield `${name} takes more arguments`;
}

/** `(text: string): unknown`, or a promise of it. */
function givesUnknown({ node: { returnType } }: Callee): boolean {
  const type = returnType?.typeAnnotation;
  return (promisedType(type) ?? type)?.type === "TSUnknownKeyword";
}

/** What takes a value of any type: also `schema.parse(…)` of zod and the like. */
const TAKES_ANYTHING = /^(?:expect|String|Boolean|JSON\.stringify|console\.\w+)$|(?<!^JSON)\.(?:parse|safeParse)(?:Async)?$/u;

/** An expression with what only waits for it, casts it or chooses it: `await load()`, `isReady && load()`, `isReady ? load() : other`. */
export function withChoices(node: Node): Node {
  const outer = rewrap(node.parent?.type === "AwaitExpression" ? node.parent : node);
  const { parent } = outer;
  const isChosen =
    (parent?.type === "LogicalExpression" && parent.right === outer) ||
    (parent?.type === "ConditionalExpression" && parent.test !== outer);
  return isChosen && !isCast(outer) ? withChoices(parent) : outer;
}

/** Whether nothing is asked of what an expression gives: it is cast, dropped, or was of no known type before. */
export function wantsNothing(file: FileView, node: Node): boolean {
  const outer = withChoices(node);
  if (isCast(outer)) return true;
  const { parent } = outer;
  if (parent?.type === "ExpressionStatement" || parent?.type === "UnaryExpression") return true;
  if (parent?.type === "CallExpression" && parent.callee !== outer && TAKES_ANYTHING.test(file.textOf(parent.callee)))
    return true;
  if (parent?.type === "VariableDeclarator" && parent.id.typeAnnotation?.typeAnnotation.type === "TSUnknownKeyword") return true;
  const old = node.type === "CallExpression" ? findCallee(file, node.callee) : undefined;
  return !!old && givesUnknown(old);
}

interface Place {
  readonly node: Node;
  readonly wanted: Parameter | "none";
  /** The key that what is wanted does not have. */
  readonly lacks?: string;
}

/** What a match gives to a function: as an argument, or under a key of an object that the contract writes around it. */
function* placesIn(file: FileView, match: Match, call: Call, callee: Callee): Generator<Place> {
  let index = 0;
  for (const argument of call.arguments) {
    const bound = givenAs(match, argument);
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
  for (const lacks of namesTaken(match.bindings, properties))
    if (hasNoMember(file, of, lacks)) yield { node: match.node, wanted: "none", lacks };
  for (const property of properties) {
    const name = property.type === "Property" ? keyName(property) : undefined;
    const [node] = (property.type === "Property" && boundTo(match, property.value)) || [];
    const wanted = node && name !== undefined ? memberNamed(file, of, name) : undefined;
    if (node && wanted) yield { node, wanted };
  }
}

/** What an argument of the contract's call becomes: what its hole, or its list of them, is bound to. */
function givenAs(match: Match, argument: TSESTree.CallExpressionArgument): readonly Node[] | undefined {
  return boundTo(match, argument.type === "SpreadElement" ? argument.argument : argument);
}

function boundTo({ bindings, node: whole }: Match, node: Node): readonly Node[] | undefined {
  const hole = holeAt(node);
  const binding = hole && bindings.get(hole.name);
  if (!binding || "node" in binding) return binding && [binding.node];
  // Several children that one hole took are given as an element.
  return binding.children && !hole.isList ? [whole] : binding.list;
}

/**
 * Whether the old function took the argument, or what is under a key of one, as what the new one wants; where it is overloaded, nobody asks which
 * declaration did.
 */
function wasTaken(file: FileView, { node }: Match, value: Node, wanted: StatedType): boolean {
  const { parent } = value;
  const argument = parent?.type === "Property" && parent.value === value ? parent.parent : value;
  const call = argument.parent;
  if (!call || !isCall(call) || call.range[0] < node.range[0]) return false;
  const index = call.arguments.indexOf(argument as TSESTree.Expression);
  if (index < 0) return false;
  const taken = argument === value ? takenByGlobal(file, call.callee, index) : undefined;
  if (taken === "string") return isAssignable(file, { module: ownModule(file), type: typeOfKind("string")! }, wanted);
  if (taken !== undefined) return takesAll(wanted, isThere(file, value) ? taken.replace(" | undefined", "") : taken);
  const own = call.type === "NewExpression" ? findConstructor(file, call.callee) : findCallee(file, call.callee);
  const old = notOverloaded(file, own ?? findInstalledCallee(file, call));
  if (!old) return !!own && argument === value;
  if (argument === value && isParameterOf(file, wanted, old, index)) return true;
  const stated = statedAt(file, old, value).map((each) =>
    each !== "none" && isThere(file, value) ? { ...each, isOptional: false } : each,
  );
  return stated.length > 0 && stated.every((each) => each !== "none" && isAssignable(file, each, wanted));
}

/** Whether a value surely is not nothing: it is made here or counted, also for a name. Names may be made of each other, so one is followed. */
function isThere(file: FileView, value: Node): boolean {
  return isMade(constantValue(file, value)?.value ?? value);
}

function isMade(value: Node): boolean {
  if (value.type === "ConditionalExpression") return isMade(value.consequent) && isMade(value.alternate);
  if (value.type === "LogicalExpression" && value.operator !== "&&") return isMade(value.right);
  return MADE.has(value.type) || kindOf(value) === "number" || value.type === "BinaryExpression";
}

/** `Parameters<typeof send>[0]`, by a name too: what the old function itself takes. */
function isParameterOf(file: FileView, wanted: StatedType, { module, node }: Callee, index: number): boolean {
  const stated = behindAlias(file, wanted);
  const [, name, place] = /^(?:Constructor)?Parameters<typeof ([\w$]+)>\[(\d+)\]$/u.exec(textOf(stated)) ?? [];
  const declared = name === undefined ? undefined : file.modules.declarations.findNamed(stated.module, name);
  const value = declared?.module.values.get(declared.name);
  return Number(place) === index && declared?.module.path === module.path && !!value && contains(value.range, node.range);
}

/** Whether the old code reads, as what it is, the one member that the new code asks for: `list.length === 0`, `new Wrong(error.message)`. */
function isReadAsAsked(file: FileView, match: Match, value: Node, wanted: StatedType): boolean {
  const { parent } = rewrap(value);
  const name = parent?.type === "MemberExpression" && !parent.optional ? memberName(parent) : undefined;
  if (!parent || name === undefined || !contains(match.node.range, parent.range)) return false;
  if (name === "length") return isOnlyLength(file, wanted);
  const only = elementsOf(file, wanted)?.members.length === 1 ? memberNamed(file, wanted, String(name)) : undefined;
  return !!only && (acceptsValue(file, only, parent) || wasTaken(file, match, parent, only));
}

/** Whether a function hands on what it gets to what the pattern calls, by a type of the same package: what that took, it takes. */
function isHandedOn(
  file: FileView,
  { template: pattern }: Match,
  { template, wanted, findExport }: { readonly template: Template; readonly wanted: StatedType; readonly findExport: FindExport },
): boolean {
  if (!pattern || !passedOnBy(file, { match: pattern, with: template }, findExport)) return false;
  const { imports, namespaces, path } = wanted.module;
  const [head = ""] = textOf(wanted).split(/[.<]/u);
  const from = imports.get(head)?.specifier ?? namespaces.get(head);
  const root = "callee" in pattern.root ? findExport(pathOf(pattern.root.callee)?.[0] ?? "") : undefined;
  return from !== undefined && !!root && file.modules.isSameModule(file.modules.resolve(path, from), root.module);
}

/** Whether a type has each member of a union of global types. */
function takesAll({ module, type, isOptional }: StatedType, union: string): boolean {
  const types = type.type === "TSUnionType" ? type.types : [type];
  const members = types.map((each) => textOf({ module, type: each }));
  if (isOptional) members.push("undefined");
  return union.split(" | ").every((each) => members.includes(each) && !module.imports.has(each) && !module.types.has(each));
}
