/** Which files of a repository name some packages, known once a run has read them all. */
export interface PackageMentions {
  /** Begins to look for some names in what is read from now on. */
  watch(names: readonly string[]): void;
  /** Looks at a file (an absolute path) whose text, or whose bytes read as latin1, was read. */
  note(path: string, raw: string): void;
  /** Says that every file was read since then. */
  complete(): void;
  /** The files whose texts have a name; undefined where that is not known. */
  of(name: string): readonly string[] | undefined;
}

export function createPackageMentions(): PackageMentions {
  let paths = new Map<string, string[]>();
  let isComplete = false;
  return {
    watch(names) {
      paths = new Map(names.map((name) => [name, []]));
      isComplete = false;
    },
    note(path, raw) {
      for (const [name, found] of paths) if (raw.includes(name)) found.push(path);
    },
    complete() {
      isComplete = true;
    },
    of: (name) => (isComplete ? paths.get(name) : undefined),
  };
}
