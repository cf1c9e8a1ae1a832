/** Words such as `this` and `await`, and names of parameters, which mean something else, or nothing, in another function. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import type { FindExport } from "../semantics/local-names.js";
import { aliasOf, originOf, type Step, walkReads } from "../semantics/origins.js";
import type { FoundInScope } from "../semantics/scope-lookup.js";
import type { StatedValue } from "../semantics/callees.js";
import { membersOfType, statedAt } from "../semantics/types/type-members.js";
import { statedTypesOf } from "../semantics/types/value-types.js";
import { refusesStated } from "../semantics/types/refusals.js";
import {
  type Node,
  childrenOf,
  enclosingClass,
  enclosingFunction,
  finalName,
  identifiersIn,
  isField,
  isFunction,
  memberName,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { isTestedForPresence } from "../syntax/references.js";
import { because, runsOtherwise, type Why } from "../reasons/reasons.js";
import { listHoleOf } from "./template-holes.js";
import { calleeOfTemplate, pathOf, type Template } from "./template.js";

/** Why a method is no value of a hole: only its name may be written anew, where it stands. */
export const STAYS = "a method or a getter can't be moved";

/** A word that a function of its own gives another meaning. */
export type BoundWord = "this" | "super" | "arguments" | "new.target" | "await" | "yield";

/** The functions of a template around a place, as far as they change what words mean. */
interface Crossed {
  /** Whether `this`, `super`, `arguments` and `new.target` are others there. */
  isOther: boolean;
  /** The innermost function; undefined if there is none. */
  innermost: "async" | "sync" | undefined;
}

/** Why code can't be moved to a place in a template; undefined if it means the same there. */
export function refusalOfMove(moved: Node, slot: Node, root: Node): Why | undefined {
  const { isOther, innermost } = crossedBy(slot, root);
  if (innermost === undefined && !isOther) return undefined;
  const words = wordsOfPlace(moved);
  if (words.has("yield")) return "yield is not allowed in the replacement's function";
  if (words.has("await") && innermost !== "async")
    return because("noAwait", "await is not allowed in the replacement's function");
  const other = isOther ? [...words].find((word) => word !== "await") : undefined;
  return other && `${other} would be another in the replacement's function`;
}

/** Why what holes took can't be written: it has a name that only the replaced code declares, where no hole takes that along. */
export function refusalOfNames(
  file: FileView,
  site: Node,
  { root }: { readonly root: Node },
  taken: readonly Node[],
): Why | undefined {
  const isWritten = (declared: Node) =>
    taken.some((node) => contains(node.range, declared.range)) ||
    identifiersIn(root).some((node) => declared.type === "Identifier" && node.name === declared.name);
  const lost = taken.flatMap(identifiersIn).find((node) => {
    const declared = file.variableOf(node)?.defs[0]?.name as Node | undefined;
    return declared && contains(site.range, declared.range) && !isWritten(declared);
  });
  return lost && `${lost.name} is declared in what is replaced, and the replacement has no place for that`;
}

/**
 * Why code of a site can't be moved to a place in a template: a function there has a name of its own that the code has from outside of the site, or
 * the code leaves the function that its `this` is of.
 */
export function refusalOfCapture(file: FileView, site: Node, moved: Node, slot: Node): Why | undefined {
  const own = new Set<string>();
  for (let at = slot.parent; at; at = at.parent) if (isFunction(at)) for (const name of declaredBy(at)) own.add(name);
  const taken = identifiersIn(moved).find((node) => {
    const declared = own.has(node.name) ? (file.variableOf(node)?.defs[0]?.name as Node | undefined) : undefined;
    return declared && !contains(site.range, declared.range);
  });
  if (taken) return `${taken.name} would be another in the replacement's function`;
  const word = isInFunctionOf(site, moved) ? [...wordsOfPlace(moved)].find((each) => each !== "await") : undefined;
  return word && `${word} would be another in the replacement`;
}

/** Why a function may run otherwise where a template calls it: there it gets the object that it is a member of as `this`. */
export function doubtOfReceiver(file: FileView, moved: Node, slot: Node): Why | undefined {
  const node = unwrap(moved);
  const isCalled = (at: Node): boolean => at.parent?.type === "CallExpression" && unwrap(at.parent.callee) === unwrap(at);
  if (node.type !== "MemberExpression" || !isCalled(slot) || isCalled(moved) || isNamespace(file, node.object)) return undefined;
  return runsOtherwise(`${file.textOf(node)} would be called with ${file.textOf(node.object)} as this`);
}

/** Why a name in scope may not go where the function of a template takes something else by its type. */
export function doubtOfFound(
  file: FileView,
  { text, stated }: FoundInScope,
  slot: Node,
  findExport: FindExport,
): string | undefined {
  const call = (slot.parent?.type === "Property" ? slot.parent.parent : slot).parent;
  if (!stated || (call?.type !== "CallExpression" && call?.type !== "NewExpression")) return undefined;
  const path = pathOf(call.callee);
  const callee = path && calleeOfTemplate(file, path, findExport, call.type === "NewExpression");
  if (!callee || call.arguments.some((each) => listHoleOf(each) !== undefined)) return undefined;
  const wanted = statedAt(file, callee, slot);
  const [first] = wanted;
  const isRefused = wanted.every((each) => each !== "none" && refusesStated(file, each, stated));
  return first && first !== "none" && isRefused ? `${path.join(".")} takes ${first.text}, which ${text} is not` : undefined;
}

/**
 * Why what only a function has, by a name of its scope, may not go into a place: a cache that all callers share, or what a React hook makes once
 * for all of its values.
 */
export function doubtOfKept(file: FileView, { text }: FoundInScope, site: Node): Why | undefined {
  const [root = ""] = text.split(".");
  const declared = file.findVariable(root, site)?.scope.block;
  const owner = !declared ? enclosingClass(site) : isFunction(declared) ? declared : enclosingFunction(declared);
  if (!owner) return undefined;
  for (let at = site; at.parent && at.parent !== owner; at = at.parent) {
    const { parent } = at;
    const keeper = parent.type === "AssignmentExpression" && parent.right === at ? parent.left : keeperOf(parent, at);
    if (keeper && outlives(file, keeper, owner))
      return runsOtherwise(`${file.textOf(keeper)} is kept, and would hold what is made with this ${text}`);
    const hook = parent.type === "CallExpression" && parent.callee !== at ? finalName(parent.callee) : undefined;
    if (hook === undefined || !HOOK.test(hook) || parent.type !== "CallExpression") continue;
    if (/^use(?:State|Ref|Reducer)$/u.test(hook)) return runsOtherwise(`${hook} takes only the first ${text}`);
    const listed = dependenciesOf(parent)?.elements.map((each) => (each ? file.textOf(each) : ""));
    if (listed && ![text, root].some((each) => listed.includes(each)))
      return runsOtherwise(`the list of dependencies of ${hook} lacks ${text}`);
  }
  return undefined;
}

/** A method where a condition asks for the member that had its name: `if (flags.isNew)` always holds. */
export function doubtOfTruth(
  file: FileView,
  { text, stated }: FoundInScope,
  { site, template: { root } }: { readonly site: Node; readonly template: Pick<Template, "root"> },
  slot: Node,
): Why | undefined {
  const read = root.type === "MemberExpression" && root.object === slot ? memberName(root) : undefined;
  if (!stated || (root !== slot && read === undefined)) return undefined;
  const methods = methodsOf(file, "type" in stated ? [stated] : statedTypesOf(file, stated.value));
  if (methods.size === 0) return undefined;
  // What was a method before is asked for as before.
  const former = methodsOf(file, statedTypesOf(file, unwrap(site)));
  const isNew = (name: string): boolean => methods.has(name) && !former.has(name);
  const isEnd = ({ node, path: [name, ...more] }: Step): boolean =>
    name !== undefined && more.length === 0 && isNew(name) && node.type !== "Property" && isAskedFor(node);
  const [found] = walkReads(file, { node: site, path: read === undefined ? [] : [read] }, isEnd);
  return found && runsOtherwise(`${text}.${found.path.join(".")} is a method, so a condition with it always holds`);
}

/** The methods that some types have in any case. */
function methodsOf({ modules: { declarations } }: FileView, types: readonly StatedValue[]): ReadonlySet<string | undefined> {
  const all = types.flatMap((each) =>
    "type" in each ? [...membersOfType({ declarations, module: each.module }, each.type)] : [],
  );
  return new Set(all.flatMap((each) => (each.isMethod && !each.isOptional ? [each.name] : [])));
}

/** Whether a condition asks for a value, alone or with others. */
function isAskedFor(node: Node): boolean {
  const { parent } = rewrap(node);
  return isTestedForPresence(node) || (parent?.type === "LogicalExpression" && isAskedFor(parent));
}

/** How React tells hooks from other functions: by their names. */
export const HOOK = /^use[A-Z]/u;

/** The list of what a hook's function reads: `[id]` of `useMemo(() => load(id), [id])`. */
export function dependenciesOf({ callee, arguments: [, list] }: TSESTree.CallExpression): TSESTree.ArrayExpression | undefined {
  return list?.type === "ArrayExpression" && HOOK.test(finalName(callee) ?? "") ? list : undefined;
}

/** What a call puts an argument into: `cache` of `cache.set(key, value)`. */
function keeperOf(call: Node, argument: Node): Node | undefined {
  if (call.type !== "CallExpression" || call.callee === argument) return undefined;
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && /^(?:set|add|push|unshift)$/u.test(memberName(callee) ?? "")
    ? callee.object
    : undefined;
}

/** Whether a variable or a member is there before and after a run of a function. */
function outlives(file: FileView, target: Node, owner: Node): boolean {
  const node = unwrap(target);
  if (node.type === "MemberExpression") return outlives(file, node.object, owner);
  if (node.type === "ThisExpression") return isMethodOf(owner);
  if (node.type !== "Identifier") return false;
  const variable = file.variableOf(node);
  const scope = variable?.scope.block;
  if (!scope || (contains(scope.range, owner.range) && scope !== owner)) return true;
  const held = aliasOf(variable)?.value;
  return held !== undefined && /^(?:Identifier|MemberExpression)$/u.test(unwrap(held).type) && outlives(file, held, owner);
}

/** Whether a function is a method, which runs for many on one object. */
function isMethodOf({ parent }: Node): boolean {
  return parent?.type === "MethodDefinition" && parent.kind !== "constructor";
}

function isNamespace(file: FileView, object: Node): boolean {
  const origin = originOf(file, object);
  return !!origin?.reference && origin.path.length === 0;
}

/** The names that a function of a template declares: itself, its parameters, its variables. */
function declaredBy(node: Node): string[] {
  const places: readonly (Node | null | undefined)[] = isFunction(node)
    ? [node.id, ...node.params]
    : node.type === "VariableDeclarator"
      ? [node.id]
      : [];
  const names = places.flatMap((place) => (place ? identifiersIn(place) : [])).map(({ name }) => name);
  return [...names, ...childrenOf(node).flatMap(declaredBy)];
}

/** Whether a function of the replaced code with a `this` of its own is around a node. */
function isInFunctionOf(site: Node, node: Node): boolean {
  for (let at = node.parent; at && contains(site.range, at.range); at = at.parent)
    if (isFunction(at) && at.type !== "ArrowFunctionExpression") return true;
  return false;
}

function crossedBy(slot: Node, root: Node): Crossed {
  const crossed: Crossed = { isOther: false, innermost: undefined };
  for (let from = slot; from !== root && from.parent; from = from.parent) {
    const at = from.parent;
    const isFunction = at.type === "FunctionExpression" || at.type === "FunctionDeclaration";
    const isClassCode = at.type === "StaticBlock" || (isField(at) && at.value === from);
    if (isFunction || isClassCode) crossed.isOther = true;
    if (isFunction || at.type === "ArrowFunctionExpression") crossed.innermost ??= at.async ? "async" : "sync";
    else if (isClassCode) crossed.innermost ??= "sync";
  }
  return crossed;
}

/** The words in a piece of code whose meaning is that of the function or class around it. */
export function wordsOfPlace(code: Node): ReadonlySet<BoundWord> {
  const words = new Set<BoundWord>();
  collect(code, words, false);
  return words;
}

/** `isInArrow`: an arrow function is between, which has an `await` and a `yield` of its own, but no `this`. */
function collect(node: Node, words: Set<BoundWord>, isInArrow: boolean): void {
  const word = wordAt(node);
  if (word && !(isInArrow && (word === "await" || word === "yield"))) words.add(word);
  if (node.type === "FunctionExpression" || node.type === "FunctionDeclaration" || node.type === "StaticBlock") return;
  const isArrow = node.type === "ArrowFunctionExpression";
  for (const child of childrenOf(node)) {
    const isOwn = isField(node) && node.value === child;
    if (!isOwn) collect(child, words, isInArrow || isArrow);
  }
}

function wordAt(node: Node): BoundWord | undefined {
  switch (node.type) {
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "MetaProperty":
      return node.meta.name === "new" ? "new.target" : undefined;
    case "Identifier": {
      const { parent } = node;
      const isProperty = parent.type === "MemberExpression" && parent.property === node && !parent.computed;
      return node.name === "arguments" && !isProperty ? "arguments" : undefined;
    }
    case "AwaitExpression":
      return "await";
    case "YieldExpression":
      return "yield";
    case "ForOfStatement":
      return node.await ? "await" : undefined;
    default:
      return undefined;
  }
}
