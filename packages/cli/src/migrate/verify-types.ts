import { createTypeChecker, type ShownTypeError, type TypeChecker, type Verdict } from "@godwit/program";

/** What the type checker says of new texts. */
export interface TypesVerdict extends Omit<Verdict, "added"> {
  /** Why they can't be kept: `TS2345 in src/a.ts:3:1: …`; undefined if they can. */
  readonly reason: string | undefined;
  readonly added: readonly ShownTypeError[];
}

/** The type checker of one run, which is made when it is first needed. */
export class Types {
  readonly #root: string;
  readonly #files: readonly string[];
  #checker: TypeChecker | undefined;
  /** The last question with its answer: the same texts are asked for in memory, and again before they are written. */
  #last: { readonly texts: ReadonlyMap<string, string>; readonly verdict: TypesVerdict } | undefined;

  constructor(root: string, files: readonly string[]) {
    this.#root = root;
    this.#files = files;
  }

  /** The type checker itself. */
  get checker(): TypeChecker {
    return this.#open();
  }

  /** The projects that judge. */
  get projects(): TypeChecker["projects"] {
    return this.#open().projects;
  }

  /** Says whether new texts of files (relative to the root) add type errors to the state that was kept last. */
  judge(texts: ReadonlyMap<string, string>): TypesVerdict {
    if (this.#last && isSame(this.#last.texts, texts)) return this.#last.verdict;
    const found = this.#open().judge(texts);
    const keep = (): void => {
      this.#last = undefined;
      found.keep();
    };
    const verdict = { ...found, keep, reason: describeErrors(found.added) };
    this.#last = { texts, verdict };
    return verdict;
  }

  /** Takes over what others have written. */
  refresh(files: readonly string[]): void {
    this.#last = undefined;
    this.#checker?.refresh(files);
  }

  #open(): TypeChecker {
    return (this.#checker ??= createTypeChecker(this.#root, this.#files));
  }
}

function isSame(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return one.size === other.size && [...one].every(([file, text]) => other.get(file) === text);
}

/** The first new type error and how many more there are. */
function describeErrors(errors: readonly ShownTypeError[]): string | undefined {
  const [first] = errors;
  if (!first) return undefined;
  const message = first.message.split("\n")[0]!;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return `TS${first.code} in ${first.file}:${first.line}:${first.column}: ${message}${more}`;
}

/** A file's text as the type checker reads it. */
export function textOf(bytes: Buffer): string {
  return bytes.toString("utf8").replace(/^\uFEFF/u, "");
}
