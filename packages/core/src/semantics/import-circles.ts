import type { Reference, Variable } from "@typescript-eslint/scope-manager";
import type { FileView } from "./file-view.js";
import {
  type FunctionNode,
  type Node,
  enclosingClass,
  isField,
  isFunction,
  isInType,
  memberName,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { isCalledForEach } from "../syntax/references.js";
import { type ModuleIdentity, oncePer, remember } from "../modules/index.js";
import { isKeptLoad, isLoad, type ImportedName, type ModuleReference, takesValue } from "./module-reference.js";
import { type ExportRef, type ModuleView, openModule } from "./module-view.js";
import { usesOf } from "./origins.js";
import { because, type Why } from "../reasons/reasons.js";

/** Why the compiler may refuse an `import` of an export in a file, as code in CommonJS's own forms does. */
export function doubtAboutForm(file: FileView, module: ModuleIdentity, exported: string): string | undefined {
  const { moduleKind, takesByRequire } = file.layout();
  if (moduleKind === "commonjs") return undefined;
  if (takesByRequire && file.modules.hasOption(file.path, "verbatimModuleSyntax"))
    return "`verbatimModuleSyntax` takes no import in a CommonJS file but `import a = require()`";
  if (module.kind !== "file" || exported === "default" || exported === "*") return undefined;
  const whole = file.modules.exportOrigin(module, "export=")?.module;
  const isWhole = whole?.kind === "file" && whole.path === module.path;
  return isWhole ? "its module has `export =`, which may have no names" : undefined;
}

/** An export, and the module that it would be imported from. */
interface NewImport {
  readonly wanted: ExportRef;
  readonly module: ModuleIdentity;
}

/**
 * Why a use of what an import brings can fail by a circle of imports: it runs at load, when its module may not be
 * there yet, a module of the circle uses this one at load, or the export itself is made with what the use is in, and would call itself.
 */
export function doubtOfCircle(file: FileView, { wanted, module }: NewImport, at: Node): Why | undefined {
  const { modules, path } = file;
  if (modules.loadDistance(module, path) === undefined) return undefined;
  const origin = modules.exportOrigin(wanted.module, wanted.exported);
  const home = origin?.module ?? wanted.module;
  if (mayRunTooEarly(file, module, at) || closesCircleAtLoad(file, module))
    return because("circle", `the module that holds ${wanted.name} imports this one`);
  const declared = modules.declarations.findExported(wanted.module, wanted.exported);
  // An enum calls nothing.
  if (declared?.module.values.get(declared.name)?.type === "TSEnumDeclaration") return undefined;
  const own = topLevelDependents(file, at);
  const callsItself = modules
    .mentionsExports(home, path, own)
    .some((user) =>
      takesValues(file, user, own, modules.isSameModule(home, { kind: "file", path: user }) ? origin?.name : undefined),
    );
  return callsItself ? because("circle", `${wanted.name} may use what this is in`) : undefined;
}

/** Whether a use that runs at load may find a module not there yet, after the import of another one led to it. */
export function isTooEarlyAfterMove(file: FileView, reference: ModuleReference, module: ModuleIdentity): boolean {
  const { modules, path } = file;
  if (!isLoad(reference) || modules.loadDistance(module, path) === undefined) return false;
  if (isKeptLoad(reference) && closesCircleAtLoad(file, module)) return true;
  const isEarly = (use: Node): boolean => mayRunTooEarly(file, module, use);
  return reference.names.some(({ variable, isTypeOnly }) => !!variable && !isTypeOnly && usesOf(file, variable).some(isEarly));
}

function mayRunTooEarly(file: FileView, module: ModuleIdentity, at: Node): boolean {
  return runsAtLoad(file, at) && !isThereAlready(file, module);
}

const circlesAtLoad = oncePer((_: FileView) => new Map<string, boolean>());

/** Whether a new import of a module that leads back to the file makes a circle in which others read what the file has not made yet. */
function closesCircleAtLoad(file: FileView, module: ModuleIdentity): boolean {
  if (module.kind !== "file") return false;
  return remember(circlesAtLoad(file), module.path, () => {
    const { modules, path } = file;
    const isCommonJs = file.layout().moduleKind === "commonjs";
    // Only the file's own imports count: one in a module that it imports may be a fix of this run, and who starts elsewhere loads in another order.
    const isThere = (target: ModuleIdentity): boolean =>
      file
        .moduleReferences()
        .some(
          (reference) =>
            isKeptLoad(reference) &&
            runsAtLoad(file, reference.node) &&
            modules.isSameModule(modules.resolve(path, reference.specifier), target),
        );
    if (isThere(module) || (!isCommonJs && closesNoOther(file, module.path, isThere))) return false;
    const users = modules.usersInCircle(module, path);
    // What `require` gives too early it never gives: the names are taken out of the module once.
    return isCommonJs || users.length > MOST_USERS || users.some((user) => readsAtLoad(file, user));
  });
}

/** Whether all that leads back from a module is what the file loads already, and the module itself reads none of it at load. */
function closesNoOther(file: FileView, path: string, isThere: (module: ModuleIdentity) => boolean): boolean {
  const { modules } = file;
  const view = viewOf(file, path);
  return !!view?.moduleReferences().every((reference) => {
    const loaded = modules.resolve(path, reference.specifier);
    if (!isLoad(reference) || modules.loadDistance(loaded, file.path) === undefined) return true;
    return isThere(loaded) && !reference.names.some((name) => readsName(view, name));
  });
}

const MOST_USERS = 50;

/** Whether a module that mentions names uses one of them as more than a type, in the export `of` if that is told. */
function takesValues(file: FileView, user: string, own: ReadonlySet<string>, of: string | undefined): boolean {
  const view = viewOf(file, user);
  if (!view) return true;
  const isIn = (dependents: ReadonlySet<string>) => of === undefined || dependents.size === 0 || dependents.has(of);
  const isTaken = ({ imported, isTypeOnly, variable }: ImportedName): boolean => {
    if (isTypeOnly || (imported !== "*" && !own.has(imported))) return false;
    const isUsed = (reference: Reference): boolean =>
      takesValue(reference) &&
      (imported !== "*" || !callsOther(reference.identifier, own)) &&
      isIn(topLevelDependents(view, reference.identifier));
    return !variable || variable.references.some(isUsed);
  };
  return view.moduleReferences().some(({ names }) => names.some(isTaken));
}

/** Whether a namespace is used to call a function that has none of the names: `models.settings.get()`. */
function callsOther(namespace: Node, names: ReadonlySet<string>): boolean {
  let at = namespace;
  while (at.parent?.type === "MemberExpression" && at.parent.object === at) {
    at = at.parent;
    const name = memberName(at);
    if (name === undefined || names.has(name)) return false;
  }
  return at.parent?.type === "CallExpression" && at.parent.callee === at;
}

const views = oncePer((_: FileView) => new Map<string, ModuleView | undefined>());

/** Another file as this one sees it; undefined for a text that does not parse. */
function viewOf(file: FileView, path: string): ModuleView | undefined {
  return remember(views(file), path, () => {
    const module = file.modules.declarations.read(path);
    return module && openModule(file.modules, module);
  });
}

/** Whether a module reads what the file exports while it is loaded itself. */
function readsAtLoad(file: FileView, user: string): boolean {
  const { modules, path } = file;
  const view = viewOf(file, user);
  const isOwn = ({ imported, reference }: ImportedName): boolean => {
    const from = modules.resolve(user, reference.specifier);
    if (imported === "*") return modules.loadDistance(from, path) !== undefined;
    const origin = modules.exportOrigin(from, imported)?.module;
    return !!origin && modules.isSameModule(origin, { kind: "file", path });
  };
  return !!view
    ?.moduleReferences()
    .some((reference) => isLoad(reference) && reference.names.some((name) => readsName(view, name) && isOwn(name)));
}

function readsName(view: ModuleView, { reference, variable, imported, isTypeOnly }: ImportedName): boolean {
  if (isTypeOnly || reference.kind === "export-from") return false;
  // `const { a } = require("…")`, `require("…").a`
  if (reference.kind === "require" && (imported !== "*" || !variable)) return runsAtLoad(view, reference.node);
  return !!variable && isReadAtLoad(view, variable, imported === "*");
}

/** Whether code that runs at load reads a value; a namespace that another constant only holds is not read. */
function isReadAtLoad(view: ModuleView, variable: Variable, isNamespace: boolean): boolean {
  return usesOf(view, variable).some((use) => {
    const { parent } = use;
    if (isInType(use) || parent.type === "ExportSpecifier") return false;
    const holder = isNamespace && parent.type === "VariableDeclarator" && parent.id.type === "Identifier" ? parent.id : undefined;
    const held = holder && view.findVariable(holder.name, holder);
    return held ? isReadAtLoad(view, held, true) : runsAtLoad(view, use);
  });
}

/** Whether the file's first import of a module closes a circle, which is not a danger by itself, but may be against the project's lint. */
export function closesForbiddenCircle(file: FileView, module: ModuleIdentity): boolean {
  const { modules, path } = file;
  const isImported = (reference: ModuleReference): boolean =>
    isLoad(reference) && modules.isSameModule(modules.resolve(path, reference.specifier), module);
  return (
    modules.loadDistance(module, path) !== undefined && !file.moduleReferences().some(isImported) && modules.forbidsCircles(path)
  );
}

/** Files of Next's App Router that only a server runs, unless they say otherwise: https://nextjs.org/docs/app/api-reference/file-conventions */
const SERVER_FILE = /(?:^|\/)(?:page|layout|template|route)\.[cm]?[jt]sx?$/u;

/** Why a file should not load a module that only a server may load, as a browser may load the file. */
export function serverCodeReason(file: FileView, module: ModuleIdentity): Why | undefined {
  const { program, modules, path } = file;
  const imported = (): readonly string[] => file.moduleReferences().map(({ specifier }) => specifier);
  if (!modules.isOnlyForServers(module)) return modules.whyNotInBrowser(module, path, imported);
  const says = (directive: string): boolean =>
    program.body.some((statement) => "directive" in statement && statement.directive === directive);
  const isForClients = says("use client");
  if (!isForClients && (says("use server") || SERVER_FILE.test(path) || modules.isOnlyForServers({ kind: "file", path })))
    return undefined;
  return `its module loads \`server-only\`, and ${isForClients ? "this file is" : "this file may be loaded by"} a client component`;
}

/** Whether a use at load of what the module exports is there already: an import that a fix has only just added for uses in functions makes nothing safe. */
function isThereAlready(file: FileView, module: ModuleIdentity): boolean {
  const { modules, path } = file;
  return file.moduleReferences().some((reference) => {
    const loaded = modules.resolve(path, reference.specifier);
    const isOfModule = (imported: string): boolean =>
      [loaded, modules.exportOrigin(loaded, imported)?.module].some((each) => each && modules.isSameModule(each, module));
    const isReadAtLoad = ({ variable, isTypeOnly, imported }: ImportedName): boolean =>
      !!variable && !isTypeOnly && isOfModule(imported) && usesOf(file, variable).some((use) => runsAtLoad(file, use));
    return isLoad(reference) && reference.names.some(isReadAtLoad);
  });
}

/** The names of the top-level declaration that holds a node, and of those that use it, directly or not. */
function topLevelDependents(file: ModuleView, at: Node): ReadonlySet<string> {
  const declared = declaredByStatement(file);
  const names = new Set<string>();
  const statements = new Set([topLevelStatement(at)]);
  // The set grows while it is walked.
  for (const statement of statements) {
    if (statement.type === "ExportDefaultDeclaration") names.add("default");
    for (const variable of declared.get(statement) ?? []) {
      names.add(variable.name);
      for (const use of usesOf(file, variable)) {
        if (use.parent.type === "ExportSpecifier" && use.parent.exported.type === "Identifier")
          names.add(use.parent.exported.name);
        else statements.add(topLevelStatement(use));
      }
    }
  }
  return names;
}

function declaredByStatement(file: ModuleView): ReadonlyMap<Node, readonly Variable[]> {
  const declared = new Map<Node, Variable[]>();
  for (const scope of file.scopes().scopes) {
    if (scope.block.type !== "Program") continue;
    for (const { name } of scope.variables) {
      const variable = file.findVariable(name, file.program);
      if (!variable) continue;
      const node = variable.defs[0]?.node as Node | undefined;
      const statement = node && topLevelStatement(node);
      if (statement) declared.set(statement, [...(declared.get(statement) ?? []), variable]);
    }
  }
  return declared;
}

export function topLevelStatement(at: Node): Node {
  let node = at;
  while (node.parent && node.parent.type !== "Program") node = node.parent;
  return node;
}

const MOST_CALLS = 4;

/** Whether code runs while its module is loaded: at the top level, in static members, decorators and what is called there. */
function runsAtLoad(file: ModuleView, at: Node, depth = 0): boolean {
  let node = at;
  while (node.parent) {
    const { parent }: Node = node;
    if (node.type === "Decorator") {
      const owner = enclosingClass(node) ?? parent;
      node = owner;
      continue;
    }
    if (isFunction(node) && !isCalledAtOnce(node) && !isCalledAtLoad(file, node, depth)) return false;
    if (isField(parent) && parent.value === node && !parent.static) return false;
    node = parent;
  }
  return true;
}

/** Methods that call a function before they return, beside those that call it for each element. */
const ONCE_MORE = /^(?:reduce(?:Right)?|from|sort)$/u;

/** `(() => …)()`, `list.map(() => …)`. */
function isCalledAtOnce(node: FunctionNode): boolean {
  const outer = rewrap(node);
  const call = outer.parent;
  if (call?.type !== "CallExpression") return false;
  if (call.callee === outer) return true;
  const callee = unwrap(call.callee);
  return isCalledForEach(node) || (callee.type === "MemberExpression" && ONCE_MORE.test(memberName(callee) ?? ""));
}

/** Whether code that runs at load calls the function by its name. */
function isCalledAtLoad(file: ModuleView, node: FunctionNode, depth: number): boolean {
  const outer = rewrap(node);
  const name =
    node.type === "FunctionDeclaration"
      ? node.id
      : outer.parent?.type === "VariableDeclarator" && outer.parent.id.type === "Identifier"
        ? outer.parent.id
        : undefined;
  const variable = name && depth < MOST_CALLS ? file.findVariable(name.name, node.parent ?? node) : undefined;
  if (!variable) return false;
  return usesOf(file, variable).some(({ parent, range }) => {
    const isCall = (parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee.range[0] === range[0];
    return isCall && runsAtLoad(file, parent, depth + 1);
  });
}
