/** Says whether a value surely is of no such type, where nothing is known of most values: what elements of JSX get, and what is moved. */
import { findCallee, resultType, type StatedType, type StatedValue } from "../callees.js";
import type { FileView } from "../file-view.js";
import { isFunction, isNothing, type Node } from "../../syntax/nodes.js";
import { constantValue } from "./type-flows.js";
import { behindAlias } from "./type-members.js";
import { kindOf, promisedType } from "./type-parts.js";
import { isAssignable, isElementType, isOfKind, isReactNode, statedTypesOf, withoutParameter } from "./value-types.js";

/** A function where React renders, a number where a text is wanted, any text where some are. */
export function refusesValue(file: FileView, wanted: StatedType, value: Node): boolean {
  const to = behindAlias(file, withoutParameter(file, wanted));
  if (value.type === "ConditionalExpression")
    return [value.consequent, value.alternate].some((each) => refusesValue(file, wanted, each));
  if (to.type.type === "TSUnionType") return to.type.types.every((type) => refusesValue(file, { ...to, type }, value));
  const shown = constantValue(file, value)?.value ?? value;
  const isPlain = PLAIN.test(to.type.type);
  if (isFunction(shown)) return isPlain || isReactNode(to) || isElementType(to);
  const kind = to.isOptional && isNothing(shown) ? undefined : kindOf(shown);
  if (isPlain && (NEVER_PLAIN.test(shown.type) || isPromised(file, shown))) return true;
  if (to.type.type === "TSLiteralType" && kind === undefined) return isAnyText(file, shown);
  const isJudged = isPlain || (to.type.type === "TSLiteralType" && WRITTEN.has(shown.type));
  return isJudged && kind !== undefined && !isOfKind(to.type, kind, shown);
}

const WRITTEN = new Set(["Literal", "TemplateLiteral"]);

/** Whether a value is stated to be any text, number or truth. */
function isAnyText(file: FileView, value: Node): boolean {
  const stated = statedTypesOf(file, value);
  return stated.length > 0 && stated.every((each) => "type" in each && PLAIN.test(each.type.type));
}

const NEVER_PLAIN = /^(?:(?:Object|Array|New|Class)Expression|JSX(?:Element|Fragment))$/u;

/** A call of a function that is `async`, without `await`. */
function isPromised(file: FileView, value: Node): boolean {
  const callee = value.type === "CallExpression" ? findCallee(file, value.callee)?.node : undefined;
  return !!callee && "async" in callee && callee.async;
}

/** Whether what is stated of a value, or what it holds, surely is of no such type. */
export function refusesStated(file: FileView, wanted: StatedType, from: StatedValue): boolean {
  const to = behindAlias(file, withoutParameter(file, wanted));
  if ("value" in from) {
    const given = from.value.type === "CallExpression" ? resultType(file, from.value) : [];
    if (given.length > 0) return given.every((each) => refusesStated(file, to, each));
    return !isNothing(from.value) && refusesValue(file, to, from.value);
  }
  const own = behindAlias(file, from);
  if (to.type.type === "TSUnionType") return to.type.types.every((type) => refusesStated(file, { ...to, type }, own));
  if (own.type.type === "TSUnionType") return own.type.types.every((type) => refusesStated(file, to, { ...own, type }));
  const isShaped = PLAIN.test(own.type.type) || SHAPES.test(own.type.type) || promisedType(own.type) !== undefined;
  return PLAIN.test(to.type.type) && isShaped && !isAssignable(file, own, to);
}

const PLAIN = /^TS(?:String|Number|Boolean|BigInt)Keyword$/u;
const SHAPES = /^TS(?:Literal|TypeLiteral|ArrayType|TupleType|FunctionType|NullKeyword|UndefinedKeyword)/u;
