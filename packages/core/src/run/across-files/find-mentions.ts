import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf, keyName, type Node, finalName } from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";

/** A name or a text in code, outside of comments. */
export interface Mention {
  readonly kind: "name" | "text" | "pattern";
  /** The name; the text of a string; of a pattern its parts, with `*` between them. */
  readonly text: string;
  readonly range: Range;
  /** The function that gets it, for texts and patterns: `import`, `require`, `glob`. */
  readonly callee?: string | undefined;
}

/** All names and strings of a file; a template or a sum with gaps is a pattern. */
export function findMentions(program: TSESTree.Program): readonly Mention[] {
  const found: Mention[] = [];
  const stack: { readonly node: Node; readonly callee?: string | undefined }[] = [{ node: program }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { node, callee } = at;
    if (node.type === "Identifier" || node.type === "PrivateIdentifier" || node.type === "JSXIdentifier")
      found.push({ kind: "name", text: node.name, range: node.range });
    const pattern = patternOf(node);
    if (pattern !== undefined)
      found.push({
        kind: pattern.includes("*") && !isPlain(node) ? "pattern" : "text",
        text: pattern,
        range: node.range,
        callee,
      });
    // The parts of a pattern say nothing by themselves.
    if (node.type === "BinaryExpression" && pattern !== undefined) continue;
    const inside =
      calleeName(node) ??
      (node.type === "ArrayExpression" || node.type === "ObjectExpression" || node.type === "Property" ? callee : undefined);
    for (const child of childrenOf(node)) stack.push({ node: child, callee: inside });
  }
  return found.sort((a, b) => a.range[0] - b.range[0]);
}

function isPlain(node: Node): boolean {
  return node.type === "Literal" || (node.type === "TemplateLiteral" && node.expressions.length === 0);
}

function patternOf(node: Node): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type === "TemplateLiteral") return node.quasis.map(({ value }) => value.cooked ?? value.raw).join("*");
  if (node.type !== "BinaryExpression" || node.operator !== "+") return undefined;
  const [left, right] = [patternOf(node.left), patternOf(node.right)];
  return left === undefined && right === undefined ? undefined : `${left ?? "*"}${right ?? "*"}`;
}

function calleeName(node: Node): string | undefined {
  if (node.type === "ImportExpression") return "import";
  return node.type === "CallExpression" || node.type === "NewExpression" ? finalName(node.callee) : undefined;
}

/** The names of a class's or object's members, and where each is. */
export function memberRanges(node: Node, name: string): readonly Range[] {
  const members: readonly Node[] =
    node.type === "ClassDeclaration" || node.type === "ClassExpression"
      ? node.body.body
      : node.type === "ObjectExpression"
        ? node.properties
        : [];
  return members.flatMap((member) => ("key" in member && keyName(member) === name ? [member.range] : []));
}
