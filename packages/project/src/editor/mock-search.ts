import { openingWith, readMocker, type ListedFile, type Mocker, type Project } from "../index.js";
import type { SourceFile } from "@godwit/core/engine";
import type { Slices } from "./slices.js";

/** A root whose mocks are wanted. */
export interface MockQuestion {
  readonly project: Project;
  readonly files: readonly ListedFile[];
  /** What changes when a file on disk (relative to the root) does. */
  stampOf(file: string): string;
  /** Opens a text as a file; throws if it does not parse. */
  open(file: string, text: string): SourceFile;
}

/** Finds the files of a root that mock modules, in slices, and keeps them while no file changes. */
export class MockSearch {
  #stamps: ReadonlyMap<string, string> | undefined;
  #engine: Project["engine"] | undefined;
  #mockers: readonly Mocker[] = [];

  /** The same list as before if nothing has changed; undefined if the slices end meanwhile. */
  async find(question: MockQuestion, slices: Slices): Promise<readonly Mocker[] | undefined> {
    const { project, files, stampOf, open } = question;
    const stamps = new Map(files.map(({ path }) => [path, stampOf(path)]));
    if (this.#engine === project.engine && isSame(stamps, this.#stamps)) return this.#mockers;
    const mockers: Mocker[] = [];
    for (const { path } of files) {
      const mocker = readMocker(project.engine, path, openingWith(open));
      if (mocker) mockers.push(mocker);
      if (!(await slices.goOn())) return undefined;
    }
    [this.#stamps, this.#engine, this.#mockers] = [stamps, project.engine, mockers];
    return mockers;
  }
}

function isSame(stamps: ReadonlyMap<string, string>, others: ReadonlyMap<string, string> | undefined): boolean {
  return others?.size === stamps.size && [...stamps].every(([file, stamp]) => others.get(file) === stamp);
}
