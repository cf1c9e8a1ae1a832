import type { TSESTree } from "@typescript-eslint/types";
import { oncePer } from "../../modules/index.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";
import { finalName, isFunction, keyName, memberName, rewrap, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import type { FileView } from "../file-view.js";
import { SPYING, spiesIn, spyingCall, stubsIn, resultOf } from "./module-mocks.js";
import { boundCallOf, localAliasOf, type Origin, originOf } from "../origins.js";

/** In place of a module, where an export is the path of a global. */
export const GLOBAL_PATH = "global path";

/** A global, or a member of one, that a file replaces for the code under its tests. */
export interface GlobalStub {
  /** `["crypto", "randomUUID"]`, without `globalThis` and its kin. */
  readonly path: readonly string[];
  /** What names it, for a report. */
  readonly node: Node;
  /** Made by a test framework's own function, so that it is a mock wherever it is. */
  readonly isByFramework: boolean;
  /** The rest of the object is real. */
  readonly isSpied: boolean;
}

const FRAMEWORKS = new Set(["vi", "vitest", "jest", "sinon", "mock"]);
/** One of these is in each call that replaces a global. */
const STUBBING = ["stubGlobal", "replaceProperty", "defineProperty", "assign", ...SPYING];
const stubs = new WeakMap<FileView, readonly GlobalStub[]>();

/** The globals that a file replaces; those that it gives a real value, such as a polyfill from a package, are none. */
export function globalStubsOf(file: FileView): readonly GlobalStub[] {
  const known = stubs.get(file) ?? [...findStubs(file)];
  stubs.set(file, known);
  return known;
}

/** The path of a global that an expression names, as far as it is read: `globalThis.crypto.randomUUID` gives two names. */
export function globalPathOf(file: FileView, expression: Node): readonly string[] | undefined {
  const origin = originOf(file, expression);
  return origin && !origin.reference ? withoutGlobalObject(origin.path) : undefined;
}

/** Whether what is replaced at a path changes what code has from another one. */
export function isStubbed(stub: readonly string[], used: readonly string[]): boolean {
  return stub.every((name, index) => index >= used.length || used[index] === name);
}

/** What a file spies on, or sets, for the code under its tests. */
const replacedIn = oncePer((file: FileView): readonly Origin[] => [
  ...globalStubsOf(file).map(({ path }) => ({ reference: undefined, path })),
  ...[...spiesIn(file), ...stubsIn(file)].flatMap(({ object, member }) => {
    const { reference, path = [] } = originOf(file, object) ?? {};
    return reference ? [{ reference, path: [...path, member] }] : [];
  }),
]);

/** `const original = x.send`, or a call of it, in a file that spies on `x.send`: the spy would call itself through what replaces that. */
export function isKeptOriginal(file: FileView, node: Node): boolean {
  let head = node.type === "Property" ? node.value : unwrap(node);
  while ("callee" in head || head.type === "MemberExpression") head = unwrap("callee" in head ? head.callee : head.object);
  const variable = head.type === "Identifier" ? file.variableOf(head) : undefined;
  const isCalled = "callee" in node && finalName(node.callee) !== "bind";
  const kept = isCalled ? undefined : valueKeptWith(node);
  const taken = [variable && localAliasOf(file, variable) ? head : undefined, kept];
  return taken.some((each) => each && isReplaced(file, boundCallOf(file, each)?.target ?? each));
}

/** `X.m` or `X.m.bind(X)` around a part of it, where a name gets that. */
function valueKeptWith(node: Node): Node | undefined {
  const outer = rewrap(node);
  const { parent } = outer;
  const isBound = outer.type === "MemberExpression" && memberName(outer) === "bind" && parent?.type === "CallExpression";
  if (isBound || (parent?.type === "MemberExpression" && parent.object === outer)) return valueKeptWith(parent);
  const isKept = parent?.type === "AssignmentExpression" ? parent.right === outer : parent?.type === "VariableDeclarator";
  return isKept ? outer : undefined;
}

function isReplaced(file: FileView, taken: Node): boolean {
  const { reference, path } = originOf(file, taken) ?? { path: [] };
  const own = reference ? path : withoutGlobalObject(path);
  return replacedIn(file).some(
    (stub) => stub.reference?.specifier === reference?.specifier && own.length >= stub.path.length && isStubbed(stub.path, own),
  );
}

/** The same, but for those that have none of the names in their paths. */
export function globalStubsOfNames(file: FileView, names: readonly string[]): readonly GlobalStub[] {
  return stubs.get(file) ?? [...findStubs(file, names)];
}

function* findStubs(file: FileView, names?: readonly string[]): Generator<GlobalStub> {
  for (const call of file.nodes("CallExpression", names ?? STUBBING)) yield* stubsByCall(file, call);
  for (const { left, right, operator } of names ? file.nodes("AssignmentExpression", names) : file.plainAssignments()) {
    const target = unwrap(left);
    const path = operator === "=" && target.type === "MemberExpression" ? globalPathOf(file, target) : undefined;
    if (path) yield* stubsOfValue(file, { path, node: target, isByFramework: isByFramework(right) }, right);
  }
}

function* stubsByCall(file: FileView, call: TSESTree.CallExpression): Generator<GlobalStub> {
  const [first, second, third] = call.arguments;
  if (!first || call.callee.type !== "MemberExpression") return;
  const name = stringValue(second);
  switch (memberName(call.callee)) {
    case "stubGlobal": {
      const stubbed = stringValue(first);
      if (stubbed !== undefined) yield* stubsOfValue(file, { path: [stubbed], node: first, isByFramework: true }, second);
      return;
    }
    case "replaceProperty": {
      const path = memberOf(file, first, name);
      if (path) yield* stubsOfValue(file, { path, node: call, isByFramework: true }, third);
      return;
    }
    case "defineProperty": {
      const path = memberOf(file, first, name);
      if (path) yield* stubsOfValue(file, { path, node: call, isByFramework: isByFramework(third) }, describedValue(third));
      return;
    }
    case "assign": {
      const path = isObject(file, call.callee.object) ? globalPathOf(file, first) : undefined;
      if (path && second) yield* stubsOfValue(file, { path, node: call, isByFramework: isByFramework(second) }, second);
      return;
    }
    default: {
      const spied = spyingCall(first)?.member;
      const path = memberOf(file, first, stringValue(spied));
      if (path && path.length > 0) yield { path, node: call, isByFramework: true, isSpied: true };
    }
  }
}

function isObject(file: FileView, node: Node): boolean {
  return node.type === "Identifier" && node.name === "Object" && !file.variableOf(node);
}

function memberOf(file: FileView, object: Node, name: string | undefined): readonly string[] | undefined {
  const path = name === undefined ? undefined : originOf(file, object);
  return path && !path.reference ? withoutGlobalObject([...path.path, name as string]) : undefined;
}

/** Of the global object itself nothing is left. */
function withoutGlobalObject(path: readonly string[]): readonly string[] {
  const from = path.findIndex((name) => !GLOBAL_OBJECT_NAMES.has(name));
  return from < 0 ? [] : path.slice(from);
}

/** `{ value: x }` and `{ get: () => x }` of `Object.defineProperty`. */
function describedValue(descriptor: Node | undefined): Node | undefined {
  const object = descriptor && unwrap(descriptor);
  if (object?.type !== "ObjectExpression") return descriptor;
  const given = object.properties.find(
    (each): each is TSESTree.Property => each.type === "Property" && ["value", "get"].includes(keyName(each) ?? ""),
  );
  if (given && keyName(given) === "get") return isFunction(given.value) ? resultOf(given.value) : undefined;
  return given?.value;
}

/** The stub, or one for each member of an object whose members can be read. */
function* stubsOfValue(file: FileView, stub: Omit<GlobalStub, "isSpied">, value: Node | undefined): Generator<GlobalStub> {
  const object = value && unwrap(value);
  if (object?.type === "ObjectExpression" && object.properties.every(isReadable)) {
    for (const property of object.properties) {
      if (property.type !== "Property") continue;
      const member = { ...stub, path: [...stub.path, keyName(property) as string], node: property.key };
      if (isFunction(property.value) || property.value.type !== "ObjectExpression")
        yield* unlessReal(file, member, property.value);
      else yield* stubsOfValue(file, member, property.value);
    }
    return;
  }
  if (stub.path.length > 0) yield* unlessReal(file, stub, object);
}

/** A spread brings what is there already, as a rule. */
function isReadable(property: TSESTree.ObjectLiteralElement): boolean {
  return property.type === "SpreadElement" || keyName(property) !== undefined;
}

function* unlessReal(file: FileView, stub: Omit<GlobalStub, "isSpied">, value: Node | undefined): Generator<GlobalStub> {
  if (!value || isByFramework(value) || !isReal(file, value)) yield { ...stub, isSpied: false };
}

/** Whether a value comes from a package or another global, or is a function that calls such a one. */
function isReal(file: FileView, value: Node): boolean {
  const node = unwrap(value);
  if (isFunction(node)) {
    const result = resultOf(node);
    return result !== undefined && !isByFramework(result) && isReal(file, result);
  }
  const isCall = node.type === "CallExpression" || node.type === "NewExpression";
  // What `require` gives is a module.
  const origin = originOf(file, node) ?? (isCall ? originOf(file, node.callee) : undefined);
  if (!origin?.reference) return !!origin && (!isCall || origin.path.length > 1);
  return file.modules.resolve(file.path, origin.reference.specifier).kind === "package";
}

/** Whether `vi.fn()` or its like makes the value, or a part of it. */
function isByFramework(value: Node | undefined): boolean {
  const node = value && unwrap(value);
  if (node?.type === "ObjectExpression")
    return node.properties.some((each) => each.type === "Property" && isByFramework(each.value));
  if (node?.type !== "CallExpression") return false;
  const callee = unwrap(node.callee);
  if (callee.type !== "MemberExpression") return false;
  const object = unwrap(callee.object);
  return object.type === "Identifier" ? FRAMEWORKS.has(object.name) : isByFramework(object);
}

/** `() => 1`, `vi.fn()`, `vi.fn(() => 1)`, `vi.fn().mockReturnValue(1)`. */
export function takesNothing(value: Node): boolean {
  const inner = unwrap(value);
  if (isFunction(inner)) return inner.params.length === 0 && (inner.type === "ArrowFunctionExpression" || !usesArguments(inner));
  if (inner.type !== "CallExpression" || inner.callee.type !== "MemberExpression") return false;
  const { callee, arguments: given } = inner;
  const name = memberName(callee) ?? "";
  if (name === "fn") return given.every((each) => takesNothing(each));
  const isGiving = /^mock(?:Return|Resolved|Rejected)/u.test(name);
  return isGiving && takesNothing(callee.object);
}

function usesArguments({ body }: TSESTree.FunctionExpression | TSESTree.FunctionDeclaration): boolean {
  return body.body.length > 0 && body.body.some(({ type }) => type !== "ReturnStatement");
}
