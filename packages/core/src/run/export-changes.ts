import type { Edit } from "../edits/edit.js";
import type { FileView } from "../semantics/file-view.js";
import { GLOBAL_PATH } from "../semantics/global-stubs.js";
import { keyOf } from "../semantics/local-names.js";
import { exportReadBy, exportsReadByGetters } from "./replacement-reads.js";
import type { ExportChange, ExportUse } from "./engine.js";
import { exportsLeftBy, exportsNeededBy, globalsLeftBy, type EditedFinding, type UsedExport } from "./left-exports.js";

/** The exports that a finding's site leaves and needs, by texts that hold in every file. */
export function exportChangeOf(file: FileView, edited: EditedFinding): ExportChange {
  const { mock } = edited.finding;
  const mocked = mock
    ? (mock.keys ?? [{ name: "*" }]).map(({ name }): UsedExport => ({ module: mock.module, exported: name }))
    : [];
  const ways = [...exportsLeftBy(file, edited), ...mocked].map((used) => onTheWay(file, used));
  const globals = globalsLeftBy(file, edited).flatMap((path): ExportUse[] => [
    { module: "global", exported: path[0] as string },
    { module: GLOBAL_PATH, exported: path.join(".") },
  ]);
  const needed = exportsNeededBy(edited);
  const read = [...needed.flatMap((used) => exportReadBy(file, used) ?? []), ...exportsReadByGetters(file, edited.edit)];
  const givenOn = read.flatMap((used) => onTheWay(file, used));
  return {
    left: distinct([...ways.flat(), ...globals]),
    needed: distinct(needed.flatMap((used) => onTheWay(file, used))),
    givenOn: distinct(givenOn),
    same: distinct(ways.filter((way) => givenOn.some((use) => isSameUse(use, way.at(-1)))).flat()),
  };
}

/** The exports that an edit's new text uses, by texts that hold in every file. */
export function usesNeededBy(file: FileView, edit: Edit): readonly ExportUse[] {
  return distinct(exportsNeededBy({ edit }).flatMap((used) => onTheWay(file, used)));
}

/** A mock of any module between the file and the declaration gives something else. */
function onTheWay({ modules }: FileView, { module, exported }: UsedExport): ExportUse[] {
  const way = exported === "*" ? [] : modules.exportWay(module, exported);
  return [{ module: keyOf(module), exported }, ...way.map((step) => ({ module: keyOf(step.module), exported: step.name }))];
}

function isSameUse(use: ExportUse, other: ExportUse | undefined): boolean {
  return use.module === other?.module && use.exported === other.exported;
}

function distinct(uses: readonly ExportUse[]): ExportUse[] {
  return [...new Map(uses.map((use) => [`${use.module}#${use.exported}`, use])).values()];
}
