import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, keyName, memberName, stringValue, unwrap } from "../../syntax/nodes.js";
import { constantValue } from "../../semantics/types/type-flows.js";
import type { Declarations, DeclaringModule } from "../../modules/index.js";

/** A text that an expression can have as its value. */
export interface EventText {
  /** The node of the text. */
  readonly node: Node;
  /** Undefined if it is built from parts that are known only at run time. */
  readonly value: string | undefined;
  /** Matches every text that the parts can build. */
  readonly pattern?: RegExp;
  /** The constants through which it came. */
  readonly through: readonly Variable[];
}

const MOST_STEPS = 8;

/** The texts that an expression can have as its value, through branches and constants of the file. */
export function* textsOf(file: FileView, expression: Node, through: readonly Variable[] = []): Generator<EventText> {
  const node = unwrap(expression);
  if (through.length > MOST_STEPS) return;
  switch (node.type) {
    case "Literal":
    case "TemplateLiteral":
    case "BinaryExpression":
      yield* writtenText(node, through);
      return;
    case "ConditionalExpression":
      yield* textsOf(file, node.consequent, through);
      yield* textsOf(file, node.alternate, through);
      return;
    case "LogicalExpression":
      if (node.operator !== "&&") yield* textsOf(file, node.left, through);
      yield* textsOf(file, node.right, through);
      return;
    case "Identifier": {
      const constant = constantValue(file, node);
      if (constant) yield* textsOf(file, constant.value, [...through, constant.variable]);
      return;
    }
    case "MemberExpression":
      yield* memberTexts(file, node, through);
      return;
    default:
  }
}

/** `EVENTS.started`, where the file has `const EVENTS = { started: "agent_started" }`. */
function* memberTexts(file: FileView, node: TSESTree.MemberExpression, through: readonly Variable[]): Generator<EventText> {
  const constant = constantValue(file, unwrap(node.object));
  const object = constant && objectOf(constant.value);
  const name = memberName(node);
  const property = object?.properties.find((each) => each.type === "Property" && keyName(each) === name);
  if (constant && name !== undefined && property?.type === "Property")
    yield* textsOf(file, property.value, [...through, constant.variable]);
}

/** The object literal behind a value, also if it is frozen, cast or `as const`. */
export function objectOf(value: Node): TSESTree.ObjectExpression | undefined {
  const node = unwrap(value);
  if (node.type === "ObjectExpression") return node;
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression" || memberName(node.callee) !== "freeze")
    return undefined;
  const [argument] = node.arguments;
  return argument && objectOf(argument);
}

function* writtenText(
  node: TSESTree.Literal | TSESTree.TemplateLiteral | TSESTree.BinaryExpression,
  through: readonly Variable[],
): Generator<EventText> {
  const parts = partsOf(node);
  if (!parts) return;
  if (parts.every((part) => typeof part === "string")) {
    yield { node, value: parts.join(""), through };
    return;
  }
  // A template without any text of its own only repeats another value.
  if (!parts.some((part) => typeof part === "string" && part !== "")) return;
  const source = parts.map((part) => (part === undefined ? ".*" : part.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`)));
  yield { node, value: undefined, pattern: new RegExp(`^${source.join("")}$`, "su"), through };
}

/** The parts of a text; a part is undefined if it is no literal, and the result if the node is no text. */
function partsOf(node: Node): (string | undefined)[] | undefined {
  const text = stringValue(node);
  if (text !== undefined) return [text];
  if (node.type === "TemplateLiteral") {
    return node.quasis.flatMap((quasi, index) => [
      quasi.value.cooked ?? undefined,
      ...node.expressions.slice(index, index + 1).map((each) => stringValue(each)),
    ]);
  }
  if (node.type !== "BinaryExpression" || node.operator !== "+") return undefined;
  const [left, right] = [partsOf(unwrap(node.left)), partsOf(unwrap(node.right))];
  return left || right ? [...(left ?? [undefined]), ...(right ?? [undefined])] : undefined;
}

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
