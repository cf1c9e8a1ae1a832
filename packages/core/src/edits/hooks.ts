/** Where React's rules let a replacement call its hook, and the names that hold what a hook gives. */
import type { TSESTree } from "@typescript-eslint/types";
import { oncePer } from "../modules/index.js";
import type { Rendered } from "../patterns/filling.js";
import { linksOf } from "../patterns/logical-chains.js";
import type { Match } from "../patterns/match.js";
import { dependenciesOf } from "../patterns/moved-words.js";
import type { Template, TemplateHole } from "../patterns/template.js";
import type { FileView } from "../semantics/file-view.js";
import type { HookHold } from "../semantics/import-requests.js";
import type { FindExport } from "../semantics/local-names.js";
import { isBindable } from "../syntax/identifiers.js";
import {
  enclosingFunction,
  finalName,
  type FunctionNode,
  functionName,
  memberName,
  type Node,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { contains, overlaps } from "../syntax/ranges.js";
import { HOLDS_STATEMENTS } from "./alias-drops.js";

/**
 * The name for what a replacement's hook gives where a name holds what the old one gave: React calls hooks where a component begins, and a hook's list
 * of dependencies and its function have to read the same. Undefined where the match is all that a `const` holds, or the hook takes something of it.
 */
export function heldHook(
  file: FileView,
  match: Match,
  rendered: Rendered,
  findExport: FindExport,
): (HookHold & { readonly part: Node }) | undefined {
  const { template } = rendered;
  const [hook, ...others] = hooksOf(template);
  const declarator = hook && others.length === 0 && match.node.type !== "Property" ? callOfOld(match) : undefined;
  if (!declarator?.init || !hook) return undefined;
  const isWholeConst = rewrap(match.node).parent?.type === "VariableDeclarator" && !hookElsewhere(file, match, template);
  const part = withMembers(hook.node.parent);
  const holes = template.holes.filter(({ node }) => contains(part.range, node.range));
  const isAtHand = holes.every(({ name }) => {
    const binding = match.bindings.get(name);
    const taken = !binding ? [] : "node" in binding ? [binding.node] : binding.list;
    return !!binding && taken.every((node) => contains(declarator.init!.range, node.range));
  });
  const member = part.type === "MemberExpression" ? memberName(part) : undefined;
  const parts = isWholeConst || !isAtHand ? undefined : rendered.partsOf(part.type === "MemberExpression" ? part.object : part);
  if (!parts) return undefined;
  const value = parts.map((each) => (typeof each === "string" ? each : file.text.slice(...each.copy))).join("");
  const name = freeName(file, declarator, { text: `${value}.${member}`, wanted: member ?? wordOfHook(hook.name), findExport });
  const left = member === undefined ? name : member === name ? `{ ${name} }` : `{ ${member}: ${name} }`;
  return { name, part, text: `${left} = ${value}`, beside: declarator.parent };
}

/** The declarator whose value, of which a match reads by a name, calls a hook. */
function callOfOld({ aliases }: Match): TSESTree.VariableDeclarator | undefined {
  return [...aliases]
    .map((holder) => ("defs" in holder ? (holder.defs[0]?.node as Node | undefined) : undefined))
    .find((node): node is TSESTree.VariableDeclarator => {
      if (node?.type !== "VariableDeclarator" || !node.init || !HOLDS_STATEMENTS.test(node.parent.parent.type)) return false;
      return linksOf(unwrap(node.init)).some((link) => link.type === "CallExpression" && HOOK.test(finalName(link.callee) ?? ""));
    });
}

const HOOK = /^use[A-Z]/u;

function wordOfHook(hook: string): string {
  return hook.charAt(3).toLowerCase() + hook.slice(4);
}

/** A call with the members that are read of it, but not those that are called. */
function withMembers(call: Node): Node {
  const { parent } = call;
  if (parent?.type !== "MemberExpression" || parent.object !== call || parent.computed || parent.optional) return call;
  const isCalled = parent.parent.type === "CallExpression" && parent.parent.callee === parent;
  return isCalled ? call : withMembers(parent);
}

/** The names of a file for what hooks give, each with what it holds and the statements around. */
const heldNames = oncePer((_: FileView) => new Map<string, { readonly name: string; readonly block: Node }>());

/** A name that means nothing among the statements around a declarator; the same for the same text. */
function freeName(
  file: FileView,
  declarator: TSESTree.VariableDeclarator,
  { text, wanted, findExport }: { readonly text: string; readonly wanted: string; readonly findExport: FindExport },
): string {
  const names = heldNames(file);
  const key = `${declarator.range[0]} ${text}`;
  const block: Node = declarator.parent.parent;
  const isTaken = (name: string): boolean =>
    !isBindable(name) ||
    !!findExport(name) ||
    !!file.findVariable(name, declarator) ||
    [...names.values()].some((held) => held.name === name && overlaps(held.block.range, block.range)) ||
    file
      .scopesFor(name)
      .scopes.some(
        (scope) =>
          (scope.set.has(name) && contains(block.range, scope.block.range)) ||
          scope.references.some(({ identifier }) => identifier.name === name && contains(block.range, identifier.range)),
      );
  let name = names.get(key)?.name ?? wanted;
  for (let count = 1; !names.has(key) && isTaken(name); count++) name = `${wanted}_${count}`;
  names.set(key, { name, block });
  return name;
}

/** Why a replacement may not call its hook here, where the pattern calls none: React counts the calls of a component. */
export function hookElsewhere(file: FileView, { node, template, aliases }: Match, written: Template): string | undefined {
  const hook = hooksOf(written)[0]?.name;
  if (hook === undefined || (template && aliases.size === 0 && hooksOf(template).length > 0)) return undefined;
  const owner = enclosingFunction(node);
  if (!owner || !callsHooks(owner)) return `${hook} is a hook, which a component or another hook calls`;
  const isLeft = file.nodes("ReturnStatement").some((end) => end.range[1] <= node.range[0] && enclosingFunction(end) === owner);
  return isLeft || isInBranch(node, owner) ? `${hook} is a hook, and would not be called each time` : undefined;
}

/** Whether the code of a function may run often or never where a node is; what a condition asks first runs once. */
function isInBranch(node: Node, owner: Node): boolean {
  for (let at = node, parent = node.parent; parent && parent !== owner; at = parent, parent = parent.parent) {
    if (!BRANCHING.test(parent.type)) continue;
    const asked = ["test", "discriminant", "init", "right"].map((key) => (parent as unknown as Record<string, unknown>)[key]);
    const isFirst = parent.type === "LogicalExpression" ? parent.left === at : asked.includes(at);
    if (!isFirst) return true;
  }
  return false;
}

const BRANCHING = /^(?:If|For|ForIn|ForOf|While|DoWhile|Switch)Statement$|^(?:Conditional|Logical)Expression$/u;

function hooksOf({ names }: Template): Template["names"] {
  return names.filter(
    ({ name, node: { parent }, node }) => HOOK.test(name) && parent.type === "CallExpression" && parent.callee === node,
  );
}

/** Whether a function is a component or a hook, by its name or by what it is given to: `memo(() => …)`. */
function callsHooks(owner: FunctionNode): boolean {
  const outer = rewrap(owner).parent;
  if (outer?.type === "CallExpression" && /^(?:memo|forwardRef|observer|renderHook)$/u.test(finalName(outer.callee) ?? ""))
    return true;
  return outer?.type === "ExportDefaultDeclaration" || /^(?:use)?[A-Z]|^setup$/u.test(functionName(owner) ?? "");
}

/**
 * Whether a hook's list of dependencies would lack what its function then reads: `isEmpty(items)` beside `[items.length]`, or what a name holds for
 * `team.url` beside `[team]`.
 */
export function lacksDependency(
  file: FileView,
  { node, bindings, template: pattern }: Match,
  { template, hook }: Rendered,
): boolean {
  const isRead = ({ node: hole }: TemplateHole): boolean =>
    hole.parent?.type === "MemberExpression" && hole.parent.object === hole;
  const wholes = template.holes.filter(
    (hole) => !isRead(hole) && pattern?.holes.some((old) => old.name === hole.name && isRead(old)),
  );
  const plain = (each: Node): string => file.textOf(each).replaceAll("?.", ".");
  const texts = wholes.flatMap(({ name }) => {
    const binding = bindings.get(name);
    return binding && "node" in binding ? [plain(binding.node)] : [];
  });
  const own = hook && plain(node);
  const lacks = (named: readonly string[]): boolean =>
    texts.some((text) => !named.includes(text) && named.some((each) => each.startsWith(`${text}.`))) ||
    (own !== undefined &&
      named.some((each) => own.startsWith(each) && /^[.(]/u.test(own.slice(each.length))) &&
      !named.some((each) => `${each}.`.startsWith(`${own}.`)));
  for (let at = node; at.parent; at = at.parent) {
    const list = at.parent.type === "CallExpression" ? dependenciesOf(at.parent) : undefined;
    if (list && list !== at && lacks(list.elements.flatMap((each) => (each ? [plain(each)] : [])))) return true;
  }
  return false;
}
