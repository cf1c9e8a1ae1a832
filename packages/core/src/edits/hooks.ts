/** Where React's rules let a replacement call its hook, and the names that hold what a hook gives. */
import type { TSESTree } from "@typescript-eslint/types";
import { oncePer } from "../modules/index.js";
import type { Rendered } from "../patterns/filling.js";
import { linksOf } from "../patterns/logical-chains.js";
import type { Match } from "../patterns/match.js";
import { dependenciesOf, HOOK } from "../patterns/moved-words.js";
import { pathOf, type Template, type TemplateHole } from "../patterns/template.js";
import { because, runsOtherwise, type Why } from "../reasons/reasons.js";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { originOf } from "../semantics/origins.js";
import { isBindable } from "../syntax/identifiers.js";
import {
  enclosingFunction,
  finalName,
  type FunctionNode,
  functionName,
  HOLDS_STATEMENTS,
  memberName,
  type Node,
  nodesIn,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { contains, overlaps, textOfParts } from "../syntax/ranges.js";
import { calledBy, isCall } from "./passed-on.js";

/**
 * The constant for what a replacement's hook gives, beside the old hook's call that a name holds: React calls hooks where a component begins, and a
 * list of dependencies names what its function reads. Undefined where the match is all that a `const` holds, or the hook takes something of it.
 */
export function heldHook(file: FileView, match: Match, rendered: Rendered, findExport: FindExport): Rendered["hook"] {
  const { template } = rendered;
  const [hook, ...others] = hooksOf(template);
  const declarator = hook && others.length === 0 && match.node.type !== "Property" ? callOfOld(match) : undefined;
  if (!hook || !declarator) return undefined;
  if (rewrap(match.node).parent?.type === "VariableDeclarator" && !hookElsewhere(file, match, template)) return undefined;
  const part = withMembers(hook.node.parent);
  const isAtHand = template.holes.every(({ name, node }) => {
    const binding = match.bindings.get(name);
    const taken = !binding ? [] : "node" in binding ? [binding.node] : binding.list;
    return !contains(part.range, node.range) || (!!binding && taken.every((each) => contains(declarator.range, each.range)));
  });
  const [value, member] = part.type === "MemberExpression" ? [part.object, memberName(part)] : [part];
  const parts = isAtHand ? rendered.partsOf(value) : undefined;
  if (!parts) return undefined;
  const text = textOfParts(file.text, parts);
  const word = member ?? hook.name.charAt(3).toLowerCase() + hook.name.slice(4);
  const key = `${declarator.range[0]} ${text}.${member}`;
  const name = freeName(file, declarator, findExport(word) ? `${word}Value` : word, key);
  const left = member === undefined ? name : member === name ? `{ ${name} }` : `{ ${member}: ${name} }`;
  return { kind: "hold", name, part, text: `${left} = ${text}`, beside: declarator.parent };
}

/** The declarator whose value, of which a match reads by a name, calls a hook. */
function callOfOld({ aliases }: Match): TSESTree.VariableDeclarator | undefined {
  const isCall = (link: Node): boolean => link.type === "CallExpression" && HOOK.test(finalName(link.callee) ?? "");
  const nodes = [...aliases].flatMap((holder): readonly Node[] => ("defs" in holder ? holder.defs.map(({ node }) => node) : []));
  return nodes
    .filter((node) => node.type === "VariableDeclarator")
    .find(({ init, parent }) => init && HOLDS_STATEMENTS.test(parent.parent.type) && linksOf(unwrap(init)).some(isCall));
}

/** A call with the members that are read of it, but not those that are called. */
function withMembers(call: Node): Node {
  const { parent } = call;
  const isRead = parent?.type === "MemberExpression" && parent.object === call && !parent.computed && !parent.optional;
  return isRead && !(parent.parent.type === "CallExpression" && parent.parent.callee === parent) ? withMembers(parent) : call;
}

/** The names that edits of a file give to values so far: for what, and among which statements. */
const heldNames = oncePer((_: FileView): { readonly name: string; readonly key: unknown; readonly block: Node }[] => []);

/** A name that means nothing around a place, nor in the statements beside it, for a constant; what has one by its key gets that. */
export function freeName(file: FileView, place: Node, wanted: string, key: unknown = {}): string {
  const names = heldNames(file);
  let block = place;
  while (block.parent && !HOLDS_STATEMENTS.test(block.type)) block = block.parent;
  const isIn = ({ range }: Node): boolean => contains(block.range, range);
  const isTaken = (name: string): boolean =>
    !isBindable(name) ||
    !!file.findVariable(name, place) ||
    names.some((held) => held.name === name && overlaps(held.block.range, block.range)) ||
    file
      .scopesFor(name)
      .scopes.some(
        ({ set, block: own, references }) =>
          (set.has(name) && isIn(own)) || references.some((each) => each.identifier.name === name && isIn(each.identifier)),
      );
  const known = names.find((held) => held.key === key);
  if (known) return known.name;
  let name = wanted;
  for (let count = 2; isTaken(name); count++) name = `${wanted}${count}`;
  names.push({ name, key, block });
  return name;
}

/** Why a replacement may not call its hook here, where the pattern calls none: React counts the calls of a component. */
export function hookElsewhere(file: FileView, { node, template, aliases }: Match, written: Template): Why | undefined {
  const hook = hooksOf(written)[0]?.name;
  if (hook === undefined || (template && aliases.size === 0 && hooksOf(template).length > 0)) return undefined;
  const owner = enclosingFunction(node);
  if (!owner || !callsHooks(owner)) return runsOtherwise(`${hook} is a hook, which a component or another hook calls`);
  const isLeft = file.nodes("ReturnStatement").some((end) => end.range[1] <= node.range[0] && enclosingFunction(end) === owner);
  return isLeft || isInBranch(node, owner) ? runsOtherwise(`${hook} is a hook, and would not be called each time`) : undefined;
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

/** Why a replacement may not call what the contract imports here, where the pattern calls nothing: React Native runs it apart from all other code. */
export function callInWorklet(file: FileView, match: Match, written: Template, findExport: FindExport): Why | undefined {
  const isImported = (call: Node): boolean => isCall(call) && findExport(pathOf(call.callee)?.[0] ?? "") !== undefined;
  if (!nodesIn(written.root, isCall).some(isImported) || (match.template && nodesIn(match.template.root, isCall).length > 0))
    return undefined;
  for (let owner = enclosingFunction(match.node); owner; owner = enclosingFunction(owner)) {
    if (!isWorklet(owner) && !isGivenToWorklets(file, owner)) continue;
    const callee = calledBy(file, written, findExport)?.node;
    return callee && isWorklet(callee)
      ? undefined
      : because("onUiThread", "this runs on the UI thread, where only worklets can be called");
  }
  return undefined;
}

function isWorklet(owner: Node): boolean {
  const body = "body" in owner ? (owner.body as Node | null) : null;
  return body?.type === "BlockStatement" && body.body.some((each) => "directive" in each && each.directive === "worklet");
}

/** `useAnimatedStyle(() => …)`, `useAnimatedScrollHandler({ onScroll() {} })`, `Gesture.Tap().onEnd(() => …)`. */
function isGivenToWorklets(file: FileView, owner: Node): boolean {
  const outer = rewrap(owner);
  const given = outer.parent?.type === "Property" ? outer.parent.parent : outer;
  const { parent: call } = given;
  if (call?.type !== "CallExpression" || call.callee === given || !TAKES_WORKLETS.test(finalName(call.callee) ?? ""))
    return false;
  const from = originOf(file, linksOf(call).at(-1) as Node)?.reference?.specifier;
  return /^react-native-(?:reanimated|worklets|gesture-handler)$/u.test(from ?? "");
}

const TAKES_WORKLETS = /^(?:use(?:Animated|Derived|Frame)|with[A-Z]|(?:run|execute|schedule)On(?:UI|Runtime)|on[A-Z])/u;

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
