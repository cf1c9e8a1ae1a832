import { openSource } from "../../packages/cli/src/host/source-file.js";
import { childrenOf, type Node } from "../../packages/core/src/syntax/nodes.js";

interface Respelling {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** One way to write the same program with other characters; undefined for what it leaves alone. */
type Spell = (node: Node, text: string) => Respelling | undefined;

/** Ways to spell a program that a search for words could miss. */
export const SPELLINGS: Readonly<Record<string, Spell>> = {
  "names with escapes": (node, text) =>
    node.type === "Identifier" && /^[a-zA-Z]/.test(text.slice(...node.range))
      ? respelled(node.range[0], node.range[0] + 1, escapeOf(text.charAt(node.range[0])))
      : undefined,
  "names with long escapes": (node, text) =>
    node.type === "Identifier" && /^[a-zA-Z]\w/.test(text.slice(...node.range))
      ? respelled(node.range[0] + 1, node.range[0] + 2, `\\u{0${text.charCodeAt(node.range[0] + 1).toString(16)}}`)
      : undefined,
  "members in brackets": (node, text) =>
    node.type === "MemberExpression" && !node.computed && !node.optional && node.property.type === "Identifier"
      ? respelled(node.object.range[1], node.range[1], `${closing(text, node)}["${node.property.name}"]`)
      : undefined,
  "members in brackets, with escapes": (node, text) =>
    node.type === "MemberExpression" && !node.computed && !node.optional && node.property.type === "Identifier"
      ? respelled(node.object.range[1], node.range[1], `${closing(text, node)}[\`${oddly(node.property.name)}\`]`)
      : undefined,
  "comments between tokens": (node, text) =>
    node.type === "MemberExpression" && !node.computed && !node.optional && node.property.type === "Identifier"
      ? respelled(node.object.range[1], node.property.range[0], `${closing(text, node)} // it's a\n ./* b */ `)
      : undefined,
  "comments before strings": (node) =>
    node.type === "Literal" && typeof node.value === "string" && node.parent?.type !== "JSXAttribute"
      ? respelled(node.range[0], node.range[0], "/* it's */ ")
      : undefined,
  "strings with escapes": (node, text) => respelledString(node, text, oddly),
  "strings in hexadecimal": (node, text) => respelledString(node, text, (value) => value.replace(/\w/g, hexadecimal)),
  "strings over two lines": (node, text) => respelledString(node, text, (value) => `${value.slice(0, 1)}\\\n${value.slice(1)}`),
  "attributes with entities": (node, text) =>
    node.type === "JSXAttribute" && node.value?.type === "Literal"
      ? respelled(
          node.value.range[0] + 1,
          node.value.range[1] - 1,
          text.slice(node.value.range[0] + 1, node.value.range[1] - 1).replace(/[a-z]/, (letter) => `&#${letter.charCodeAt(0)};`),
        )
      : undefined,
};

/** The text in another spelling; undefined if nothing is spelled otherwise, or it does not parse any more. */
export function respell(file: string, text: string, spell: Spell): string | undefined {
  try {
    const changes = nodesOf(openSource(file, text).program)
      .flatMap((node) => spell(node, text) ?? [])
      .sort((a, b) => b.range[0] - a.range[0]);
    let respelt = text;
    let limit = text.length;
    for (const { range, text: written } of changes) {
      if (range[1] > limit) continue;
      respelt = respelt.slice(0, range[0]) + written + respelt.slice(range[1]);
      limit = range[0];
    }
    openSource(file, respelt);
    return respelt === text ? undefined : respelt;
  } catch {
    return undefined;
  }
}

function nodesOf(root: Node): Node[] {
  return [root, ...childrenOf(root).flatMap((node) => nodesOf(Object.assign(node, { parent: root })))];
}

function respelled(start: number, end: number, text: string): Respelling {
  return { range: [start, end], text };
}

/** What closes the object's parentheses, before the dot. */
function closing(text: string, node: Extract<Node, { type: "MemberExpression" }>): string {
  return text.slice(node.object.range[1], node.property.range[0]).replace(/\s*\.\s*$/, "");
}

function respelledString(node: Node, text: string, change: (value: string) => string): Respelling | undefined {
  if (node.type !== "Literal" || typeof node.value !== "string" || node.parent?.type === "JSXAttribute") return undefined;
  const [start, end] = [node.range[0] + 1, node.range[1] - 1];
  const inner = text.slice(start, end);
  return inner === "" || inner.includes("\\") || node.parent?.type === "ExpressionStatement"
    ? undefined
    : respelled(start, end, change(inner));
}

function escapeOf(character: string): string {
  return `\\u00${character.charCodeAt(0).toString(16)}`;
}

function hexadecimal(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16)}`;
}

/** With a backslash where it means nothing, or an escape. */
function oddly(value: string): string {
  return value.replace(/[ac-eg-mo-qswyz]/, (letter) => `\\${letter}`).replace(/(?<!\\)[bfnrtvux]/, escapeOf);
}
