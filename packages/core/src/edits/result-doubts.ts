/** Says where what a replacement gives is not what the place had, as far as the project's own source tells. */
import type { TSESTree } from "@typescript-eslint/types";
import { type Callable, type Callee, exportedType, findCallee, type StatedType } from "../semantics/callees.js";
import type { FileView } from "../semantics/file-view.js";
import { type ExportRef, ownModule } from "../semantics/module-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { isGuarded, mayGiveNothing } from "../semantics/presence.js";
import { doubtOfNarrower } from "../semantics/types/type-flows.js";
import {
  elementType,
  isConstCast,
  isNothingType,
  kindOf,
  membersOfEnum,
  plainName,
  promisedType,
  typeParameterOf,
} from "../semantics/types/type-parts.js";
import { behindAlias, elementsOf, textOf } from "../semantics/types/type-members.js";
import { statedTypesOf } from "../semantics/types/value-types.js";
import { callIn, isFunction, keyName, memberName, type Node, returningFunction, rewrap, unwrap } from "../syntax/nodes.js";
import { isTestedForPresence } from "../syntax/references.js";
import type { Match } from "../patterns/match.js";
import { pathOf, type Template } from "../patterns/template.js";
import { givesAny, GUARDS, MADE, nothingGivenBy, wantsNothing, withChoices } from "./argument-doubts.js";
import { calledBy } from "./passed-on.js";

/** The reasons to look at a replacement that gives nothing at times, a promise, or texts and numbers where the old code never did. */
export function* doubtsOfWiderResult(
  file: FileView,
  { node, template: pattern }: Match,
  template: Template,
  findExport: FindExport,
): Generator<string> {
  const told = pattern && toldBy(file, pattern, template, findExport);
  if (told !== undefined) yield told;
  if (givesOtherUnknown(file, node, template, findExport))
    yield "nothing here says of which type it is, and what replaces it is then of another";
  if (pattern && looksUp(file, pattern, template, findExport) && !takesNothing(file, node))
    yield "what replaces it may be undefined, which this never is";
  const after = givenBy(file, template, findExport) ?? shownByReturns(file, template, findExport);
  if (
    pattern &&
    givesAny(pattern.root) &&
    hasType(template, after, findExport) &&
    /\.[cm]?tsx?$/u.test(file.path) &&
    !wantsNothing(file, node)
  )
    yield "JSON.parse gives `any`, which TypeScript takes everywhere, and what replaces it has a type";
  if (!pattern || !after || wantsNothing(file, node)) return;
  const waits = template.root.type === "AwaitExpression";
  const stated = givenBy(file, pattern, findExport) ?? shownBy(file, pattern) ?? statedHere(file, node);
  const isAsync = promisedType(stated?.type) !== undefined || givesPromise(calledBy(file, pattern, findExport));
  if ((isAsync || isChained(node)) && isSurelyAtOnce(file, after) && !isAwaited(node))
    return yield "what replaces it gives no promise";
  const before = settled(stated, waits);
  const [old, fresh] = [before ? partsOf(file, before) : [], partsOf(file, after)];
  if ([...old, ...fresh].some(({ type: { type } }) => /^TS(?:Any|Unknown)Keyword$/u.test(type))) return;
  const [nothing] = fresh.filter(({ type }) => isNothingType(type));
  if (old.length === 0 || old.some(({ type }) => typeParameterOf(type))) {
    const isOften = fresh.length > 1 && isCalledForMore(pattern) && !takesNothing(file, node);
    if (nothing && fresh.length === 1 && !isHandedBack(node))
      yield `what replaces it gives ${textOf(nothing)}, and here it has to be more`;
    if (nothing && isOften) yield `what replaces it may be ${textOf(nothing)}, which this is not known to be`;
    return;
  }
  if (old.every(({ type }) => isNothingType(type))) return;
  const isTold = isTestedForPresence(node);
  const more = fresh.find((part) => !(isTold && isNothingType(part.type)) && isSurelyNoneOf(part, old));
  if (more) yield `what replaces it may be ${textOf(more) || "undefined"}, which this never is`;
}

/** Whether a function gives a promise, whatever it states. */
function givesPromise(callee: Callee | undefined): boolean {
  return !!callee && isFunction(callee.node) && callee.node.async;
}

/** `load().then(…)`. */
function isChained(node: Node): boolean {
  const { parent } = rewrap(node);
  return parent?.type === "MemberExpression" && /^(?:then|catch|finally)$/u.test(memberName(parent) ?? "");
}

/** Whether a type holds no promise, and nothing that can be one: neither `any` nor the builder of a query. */
function isSurelyAtOnce(file: FileView, stated: StatedType): boolean {
  const isKnown = (part: StatedType): boolean =>
    isNothingType(part.type) || kindOfType(part.type) !== undefined || !!elementType(part.type) || !!elementsOf(file, part);
  return partsOf(file, stated).every(isKnown);
}

/** Whether it is the same here whether an expression is a promise: it is awaited, or an async function or `Promise.all` gets it. */
function isAwaited(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type === "ArrayExpression") return true;
  return parent?.type === "AwaitExpression" || returningFunction(outer)?.async === true;
}

/** Whether an expression is what a function gives that does not state what it gives, or that states nothing. */
function isHandedBack(node: Node): boolean {
  const owner = returningFunction(withChoices(node));
  const type = owner?.returnType?.typeAnnotation;
  return !!owner && (!type || isNothingType(promisedType(type) ?? type));
}

/** Whether only the bound of a type parameter says what a call gives, `Base` in `find<T extends Base>(): T[]`, and the new function has another. */
function givesOtherUnknown(file: FileView, node: Node, template: Template, findExport: FindExport): boolean {
  const call = node.type === "AwaitExpression" ? unwrap(node.argument) : node;
  if (call.type !== "CallExpression" || call.typeArguments || !takesItsType(node)) return false;
  const [old, fresh] = [findCallee(file, call.callee), calledBy(file, template, findExport)];
  const bounds = fresh ? boundsOf(fresh) : [];
  return !!old && bounds.length > 0 && bounds.join() !== boundsOf(old).join();
}

/** What the type parameters of a function that no argument tells stand for. */
function boundsOf({ module, node }: Callee): readonly string[] {
  const text = (part: Node | undefined): string => (part ? module.text.slice(...part.range) : "");
  const names = (part: Node | undefined, name: string): boolean => new RegExp(String.raw`\b${name}\b`, "u").test(text(part));
  const own = (node.typeParameters?.params ?? []).filter(
    ({ name: { name } }) => names(node.returnType, name) && !node.params.some((each) => names(each, name)),
  );
  return own.map((each) => text(each.default ?? each.constraint) || "unknown");
}

/** Whether code goes on with the type that an expression has by itself: it reads from it, or keeps it in a name without a type. */
function takesItsType(node: Node): boolean {
  const outer = rewrap(node.parent?.type === "AwaitExpression" ? node.parent : node);
  const { parent } = outer;
  if (parent?.type === "VariableDeclarator") return !parent.id.typeAnnotation;
  return parent?.type === "MemberExpression" && parent.object === outer && memberName(parent) !== "length";
}

/** Whether a pattern is a call or construction that looks nothing up. */
function isCalledForMore(pattern: Template): boolean {
  const made = callIn(pattern.root);
  return !!made && !mayGiveNothing(made);
}

/** Whether a replacement surely gives something that has a type: what states one, and calls of globals. */
function hasType({ root }: Template, stated: StatedType | undefined, findExport: FindExport): boolean {
  if (stated) return stated.type.type !== "TSAnyKeyword";
  return root.type === "CallExpression" && !findExport(pathOf(root.callee)?.[0] ?? "");
}

/** Whether a replacement calls what may find nothing, `$list.at(-1)`, where TypeScript said of the old code that it gives a value: `$list[0]`. */
function looksUp(file: FileView, pattern: Template, { root }: Template, findExport: FindExport): boolean {
  if (root.type !== "CallExpression" || root.callee.type !== "MemberExpression" || mayGiveNothing(pattern.root)) return false;
  // What the contract imports states what it gives.
  if (findExport(pathOf(root.callee)?.[0] ?? "")) return false;
  if (!mayGiveNothing(root)) return false;
  // Containers of classes have a `get`, too.
  if (pattern.root.type !== "MemberExpression") return memberName(root.callee) !== "get";
  return !pattern.root.computed || !file.modules.hasOption(file.path, "noUncheckedIndexedAccess");
}

/** Whether code goes on without a value: it asks for it first, says `!`, compares it, or drops it. */
function takesNothing(file: FileView, node: Node): boolean {
  const { parent } = node;
  if (!parent || wantsNothing(file, node) || isTestedForPresence(node) || parent.type === "TSNonNullExpression") return true;
  if (parent.type === "BinaryExpression") return /^[!=]==?$/u.test(parent.operator);
  const declared = parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
  if (!declared || declared.typeAnnotation) return false;
  const reads = file.variableOf(declared)?.references.filter(({ init }) => !init) ?? [];
  return reads.every(
    ({ identifier: read }) =>
      isTestedForPresence(read) || read.parent.type === "TSNonNullExpression" || isGuarded(file, declared.name, read),
  );
}

/** What TypeScript learns from a call of the old function alone: of which type its argument is, or that no code comes after it. */
function toldBy(file: FileView, pattern: Template, template: Template, findExport: FindExport): string | undefined {
  const path = pathOf(callIn(pattern.root)?.callee ?? pattern.root);
  const [old, fresh] = [pattern, template].map((each) => calledBy(file, each, findExport)?.node);
  if (!path || !fresh || callIn(pattern.root)?.type !== "CallExpression") return undefined;
  const [before, after] = [old && statedResult(old), statedResult(fresh)];
  // What a package states is not read.
  const mayTell = old ? before?.type === "TSTypePredicate" : GUARDS.test(path.at(-1) ?? "");
  if (mayTell && after?.type !== "TSTypePredicate") return `${path.join(".")} tells TypeScript of which type its argument is`;
  const isFollowed = after?.type === "TSNeverKeyword" && (after !== fresh.returnType?.typeAnnotation || !isExpression(fresh));
  return before?.type === "TSNeverKeyword" && !isFollowed
    ? `${path.join(".")} tells TypeScript that nothing comes after it`
    : undefined;
}

/** What a function is stated to give, by itself or by the constant that holds it. */
function statedResult(callee: Callable): TSESTree.TypeNode | undefined {
  if (callee.returnType) return callee.returnType.typeAnnotation;
  const { parent }: { parent?: Node } = callee;
  const type = parent?.type === "VariableDeclarator" ? parent.id.typeAnnotation?.typeAnnotation : undefined;
  return type?.type === "TSFunctionType" ? type.returnType?.typeAnnotation : undefined;
}

/** TypeScript follows no `never` of a function expression whose constant states no type. */
function isExpression({ type }: Callable): boolean {
  return type === "ArrowFunctionExpression" || type === "FunctionExpression";
}

/** Whether a function is stated to give what a match writes with type arguments: `Promise<void>` of `new Promise<void>(…)`. */
export function givesTyped(file: FileView, node: Node, template: Template, findExport: FindExport): boolean {
  const callee = node.type === "NewExpression" ? calledBy(file, template, findExport) : undefined;
  const type = callee?.node.returnType?.typeAnnotation;
  if (node.type !== "NewExpression" || !callee || type?.type !== "TSTypeReference" || !type.typeArguments) return false;
  const written = file.textOf(node.callee) + (node.typeArguments ? file.textOf(node.typeArguments) : "");
  // A name may mean another type in another module.
  return (
    written === textOf({ module: callee.module, type }) &&
    type.typeArguments.params.every(({ type: each }) => each.endsWith("Keyword"))
  );
}

/** The type that an expression of the contract has, as the project states it. */
function givenBy(file: FileView, template: Template, findExport: FindExport): StatedType | undefined {
  const { root } = template;
  const path = pathOf(root.type === "AwaitExpression" ? root.argument : root);
  const callee = calledBy(file, template, findExport);
  const type = callee?.node.returnType?.typeAnnotation;
  const stated = callee && type ? { module: callee.module, type } : path && memberOf(file, path, findExport);
  return settled(stated, root.type === "AwaitExpression");
}

/** What the function of a place, which the pattern leaves open, is stated to give. */
function statedHere(file: FileView, node: Node): StatedType | undefined {
  const waits = node.type === "AwaitExpression";
  const [stated] = statedTypesOf(file, waits ? unwrap(node.argument) : node);
  return stated && "type" in stated ? settled(stated, waits) : undefined;
}

/** A type, or that of what its promise holds. */
function settled(stated: StatedType | undefined, waits: boolean): StatedType | undefined {
  return stated && waits ? { ...stated, type: promisedType(stated.type) ?? stated.type } : stated;
}

/** What a function that states no result gives: nothing in one of its returns. */
function shownByReturns(file: FileView, template: Template, findExport: FindExport): StatedType | undefined {
  const callee = calledBy(file, template, findExport);
  if (!callee || (isFunction(callee.node) && callee.node.async && template.root.type !== "AwaitExpression")) return undefined;
  const nothing = nothingGivenBy(file, callee);
  const last = nothing && { type: nothing.type === "Literal" ? "TSNullKeyword" : "TSUndefinedKeyword", range: nothing.range };
  return last && { module: callee.module, type: { type: "TSUnionType", types: [OBJECT, last] } as unknown as TSESTree.TypeNode };
}

/** What an expression of the contract gives by its own syntax: an instance, a text, a number. */
function shownBy(file: FileView, { root }: Template): StatedType | undefined {
  const kind = root.type === "NewExpression" ? "object" : kindOf(root);
  const type = kind && `TS${kind[0]!.toUpperCase()}${kind.slice(1)}Keyword`;
  return type === undefined
    ? undefined
    : { module: ownModule(file), type: { type, range: [0, 0] } as unknown as TSESTree.TypeNode };
}

function memberOf(file: FileView, [name = "", ...members]: readonly string[], findExport: FindExport): StatedType | undefined {
  const target = findExport(name);
  if (!target || members.length === 0) return undefined;
  const [exported = "", ...path] = target.exported === "*" ? members : [target.exported, ...members];
  return exportedType(file, { module: target.module, exported }, path);
}

/** The members of a union, also of those that the project's own names stand for; undefined where it may be left out. */
function partsOf(file: FileView, stated: StatedType, depth = 0): readonly StatedType[] {
  const { module, type, isOptional } = stated;
  if (isOptional) return [{ module, type: UNDEFINED }, ...partsOf(file, { module, type }, depth)];
  if (type.type === "TSUnionType") return type.types.flatMap((each) => partsOf(file, { module, type: each }, depth));
  const meant = depth < MOST_NAMES ? behindAlias(file, stated) : stated;
  return meant === stated ? [stated] : partsOf(file, meant, depth + 1);
}

const MOST_NAMES = 8;
const OBJECT = { type: "TSObjectKeyword", range: [0, 0] } as unknown as TSESTree.TypeNode;
const UNDEFINED = { type: "TSUndefinedKeyword", range: [0, 0] } as unknown as TSESTree.TypeNode;

/** Whether a value of a type is of none of the others: nothing, a promise, or a text among numbers. Of classes and interfaces nothing is sure. */
function isSurelyNoneOf({ module, type }: StatedType, others: readonly StatedType[]): boolean {
  if (isNothingType(type)) return !others.some((other) => isNothingType(other.type));
  if (promisedType(type)) return others.every((other) => isNothingType(other.type) || kindOfType(other.type) !== undefined);
  const kind = kindOfType(type);
  const isOther = (other: StatedType): boolean => {
    if (kind === undefined || (!isNothingType(other.type) && kindOfType(other.type) === undefined)) return false;
    if (kindOfType(other.type) !== kind) return true;
    return other.type.type === "TSLiteralType" && textOf(other) !== textOf({ module, type });
  };
  return kind !== undefined && others.every(isOther);
}

/** The kind of text, number or truth that a type has: `string` of `"a"` and `string`. */
function kindOfType(type: TSESTree.TypeNode): string | undefined {
  if (type.type === "TSLiteralType") return type.literal.type === "Literal" ? typeof type.literal.value : undefined;
  return /^TS(string|number|boolean|bigint)Keyword$/iu.exec(type.type)?.[1]?.toLowerCase();
}

/** Whether a replacement is a call of a function whose stated result is a type: the instances of a class. */
export function statesResult(
  file: FileView,
  template: Template,
  { module, exported }: ExportRef,
  findExport: FindExport,
): boolean {
  const callee = calledBy(file, template, findExport);
  const stated = plainName(callee?.node.returnType?.typeAnnotation)?.name;
  const { declarations } = file.modules;
  const given = callee && stated !== undefined ? declarations.findNamed(callee.module, stated) : undefined;
  const wanted = given && declarations.findExported(module, exported);
  return !!wanted && given.name === wanted.name && given.module.path === wanted.module.path;
}

/** Whether a replacement is a call that may give nothing, as far as its function tells what it gives. */
export function mayLackResult(file: FileView, template: Template, findExport: FindExport): boolean {
  if (callIn(template.root)?.type !== "CallExpression") return false;
  const callee = calledBy(file, template, findExport)?.node;
  if (!callee) return true;
  const type = callee.returnType?.typeAnnotation;
  if (!type) return !("body" in callee && callee.body && MADE.has(callee.body.type));
  const parts = type.type === "TSUnionType" ? type.types : [type];
  return parts.some(isNothingType) || (type.type === "TSTypeReference" && !!callee.typeParameters);
}

/** Why what a replacement gives may not fit where an expression is: it gives texts of a few forms, and other texts come there too. */
export function doubtOfResult(
  file: FileView,
  { node, template: pattern }: Pick<Match, "node" | "template">,
  template: Template,
  findExport: FindExport,
): string | undefined {
  const call = callIn(template.root);
  const path = pathOf(call?.type === "CallExpression" ? call.callee : template.root);
  if (!path) return undefined;
  const isUuid = !!call && isRandomUuid(path, findExport);
  if (!isUuid && !givesForm(file, template, findExport)) return undefined;
  if (pattern && givesForm(file, pattern, findExport)) return undefined;
  // Any text may be compared with a constant.
  if (!call && node.parent?.type === "BinaryExpression") return undefined;
  // An ID that others get is hardly ever replaced by another text there.
  const doubt = doubtOfNarrower(file, node, !isUuid);
  return doubt && `${path.join(".")} gives no plain string, and ${doubt}`;
}

function isRandomUuid(path: readonly string[], findExport: FindExport): boolean {
  const target = findExport(path[0] ?? "");
  const names = target && target.exported !== "*" && target.exported !== "default" ? [target.exported, ...path.slice(1)] : path;
  if (names.at(-1) !== "randomUUID") return false;
  return !target || (target.module.kind === "package" && target.module.name === "crypto");
}

/** Whether an expression of the contract gives a part of all texts: by its function, or as a member of an enum or of constants. */
function givesForm(file: FileView, template: Template, findExport: FindExport): boolean {
  const [name = "", member, more] = template.root.type === "MemberExpression" ? (pathOf(template.root) ?? []) : [];
  const target = member === undefined || more !== undefined ? undefined : findExport(name);
  const declared = target && file.modules.declarations.findExported(target.module, target.exported);
  const value = declared?.module.values.get(declared.name);
  const texts = value ? textsNamedIn(value) : new Map<string, Node | undefined>();
  const text = member === undefined ? undefined : texts.get(member);
  return text ? kindOf(text) === "string" : hasForm(file, givenBy(file, template, findExport));
}

/** What the members of an enum, or of an object that is `as const`, have. */
function textsNamedIn(value: Node): ReadonlyMap<string | undefined, Node | undefined> {
  if (value.type === "TSEnumDeclaration")
    return new Map(membersOfEnum(value).map(({ id, initializer }) => [keyName({ key: id }), initializer]));
  const object = isConstCast(value) ? unwrap(value) : undefined;
  const properties = object?.type === "ObjectExpression" ? object.properties : [];
  return new Map(properties.flatMap((each) => (each.type === "Property" ? [[keyName(each), each.value] as const] : [])));
}

/** Whether a type allows a part of all texts: literals and templates. */
function hasForm(file: FileView, stated: StatedType | undefined): boolean {
  const parts = stated ? partsOf(file, stated).filter(({ type }) => !isNothingType(type)) : [];
  const isForm = ({ type }: StatedType) =>
    type.type === "TSTemplateLiteralType" || (type.type === "TSLiteralType" && kindOfType(type) === "string");
  return parts.length > 0 && parts.every(isForm);
}
