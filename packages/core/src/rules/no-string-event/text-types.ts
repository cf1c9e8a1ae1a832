import type { TSESTree } from "@typescript-eslint/types";
import { keyName, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import type { Declarations, DeclaringModule } from "../../modules/index.js";
import { constantText } from "./texts.js";

/** The strings of a type, and whether it has no others. */
export interface TypeTexts {
  readonly texts: readonly string[];
  readonly isComplete: boolean;
}

const NONE: TypeTexts = { texts: [], isComplete: false };
const DEEPEST = 10;

/** Reads `"a" | "b"`, `(typeof LIST)[number]`, `keyof typeof MAP`, `z.infer<typeof Schema>`. */
export function textsOfType(declarations: Declarations, module: DeclaringModule, type: TSESTree.TypeNode, depth = 0): TypeTexts {
  if (depth > DEEPEST) return NONE;
  switch (type.type) {
    case "TSLiteralType": {
      const text = constantText({ declarations, module }, type.literal);
      return text === undefined ? NONE : { texts: [text], isComplete: true };
    }
    case "TSUnionType":
      return all(type.types.map((part) => textsOfType(declarations, module, part, depth + 1)));
    case "TSTypeReference":
      return textsOfReference(declarations, module, type, depth);
    case "TSIndexedAccessType":
      return textsOfAccess(declarations, module, type);
    case "TSTypeOperator": {
      const object =
        type.operator === "keyof" && type.typeAnnotation ? queriedValue(declarations, module, type.typeAnnotation) : undefined;
      if (object?.node.type !== "ObjectExpression") return NONE;
      const keys = object.node.properties.map((each) => (each.type === "Property" ? keyName(each) : undefined));
      return { texts: keys.filter((key) => key !== undefined), isComplete: !keys.includes(undefined) };
    }
    default:
      return NONE;
  }
}

function all(parts: readonly TypeTexts[]): TypeTexts {
  return { texts: [...new Set(parts.flatMap(({ texts }) => texts))], isComplete: parts.every(({ isComplete }) => isComplete) };
}

function textsOfReference(
  declarations: Declarations,
  module: DeclaringModule,
  type: TSESTree.TSTypeReference,
  depth: number,
): TypeTexts {
  const [argument] = type.typeArguments?.params ?? [];
  const last = type.typeName.type === "TSQualifiedName" ? type.typeName.right.name : undefined;
  if (argument && (last === "infer" || last === "output" || last === "InferOutput")) {
    const schema = queriedValue(declarations, module, argument);
    return (schema && textsOfSchema(declarations, schema.module, schema.node)) ?? NONE;
  }
  if (type.typeName.type !== "Identifier" || argument) return NONE;
  const declared = declarations.findNamed(module, type.typeName.name);
  const alias = declared?.module.types.get(declared.name);
  return declared && alias?.type === "TSTypeAliasDeclaration"
    ? textsOfType(declarations, declared.module, alias.typeAnnotation, depth + 1)
    : NONE;
}

/** `(typeof LIST)[number]`, `(typeof MAP)[keyof typeof MAP]`. */
function textsOfAccess(declarations: Declarations, module: DeclaringModule, type: TSESTree.TSIndexedAccessType): TypeTexts {
  const value = queriedValue(declarations, module, type.objectType);
  const parts =
    value?.node.type === "ArrayExpression"
      ? value.node.elements
      : value?.node.type === "ObjectExpression"
        ? value.node.properties.map((each) => (each.type === "Property" ? each.value : null))
        : [];
  const texts = parts.map((part) => (value && part ? constantText({ declarations, module: value.module }, part) : undefined));
  return { texts: texts.filter((text) => text !== undefined), isComplete: texts.length > 0 && !texts.includes(undefined) };
}

/** The value behind `typeof X`. */
function queriedValue(
  declarations: Declarations,
  module: DeclaringModule,
  type: TSESTree.TypeNode,
): { readonly module: DeclaringModule; readonly node: Node } | undefined {
  if (type.type !== "TSTypeQuery" || type.exprName.type !== "Identifier") return undefined;
  const declared = declarations.findNamed(module, type.exprName.name);
  const value = declared?.module.values.get(declared.name);
  return declared && value && { module: declared.module, node: unwrap(value) };
}

/** The strings of `z.enum(["a", "b"])`, `v.picklist([…])`; undefined: it is no such schema. */
export function textsOfSchema(declarations: Declarations, module: DeclaringModule, schema: Node): TypeTexts | undefined {
  const node = unwrap(schema);
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  if (node.type !== "CallExpression" || callee?.type !== "MemberExpression") return undefined;
  if (!["enum", "picklist"].includes(memberName(callee) ?? "")) return undefined;
  const [argument] = node.arguments;
  const list = argument && unwrap(argument);
  const named = list?.type === "Identifier" ? module.values.get(list.name) : undefined;
  const array = named ? unwrap(named) : list;
  if (array?.type !== "ArrayExpression") return undefined;
  const texts = array.elements.map((each) => (each ? constantText({ declarations, module }, each) : undefined));
  return { texts: texts.filter((text) => text !== undefined), isComplete: !texts.includes(undefined) };
}
