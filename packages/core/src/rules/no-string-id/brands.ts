import type { TSESTree } from "@typescript-eslint/types";
import { unwrap, type Node } from "../../syntax/nodes.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { DeclaringModule } from "../../modules/index.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { Template } from "../../patterns/template.js";

/** What the declaration of an ID's type says; a member is undefined if the declaration does not tell. */
export interface Brand {
  /** Whether an ID can be used as a string. */
  readonly isString: boolean | undefined;
  /** Whether the type is `string` under another name. */
  readonly isPlain: boolean;
  /** Whether the name also exists at run time, as a constructor or a class. */
  readonly isValue: boolean | undefined;
}

const UNKNOWN: Brand = { isString: undefined, isPlain: false, isValue: undefined };
const DEEPEST = 12;

/** Reads what kind of type an entry's type is: brand, class, enum, object. */
export function readBrand(setting: RuleSetting, wanted: ExportRef): Brand {
  const declared = setting.modules.declarations.findExported(wanted.module, wanted.exported);
  if (!declared) return UNKNOWN;
  const { module, name } = declared;
  const { types, values } = module;
  const value = values.get(name);
  const isOnlyValue = !types.has(name) && setting.modules.exportOrigin(wanted.module, wanted.exported)?.kind === "value";
  return {
    isString: types.has(name) ? new BrandReader(setting).isNamedString({ module, name, bound: new Map() }, [], 0) : undefined,
    isPlain: isPlainString(module, name),
    isValue: value !== undefined || isOnlyValue,
  };
}

/** Whether a wrap only changes the type, and neither rejects nor changes a text: `$value as UserId`, or a call of a function that returns its argument. */
export function onlyStatesType(setting: RuleSetting, { root }: Template): boolean {
  if (unwrap(root) !== root) return true;
  if (root.type !== "CallExpression" || root.callee.type !== "Identifier" || root.arguments.length !== 1) return false;
  const wanted = setting.findExport(root.callee.name);
  const declared = wanted && setting.modules.declarations.findExported(wanted.module, wanted.exported);
  const value = declared?.module.values.get(declared.name);
  return value !== undefined && isCastFunction(value);
}

/** `type UserId = string`, also through other names of the same module. */
function isPlainString({ types }: DeclaringModule, name: string): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = name; at !== undefined && !seen.has(at);) {
    seen.add(at);
    const node = types.get(at);
    const type: TSESTree.TypeNode | undefined =
      node?.type === "TSTypeAliasDeclaration" && !node.typeParameters ? node.typeAnnotation : undefined;
    if (type?.type === "TSStringKeyword") return true;
    at = type?.type === "TSTypeReference" && type.typeName.type === "Identifier" ? type.typeName.name : undefined;
  }
  return false;
}

/** A type argument, with where its own names are declared. */
interface Argument {
  readonly type: TSESTree.TypeNode;
  readonly at: Place;
}

interface Place {
  readonly module: DeclaringModule;
  /** The type parameters in scope. */
  readonly bound: ReadonlyMap<string, Argument>;
}

/** Types of packages that brand their first argument. */
const TAGGING = new Set([
  "Tagged",
  "Opaque",
  "Brand",
  "Branded",
  "Nominal",
  "Flavor",
  "Flavored",
  "UnwrapTagged",
  "Tag",
  "Readonly",
  "NonNullable",
]);
const INFERRED = new Set(["infer", "output", "TypeOf", "InferOutput", "Infer", "Type", "Static"]);
/** Starts of schemas whose values are strings, in zod, valibot, arktype-like builders. */
const STRING_SCHEMAS = new Set([
  "string",
  "uuid",
  "uuidv4",
  "uuidv7",
  "guid",
  "ulid",
  "cuid",
  "cuid2",
  "nanoid",
  "email",
  "url",
  "templateLiteral",
  "ksuid",
  "xid",
]);
const KEEPING_STEPS = new Set([
  "brand",
  "min",
  "max",
  "length",
  "uuid",
  "ulid",
  "cuid",
  "cuid2",
  "nanoid",
  "regex",
  "refine",
  "superRefine",
  "trim",
  "nonempty",
  "startsWith",
  "endsWith",
  "describe",
  "check",
  "meta",
  "pipe",
  "readonly",
  "toLowerCase",
  "lowercase",
]);

class BrandReader {
  constructor(readonly setting: RuleSetting) {}

  isNamedString(place: Place & { readonly name: string }, args: readonly Argument[], depth: number): boolean | undefined {
    if (depth > DEEPEST) return undefined;
    const { module, name } = place;
    if (module.imports.has(name)) return this.#isImportedString(module, name, args, depth);
    const declaration = module.types.get(name);
    switch (declaration?.type) {
      case "TSTypeAliasDeclaration":
        return this.isString(declaration.typeAnnotation, { module, bound: bind(declaration, args, module) }, depth + 1);
      case "TSEnumDeclaration": {
        const { members } = declaration.body;
        return members.length > 0 && members.every((member) => !!member.initializer && isText(member.initializer));
      }
      case "ClassDeclaration":
      case "TSInterfaceDeclaration":
        return false;
      default:
        return undefined;
    }
  }

  #isImportedString(module: DeclaringModule, name: string, args: readonly Argument[], depth: number): boolean | undefined {
    const declared = this.setting.modules.declarations.findNamed(module, name);
    if (declared) return this.isNamedString({ ...declared, bound: new Map() }, args, depth + 1);
    const [first] = args;
    return TAGGING.has(module.imports.get(name)?.name ?? name) && first
      ? this.isString(first.type, first.at, depth + 1)
      : undefined;
  }

  isString(type: TSESTree.TypeNode, place: Place, depth: number): boolean | undefined {
    if (depth > DEEPEST) return undefined;
    switch (type.type) {
      case "TSStringKeyword":
      case "TSTemplateLiteralType":
        return true;
      case "TSLiteralType":
        return (
          type.literal.type === "TemplateLiteral" || (type.literal.type === "Literal" && typeof type.literal.value === "string")
        );
      case "TSIntersectionType": {
        const parts = type.types.map((part) => this.isString(part, place, depth + 1));
        return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false;
      }
      case "TSUnionType": {
        const parts = type.types.map((part) => this.isString(part, place, depth + 1));
        return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true;
      }
      case "TSTypeReference":
        return this.#isReferenceString(type, place, depth);
      case "TSConditionalType":
      case "TSIndexedAccessType":
      case "TSTypeQuery":
      case "TSImportType":
      case "TSInferType":
      case "TSTypeOperator":
      case "TSAnyKeyword":
        return undefined;
      default:
        return false;
    }
  }

  #isReferenceString(type: TSESTree.TSTypeReference, place: Place, depth: number): boolean | undefined {
    const args = (type.typeArguments?.params ?? []).map((param) => ({ type: param, at: place }));
    if (type.typeName.type === "TSQualifiedName") {
      const last = type.typeName.right.name;
      if (INFERRED.has(last)) return args[0] ? this.#isSchemaString(args[0], depth) : undefined;
      return TAGGING.has(last) && args[0] ? this.isString(args[0].type, args[0].at, depth + 1) : undefined;
    }
    if (type.typeName.type !== "Identifier") return undefined;
    const { name } = type.typeName;
    const bound = place.bound.get(name);
    if (bound) return this.isString(bound.type, bound.at, depth + 1);
    if (INFERRED.has(name) && args[0]?.type.type === "TSTypeQuery") return this.#isSchemaString(args[0], depth);
    return this.isNamedString({ ...place, name }, args, depth + 1);
  }

  /** `z.infer<typeof UserIdSchema>`: the schema starts as a string and is never turned into something else. */
  #isSchemaString({ type, at }: Argument, depth: number): boolean | undefined {
    if (type.type !== "TSTypeQuery" || type.exprName.type !== "Identifier") return undefined;
    const value = at.module.values.get(type.exprName.name);
    return value ? isStringSchema(value, at.module, depth) : undefined;
  }
}

function isStringSchema(value: Node, module: DeclaringModule, depth: number): boolean | undefined {
  const node = unwrap(value);
  if (depth > DEEPEST) return undefined;
  if (node.type === "Identifier") {
    const other = module.values.get(node.name);
    return other ? isStringSchema(other, module, depth + 1) : undefined;
  }
  if (node.type !== "CallExpression" || node.callee.type === "Super") return undefined;
  const callee = unwrap(node.callee);
  if (callee.type === "Identifier") return STRING_SCHEMAS.has(callee.name) ? true : undefined;
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return undefined;
  const object = unwrap(callee.object);
  const step = callee.property.name;
  // v.pipe(v.string(), v.brand("UserId")): no step may transform.
  if (step === "pipe" && object.type === "Identifier" && !module.values.has(object.name)) {
    const [first, ...steps] = node.arguments;
    return first && steps.every(keepsString) ? isStringSchema(first, module, depth + 1) : undefined;
  }
  if (object.type === "Identifier" && STRING_SCHEMAS.has(step) && !module.values.has(object.name)) return true;
  if (
    object.type === "MemberExpression" &&
    STRING_SCHEMAS.has(step) &&
    /^(?:iso|coerce)$/u.test((object.property as TSESTree.Identifier).name)
  )
    return true;
  return KEEPING_STEPS.has(step) && step !== "pipe" ? isStringSchema(object, module, depth + 1) : undefined;
}

function keepsString(step: Node): boolean {
  const callee = step.type === "CallExpression" ? unwrap(step.callee) : undefined;
  return callee?.type === "MemberExpression" && !/transform|to[A-Z]/u.test((callee.property as TSESTree.Identifier).name);
}

/** Binds type parameters to their arguments or defaults. */
function bind(
  declaration: TSESTree.TSTypeAliasDeclaration,
  args: readonly Argument[],
  module: DeclaringModule,
): Map<string, Argument> {
  const bound = new Map<string, Argument>();
  for (const [index, parameter] of (declaration.typeParameters?.params ?? []).entries()) {
    const own = parameter.default && { type: parameter.default, at: { module, bound: new Map(bound) } };
    const argument = args[index] ?? own;
    if (argument) bound.set(parameter.name.name, argument);
  }
  return bound;
}

function isText(node: Node): boolean {
  return (node.type === "Literal" && typeof node.value === "string") || node.type === "TemplateLiteral";
}

/** `(value: string) => value as UserId`, and the same as a function declaration: at run time it returns its argument. */
function isCastFunction(value: Node): boolean {
  const node = unwrap(value);
  if (node.type !== "ArrowFunctionExpression" && node.type !== "FunctionExpression" && node.type !== "FunctionDeclaration")
    return false;
  const [parameter] = node.params;
  if (parameter?.type !== "Identifier" || node.async || node.generator) return false;
  const [only, ...others] = node.body.type === "BlockStatement" ? node.body.body : [];
  const result =
    node.body.type === "BlockStatement"
      ? only?.type === "ReturnStatement" && others.length === 0
        ? only.argument
        : null
      : node.body;
  const inner = result && unwrap(result);
  return inner?.type === "Identifier" && inner.name === parameter.name;
}
