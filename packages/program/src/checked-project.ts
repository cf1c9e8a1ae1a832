import { findAffected } from "./affected.js";
import type { ProjectConfig } from "./configs.js";
import { OverlayHost, type Workspace, type Texts } from "./overlay.js";
import { Snapshot } from "./snapshot.js";
import { addedErrors, type TypeError } from "./type-errors.js";

/** A change of a project that was judged, and can be kept. */
export interface ProjectVerdict {
  readonly added: readonly TypeError[];
  /** The files that were checked again. */
  readonly checked: ReadonlySet<string>;
  /** The errors of a file with the change. */
  errorsOf(file: string): readonly TypeError[];
  /** Whether a changed file looks as before to all others, and uses no global name that it did not use. */
  isContained(file: string): boolean;
  /** Makes it the state that the next change is compared with. */
  keep(): void;
}

/** One tsconfig's program in the last state that was kept; it can be let go and is made again when it is needed. */
export class CheckedProject {
  readonly config: ProjectConfig;
  readonly #host: OverlayHost;
  #accepted: Snapshot | undefined;
  #files: ReadonlySet<string> | undefined;
  /** The change that was judged last: the next one is often nearly the same. */
  #tried: { readonly snapshot: Snapshot; readonly files: readonly string[] } | undefined;
  /** Changes that were kept without asking this project, as nobody here can notice them. */
  readonly #unasked = new Set<string>();

  constructor(config: ProjectConfig, workspace: Workspace) {
    this.config = config;
    this.#host = new OverlayHost(config, workspace);
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

  /** Takes note of changes that were kept without its judgement. */
  pass(files: readonly string[]): void {
    for (const file of files) this.#unasked.add(file);
    this.#files = undefined;
  }

  /** Takes over from disk what others have changed there. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#host.forget(file);
    this.#accepted = undefined;
    this.#tried = undefined;
  }

  /** Says what a change would add. */
  judge(change: Texts, texts: Texts): ProjectVerdict {
    const before = this.#open(texts);
    const changed = [...change].filter(([file, text]) => before.program.getSourceFile(file)?.text !== text).map(([file]) => file);
    if (changed.length === 0)
      return {
        ...{ added: [], checked: new Set(), isContained: () => true },
        errorsOf: (file) => before.errorsOf(file),
        keep: () => undefined,
      };
    const after = this.#try(change, new Map([...texts, ...change]), before);
    const { affected: checked, reshaped } = findAffected(before, after, changed);
    const added = [...checked].flatMap((file) => {
      const errors = after.errorsOf(file);
      // The state before is checked only where there is something to compare with it.
      return errors.length === 0 ? [] : addedErrors(before.errorsOf(file), errors);
    });
    return {
      ...{ added, checked },
      errorsOf: (file) => after.errorsOf(file),
      isContained: (file) =>
        !reshaped.has(file) && (!changed.includes(file) || !after.usesNewGlobals(file, before.program.getSourceFile(file)?.text)),
      keep: () => {
        after.inherit(before, checked);
        this.#accepted = after;
        this.#tried = undefined;
        this.#files = undefined;
      },
    };
  }

  /** The state with a change; what it has in common with the change that was judged last is not checked again. */
  #try(change: Texts, texts: Texts, before: Snapshot): Snapshot {
    const last = this.#tried;
    const after = new Snapshot(this.config, this.#host, texts, last?.snapshot ?? before);
    if (last) {
      const textIn = (snapshot: Snapshot, file: string): string | undefined => snapshot.program.getSourceFile(file)?.text;
      const moved = [...new Set([...last.files, ...change.keys()])].filter(
        (file) => textIn(last.snapshot, file) !== textIn(after, file),
      );
      after.inherit(last.snapshot, findAffected(last.snapshot, after, moved).affected);
    }
    this.#tried = { snapshot: after, files: [...change.keys()] };
    return after;
  }

  #open(texts: Texts): Snapshot {
    if (this.#unasked.size > 0) this.#tried = undefined;
    if (this.#accepted && this.#unasked.size > 0) {
      const before = this.#accepted;
      this.#accepted = new Snapshot(this.config, this.#host, texts, before);
      this.#accepted.inherit(before, this.#unasked);
    }
    this.#unasked.clear();
    return (this.#accepted ??= new Snapshot(this.config, this.#host, texts));
  }
}
