import type ts from "typescript";
import type { ProgramToRead } from "./project-state.js";
import type { ErrorChange } from "./type-errors.js";
import type { TypeScript } from "./typescript.js";

/** One project with new texts, and the errors that they add. */
export interface ExaminedProject extends ErrorChange {
  readonly ts: TypeScript;
  readonly program: ProgramToRead;
  /** The path of its tsconfig. */
  readonly config: string;
  /** A file of the program, by its path relative to the root. */
  sourceOf(file: string): ts.SourceFile | undefined;
  /** Relative to the root, of the program's absolute paths; undefined for files outside of it and of packages. */
  toOwn(file: string): string | undefined;
  /** Whether its program did not have a file (an absolute path) without the new texts: an import that these have leads to it. */
  isNew(file: string): boolean;
}

/** Which projects are asked; nearby those that cover all files as well, about what a change reaches at once. */
export type Which = "all" | "covering" | "nearby" | "home";

/** A few files of one program. */
export interface Near {
  /** The path of its tsconfig. */
  readonly config: string;
  /** Relative to the root. */
  readonly files: ReadonlySet<string>;
}
