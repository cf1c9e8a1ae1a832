import path from "node:path";
import type { TSESTree } from "@typescript-eslint/types";
import { type ModuleIdentity, oncePer } from "../../modules/index.js";
import { contains } from "../../syntax/ranges.js";
import {
  isFunction,
  isNothing,
  keyName,
  memberName,
  rewrap,
  stringValue,
  unwrap,
  type FunctionNode,
  type Node,
  isWrapper,
  finalName,
} from "../../syntax/nodes.js";
import type { ExportRef } from "../module-view.js";
import type { FileView } from "../file-view.js";
import type { ModuleReference } from "../module-reference.js";
import { aliasOf, isWholeModule, originOf } from "../origins.js";
import { isOwnMock } from "../view/module-references.js";
import { because } from "../../reasons/reasons.js";
import { hasTests, mayHaveTests } from "./test-declarations.js";

/** A property of the object that a mock's factory gives: one export of the mocked module. */
export interface MockKey {
  readonly name: string;
  readonly property: TSESTree.Property;
}

/** One call that replaces a module in tests: `vi.mock`, `jest.doMock`, `jest.unstable_mockModule` and kin. */
export interface ModuleMock {
  readonly reference: ModuleReference;
  readonly module: ModuleIdentity;
  readonly call: TSESTree.CallExpression;
  /** The exports that its factory names; undefined: it has no factory, or one that can't be read. */
  readonly keys: readonly MockKey[] | undefined;
  /** Every other export comes from the real module: `...(await importOriginal())`; without keys nobody knows which others. */
  readonly isPartial: boolean;
  /** Whether what its factory gives is the default export too: for Jest, where no key says `__esModule`. */
  readonly isDefault: boolean;
  /** `vi.mock("./old.js")` without a manual mock: all exports of the module are doubles. */
  readonly isAutomock: boolean;
  /** The real exports that its factory gives other members: `actual.logger.error = vi.fn()`. */
  readonly changed?: ReadonlySet<string> | undefined;
}

const REPLACING = new Set(["mock", "doMock", "setMock", "unstable_mockModule", "module"]);
const ES_MODULE = "__esModule";
/** What gives nothing back from a function itself. */
const PLAIN: ReadonlySet<string> = new Set([
  ...["VariableDeclaration", "ExpressionStatement", "ClassDeclaration", "FunctionDeclaration"],
  ...["TSTypeAliasDeclaration", "TSInterfaceDeclaration"],
]);

/** The mocks of modules that a file sets up, in the order of the text. */
export const moduleMocksOf = oncePer((file: FileView): readonly ModuleMock[] =>
  file.moduleReferences().flatMap((reference) => readMock(file, reference) ?? []),
);

/** The mock that a reference is; undefined for `vi.unmock` and for what mocks nothing. */
export function mockOf(file: FileView, reference: ModuleReference): ModuleMock | undefined {
  return moduleMocksOf(file).find((mock) => mock.reference === reference);
}

function readMock(file: FileView, reference: ModuleReference): ModuleMock | undefined {
  if (reference.kind !== "mock") return undefined;
  const call: Node | undefined = reference.node.type === "ImportExpression" ? reference.node.parent : reference.node;
  if (call.type !== "CallExpression") return undefined;
  if (!isOwnMock(unwrap(call.callee), reference.specifier) && !REPLACING.has(memberNameOf(call) ?? "")) return undefined;
  return new MockCall(file, reference, file.modules.resolve(file.path, reference.specifier), call);
}

/** A class, since V8 keeps what a getter of a single object holds until it collects all garbage: the trees of many files. */
class MockCall implements ModuleMock {
  readonly #file: FileView;
  #given: Given | undefined;

  constructor(
    file: FileView,
    readonly reference: ModuleReference,
    readonly module: ModuleIdentity,
    readonly call: TSESTree.CallExpression,
  ) {
    this.#file = file;
  }

  get keys(): readonly MockKey[] | undefined {
    return this.#read().keys;
  }

  get isPartial(): boolean {
    return this.#read().isPartial;
  }

  get isDefault(): boolean {
    return this.#read().isDefault ?? false;
  }

  get isAutomock(): boolean {
    const { call, module, reference } = this;
    return call.arguments.length === 1 && !manualMockOf(this.#file, this, { module, specifier: reference.specifier });
  }

  get changed(): ReadonlySet<string> | undefined {
    return this.#read().changed;
  }

  #read(): Given {
    return (this.#given ??= exportsOf(this.#file, this.call));
  }
}

/** Whether nothing of the real module is loaded: a mock without a factory loads it, for its shape. */
export function isWholeMock({ call, isPartial }: ModuleMock): boolean {
  return call.arguments.length > 1 && !isPartial;
}

/** Whether the mock replaces an export; an automock, or a factory that can't be read, replaces all. */
export function isMocking({ keys, isPartial }: ModuleMock, exported: string): boolean {
  return !keys || !isPartial || (exported === "*" ? keys.length > 0 : keys.some(({ name }) => name === exported));
}

/** Whether another mock of the file gives an export of a module: what a mock of its old place names moved there already. */
export function isMockedBeside(
  file: FileView,
  mock: ModuleMock,
  { module, exported }: Pick<ExportRef, "module" | "exported">,
): boolean {
  return moduleMocksOf(file).some((other) => {
    const isOther = other !== mock && file.modules.isSameModule(other.module, module);
    return isOther && isMocking(other, exported) && (!other.keys || isThereInMock(other, exported));
  });
}

/** What a mock gives, without its nodes. */
type GivenNames = Pick<ModuleMock, "isDefault"> & { readonly keys?: readonly { name: string }[] | undefined };

/** Whether a mock's factory itself gives an export. */
export function isGivenByMock({ keys, isDefault }: GivenNames, exported: string): boolean {
  return (isDefault && exported === "default") || !!keys?.some(({ name }) => name === exported);
}

/** Whether code finds the export while the module is mocked: as the factory gives it, or as the real module has it. */
export function isThereInMock(mock: GivenNames & Pick<ModuleMock, "isPartial">, exported: string): boolean {
  return mock.isPartial || (mock.keys !== undefined && exported === "*") || isGivenByMock(mock, exported);
}

type Given = Pick<ModuleMock, "keys" | "isPartial" | "changed"> & Partial<Pick<ModuleMock, "isDefault">>;

function exportsOf(file: FileView, call: TSESTree.CallExpression): Given {
  const none = { keys: undefined, isPartial: false };
  const factory = call.arguments[1] && unwrap(call.arguments[1]);
  const own = call.callee.type === "Identifier" ? call.callee.name : "";
  // `mockEsmDefault` gives one export, whatever its factory makes.
  if (!factory || own.includes("Default")) return none;
  const made = isFunction(factory) ? factory : undefined;
  const given = made ? resultOf(made) : memberNameOf(call) === "setMock" ? factory : undefined;
  const object = given && objectIn(given);
  if (object && made && isActual(file, object, call, made)) {
    const changed = changedIn(file, object);
    return changed ? { keys: [], isPartial: true, changed } : none;
  }
  // A helper that takes the real module gives it on: `withFakes(await importOriginal(), { … })`.
  const takesActual = object?.type === "CallExpression" && object.arguments.some((each) => isActual(file, each, call, made));
  if (takesActual) return { keys: undefined, isPartial: true };
  if (object?.type !== "ObjectExpression") return none;
  const keys: MockKey[] = [];
  let isPartial = /Actual|Partial/u.test(own);
  let isDefault = !/^vi(?:test)?\b/u.test(file.textOf(call.callee));
  let changed: ReadonlySet<string> | undefined;
  for (const property of object.properties) {
    if (property.type === "SpreadElement") {
      if (!isActual(file, property.argument, call, made)) return none;
      changed = changedIn(file, unwrap(property.argument));
      if (!changed) return none;
      isPartial = true;
      continue;
    }
    const name = keyName(property);
    if (name === undefined) return none;
    if (name === ES_MODULE) isDefault = false;
    else keys.push({ name, property });
  }
  return { keys, isPartial, changed, isDefault };
}

function memberNameOf({ callee }: TSESTree.CallExpression): string | undefined {
  return callee.type === "MemberExpression" ? memberName(callee) : undefined;
}

/** The one expression that a function gives. */
export function resultOf({ body }: { readonly body: Node }): Node | undefined {
  if (body.type !== "BlockStatement") return body;
  const last = body.body.at(-1);
  const isPlain = body.body.slice(0, -1).every(({ type }) => PLAIN.has(type));
  return isPlain && last?.type === "ReturnStatement" ? (last.argument ?? undefined) : undefined;
}

/** `Promise.resolve({ … })` is the object too. */
function objectIn(node: Node): Node {
  const inner = unwrap(node);
  if (inner.type !== "CallExpression" || inner.callee.type !== "MemberExpression") return inner;
  const [argument] = inner.arguments;
  return memberName(inner.callee) === "resolve" && argument ? unwrap(argument) : inner;
}

/** Whether an expression is the real module: `await importOriginal()`, `jest.requireActual("./a")`, a `const` for it. */
function isActual(file: FileView, node: Node, call: TSESTree.CallExpression, factory: FunctionNode | undefined): boolean {
  const plain = unwrap(node);
  const inner = plain.type === "AwaitExpression" ? unwrap(plain.argument) : plain;
  if (inner.type === "Identifier") {
    const variable = file.variableOf(inner);
    const alias = variable && aliasOf(variable);
    return !!alias && alias.path.length === 0 && isActual(file, alias.value, call, factory);
  }
  if (inner.type !== "CallExpression") return false;
  const { callee } = inner;
  if (callee.type === "Identifier") {
    const [parameter] = factory?.params ?? [];
    return parameter?.type === "Identifier" && parameter.name === callee.name && inner.arguments.length === 0;
  }
  const isOfMock = callee.type === "MemberExpression" && /^(?:import|require)Actual$/u.test(memberName(callee) ?? "");
  return isOfMock && isSameSpecifier(inner.arguments[0], call.arguments[0]);
}

/** The real exports whose members code sets, or on which it spies: `logger` of `actual.logger.error = vi.fn()`; undefined where it sets one. */
function changedIn(file: FileView, actual: Node): ReadonlySet<string> | undefined {
  const variable = actual.type === "Identifier" ? file.variableOf(actual) : undefined;
  const changed = new Set<string>();
  for (const { identifier } of variable?.references ?? []) {
    const path: string[] = [];
    let at = rewrap(identifier);
    for (let { parent } = at; parent?.type === "MemberExpression" && parent.object === at; { parent } = at) {
      path.push(memberName(parent) ?? "");
      at = rewrap(parent);
    }
    const spied = stringValue(spyingCall(at)?.member);
    const isSet = path.length > 0 && at.parent?.type === "AssignmentExpression" && at.parent.left === at;
    if (isSet && path.length === 1) return undefined;
    const [name = spied] = path;
    if (name !== undefined && (isSet || spied !== undefined)) changed.add(name);
  }
  return changed;
}

function isSameSpecifier(a: Node | undefined, b: Node | undefined): boolean {
  const [one, other] = [a, b].map((node) => stringValue(node?.type === "ImportExpression" ? node.source : node && unwrap(node)));
  return one !== undefined && one === other;
}

/** The references inside a mock's call that mean the mocked module: its path, its type arguments, its real exports. */
export function referencesInMock(file: FileView, mock: ModuleMock): readonly ModuleReference[] {
  return file.moduleReferences().filter((reference) => isInMock(file, reference, mock));
}

/** The mock that a reference is, or of whose module it speaks inside of its call; undefined for all others, and for `vi.unmock`. */
export function mockAround(file: FileView, reference: ModuleReference): ModuleMock | undefined {
  return moduleMocksOf(file).find((mock) => isInMock(file, reference, mock));
}

function isInMock(file: FileView, { specifier, specifierRange }: ModuleReference, { module, call }: ModuleMock): boolean {
  return contains(call.range, specifierRange) && file.modules.isSameModule(file.modules.resolve(file.path, specifier), module);
}

/** What a mock without a factory gives for a module: `src/__mocks__/log.ts` for `src/log.ts`, a package's from any folder above the file. */
export function manualMockOf(
  { modules, path: own }: FileView,
  { call }: ModuleMock,
  { module, specifier }: { readonly module: ModuleIdentity; readonly specifier: string },
): string | undefined {
  if (call.arguments.length !== 1) return undefined;
  const folders = specifier.startsWith(".") ? 0 : (modules.relative(own)?.split("/").length ?? 0);
  const places = Array.from({ length: folders }, (_, above) => ({
    from: own,
    manual: `./${"../".repeat(above)}__mocks__/${specifier.replace(/^node:/u, "")}.js`,
  }));
  if (module.kind === "file") places.push({ from: module.path, manual: `./__mocks__/${path.parse(module.path).name}.js` });
  const found = places.map(({ from, manual }) => modules.resolve(from, manual)).find(({ kind }) => kind === "file");
  return found?.kind === "file" ? found.path : undefined;
}

/** Why a mock's handle is never fixed. */
export const MOCK_REASON = because("mockHandle", "it is a mock's handle: mock the replacement instead");

const MOCK_TYPE = /\b\w*(?:Mock|Spy|Stub)\w*\b/u;
const MOCK_TAKERS = new Set(["mocked", "isMockFunction", "when"]);
const SPIES = new Set(["spyOn", "stub", "method", "replace", "fake", "spy"]);
/** One of these is in each call that spies on a member. */
export const SPYING: readonly string[] = [...SPIES];
const MOCK_MATCHER = /^(?:to(?:Have|Be)(?:Been)?(?:Nth|Last)?(?:Called|Returned|Resolved)|lastCalled|nthCalled)/u;

/**
 * Whether a reference, or a member of it, only serves a test double: `vi.mocked(x)`, `x.get as Mock`,
 * `expect(x).toHaveBeenCalled()`, `x.get.mockReturnValue(…)`.
 */
export function isMockHandle(file: FileView, node: Node): boolean {
  const outer = rewrap(node);
  if (hasMockType(file, node, outer)) return true;
  const parent = outer.parent;
  if (parent?.type === "MemberExpression" && parent.object === outer)
    return /^mock(?:[A-Z]|$)/u.test(memberName(parent) ?? "") || isMockHandle(file, parent);
  const taker = takerOf(outer);
  return (
    taker !== undefined && (MOCK_TAKERS.has(taker.name) || (taker.name === "expect" && MOCK_MATCHER.test(matcherOf(taker.call))))
  );
}

function hasMockType(file: FileView, node: Node, outer: Node): boolean {
  for (let at = node; at !== outer && at.parent; at = at.parent) {
    if (isWrapper(at.parent) && "typeAnnotation" in at.parent && MOCK_TYPE.test(file.textOf(at.parent.typeAnnotation as Node)))
      return true;
  }
  return false;
}

/** `toHaveBeenCalled` of `expect(send).not.toHaveBeenCalled()`. */
export function matcherOf({ parent }: Node): string {
  return parent?.type === "MemberExpression" ? matcherOf(parent) || (memberName(parent) ?? "") : "";
}

/** The call of `vi.spyOn(x, "name")`, `sinon.stub(x, "name")`, `mock.method(x, "name")` that takes the node as its object. */
export function spyingCall(node: Node): { readonly call: Node; readonly member: Node | undefined } | undefined {
  const outer = rewrap(node);
  const taker = takerOf(outer);
  return taker && SPIES.has(taker.name) && taker.call.arguments[0] === outer && !isReplacingText(taker.call)
    ? { call: taker.call, member: taker.call.arguments[1] }
    : undefined;
}

/** Whether a reference only serves a test double, or is spied on. */
export function isDoubled(file: FileView, node: Node): boolean {
  return isMockHandle(file, node) || !!spyingCall(node);
}

/** `vi.spyOn(object, "member")`. */
interface Spy<C extends Node = Node> {
  readonly call: C;
  readonly object: Node;
  readonly member: string;
}

/** The calls of a file that spy on a member which they name. */
export function* spiesIn(file: FileView): Generator<Spy<TSESTree.CallExpression>> {
  for (const call of file.nodes("CallExpression", SPYING)) {
    const [object] = call.arguments;
    const member = object && stringValue(spyingCall(object)?.member);
    if (object && member !== undefined) yield { call, object, member };
  }
}

/** What some tests write in place of a spy on what they import: `users.createUser = fake`. */
export function* stubsIn(file: FileView): Generator<Spy> {
  for (const { left, right } of mayHaveTests(file.text) ? file.plainAssignments() : []) {
    const call = unwrap(left);
    const member = call.type === "MemberExpression" && !isNothing(unwrap(right)) ? memberName(call) : undefined;
    if (call.type !== "MemberExpression" || member === undefined) continue;
    if (originOf(file, call.object)?.reference && hasTests(file)) yield { call, object: call.object, member };
  }
}

/** `vi.spyOn(users, "createUser")`, where `users` is all that a module exports. */
interface ModuleSpy {
  readonly reference: ModuleReference;
  readonly module: ModuleIdentity;
  readonly member: string;
}

/** The spies of a file on exports of modules that it has as a whole. */
export const moduleSpiesOf = oncePer((file: FileView): readonly ModuleSpy[] =>
  [...spiesIn(file), ...stubsIn(file)].flatMap(({ object, member }): ModuleSpy[] => {
    const { reference, path = [] } = originOf(file, object) ?? {};
    if (!reference) return [];
    const module = file.modules.resolve(file.path, reference.specifier);
    return isWholeModule(module, path) ? [{ reference, module, member }] : [];
  }),
);

/** `text.replace(pattern, "")`, and not `sinon.replace(users, "create", fake)`. */
function isReplacingText({ callee, arguments: given }: Extract<Node, { type: "CallExpression" }>): boolean {
  return callee.type === "MemberExpression" && memberName(callee) === "replace" && given.length < 3;
}

/** Whether a call of this name takes the expression as an argument. */
export function isHandedTo(outer: Node, name: string): boolean {
  return takerOf(outer)?.name === name;
}

/** The call that takes the node as an argument, and the last name of its callee. */
function takerOf(outer: Node): { readonly call: Extract<Node, { type: "CallExpression" }>; readonly name: string } | undefined {
  const call = outer.parent;
  if (call?.type !== "CallExpression" || call.callee === outer) return undefined;
  const name = finalName(call.callee);
  return name === undefined ? undefined : { call, name };
}
