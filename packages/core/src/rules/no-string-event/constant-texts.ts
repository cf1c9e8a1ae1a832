import type { TSESTree } from "@typescript-eslint/types";
import { keyName, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import type { Declarations, DeclaringModule } from "../../modules/index.js";

const DEEPEST = 12;

/** The names that a constant expression can use. */
export interface ConstantScope {
  readonly declarations: Declarations;
  readonly module: DeclaringModule;
  /** The members of the enum around the expression. */
  readonly own?: ReadonlyMap<string, string>;
}

/** The text that an expression of a module always has; undefined if it is not constant. */
export function constantText(scope: ConstantScope, expression: Node, depth = 0): string | undefined {
  const node = unwrap(expression);
  const read = (inner: Node) => constantText(scope, inner, depth + 1);
  if (depth > DEEPEST) return undefined;
  switch (node.type) {
    case "Literal":
      return typeof node.value === "string" ? node.value : undefined;
    case "TemplateLiteral":
      return joined(
        node.quasis.flatMap((quasi, index) => [quasi.value.cooked, ...node.expressions.slice(index, index + 1).map(read)]),
      );
    case "BinaryExpression":
      return node.operator === "+" ? joined([read(node.left), read(node.right)]) : undefined;
    case "Identifier":
      return scope.own?.get(node.name) ?? namedText(scope, node.name, depth);
    case "MemberExpression":
      return memberText(scope, node, depth);
    default:
      return undefined;
  }
}

function joined(parts: readonly (string | null | undefined)[]): string | undefined {
  return parts.every((part) => typeof part === "string") ? parts.join("") : undefined;
}

function namedText({ declarations, module }: ConstantScope, name: string, depth: number): string | undefined {
  const declared = declarations.findNamed(module, name);
  const value = declared?.module.values.get(declared.name);
  return declared && value && value.type !== "Identifier"
    ? constantText({ declarations, module: declared.module }, value, depth + 1)
    : undefined;
}

/** `Other.Member` of an enum or of an object. */
function memberText(
  { declarations, module, own }: ConstantScope,
  expression: TSESTree.MemberExpression,
  depth: number,
): string | undefined {
  const { object } = expression;
  const member = memberName(expression);
  if (object.type !== "Identifier" || member === undefined) return undefined;
  const declared = declarations.findNamed(module, object.name);
  const value = declared?.module.values.get(declared.name);
  if (!declared || !value) return undefined;
  const node = unwrap(value);
  if (node.type === "TSEnumDeclaration") {
    const found = node.body.members.find(({ id }) => (id.type === "Identifier" ? id.name : keyName({ key: id })) === member);
    const text = found?.initializer
      ? constantText({ declarations, module: declared.module }, found.initializer, depth + 1)
      : undefined;
    return text ?? (declared.module === module ? own?.get(member) : undefined);
  }
  const property =
    node.type === "ObjectExpression"
      ? node.properties.find((each) => each.type === "Property" && keyName(each) === member)
      : undefined;
  return property?.type === "Property"
    ? constantText({ declarations, module: declared.module }, property.value, depth + 1)
    : undefined;
}
