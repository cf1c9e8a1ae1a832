import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { enclosingFunction, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import { doubtAboutCall, mayFitCall } from "../../patterns/loose-match.js";
import { linksOf } from "../../patterns/chains.js";
import { matchPart, type Match } from "../../patterns/match.js";
import { callPatternOf, takesAnything, type CallEntry, type CallSetting } from "./options.js";

/** A use that no pattern fits as it stands, and that a person has to look at. */
export interface DoubtfulUse {
  readonly entry: CallEntry;
  readonly node: Node;
  readonly range: Range;
  readonly refusal: string;
  /** How it fits, where only a `?.` is in the way. */
  readonly match?: Match;
}

type CallPattern = TSESTree.CallExpression | TSESTree.NewExpression;

/** Finds calls whose arguments can't be read, calls in a roundabout way, and subclasses. */
export function* findDoubtfulCalls(file: FileView, { entries, wanted }: CallSetting): Generator<DoubtfulUse> {
  for (const entry of entries) {
    const use = (node: Node, refusal: string, range: Range = node.range): DoubtfulUse => ({ entry, node, range, refusal });
    const pattern = callPatternOf(entry);
    if (entry.root.type === "JSXElement")
      for (const node of doubtfulElements(file, entry.root, wanted)) yield use(node, "what the spread gives is not known");
    if (!pattern) continue;
    for (const node of file.nodes(pattern.type as "CallExpression")) {
      const optional = optionalMatch(file, pattern, node, wanted);
      if (optional) yield { ...use(node, "it is called only where something is there"), match: optional };
      const doubt = doubtAboutCall(file, pattern, node.callee, node.arguments, wanted);
      if (doubt !== undefined) yield use(node, doubt);
    }
    for (const call of file.nodes("CallExpression")) {
      const way = roundaboutWay(file, entry, pattern, call, wanted);
      if (way !== undefined) yield use(call, `it goes through ${way}`);
    }
    if (pattern.type === "NewExpression") yield* subclasses(file, pattern, wanted, use);
    else if (takesAnything(entry)) yield* tags(file, pattern, wanted, use);
  }
}

type Wanted = Parameters<typeof matchPart>[3];
type Use = (node: Node, refusal: string, range?: Range) => DoubtfulUse;

/** `engine?.run(x)`, where the pattern is `$engine.run($x)`. */
function optionalMatch(file: FileView, pattern: CallPattern, node: TSESTree.CallExpression, wanted: Wanted): Match | undefined {
  if (!linksOf(node).some((link) => "optional" in link && link.optional) || matchPart(file, pattern, node, wanted))
    return undefined;
  return matchPart(file, pattern, node, wanted, { ignoresOptional: true });
}

/** `f.call(…)`, `f.apply(…)`, `f.bind(…)`, `Reflect.construct(X, …)`, `Reflect.apply(f, …)`. */
function roundaboutWay(
  file: FileView,
  entry: CallEntry,
  pattern: CallPattern,
  call: TSESTree.CallExpression,
  wanted: Wanted,
): string | undefined {
  const callee = unwrap(call.callee);
  const way = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (callee.type !== "MemberExpression" || way === undefined) return undefined;
  const [first, second, third] = call.arguments;
  const mayFit = (target: Node | undefined, args: readonly Node[] | undefined) =>
    !!target && mayFitCall(file, pattern, target, args, wanted);
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

/** Undefined: the list is not written out. */
function elementsOf(list: Node | undefined): readonly Node[] | undefined {
  if (!list) return [];
  const inner = unwrap(list);
  return inner.type === "ArrayExpression" ? inner.elements.filter((element) => element !== null) : undefined;
}

/** `class Y extends X`, and the `super(…)` that hands such arguments on. */
function* subclasses(file: FileView, pattern: TSESTree.NewExpression, wanted: Wanted, use: Use): Generator<DoubtfulUse> {
  for (const node of [...file.nodes("ClassDeclaration"), ...file.nodes("ClassExpression")]) {
    if (!node.superClass || !mayFitCall(file, pattern, node.superClass, undefined, wanted)) continue;
    const own = node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
    const calls = supersOf(file, node).filter((call) =>
      mayFitCall(file, pattern, node.superClass as Node, call.arguments, wanted),
    );
    if (own && calls.length === 0) continue;
    yield use(node.superClass, "a subclass is made in its own way");
    for (const call of calls) yield use(call, "super can't be another call");
  }
}

function supersOf(file: FileView, owner: TSESTree.ClassDeclaration | TSESTree.ClassExpression): TSESTree.CallExpression[] {
  return file.nodes("Super").flatMap(({ parent }) => {
    if (parent.type !== "CallExpression") return [];
    let method = enclosingFunction(parent);
    while (method?.type === "ArrowFunctionExpression") method = enclosingFunction(method);
    return method?.parent.parent === owner.body ? [parent] : [];
  });
}

/** `f` before a template, where the pattern calls it. */
function* tags(file: FileView, pattern: TSESTree.CallExpression, wanted: Wanted, use: Use): Generator<DoubtfulUse> {
  for (const node of file.nodes("TaggedTemplateExpression"))
    if (mayFitCall(file, pattern, node.tag, undefined, wanted)) yield use(node, "it is the tag of a template");
}

/** `<Old {...props} />`, where the pattern asks for attributes by name. */
function* doubtfulElements(file: FileView, pattern: TSESTree.JSXElement, wanted: Wanted): Generator<Node> {
  for (const node of file.nodes("JSXElement")) {
    const hasSpread = node.openingElement.attributes.some((each) => each.type === "JSXSpreadAttribute");
    if (hasSpread && matchPart(file, pattern.openingElement.name, node.openingElement.name, wanted)) yield node;
  }
}
