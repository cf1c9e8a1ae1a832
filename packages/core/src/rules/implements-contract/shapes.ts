/** Finds what a component is in its file: a class, an object, a factory's result, or the implementations of an interface. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { type ModuleView, ownModule } from "../../semantics/module-view.js";
import {
  type ClassNode,
  type FunctionNode,
  givenName,
  isFunction,
  listOf,
  nameRange,
  type Node,
  unwrap,
} from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import { findCallee, importedValue, localValue, returnsOf } from "../../semantics/callees.js";
import { viewOf } from "./options.js";

/** One thing that has to have the methods. */
export interface Shape {
  /** The file that declares it. */
  readonly file: ModuleView;
  readonly node: ClassNode | TSESTree.ObjectExpression | TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeLiteral | FunctionNode;
  /** Its name, for messages. */
  readonly name: string;
  /** Where missing methods and dependencies are reported. */
  readonly range: Range;
  /** The function that makes it, and its file. */
  readonly maker?: { readonly file: ModuleView; readonly node: FunctionNode };
}

/** A shape that can't be read from the code. */
export const UNKNOWN = "unknown";
type Found = Shape | typeof UNKNOWN;

const MOST_STEPS = 8;

/** Finds a component in its file by its name there; undefined if nothing has that name. */
export function findShapes(file: FileView, name: string): readonly Found[] | undefined {
  const module = ownModule(file);
  const value = module.values.get(name) ?? commonJsExport(file, name);
  if (value) {
    const identifier = file.findVariable(name, file.program)?.identifiers[0];
    const range = identifier ? nameRange(identifier) : headOf(file, value);
    // `const x` without a value is its own name.
    return value.type === "Identifier" ? [UNKNOWN] : shapesOf(file, value, { name, range }, 0);
  }
  const type = module.types.get(name);
  if (!type) return anonymousShapes(file, name);
  const node = type.type === "TSTypeAliasDeclaration" ? type.typeAnnotation : type;
  const own = node.type === "TSInterfaceDeclaration" || node.type === "TSTypeLiteral" ? node : undefined;
  const implementers = own ? [...implementersOf(file, name)] : [];
  if (implementers.length > 0) return implementers;
  return own && "id" in type ? [{ file, node: own, name, range: (type.id as Node).range }] : [UNKNOWN];
}

/** `export default class {…}`, `export default {…}`, `module.exports = {…}`: an unnamed export is the component. */
function anonymousShapes(file: FileView, name: string): readonly Found[] | undefined {
  const [statement] = file.nodes("ExportDefaultDeclaration");
  const value = statement ? unwrap(statement.declaration) : commonJsExport(file, undefined);
  const isNamed = !value || value.type === "Identifier" || ("id" in value && !!value.id && name !== "default");
  return isNamed ? undefined : shapesOf(file, value, { name, range: headOf(file, statement ?? value) }, 0);
}

/** `exports.Bridge = …`, `module.exports = class Bridge …`; without a name: `module.exports = …`. */
function commonJsExport(file: FileView, name: string | undefined): Node | undefined {
  const found = file.nodes("AssignmentExpression").find(({ left, right }) => {
    const target = file.textOf(left);
    const isWhole = target === "module.exports";
    if (name === undefined) return isWhole;
    return (
      target === `exports.${name}` || target === `module.exports.${name}` || (isWhole && "id" in right && right.id?.name === name)
    );
  });
  return found?.right;
}

/** The first line of something without a name. */
function headOf(file: FileView, node: Node): Range {
  const [line = ""] = file.textOf(node).split(/\r?\n/u);
  return [node.range[0], node.range[0] + line.trimEnd().length];
}

type Named = Pick<Shape, "name" | "range" | "maker">;

function shapesOf(file: ModuleView, value: Node, named: Named, depth: number): readonly Found[] {
  if (depth > MOST_STEPS) return [UNKNOWN];
  const node = unwrap(value);
  switch (node.type) {
    case "ClassDeclaration":
    case "ClassExpression":
    case "ObjectExpression":
      return [{ ...named, file, node }];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return shapesOfFunction(file, node, named, depth);
    case "NewExpression":
      return shapesOfName(file, node.callee, named, depth);
    case "CallExpression":
      return shapesOfCall(file, node, named, depth);
    case "AwaitExpression":
      return shapesOf(file, node.argument, named, depth + 1);
    case "LogicalExpression":
      return shapesOf(file, node.right, named, depth + 1);
    case "AssignmentExpression":
      return shapesOf(file, node.right, named, depth + 1);
    case "ConditionalExpression":
      return [node.consequent, node.alternate].flatMap((each) => shapesOf(file, each, named, depth + 1));
    case "Identifier":
      return shapesOfName(file, node, named, depth);
    default:
      return [UNKNOWN];
  }
}

/** A function that assigns to `this` is an old-style class; any other is a factory. */
function shapesOfFunction(file: ModuleView, node: FunctionNode, named: Named, depth: number): readonly Found[] {
  const returned = returnsOf(file, node);
  if (returned.length > 0)
    return returned.flatMap((each) => shapesOf(file, each, { maker: { file, node }, ...named }, depth + 1));
  return node.type === "ArrowFunctionExpression" ? [UNKNOWN] : [{ ...named, file, node }];
}

/** `Object.freeze({…})`, `createBridge(…)`. */
function shapesOfCall(file: ModuleView, call: TSESTree.CallExpression, named: Named, depth: number): readonly Found[] {
  const [first] = call.arguments;
  if (first && /^Object\.(?:freeze|seal)$/u.test(file.textOf(call.callee))) return shapesOf(file, first, named, depth + 1);
  const callee = findCallee(file, call.callee);
  if (!callee || !isFunction(callee.node)) return [UNKNOWN];
  return shapesOfFunction(viewOf(file, callee.module), callee.node, named, depth + 1);
}

function shapesOfName(file: ModuleView, name: Node, named: Named, depth: number): readonly Found[] {
  const found = declarationOf(file, name);
  if (!found) return [UNKNOWN];
  return found.node.type === "Identifier" ? [UNKNOWN] : shapesOf(found.file, found.node, named, depth + 1);
}

/** The declaration of a name: a local of its function, one at the file's top level, or one of another module. */
export function declarationOf(file: ModuleView, name: Node): { readonly file: ModuleView; readonly node: Node } | undefined {
  const inner = unwrap(name);
  if (inner.type !== "Identifier" && inner.type !== "MemberExpression") return undefined;
  const local = inner.type === "Identifier" ? localValue(file, inner) : undefined;
  if (local) return { file, node: local };
  const declared = importedValue(file, inner);
  return declared && { file: viewOf(file, declared.module), node: declared.node };
}

/** `class Impl implements Bridge`, `const bridge: Bridge = {…}`, `function make(): Bridge`. */
function* implementersOf(file: FileView, name: string): Generator<Found> {
  const means = (type: Node | undefined): boolean => {
    if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return false;
    const [argument] = type.typeArguments?.params ?? [];
    return type.typeName.name === name || (type.typeName.name === "Promise" && means(argument));
  };
  for (const node of [...file.nodes("ClassDeclaration"), ...file.nodes("ClassExpression")])
    if (node.id && listOf(node.implements).some(({ expression }) => expression.type === "Identifier" && expression.name === name))
      yield { file, node, name: node.id.name, range: node.id.range };
  for (const { id, init } of file.nodes("VariableDeclarator")) {
    if (id.type !== "Identifier" || !init || unwrap(init).type !== "ObjectExpression") continue;
    const isCast = init.type === "TSSatisfiesExpression" && means(init.typeAnnotation);
    if (!isCast && !means(id.typeAnnotation?.typeAnnotation)) continue;
    yield* shapesOf(file, init, { name: id.name, range: nameRange(id) }, 0);
  }
  for (const node of [
    ...file.nodes("FunctionDeclaration"),
    ...file.nodes("FunctionExpression"),
    ...file.nodes("ArrowFunctionExpression"),
  ]) {
    if (!means(node.returnType?.typeAnnotation)) continue;
    const literals = returnsOf(file, node).filter((each) => unwrap(each).type === "ObjectExpression");
    const named = makerName(node);
    for (const each of literals) yield* shapesOf(file, each, { ...named, maker: { file, node } }, 0);
  }
}

function makerName(node: FunctionNode): Named {
  const id = node.id ?? givenName(node)?.node;
  return id?.type === "Identifier"
    ? { name: id.name, range: nameRange(id) }
    : { name: "the factory", range: [node.range[0], node.body.range[0]] };
}
