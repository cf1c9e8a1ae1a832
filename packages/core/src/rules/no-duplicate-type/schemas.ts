import type { TSESTree } from "@typescript-eslint/types";
import { keyName, memberName, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import type { Declared, DeclaringModule } from "../../modules/index.js";
import { keyOfShape, objectOf, other, unionOf, type Member, type Shape } from "./shape.js";
import { isConstType, membersOfEnum } from "../../semantics/types/type-parts.js";
import { membersOf, type TypeMember } from "../../semantics/types/type-members.js";

const INFERRED = new Set(["infer", "output", "TypeOf"]);

/** The schema of `z.infer<typeof UserSchema>`. */
export function inferredSchema(
  module: DeclaringModule,
  typeName: TSESTree.EntityName,
  args: readonly TSESTree.TypeNode[],
): TSESTree.Identifier | undefined {
  const [query] = args;
  if (query?.type !== "TSTypeQuery" || query.exprName.type !== "Identifier" || args.length !== 1) return undefined;
  if (typeName.type === "TSQualifiedName")
    return INFERRED.has(typeName.right.name) && typeName.left.type === "Identifier" && isZod(module, typeName.left.name)
      ? query.exprName
      : undefined;
  const imported = typeName.type === "Identifier" ? module.imports.get(typeName.name) : undefined;
  return imported && INFERRED.has(imported.name) && ZOD.test(imported.specifier) ? query.exprName : undefined;
}

const ZOD = /(?:^|[/-])zod(?:$|[/-])/u;

function isZod(module: DeclaringModule, name: string): boolean {
  return ZOD.test(module.namespaces.get(name) ?? module.imports.get(name)?.specifier ?? "");
}

type Find = (module: DeclaringModule, name: TSESTree.Identifier) => Declared | undefined;

const MOST_STEPS = 60;
/** Steps that change neither the type nor whether the member is optional. */
const KEEPING =
  /^(?:min|max|length|email|url|uuid|uuidv\d|guid|ulid|cuid2?|nanoid|regex|refine|superRefine|trim|nonempty|startsWith|endsWith|includes|describe|check|meta|toLowerCase|toUpperCase|int|positive|negative|nonnegative|nonpositive|finite|safe|multipleOf|gt|gte|lt|lte|datetime|date|time|ip|base64|strict|strip|openapi|register|catch)$/u;
const STRINGS = /^(?:string|email|url|uuid|uuidv\d|guid|ulid|cuid2?|nanoid|ksuid|xid|emoji|base64|base64url|jwt|ipv4|ipv6)$/u;
const KEYWORDS: ReadonlyMap<string, string> = new Map([
  ...["number", "int", "int32", "float32", "float64", "nan"].map((name) => [name, "number"] as const),
  ...["bigint", "symbol", "any", "unknown", "never", "null", "undefined", "void"].map((name) => [name, name] as const),
  ...([["boolean", "boolean"], ["stringbool", "boolean"], ["date", "global:Date"]] as const),
]); // prettier-ignore

interface Read {
  readonly shape: Shape;
  readonly isOptional: boolean;
}

/** Reads the type that zod infers from a schema of plain parts; undefined if a part is anything else. */
export class SchemaReader {
  readonly #find: Find;
  #steps = 0;

  constructor(find: Find) {
    this.#find = find;
  }

  read(value: Node, module: DeclaringModule): Shape | undefined {
    const found = this.#read(value, module);
    if (!found) return undefined;
    return found.isOptional ? unionOf([found.shape, other("undefined")]) : found.shape;
  }

  #read(value: Node, module: DeclaringModule): Read | undefined {
    const node = unwrap(value);
    if (this.#steps++ > MOST_STEPS * 10) return undefined;
    if (node.type === "Identifier") return this.#named(node, module);
    if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
    const { object } = node.callee;
    const step = memberName(node.callee);
    if (step === undefined) return undefined;
    const owner = unwrap(object);
    if (owner.type === "Identifier" && isZod(module, owner.name)) return plain(this.#start(step, node.arguments, module));
    // z.coerce.number(), z.iso.datetime()
    if (owner.type === "MemberExpression" && owner.object.type === "Identifier" && isZod(module, owner.object.name))
      return memberName(owner) === "iso" ? plain(other("string")) : plain(this.#start(step, node.arguments, module));
    const inner = this.#read(owner, module);
    return inner && this.#step(step, inner, node.arguments, module);
  }

  #named(node: TSESTree.Identifier, module: DeclaringModule): Read | undefined {
    const declared = this.#find(module, node);
    const value = declared?.module.values.get(declared.name);
    if (!declared || !value || value.type === "Identifier") return undefined;
    const found = this.#read(value, declared.module);
    return found && declared.module !== module ? { ...found, shape: { ...found.shape, isOwn: false } } : found;
  }

  #start(name: string, args: readonly Node[], module: DeclaringModule): Shape | undefined {
    const [first, second] = args;
    const keyword = KEYWORDS.get(name);
    if (keyword !== undefined) return other(keyword);
    if (STRINGS.test(name)) return other("string");
    switch (name) {
      case "object":
      case "strictObject":
        return first && this.#object(unwrap(first), module);
      case "array":
        return this.#around(first, module, (key) => `Array<${key}>`);
      case "set":
        return this.#around(first, module, (key) => `global:Set<${key}>`);
      case "record":
        return this.#record(first, second, module);
      case "enum":
      case "literal":
        return literals(first && unwrap(first));
      case "union":
        return this.#union(first && unwrap(first), module);
      case "discriminatedUnion":
        return this.#union(second && unwrap(second), module);
      case "optional":
      case "nullable":
      case "nullish": {
        const inner = first && this.read(first, module);
        return inner && unionOf([inner, ...ADDED[name].map((key) => other(key))]);
      }
      default:
        return undefined;
    }
  }

  #step(name: string, inner: Read, args: readonly Node[], module: DeclaringModule): Read | undefined {
    switch (name) {
      case "optional":
        return { ...inner, isOptional: true };
      case "nullable":
        return { ...inner, shape: unionOf([inner.shape, other("null")]) };
      case "nullish":
        return { shape: unionOf([inner.shape, other("null")]), isOptional: true };
      case "default":
      case "prefault":
        return { ...inner, isOptional: false };
      case "array":
        return plain(other(`Array<${keyOfShape(inner.shape)}>`, inner.shape.isOwn));
      case "or": {
        const second = args[0] && this.read(args[0], module);
        return second && plain(unionOf([inner.shape, second]));
      }
      case "partial":
        return args.length === 0 ? withMembers(inner, (member) => ({ ...member, isOptional: true })) : undefined;
      case "readonly":
        return withMembers(inner, (member) => ({ ...member, isReadonly: true }));
      case "extend": {
        const more = args[0] && this.#object(unwrap(args[0]), module);
        if (more?.kind !== "object" || inner.shape.kind !== "object") return undefined;
        const kept = [...inner.shape.members.values()].filter(({ name: own }) => !more.members.has(own));
        return plain(objectOf([...kept, ...more.members.values()], inner.shape.isOwn && more.isOwn));
      }
      default:
        return KEEPING.test(name) ? inner : undefined;
    }
  }

  #object(node: Node, module: DeclaringModule): Shape | undefined {
    if (node.type !== "ObjectExpression") return undefined;
    const members: Member[] = [];
    let isOwn = true;
    for (const property of node.properties) {
      const name = property.type === "Property" ? keyName(property) : undefined;
      const value = property.type === "Property" && !property.computed ? this.#read(property.value, module) : undefined;
      if (name === undefined || !value) return undefined;
      isOwn &&= value.shape.isOwn;
      members.push({ name, isOptional: value.isOptional, isReadonly: false, isMethod: false, type: keyOfShape(value.shape) });
    }
    return objectOf(members, isOwn);
  }

  #around(node: Node | undefined, module: DeclaringModule, wrap: (key: string) => string): Shape | undefined {
    const inner = node && this.read(node, module);
    return inner && other(wrap(keyOfShape(inner)), inner.isOwn);
  }

  #record(first: Node | undefined, second: Node | undefined, module: DeclaringModule): Shape | undefined {
    const value = second ?? first;
    const key = second && first ? this.read(first, module) : other("string");
    const inner = value && this.read(value, module);
    return key && inner && other(`global:Record<${keyOfShape(key)}, ${keyOfShape(inner)}>`);
  }

  #union(node: Node | undefined, module: DeclaringModule): Shape | undefined {
    if (node?.type !== "ArrayExpression") return undefined;
    const parts = node.elements.map((element) => (element ? this.read(element, module) : undefined));
    return parts.every((part) => part !== undefined) ? unionOf(parts) : undefined;
  }
}

const ADDED = { optional: ["undefined"], nullable: ["null"], nullish: ["null", "undefined"] } as const;

function plain(shape: Shape | undefined): Read | undefined {
  return shape && { shape, isOptional: false };
}

function withMembers(inner: Read, change: (member: Member) => Member): Read | undefined {
  if (inner.shape.kind !== "object") return undefined;
  return { ...inner, shape: objectOf([...inner.shape.members.values()].map(change), inner.shape.isOwn) };
}

/** `"a"`, `["a", "b"]`. */
function literals(node: Node | undefined): Shape | undefined {
  const nodes = node?.type === "ArrayExpression" ? node.elements : [node];
  const shapes = nodes.map((each): Shape | undefined => {
    const text = stringValue(each);
    if (text !== undefined) return other(JSON.stringify(text));
    return each?.type === "Literal" && typeof each.value !== "object" ? other(String(each.value)) : undefined;
  });
  return shapes.length > 0 && shapes.every((shape) => shape !== undefined) ? unionOf(shapes) : undefined;
}

/** Anything with parameters and possibly a return type. */
export type Signature =
  | TSESTree.TSFunctionType
  | TSESTree.TSConstructorType
  | TSESTree.TSMethodSignature
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSConstructSignatureDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.TSEmptyBodyFunctionExpression;

/** How the types inside a class are read. */
interface TypeKeys {
  key(annotation: TSESTree.TypeNode | undefined): string;
  signature(method: Signature): string;
}

/** An enum's members with their values. */
export function enumShape(node: TSESTree.TSEnumDeclaration): Shape {
  let next: number | undefined = 0;
  const members = membersOfEnum(node).map(({ id, initializer }): Member => {
    const name = keyName({ key: id }) ?? "";
    const type: string = initializer ? literalKey(initializer) : next === undefined ? "unknown" : String(next);
    next = /^-?\d+$/u.test(type) ? Number(type) + 1 : undefined;
    return { name, type, isOptional: false, isReadonly: false, isMethod: false };
  });
  return { ...objectOf(members), kind: "enum" };
}

/** The public members of a class's instances. */
export function classShape({ superClass, body }: TSESTree.ClassDeclaration, module: DeclaringModule, types: TypeKeys): Shape {
  const own = [...membersOf(module, body.body)];
  const members = own.flatMap((each): Member[] => {
    const { name, node, isOptional, isMethod } = each;
    if (name === undefined || !node) return [];
    const isReadonly = ("readonly" in node && node.readonly === true) || ("kind" in node && node.kind === "get");
    return [{ name, isOptional, isMethod, isReadonly, type: typeOfMember(each, node, types) }];
  });
  const isNominal = superClass !== null || own.some(({ isHidden }) => isHidden);
  return { kind: "class", members: objectOf(members).members, isNominal, isOwn: true };
}

/** A method's signature, a field's stated type, otherwise that of the literal that it starts as. */
function typeOfMember({ type, isMethod }: TypeMember, node: Node, types: TypeKeys): string {
  const value = "value" in node && node.value && typeof node.value === "object" ? (node.value as Node) : undefined;
  if (isMethod) return types.signature(value as Signature);
  return (type || !value ? undefined : widened(value)) ?? types.key(type);
}

/** A literal as a type. */
export function literalKey(literal: Node): string {
  const node = unwrap(literal);
  if (node.type === "Literal")
    return typeof node.value === "string" ? JSON.stringify(node.value) : String(node.value ?? node.raw);
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return JSON.stringify(node.quasis[0]?.value.cooked);
  if (node.type === "UnaryExpression") return `${node.operator}${literalKey(node.argument)}`;
  return "unknown";
}

/** The type of a field that starts as a literal. */
function widened(value: Node): string | undefined {
  if (value.type === "TemplateLiteral") return "string";
  const type = value.type === "Literal" ? typeof value.value : "object";
  return type === "object" ? undefined : type;
}

/** The values of `["a", "b"] as const` and of `{ A: "a" } as const`, where all are literals. */
export function constValues(value: Node, kind: "list" | "object"): Shape | undefined {
  if (value.type !== "TSAsExpression" || !isConstType(value.typeAnnotation)) return undefined;
  const inner = unwrap(value);
  const nodes =
    kind === "list" && inner.type === "ArrayExpression"
      ? inner.elements
      : kind === "object" && inner.type === "ObjectExpression"
        ? inner.properties.map((property) => (property.type === "Property" ? property.value : null))
        : [];
  const keys = nodes.map((node) =>
    node && /^(?:Literal|TemplateLiteral|UnaryExpression)$/u.test(node.type) ? literalKey(node) : "unknown",
  );
  return keys.length > 0 && !keys.includes("unknown") ? unionOf(keys.map((key) => other(key))) : undefined;
}
