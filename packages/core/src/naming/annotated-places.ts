/** Finds the named place (variable, parameter, property …) that a type annotation belongs to. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import { functionName, isFunction, keyName, type Node } from "../syntax/nodes.js";
import { carrierOf, findTarget, type Target } from "./targets.js";
import { isNothingType } from "../semantics/types/type-parts.js";

/** How a place uses a type: as the value itself, as elements, as keys, or as the values of keys. */
export type PlaceShape = "one" | "many" | "key" | "value";

/** A type annotation and the named place that it belongs to. */
export interface AnnotatedPlace {
  /** The type that was looked up. */
  readonly part: TSESTree.TypeNode;
  /** The whole type of the place. */
  readonly type: TSESTree.TypeNode;
  /** The name as written. */
  readonly name: string;
  readonly shape: PlaceShape;
  readonly kind: "variable" | "parameter" | "property" | "field" | "return" | "alias" | "argument" | "index";
  /** The node that has the name: identifier, member, function. */
  readonly holder: Node;
  /** Whether `null` or `undefined` is allowed too. */
  readonly isNullable: boolean;
}

/** Generic types whose values are, or provide, one value of the type argument. */
const WRAPPERS = new Set([
  ...[
    "Promise",
    "PromiseLike",
    "Awaited",
    "Readonly",
    "NonNullable",
    "Nullable",
    "Maybe",
    "Optional",
    "Observable",
    "BehaviorSubject",
  ],
  ...["Ref", "ShallowRef", "MutableRefObject", "RefObject", "Signal", "WritableSignal", "Accessor", "Writable", "Readable"],
]);
const COLLECTIONS = new Set([
  "Array",
  "ReadonlyArray",
  "Set",
  "ReadonlySet",
  "Iterable",
  "AsyncIterable",
  "Iterator",
  "IterableIterator",
  "Generator",
  "AsyncGenerator",
]);
const KEYED = new Set(["Map", "ReadonlyMap", "Record"]);
/** Calls whose result contains a value of their type argument. */
const HOLDING_CALLS = new Set(["useState", "useRef", "ref", "shallowRef", "signal", "createSignal", "BehaviorSubject"]);

interface Climb {
  readonly type: TSESTree.TypeNode;
  readonly shape: PlaceShape;
  readonly isNullable: boolean;
}

/** Finds the place whose type is, or contains, this one; undefined if the place has no name. */
export function annotatedPlaceOf(file: FileView, part: TSESTree.TypeNode): AnnotatedPlace | undefined {
  const top = climb(part);
  const place = top && placeOf(file, top.type);
  return top && place && { part, ...top, ...place, shape: place.shape ?? top.shape };
}

/** Climbs to the whole type: through unions with null, collections, maps with that key, promises. */
function climb(part: TSESTree.TypeNode): Climb | undefined {
  let at: TSESTree.TypeNode = part;
  let shape: PlaceShape = "one";
  let isNullable = false;
  for (;;) {
    const parent = at.parent;
    switch (parent.type) {
      case "TSUnionType":
        if (!parent.types.every((type) => type === at || isNothingType(type))) return undefined;
        isNullable ||= parent.types.length > 1 && shape === "one";
        at = parent;
        break;
      case "TSTypeOperator":
        if (parent.operator !== "readonly") return undefined;
        at = parent;
        break;
      case "TSArrayType":
        if (shape !== "one") return undefined;
        [at, shape] = [parent, "many"];
        break;
      case "TSRestType":
      case "TSOptionalType":
        at = parent;
        break;
      case "TSTypeParameterInstantiation": {
        const holder = parent.parent;
        if (holder.type !== "TSTypeReference") return { type: at, shape, isNullable };
        const name = holder.typeName.type === "Identifier" ? holder.typeName.name : "";
        if (KEYED.has(name) && parent.params[1] === at && shape === "one") {
          [at, shape] = [holder, "value"];
          break;
        }
        if (parent.params[0] !== at) return undefined;
        if (COLLECTIONS.has(name) && shape === "one") shape = "many";
        else if (KEYED.has(name) && shape === "one" && !isNullable) shape = "key";
        else if (!WRAPPERS.has(name)) return undefined;
        at = holder;
        break;
      }
      default:
        return { type: at, shape, isNullable };
    }
  }
}

type Place = Pick<AnnotatedPlace, "name" | "kind" | "holder"> & { readonly shape?: PlaceShape };

function placeOf(file: FileView, type: TSESTree.TypeNode): Place | undefined {
  const parent = type.parent;
  switch (parent.type) {
    case "TSTypeAnnotation":
      return annotatedPlace(file, parent);
    case "TSTypeAliasDeclaration":
      return { name: parent.id.name, kind: "alias", holder: parent };
    case "TSNamedTupleMember":
      return parent.label.type === "Identifier" ? { name: parent.label.name, kind: "property", holder: parent } : undefined;
    case "TSTypeParameterInstantiation":
      return callPlace(file, parent, type);
    default:
      return undefined;
  }
}

function annotatedPlace(file: FileView, annotation: TSESTree.TSTypeAnnotation): Place | undefined {
  const holder = annotation.parent;
  switch (holder.type) {
    case "Identifier":
      return identifierPlace(holder);
    case "RestElement":
      return holder.argument.type === "Identifier" ? { name: holder.argument.name, kind: "parameter", holder } : undefined;
    case "PropertyDefinition":
    case "AccessorProperty":
    case "TSAbstractPropertyDefinition":
    case "TSAbstractAccessorProperty":
      return namedPlace("field", holder, keyName(holder));
    case "TSPropertySignature":
      return namedPlace("property", holder, keyName(holder));
    case "TSTypePredicate":
      return undefined;
    default:
      return "returnType" in holder && holder.returnType === annotation ? returnPlace(file, holder) : undefined;
  }
}

function namedPlace(kind: Place["kind"], holder: Node, name: string | undefined): Place | undefined {
  return name === undefined ? undefined : { kind, holder, name: name.replace(/^#/u, "") };
}

function identifierPlace(identifier: TSESTree.Identifier): Place | undefined {
  const parent = identifier.parent;
  if (parent.type === "CatchClause") return undefined;
  if (parent.type === "VariableDeclarator") return namedPlace("variable", identifier, identifier.name);
  if (parent.type === "TSIndexSignature") return namedPlace("index", identifier, identifier.name);
  return namedPlace("parameter", identifier, setterName(parent) ?? identifier.name);
}

/** The name of the setter that a parameter belongs to: `userId` in `set userId(value: string)`. */
function setterName(owner: Node): string | undefined {
  const member = isFunction(owner) ? owner.parent : undefined;
  if (member?.type !== "MethodDefinition" && member?.type !== "Property") return undefined;
  return member.kind === "set" ? keyName(member) : undefined;
}

function returnPlace(file: FileView, owner: Node): Place | undefined {
  if (isFunction(owner)) return namedPlace("return", owner, functionName(owner));
  if (owner.type === "TSDeclareFunction") return namedPlace("return", owner, owner.id?.name);
  if (owner.type === "TSMethodSignature") return namedPlace("return", owner, keyName(owner));
  if (owner.type === "TSEmptyBodyFunctionExpression")
    return "key" in owner.parent ? namedPlace("return", owner, keyName(owner.parent)) : undefined;
  if (owner.type === "TSFunctionType") {
    const place = placeOf(file, owner);
    return place && { ...place, kind: "return", holder: owner };
  }
  return undefined;
}

/** The place of a call's type argument, named by what receives the call's result: `const x = new Map<string, Session>()`. */
function callPlace(file: FileView, list: TSESTree.TSTypeParameterInstantiation, type: TSESTree.TypeNode): Place | undefined {
  const call = list.parent;
  if (call.type !== "NewExpression" && call.type !== "CallExpression") return undefined;
  const callee = call.callee.type === "MemberExpression" ? call.callee.property : call.callee;
  const name = callee.type === "Identifier" ? callee.name : "";
  const shape = shapeIn(name, list.params.indexOf(type));
  const target = shape && statedTarget(file, call);
  if (!target || target.annotation) return undefined;
  return { name: target.name, kind: "argument", holder: call, shape };
}

/** How a call's result uses its type argument. */
function shapeIn(name: string, index: number): PlaceShape | undefined {
  if (KEYED.has(name)) return index === 0 ? "key" : index === 1 ? "value" : undefined;
  if (index !== 0) return undefined;
  return COLLECTIONS.has(name) ? "many" : HOLDING_CALLS.has(name) ? "one" : undefined;
}

/** What receives a value, without asking the type checker. */
export function statedTarget(file: FileView, value: Node): Target | undefined {
  const target = findTarget(file, value);
  const isByTypes = target?.kind === "argument" && target.node === carrierOf(value);
  return isByTypes ? undefined : target;
}

/** Whether a function is a getter, whose name is that of a value. */
export function isGetter(node: Node): boolean {
  return (node.parent?.type === "MethodDefinition" || node.parent?.type === "Property") && node.parent.kind === "get";
}
