import { keyName, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import type { Declarations, DeclaringModule } from "@godwit/modules";

const DEEPEST = 12;

/** The text that an expression of a module always has; `own`: members of the enum around it. */
export function constantText(
  declarations: Declarations,
  module: DeclaringModule,
  expression: Node,
  own?: ReadonlyMap<string, string>,
  depth = 0,
): string | undefined {
  const node = unwrap(expression);
  const read = (inner: Node) => constantText(declarations, module, inner, own, depth + 1);
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
      return own?.get(node.name) ?? namedText(declarations, module, node.name, depth);
    case "MemberExpression":
      return memberText(declarations, module, node.object, memberName(node), own, depth);
    default:
      return undefined;
  }
}

function joined(parts: readonly (string | null | undefined)[]): string | undefined {
  return parts.every((part) => typeof part === "string") ? parts.join("") : undefined;
}

function namedText(declarations: Declarations, module: DeclaringModule, name: string, depth: number): string | undefined {
  const declared = declarations.findNamed(module, name);
  const value = declared?.module.values.get(declared.name);
  return declared && value && value.type !== "Identifier"
    ? constantText(declarations, declared.module, value, undefined, depth + 1)
    : undefined;
}

/** `Other.Member` of an enum or of an object. */
function memberText(
  declarations: Declarations,
  module: DeclaringModule,
  object: Node,
  member: string | undefined,
  own: ReadonlyMap<string, string> | undefined,
  depth: number,
): string | undefined {
  if (object.type !== "Identifier" || member === undefined) return undefined;
  const declared = declarations.findNamed(module, object.name);
  const value = declared?.module.values.get(declared.name);
  if (!declared || !value) return undefined;
  const node = unwrap(value);
  if (node.type === "TSEnumDeclaration") {
    const found = node.body.members.find(({ id }) => (id.type === "Identifier" ? id.name : keyName({ key: id })) === member);
    const text = found?.initializer
      ? constantText(declarations, declared.module, found.initializer, undefined, depth + 1)
      : undefined;
    return text ?? (declared.module === module ? own?.get(member) : undefined);
  }
  const property =
    node.type === "ObjectExpression"
      ? node.properties.find((each) => each.type === "Property" && keyName(each) === member)
      : undefined;
  return property?.type === "Property"
    ? constantText(declarations, declared.module, property.value, undefined, depth + 1)
    : undefined;
}
