import type { Edit } from "../edits/edit.js";
import type { ModuleIdentity, Modules } from "../modules/index.js";
import { closedExpressionOf } from "../semantics/effects.js";
import { FileView, isSameCode } from "../semantics/file-view.js";
import { GLOBAL_PATH } from "../semantics/mocks/global-stubs.js";
import { keyOf } from "../semantics/local-names.js";
import { isLoad, type ModuleReference } from "../semantics/module-reference.js";
import { openModule } from "../semantics/module-view.js";
import { isWholeModule, originOf } from "../semantics/origins.js";
import { getterAt } from "../semantics/scope-lookup.js";
import { type Change, isSameRange } from "../syntax/ranges.js";
import { isFunction, type Node, unwrap } from "../syntax/nodes.js";
import type { SourceFile } from "../syntax/source-file.js";
import type { ExportChange, ExportUse } from "./engine.js";
import {
  classesAsked,
  type EditedFinding,
  exportsLeftBy,
  exportsNeededBy,
  globalsLeftBy,
  type UsedExport,
} from "./left-exports.js";

/** The exports that a finding's site leaves and needs, by texts that hold in every file. */
export function exportChangeOf(file: FileView, edited: EditedFinding): ExportChange {
  const { mock, classLeft, methodLeft, givesMatch: isSame = false, handsOn = false } = edited.finding;
  const mocked = mock
    ? (mock.keys ?? [{ name: "*" }]).map(({ name }): UsedExport => ({ module: mock.module, exported: name }))
    : [];
  const ways = [...exportsLeftBy(file, edited), ...mocked].map((used) => onTheWay(file, used));
  const globals = globalsLeftBy(file, edited).map((path): ExportUse => ({ module: GLOBAL_PATH, exported: path.join(".") }));
  const needed = valuesNeededBy(file, edited);
  const read = [...needed.flatMap((used) => exportsReadBy(file, used)), ...exportsReadByGetters(file, edited.edit)];
  const givenOn = [...read.flatMap((used) => onTheWay(file, used)), ...(handsOn ? globals : [])];
  return {
    ...(edited.finding.random && { random: edited.finding.random }),
    ...(methodLeft && edited.edit.level !== "hint" && { methodLeft }),
    left: distinct([...ways.flat(), ...globals]),
    needed: distinct(needed.flatMap((used) => onTheWay(file, used))),
    givenOn: distinct(givenOn),
    classes: classLeft && edited.edit.level !== "hint" ? onTheWay(file, classLeft) : [],
    same: distinct(ways.filter((way) => isSame || givenOn.some((use) => isSameUse(use, way.at(-1)))).flat()),
  };
}

/** The exports that an edit's new text uses, by texts that hold in every file. */
export function usesNeededBy(file: FileView, edit: Edit): readonly ExportUse[] {
  return distinct(valuesNeededBy(file, { edit }).flatMap((used) => onTheWay(file, used)));
}

/** The classes of which a file asks whether something is an instance, by texts that hold in every file. */
export function classesAskedFor(file: FileView): readonly ExportUse[] {
  return distinct(classesAsked(file).flatMap((used) => onTheWay(file, used)));
}

/** Nothing is loaded for a type. */
function valuesNeededBy({ modules }: FileView, edited: Pick<EditedFinding, "edit">): readonly UsedExport[] {
  return exportsNeededBy(edited).filter(({ module, exported }) => modules.exportOrigin(module, exported)?.kind !== "type");
}

/** A mock of any module between the file and the declaration gives something else. */
function onTheWay({ modules }: FileView, { module, exported }: UsedExport): ExportUse[] {
  const way = exported === "*" ? [] : modules.exportWay(module, exported);
  // `export default dispatcher` is another name of the export `dispatcher`.
  const named = exported === "default" ? modules.declarations.findExported(module, exported) : undefined;
  return [
    ...[{ module: keyOf(module), exported }, ...way.map((step) => ({ module: keyOf(step.module), exported: step.name }))],
    ...(named ? [{ module: keyOf({ kind: "file", path: named.module.path }), exported: named.name }] : []),
  ];
}

function isSameUse(use: ExportUse, other: ExportUse | undefined): boolean {
  return use.module === other?.module && use.exported === other.exported;
}

function distinct(uses: readonly ExportUse[]): ExportUse[] {
  return [...new Map(uses.map((use) => [`${use.module}#${use.exported}`, use])).values()];
}

/**
 * The exports that a replacement gives on as they are: `getLogger` of `export const getLogger = () => logger` gives `logger`, so code
 * that asks it gets what a test mocks in place of `logger`; `axios.create(config)` of a function with this `config` gives on `create` too.
 */
function exportsReadBy({ modules, path }: FileView, { module, exported }: UsedExport): readonly UsedExport[] {
  const declared = exported === "*" ? undefined : modules.declarations.findExported(module, exported);
  const value = declared?.module.values.get(declared.name);
  if (!declared || !value) return [];
  const result = isFunction(value) ? onlyResult(value.body) : value;
  const head = result && headOf(result, isFunction(value));
  const origin = head && originOf(openModule(modules, declared.module), head);
  if (!origin?.reference) return [];
  const read = modules.resolve(declared.module.path, origin.reference.specifier);
  // A mock that the code's own package sees replaces one copy of the module.
  if (read.kind === "package" && !modules.loadsSameCopy(path, declared.module.path, read.name)) return [];
  const [first, member] = origin.path;
  const isMember = first !== undefined && member !== undefined && isWholeModule(read, [first]);
  return [first ?? "*", ...(isMember ? [member] : [])].map((name) => ({ module: read, exported: name }));
}

/**
 * The exports that a site reads through a getter of its own class after the edit, as it read them itself before: `this.logger` gives what a
 * test mocks in place of `Logger`, where `get logger()` returns the site's own `Logger.getInstance()`.
 */
function exportsReadByGetters(file: FileView, edit: Edit): readonly UsedExport[] {
  if (edit.level === "hint") return [];
  const read = edit.changes.map((change) => readByGetter(file, change));
  return read.every((each) => each !== undefined) ? read : [];
}

function readByGetter(file: FileView, { range, parts }: Change): UsedExport | undefined {
  const text = parts.map((part) => (typeof part === "string" ? part : "?")).join("");
  const [, member] = /^this\.([\w$]+)$/u.exec(text) ?? [];
  if (member === undefined) return undefined;
  const kinds = ["MemberExpression", "CallExpression", "Identifier"];
  const site = file.nodesWithin([range]).find((node) => kinds.includes(node.type) && isSameRange(node.range, range));
  const body = site && getterAt(member, site);
  const result = body && onlyResult(body);
  if (!result || !isSameCode(file, unwrap(result), site)) return undefined;
  const [before, after] = [closedExpressionOf(file, site), closedExpressionOf(file, result)];
  if (!before || !after || before.root.name !== after.root.name) return undefined;
  return { module: before.root.module, exported: before.root.exported };
}

/** The one expression that a function's body is or returns. */
function onlyResult(body: Node): Node | undefined {
  if (body.type !== "BlockStatement") return body;
  const [statement, ...others] = body.body;
  return statement?.type === "ReturnStatement" && others.length === 0 ? (statement.argument ?? undefined) : undefined;
}

/** What an expression starts from: `a.b` of `a.b` and, when it runs at each use, of `await a.b(parameter)` and `new a.b()`. */
function headOf(node: Node, isRunLater: boolean): Node | undefined {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner;
  if (inner.type === "MemberExpression") {
    const object = headOf(inner.object, isRunLater);
    return object === unwrap(inner.object) ? inner : object;
  }
  if (!isRunLater) return undefined;
  if (inner.type === "AwaitExpression") return headOf(inner.argument, isRunLater);
  const isCall = inner.type === "CallExpression" || inner.type === "NewExpression";
  return isCall && inner.arguments.every(isHandedOn) ? headOf(inner.callee, isRunLater) : undefined;
}

/** An argument as the caller gave it, for a test that asks what a mock was called with. */
function isHandedOn(node: Node): boolean {
  const inner = unwrap(node.type === "SpreadElement" ? node.argument : node);
  return inner.type === "Identifier" || (inner.type === "MemberExpression" && !inner.computed && isHandedOn(inner.object));
}

/** The specifiers of modules that load the file, and that only its second version loads, where it was in no circle with what they load. */
export function findNewCircles(before: SourceFile, after: SourceFile, modules: Modules): readonly string[] {
  const resolve = ({ specifier }: ModuleReference) => modules.resolve(after.path, specifier);
  const known = loadsOf(before, modules).map(resolve);
  const leads = (from: ModuleIdentity, to: ModuleIdentity) =>
    to.kind === "file" && modules.loadDistance(from, to.path, after.path) !== undefined;
  const isBeside = (one: ModuleIdentity, other: ModuleIdentity) =>
    modules.isSameModule(one, other) || leads(one, other) || leads(other, one);
  const closes = (module: ModuleIdentity) => modules.loadDistance(module, after.path) !== undefined;
  return loadsOf(after, modules).flatMap((reference) => {
    const module = resolve(reference);
    return closes(module) && !known.some((each) => closes(each) && isBeside(each, module)) ? [reference.specifier] : [];
  });
}

function loadsOf(source: SourceFile, modules: Modules): readonly ModuleReference[] {
  return new FileView(source, modules).moduleReferences().filter(isLoad);
}
