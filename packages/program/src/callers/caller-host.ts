import type { Insertion, WantedType } from "../context/wanted.js";
import type { OpenDeclaration, Reach } from "../open-declaration.js";
import type { TypeChecker } from "../type-checker.js";
import type { PlainEdit } from "../typed/plain-edits.js";
import type { WaveProgress } from "../wave/wave.js";
import { ProgramReader } from "./program-reader.js";

/** A place of a text before a wave; both numbers start at 1. */
export interface ReportedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Orders places as a reader meets them. */
export function byPlace(a: ReportedPlace, b: ReportedPlace): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}

/** Edits of one file; what can't be done is told by its place in the list that was asked. */
export interface PlannedEdits {
  readonly edits: readonly PlainEdit[];
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** A site whose fix is asked for. */
export interface AskedFix {
  /** Where it starts in the text. */
  readonly start: number;
  readonly rule: string;
  /** The paths that hold a value there, as the type checker knows it: `this.logger`. */
  readonly held?: readonly string[];
}

/** What every wave needs to know of the repository. */
export interface ProgramHost {
  /** A file's text as it was kept last; undefined if it can't be read. */
  read(file: string): string | undefined;
  isTest(file: string): boolean;
  /** For each of some declarations a file that may use it and that no program has, such as a script or a component file. */
  usersBeside(seen: readonly string[], asked: readonly OpenDeclaration[]): readonly (string | undefined)[];
  /** Lets others work; false if the wave should end. */
  breathe(): Promise<boolean>;
  /** Is told how far a wave is. */
  tell(progress: WaveProgress): void;
}

/** What a wave through callers needs to know of the contract, and who writes the fixes of its sites. */
export interface CallerHost extends ProgramHost {
  /** Plans insertions with the imports that their types need. */
  insert(file: string, text: string, insertions: readonly Insertion[]): PlannedEdits;
  /** Why an export is not there for the code of a test, which mocks its module; undefined where it is. */
  whyMissing(file: string, type: WantedType): string | undefined;
  /** Plans the fixes of sites. */
  fix(file: string, text: string, sites: readonly AskedFix[]): PlannedEdits;
  /** Why functions of a file may not change; undefined if they may. */
  refusal(file: string): string | undefined;
  /** Why calls in a file may not be edited; undefined if they may. */
  callRefusal(file: string): string | undefined;
  /** Why a new `await` at a range of a file may let calls meet that could not before; undefined if nothing of that kind is seen. */
  overlapAt(file: string, range: readonly [number, number]): string | undefined;
}

/** Who wants to see programs. */
export interface Explorer {
  /** The files (relative to the root) one of which a program has to have; may become more meanwhile. */
  files(): Iterable<string>;
  /** Whether something has not been looked for yet in the program of a tsconfig. */
  isOpen(config: string): boolean;
  /** Adds what one program shows to a graph; returns whether it was anything new. */
  explore(reader: ProgramReader, config: string): boolean;
}

/** Reads all programs until none shows anything new; returns the own files that some program has, or undefined if the wave was ended. */
export async function explorePrograms(
  checker: TypeChecker,
  host: Pick<CallerHost, "breathe">,
  explorer: Explorer,
): Promise<ReadonlySet<string> | undefined> {
  const seen = new Set<string>();
  for (let isNew = true; isNew;) {
    if (!(await host.breathe())) return undefined;
    isNew = false;
    const others = checker.look(
      (project) => {
        const reader = new ProgramReader(project);
        for (const file of reader.sources.keys()) seen.add(file);
        while (explorer.explore(reader, project.config)) isNew = true;
      },
      () => new Set(explorer.files()),
      (config) => explorer.isOpen(config),
    );
    for (const file of others) seen.add(file);
  }
  return seen;
}

/** Callers in code that no program has can't be found, so what such code may call stays as it is. */
export function refuseUsedBeside(
  host: Pick<CallerHost, "usersBeside">,
  callables: readonly {
    readonly name: string;
    readonly reach: Reach;
    readonly declarations: ReadonlySet<string>;
    obstacle: string | undefined;
  }[],
  seen: ReadonlySet<string>,
): void {
  const open = callables.flatMap((callable) => {
    const { name, reach, declarations, obstacle } = callable;
    if (reach === "file" || obstacle !== undefined) return [];
    const files = [...new Set([...declarations].map((key) => key.split("\0")[0]!))];
    return [{ callable, asked: { files, reach, name: name.replace(/^new |^.*\./u, "") } }];
  });
  const found = host.usersBeside(
    [...seen],
    open.map(({ asked }) => asked),
  );
  for (const [index, { callable }] of open.entries())
    if (found[index] !== undefined) callable.obstacle = `${found[index]} may call it, and no tsconfig includes that file`;
}
