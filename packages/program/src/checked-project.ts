import { findAffected, findImporters } from "./affected.js";
import type { ProjectConfig } from "./configs.js";
import { OverlayHost, type Texts } from "./overlay.js";
import { Snapshot } from "./snapshot.js";
import { addedErrors, type TypeError } from "./type-errors.js";

/** A change of a project that was judged, and can be kept. */
export interface ProjectVerdict {
  readonly added: readonly TypeError[];
  /** The files that were checked again. */
  readonly checked: ReadonlySet<string>;
  /** The state after the change; undefined if it changes nothing here. */
  readonly after: Snapshot | undefined;
  /** Makes it the state that the next change is compared with. */
  keep(): void;
}

/** The change that was judged last: the next one is mostly a step from it. */
interface Tried {
  readonly snapshot: Snapshot;
  readonly files: readonly string[];
  /** The files that were checked again since the state that is kept. */
  readonly checked: ReadonlySet<string>;
}

/** A change that a project is asked about, with all texts that are not on disk. */
interface Step {
  readonly texts: Texts;
  readonly changed: readonly string[];
  readonly isWide: boolean;
}

/** One tsconfig's program in the last state that was kept; it can be let go and is made again when it is needed. */
export class CheckedProject {
  readonly config: ProjectConfig;
  readonly #host: OverlayHost;
  #accepted: Snapshot | undefined;
  #tried: Tried | undefined;
  #files: ReadonlySet<string> | undefined;

  constructor(config: ProjectConfig) {
    this.config = config;
    this.#host = new OverlayHost(config);
  }

  /** Whether its program has the file; `texts` is the overlay of what was kept so far. */
  reaches(file: string, texts: Texts): boolean {
    this.#files ??= new Set(
      this.#open(texts)
        .ownFiles()
        .map(({ fileName }) => fileName),
    );
    return this.#files.has(file);
  }

  /** Whether one of the files is in its list, which is known without a program. */
  lists(file: string): boolean {
    return this.config.fileNames.includes(file);
  }

  /** Frees the memory of its program. */
  release(): void {
    this.#accepted = undefined;
    this.#tried = undefined;
    this.#host.clear();
  }

  /** Takes over from disk what others have changed there. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#host.forget(file);
    this.#accepted = undefined;
    this.#tried = undefined;
  }

  /** The errors of a file as it is now. */
  errorsOf(file: string, texts: Texts): readonly TypeError[] {
    return this.#open(texts).errorsOf(file);
  }

  /**
   * Says what a change would add. With `isWide` everything that imports a changed file, directly or not, counts as affected at first: where
   * much changes, finding out what does not need a check costs more than the checks.
   */
  judge(change: Texts, texts: Texts, isWide = false): ProjectVerdict {
    const before = this.#open(texts);
    const all = new Map([...texts, ...change]);
    const changed = differing(before, [...change.keys()], all);
    if (changed.length === 0) return { added: [], checked: new Set(), after: undefined, keep: () => undefined };
    const { snapshot: after, checked } = this.#step(before, { texts: all, changed, isWide });
    // The state before is checked only where there is something to compare it with.
    const added = [...checked].flatMap((file) => {
      const errors = after.errorsOf(file);
      return errors.length === 0 ? [] : addedErrors(before.errorsOf(file), errors);
    });
    this.#tried = { snapshot: after, files: changed, checked };
    const keep = (): void => {
      after.inherit(before, checked);
      this.#accepted = after;
      this.#tried = undefined;
      this.#files = undefined;
    };
    return { added, checked, after, keep };
  }

  /** The state with new texts, and the files whose errors may differ from those before: from the last try where there is one. */
  #step(before: Snapshot, { texts, changed, isWide }: Step): Omit<Tried, "files"> {
    const last = this.#tried;
    const from = last?.snapshot ?? before;
    const snapshot = new Snapshot(this.config, this.#host, texts, from);
    if (!last) return { snapshot, checked: (isWide ? findImporters : findAffected)(before, snapshot, changed) };
    const moved = differing(last.snapshot, [...new Set([...last.files, ...changed])], { get: (file) => this.#host.read(file) });
    const fresh = findAffected(last.snapshot, snapshot, moved);
    snapshot.inherit(last.snapshot, fresh);
    return { snapshot, checked: new Set([...last.checked, ...fresh, ...changed]) };
  }

  #open(texts: Texts): Snapshot {
    return (this.#accepted ??= new Snapshot(this.config, this.#host, texts));
  }
}

/** The files of a state whose text is another one now. */
function differing(
  state: Snapshot,
  files: readonly string[],
  texts: { get(file: string): string | undefined },
): readonly string[] {
  return files.filter((file) => state.program.getSourceFile(file)?.text !== texts.get(file));
}
