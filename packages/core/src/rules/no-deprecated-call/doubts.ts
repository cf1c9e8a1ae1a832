import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import {
  type Node,
  callIn,
  enclosingFunction,
  isFunction,
  keyName,
  memberName,
  nodesIn,
  resultsOf,
  unwrap,
} from "../../syntax/nodes.js";
import { type Range, contains } from "../../syntax/ranges.js";
import { headWords } from "../../patterns/head-words.js";
import { holeAt, listHoleOf } from "../../patterns/template-holes.js";
import { constantValue } from "../../semantics/types/type-flows.js";
import { type Match, type MatchContext, matchPart } from "../../patterns/match.js";
import { childrenOf } from "../../patterns/match-jsx.js";
import { isSpread, lacks, mayGive, nameOf, siblingsOf } from "../../patterns/render-places.js";
import type { Rendered } from "../../patterns/filling.js";
import { type CallEntry, type CallSetting, callPatternOf, takesAnything } from "./options.js";
import { doubtAboutCall, mayFitCall } from "../../patterns/loose-match.js";
import { linksOf } from "../../patterns/logical-chains.js";
import type { Edit } from "../../edits/edit.js";
import { isSetHere } from "../destructured.js";
import { SET_HERE } from "../../edits/replace-expression.js";
import { type Reason, runsOtherwise, type Why } from "../../reasons/reasons.js";
import { globalPathOf } from "../../semantics/mocks/global-stubs.js";

/** A match of an entry, and what would replace it. */
export interface RenderedMatch {
  readonly entry: CallEntry;
  readonly match: Match;
  readonly rendered: Rendered;
}

/** The reasons for a person to check a replacement before it is written. */
export function* doubtsAboutMatch(
  file: FileView,
  options: CallSetting,
  { entry, match, rendered }: RenderedMatch,
): Generator<Reason> {
  const isMade = !!callIn(rendered.template.root) && !rendered.passedOn?.givesMatch;
  if (isSetHere(file, options.findExport, entry, isMade)) yield SET_HERE;
  if (losesChildren(match.node, rendered)) yield runsOtherwise("what is between its tags would be lost");
  if (rendersFunction(file, match, rendered))
    yield runsOtherwise("the old element calls a function that would be rendered as it is");
  if (mayFitAnother(file, options, entry, match.node))
    yield runsOtherwise("what its spread gives may ask for another replacement");
  const other = attributeOfAnother(file, options, entry, match.node);
  if (other !== undefined) yield runsOtherwise(`another entry replaces its ${other}, and only one entry is applied`);
  if (movesSpread(file, match, rendered)) yield runsOtherwise("a spread beside it may set the same");
}

/** Whether the member that a replacement calls leads to the match: `fresh() { this.old(); }` would call itself, without end. */
export function isInSuccessor(file: FileView, { with: written }: CallEntry, { node, bindings }: Match): boolean {
  return (written?.holes ?? []).some(({ node: hole, name }) => {
    const { parent } = hole;
    const binding = bindings.get(name);
    const fresh = parent?.type === "MemberExpression" && parent.object === hole ? memberName(parent) : undefined;
    if (fresh === undefined || !binding || !("node" in binding)) return false;
    const members = membersAround(file, node, unwrap(binding.node));
    const reached = new Set([fresh]);
    // What is added to a set while it is gone through is gone through too.
    for (const each of reached)
      for (const member of members.filter((own) => nameOfMember(own) === each)) {
        if (contains(member.range, node.range)) return true;
        for (const read of membersReadIn(file, member, unwrap(binding.node))) reached.add(read);
      }
    return false;
  });
}

/** The members of the class or object in which a node is, if `self` means that there: `this`, a name for it, the class's or object's own name. */
function membersAround(file: FileView, node: Node, self: Node): readonly Node[] {
  const meant = unwrap(constantValue(file, self)?.value ?? self);
  const isThis = meant.type === "ThisExpression";
  for (let at = node, owner = node.parent; owner; at = owner, owner = owner.parent) {
    const isOwnName = meant.type === "Identifier" && owner.type === "ClassBody" && owner.parent.id?.name === meant.name;
    if (owner.type === "ClassBody" && (isThis || isOwnName)) return owner.body;
    const isMethod = at.type === "Property" && at.value.type === "FunctionExpression";
    if (owner.type === "ObjectExpression" && (isThis ? isMethod : owner === meant)) return owner.properties;
  }
  return [];
}

function nameOfMember(member: Node): string | undefined {
  return "key" in member ? keyName(member) : undefined;
}

function membersReadIn(file: FileView, member: Node, self: Node): string[] {
  return file.nodesWithin([member.range]).flatMap((node) => {
    const object = node.type === "MemberExpression" && unwrap(node.object);
    const isOwn = object && (object.type === "ThisExpression" || file.textOf(object) === file.textOf(self));
    return isOwn ? (memberName(node) ?? []) : [];
  });
}

function losesChildren(node: Node, { uses }: Rendered): boolean {
  const children = node.type === "JSXElement" ? (childrenOf(node)?.nodes ?? []) : [];
  return children.some(
    (child) => !uses.some((use) => contains(use.node.range, child.range) || contains(child.range, use.node.range)),
  );
}

/** `{ready ? () => <b /> : null}` in place of an element that took the function: React renders none. */
function rendersFunction(file: FileView, { node, bindings }: Match, { template }: Rendered): boolean {
  return (
    node.type === "JSXElement" &&
    resultsOf(template.root).some((result) => {
      const bound = bindings.get(holeAt(result)?.name ?? "");
      const given = bound && "node" in bound ? bound.node : undefined;
      return !!given && isFunction(constantValue(file, given)?.value ?? given);
    })
  );
}

/** `<Old {...props} />`, if an earlier entry names an attribute. */
function mayFitAnother(file: FileView, options: CallSetting, entry: CallEntry, node: Node): boolean {
  if (node.type !== "JSXElement" || !node.openingElement.attributes.some(isSpread)) return false;
  const earlier = options.entries.slice(0, options.entries.indexOf(entry));
  return earlier.some((each) => attributesNamedBy(file, options, each, node).length > 0);
}

/** The attribute that goes along as it is to an element of another name, although another entry names it. */
function attributeOfAnother(file: FileView, options: CallSetting, entry: CallEntry, node: Node): string | undefined {
  if (node.type !== "JSXElement" || options.entries.length === 1) return undefined;
  const { findExport } = options;
  const written = entry.with?.root;
  const staysSo = written?.type === "JSXElement" && written.openingElement.name;
  // The next round finds it there.
  if (staysSo && matchPart({ file, findExport }, staysSo, node.openingElement.name)) return undefined;
  const own = new Set(attributesNamedBy(file, options, entry, node));
  const others = new Set(options.entries.flatMap((each) => attributesNamedBy(file, options, each, node)));
  return namesOf(node.openingElement.attributes).find((name) => !own.has(name) && others.has(name));
}

/** The attributes that an entry's pattern names of elements such as this one. */
function attributesNamedBy(
  file: FileView,
  { findExport }: CallSetting,
  { root }: CallEntry,
  { openingElement }: TSESTree.JSXElement,
): readonly string[] {
  if (root.type !== "JSXElement") return [];
  const isSame = !!matchPart({ file, findExport }, root.openingElement.name, openingElement.name);
  return isSame ? namesOf(root.openingElement.attributes.filter((each) => listHoleOf(each) === undefined)) : [];
}

function namesOf(items: readonly Node[]): string[] {
  return items.flatMap((each) => nameOf(each) ?? []);
}

/**
 * `{ old: 1, ...rest }`: a spread overrides the properties before it, so the order must stay. And what `{ ...rest, old: 1 }` overrides comes
 * through where the replacement has another name for it.
 */
function movesSpread(file: FileView, match: Match, { template, uses }: Rendered): boolean {
  const written = new Set(nodesIn(template.root, (each): each is Node => nameOf(each) !== undefined).map(nameOf));
  for (const binding of match.bindings.values()) {
    const list = "list" in binding ? binding.list : [];
    const spreads = list.filter(isSpread);
    const [spread] = spreads;
    if (!spread) continue;
    const isGiven = (name: string | undefined): boolean =>
      spreads.some((other) => mayGive(other, name) && !lacks(file, other.argument, name));
    const named = siblingsOf(spread).filter((each) => !list.includes(each) && isGiven(nameOf(each)));
    if (named.length === 0) continue;
    const isFirst = named.every((each) => spread.range[0] < each.range[0]);
    const at = uses.findIndex((use) => use.node === spread);
    const staysFirst = uses.every((use, index) => index > at || !named.some((each) => contains(each.range, use.node.range)));
    if (!isFirst || !staysFirst || uses.length === 0 || !named.every((each) => written.has(nameOf(each)))) return true;
  }
  return false;
}

/** A use that no pattern matches as it is, and that a person has to check. */
export interface DoubtfulUse {
  readonly entry: CallEntry;
  readonly node: Node;
  readonly range: Range;
  readonly refusal: Why;
  /** What may be written all the same. */
  readonly edit?: Edit | undefined;
  /** The match, if only a `?.` prevents it. */
  readonly match?: Match;
}

type CallPattern = TSESTree.CallExpression | TSESTree.NewExpression;

/** Finds calls whose arguments can't be read, indirect calls, and subclasses. */
export function* findDoubtfulCalls(file: FileView, { entries, findExport }: CallSetting): Generator<DoubtfulUse> {
  const context: MatchContext = { file, findExport };
  for (const entry of entries) {
    const use = (node: Node, refusal: Why, range: Range = node.range): DoubtfulUse => ({ entry, node, range, refusal });
    const pattern = callPatternOf(entry);
    const words = headWords(file, entry.root, findExport);
    if (entry.root.type === "JSXElement")
      for (const node of doubtfulElements(context, { pattern: entry.root, words }))
        yield use(node, "what the spread gives is not known");
    if (entry.root.type === "MemberExpression" || entry.root.type === "TSNonNullExpression")
      for (const node of file.nodes(entry.root.type as "MemberExpression", words)) {
        const optional = optionalMatch(context, entry.root, node);
        if (optional) yield { ...use(node, "it is read only where something is there"), match: optional };
      }
    if (!pattern) continue;
    for (const node of file.nodes(pattern.type as "CallExpression", words)) {
      const optional = optionalMatch(context, pattern, node);
      if (optional) yield { ...use(node, "it is called only where something is there"), match: optional };
      const doubt = doubtAboutCall(context, pattern, node.callee, node.arguments);
      if (doubt !== undefined && !isReplacement(context, entries, node)) yield use(node, doubt);
    }
    for (const call of file.nodes("CallExpression", words)) {
      const way = roundaboutWay(context, entry, pattern, call);
      if (way !== undefined) yield use(call, `it goes through ${way}`);
    }
    if (pattern.type === "NewExpression") yield* subclasses(context, { pattern, words }, use);
    else if (takesAnything(entry)) yield* tags(context, { pattern, words }, use);
  }
}

/** Whether a call is already what one of the entries writes: `show(failure(text))` for `show({ text: $text })`. */
function isReplacement(context: MatchContext, entries: CallSetting["entries"], node: Node): boolean {
  return entries.some(({ with: written }) => written && !!matchPart(context, unwrap(written.root), node));
}

/** A pattern, and the words of which all that fits it has one. */
interface Sought<P> {
  readonly pattern: P;
  readonly words: readonly string[] | undefined;
}

type Use = (node: Node, refusal: Why, range?: Range) => DoubtfulUse;

/** `engine?.run(x)`, where the pattern is `$engine.run($x)`, and `window?.main`. */
function optionalMatch(context: MatchContext, pattern: Node, node: Node): Match | undefined {
  if (!linksOf(node).some((link) => "optional" in link && link.optional) || matchPart(context, pattern, node)) return undefined;
  return matchPart({ ...context, ignoresOptional: true }, pattern, node);
}

/** `f.call(…)`, `f.apply(…)`, `f.bind(…)`, `Reflect.construct(X, …)`, `Reflect.apply(f, …)`. */
function roundaboutWay(
  context: MatchContext,
  entry: CallEntry,
  pattern: CallPattern,
  call: TSESTree.CallExpression,
): string | undefined {
  const callee = unwrap(call.callee);
  const way = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (callee.type !== "MemberExpression" || way === undefined) return undefined;
  const [first, second, third] = call.arguments;
  const mayFit = (target: Node | undefined, args: readonly Node[] | undefined) =>
    !!target && mayFitCall(context, pattern, target, args);
  if (callee.object.type === "Identifier" && callee.object.name === "Reflect") {
    const list = way === "construct" ? second : third;
    const isIt = way === (pattern.type === "NewExpression" ? "construct" : "apply");
    return isIt && mayFit(first, elementsOf(list)) ? `Reflect.${way}` : undefined;
  }
  if (pattern.type !== "CallExpression") return undefined;
  const args = way === "call" ? call.arguments.slice(1) : way === "apply" ? elementsOf(second) : undefined;
  const isWay = way === "call" || way === "apply" || (way === "bind" && takesAnything(entry));
  return isWay && mayFit(callee.object, args) ? way : undefined;
}

/** The elements of an array literal; undefined for any other expression. */
function elementsOf(list: Node | undefined): readonly Node[] | undefined {
  if (!list) return [];
  const inner = unwrap(list);
  return inner.type === "ArrayExpression" ? inner.elements.filter((element) => element !== null) : undefined;
}

/** `class Y extends X`, and its `super(…)` calls whose arguments may match the pattern; a global such as `Error` stays what others extend. */
function* subclasses(
  context: MatchContext,
  { pattern, words }: Sought<TSESTree.NewExpression>,
  use: Use,
): Generator<DoubtfulUse> {
  const { file } = context;
  for (const node of [...file.nodes("ClassDeclaration", words), ...file.nodes("ClassExpression", words)]) {
    if (!node.superClass || !mayFitCall(context, pattern, node.superClass, undefined)) continue;
    if (globalPathOf(file, node.superClass)) continue;
    const own = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
    const calls = supersOf(file, node).filter((call) => mayFitCall(context, pattern, node.superClass as Node, call.arguments));
    if (own && calls.length === 0) continue;
    yield use(node.superClass, "a subclass is made in its own way");
    for (const call of calls) yield use(call, "super can't be another call");
  }
}

function supersOf(file: FileView, owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression): TSESTree.CallExpression[] {
  return file.nodes("Super", ["super"]).flatMap(({ parent }) => {
    if (parent.type !== "CallExpression") return [];
    let method = enclosingFunction(parent);
    while (method?.type === "ArrowFunctionExpression") method = enclosingFunction(method);
    return method?.parent.parent === owner.body ? [parent] : [];
  });
}

/** `f` as the tag of a template, if the pattern calls it. */
function* tags(context: MatchContext, { pattern, words }: Sought<TSESTree.CallExpression>, use: Use): Generator<DoubtfulUse> {
  for (const node of context.file.nodes("TaggedTemplateExpression", words))
    if (mayFitCall(context, pattern, node.tag, undefined)) yield use(node, "it is the tag of a template");
}

/** `<Old {...props} />`, if the spread may give what the pattern names. */
function* doubtfulElements(context: MatchContext, { pattern, words }: Sought<TSESTree.JSXElement>): Generator<Node> {
  for (const node of context.file.nodes("JSXElement", words)) {
    const { name, attributes } = node.openingElement;
    if (!attributes.some(isSpread) || !matchPart(context, pattern.openingElement.name, name)) continue;
    const named = pattern.openingElement.attributes.filter((each) => listHoleOf(each) === undefined);
    if (named.every((each) => mayHave(context, attributes, each))) yield node;
  }
}

/**
 * Whether the last attribute that may decide it may give what the pattern asks for. Of a value that the pattern names, that has to be seen: what
 * only hands on `{...props}` is right as it is.
 */
function mayHave(context: MatchContext, attributes: readonly Node[], wanted: Node): boolean {
  const name = nameOf(wanted);
  const value = wanted.type === "JSXAttribute" && wanted.value?.type === "JSXExpressionContainer" && wanted.value.expression;
  const isOpen = !!value && !!holeAt(value);
  const gives = (each: Node): boolean =>
    isSpread(each) ? mayGive(each, name, isOpen) && !lacks(context.file, each.argument, name) : nameOf(each) === name;
  const last = attributes.findLast(gives);
  return !!last && (isSpread(last) || !!matchPart(context, wanted, last));
}
