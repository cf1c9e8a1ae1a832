import type { ServerRequests } from "@godwit/project/editor";

/** The safe fixes of a contract in the project. */
export type Fixes = ServerRequests["_godwit.projectFixes"]["body"];
/** A file, or the files that a fix crosses: taken or left as a whole. */
export type Unit = Fixes["units"][number];
/** The fixes of one file. */
export type FileFix = Unit[number];

/** A place in a file that a person should read first. */
export type Place = NonNullable<FileFix["places"]>[number];

/** How many places some units fix. */
export function placesIn(units: readonly Unit[]): number {
  return filesOf(units).reduce((sum, each) => sum + each.count, 0);
}

/** The files of some units. */
export function filesOf(units: readonly Unit[]): readonly FileFix[] {
  return units.flat();
}

/** The same for two units if they write the same. */
export function keyOf(unit: Unit): string {
  return JSON.stringify(unit);
}
