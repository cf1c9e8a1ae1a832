import path from "node:path";
import {
  describeRoot,
  giveToRoot,
  readDryRun,
  spanOf,
  tellOf,
  titleOf,
  unitsOf,
  type AcrossFilesArguments,
  type AcrossFilesSubject,
  type DryRunRoot,
  type GivenRoot,
  type Project,
  type ProjectFix,
  type RootEntry,
  type PlaceToRead,
} from "@godwit/project/editor";
import { findText } from "@godwit/core/disk";
import { CANCELLED, findGodwit, runGodwit, type GodwitEnd, type GodwitRun } from "./run-godwit.js";

/** The edits of one file, with what a person should read first. */
export type AcrossFilesFix = ProjectFix & { readonly places: readonly PlaceToRead[] };

/** What a run has found out. */
export interface AcrossFilesFound {
  /** `Type UserId through the program` */
  readonly title: string;
  /** What is taken or left as a whole. */
  readonly units: readonly (readonly AcrossFilesFix[])[];
  /** In some sentences, what they do and what they leave. */
  readonly told: string;
  readonly roots: readonly RootEntry[];
}

/** What a run has found out, or a sentence that says why nothing. */
export type AcrossFilesEnd = AcrossFilesFound | { readonly problem: string };

/** What starts a run; tests have another. */
export type StartGodwit = (run: GodwitRun) => Promise<GodwitEnd>;

/** What runs need to know of the editor's files (absolute paths). */
export interface AcrossFilesHost {
  projectAt(root: string): Project | undefined;
  /** The text in the editor, else on the disk. */
  textOf(file: string): string | undefined;
  /** Whether the disk has what the editor shows. */
  isSaved(file: string): boolean;
  unsavedIn(folder: string): readonly string[];
  /** Undefined if the text does not parse. */
  parse(file: string, text: string): Parameters<typeof giveToRoot>[1] | undefined;
}

interface KnownRun extends AcrossFilesFound {
  readonly asked: AcrossFilesArguments;
  /** The texts of the roots' files as the run has seen them. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** Nobody waits longer for an editor, and a process that hangs should not stay for ever. */
const TIME_LIMIT_MS = 60 * 60_000;

/** Edits across files, by runs of each project's own `godwit`, and what they have found in this session. */
export class AcrossFiles {
  readonly #host: AcrossFilesHost;
  readonly #start: StartGodwit;
  /** The roots in which one is at work. */
  readonly #running = new Map<string, AbortController>();
  readonly #known = new Map<string, KnownRun>();

  constructor(host: AcrossFilesHost, start: StartGodwit = runGodwit) {
    this.#host = host;
    this.#start = start;
  }

  /** Ends all runs. */
  dispose(): void {
    for (const running of this.#running.values()) running.abort();
  }

  /** Finds out what edits across files would do; writes nothing. */
  async find(asked: AcrossFilesArguments, signal: AbortSignal): Promise<AcrossFilesEnd> {
    const { root } = asked;
    const project = this.#host.projectAt(root);
    if (!project) return { problem: `${root} has no contracts.` };
    const problem = this.#obstacleIn(root);
    if (problem !== undefined) return { problem };
    const godwit = findGodwit(root);
    if (!godwit) return { problem: "This needs godwit in the project: npm install --save-dev godwit" };
    const running = new AbortController();
    this.#running.set(root, running);
    try {
      const end = await this.#start({
        ...{ godwit, root, timeLimitMs: TIME_LIMIT_MS },
        args: argumentsOf(asked),
        signal: AbortSignal.any([signal, running.signal]),
      });
      return "problem" in end ? end : this.#keep(asked, project, end.out);
    } finally {
      this.#running.delete(root);
    }
  }

  /** Of what the last such run has found, what still fits the texts; undefined if nothing was run. */
  findAgain(asked: AcrossFilesArguments): AcrossFilesFound | undefined {
    const known = this.#known.get(keyOf(asked));
    return known && { ...known, units: known.units.filter((unit) => this.#isUnchanged(unit)) };
  }

  /** How many files such edits change; undefined where nobody knows, or something has changed since. */
  filesOf(asked: AcrossFilesArguments): number | undefined {
    const known = this.#known.get(keyOf(asked));
    const files = known?.units.flat() ?? [];
    return files.length > 0 && this.#isUnchanged(files) ? files.length : undefined;
  }

  /** The runs of a root that still hold. */
  runsIn(root: string): readonly { readonly asked: AcrossFilesArguments; readonly files: number }[] {
    return [...this.#known.values()].flatMap(({ asked }) => {
      const files = asked.root === root ? this.filesOf(asked) : undefined;
      return files === undefined ? [] : [{ asked, files }];
    });
  }

  /** The roots below a folder, or in one file, whose files are as they were; those first that free most. */
  rootsIn(place: { readonly root: string } | { readonly file: string }): readonly RootEntry[] {
    const roots = [...this.#known.values()].flatMap(({ roots: all, texts }) =>
      all
        .filter((each) => ("root" in place ? each.root === place.root : each.file === place.file))
        .filter(({ file }) => this.#host.textOf(file) === texts.get(file)),
    );
    return [...new Map(roots.map((each) => [JSON.stringify(each), each])).values()].sort((a, b) => b.frees - a.frees);
  }

  /** The line that gives a root its value; undefined where its function can't take one, or has changed. */
  give({ root, contract, file, position, isFile, write }: RootEntry): (GivenRoot & { readonly text: string }) | undefined {
    const active = this.#host.projectAt(root)?.contracts.find((each) => each.contract.id === contract);
    const text = this.#host.textOf(file);
    const source = text === undefined ? undefined : this.#host.parse(file, text);
    if (!active || !source) return undefined;
    const offset = isFile ? undefined : spanOf(source.text, { start: position, end: position })[0];
    const given = giveToRoot(active, source, { offset, write });
    return given && { ...given, text: source.text };
  }

  #obstacleIn(root: string): string | undefined {
    if (this.#running.has(root)) return "godwit is at work in this project already: wait for it, or cancel it.";
    const unsaved = this.#host.unsavedIn(root);
    const [first] = unsaved;
    if (first === undefined) return undefined;
    const name = path.relative(root, first);
    if (unsaved.length === 1) return `${name} is not saved, and godwit reads what is on the disk: save it first.`;
    return `${unsaved.length} files are not saved, such as ${name}, and godwit reads what is on the disk: save them first.`;
  }

  #keep(asked: AcrossFilesArguments, { root }: Project, out: string): AcrossFilesEnd {
    const run = readDryRun(out);
    if (!run) return { problem: `godwit printed something else than a result: ${JSON.stringify(out.trim().slice(0, 80))}` };
    const absolute = (file: string): string => path.join(root, file);
    // A person may have gone on to type: then the edits are of another text.
    const read = (file: string): string | undefined =>
      this.#host.isSaved(absolute(file)) ? this.#host.textOf(absolute(file)) : undefined;
    const { units, changed } = unitsOf(run, asked.subject.name, read);
    const roots = run.waves.flatMap((wave) => wave.roots).flatMap((each) => toEntry(asked, each) ?? []);
    const again = changed.length === 0 ? "" : ` ${changed[0]!} has changed meanwhile: ask again.`;
    const found: KnownRun = {
      asked,
      title: titleOf(asked.subject),
      units: units.map((unit) => unit.map((fix) => ({ ...fix, file: absolute(fix.file) }))),
      told: tellOf(asked.subject, run.waves) + again,
      roots,
      texts: new Map(roots.map(({ file }) => [file, this.#host.textOf(file)])),
    };
    this.#known.set(keyOf(asked), found);
    return found;
  }

  #isUnchanged(fixes: readonly AcrossFilesFix[]): boolean {
    return fixes.every(({ file, text }) => this.#host.textOf(file) === text);
  }
}

/** Whether a person has ended a run, and needs no message. */
export function isCancelled(end: AcrossFilesEnd): boolean {
  return "problem" in end && end.problem === CANCELLED;
}

function argumentsOf({ contract, subject }: AcrossFilesArguments): readonly string[] {
  return ["migrate", contract, "--across-files", "--dry-run", "--only", subject.name, "--format", "json", "--quiet"];
}

function keyOf({ contract, root, subject }: { contract: string; root: string; subject: AcrossFilesSubject }): string {
  return JSON.stringify([root, contract, subject.kind, subject.name]);
}

function toEntry({ contract, root }: AcrossFilesArguments, found: DryRunRoot): RootEntry | undefined {
  const { file, line, column, reason, frees, isTest, write, name } = found;
  if (write === null) return undefined;
  return {
    ...{ contract, root, reason, frees, write, file: path.join(root, file), title: describeRoot(found) },
    position: { line: line - 1, character: column - 1 },
    isFile: isTest || name === `the top level of ${file}`,
  };
}

/** The text on the disk as editors have it; undefined if it can't be read. */
export function textOnDisk(file: string): string | undefined {
  return findText(file, "source")?.replace(/^\uFEFF/u, "");
}
