import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isInType, rewrap, type Node, memberName, unwrap } from "../../syntax/nodes.js";
import { contains as isAround, type Range } from "../../syntax/ranges.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { globalStubsOfNames, isKeptOriginal } from "../../semantics/mocks/global-stubs.js";
import { moduleMocksOf, isMockHandle, MOCK_REASON, spiesIn } from "../../semantics/mocks/module-mocks.js";
import { originOf, walkReads, type Step, usesOf } from "../../semantics/origins.js";
import { exportsReadBy } from "../../edits/passed-on.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { hasTests } from "../../semantics/mocks/test-declarations.js";
import {
  findGlobalSource,
  findModuleSource,
  findPassedSource,
  GLOBAL_ROOTS,
  isOneFunction,
  type PassedSources,
  type UuidSource,
} from "./options.js";
import { isReference, isWritten } from "../../syntax/references.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { ANYTHING, contains, type Needs } from "../../scan/needs.js";
import { namesModuleBy } from "../template-needs.js";
import { because, type Why } from "../../reasons/reasons.js";
import { looksLikeId } from "../../naming/entity-words.js";
import { carrierOf, findTarget, type Target } from "../../naming/targets.js";

/** What a text with a use of the source contains. */
export function needsOfSource(
  { module, moduleName, global, exported }: UuidSource,
  { modules }: Pick<RuleSetting, "modules">,
): Needs {
  if (global) return contains(exported);
  if (module.kind === "package") return namesModuleBy([moduleName]);
  const tokens = modules.tokensFor(module);
  return tokens ? namesModuleBy(tokens) : ANYTHING;
}

/** One use of a random-ID source. */
export interface UuidSite {
  readonly kind: "call" | "value" | "other";
  readonly source: UuidSource;
  /** The call, or the reference that is passed as a value. */
  readonly node: Node;
  readonly range: Range;
  /** Why there is no fix. */
  readonly refusal?: Why;
  /** Whether it comes from `await import(…)`. */
  readonly isDynamic: boolean;
}

/**
 * Finds every use of the sources: through imports of every form, and from the global object. A mock of a source stays
 * in a setup file where the replacement still calls that source, and in a test where each replacement gives it on.
 */
export function* findUuidSites(file: FileView, passed: PassedSources, used: readonly ExportRef[]): Generator<UuidSite> {
  const { sources } = passed;
  for (const reference of file.moduleReferences()) {
    if (reference.isTypeOnly) continue;
    const own = sourcesOf(file, reference, sources);
    const found = own.length > 0 ? ofModule(own, reference) : ofBarrel(file, passed, reference);
    for (const site of found ? sitesOfReference(file, reference, found) : [])
      yield isTestOf(file, site.source) ? { ...site, refusal: site.refusal ?? testsIt(site.source) } : site;
  }
  const globals = sources.filter((source) => source.global);
  if (globals.length > 0) yield* globalSites(file, globals);
  const isMocking = moduleMocksOf(file).length > 0 || !spiesIn(file).next().done;
  const changed = isMocking ? sources.filter(notGivenOnBy(file, used)) : sources;
  const called = changed.filter((source) => isCalledIn(file, source, used));
  // Whether a file has tests takes longer to find.
  const mocked = called.length === 0 || hasTests(file) ? changed : changed.filter((source) => !called.includes(source));
  yield* mockedSites(file, mocked);
  yield* spiedSites(file, mocked);
  const stubbed = mocked.filter((source) => source.global);
  if (stubbed.length > 0) yield* stubbedSites(file, stubbed);
}

/** Whether a file is the test beside a source's module: `random-id.test.ts`, of `random-id.ts`. */
function isTestOf({ path }: FileView, { module }: UuidSource): boolean {
  if (module.kind !== "file") return false;
  const tested = path.replace(/(?:\/__tests__)?(\/[^/]+?)(?:[.-](?:test|spec))?(?=\.\w+$)/u, "$1");
  return path !== tested && tested.replace(/\.\w+$/u, "") === module.path.replace(/\.\w+$/u, "");
}

function testsIt({ exported }: UuidSource): Why {
  return because("testExpects", `this tests ${exported} itself`);
}

/** Whether modules, or what they load, still call a source. */
export function isCalledIn(
  { modules }: Pick<RuleSetting, "modules">,
  { module, moduleName, exported, global }: UuidSource,
  used: readonly ExportRef[],
): boolean {
  const named = module.kind === "package" && !global ? moduleName : undefined;
  return (named ?? global) !== undefined && used.some((each) => modules.loadsWord(each.module, exported, named));
}

/** Tells of a source whether one of some functions does not give it on, itself or by what it calls, as `newUid = () => uuid()` gives on `uuid`. */
function notGivenOnBy(file: FileView, used: readonly ExportRef[]): (source: UuidSource) => boolean {
  const taken = used.map((ref) => {
    const found: Exported[] = [...exportsReadBy(file, ref)];
    // What is added to a list while it is gone through is gone through too.
    for (const each of found) if (found.length < MOST_STEPS) found.push(...exportsReadBy(file, each));
    return found;
  });
  return ({ module, exported, global }) => {
    const isIt = (each: Exported): boolean => each.exported === exported && file.modules.isSameModule(each.module, module);
    return !!global || taken.length === 0 || !taken.every((each) => each.some(isIt));
  };
}

type Exported = Pick<ExportRef, "module" | "exported">;

const MOST_STEPS = 8;

/** The sources that one reference leads to. */
interface ReachedSources {
  /** The source for uses of the whole module; undefined if the module has other exports too. */
  readonly whole: UuidSource | undefined;
  /** The source that a path from the module leads to. */
  find(path: readonly string[], node?: Node): UuidSource | undefined;
}

function ofModule(own: readonly UuidSource[], { kind }: ModuleReference): ReachedSources {
  const isCommonJs = kind === "require" || kind === "import-equals" || kind === "actual";
  return {
    whole: own[0],
    find: (path, node) => findModuleSource(own, path, isCommonJs && !!node && isUsedWhole(node, isOneFunction(own))),
  };
}

/** A module of the repository that may pass sources on. */
function ofBarrel(file: FileView, passed: PassedSources, { specifier }: ModuleReference): ReachedSources | undefined {
  if (!file.modules.namesPasser(file.text, passed.query)) return undefined;
  const module = file.modules.resolve(file.path, specifier);
  if (!file.modules.mayPassOn(module, passed.query)) return undefined;
  return { whole: undefined, find: (path) => findPassedSource(passed, module, path) };
}

function sourcesOf(file: FileView, reference: ModuleReference, sources: readonly UuidSource[]): UuidSource[] {
  const plain = reference.specifier.replace(/^node:/u, "").replace(/(?:\/index)?\.js$/u, "");
  return sources.filter((source) => {
    if (source.module.kind === "package") return source.moduleName === plain;
    return file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), source.module);
  });
}

function* sitesOfReference(file: FileView, reference: ModuleReference, sources: ReachedSources): Generator<UuidSite> {
  const isDynamic = reference.kind === "dynamic-import" || reference.kind === "actual";
  const isEnd = (step: Step) => endOf(step, sources) !== undefined;
  switch (reference.kind) {
    case "export-all":
      if (sources.whole) yield other(reference.specifierRange, reference.node, sources.whole, RE_EXPORT);
      return;
    case "export-from":
      for (const name of reference.names) {
        const source = name.isTypeOnly ? undefined : sources.find([name.imported]);
        if (source) yield other(name.range, name.node as Node, source, RE_EXPORT);
      }
      return;
    case "import":
    case "import-equals":
    case "require":
    case "actual":
    case "dynamic-import": {
      const starts = reference.names.some((name) => name.local)
        ? reference.names.flatMap((name) => startsOf(file, name))
        : reference.expression
          ? [{ node: reference.expression, path: [] }]
          : [];
      for (const start of starts) {
        for (const step of walkReads(file, start, isEnd)) {
          const source = endOf(step, sources);
          if (source) yield* classify(file, step.node, source, isDynamic);
        }
      }
      return;
    }
    default:
  }
}

function startsOf(file: FileView, name: ImportedName): Step[] {
  if (!name.variable || name.isTypeOnly) return [];
  return usesOf(file, name.variable)
    .filter((use) => !isInType(use))
    .map((node) => ({ node, path: name.imported === "*" ? [] : [name.imported] }));
}

/** The source that a path leads to; `uuid.validate` is none, although `uuid` itself may be called. */
function endOf(step: Step, sources: ReachedSources): UuidSource | undefined {
  const source = sources.find(step.path, step.node);
  if (!source) return undefined;
  const isNamespace = source.exported === "default" && isRead(step.node);
  return isNamespace ? undefined : source;
}

/** Whether a CommonJS module is used as a function: called, or also passed on if it is only a function. */
function isUsedWhole(node: Node, isFunction: boolean): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type === "VariableDeclarator") return isFunction && parent.id.type === "Identifier";
  return isFunction || (parent?.type === "CallExpression" && parent.callee === outer);
}

function isRead(node: Node): boolean {
  const outer = rewrap(node);
  return outer.parent?.type === "MemberExpression" && outer.parent.object === outer;
}

function* globalSites(file: FileView, sources: readonly UuidSource[]): Generator<UuidSite> {
  const isEnd = (step: Step) => findGlobalSource(sources, step.path) !== undefined;
  for (const identifier of file.nodes("Identifier", [...GLOBAL_ROOTS])) {
    if (!GLOBAL_ROOTS.has(identifier.name) || !isReference(identifier) || isInType(identifier)) continue;
    if (file.variableOf(identifier)) continue;
    for (const step of walkReads(file, { node: identifier, path: [identifier.name] }, isEnd)) {
      const source = findGlobalSource(sources, step.path);
      if (source) yield* classify(file, step.node, source, false);
    }
  }
}

const RE_EXPORT = "it is re-exported: replace it where it is used, then drop the export";

function other(range: Range, node: Node, source: UuidSource, refusal: Why): UuidSite {
  return { kind: "other", source, node, range, refusal, isDynamic: false };
}

function* classify(file: FileView, node: Node, source: UuidSource, isDynamic: boolean): Generator<UuidSite> {
  if (!isMockHandle(file, node) && isKeptOriginal(file, node)) return;
  if (node.type === "Property")
    return yield other(node.range, node, source, because("otherForm", "it is destructured here: replace its uses"));
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  if (isFeatureTest(outer, parent) || isWritten(node)) return;
  if (parent.type === "ExportSpecifier") return yield other(parent.range, parent, source, RE_EXPORT);
  if (
    parent.type === "ExportDefaultDeclaration" ||
    parent.type === "TSExportAssignment" ||
    parent.type === "TSImportEqualsDeclaration"
  )
    return yield other(node.range, node, source, RE_EXPORT);
  if (isMockHandle(file, node)) return yield other(node.range, node, source, MOCK_REASON);
  if (parent.type === "CallExpression" && parent.callee === outer) {
    yield { kind: "call", source, node: parent, range: parent.range, isDynamic, ...callRefusal(parent, source) };
    return;
  }
  if (parent.type === "MemberExpression" && parent.object === outer)
    return yield other(node.range, node, source, because("otherForm", "it is used as an object here"));
  const isConstructed = parent.type === "NewExpression" && parent.callee === outer;
  if (isConstructed || parent.type === "TaggedTemplateExpression" || node.type === "JSXIdentifier")
    return yield other(node.range, node, source, because("otherForm", "it is not a plain call"));
  yield { kind: "value", source, node: outer, range: outer.range, isDynamic, ...(source.isFactory && { refusal: FACTORY }) };
}

const FACTORY = "it makes a generator: replace what the generator is used for";

function callRefusal(call: TSESTree.CallExpression, source: UuidSource): { refusal?: Why } {
  if (source.isFactory) return { refusal: FACTORY };
  return call.arguments.length > 0
    ? { refusal: because("otherForm", "it is called with arguments, which the replacement would lose") }
    : {};
}

const COMPARISONS = new Set(["===", "!==", "==", "!=", "in", "instanceof"]);

/** `typeof crypto.randomUUID`, `if (crypto && crypto.randomUUID)`, `Boolean(…)`: tests whether it exists, and makes no ID. */
function isFeatureTest(outer: Node, parent: Node): boolean {
  switch (parent.type) {
    case "UnaryExpression":
      return true;
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
    case "ConditionalExpression":
      return parent.test === outer;
    case "LogicalExpression": {
      if (parent.left === outer && parent.operator === "&&") return true;
      const whole = rewrap(parent);
      return !!whole.parent && isFeatureTest(whole, whole.parent);
    }
    case "CallExpression":
      return parent.arguments[0] === outer && parent.callee.type === "Identifier" && parent.callee.name === "Boolean";
    case "BinaryExpression":
      return COMPARISONS.has(parent.operator);
    default:
      return false;
  }
}

/** `vi.mock("uuid", () => ({ v4: … }))`: one site a file. */
function* mockedSites(file: FileView, sources: readonly UuidSource[]): Generator<UuidSite> {
  for (const mock of moduleMocksOf(file)) {
    const own = sourcesOf(file, mock.reference, sources);
    if (own.length === 0) continue;
    for (const { name, property } of mock.keys ?? []) {
      const source = own.find(({ exported }) => exported === name);
      if (!source) continue;
      yield other(property.key.range, property.key, source, because("itMocks", "it is a mock: mock what replaces it instead"));
      return;
    }
  }
}

/** `vi.spyOn(crypto, "randomUUID")`, `sinon.stub(uuid, "v4")`, `mock.method(crypto, "randomUUID")`. */
function* spiedSites(file: FileView, sources: readonly UuidSource[]): Generator<UuidSite> {
  for (const { call, object, member } of spiesIn(file)) {
    const origin = originOf(file, object);
    if (!origin) continue;
    const path = [...origin.path, member];
    const own = origin.reference ? sourcesOf(file, origin.reference, sources) : [];
    const source = origin.reference ? findModuleSource(own, path, false) : findGlobalSource(sources, path);
    if (source) yield other(call.range, call, source, MOCK_REASON);
  }
}

/** `vi.stubGlobal("crypto", { randomUUID: () => "id" })`, and `crypto.randomUUID = () => "id"` in a test. */
function* stubbedSites(file: FileView, sources: readonly UuidSource[]): Generator<UuidSite> {
  const names = sources.map(({ exported }) => exported);
  for (const { path, node, isByFramework, isSpied } of globalStubsOfNames(file, names)) {
    const source = isSpied ? undefined : findGlobalSource(sources, path);
    if (source && (isByFramework || hasTests(file))) yield other(node.range, node, source, MOCK_REASON);
  }
}

/** What receives an ID, and the type that it is given on the way. */
export interface IdTarget {
  readonly target: Target | undefined;
  /** `UserId` of `const id = UserId(uuidv4())`. */
  readonly givenType: string | undefined;
}

/** The methods by which libraries for checked and branded types give a value its type. */
const MAKERS = new Set(["parse", "make", "of", "from", "create", "brand"]);

/** Finds what receives an ID; what gives it its type passes it on. */
export function findIdTarget(file: FileView, value: Node): IdTarget {
  const given = typeGivenTo(value);
  if (!given) return { target: findTarget(file, value), givenType: undefined };
  const receiver = findTarget(file, given.call);
  const name = given.type.charAt(0).toLowerCase() + given.type.slice(1);
  // What the receiver is declared as holds for the ID of that type, and not for the text inside.
  const target = { ...(receiver ?? { kind: "argument" as const, node: value, name }), annotation: undefined };
  return { target, givenType: given.type };
}

/** The call that gives a value the type of an ID: `UserId(value)`, `UserId.parse(value)`. */
function typeGivenTo(value: Node): { readonly call: Node; readonly type: string } | undefined {
  const node = carrierOf(value);
  const call = node.parent;
  if (call?.type !== "CallExpression" || call.arguments.length !== 1 || call.arguments[0] !== node) return undefined;
  const callee = unwrap(call.callee);
  const isMaker = callee.type === "MemberExpression" && MAKERS.has(memberName(callee) ?? "");
  const named = isMaker ? unwrap(callee.object) : callee;
  if (named.type !== "Identifier" || !/^\p{Lu}/u.test(named.name) || !looksLikeId(named.name)) return undefined;
  return { call, type: named.name };
}

/** An import of one of some names that is used only in nodes that go: the name becomes free. */
export function importThatGoes(
  file: FileView,
  names: readonly string[],
  going: readonly Node[],
): { readonly local: string; readonly uses: readonly Node[] } | undefined {
  for (const { kind, names: imported } of names.length > 0 ? file.moduleReferences() : []) {
    for (const name of kind === "import" ? imported : []) {
      // The variable of each import would ask for scopes of all the file.
      const variable = name.local && names.includes(name.local.name) ? name.variable : undefined;
      const uses = variable ? usesOf(file, variable) : [];
      const isGoing = (use: Node): boolean => going.some((node) => isAround(node.range, use.range));
      if (name.local && uses.length > 0 && uses.every(isGoing)) return { local: name.local.name, uses };
    }
  }
  return undefined;
}

/** Whether code asks for what a value is: `id ?? …`, `if (!id)`, `id !== undefined ? id : …` */
export function isAsked(node: Node): boolean {
  const outer = rewrap(node);
  const { parent } = outer;
  if (parent?.type === "UnaryExpression" || parent?.type === "BinaryExpression") return isAsked(parent);
  if (parent?.type === "LogicalExpression") return parent.left === outer || isAsked(parent);
  return parent !== undefined && "test" in parent && parent.test === outer;
}
