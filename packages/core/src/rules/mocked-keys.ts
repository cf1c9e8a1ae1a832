import { allOf, atMost, atMostSuggestion, fix, hint, type Edit } from "../edits/edit.js";
import {
  followMock,
  type KeyChange,
  headOf,
  isKeyOf,
  nameOfReplacement,
  planKey,
  type KeyPlan,
  type MockedPattern,
} from "../edits/mocks/key-plans.js";
import { isGivenOn } from "../edits/passed-on.js";
import { replaceExpression } from "../edits/replace-expression.js";
import { matchesContract } from "../contracts/index.js";
import type { ModuleIdentity, Modules } from "../modules/index.js";
import { fillingFor } from "../patterns/filling.js";
import { renderTemplate } from "../patterns/render.js";
import type { Template } from "../patterns/template.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { FileView } from "../semantics/file-view.js";
import { takesNothing } from "../semantics/mocks/global-stubs.js";
import { hasTests, isSetupFile, isTestFile } from "../semantics/mocks/test-declarations.js";
import { isEverLoad } from "../semantics/module-reference.js";
import { openModule } from "../semantics/module-view.js";
import { localNamesOf } from "../semantics/local-names.js";
import {
  isDoubled,
  matcherOf,
  isMockedBeside,
  isWholeMock,
  moduleMocksOf,
  spyingCall,
  type MockKey,
  type ModuleMock,
} from "../semantics/mocks/module-mocks.js";
import { membersOfExport, originOf, usesOf } from "../semantics/origins.js";
import { finalName, keyName, memberName, type Node, rewrap, stringValue, unwrap } from "../syntax/nodes.js";
import { isWritten } from "../syntax/references.js";
import type { Range } from "../syntax/ranges.js";
import { because } from "../reasons/reasons.js";
import type { Finding } from "./define-rule.js";
import type { FixLevel } from "./option-facts.js";
import { optionalCode } from "./replacement.js";

/** A key of a mock's factory that names what a contract replaces. */
export interface BannedKey {
  readonly mock: ModuleMock;
  readonly key: MockKey;
  readonly plan: KeyPlan;
  /** What replaces the export, without arguments; undefined where the contract names nothing. */
  readonly replacement: string | undefined;
  readonly fix: FixLevel;
}

/** A pattern, what replaces it, and how far its fix may go. */
type LevelledPattern = MockedPattern & { readonly fix: FixLevel };

/** Finds the keys of mocks that name what patterns replace. */
export function keysOfPatterns(file: FileView, patterns: readonly LevelledPattern[], { findExport }: RuleSetting): BannedKey[] {
  return moduleMocksOf(file).flatMap((mock) =>
    (mock.keys ?? []).flatMap((key): BannedKey[] => {
      const own = patterns.filter((pattern) => {
        const head = headOf(pattern.match);
        const ref = head === undefined ? undefined : findExport(head);
        return !!ref && isKeyOf(file, mock, key, ref) && !isGivenOn(file, mock.module, pattern, findExport);
      });
      const planned = planKey(key, own, findExport);
      if (!planned) return [];
      const plan = isMadeAnew(key, planned) && isSetInto(file, mock, key) ? { refused: SET_INTO } : planned;
      const written = own.find((pattern) => pattern.with)?.with;
      const weakest = own.find(({ fix: level }) => level === "none") ?? own.find(({ fix: level }) => level === "suggest");
      return [{ mock, key, plan, replacement: written && nameOfReplacement(written), fix: weakest?.fix }];
    }),
  );
}

const SET_INTO = because("mockHandle", "the test sets a member of it, and a function would give another object at each call");

/** Whether a file sets a member of what a mock gives: `settings.flags.isOn = true`. */
function isSetInto(file: FileView, { module }: ModuleMock, { name }: MockKey): boolean {
  return file.nodes("MemberExpression").some((member) => {
    const origin = isWritten(member) ? originOf(file, member.object) : undefined;
    return !!origin && membersOfExport(file, origin, { name, module, exported: name }) !== undefined;
  });
}

/** Reports banned keys whose replacement has no mock yet: each that can be rewritten by itself, the others of a file by one report. */
export function* findingsForKeys(
  file: FileView,
  setting: RuleSetting,
  all: readonly BannedKey[],
  problem: string,
): Generator<Finding> {
  const banned = all.filter(({ mock, plan }) => !("target" in plan && isMockedBeside(file, mock, plan.target)));
  const byHand: { readonly banned: BannedKey; readonly edit: Edit }[] = [];
  for (const each of banned) {
    const edit = editFor(file, setting, each, banned);
    if (edit.level === "hint") byHand.push({ banned: each, edit });
    else yield findingFor(each, [each], problem, edit);
  }
  const [first] = byHand;
  if (first) {
    const keys = byHand.map((each) => each.banned);
    yield findingFor(first.banned, keys, problem, first.edit);
  }
}

/**
 * Lets what a test does with a mocked function follow what becomes of its key: `vi.mocked(Logger.get)`, and `vi.spyOn(Logger, "get")` where
 * the mock gives a fake function. Undefined where no key is known to become anything that it could follow.
 */
export function followHandle(file: FileView, setting: RuleSetting, keys: readonly BannedKey[], handle: Node): Edit | undefined {
  const spied = handle.type === "CallExpression" ? handle.arguments[0] : undefined;
  const spy = handle.type === "CallExpression" && spied && spyingCall(spied)?.call === handle ? handle : undefined;
  // `vi.mocked(Logger.get())`
  const read = unwrap(handle.type === "CallExpression" ? handle.callee : handle);
  const object = spy ? spied! : read.type === "MemberExpression" ? read.object : read;
  const member = spy ? stringValue(spy.arguments[1]) : read.type === "MemberExpression" ? memberName(read) : undefined;
  const origin = originOf(file, object);
  // What a test loads later is not what an import at the top of the file gives.
  const isImported = origin?.reference?.kind === "import";
  const isMeant = ({ mock: { module }, key: { name } }: BannedKey): boolean =>
    isImported && membersOfExport(file, origin, { name, module, exported: name })?.length === 0;
  for (const banned of keys) {
    const { plan, key } = banned;
    if ("refused" in plan || plan.isResult || !isMeant(banned)) continue;
    if (plan.isReshaped && looksAtArguments(file, object)) return hint(OTHER_ARGUMENTS);
    const rendered = renderTemplate(file, setting.template(plan.target.name), fillingFor(setting, {}), object);
    if (plan.member === undefined) return atMost(replaceExpression(file, object, rendered), banned.fix);
    if (plan.member !== member) continue;
    if (!spy) return atMost(replaceExpression(file, read, rendered), banned.fix);
    const { callee } = spy;
    // `sinon.stub(Logger, "get")` makes a double of its own.
    if (callee.type !== "MemberExpression" || memberName(callee) !== "spyOn" || !isFramework(callee.object)) continue;
    if (spy.arguments.length !== 2 || !givesFake(key, member)) continue;
    const gone: Range = [object.range[1], spy.arguments[1]!.range[1]];
    if (file.commentsIn(gone).length > 0) continue;
    const taken = fix([
      { range: callee.property.range, parts: ["mocked"] },
      { range: gone, parts: [] },
    ]);
    return atMost(allOf(replaceExpression(file, object, rendered), taken), banned.fix);
  }
  return undefined;
}

const OTHER_ARGUMENTS = because("mockHandle", "the test looks at the arguments of its calls, and the replacement takes others");
/** What a test asks or tells a mock without a look at the arguments. */
const COUNTING = /^to(?:Have(?:Been)?|Be)(?:Nth|Last)?(?:Called(?:Times|Once|Before|After)?|(?:Return|Resolv)\w*)$/u;
const TELLING = /^mock(?:(?:Return|Resolved|Rejected)\w*|Reset|Clear|Restore|Name|Implementation(?:Once)?)$/u;

/** Whether what a test does with a mock may tell with which arguments it was called. */
export function looksAtArguments(file: FileView, mock: Node): boolean {
  const outer = rewrap(mock);
  const { parent } = outer;
  if (parent?.type === "ExpressionStatement") return false;
  if (parent?.type === "VariableDeclarator") {
    const variable = parent.id.type === "Identifier" ? file.variableOf(parent.id) : undefined;
    return !variable || usesOf(file, variable).some((use) => looksAtArguments(file, use));
  }
  if (parent?.type === "CallExpression" && parent.callee !== outer) {
    const taker = finalName(parent.callee);
    if (taker === "mocked") return looksAtArguments(file, parent);
    return taker === "expect" ? !COUNTING.test(matcherOf(parent)) : taker !== "isMockFunction";
  }
  if (parent?.type !== "MemberExpression") return true;
  const name = memberName(parent) ?? "";
  if (name === "mock") return !/^\.(?:calls\.length|results)\b/u.test(file.text.slice(parent.range[1]));
  const call = parent.parent;
  const isTold = TELLING.test(name) && call.type === "CallExpression" && call.callee === parent;
  return !isTold || (name.includes("Implementation") && !call.arguments.every(takesNothing)) || looksAtArguments(file, call);
}

/** Whether a use means what its file's mock gives, and needs one that stays: its key is to give another at each call. */
export function needsOneInstance(file: FileView, keys: readonly BannedKey[], written: Template | undefined, node: Node): boolean {
  return keys.some(({ key, plan }) => {
    if ("refused" in plan || !written?.names.some(({ name }) => name === plan.target.name)) return false;
    return isMadeAnew(key, plan) && (plan.member !== undefined || isDoubled(file, node));
  });
}

/** Whether what a key gives is made anew at each call of the function that it becomes, so that a double of its members is lost. */
function isMadeAnew({ property }: MockKey, plan: KeyPlan): boolean {
  if ("refused" in plan || !plan.isResult) return false;
  const value = unwrap(property.value);
  const own = plan.member !== undefined && value.type === "ObjectExpression" ? value.properties[0] : undefined;
  const given = own?.type === "Property" ? unwrap(own.value) : value;
  return /^(?:Object|Call|New)Expression$/u.test(given.type);
}

/** `{ get: vi.fn() }`, also `jest.fn().mockReturnValue(1)`: a spy on such a function is the function itself. */
function givesFake({ property }: MockKey, member: string): boolean {
  const object = unwrap(property.value);
  const own = object.type === "ObjectExpression" ? object.properties : [];
  const made = own.find((each) => each.type === "Property" && keyName(each) === member);
  return made?.type === "Property" && isFake(made.value);
}

function isFake(value: Node): boolean {
  const call = unwrap(value);
  if (call.type !== "CallExpression" || call.callee.type !== "MemberExpression") return false;
  const { object } = call.callee;
  return (memberName(call.callee) === "fn" && isFramework(object)) || isFake(object);
}

function isFramework(node: Node): boolean {
  return node.type === "Identifier" && /^(?:vi|vitest|jest)$/u.test(node.name);
}

function findingFor({ mock, key, replacement }: BannedKey, all: readonly BannedKey[], problem: string, edit: Edit): Finding {
  const found = [...new Set(all.map((each) => each.key.name))].join(", ");
  return { range: key.property.key.range, found, problem, replacement: optionalCode(replacement), edit, mock };
}

/** The mock follows with all its banned keys or not at all. */
function editFor(file: FileView, setting: RuleSetting, { mock, fix: level }: BannedKey, banned: readonly BannedKey[]): Edit {
  const own = banned.filter((each) => each.mock === mock);
  const changes: KeyChange[] = [];
  let edit: Edit = fix([]);
  for (const { key, plan } of own) {
    if ("refused" in plan) return hint(plan.refused);
    const answer = localNamesOf(file).importOf(plan.target, false, { instead: mock.reference.specifier, keepsForm: true });
    if ("refused" in answer) return hint(answer.refused);
    if (answer.reason !== undefined) edit = atMostSuggestion(edit, answer.reason);
    const isHome = file.modules.isSameModule(plan.target.module, mock.module);
    const place = isHome ? mock.reference.specifier : answer.specifier;
    const exported = answer.exported ?? plan.target.exported;
    changes.push({ ...plan, key, exported, module: isHome ? mock.module : answer.module, specifier: place });
  }
  return atMost(allOf(edit, followMock(file, mock, changes, staysUsed(file, mock, changes, setting))), level);
}

/** Whether code that loads with a file's mocks may use by its old name what they give, also when the contract's rules have changed all they can. */
export function staysUsed(file: FileView, mock: ModuleMock, changes: readonly KeyChange[], { context }: RuleSetting): boolean {
  const { modules } = file;
  // What the old module only passes on is mocked in its new place, and what it has no more nobody uses.
  const isKept = ({ key: { name }, module, exported }: KeyChange): boolean => {
    const isPassedOn = modules
      .exportWay(mock.module, name)
      .some((step) => step.name === exported && modules.isSameModule(step.module, module));
    return !isPassedOn && !modules.lacksExport(file.path, mock.module, mock.reference.specifier, name);
  };
  const names = new Set(changes.filter(isKept).map(({ key }) => key.name));
  if (names.size === 0) return false;
  const loaded = loadedWith(file);
  if (!loaded) return true;
  const inRoot = (path: string): string => modules.relative(path) ?? path;
  const successors = pathsOf(changes.map(({ module }) => module));
  const isMocked = new Set([
    file.path,
    ...pathsOf(
      moduleMocksOf(file)
        .filter(isWholeMock)
        .map((each) => each.module),
    ),
  ]);
  const scope = { ...(context.files && { files: context.files }), ignores: context.ignores ?? [] };
  const bridges = (context.bridges ?? []).map((bridge) => bridge.replace(/^\.\/|#.*$/gu, ""));
  const isLeft = (path: string): boolean =>
    successors.includes(path)
      ? mock.isPartial
      : !isMocked.has(path) && (!matchesContract(scope, inRoot(path)) || bridges.includes(inRoot(path)));
  return [...new Set([...loaded, ...successors])].some((path) => isLeft(path) && takesExports(path, mock.module, names, modules));
}

/** Whether a file, or code that loads with it, may take one of some exports of a module. */
export function isTakenWith(file: FileView, module: ModuleIdentity, names: Pick<ReadonlySet<string>, "has">): boolean {
  const loaded = loadedWith(file);
  return !loaded || [file.path, ...loaded].some((path) => takesExports(path, module, names, file.modules));
}

/** The files (absolute paths) that load with a test; undefined for a setup file and the like, as nothing in it says which tests load it. */
function loadedWith(file: FileView): readonly string[] | undefined {
  const { modules } = file;
  const own = modules.relative(file.path) ?? file.path;
  if (isSetupFile(own) || !(isTestFile(own) || hasTests(file))) return undefined;
  const imported = file.moduleReferences().filter(isEverLoad);
  return pathsOf(imported.map(({ specifier }) => modules.resolve(file.path, specifier))).flatMap((path) => [
    ...modules.filesLoaded({ kind: "file", path }).keys(),
  ]);
}

function pathsOf(some: readonly ModuleIdentity[]): string[] {
  return some.flatMap((each) => (each.kind === "file" ? each.path : []));
}

/** Whether a file (an absolute path) takes one of some exports of a module, itself or from one that passes it on. */
function takesExports(path: string, module: ModuleIdentity, names: Pick<ReadonlySet<string>, "has">, modules: Modules): boolean {
  const read = modules.declarations.read(path);
  const references = read ? openModule(modules, read).moduleReferences().filter(isEverLoad) : [];
  return references.some((reference) => {
    const from = modules.resolve(path, reference.specifier);
    return reference.names.some(({ imported, isTypeOnly }) => {
      if (isTypeOnly) return false;
      const way = [{ module: from, name: imported }, ...(imported === "*" ? [] : modules.exportWay(from, imported))];
      const isTaken = (name: string): boolean => names.has(name) || /^(?:\*|default)$/u.test(name);
      return way.some((step) => isTaken(step.name) && modules.isSameModule(step.module, module));
    });
  });
}
