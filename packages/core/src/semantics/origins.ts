import { isBuiltin } from "node:module";
import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { type FileView, isSameCode } from "./file-view.js";
import type { ExportRef, ModuleView } from "./module-view.js";
import { type Node, isNothing, keepsValue, keyName, memberName, rewrap, unwrap } from "../syntax/nodes.js";
import { TEST_GLOBALS } from "../syntax/identifiers.js";
import { isReference } from "../syntax/references.js";
import type { ModuleReference } from "./module-reference.js";
import {
  type ModuleExport,
  type ModuleIdentity,
  type Modules,
  type OtherForms,
  type PassageQuery,
  listedExports,
  packageSpecifier,
} from "../modules/index.js";

/** What an expression means: an export of a module or a global, and the members that are read from it. */
export interface Origin {
  /** Undefined: a global, whose name is the path's first part. */
  readonly reference: ModuleReference | undefined;
  /** `[]` the module itself, `["v4"]` its export, `["default", "v4"]` a member of its default export. */
  readonly path: readonly string[];
}

const MOST_ALIASES = 16;

/** Whether a path into a module is of all that it exports: a package and Node's own have that as their default export too. */
export function isWholeModule({ kind }: ModuleIdentity, path: Origin["path"]): boolean {
  return path.length === 0 || (kind !== "file" && path.length === 1 && path[0] === "default");
}

/** Traces an expression through imports, members, `const` aliases and destructuring. */
export function originOf(file: ModuleView, expression: Node, depth = 0): Origin | undefined {
  const node = unwrap(expression);
  if (depth > MOST_ALIASES) return undefined;
  const reference = file.moduleReferenceAt(node);
  if (reference) return { reference, path: [] };
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const object = name === undefined ? undefined : originOf(file, node.object, depth);
    return object && { reference: object.reference, path: [...object.path, name as string] };
  }
  if (node.type === "JSXMemberExpression") {
    const object = originOf(file, node.object, depth);
    return object && { reference: object.reference, path: [...object.path, node.property.name] };
  }
  if (node.type !== "Identifier" && node.type !== "JSXIdentifier") return undefined;
  const variable = file.variableOf(node);
  if (!variable) return { reference: undefined, path: [node.name] };
  const imported = file.importedName(variable);
  if (imported) return { reference: imported.reference, path: imported.imported === "*" ? [] : [imported.imported] };
  const alias = aliasOf(variable);
  const value = alias && originOf(file, alias.value, depth + 1);
  return value && { reference: value.reference, path: [...value.path, ...alias.path] };
}

/** The value of a `const`: its initialiser, and the members that destructuring reads from it. */
export function aliasOf(variable: Variable): { readonly value: Node; readonly path: readonly string[] } | undefined {
  const definition = variable.defs[0];
  if (variable.defs.length !== 1 || definition?.type !== ("Variable" as string)) return undefined;
  const declarator = definition.node as TSESTree.VariableDeclarator;
  if (!keepsValue(declarator.parent) || !declarator.init) return undefined;
  const path = pathInPattern(declarator.id, definition.name as TSESTree.Identifier);
  return path && { value: declarator.init, path };
}

/** The same, unless the `const` holds an import (`require`), which is the cheaper question second: few names are constants. */
export function localAliasOf(file: ModuleView, variable: Variable): ReturnType<typeof aliasOf> {
  const alias = aliasOf(variable);
  return alias && !file.importedName(variable) ? alias : undefined;
}

function pathInPattern(pattern: Node, identifier: TSESTree.Identifier): string[] | undefined {
  if (pattern === identifier) return [];
  if (pattern.type !== "ObjectPattern") return undefined;
  for (const property of pattern.properties) {
    if (property.type !== "Property") continue;
    const key = keyName(property);
    const inner = key === undefined ? undefined : pathInPattern(property.value, identifier);
    if (inner) return [key as string, ...inner];
  }
  return undefined;
}

/** The members behind a wanted export, when an origin is that export, whatever barrels call it; undefined when it is something else. */
export function membersOfExport(file: ModuleView, origin: Origin, wanted: ExportRef): readonly string[] | undefined {
  const { reference } = origin;
  const [name = "", ...members] = origin.path;
  if (!reference && name === wanted.exported && isGlobalOfRunner(wanted)) return members;
  const global = reference ? undefined : file.modules.autoImports(file.path).get(name)?.();
  if (!reference && !global) return undefined;
  const module = global?.module ?? file.modules.resolve(file.path, reference!.specifier);
  const meant = global ? { reference, path: [global.name, ...members] } : origin;
  if (file.modules.isSameModule(module, wanted.module))
    return membersIn(meant, wanted) ?? membersOfOtherForm(file, meant, wanted);
  return isOfSamePackage(module, wanted.module)
    ? membersInPackage(file, module, meant.path, wanted)
    : membersBehindBarrel(file.modules, module, meant.path, wanted);
}

/** Packages whose exports are globals too, if the test runner is told so. */
export const RUNNERS = new Set(["vitest", "@jest/globals", "bun:test"]);

function isGlobalOfRunner({ module, exported }: ExportRef): boolean {
  return module.kind === "package" && RUNNERS.has(module.name) && TEST_GLOBALS.has(exported);
}

/** Whether a file uses an export of a test runner as the global that it is too. */
export function isUsedAsGlobal(file: FileView, ref: ExportRef): boolean {
  const isGlobal = (name: TSESTree.Identifier): boolean => isReference(name) && !file.variableOf(name);
  return isGlobalOfRunner(ref) && file.identifiers(ref.exported).some(isGlobal);
}

/** Whether two modules are entries of one package. */
export function isOfSamePackage(one: ModuleIdentity, other: ModuleIdentity): boolean {
  return one.kind === "package" && other.kind === "package" && one.name === other.name;
}

/** The members of an export of one entry in a path into another: the default export of `lodash-es/uniq` is `uniq` of `lodash-es`. */
function membersInPackage(
  { modules, path }: ModuleView,
  module: ModuleIdentity,
  [name, ...rest]: readonly string[],
  wanted: ExportRef,
): readonly string[] | undefined {
  const makerOf = (entry: ModuleIdentity, exported: string): string | undefined =>
    entry.kind === "package" ? modules.declarations.installedOrigin(path, packageSpecifier(entry), exported) : undefined;
  const maker = name === undefined ? undefined : makerOf(module, name);
  return maker !== undefined && maker === makerOf(wanted.module, wanted.exported) ? rest : undefined;
}

/** The members of a wanted export in a path into a module that passes it on: by itself, or in a namespace. */
export function membersBehindBarrel(
  modules: Modules,
  module: ModuleIdentity,
  [name, ...rest]: readonly string[],
  wanted: ExportRef,
): readonly string[] | undefined {
  if (name === undefined || module.kind !== "file") return undefined;
  const target = targetOf(modules, wanted);
  if (!target || (name !== wanted.exported && !modules.mayPassOn(module, passageOf(modules, wanted)))) return undefined;
  const source = modules.exportOrigin(module, name);
  if (!source) return undefined;
  if (source.name === "*" && target.name !== "*") {
    if (modules.isSameModule(source.module, wanted.module)) return rest[0] === wanted.exported ? rest.slice(1) : undefined;
    return membersBehindBarrel(modules, source.module, rest, wanted);
  }
  const isIt = source.name === target.name && modules.isSameModule(source.module, target.module);
  return isIt && !isKnownOtherwise(modules, { module, name }, wanted) ? rest : undefined;
}

/** Whether an export is, or passes on, one that the contract calls by another name than the wanted one. */
function isKnownOtherwise(modules: Modules, { module, name }: ModuleExport, wanted: ExportRef): boolean {
  const { others } = wanted;
  for (const step of others ? modules.exportWay(module, name) : []) {
    const isIt = (ref: ExportRef): boolean => step.name === ref.exported && modules.isSameModule(step.module, ref.module);
    if (isIt(wanted)) return false;
    if (others?.some(isIt)) return true;
  }
  return false;
}

/** Where a wanted export is declared. */
function targetOf(
  modules: Modules,
  { module, exported }: ExportRef,
): { readonly module: ModuleIdentity; readonly name: string } | undefined {
  return module.kind === "package" ? { module, name: exported } : modules.exportOrigin(module, exported);
}

const passages = new WeakMap<ExportRef, PassageQuery>();

/** The search for modules that pass a wanted export on. */
export function passageOf(modules: Modules, wanted: ExportRef): PassageQuery {
  const known = passages.get(wanted) ?? {
    names: listedExports([wanted.exported]),
    get tokens() {
      const target = targetOf(modules, wanted)?.module ?? wanted.module;
      const lists = [wanted.module, target].map((module) => modules.tokensFor(module));
      return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
    },
    isTarget: (module: ModuleIdentity) => {
      const target = targetOf(modules, wanted);
      return modules.isSameModule(module, wanted.module) || (target !== undefined && modules.isSameModule(module, target.module));
    },
  };
  passages.set(wanted, known);
  return known;
}

/** The members read from a default import, or from the module as a whole, where these are the same as `import { X }`. */
function membersOfOtherForm(file: ModuleView, { path }: Origin, ref: ExportRef): readonly string[] | undefined {
  const forms = ref.inAllForms ? otherFormsOf(file.modules, ref, file.path) : undefined;
  if (path[0] === "default") return forms?.isDefault ? path.slice(1) : undefined;
  return forms?.isModule ? path : undefined;
}

const NO_OTHER: OtherForms = { isDefault: false, isModule: false };

/** How else a file may import an export; undefined where a package is not installed for it. */
export function otherFormsOf(modules: Modules, { module, exported }: ExportRef, from: string): OtherForms | undefined {
  if (module.kind === "missing" || exported === "default") return NO_OTHER;
  if (module.kind === "package") return modules.formsOfInstalled(from, packageSpecifier(module), exported);
  const [named, other] = [modules.exportOrigin(module, exported), modules.exportOrigin(module, "default")];
  if (!named || !other || !modules.isSameModule(named.module, other.module)) return NO_OTHER;
  return { ...NO_OTHER, isDefault: named.name === other.name || (named.local !== undefined && named.local === other.local) };
}

/** Whether an export is all that a module of Node has, which is its namespace and its default export alike. */
export function isWholeOfNode(module: ModuleIdentity, exported: string): boolean {
  return module.kind === "package" && (exported === "*" || exported === "default") && isBuiltin(module.name);
}

/** The members after the export `exported` in a path into its module; a CommonJS module is its own default export. */
function membersIn({ reference, path }: Origin, { module, exported }: ExportRef): readonly string[] | undefined {
  if (isWholeOfNode(module, exported)) return path[0] === "default" ? path.slice(1) : path;
  if (exported === "*") return path;
  if (path[0] === exported) return path.slice(1);
  if (path[0] === "default" && path[1] === exported) return path.slice(2);
  const kind = reference?.kind;
  // What a test gets of a file itself holds its default export under that name.
  const isCommonJs = kind === "require" || kind === "import-equals" || (kind === "actual" && module.kind === "package");
  return exported === "default" && isCommonJs && path.length === 0 ? [] : undefined;
}

/** A node, and the path that has been read up to it. */
export interface Step {
  readonly node: Node;
  readonly path: readonly string[];
}

/**
 * Walks from a start along member reads, destructuring and aliases, and yields each step for which `isEnd` is true; from there it
 * does not go further.
 */
export function* walkReads(file: FileView, start: Step, isEnd: (step: Step) => boolean, depth = 0): Generator<Step> {
  const node = rewrap(start.node);
  const parent = node.parent;
  const member = parent?.type === "MemberExpression" && parent.object === node ? memberName(parent) : undefined;
  if (parent && member !== undefined) {
    const next = { node: parent, path: [...start.path, member] };
    if (isEnd(next)) yield next;
    else if (depth < MOST_ALIASES) {
      let found = false;
      for (const step of walkReads(file, next, isEnd, depth + 1)) {
        found = true;
        yield step;
      }
      if (!found && isEnd(start)) yield start;
    }
    return;
  }
  if (isEnd(start)) {
    yield start;
    return;
  }
  if (depth >= MOST_ALIASES) return;
  if (parent?.type === "VariableDeclarator" && parent.init === node)
    yield* walkPattern({ file, isEnd, isConst: keepsValue(parent.parent) }, parent.id, start, depth);
  else if (parent?.type === "AssignmentExpression" && parent.right === node && parent.left.type === "ObjectPattern")
    yield* walkPattern({ file, isEnd, isConst: false }, parent.left, start, depth);
}

interface PatternWalk {
  readonly file: FileView;
  readonly isEnd: (step: Step) => boolean;
  /** Whether the pattern declares a `const`, whose uses are followed too. */
  readonly isConst: boolean;
}

/** Continues the walk in a pattern: with the whole value as a `const` alias, or with the keys that it reads. */
function* walkPattern(walk: PatternWalk, pattern: Node, start: Step, depth: number): Generator<Step> {
  const { file, isEnd, isConst } = walk;
  if (pattern.type === "ObjectPattern") {
    for (const property of pattern.properties) {
      const key = property.type === "Property" ? keyName(property) : undefined;
      if (property.type !== "Property" || key === undefined) continue;
      const step = { node: property, path: [...start.path, key] };
      const inner = property.value.type === "AssignmentPattern" ? property.value.left : property.value;
      if (isEnd(step)) yield step;
      else yield* walkPattern(walk, inner, step, depth + 1);
    }
    return;
  }
  const variable = pattern.type === "Identifier" && isConst ? file.variableOf(pattern) : undefined;
  if (!variable || file.importedName(variable)) return;
  for (const use of usesOf(file, variable)) yield* walkReads(file, { node: use, path: start.path }, isEnd, depth + 1);
}

/**
 * Every place that reads a variable. JSX tags are asked for separately, because eslint-scope
 * (ESLint 9, JavaScript files) has no references for them.
 */
export function usesOf(
  file: Pick<ModuleView, "nodes" | "variableOf">,
  variable: Variable,
): readonly (TSESTree.Identifier | TSESTree.JSXIdentifier)[] {
  const identifiers = new Set(
    variable.references.filter((reference) => !reference.init).map((reference) => reference.identifier),
  );
  for (const tag of file.nodes("JSXIdentifier", [variable.name])) {
    if (tag.name === variable.name && isTagName(tag) && file.variableOf(tag) === variable) identifiers.add(tag);
  }
  return [...identifiers];
}

function isTagName(node: TSESTree.JSXIdentifier): boolean {
  const parent = node.parent;
  if (parent.type === "JSXMemberExpression") return parent.object === node;
  return (parent.type === "JSXOpeningElement" || parent.type === "JSXClosingElement") && !/^[a-z]/u.test(node.name);
}

/** A call of a bound function: the function that was bound, and the arguments that were bound with it. */
interface BoundCall {
  readonly target: Node;
  readonly args: readonly Node[];
  readonly aliases: readonly Variable[];
}

/** The function that a callee calls, if it is `f.bind(null, …)`, `o.m.bind(o, …)`, or a `const` with such a value. */
export function boundCallOf(file: FileView, callee: Node): BoundCall | undefined {
  const inner = unwrap(callee);
  if (inner.type === "Identifier") {
    const variable = file.variableOf(inner);
    const alias = variable && aliasOf(variable);
    if (!variable || alias?.path.length !== 0) return undefined;
    const bound = readBind(file, alias.value);
    return bound && { ...bound, aliases: [variable] };
  }
  const bound = readBind(file, inner);
  return bound && { ...bound, aliases: [] };
}

/** Reads a call of `bind` that passes the same `this` as a plain call would. */
function readBind(file: FileView, expression: Node): Pick<BoundCall, "target" | "args"> | undefined {
  const call = unwrap(expression);
  if (call.type !== "CallExpression") return undefined;
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || memberName(callee) !== "bind") return undefined;
  const target = unwrap(callee.object);
  const [self, ...args] = call.arguments;
  const owner = target.type === "MemberExpression" ? target.object : undefined;
  const isPlain = owner ? !!self && isSameCode(file, unwrap(self), unwrap(owner)) : !self || isNothing(self);
  return isPlain ? { target, args } : undefined;
}

/** What Angular's `inject(Type)` gives an instance of: https://angular.dev/api/core/inject */
export function injectedBy(file: FileView, value: Node | undefined): Node | undefined {
  if (value?.type !== "CallExpression" || value.arguments.length !== 1) return undefined;
  const { reference, path = [] } = originOf(file, value.callee) ?? {};
  return reference?.specifier === "@angular/core" && path.join() === "inject" ? value.arguments[0] : undefined;
}
