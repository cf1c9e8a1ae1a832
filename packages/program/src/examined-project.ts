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

/** Which projects are asked. */
export type Which = "all" | "covering" | "home";

/** A few files of a program. */
export interface Near {
  /** Relative to the root. */
  readonly files: ReadonlySet<string>;
  /** With them come the files that have one of these names, of those that the change which was examined last could reach. */
  readonly names: ReadonlySet<string>;
  /** The only project that is asked, by the path of its tsconfig, with files that it is asked about though another one answers for them. */
  readonly only?: { readonly config: string; readonly files: ReadonlySet<string> };
}
