import type { ModuleIdentity, Modules } from "@godwit/modules";
import { FileView } from "../semantics/file-view.js";
import { GLOBAL_PATH, globalStubsOf, isStubbed, type GlobalStub } from "../semantics/global-stubs.js";
import { keyOf } from "../semantics/local-names.js";
import { isThereInMock, moduleMocksOf, type ModuleMock } from "../semantics/module-mocks.js";
import { spyingCall } from "../semantics/mock-handles.js";
import { originOf } from "../semantics/origins.js";
import { hasTests } from "../semantics/test-declarations.js";
import type { ModuleReference } from "../semantics/module-reference.js";
import { stringValue } from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import type { SourceFile } from "../syntax/source-file.js";

/** A module that a file mocks for the code under its tests. */
export interface MockedModule {
  /** The same text for the same module in every file. */
  readonly module: string;
  /** As the file writes it. */
  readonly specifier: string;
  /** It spies on single exports of the module, and the rest is real. */
  readonly isSpied: boolean;
  /** Whether code gets something else in place of the real export; `*`: of any of them. */
  replaces(exported: string): boolean;
  /** Whether the mock itself gives the export. */
  gives(exported: string): boolean;
  /** Whether code finds the export while the module is mocked. */
  has(exported: string): boolean;
}

/** The modules that a file mocks, and the files that it loads at run time. */
export interface MockingFile {
  readonly mocks: readonly MockedModule[];
  /** The globals that plain code replaces, such as `globalThis.fetch = fake`: a mock in a test or its setup, a polyfill elsewhere. */
  readonly replacedGlobals: readonly MockedModule[];
  /** Whether it declares tests itself; one that mocks and declares none sets tests up. */
  readonly hasTests: boolean;
  /** Whether the file may load another one (an absolute path) directly or through others. */
  loads(path: string): boolean;
  /** The same without what its mocks' factories load: they run when code asks for the mocked module. */
  loadsFirst(path: string): boolean;
  /** Whether it loads it for certain before its own code runs. */
  surelyLoads(path: string): boolean;
}

/** Reads what a file mocks. */
export function readMockingFile(source: SourceFile, modules: Modules): MockingFile {
  const file = new FileView(source, modules);
  const moduleMocks = moduleMocksOf(file);
  const references = file
    .moduleReferences()
    .filter(({ kind, isTypeOnly }) => !isTypeOnly && kind !== "import-type" && kind !== "jsdoc" && kind !== "mock");
  const isInFactory = ({ specifierRange }: ModuleReference) =>
    moduleMocks.some(({ call }) => contains(call.range, specifierRange));
  const leadTo = (path: string, from: readonly ModuleReference[]) =>
    from.some(({ specifier }) => {
      const module = modules.resolve(file.path, specifier);
      return module.kind === "file" && modules.mayLoad(module.path, path);
    });
  const first = references.filter((reference) => !isInFactory(reference));
  const stubs = globalStubsOf(file);
  const modulesMocked = moduleMocks.flatMap((mock) => [mockedModule(mock, modules), ...changedExports(mock)]);
  return {
    mocks: [...modulesMocked, ...spiedModules(file), ...stubs.filter((stub) => stub.isByFramework).map(mockedGlobal)],
    replacedGlobals: stubs.filter((stub) => !stub.isByFramework).map(mockedGlobal),
    hasTests: hasTests(file),
    loads: (path) => leadTo(path, references),
    loadsFirst: (path) => leadTo(path, first),
    surelyLoads: (path) => modules.surelyLoads(file.path, path),
  };
}

function mockedModule(mock: ModuleMock, modules: Modules): MockedModule {
  const manual = mock.keys ? undefined : manualMockOf(mock.module, modules);
  const isManual = (exported: string) => manual !== undefined && modules.exportOrigin(manual, exported) !== undefined;
  return {
    module: keyOf(mock.module),
    specifier: mock.reference.specifier,
    isSpied: false,
    replaces: (exported) => !mock.keys || mock.keys.some(({ name }) => name === exported || exported === "*"),
    gives: (exported) => (mock.keys?.some(({ name }) => name === exported) ?? false) || isManual(exported),
    has: (exported) => isThereInMock(mock, exported) || isManual(exported),
  };
}

/** A mock that gives the real exports with other members is a spy on these. */
function changedExports({ module, reference, changed }: ModuleMock): MockedModule[] {
  if (!changed) return [];
  const isChanged = (exported: string) => changed.has(exported);
  const { specifier } = reference;
  return [{ module: keyOf(module), specifier, isSpied: true, replaces: isChanged, gives: isChanged, has: () => true }];
}

/** `vi.spyOn(users, "createUser")`, where `users` is a module. */
function spiedModules(file: FileView): MockedModule[] {
  return file.nodes("CallExpression").flatMap((call): MockedModule[] => {
    const [object] = call.arguments;
    const member = object && stringValue(spyingCall(object)?.member);
    const origin = object && member !== undefined ? originOf(file, object) : undefined;
    if (!origin?.reference || origin.path.length > 0) return [];
    const { specifier } = origin.reference;
    const isMember = (exported: string) => exported === member;
    const module = keyOf(file.modules.resolve(file.path, specifier));
    return [{ module, specifier, isSpied: true, replaces: isMember, gives: isMember, has: () => true }];
  });
}

/** `vi.stubGlobal("crypto", { randomUUID: () => "id" })`, as if the global's path were an export. */
function mockedGlobal({ path, isSpied }: GlobalStub): MockedModule {
  const replaces = (exported: string) => isStubbed(path, exported.split("."));
  return { module: GLOBAL_PATH, specifier: path.join("."), isSpied, replaces, gives: () => false, has: () => true };
}

/** `src/__mocks__/log.ts`, which a mock of `src/log.ts` without a factory takes. */
function manualMockOf(module: ModuleIdentity, modules: Modules): ModuleIdentity | undefined {
  if (module.kind !== "file") return undefined;
  const stem = /([^/\\]+?)(?:\.[^.]*)?$/u.exec(module.path)?.[1] ?? "";
  const manual = modules.resolve(module.path, `./__mocks__/${stem}.js`);
  return manual.kind === "file" ? manual : undefined;
}
