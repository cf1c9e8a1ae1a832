import type { Decoration } from "@godwit/contracts";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { isWrapper, memberName, stringValue, type Node } from "../file/nodes.js";

/** What hangs on a raw ID and belongs to its site. */
export interface Decorated {
  readonly node: Node;
  readonly decorations: ReadonlySet<Decoration>;
  /** The ID-like text in front, of `user_${…}`. */
  readonly prefix: string | undefined;
}

interface Growth {
  readonly node: Node;
  readonly adds?: Decoration;
  readonly prefix?: string;
}

const NEUTRAL = new Set(["toString", "toLowerCase", "toUpperCase", "valueOf", "trim", "normalize"]);
const SLICING = new Set(["slice", "substring", "substr"]);

/** Grows a site over the calls and templates that only shape the ID. */
export function expandDecorations(file: FileView, start: Node): Decorated {
  const decorations = new Set<Decoration>();
  let node = start;
  let prefix: string | undefined;
  for (let next = grow(file, node); next; next = grow(file, node)) {
    node = next.node;
    if (next.adds) decorations.add(next.adds);
    prefix = next.prefix ?? prefix;
  }
  return { node, decorations, prefix };
}

function grow(file: FileView, node: Node): Growth | undefined {
  const outer = dressed(node);
  const parent = outer.parent;
  if (!parent) return undefined;
  if (parent.type === "MemberExpression" && parent.object === outer) return growMember(parent);
  if (parent.type === "CallExpression" && parent.arguments.length === 1 && parent.arguments[0] === outer) {
    const isString = parent.callee.type === "Identifier" && parent.callee.name === "String" && !file.variableOf(parent.callee);
    return isString ? { node: parent } : undefined;
  }
  if (parent.type === "TemplateLiteral" && parent.parent.type !== "TaggedTemplateExpression") return growTemplate(parent);
  if (parent.type === "BinaryExpression" && parent.operator === "+" && parent.right === outer) {
    const text = stringValue(parent.left);
    if (text === "") return { node: parent };
    return text !== undefined && isIdPrefix(text) ? { node: parent, adds: "template", prefix: text } : undefined;
  }
  if (parent.type === "BinaryExpression" && parent.operator === "+" && stringValue(parent.right) === "") return { node: parent };
  return undefined;
}

/** Casts belong to the site only where something that shapes the ID hangs on them. */
function dressed(node: Node): Node {
  let outer = node;
  while (outer.parent && isWrapper(outer.parent)) outer = outer.parent;
  return outer;
}

function growMember(member: TSESTree.MemberExpression): Growth | undefined {
  const call = member.parent;
  if (call.type !== "CallExpression" || call.callee !== member) return undefined;
  const name = memberName(member) ?? "";
  const constants = call.arguments.map(constantText);
  if (constants.includes(undefined)) return undefined;
  if (NEUTRAL.has(name)) return { node: call };
  if (SLICING.has(name)) return { node: call, adds: "slice" };
  if (name === "replace" || name === "replaceAll") return isStripping(constants) ? { node: call, adds: "strip" } : undefined;
  return name === "split" && constants[0] === '"-"' ? growSplit(call) : undefined;
}

function isStripping(constants: readonly (string | undefined)[]): boolean {
  return /^(?:"-"|\/\[?\\?-\]?\/[gu]*)$/u.test(constants[0] ?? "") && constants[1] === '""';
}

/** `.split("-")[0]`, `.split("-").pop()`, `.split("-").join("")`. */
function growSplit(split: Node): Growth | undefined {
  const member = dressed(split).parent;
  if (member?.type !== "MemberExpression") return undefined;
  if (member.computed && member.property.type === "Literal" && typeof member.property.value === "number")
    return { node: member, adds: "slice" };
  const call = member.parent;
  const name = memberName(member) ?? "";
  if (call.type !== "CallExpression" || call.callee !== member) return undefined;
  if (name === "pop" || name === "shift" || name === "at") return { node: call, adds: "slice" };
  return name === "join" && stringValue(call.arguments[0]) === "" ? { node: call, adds: "strip" } : undefined;
}

/** The text of a constant argument, strings in double quotes; undefined where it is not constant. */
function constantText(node: Node): string | undefined {
  const text = stringValue(node);
  if (text !== undefined) return JSON.stringify(text);
  if (node.type === "Literal") return node.raw;
  if (node.type === "UnaryExpression" && node.argument.type === "Literal") return `${node.operator}${node.argument.raw}`;
  return undefined;
}

/** `user_${…}`: only an ID-like prefix and the ID; `${…}` alone is neutral. */
function growTemplate(template: TSESTree.TemplateLiteral): Growth | undefined {
  if (template.expressions.length !== 1 || template.quasis[1]?.value.raw !== "") return undefined;
  const prefix = template.quasis[0]?.value.cooked ?? "";
  if (prefix === "") return { node: template };
  return isIdPrefix(prefix) ? { node: template, adds: "template", prefix } : undefined;
}

function isIdPrefix(text: string): boolean {
  return /^[a-z][\w-]*[_\-:.]?$/iu.test(text);
}
