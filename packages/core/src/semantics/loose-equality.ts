import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { memberName, unwrap, type Node } from "../syntax/nodes.js";

/** What an expression surely is, as far as the file shows. */
interface Primitive {
  readonly kind: "string" | "number" | "boolean";
  /** Whether it may be `null` or `undefined` too. */
  readonly mayBeAbsent: boolean;
}

/** Whether `==` gives what `===` gives: both sides are of one primitive type, and at most one of them may be absent. */
export function isStrictAnyway(file: FileView, left: Node, right: Node): boolean {
  const [a, b] = [primitiveOf(file, left), primitiveOf(file, right)];
  return !!a && !!b && a.kind === b.kind && !(a.mayBeAbsent && b.mayBeAbsent);
}

function primitiveOf(file: FileView, node: Node): Primitive | undefined {
  const inner = unwrap(node);
  switch (inner.type) {
    case "TemplateLiteral":
      return present("string");
    case "Literal":
      return primitiveOfValue(inner.value);
    case "UnaryExpression":
      if (inner.operator === "typeof") return present("string");
      return inner.operator === "!" ? present("boolean") : undefined;
    case "CallExpression":
      return inner.callee.type === "Identifier" && inner.callee.name === "String" && !file.variableOf(inner.callee)
        ? present("string")
        : undefined;
    case "MemberExpression":
      return isEnvironment(inner.object) ? { kind: "string", mayBeAbsent: true } : undefined;
    case "Identifier":
      return primitiveOfType(annotationOf(file, inner));
    default:
      return undefined;
  }
}

function present(kind: Primitive["kind"]): Primitive {
  return { kind, mayBeAbsent: false };
}

function primitiveOfValue(value: unknown): Primitive | undefined {
  const kind = typeof value;
  return kind === "string" || kind === "number" || kind === "boolean" ? present(kind) : undefined;
}

/** `process.env`: its members are texts. */
function isEnvironment(node: Node): boolean {
  const inner = unwrap(node);
  return (
    inner.type === "MemberExpression" &&
    memberName(inner) === "env" &&
    inner.object.type === "Identifier" &&
    inner.object.name === "process"
  );
}

function annotationOf(file: FileView, name: TSESTree.Identifier): Node | undefined {
  const definition = file.variableOf(name)?.defs[0]?.name;
  if (definition?.type !== "Identifier") return undefined;
  const type = definition.typeAnnotation?.typeAnnotation;
  return definition.optional ? undefined : type;
}

function primitiveOfType(type: Node | undefined): Primitive | undefined {
  switch (type?.type) {
    case "TSStringKeyword":
      return present("string");
    case "TSNumberKeyword":
      return present("number");
    case "TSBooleanKeyword":
      return present("boolean");
    case "TSLiteralType":
      return type.literal.type === "Literal" ? primitiveOfValue(type.literal.value) : undefined;
    case "TSUnionType": {
      const isAbsent = (part: Node) => part.type === "TSUndefinedKeyword" || part.type === "TSNullKeyword";
      const kinds = type.types.filter((part) => !isAbsent(part)).map((part) => primitiveOfType(part)?.kind);
      const [kind] = kinds;
      return kind && kinds.every((each) => each === kind) ? { kind, mayBeAbsent: type.types.some(isAbsent) } : undefined;
    }
    default:
      return undefined;
  }
}
