import type { TSESTree } from "@typescript-eslint/types";
import { oncePer } from "../../modules/index.js";
import type { Decoration } from "./options.js";
import type { FileView } from "../../semantics/file-view.js";
import {
  type Node,
  isCast,
  isWrapper,
  keyName,
  memberName,
  parameterIdentifier,
  rewrap,
  stringValue,
  unwrap,
} from "../../syntax/nodes.js";
import { originOf } from "../../semantics/origins.js";
import { findCallee, findConstructor } from "../../semantics/callees.js";
import { textOf } from "../../semantics/types/type-members.js";
import { behindAliases, isConstType, lastNameOf, memberType, promisedType } from "../../semantics/types/type-parts.js";
import { carrierOf, type Target, findTarget, objectUsesOf, usesOfTarget } from "../../naming/targets.js";
import { because, type Reason, runsOtherwise, type Why } from "../../reasons/reasons.js";

/** A raw ID's site, grown over the calls and templates that shape the ID. */
export interface Decorated {
  readonly node: Node;
  readonly decorations: ReadonlySet<Decoration>;
  /** The ID-like text in front: `user_` in `user_${…}`. */
  readonly prefix: string | undefined;
  /** What stands behind that text, where nothing else is done to both. */
  readonly behind: Node | undefined;
  /** Why a person has to check the edit: it would drop an argument with effects, or the last use of a name. */
  readonly lookReason: Reason | undefined;
}

interface Growth {
  readonly node: Node;
  readonly adds?: Decoration;
  readonly prefix?: string;
  readonly dropped?: readonly Node[];
}

const NEUTRAL = new Set(["toString", "valueOf", "trim", "normalize"]);
const CASING = new Set(["toLowerCase", "toUpperCase", "toLocaleLowerCase", "toLocaleUpperCase"]);
/** The methods that cut a text. */
export const SLICING: ReadonlySet<string> = new Set(["slice", "substring", "substr"]);

/** Grows a site over the calls and templates that only shape the ID. */
export function expandDecorations(file: FileView, start: Node): Decorated {
  const decorations = new Set<Decoration>();
  let node = start;
  let prefix: string | undefined;
  let behind: Node | undefined;
  const dropped: Node[] = [];
  for (let next = grow(file, node); next; next = grow(file, node)) {
    behind = next.prefix !== undefined && !behind ? node : undefined;
    node = next.node;
    if (next.adds) decorations.add(next.adds);
    prefix = next.prefix ?? prefix;
    dropped.push(...(next.dropped ?? []));
  }
  return { node: withConst(node), decorations, prefix, behind, lookReason: lossOf(file, dropped) };
}

/** What the replacement would lose of the ID's shape, unless the contract has named it; the first such thing. Dashes do not matter in a slice. */
export function lostShape(
  { decorations, prefix }: Pick<Decorated, "decorations" | "prefix">,
  named: readonly Decoration[],
): Why | undefined {
  const lost = (["template", "slice", "strip", "case"] as const).find(
    (decoration) =>
      decorations.has(decoration) &&
      !named.includes(decoration) &&
      !(decoration === "strip" && decorations.has("slice") && named.includes("slice")),
  );
  const around = prefix === undefined ? "the text around the ID" : `the prefix ${JSON.stringify(prefix)}`;
  return lost && because("textLost", lost === "template" ? `${around} would be lost` : LOST[lost]);
}

const LOST = {
  slice: "the ID would no longer have this length",
  strip: "dashes would no longer be removed from the ID",
  case: "the case of the ID's letters would no longer be changed",
};

/** A constant that only the old code has would be unused then, and anything else may have effects. */
function lossOf(file: FileView, dropped: readonly Node[]): Reason | undefined {
  const lost = dropped.find((argument) => constantText(argument) === undefined);
  return lost && runsOtherwise(`it would drop ${file.textOf(lost)}`);
}

/** The site with an `as const` around it: `as const` is allowed on a template, but not on a call. */
function withConst(node: Node): Node {
  const { parent } = node;
  if (parent?.type !== "TSAsExpression" && parent?.type !== "TSTypeAssertion") return node;
  return isConstType(parent.typeAnnotation) ? parent : node;
}

function grow(file: FileView, node: Node): Growth | undefined {
  const outer = dressed(node);
  const parent = outer.parent;
  if (!parent) return undefined;
  if (parent.type === "MemberExpression" && parent.object === outer) return growMember(parent);
  if (parent.type === "CallExpression" && parent.arguments.length === 1 && parent.arguments[0] === outer)
    return growArgument(file, parent);
  if (parent.type === "TemplateLiteral" && parent.parent.type !== "TaggedTemplateExpression") return growTemplate(parent);
  if (parent.type !== "BinaryExpression" || parent.operator !== "+") return undefined;
  if (parent.right === outer) return behindPrefix(parent, stringValue(parent.left));
  return stringValue(parent.right) === "" ? { node: parent } : undefined;
}

/** Casts belong to the site only if a call that shapes the ID follows them. */
function dressed(node: Node): Node {
  let outer = node;
  while (outer.parent && isWrapper(outer.parent)) outer = outer.parent;
  return outer;
}

/** `String(…)`, `"user_".concat(…)`. */
function growArgument(file: FileView, call: TSESTree.CallExpression): Growth | undefined {
  const { callee } = call;
  if (callee.type === "Identifier") return callee.name === "String" && !file.variableOf(callee) ? { node: call } : undefined;
  if (callee.type !== "MemberExpression" || memberName(callee) !== "concat") return undefined;
  return behindPrefix(call, stringValue(callee.object));
}

/** Grows the site if the text in front is empty or an ID-like prefix. */
function behindPrefix(node: Node, text: string | undefined): Growth | undefined {
  if (text === "") return { node };
  return text !== undefined && isIdPrefix(text) ? { node, adds: "template", prefix: text } : undefined;
}

function growMember(member: TSESTree.MemberExpression): Growth | undefined {
  const call = member.parent;
  if (call.type !== "CallExpression" || call.callee !== member) return undefined;
  const name = memberName(member) ?? "";
  if (call.arguments.some((argument) => argument.type === "SpreadElement")) return undefined;
  if (NEUTRAL.has(name)) return { node: call, dropped: call.arguments };
  if (CASING.has(name)) return { node: call, adds: "case", dropped: call.arguments };
  if (SLICING.has(name)) return { node: call, adds: "slice", dropped: call.arguments };
  if (name === "replace" || name === "replaceAll") return isStripping(call) ? { node: call, adds: "strip" } : undefined;
  return name === "split" && constantText(call.arguments[0]) === '"-"' ? growSplit(call, undefined) : undefined;
}

/** Whether a `replace` removes the hyphens, or everything that is neither letter nor digit. */
export function isStripping({ arguments: [what, by] }: TSESTree.CallExpression): boolean {
  const isHyphens = /^(?:"-"|\/(?:\[?\\?-\]?\+?|\[\^[a-z\d\\-]*\]\+?|\\W\+?|\[\\W_\]\+?)\/[gimuy]*)$/iu;
  return constantText(by) === '""' && isHyphens.test(constantText(what) ?? "");
}

/** `.split("-")[0]`, `.split("-").pop()`, `.split("-").slice(0, 2).join("")`. */
function growSplit(parts: Node, adds: Decoration | undefined): Growth | undefined {
  const member = dressed(parts).parent;
  if (member?.type !== "MemberExpression" || member.object !== dressed(parts)) return undefined;
  if (member.computed && member.property.type === "Literal" && typeof member.property.value === "number")
    return { node: member, adds: "slice" };
  const call = member.parent;
  if (call.type !== "CallExpression" || call.callee !== member) return undefined;
  if (call.arguments.some((argument) => constantText(argument) === undefined)) return undefined;
  const name = memberName(member) ?? "";
  if (name === "pop" || name === "shift" || name === "at") return { node: call, adds: "slice" };
  if (name === "slice") return growSplit(call, "slice");
  return name === "join" && stringValue(call.arguments[0]) !== undefined ? { node: call, adds: adds ?? "strip" } : undefined;
}

/** The text of a constant argument, strings in double quotes; undefined if it is not constant. */
function constantText(node: Node | undefined): string | undefined {
  if (!node) return undefined;
  const text = stringValue(node);
  if (text !== undefined) return JSON.stringify(text);
  if (node.type === "Literal") return node.raw;
  if (node.type === "UnaryExpression" && node.argument.type === "Literal") return `${node.operator}${node.argument.raw}`;
  return undefined;
}

/** `user_${…}`: only an ID-like prefix and the ID; `${…}` alone is neutral. */
function growTemplate(template: TSESTree.TemplateLiteral): Growth | undefined {
  if (template.expressions.length !== 1 || template.quasis[1]?.value.raw !== "") return undefined;
  return behindPrefix(template, template.quasis[0]?.value.cooked ?? undefined);
}

/** Whether a text in front of an ID is part of it: `user_`, `msg-`; not `Hello ` or `https://…`. */
export function isIdPrefix(text: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_-]*[_\-:.]?$/u.test(text);
}

/** Sources whose type is narrower than `string`: `crypto.randomUUID()` gives a template type. */
const TEMPLATE_TYPED = new Set(["crypto#randomUUID"]);

/** A raw ID, or the function that makes it, with what it is for. */
interface Raw {
  readonly node: Node;
  readonly sourceId: string;
  /** Whether the function is passed, not its result. */
  readonly isValue: boolean;
}

/** Why a string may not fit the target; undefined if it does, for example because the old value was a plain string too. */
export function narrowTargetReason(file: FileView, target: Target | undefined, raw: Raw): string | undefined {
  const stated = [...satisfiedTypes(raw.node), ...(target?.annotation ? [target.annotation] : [])];
  const narrow = stated.find((type) => !takesText(file, wanted(type, target), raw)) ?? narrowMaker(file, target);
  if (narrow) return `its target is of type ${file.textOf(narrow)}`;
  if (raw.isValue) return undefined;
  const cast = castToUuid(file, raw.node);
  if (cast !== undefined) return `it is cast to ${cast}`;
  if (!TEMPLATE_TYPED.has(raw.sourceId)) return undefined;
  const parameter = uuidParameter(file, raw.node);
  if (parameter !== undefined) return `its target is of type ${parameter}`;
  const onward = target && uuidBehind(file, target);
  return onward && `${target.name} goes on to what is of type ${onward}`;
}

/** The uses of a value by the names that it is given on to; those of names with a type of their own only where `isTyped` asks for them. */
function* usesBehind(file: FileView, target: Target, isTyped: boolean, seen = new Set<Node>()): Generator<Node> {
  if (target.state || (target.annotation && !isTyped)) return;
  for (const node of usesOfTarget(file, target)) {
    if (isPartOfText(node) || seen.has(node)) continue;
    seen.add(node);
    yield node;
    const next = findTarget(file, node);
    if (next) yield* usesBehind(file, next, isTyped, seen);
  }
}

/** The type of UUIDs that a name without a type of its own is given on to. */
function uuidBehind(file: FileView, target: Target): string | undefined {
  for (const node of usesBehind(file, target, false)) {
    const next = findTarget(file, node);
    const stated = next?.annotation && wanted(next.annotation, next);
    if (stated && takesUuidsOnly(file, stated)) return file.textOf(stated);
    const found = castToUuid(file, node) ?? uuidParameter(file, node);
    if (found !== undefined) return found;
  }
  const ofMember = objectUsesOf(file, target).map((node) => uuidParameter(file, node, target.name));
  return ofMember.find((type) => type !== undefined);
}

/** Why an ID has to have the form of a UUID: the file gives it to what asks for that, as `parse` of uuid does. */
export function readReason(file: FileView, target: Target | undefined, { node, isValue }: Raw): Why | undefined {
  const uses = isValue ? [] : [node, ...(target ? usesBehind(file, target, true) : [])];
  const reader = uses.map((use) => readerOfUuids(file, use)).find((each) => each !== undefined);
  return reader && because("asksForUuid", `${reader} takes it, and asks for a UUID`);
}

/** `parse(id)` of uuid, `isUuid(id)`, `UUID.test(id)`, `z.uuid().parse(id)`. */
function readerOfUuids(file: FileView, node: Node): string | undefined {
  const value = carrierOf(node);
  const call = value.parent;
  const index = call?.type === "CallExpression" ? call.arguments.indexOf(value as TSESTree.CallExpressionArgument) : -1;
  if (call?.type !== "CallExpression" || index < 0 || isPartOfText(node)) return undefined;
  const callee = unwrap(call.callee);
  const text = file.textOf(callee);
  const { reference, path } = originOf(file, callee) ?? {};
  const isOfUuid = reference?.specifier === "uuid" && /^(?:parse|validate|version|v1ToV6|v6ToV1)$/u.test(path?.at(-1) ?? "");
  const isOfSchema =
    callee.type === "MemberExpression" && callee.object.type === "CallExpression" && isSchemaOfUuids(callee.object);
  return isOfUuid || isOfSchema || ASKS_FOR_UUIDS.test(text) ? text : undefined;
}

const ASKS_FOR_UUIDS =
  /(?:^|\.)(?:is|assert|check|parse|valid(?:ate)?)_?(?:valid)?_?uuid$|uuid\w*\.(?:test|exec|parse|safeParse|validate|assert)$/iu;

/** `value as UUID`, which compiles with any string. */
function castToUuid(file: FileView, node: Node): string | undefined {
  for (let at = node.parent; at && isWrapper(at); at = at.parent)
    if (isCast(at) && takesUuidsOnly(file, at.typeAnnotation)) return file.textOf(at.typeAnnotation);
  return undefined;
}

/** The type of UUIDs that a function, also one of another file, states for what it gets, or for a member of that. */
function uuidParameter(file: FileView, node: Node, member?: string): string | undefined {
  const value = carrierOf(node);
  const call = value.parent;
  if (isPartOfText(node) || (call?.type !== "CallExpression" && call?.type !== "NewExpression")) return undefined;
  const callee = call.type === "NewExpression" ? findConstructor(file, call.callee) : findCallee(file, call.callee);
  const parameter = callee?.node.params[call.arguments.indexOf(value as TSESTree.CallExpressionArgument)];
  const stated = parameter && parameterIdentifier(parameter)?.typeAnnotation?.typeAnnotation;
  const type = stated && member !== undefined ? memberType(file, stated, member) : stated;
  return callee && type && takesUuidsOnly(file, type) ? textOf({ module: callee.module, type }) : undefined;
}

/** Whether a type is stated to be of UUIDs, and takes no other text. */
function takesUuidsOnly(file: FileView, type: TSESTree.TypeNode): boolean {
  if (takesStrings(file, type)) return false;
  const parts = type.type === "TSUnionType" ? type.types : [type];
  return parts.some((part) => (part.type === "TSTypeReference" && isUuidName(part)) || isTemplateType(file, part));
}

/** Whether a value is only a part of a text, itself or as one of several: `${given ?? value}-1`. */
export function isPartOfText(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type === "LogicalExpression" || (parent?.type === "ConditionalExpression" && parent.test !== outer))
    return isPartOfText(parent);
  return parent?.type === "TemplateLiteral" || (parent?.type === "BinaryExpression" && parent.operator === "+");
}

/** `uuid("id")`, `z.string().uuid()`, `"uuid"`, `DataTypes.UUID`. */
const OF_UUIDS = /\buuid(?:v\d)?\s*\(|["'`]uuid["'`]|\.UUID(?:V\d)?\b|\bIsUUID\b/iu;

/** Why an ID has to stay a UUID: the column or the schema that gets it, as the file declares it, takes nothing else. */
export function uuidReason(file: FileView, node: Node, target: Target | undefined): Reason | undefined {
  const isOfUuids = (part: Node): boolean => OF_UUIDS.test(file.textOf(part));
  const isDeclared = target?.name !== undefined && keysOfUuids(file).has(target.name);
  const isAsked = isDeclared || [...declarersAround(node)].some(isOfUuids);
  return isAsked ? because("asksForUuid", "what receives it takes UUIDs") : undefined;
}

/** The keys that a file's schemas declare to take UUIDs. */
const keysOfUuids = oncePer((file: FileView): ReadonlySet<string | undefined> => {
  const isOfUuids = ({ value }: TSESTree.Property) => value.type === "CallExpression" && isSchemaOfUuids(value);
  return new Set(file.nodes("Property").filter(isOfUuids).map(keyName));
});

/** `z.string().uuid()`, `uuid("id").primaryKey()`; the call of a source is none. */
function isSchemaOfUuids(schema: TSESTree.CallExpression): boolean {
  const { callee } = schema;
  if (callee.type !== "MemberExpression")
    return callee.type === "Identifier" && callee.name === "uuid" && schema.arguments.length > 0;
  if (/^(?:uuid|guid)(?:v\d)?$/u.test(memberName(callee) ?? "") && callee.object.type === "CallExpression") return true;
  return callee.object.type === "CallExpression" && isSchemaOfUuids(callee.object);
}

/** What says of which type the value is that an expression is the default of: decorators, a chain of calls, the keys beside it. */
function* declarersAround(node: Node): Generator<Node> {
  for (let at = node; at.parent && at.parent.type !== "BlockStatement"; at = at.parent) {
    const { parent }: { parent?: Node } = at;
    if (parent?.type === "PropertyDefinition") return yield* parent.decorators;
    if (parent?.type === "CallExpression" && parent.callee !== at && parent.callee.type === "MemberExpression") {
      if (/default|catch|prefault/iu.test(memberName(parent.callee) ?? "")) yield parent.callee.object;
    }
    if (parent?.type === "Property" && /default/iu.test(keyName(parent) ?? "") && parent.parent.type === "ObjectExpression")
      for (const each of parent.parent.properties) if (each.type === "Property" && keyName(each) === "type") yield each.value;
  }
}

/** `const makeId: () => UUID = () => randomUUID()`: the stated type of the function may be narrower than `() => string`. */
function narrowMaker(file: FileView, target: Target | undefined): TSESTree.TypeNode | undefined {
  const type = target?.kind === "return" && !target.annotation ? findTarget(file, target.node)?.annotation : undefined;
  return type && !takesStrings(file, type) ? type : undefined;
}

/** The types of `satisfies` around the node. */
function satisfiedTypes(node: Node): TSESTree.TypeNode[] {
  const types: TSESTree.TypeNode[] = [];
  for (let at = node.parent; at && isWrapper(at); at = at.parent)
    if (at.type === "TSSatisfiesExpression") types.push(at.typeAnnotation);
  return types;
}

/** The type of the value itself: an async function's type is that of the promise. */
function wanted(type: TSESTree.TypeNode, target: Target | undefined): TSESTree.TypeNode {
  return (target?.kind === "return" ? promisedType(type) : undefined) ?? type;
}

/** Whether a type accepts any string; one that the file does not declare accepted the old value, so it may accept any string too. */
function takesText(file: FileView, type: TSESTree.TypeNode, { sourceId, isValue }: Raw): boolean {
  if (takesStrings(file, type)) return true;
  // uuid() returns a plain string: a type that accepted it accepts the replacement's string too.
  if (TEMPLATE_TYPED.has(sourceId) || isValue || type.type !== "TSTypeReference") return false;
  return !(isUuidName(type) || isTemplateType(file, type));
}

function isTemplateType(file: FileView, type: TSESTree.TypeNode): boolean {
  const { type: kind } = behindAliases(file, type);
  return kind === "TSTemplateLiteralType" || kind === "TSLiteralType";
}

function isUuidName(type: TSESTree.TSTypeReference): boolean {
  return /^UUID$/iu.test(lastNameOf(type.typeName));
}

const WIDE = new Set(["TSStringKeyword", "TSAnyKeyword", "TSUnknownKeyword", "TSVoidKeyword"]);

/** Whether any string is of a type, or of what a function of the type gives. */
function takesStrings(file: FileView, type: TSESTree.TypeNode, depth = 0): boolean {
  const stated = behindAliases(file, type);
  if (WIDE.has(stated.type)) return true;
  if (depth > MOST_PARTS) return false;
  if (stated.type === "TSFunctionType")
    return !!stated.returnType && takesStrings(file, stated.returnType.typeAnnotation, depth + 1);
  return stated.type === "TSUnionType" && stated.types.some((part) => takesStrings(file, part, depth + 1));
}

/** A type may hold itself. */
const MOST_PARTS = 8;
