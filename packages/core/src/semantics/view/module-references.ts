import type { TSESTree } from "@typescript-eslint/types";
import type { Variable } from "@typescript-eslint/scope-manager";
import type { ImportedName, ModuleReference, ModuleReferenceKind } from "../module-reference.js";
import type { Range } from "../../syntax/ranges.js";
import type { ScopedFile } from "./scoped-file.js";
import { keyName, memberName, moduleExportName, rewrap, stringValue, unwrap, type Node, finalName } from "../../syntax/nodes.js";
import { spelledOut } from "../../syntax/spellings.js";
import { findJsDocImports } from "./jsdoc.js";

type ReferenceFields = Omit<ModuleReference, "names">;
/** A name, and how to find its variable: that needs scopes, which cost more than the rest, so only who asks pays for them. */
type NameFields = Omit<ImportedName, "reference" | "variable"> & { readonly declared?: (() => Variable | undefined) | undefined };

/** Finds every module reference of the file, in the order of the text. */
export function findModuleReferences(file: ScopedFile): ModuleReference[] {
  const found: ModuleReference[] = [
    ...file.nodes("ImportDeclaration", ["import"]).flatMap((node) => (namesModule(node) ? [importReference(file, node)] : [])),
    ...file.nodes("ExportNamedDeclaration", ["from"]).flatMap((node) => (namesModule(node) ? [exportReference(node)] : [])),
    ...file.nodes("ExportAllDeclaration", ["from"]).flatMap((node) => (namesModule(node) ? [exportAllReference(node)] : [])),
    ...file.nodes("TSImportEqualsDeclaration", ["import"]).flatMap((node) => importEqualsReferences(file, node)),
    ...file.nodes("TSImportType", ["import"]).flatMap((node) => importTypeReferences(node)),
    ...file.nodes("ImportExpression", ["import"]).flatMap((node) => dynamicImportReferences(file, node)),
    ...file.nodes("CallExpression", loadingIn(file.text)).flatMap((node) => callReferences(file, node)),
    ...findJsDocImports(file),
  ];
  // While someone types, an import inside of a block may have anything in the place of its path.
  return found.filter(({ specifier }) => typeof specifier === "string").sort((a, b) => a.specifierRange[0] - b.specifierRange[0]);
}

/** In an editor a person may be at `export * from `, where any code can follow. */
function namesModule({ source }: { readonly source: Node | null }): boolean {
  return stringValue(source ?? undefined) !== undefined;
}

function createReference(fields: ReferenceFields, names: readonly NameFields[]): ModuleReference {
  const reference = { ...fields, names: [] as ImportedName[] };
  reference.names = names.map((name) => new NamedImport(name, reference));
  return reference;
}

/** A class, since V8 keeps what a getter of a single object holds until it collects all garbage, which would be the trees of many files. */
class NamedImport implements ImportedName {
  readonly imported: string;
  readonly local: TSESTree.Identifier | undefined;
  readonly node: Node | undefined;
  readonly range: Range;
  readonly isTypeOnly: boolean;
  #declared: NameFields["declared"];
  #variable: Variable | undefined;

  constructor(
    { imported, local, node, range, isTypeOnly, declared }: NameFields,
    readonly reference: ModuleReference,
  ) {
    this.imported = imported;
    this.local = local;
    this.node = node;
    this.range = range;
    this.isTypeOnly = isTypeOnly;
    this.#declared = declared;
  }

  get variable(): Variable | undefined {
    this.#variable ??= this.#declared?.();
    this.#declared = undefined;
    return this.#variable;
  }
}

function declaredBy(file: ScopedFile, identifier: TSESTree.Identifier, at: Node): () => Variable | undefined {
  return () => file.findVariable(identifier.name, at);
}

function importReference(file: ScopedFile, node: TSESTree.ImportDeclaration): ModuleReference {
  const isTypeOnly = node.importKind === "type";
  const names = node.specifiers.map((specifier): NameFields => ({
    imported:
      specifier.type === "ImportSpecifier"
        ? moduleExportName(specifier.imported)
        : specifier.type === "ImportDefaultSpecifier"
          ? "default"
          : "*",
    local: specifier.local,
    declared: declaredBy(file, specifier.local, specifier),
    node: specifier,
    range: specifier.range,
    isTypeOnly: isTypeOnly || (specifier.type === "ImportSpecifier" && specifier.importKind === "type"),
  }));
  return createReference(
    { kind: "import", specifier: node.source.value, specifierRange: node.source.range, node, expression: undefined, isTypeOnly },
    names,
  );
}

function exportReference(node: TSESTree.ExportNamedDeclaration): ModuleReference {
  const source = node.source as TSESTree.StringLiteral;
  const isTypeOnly = node.exportKind === "type";
  const names = node.specifiers.map((specifier): NameFields => ({
    imported: moduleExportName(specifier.local as TSESTree.Identifier),
    local: undefined,
    node: specifier,
    range: specifier.range,
    isTypeOnly: isTypeOnly || specifier.exportKind === "type",
  }));
  return createReference(
    { kind: "export-from", specifier: source.value, specifierRange: source.range, node, expression: undefined, isTypeOnly },
    names,
  );
}

function exportAllReference(node: TSESTree.ExportAllDeclaration): ModuleReference {
  return createReference(
    {
      kind: "export-all",
      specifier: node.source.value,
      specifierRange: node.source.range,
      node,
      expression: undefined,
      isTypeOnly: node.exportKind === "type",
    },
    [],
  );
}

function importEqualsReferences(file: ScopedFile, node: TSESTree.TSImportEqualsDeclaration): ModuleReference[] {
  if (node.moduleReference.type !== "TSExternalModuleReference") return [];
  const source = node.moduleReference.expression;
  const specifier = stringValue(source);
  if (specifier === undefined) return [];
  const isTypeOnly = node.importKind === "type";
  return [
    createReference({ kind: "import-equals", specifier, specifierRange: source.range, node, expression: undefined, isTypeOnly }, [
      { imported: "*", local: node.id, declared: declaredBy(file, node.id, node), node, range: node.id.range, isTypeOnly },
    ]),
  ];
}

/** `import("…").A.B` and `typeof import("…")`. */
function importTypeReferences(node: TSESTree.TSImportType): ModuleReference[] {
  const specifier = stringValue(node.source);
  if (specifier === undefined) return [];
  const first = node.qualifier ? leftmost(node.qualifier) : indexOf(node);
  const imported = first?.type === "Identifier" ? first.name : stringValue(first);
  const names: NameFields[] =
    first && imported !== undefined ? [{ imported, local: undefined, node: first, range: first.range, isTypeOnly: true }] : [];
  return [
    createReference(
      { kind: "import-type", specifier, specifierRange: node.source.range, node, expression: undefined, isTypeOnly: true },
      names,
    ),
  ];
}

/** `"A"` of `(typeof import("…"))["A"]`. */
function indexOf(node: TSESTree.TSImportType): Node | undefined {
  const query: Node = node.parent;
  if (query.type !== "TSTypeQuery" || query.parent.type !== "TSIndexedAccessType" || query.parent.objectType !== query)
    return undefined;
  const { indexType } = query.parent;
  return indexType.type === "TSLiteralType" ? indexType.literal : undefined;
}

function leftmost(name: TSESTree.EntityName): TSESTree.Identifier | undefined {
  let at: TSESTree.EntityName = name;
  while (at.type === "TSQualifiedName") at = at.left;
  return at.type === "Identifier" ? at : undefined;
}

function dynamicImportReferences(file: ScopedFile, node: TSESTree.ImportExpression): ModuleReference[] {
  const specifier = stringValue(node.source);
  if (specifier === undefined) return [];
  const outer = rewrap(node);
  const awaited = outer.parent?.type === "AwaitExpression" ? outer.parent : undefined;
  const fields: ReferenceFields = {
    kind: isMocked(file, node) ? "mock" : "dynamic-import",
    specifier,
    specifierRange: node.source.range,
    node,
    expression: awaited ?? node,
    isTypeOnly: false,
  };
  if (fields.kind === "mock") return [createReference(fields, [])];
  if (awaited) return [createReference(fields, namesTaken(file, awaited))];
  return [createReference(fields, [...namesOfThen(file, node), ...namesOfAll(file, node), ...namesOfLazy(node)])];
}

/** `vi.mock(import("./a"))` */
function isMocked(file: ScopedFile, node: TSESTree.ImportExpression): boolean {
  const call: Node = node.parent;
  if (call.type !== "CallExpression" || call.arguments[0] !== node) return false;
  const callee = unwrap(call.callee);
  return isOwnMock(callee, "./") || callKind(file, callee) === "mock";
}

/** `const [{ a }] = await Promise.all([import("…")])`. */
function namesOfAll(file: ScopedFile, node: TSESTree.ImportExpression): NameFields[] {
  const list: Node = node.parent;
  if (list.type !== "ArrayExpression" || list.elements.some((element) => element?.type === "SpreadElement")) return [];
  const call = list.parent;
  if (call.type !== "CallExpression" || call.arguments[0] !== list || file.textOf(call.callee) !== "Promise.all") return [];
  const awaited = call.parent;
  const declarator = awaited.type === "AwaitExpression" ? rewrap(awaited).parent : undefined;
  if (declarator?.type !== "VariableDeclarator" || declarator.id.type !== "ArrayPattern") return [];
  const element = declarator.id.elements[list.elements.indexOf(node)];
  return element ? namesOfPattern(file, element, declarator) : [];
}

/** `lazy(() => import("…"))` takes the default export. */
function namesOfLazy(node: TSESTree.ImportExpression): NameFields[] {
  const loader: Node = node.parent;
  if (loader.type !== "ArrowFunctionExpression" || loader.body !== node || loader.parent.type !== "CallExpression") return [];
  if (finalName(loader.parent.callee) !== "lazy") return [];
  return [{ imported: "default", local: undefined, node, range: node.source.range, isTypeOnly: false }];
}

/** `import("…").then(({ a }) => …)` and `.then((m) => m.a)`. */
function namesOfThen(file: ScopedFile, node: TSESTree.ImportExpression): NameFields[] {
  const member = node.parent;
  if (member.type !== "MemberExpression" || member.object !== node || memberName(member) !== "then") return [];
  const call = member.parent;
  if (call.type !== "CallExpression" || call.callee !== member) return [];
  const callback = call.arguments[0];
  if (callback?.type !== "ArrowFunctionExpression" && callback?.type !== "FunctionExpression") return [];
  const parameter = callback.params[0];
  return parameter ? namesOfPattern(file, parameter, callback.body) : [];
}

const MOCKS = new Set([
  "mock",
  "doMock",
  "unmock",
  "doUnmock",
  "dontMock",
  "deepUnmock",
  "setMock",
  "unstable_mockModule",
  "unstable_unmockModule",
]);
const ACTUALS = new Set([
  "importActual",
  "importMock",
  "requireActual",
  "requireMock",
  "createMockFromModule",
  "genMockFromModule",
]);
/** `module` is Node's way to mock one; a URL names what is loaded otherwise. */
const LOADERS = new Set(["import", "require", "resolve", "module", "URL"]);
const MOCKERS = new Set(["vi", "vitest", "jest"]);

const LOADING = [...LOADERS, ...MOCKS, ...ACTUALS];

/** Whether a function of this name may take a specifier: no call of another one is a reference. */
export function isModuleLoader(name: string): boolean {
  return LOADERS.has(name) || MOCKS.has(name) || ACTUALS.has(name) || OWN_MOCK.test(name);
}

/** A project's function around `jest.unstable_mockModule`: `mockEsm("#src/users.js", …)`. */
const OWN_MOCK = /^mock[A-Z]/u;
/** What it takes is a module where it looks like a path, or its name says so: `mockUser("admin")` mocks none. */
const LIKE_A_PATH = /^(?:\.{1,2}\/|[#~@])/u;
const MODULE_MOCK = /^mock(?:Esm|Module)/u;

/** Whether a callee is a project's function that mocks the module of the specifier. */
export function isOwnMock(callee: Node, specifier: string): boolean {
  return (
    callee.type === "Identifier" && OWN_MOCK.test(callee.name) && (LIKE_A_PATH.test(specifier) || MODULE_MOCK.test(callee.name))
  );
}

/** One of these is in each call of a text that names a module. */
function loadingIn(text: string): readonly string[] {
  const own = (spelledOut(text) ?? text).match(/(?<![\w$.])mock[A-Z]\w*(?=\s*[<(])/gu);
  return own ? [...LOADING, ...new Set(own)] : LOADING;
}

function callReferences(file: ScopedFile, node: TSESTree.CallExpression): ModuleReference[] {
  const argument = node.arguments[0];
  if (!argument || argument.type === "SpreadElement") return [];
  const source = unwrap(argument);
  // vi.mock(import("./a")) names its module inside the import.
  if (source.type === "ImportExpression") return [];
  const specifier = stringValue(source);
  if (specifier === undefined) return [];
  const callee = unwrap(node.callee);
  const kind = isOwnMock(callee, specifier) ? "mock" : callKind(file, callee);
  if (!kind) return [];
  const outer = rewrap(node);
  const awaited = outer.parent?.type === "AwaitExpression" ? outer.parent : undefined;
  const expression = awaited ?? node;
  const names = kind === "require" || kind === "actual" ? namesTaken(file, expression) : [];
  return [createReference({ kind, specifier, specifierRange: source.range, node, expression, isTypeOnly: false }, names)];
}

/** How a call of a function names the module that it takes. */
export function callKind(file: ScopedFile, callee: Node): ModuleReferenceKind | undefined {
  if (callee.type === "Identifier") return callee.name === "require" && isRequire(file, callee) ? "require" : undefined;
  if (callee.type !== "MemberExpression") return undefined;
  const name = memberName(callee);
  const object = unwrap(callee.object);
  if (name === undefined) return undefined;
  if (isMocker(object)) return MOCKS.has(name) ? "mock" : ACTUALS.has(name) ? "actual" : undefined;
  if (name === "module" && isNodeMock(object)) return "mock";
  if (object.type === "Identifier") {
    if (object.name === "require" && name === "resolve" && isRequire(file, object)) return "require-resolve";
  }
  if (object.type === "MetaProperty" && name === "resolve") return "import-meta-resolve";
  return undefined;
}

/** `vi`, `jest`, and the calls that are chained to it. */
function isMocker(node: Node): boolean {
  let at = node;
  while (at.type === "CallExpression" && at.callee.type === "MemberExpression") at = unwrap(at.callee.object);
  return at.type === "Identifier" && MOCKERS.has(at.name);
}

/** `mock.module("…")` of Node and Bun, and `t.mock.module("…")`. */
function isNodeMock(node: Node): boolean {
  return node.type === "MemberExpression" ? memberName(node) === "mock" : node.type === "Identifier" && node.name === "mock";
}

/** The global `require`, or one made by `createRequire`. */
function isRequire(file: ScopedFile, identifier: TSESTree.Identifier): boolean {
  const variable = file.variableOf(identifier);
  if (!variable) return true;
  const definition = variable.defs[0]?.node;
  return (
    definition?.type === "VariableDeclarator" && !!definition.init && /\bcreateRequire\b/u.test(file.textOf(definition.init))
  );
}

/** The names that a declaration or a member access takes from `require("…")` or `await import("…")`. */
function namesTaken(file: ScopedFile, expression: Node): NameFields[] {
  const outer = rewrap(expression);
  const parent = outer.parent;
  if (parent?.type === "MemberExpression" && parent.object === outer) {
    const imported = memberName(parent);
    if (imported === undefined) return [];
    const local = declaredName(rewrap(parent));
    return [
      {
        imported,
        local,
        declared: local && declaredBy(file, local, parent),
        node: parent,
        range: parent.property.range,
        isTypeOnly: false,
      },
    ];
  }
  if (parent?.type === "VariableDeclarator" && parent.init === outer) return namesOfPattern(file, parent.id, parent);
  if (parent?.type === "AssignmentExpression" && parent.right === outer && parent.left.type === "ObjectPattern")
    return namesOfPattern(file, parent.left, parent);
  return [];
}

function declaredName(node: Node): TSESTree.Identifier | undefined {
  const parent = node.parent;
  return parent?.type === "VariableDeclarator" && parent.init === node && parent.id.type === "Identifier" ? parent.id : undefined;
}

function namesOfPattern(file: ScopedFile, pattern: Node, at: Node): NameFields[] {
  if (pattern.type === "Identifier") {
    return [
      {
        imported: "*",
        local: pattern,
        declared: declaredBy(file, pattern, at),
        node: pattern,
        range: pattern.range,
        isTypeOnly: false,
      },
    ];
  }
  if (pattern.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((property): NameFields[] => {
    if (property.type !== "Property") return [];
    const imported = keyName(property);
    const value = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
    if (imported === undefined) return [];
    const local = value.type === "Identifier" ? value : undefined;
    return [
      {
        imported,
        local,
        declared: local && declaredBy(file, local, at),
        node: property,
        range: property.range,
        isTypeOnly: false,
      },
    ];
  });
}
