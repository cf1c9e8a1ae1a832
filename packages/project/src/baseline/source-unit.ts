import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys as defaultKeys } from "@typescript-eslint/visitor-keys";

export type Node = TSESTree.Node;
export type Range = readonly [number, number];

/** Child keys by node type. */
export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

/** The nodes right below a node. */
export function childrenOf(node: Node, keys: VisitorKeys = defaultKeys): Node[] {
  return (keys[node.type] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, unknown>)[key];
    return (Array.isArray(child) ? (child as unknown[]) : [child]).filter(
      (item): item is Node => !!item && typeof (item as Node).type === "string",
    );
  });
}

/** The part of a file that tells a violation from others like it, with what else does. */
export interface SourceUnit {
  /** Undefined where the violation's own range is all there is. */
  readonly node: Node | undefined;
  /** The function's name for a violation in its head. */
  readonly before?: string;
  /** The module for a violation in an import or re-export. */
  readonly from?: Node;
}

/** What gives a value or a type its name or its place: `userId = v4()`, `id: v4()`, `userId: string`, `return v4()`. */
const UNITS = new Set([
  ...["VariableDeclarator", "Property", "PropertyDefinition", "AccessorProperty", "TSAbstractPropertyDefinition"],
  ...["AssignmentExpression", "AssignmentPattern", "JSXAttribute", "Decorator", "TSClassImplements", "TSInterfaceHeritage"],
  ...["ExpressionStatement", "ReturnStatement", "ThrowStatement", "ExportDefaultDeclaration", "TSExportAssignment"],
  ...["TSPropertySignature", "TSIndexSignature", "TSEnumMember", "TSTypeAliasDeclaration"],
]);

/** What holds many violations: the search for a unit ends below it. */
const BOUNDARIES = new Set([
  ...["Program", "BlockStatement", "StaticBlock", "ClassDeclaration", "ClassExpression", "ClassBody", "MethodDefinition"],
  ...["IfStatement", "ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement", "WithStatement"],
  ...["SwitchStatement", "SwitchCase", "TryStatement", "CatchClause", "LabeledStatement", "JSXElement", "JSXFragment"],
  ...["TSModuleBlock", "TSModuleDeclaration", "TSInterfaceDeclaration", "TSInterfaceBody", "TSEnumDeclaration", "TSEnumBody"],
  ...["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "TSImportEqualsDeclaration"],
]);

/** What a parameter may be wrapped in. */
const PARAMETERS = new Set([
  "Identifier",
  "AssignmentPattern",
  "RestElement",
  "TSParameterProperty",
  "ObjectPattern",
  "ArrayPattern",
]);

/** Finds the unit of a range: the smallest one around it. */
export function findUnit(program: TSESTree.Program, range: Range, keys?: VisitorKeys): SourceUnit {
  const path = pathTo(program, range, keys);
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index]!;
    const child = path[index + 1];
    if (isUnit(node) && !isParameter(path, index)) return { node };
    if (isFunction(node) && !isExpressionBody(node, child)) {
      if (!child || child === bodyOf(node)) return { node: undefined };
      return { node: child, before: nameOf(node, path[index - 1]) };
    }
    if (BOUNDARIES.has(node.type)) return { node: child, ...moduleOf(node, child) };
  }
  return { node: undefined };
}

function isUnit(node: Node): boolean {
  return UNITS.has(node.type) || (node.type === "Identifier" && Boolean(node.typeAnnotation));
}

/** A parameter alone says too little: many functions of a file have one that is called the same. */
function isParameter(path: readonly Node[], index: number): boolean {
  let at = index;
  while (at > 0 && PARAMETERS.has(path[at]!.type)) at--;
  return at < index && isFunction(path[at]!);
}

/** From the program to the smallest node that contains the range. */
function pathTo(program: Node, range: Range, keys: VisitorKeys | undefined): Node[] {
  const path = [program];
  for (;;) {
    const next = childrenOf(path.at(-1)!, keys).find((child) => child.range[0] <= range[0] && range[1] <= child.range[1]);
    if (!next) return path;
    path.push(next);
  }
}

const FUNCTIONS = new Set([
  ...[
    "FunctionDeclaration",
    "FunctionExpression",
    "ArrowFunctionExpression",
    "TSDeclareFunction",
    "TSEmptyBodyFunctionExpression",
  ],
  ...["TSMethodSignature"],
]);

function isFunction(node: Node): boolean {
  return FUNCTIONS.has(node.type);
}

function bodyOf(node: Node): unknown {
  return "body" in node ? node.body : undefined;
}

/** `() => v4()`: the value belongs to what the function is given to. */
function isExpressionBody(node: Node, child: Node | undefined): boolean {
  return node.type === "ArrowFunctionExpression" && child === node.body && child.type !== "BlockStatement";
}

function nameOf(node: Node, parent: Node | undefined): string {
  if ("id" in node && node.id && "name" in node.id) return String(node.id.name);
  const owner = "key" in node ? node : parent;
  const holder = owner && ("key" in owner ? owner.key : "id" in owner ? owner.id : undefined);
  return holder && "name" in holder && typeof holder.name === "string" ? holder.name : "";
}

function moduleOf(node: Node, child: Node | undefined): { from?: Node } {
  const source = "source" in node ? node.source : undefined;
  return child && source && typeof source === "object" && "type" in source ? { from: source } : {};
}
