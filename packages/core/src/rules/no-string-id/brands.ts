import type { TSESTree } from "@typescript-eslint/types";
import { finalName, isFunction, memberName, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { lastNameOf } from "../../semantics/types/type-parts.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { DeclaringModule } from "../../modules/index.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { Template } from "../../patterns/template.js";

/** What the declaration of an ID's type says. */
export interface Brand {
  /** Whether it shows that an ID can be used as a string. */
  readonly isString: boolean;
  /** Whether each string is one: the type is `string` under another name, or its brand is an optional member (`string & { brand?: "User" }`). */
  readonly takesStrings: boolean;
  /** Whether a literal or template is one as it is written, though not each string is: `"a.test"` for `` `${string}.test` ``. */
  takes(text: Node): boolean;
  /** Whether the name also exists at run time, as a constructor or a class; undefined if the declaration does not tell. */
  readonly isValue: boolean | undefined;
}

const UNKNOWN: Brand = { isString: false, takesStrings: false, takes: () => false, isValue: undefined };
const DEEPEST = 12;
/** What stands for the parts of a text that may be anything. */
const ANY_TEXT = "\0";

/** Reads what kind of type an entry's type is: brand, class, enum, object. */
export function readBrand(setting: RuleSetting, wanted: ExportRef): Brand {
  const declared = setting.modules.declarations.findExported(wanted.module, wanted.exported);
  if (!declared) return UNKNOWN;
  const { module, name } = declared;
  const { types, values } = module;
  const value = values.get(name);
  const place = { module, name, bound: new Map() };
  const isString = (text?: string): boolean => types.has(name) && new BrandReader(setting, text).isNamedString(place, [], 0);
  const takesStrings = isString(ANY_TEXT);
  const isOnlyValue = !types.has(name) && setting.modules.exportOrigin(wanted.module, wanted.exported)?.kind === "value";
  return {
    isString: isString(),
    takesStrings,
    takes(node) {
      const text =
        node.type === "TemplateLiteral" ? node.quasis.map(({ value }) => value.cooked).join(ANY_TEXT) : stringValue(node);
      return !takesStrings && text !== undefined && isString(text);
    },
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
const TAGGING = new Set("Tagged Opaque Brand Branded Nominal Flavor Flavored UnwrapTagged Tag Readonly NonNullable".split(" "));
const INFERRED = new Set(["infer", "output", "TypeOf", "InferOutput", "Infer", "Type", "Static"]);
/** Starts of schemas whose values are strings, in zod, valibot, arktype-like builders. */
const STRING_SCHEMAS = new Set("string uuid uuidv4 uuidv7 guid ulid cuid cuid2 nanoid email url ksuid xid".split(" "));
const KEEPING_STEPS = new Set(
  "brand min max length uuid ulid cuid cuid2 nanoid regex refine superRefine trim nonempty startsWith endsWith describe check meta readonly toLowerCase lowercase".split(
    " ",
  ),
);

class BrandReader {
  /** `text` asks whether this text is of the type, instead of whether all of the type are strings. */
  constructor(
    readonly setting: RuleSetting,
    readonly text: string | undefined,
  ) {}

  isNamedString({ module, name }: Place & { readonly name: string }, args: readonly Argument[], depth: number): boolean {
    if (depth > DEEPEST) return false;
    if (module.imports.has(name)) return this.#isImportedString(module, name, args, depth);
    const declaration = module.types.get(name);
    if (declaration?.type === "TSEnumDeclaration") {
      if (this.text !== undefined) return false;
      const { members } = declaration.body;
      return members.length > 0 && members.every((member) => stringValue(member.initializer) !== undefined);
    }
    if (declaration?.type !== "TSTypeAliasDeclaration") return false;
    return this.isString(declaration.typeAnnotation, { module, bound: bind(declaration, args, module) }, depth + 1);
  }

  #isImportedString(module: DeclaringModule, name: string, args: readonly Argument[], depth: number): boolean {
    const declared = this.setting.modules.declarations.findNamed(module, name);
    if (declared) return this.isNamedString({ ...declared, bound: new Map() }, args, depth + 1);
    const [first] = args;
    return (
      this.text === undefined &&
      TAGGING.has(module.imports.get(name)?.name ?? name) &&
      !!first &&
      this.isString(first.type, first.at, depth + 1)
    );
  }

  isString(type: TSESTree.TypeNode, place: Place, depth: number): boolean {
    if (depth > DEEPEST) return false;
    switch (type.type) {
      case "TSStringKeyword":
        return true;
      case "TSTemplateLiteralType":
        return this.text === undefined || fits(this.text, type);
      case "TSLiteralType": {
        const own = stringValue(type.literal);
        return own !== undefined && (this.text ?? own) === own;
      }
      case "TSIntersectionType":
        if (this.text !== undefined && !type.types.every((part) => isOfOptionals(part) || this.isString(part, place, depth + 1)))
          return false;
        return type.types.some((part) => this.isString(part, place, depth + 1));
      case "TSUnionType":
        return type.types[this.text === undefined ? "every" : "some"]((part) => this.isString(part, place, depth + 1));
      case "TSTypeReference":
        return this.#isReferenceString(type, place, depth);
      default:
        return false;
    }
  }

  #isReferenceString({ typeName, typeArguments }: TSESTree.TSTypeReference, place: Place, depth: number): boolean {
    const args = (typeArguments?.params ?? []).map((param) => ({ type: param, at: place }));
    const [first] = args;
    const name = lastNameOf(typeName);
    if (this.text !== undefined && typeName.type !== "Identifier") return false;
    if (this.text === undefined && INFERRED.has(name) && first?.type.type === "TSTypeQuery")
      return isInferredString(first.type, place);
    if (typeName.type !== "Identifier") return TAGGING.has(name) && !!first && this.isString(first.type, first.at, depth + 1);
    const bound = place.bound.get(name);
    return bound ? this.isString(bound.type, bound.at, depth + 1) : this.isNamedString({ ...place, name }, args, depth + 1);
  }
}

/** Whether a text has the fixed parts of a template type, in their order, whatever comes between them. */
function fits(text: string, { quasis, types }: TSESTree.TSTemplateLiteralType): boolean {
  const parts = quasis.map(({ value: { cooked, raw } }) => (cooked ?? raw).replace(/[$()*+.?[\\\]^{|}]/gu, "\\$&"));
  return types.every((type) => type.type === "TSStringKeyword") && new RegExp(`^${parts.join(".*")}$`, "su").test(text);
}

/** `{ brand?: "User" }`: a type literal of which nothing has to be there. */
function isOfOptionals(type: TSESTree.TypeNode): boolean {
  return type.type === "TSTypeLiteral" && type.members.every((each) => each.type === "TSPropertySignature" && each.optional);
}

/** `z.infer<typeof UserIdSchema>`: the schema starts as a string and is never turned into something else. */
function isInferredString({ exprName }: TSESTree.TSTypeQuery, { module }: Place): boolean {
  return exprName.type === "Identifier" && isStringSchema(module.values.get(exprName.name));
}

/** `z.string().min(3).brand()`, `z.uuid()`. */
function isStringSchema(value: Node | undefined): boolean {
  const call = value && unwrap(value);
  if (call?.type !== "CallExpression" || call.callee.type !== "MemberExpression") return false;
  const step = memberName(call.callee) ?? "";
  const object = unwrap(call.callee.object);
  return object.type === "Identifier" ? STRING_SCHEMAS.has(step) : KEEPING_STEPS.has(step) && isStringSchema(object);
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

/** `(value: string) => value as UserId`, and the same with members that `Object.assign` adds: at run time it returns its argument. */
function isCastFunction(value: Node): boolean {
  const outer = unwrap(value);
  const isExtended = outer.type === "CallExpression" && finalName(outer.callee) === "assign" && outer.arguments.length > 0;
  const node = isExtended ? unwrap(outer.arguments[0]!) : outer;
  if (!isFunction(node) || node.async || node.generator) return false;
  const [parameter] = node.params;
  const [only] = node.body.type === "BlockStatement" ? node.body.body : [];
  const result = only?.type === "ReturnStatement" ? only.argument : node.body;
  const inner = result && unwrap(result);
  return parameter?.type === "Identifier" && inner?.type === "Identifier" && inner.name === parameter.name;
}
