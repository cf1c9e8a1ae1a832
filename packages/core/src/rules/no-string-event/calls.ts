import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { enclosingClass, memberName, unwrap, type Node, finalName } from "../../syntax/nodes.js";
import { aliasOf, membersOfExport, originOf } from "../../semantics/origins.js";
import { isOwnExport } from "../../semantics/own-exports.js";
import { type CompiledEvents, isPlatformObject } from "./options.js";
import { nameOf, alone, type EventCandidate, type EventGroup, type EventPlace, listElements } from "./sites.js";

type Call = TSESTree.CallExpression | TSESTree.NewExpression;

/** The arguments of declared methods and functions. */
export function* eventArguments(file: FileView, compiled: CompiledEvents): Generator<EventCandidate> {
  // All events of one emitter are of one kind.
  const emitters = new Map<string, EventGroup>();
  for (const call of [...file.nodes("CallExpression"), ...file.nodes("NewExpression")]) {
    const place = eventArgument(file, compiled, call);
    if (!place) continue;
    const { node, role, method } = place;
    const emitter = emitterOf(call);
    const key = emitter && keyOf(file, emitter);
    const group = (key === undefined ? undefined : emitters.get(key)) ?? alone();
    if (key !== undefined) emitters.set(key, group);
    const names = emitter ? [nameOf(emitter)] : [];
    yield* ofArgument(file, node, { role, names, group, ...(method !== undefined && { method }) });
  }
}

/** What is the same for calls of one emitter; `this` is another one in each class. */
function keyOf(file: FileView, emitter: Node): string {
  const text = file.textOf(emitter).replaceAll(/[\s?!]/gu, "");
  return /^this\b/u.test(text) ? `${text} ${enclosingClass(emitter)?.range.join() ?? ""}` : text;
}

/** The object whose method is called. */
function emitterOf(call: Call): Node | undefined {
  const callee = expectedSubject(call.callee) ?? unwrap(call.callee);
  return callee.type === "MemberExpression" ? unwrap(callee.object) : undefined;
}

/** The argument itself, the keys of a map of handlers, the elements of a list. */
function* ofArgument(file: FileView, argument: Node, place: EventPlace): Generator<EventCandidate> {
  const node = unwrap(argument);
  if (node.type === "ObjectExpression") {
    const group = alone();
    for (const property of node.properties)
      if (property.type === "Property") yield { ...place, group, role: "property", form: "key", node: property };
    return;
  }
  const list = listElements(file, node);
  if (list) for (const element of list) yield { ...place, form: "value", node: element };
  else yield { ...place, form: "value", node: argument };
}

/** The argument of a call that the option says is an event. */
export function eventArgument(
  file: FileView,
  compiled: CompiledEvents,
  call: Call,
): (DeclaredIndex & { readonly node: Node }) | undefined {
  const callee = unwrap(call.callee);
  // `super("…")` calls what the class extends.
  const called = callee.type === "Super" ? enclosingClass(call)?.superClass : callee;
  const declared = (called && declaredIndex(file, compiled, unwrap(called))) ?? expectedCall(compiled, call);
  if (!declared) return undefined;
  const before = call.arguments.slice(0, declared.index + 1);
  const node = before[declared.index];
  return !node || before.some((each) => each.type === "SpreadElement") ? undefined : { node, ...declared };
}

interface DeclaredIndex {
  readonly index: number;
  readonly role: "method" | "function";
  readonly method?: string;
}

function declaredIndex(file: FileView, compiled: CompiledEvents, callee: Node): DeclaredIndex | undefined {
  const asFunction = functionIndex(file, compiled, callee);
  if (asFunction !== undefined) return { index: asFunction, role: "function" };
  const name = methodNameOf(file, callee);
  const index = name === undefined ? undefined : compiled.methods.get(name.replace(/^#/u, ""));
  if (index === undefined || name === undefined) return undefined;
  const isPlatform = callee.type === "MemberExpression" && isPlatformObject(file, callee.object);
  return isPlatform ? undefined : { index, role: "method", method: name };
}

/** The index of a declared function's event. A name that `imports` declares is compared by identity, any other by its spelling. */
function functionIndex(file: FileView, compiled: CompiledEvents, callee: Node): number | undefined {
  if (compiled.functions.size === 0 || (callee.type !== "Identifier" && callee.type !== "MemberExpression")) return undefined;
  const origin = originOf(file, callee);
  for (const [name, index] of compiled.functions) {
    const ref = compiled.contract.findExport(name);
    if (ref) {
      const isExport = !!origin && membersOfExport(file, origin, ref)?.length === 0;
      if (isExport || isOwnExport(file, callee, ref)) return index;
    } else if (callee.type === "Identifier" && callee.name === name) return index;
    else if (origin?.reference && origin.path.length === 1 && origin.path[0] === name) return index;
  }
  return undefined;
}

/** `bus.emit`, `bus?.emit`, `this.#emit`, and `emit` after `const { emit } = bus`. */
function methodNameOf(file: FileView, callee: Node): string | undefined {
  if (callee.type === "MemberExpression") return memberName(callee);
  const variable = callee.type === "Identifier" ? file.variableOf(callee) : undefined;
  const alias = variable && aliasOf(variable);
  if (!alias) return undefined;
  const value = unwrap(alias.value);
  return alias.path.at(-1) ?? (value.type === "MemberExpression" ? memberName(value) : boundMethod(value));
}

/** `bus.emit.bind(bus)` */
function boundMethod(value: Node): string | undefined {
  const callee = value.type === "CallExpression" ? unwrap(value.callee) : undefined;
  if (callee?.type !== "MemberExpression" || memberName(callee) !== "bind") return undefined;
  const target = unwrap(callee.object);
  return target.type === "MemberExpression" ? memberName(target) : undefined;
}

const CALLED_WITH = /^(?:toHaveBeen(?:Last|Nth)?|toBe|lastC|nthC)(?:Called|alled)With$/u;

/** `expect(bus.emit).toHaveBeenCalledWith("agent_started")` */
function expectedCall(compiled: CompiledEvents, call: Call): DeclaredIndex | undefined {
  const callee = unwrap(call.callee);
  const matcher = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (!matcher || !CALLED_WITH.test(matcher)) return undefined;
  const subject = expectedSubject(callee);
  const name = subject && finalName(subject);
  if (!subject || name === undefined) return undefined;
  const asFunction = subject.type === "Identifier" ? compiled.functions.get(name) : undefined;
  const index = asFunction ?? compiled.methods.get(name);
  if (index === undefined) return undefined;
  const at = index + (matcher.includes("Nth") ? 1 : 0);
  return asFunction === undefined ? { index: at, role: "method", method: name } : { index: at, role: "function" };
}

/** What `expect(…)` at the start of a chain of matchers is about. */
export function expectedSubject(matcher: Node): Node | undefined {
  let at = unwrap(matcher);
  while (at.type === "MemberExpression") at = unwrap(at.object);
  if (at.type !== "CallExpression" || at.callee.type !== "Identifier" || at.callee.name !== "expect") return undefined;
  const [subject] = at.arguments;
  return subject && unwrap(subject);
}
