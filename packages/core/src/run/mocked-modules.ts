import type { TSESTree } from "@typescript-eslint/types";
import { type ModuleIdentity, type Modules, oncePer } from "../modules/index.js";
import type { MethodLeft } from "../rules/define-rule.js";
import { looksAtArguments } from "../rules/mocked-keys.js";
import { FileView } from "../semantics/file-view.js";
import { GLOBAL_PATH, globalStubsOf, isStubbed, takesNothing, type GlobalStub } from "../semantics/mocks/global-stubs.js";
import { keyOf } from "../semantics/local-names.js";
import {
  isGivenByMock,
  isMocking,
  isMockHandle,
  isThereInMock,
  isWholeMock,
  manualMockOf,
  moduleMocksOf,
  type ModuleMock,
  moduleSpiesOf,
  SPYING,
  spiesIn,
  stubsIn,
} from "../semantics/mocks/module-mocks.js";
import { isEverLoad, isKeptLoad, type ModuleReference } from "../semantics/module-reference.js";
import { openModule } from "../semantics/module-view.js";
import { aliasOf, originOf } from "../semantics/origins.js";
import { hasTests } from "../semantics/mocks/test-declarations.js";
import { callKind, isOwnMock } from "../semantics/view/module-references.js";
import { finalName, isFunction, keyName, memberName, type Node, rewrap, stringValue, unwrap } from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { isReference } from "../syntax/references.js";
import type { SourceFile } from "../syntax/source-file.js";

/** A module that a file mocks for the code under its tests. */
export interface MockedModule {
  /** The same text for the same module in every file. */
  readonly module: string;
  /** As the file writes it. */
  readonly specifier: string;
  /** It spies on single exports of the module, and the rest is real. */
  readonly isSpied: boolean;
  /** No text where it is mocked names it. */
  readonly isByValue?: boolean;
  /** The export of whose instances it replaces a member, by the class's prototype; the class itself is real. */
  readonly instancesOf?: string;
  /** Nothing of the real module is loaded. */
  readonly isWhole: boolean;
  /** All exports of the module are doubles, and those that are one value are one double. */
  readonly isAutomock?: boolean;
  /** Whether code gets something else in place of the real export; `*`: of any of them. */
  replaces(exported: string): boolean;
  /** Whether the mock itself gives the export. */
  gives(exported: string): boolean;
  /** Whether code finds the export while the module is mocked. */
  has(exported: string): boolean;
}

/** The modules that a file mocks, and the files whose code it imports. */
export interface MockingFile {
  readonly mocks: readonly MockedModule[];
  readonly hasTests: boolean;
  /** Whether its tests look at the arguments of a mock that they call by some name: `error` of `expect(toast.error).toHaveBeenCalledWith("a")`. */
  asks(name: string): boolean;
  /** Whether it imports another file (an absolute path) itself, or an export of it through a barrel, and does not mock all of it. */
  imports(path: string): boolean;
  /** Whether its tests load another file (an absolute path), itself or through others that they don't mock. */
  loads(path: string): boolean;
  /**
   * How many files its tests would load besides those that they load now, if code that they load (an absolute path) imported a module as
   * well (the text of a `MockedModule`); 0 where these are few.
   */
  loadsAnew(path: string, module: string): number;
}

/** A generator of IDs loads a few files with it. Many are what a test with mocks keeps away, and some of them may not load in it at all. */
const FEW_FILES = 8;

/** Whether to import a module (the text of a `MockedModule`) loads many files with it. */
export function loadsManyFiles(module: string, modules: Modules): boolean {
  const path = pathOfKey(module);
  return path !== undefined && bringsManyFiles({ kind: "file", path }, modules);
}

/** Whether a file (an absolute path) loads the user of a module (both texts of a `MockedModule`), or other code that a fix may make load it. */
export function mayLoadUser(path: string, user: string, module: string, modules: Modules): boolean {
  const start = { kind: "file", path } as const;
  const [own, of] = [user, module].map(pathOfKey);
  const others = own === undefined || of === undefined ? [] : modules.usersInCircle(start, of);
  return (own !== undefined && modules.filesLoaded(start).has(own)) || others.some((each) => each !== path);
}

function pathOfKey(module: string): string | undefined {
  return module.startsWith("file:") ? module.slice("file:".length) : undefined;
}

/** Whether to import a module loads many files with it. */
export function bringsManyFiles(module: ModuleIdentity, modules: Modules): boolean {
  return modules.filesLoaded(module).size > FEW_FILES;
}

/** What the setup files of a test mock. */
export type SetUp = () => readonly MockedModule[];

/** Reads what a file mocks; what it gives asks nothing of the source any more. */
export function readMockingFile(source: SourceFile, modules: Modules, setUp: SetUp = () => []): MockingFile {
  const file = new FileView(source, modules);
  const moduleMocks = moduleMocksOf(file);
  // `globalThis.fetch = fake` is a mock in a test, and a polyfill elsewhere.
  const stubs = globalStubsOf(file).filter(({ isByFramework }) => isByFramework || hasTests(file));
  const modulesMocked = moduleMocks.flatMap((mock) => [mockedModule(file, mock), ...changedExports(mock)]);
  const asked = namesAsked(file);
  return {
    asks: (name) => asked.has(name),
    mocks: [...modulesMocked, ...mocksByValue(file), ...spiedModules(file), ...spiedInstances(file), ...stubs.map(mockedGlobal)],
    hasTests: hasTests(file),
    imports: importsOf(file, moduleMocks),
    ...loadsOf(file, moduleMocks, setUp),
  };
}

/** What a file calls the mocks at whose arguments its tests look, or that take them. */
function namesAsked(file: FileView): ReadonlySet<string> {
  const names = [...file.nodes("Identifier").filter(isReference), ...file.nodes("MemberExpression")];
  const handles = names.filter((node) => isMockHandle(file, node) && looksAtArguments(file, node));
  const spied = Array.from(spiesIn(file)).filter(({ call }) => looksAtArguments(file, call));
  const asked = new Set([...handles.map((node) => nameOfExport(file, node)), ...spied.map(({ member }) => member)]);
  const takes = (value: Node): boolean =>
    (isFunction(value) || (value.type === "CallExpression" && finalName(value.callee) !== "hoisted")) &&
    isFakeValue(file, value) &&
    !takesNothing(value);
  const declared = new Set(file.nodes("VariableDeclarator").map(({ id }) => (id.type === "Identifier" ? id.name : "")));
  for (const property of file.nodes("Property")) {
    const name = property.value.type === "Identifier" && declared.has(property.value.name) ? property.value : undefined;
    const variable = name && file.variableOf(name);
    const alias = variable && aliasOf(variable);
    const value = alias?.path.length === 0 ? alias.value : property.value;
    if (asked.has(finalName(property.value)) || takes(value)) asked.add(keyName(property));
  }
  return asked as ReadonlySet<string>;
}

/** `error` of `toast.error`, and `default` of what a file imports so, by a name of its own. */
function nameOfExport(file: FileView, node: Node): string | undefined {
  const variable = node.type === "Identifier" ? file.variableOf(node) : undefined;
  return (variable && file.importedName(variable)?.imported) ?? finalName(node);
}

/** How a file makes a double that has a method, and lacks what code calls or reads instead; a `spy` looks at calls of the real one. */
export function doublesMethod(file: FileView, { from, to }: MethodLeft): "double" | "spy" | undefined {
  const given = to === undefined ? [] : holdersOf(file, to, () => true);
  const holders = holdersOf(file, from, isDouble).filter((holder) => !given.includes(holder));
  if (holders.length === 0) return undefined;
  const isFakedAnywhere = file.nodes("MemberExpression", [from]).some((node) => memberName(node) === from && isFaked(node));
  const spies = isFakedAnywhere ? [] : [...spiesIn(file)].filter((spy) => spy.member === from && callsThrough(file, spy.call));
  const watched = new Set<Node | string>(spies.map(({ object }) => file.textOf(unwrap(object))));
  return holders.every((holder) => watched.has(holder)) ? "spy" : "double";
}

/** Whether a spy has no implementation of its own: `const spy = vi.spyOn(users, "create")`. */
function callsThrough(file: FileView, call: TSESTree.CallExpression): boolean {
  if (!/^spy(?:On)?$/u.test(finalName(call.callee) ?? "") || isFaked(call)) return false;
  const { parent } = rewrap(call);
  const holder =
    parent?.type === "VariableDeclarator" ? parent.id : parent?.type === "AssignmentExpression" ? parent.left : undefined;
  const variable = holder?.type === "Identifier" ? file.variableOf(holder) : undefined;
  return variable ? !variable.references.some(({ identifier }) => isFaked(identifier)) : parent?.type === "ExpressionStatement";
}

/** `mock.mockReturnValue(…)`, `spy.and.returnValue(…)`. */
function isFaked(mock: Node): boolean {
  const { parent } = rewrap(mock);
  return parent?.type === "MemberExpression" && /^(?:mock(?!Clear|Restore)[A-Z]|and$)/u.test(memberName(parent) ?? "");
}

/** What has a member: an object or a class by its own one, and what a test calls by some name: `config` of `config.get.mockReturnValue(…)`. */
function holdersOf(
  file: FileView,
  name: string,
  isMeant: (file: FileView, member: OwnMember) => boolean,
): readonly (Node | string)[] {
  const words = [name];
  const members = OWN_MEMBERS.flatMap((type): readonly OwnMember[] => file.nodes(type, words));
  const own = members.filter((member) => keyName(member) === name && isMeant(file, member));
  const handles = file.nodes("MemberExpression", words).filter((node) => memberName(node) === name && isMockHandle(file, node));
  const assigned = file.plainAssignments().flatMap(({ left }) => {
    const member = unwrap(left);
    return member.type === "MemberExpression" && memberName(member) === name ? [member.object] : [];
  });
  const spied = [...spiesIn(file)].filter(({ member }) => member === name).map(({ object }) => object);
  const held = [...handles.map(({ object }) => object), ...assigned, ...spied];
  return [...own.map(({ parent }) => parent), ...held.map((object) => file.textOf(unwrap(object)))];
}

const OWN_MEMBERS = ["Property", "PropertyDefinition", "MethodDefinition"] as const;
type OwnMember = Extract<Node, { readonly type: (typeof OWN_MEMBERS)[number] }>;

/** `get: () => "a"`, `get: vi.fn()`, a method of `class FakeConfig`, and not what takes a method for a property: `defineProperty(x, "name", { get: … })`. */
function isDouble(file: FileView, member: OwnMember): boolean {
  const { parent, value } = member;
  if (parent.type === "ClassBody") {
    const { id, superClass, implements: stated } = parent.parent;
    if (id && !superClass && stated.length === 0 && !FAKE.test(id.name)) return false;
    return member.type === "MethodDefinition" || isFakeValue(file, value);
  }
  const call = parent.parent;
  const isCall = call.type === "CallExpression" || call.type === "NewExpression";
  if (isCall && TAKES_GETTERS.test(finalName(call.callee) ?? "")) return false;
  return parent.type === "ObjectExpression" && "kind" in member && member.kind === "init" && isFakeValue(file, value);
}

function isFakeValue(file: FileView, value: Node | null): boolean {
  return !!value && (isFunction(value) || /\b(?:fn|stub|spy)\b|mock|fake/iu.test(file.textOf(value)));
}

const FAKE = /fake|mock|stub|dummy|double/iu;
const TAKES_GETTERS = /^(?:defineProperty|Proxy|computed)$/u;

/** What a mock's factory imports is what the mock gives, and no subject of the tests. */
function importsOf(file: FileView, mocks: readonly ModuleMock[]): (path: string) => boolean {
  const whole = new Set(mocks.filter((mock) => isMocking(mock, "*") && !mock.isPartial).map(({ module }) => keyOf(module)));
  const references = file
    .moduleReferences()
    .filter((reference) => {
      const isForTypes = reference.isTypeOnly || ["import-type", "jsdoc", "mock"].includes(reference.kind);
      return !isForTypes && !mocks.some(({ call }) => contains(call.range, reference.specifierRange));
    })
    .map(({ kind, specifier, names }) => ({ kind, specifier, names: names.map((name) => name.imported) }));
  return importTest(file, references, whole);
}

interface PlainReference extends Pick<ModuleReference, "kind" | "specifier"> {
  readonly names: readonly string[];
}

/** Holds none of the file's nodes. */
function importTest(
  { modules, path: from }: Pick<FileView, "modules" | "path">,
  references: readonly PlainReference[],
  whole: ReadonlySet<string>,
): (path: string) => boolean {
  let imported: ReadonlySet<string> | undefined;
  const find = (): Set<string> => {
    const found = references.flatMap(({ kind, specifier, names }): (ModuleIdentity | undefined)[] => {
      const module = modules.resolve(from, specifier);
      const origins = names.map((name) => (name === "*" ? undefined : modules.exportOrigin(module, name)?.module));
      return kind === "actual" ? [module] : [module, ...origins].filter((each) => each && !whole.has(keyOf(each)));
    });
    return new Set(found.flatMap((module) => (module?.kind === "file" ? [module.path] : [])));
  };
  return (path) => (imported ??= find()).has(path);
}

/** What loads with a file that mocks modules: an automock loads the real module as well, for its shape. */
function loadsOf(file: FileView, mocks: readonly ModuleMock[], setUp: SetUp): Pick<MockingFile, "loads" | "loadsAnew"> {
  const { modules, path } = file;
  const replaced = pathsOf(mocks.filter(isWholeMock).map(({ module }) => module));
  let replacing: ReadonlySet<string> | undefined;
  const without = (): ReadonlySet<string> => {
    const byOthers = () => setUp().flatMap(({ isWhole, module }) => (isWhole ? (pathOfKey(module) ?? []) : []));
    return (replacing ??= new Set([...replaced, ...byOthers()]));
  };
  const references = file.moduleReferences().filter(isEverLoad);
  const specifiers = references.map(({ specifier }) => specifier);
  const imported = (): string[] => pathsOf(specifiers.map((specifier) => modules.resolve(path, specifier)));
  let known: ReadonlySet<string> | undefined;
  const loaded = (): ReadonlySet<string> => (known ??= filesLoadedWith(imported(), without(), modules));
  const loads = (other: string): boolean => loaded().has(other) && !without().has(other);
  // Many fixes of a run import the same module.
  const counts = new Map<string, number>();
  const countAdded = (module: string): number => {
    const known = counts.get(module);
    if (known !== undefined) return known;
    const added = [...filesLoadedWith([module], without(), modules)].filter((each) => !loaded().has(each)).length;
    counts.set(module, added);
    return added;
  };
  return {
    loads,
    loadsAnew(other, key) {
      const module = pathOfKey(key);
      if (module === undefined || !loadsManyFiles(key, modules) || !loads(other)) return 0;
      const added = countAdded(module);
      return added > FEW_FILES ? added : 0;
    },
  };
}

/** The files that load with some others, these included; what a file of `without` imports is not followed. */
function filesLoadedWith(files: readonly string[], without: ReadonlySet<string>, modules: Modules): ReadonlySet<string> {
  const loaded = new Set(files);
  // The set grows while it is walked.
  for (const path of loaded) if (!without.has(path)) for (const next of filesLoadedBy(path, modules)) loaded.add(next);
  return loaded;
}

const loadedBy = oncePer((_: Modules) => new Map<string, readonly string[]>());

/** The files that a file loads at once. */
function filesLoadedBy(path: string, modules: Modules): readonly string[] {
  const known = loadedBy(modules);
  const loaded = known.get(path) ?? readLoads(path, modules);
  known.set(path, loaded);
  return loaded;
}

function readLoads(path: string, modules: Modules): readonly string[] {
  const read = modules.declarations.read(path);
  const references = read ? openModule(modules, read).moduleReferences().filter(isKeptLoad) : [];
  return pathsOf(references.map(({ specifier }) => modules.resolve(path, specifier)));
}

function pathsOf(modules: readonly ModuleIdentity[]): string[] {
  return modules.flatMap((each) => (each.kind === "file" ? [each.path] : []));
}

function mockedModule(file: FileView, mock: ModuleMock): MockedModule {
  // What is kept must not hold the file's tree.
  const { keys: listed, isPartial, isDefault, isAutomock } = mock;
  const { modules } = file;
  const keys = listed?.map(({ name }) => ({ name }));
  const manual = isAutomock ? undefined : manualMockOf(file, mock, { module: mock.module, specifier: mock.reference.specifier });
  const isManual = (exported: string) =>
    manual !== undefined && (exported === "*" || modules.exportOrigin({ kind: "file", path: manual }, exported) !== undefined);
  return {
    module: keyOf(mock.module),
    specifier: mock.reference.specifier,
    isSpied: false,
    isWhole: isWholeMock(mock),
    isAutomock,
    replaces: (exported) => !keys || keys.some(({ name }) => name === exported || exported === "*"),
    gives: (exported) => isGivenByMock({ keys, isDefault }, exported) || isManual(exported),
    has: (exported) => isThereInMock({ keys, isPartial, isDefault }, exported) || isManual(exported),
  };
}

/** A longer text names no module. */
const MOST_LETTERS = 300;

/** The modules that texts of a file name, where it mocks one whose name is no text there: `vi.doMock(file, …)` of `it.each(["./old"])`. */
function mocksByValue(file: FileView): MockedModule[] {
  if (!file.nodes("CallExpression").some((call) => isMockByValue(file, call))) return [];
  const known = new Set(
    file.moduleReferences().flatMap(({ kind, specifierRange: [start] }) => (kind.endsWith("resolve") ? [] : [start])),
  );
  const texts = [...file.nodes("Literal"), ...file.nodes("TemplateLiteral")].flatMap((node) => {
    const text = known.has(node.range[0]) ? undefined : stringValue(node);
    return text !== undefined && text.length < MOST_LETTERS && /^\S+$/u.test(text) ? [text] : [];
  });
  return [...new Set(texts)].map((specifier): MockedModule => ({
    ...spiedOn(keyOf(file.modules.resolve(file.path, specifier)), specifier, () => true),
    isSpied: false,
    isByValue: true,
    gives: () => false,
    has: () => false,
  }));
}

function isMockByValue(file: FileView, { callee, arguments: [first] }: TSESTree.CallExpression): boolean {
  const named = first && unwrap(first);
  if (!named || named.type === "ImportExpression" || stringValue(named) !== undefined) return false;
  return callKind(file, unwrap(callee)) === "mock" || isOwnMock(unwrap(callee), "");
}

/** A spy on some exports of a module, which is real otherwise. */
function spiedOn(module: string, specifier: string, replaces: (exported: string) => boolean): MockedModule {
  return { module, specifier, isSpied: true, isWhole: false, replaces, gives: replaces, has: () => true };
}

/** A mock that gives the real exports with other members is a spy on these. */
function changedExports({ module, reference, changed }: ModuleMock): MockedModule[] {
  return changed ? [spiedOn(keyOf(module), reference.specifier, (exported) => changed.has(exported))] : [];
}

function spiedModules(file: FileView): MockedModule[] {
  return moduleSpiesOf(file).map(({ reference: { specifier }, module, member }) =>
    spiedOn(keyOf(module), specifier, (exported) => exported === member),
  );
}

/** What spies and stubs of a file replace members of. */
function objectsSpiedOn(file: FileView): readonly Node[] {
  const names = [...SPYING, "mock"];
  const calls = file.nodes("CallExpression", names).filter(({ callee }) => names.includes(finalName(callee) ?? ""));
  return [...calls.flatMap((call) => call.arguments[0] ?? []), ...Array.from(stubsIn(file), ({ object }) => object)];
}

/** `vi.spyOn(Mailer.prototype, "send")`: what code makes of the class gets the fake. */
function spiedInstances(file: FileView): MockedModule[] {
  return objectsSpiedOn(file).flatMap((object): MockedModule[] => {
    const { reference, path = [] } = originOf(file, object) ?? {};
    const instancesOf = path.at(-1) === "prototype" ? path.at(-2) : undefined;
    if (!reference || instancesOf === undefined) return [];
    const { specifier } = reference;
    return [{ ...spiedOn(keyOf(file.modules.resolve(file.path, specifier)), specifier, () => false), instancesOf }];
  });
}

/** `vi.stubGlobal("crypto", { randomUUID: () => "id" })`, as if the global's path were an export. */
function mockedGlobal({ path, isSpied }: GlobalStub): MockedModule {
  const replaces = (exported: string) => isStubbed(path, exported.split("."));
  return { ...spiedOn(GLOBAL_PATH, path.join("."), replaces), isSpied, gives: () => false };
}
