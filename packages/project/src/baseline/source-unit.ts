import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys as defaultKeys } from "@typescript-eslint/visitor-keys";

/** A node of the parsed file. */
export type Node = TSESTree.Node;
/** Start and end of a part of the text, as offsets from 0 in UTF-16 units; the end is exclusive. */
export type Range = readonly [number, number];

/** Child keys by node type. */
export type VisitorKeys = Readonly<Record<string, readonly string[] | undefined>>;

/** The child nodes of a node. */
export function childrenOf(node: Node, keys: VisitorKeys = defaultKeys): Node[] {
  return (keys[node.type] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, unknown>)[key];
    return (Array.isArray(child) ? (child as unknown[]) : [child]).filter(
      (item): item is Node => !!item && typeof (item as Node).type === "string",
    );
  });
}

/** What distinguishes a violation from similar ones in its file. */
export interface SourceUnit {
  /** The node around it; undefined if only the violation's own range is used. */
  readonly node: Node | undefined;
  /** A node that contains the violation's own range, with everything that its code depends on. */
  readonly around: Node;
  /** The function's name for a violation in its head. */
  readonly before?: string;
  /** The module for a violation in an import or re-export. */
  readonly from?: Node;
}

/** Nodes that give a value or a type its name or place: `userId = v4()`, `id: v4()`, `userId: string`, `return v4()`. */
const UNITS = new Set([
  ...["VariableDeclarator", "Property", "PropertyDefinition", "AccessorProperty", "TSAbstractPropertyDefinition"],
  ...["AssignmentExpression", "AssignmentPattern", "JSXAttribute", "Decorator", "TSClassImplements", "TSInterfaceHeritage"],
  ...["ExpressionStatement", "ReturnStatement", "ThrowStatement", "ExportDefaultDeclaration", "TSExportAssignment"],
  ...["TSPropertySignature", "TSIndexSignature", "TSEnumMember", "TSTypeAliasDeclaration"],
]);

/** Nodes that can contain many violations: the search for a unit ends below them. */
const BOUNDARIES = new Set([
  ...["Program", "BlockStatement", "StaticBlock", "ClassDeclaration", "ClassExpression", "ClassBody", "MethodDefinition"],
  ...["IfStatement", "ForStatement", "ForInStatement", "ForOfStatement", "WhileStatement", "DoWhileStatement", "WithStatement"],
  ...["SwitchStatement", "SwitchCase", "TryStatement", "CatchClause", "LabeledStatement", "JSXElement", "JSXFragment"],
  ...["TSModuleBlock", "TSModuleDeclaration", "TSInterfaceDeclaration", "TSInterfaceBody", "TSEnumDeclaration", "TSEnumBody"],
  ...["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "TSImportEqualsDeclaration"],
]);

/** Nodes that a parameter can be or be wrapped in. */
const PARAMETERS = new Set([
  "Identifier",
  "AssignmentPattern",
  "RestElement",
  "TSParameterProperty",
  "ObjectPattern",
  "ArrayPattern",
]);

/** Nodes whose text is one piece, with what is in them. */
const PIECES = new Set(["TemplateLiteral", "TSTemplateLiteralType"]);

/** Finds the unit of a range: the smallest one around it. */
export function findUnit(tree: SyntaxTree, range: Range): SourceUnit {
  const path = tree.pathTo(range);
  const around = path.find(({ type }) => PIECES.has(type)) ?? path.at(-1)!;
  return { ...unitIn(path), around };
}

function unitIn(path: readonly Node[]): Omit<SourceUnit, "around"> {
  for (let index = path.length - 1; index >= 0; index--) {
    const node = path[index]!;
    const child = path[index + 1];
    if (isUnit(node) && !isParameter(path, index)) return { node };
    if (isFunction(node) && !isExpressionBody(node, child)) {
      if (!child || child === ("body" in node ? node.body : undefined)) return { node: undefined };
      return { node: child, before: declaredName(node, path[index - 1]) };
    }
    if (BOUNDARIES.has(node.type)) return { node: child, ...moduleOf(node, child) };
  }
  return { node: undefined };
}

function isUnit(node: Node): boolean {
  return UNITS.has(node.type) || (node.type === "Identifier" && Boolean(node.typeAnnotation));
}

/** A parameter alone is not distinctive: many functions of a file may have one with the same name. */
function isParameter(path: readonly Node[], index: number): boolean {
  let at = index;
  while (at > 0 && PARAMETERS.has(path[at]!.type)) at--;
  return at < index && isFunction(path[at]!);
}

/** The tree of one file in which many ranges are looked up: a node's children are listed once. */
export class SyntaxTree {
  readonly #program: Node;
  readonly #keys: VisitorKeys | undefined;
  readonly #children = new Map<Node, readonly Node[]>();

  constructor(program: Node, keys: VisitorKeys | undefined) {
    this.#program = program;
    this.#keys = keys;
  }

  /** The nodes from the program to the smallest one that contains the range. */
  pathTo(range: Range): Node[] {
    const path = [this.#program];
    for (;;) {
      const next = this.#childAround(path.at(-1)!, range);
      if (!next) return path;
      path.push(next);
    }
  }

  #childAround(node: Node, range: Range): Node | undefined {
    const children = this.#children.get(node) ?? childrenOf(node, this.#keys);
    this.#children.set(node, children);
    return children.find((child) => child.range[0] <= range[0] && range[1] <= child.range[1]);
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

/** `() => v4()`: the value belongs to what receives the function. */
function isExpressionBody(node: Node, child: Node | undefined): boolean {
  return node.type === "ArrowFunctionExpression" && child === node.body && child.type !== "BlockStatement";
}

function declaredName(node: Node, parent: Node | undefined): string {
  if ("id" in node && node.id && "name" in node.id) return String(node.id.name);
  const owner = "key" in node ? node : parent;
  const holder = owner && ("key" in owner ? owner.key : "id" in owner ? owner.id : undefined);
  return holder && "name" in holder && typeof holder.name === "string" ? holder.name : "";
}

function moduleOf(node: Node, child: Node | undefined): { from?: Node } {
  const source = "source" in node ? node.source : undefined;
  return child && source && typeof source === "object" && "type" in source ? { from: source } : {};
}
