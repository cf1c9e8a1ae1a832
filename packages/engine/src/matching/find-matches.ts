import type { FileView } from "../file/file-view.js";
import { isInType, unwrap, type Node } from "../file/nodes.js";
import { contains } from "../file/ranges.js";
import type { WantedExport } from "../imports/local-names.js";
import { matchTemplate, type Match } from "./match.js";
import type { Template } from "./template.js";

/** Something that is looked for by a pattern. */
export interface Pattern {
  readonly match: Template;
}

export interface Found<P> {
  readonly pattern: P;
  readonly match: Match;
}

/** Finds where the first of the patterns fits each expression; what lies inside a found one counts only where a hole took it. */
export function findMatches<P extends Pattern>(
  file: FileView,
  patterns: readonly P[],
  wanted: (name: string) => WantedExport | undefined,
): Found<P>[] {
  const found = new Map<Node, Found<P>>();
  for (const pattern of patterns) {
    for (const node of candidates(file, pattern.match)) {
      if (found.has(node)) continue;
      const match = matchTemplate(file, pattern.match, node, wanted);
      if (match) found.set(node, { pattern, match });
    }
  }
  const all = [...found.values()].sort(
    (a, b) => a.match.node.range[0] - b.match.node.range[0] || b.match.node.range[1] - a.match.node.range[1],
  );
  return all.filter((inner) => !all.some((outer) => outer !== inner && swallows(outer.match, inner.match.node)));
}

/** Whether the node is a fixed part of a match, not something that a hole took. */
function swallows(match: Match, node: Node): boolean {
  if (match.node === node || !contains(match.node.range, node.range)) return false;
  return !match.bound.some((bound) => contains(bound.range, node.range));
}

function candidates(file: FileView, template: Template): readonly Node[] {
  const root = unwrap(template.root);
  if (root.type !== "Identifier") return file.nodes(root.type as "CallExpression");
  return [...file.nodes("Identifier").filter(isReference), ...file.nodes("MemberExpression")].filter((node) => !isInType(node));
}

/** Whether an identifier reads a variable, rather than naming a property, a declaration or an import. */
function isReference(node: Node): boolean {
  const parent = node.parent as Node;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "Property":
      return parent.value === node && parent.parent.type === "ObjectExpression";
    case "MethodDefinition":
    case "PropertyDefinition":
      return "value" in parent && parent.value === node;
    case "VariableDeclarator":
      return parent.init === node;
    case "AssignmentExpression":
      return parent.right === node;
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ClassExpression":
    case "ClassDeclaration":
      return "superClass" in parent && parent.superClass === node;
    case "ArrowFunctionExpression":
      return parent.body === node;
    case "ImportSpecifier":
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
    case "ExportSpecifier":
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "CatchClause":
    case "RestElement":
    case "ArrayPattern":
      return false;
    case "AssignmentPattern":
      return parent.right === node;
    default:
      return true;
  }
}
