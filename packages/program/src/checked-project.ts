import { findAffected } from "./affected.js";
import type { ProjectConfig } from "./configs.js";
import { OverlayHost, type Texts } from "./overlay.js";
import { Snapshot } from "./snapshot.js";
import { addedErrors, type TypeError } from "./type-errors.js";

/** A change of a project that was judged, and can be kept. */
export interface ProjectVerdict {
  readonly added: readonly TypeError[];
  /** The files that were checked again. */
  readonly checked: ReadonlySet<string>;
  /** Makes it the state that the next change is compared with. */
  keep(): void;
}

/** One tsconfig's program in the last state that was kept; it can be let go and is made again when it is needed. */
export class CheckedProject {
  readonly config: ProjectConfig;
  readonly #host: OverlayHost;
  #accepted: Snapshot | undefined;
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
    this.#host.clear();
  }

  /** Takes over from disk what others have changed there. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#host.forget(file);
    this.#accepted = undefined;
  }

  /** The errors of a file as it is now. */
  errorsOf(file: string, texts: Texts): readonly TypeError[] {
    return this.#open(texts).errorsOf(file);
  }

  /** Says what a change would add. */
  judge(change: Texts, texts: Texts): ProjectVerdict {
    const before = this.#open(texts);
    const changed = [...change].filter(([file, text]) => before.program.getSourceFile(file)?.text !== text).map(([file]) => file);
    if (changed.length === 0) return { added: [], checked: new Set(), keep: () => undefined };
    const after = new Snapshot(this.config, this.#host, new Map([...texts, ...change]), before);
    const checked = findAffected(before, after, changed);
    const added = [...checked].flatMap((file) => addedErrors(before.errorsOf(file), after.errorsOf(file)));
    const keep = (): void => {
      after.inherit(before, checked);
      this.#accepted = after;
      this.#files = undefined;
    };
    return { added, checked, keep };
  }

  #open(texts: Texts): Snapshot {
    return (this.#accepted ??= new Snapshot(this.config, this.#host, texts));
  }
}
