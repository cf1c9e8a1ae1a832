import type { Near } from "../examined-project.js";

/** What a project has not been asked about since it changed. */
interface Open {
  readonly files: Set<string>;
  readonly names: Set<string>;
  /** The files of the errors that it showed. */
  readonly errors: Set<string>;
}

/** Where errors may be now that were not there when the projects were asked last. */
export class Pending {
  readonly #open: Map<string, Open>;

  /** `errors` were found by all; `covering` are the projects that answer for all files between them. */
  constructor(covering: readonly string[], errors: readonly { readonly config: string; readonly file: string }[]) {
    this.#open = new Map([...covering, ...errors.map(({ config }) => config)].map((config) => [config, nothing()]));
    this.addErrors(errors);
  }

  /** Takes note of a change in a file, and of names with which other code says what changed. */
  add(file: string, names: readonly string[] = []): void {
    for (const open of this.#open.values()) {
      open.files.add(file);
      for (const name of names) open.names.add(name);
    }
  }

  /** Takes note of errors that projects showed. */
  addErrors(errors: readonly { readonly config: string; readonly file: string }[]): void {
    for (const { config, file } of errors) this.#open.get(config)!.errors.add(file);
  }

  /**
   * The project to ask next: the one that was asked last, while it has something open, so that its program stays in memory; then the first
   * behind it, as a change of one project concerns many others.
   */
  next(last: string | undefined): string | undefined {
    const configs = [...this.#open.keys()];
    const start = last === undefined ? 0 : configs.indexOf(last);
    const isOpen = (config: string): boolean => Object.values(this.#open.get(config)!).some(({ size }) => size > 0);
    return [...configs.slice(start), ...configs.slice(0, start)].find(isOpen);
  }

  /** What a project has to be asked about, after which nothing of it is open. */
  take(config: string): Near {
    const { errors, ...changes } = this.#open.get(config)!;
    this.#open.set(config, nothing());
    return { ...changes, only: { config, files: errors } };
  }
}

function nothing(): Open {
  return { files: new Set(), names: new Set(), errors: new Set() };
}
