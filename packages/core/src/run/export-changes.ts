import type { Edit } from "../edits/edit.js";
import type { ModuleIdentity, Modules } from "../modules/index.js";
import { exportsReadBy, exportsTaken } from "../edits/passed-on.js";
import { FileView } from "../semantics/file-view.js";
import { resultOf } from "../semantics/mocks/module-mocks.js";
import { GLOBAL_PATH } from "../semantics/mocks/global-stubs.js";
import { keyOf } from "../semantics/local-names.js";
import { isLoad, type ModuleReference } from "../semantics/module-reference.js";
import { getterAt } from "../semantics/scope-lookup.js";
import { isSameRange, overlaps } from "../syntax/ranges.js";
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
  const { classLeft, methodLeft, passedOn, reshapes } = edited.finding;
  const ways = [...exportsLeftBy(file, edited), ...keysLeftBy(edited)].map((used) => onTheWay(file, used));
  const globals = globalsLeftBy(file, edited).map((path): ExportUse => ({ module: GLOBAL_PATH, exported: path.join(".") }));
  const needed = valuesNeededBy(file, edited);
  const taken = passedOn ? exportsTaken(file, passedOn) : needed.flatMap((used) => exportsReadBy(file, used));
  const read = [...taken, ...exportsReadByGetters(file, edited.edit)];
  const givenOn = [...read.flatMap((used) => onTheWay(file, used)), ...(passedOn ? globals : [])];
  const isReshaped = passedOn?.keepsArguments === false;
  const reshaped = isReshaped ? passedOn.name : reshapes;
  const isSame = passedOn !== undefined && !passedOn.isHidden;
  return {
    ...(edited.finding.random && { random: edited.finding.random }),
    ...(methodLeft && edited.edit.level !== "hint" && { methodLeft }),
    left: distinct([...ways.flat(), ...globals]),
    needed: distinct(needed.flatMap((used) => onTheWay(file, used))),
    givenOn: distinct(givenOn),
    classes: classLeft && edited.edit.level !== "hint" ? onTheWay(file, classLeft) : [],
    ...(reshaped !== undefined && { reshaped }),
    same: distinct(ways.filter((way) => !isReshaped && (isSame || givenOn.some((use) => isSameUse(use, way.at(-1))))).flat()),
  };
}

/** What a mock gives: the keys that an edit changes, and all where it changes the mock as a whole. */
function keysLeftBy({ finding: { mock, range }, edit }: EditedFinding): readonly UsedExport[] {
  if (!mock) return [];
  const keys = mock.keys ?? [{ name: "*" }];
  const changes = edit.level === "hint" ? [] : edit.changes;
  const isMoved = edit.level !== "hint" && edit.imports.some(({ kind }) => kind === "retarget");
  const touched = [range, ...changes.map((change) => change.range)];
  const own = (isMoved ? [] : (mock.keys ?? [])).filter(({ property }) => touched.some((each) => overlaps(each, property.range)));
  return (own.length > 0 ? own : keys).map(({ name }) => ({ module: mock.module, exported: name }));
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
  const home = named && ({ kind: "file", path: named.module.path } as const);
  return [
    ...[{ module: keyOf(module), exported }, ...way.map((step) => ({ module: keyOf(step.module), exported: step.name }))],
    ...(home && modules.exportOrigin(home, named.name) ? [{ module: keyOf(home), exported: named.name }] : []),
  ];
}

function isSameUse(use: ExportUse, other: ExportUse | undefined): boolean {
  return use.module === other?.module && use.exported === other.exported;
}

function distinct(uses: readonly ExportUse[]): ExportUse[] {
  return [...new Map(uses.map((use) => [`${use.module}#${use.exported}`, use])).values()];
}

/** The exports that a site reads through a getter of its own class after the edit: `this.logger`, where `get logger()` returns `Logger.getInstance()`. */
function exportsReadByGetters(file: FileView, edit: Edit): readonly UsedExport[] {
  return (edit.level === "hint" ? [] : edit.changes).flatMap(({ range, parts }) => {
    const [, member] = /^this\.([\w$]+)$/u.exec(parts.join("")) ?? [];
    const site = member === undefined ? undefined : file.nodesWithin([range]).find((node) => isSameRange(node.range, range));
    const body = site && getterAt(member!, site);
    const result = body && resultOf({ body });
    return result ? exportsTaken(file, { module: file, head: result }) : [];
  });
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
