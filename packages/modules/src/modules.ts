import type { ExportOrigin } from "./exports.js";
import type { ModuleIdentity } from "./identities.js";
import type { Declarations } from "./declarations.js";

/** How a file writes its imports, so that a new one looks like the others. */
export interface SpecifierHabit {
  /** The specifiers that the file already has, in order. */
  readonly specifiers: readonly string[];
  /** The specifier that is being replaced: its style wins. */
  readonly instead?: string;
  /** Whether the file uses `require`. */
  readonly commonJs: boolean;
}

export type SpecifierAnswer =
  /** `reason`: right, but a person has to look (an undeclared dependency, say). */
  { readonly specifier: string; readonly reason?: string } | { readonly refused: string };

/** Everything the engine wants to know about modules. Answers are cached; `forget` drops them. */
export interface Modules {
  readonly root: string;
  /** Where `specifier`, written in the file `from` (absolute), leads. Never throws. */
  resolve(from: string, specifier: string): ModuleIdentity;
  /** The identity of a contract's module: `./src/a.ts` from the root, or a package. */
  resolveContractModule(module: string): ModuleIdentity;
  /** Whether two identities are one module; a missing file equals one that would have its stem. */
  isSameModule(a: ModuleIdentity, b: ModuleIdentity): boolean;
  /** How `from` writes an import of `target`; of its export `exported`, where only a package's public entry passes it on. */
  specifierFor(from: string, target: ModuleIdentity, habit: SpecifierHabit, exported?: string): SpecifierAnswer;
  /** Follows re-exports (`export … from`, `export *`, import-then-export) from `module`'s export `name`; undefined: there is no such export. */
  exportOrigin(module: ModuleIdentity, name: string): ExportOrigin | undefined;
  /** What the names of other modules stand for. */
  readonly declarations: Declarations;
  /** How many imports lead from a module to a file that it loads before it runs itself; undefined where none do. */
  loadDistance(module: ModuleIdentity, file: string): number | undefined;
  /** Path of a file relative to the root with `/`; undefined outside. */
  relative(path: string): string | undefined;
  /**
   * Strings of which at least one occurs in every specifier that resolves to `target`, or in every one that the file
   * `from` could write (shorter and cheaper to find); undefined: no such list can be given.
   */
  tokensFor(target: ModuleIdentity, from?: string): readonly string[] | undefined;
  /**
   * Strings of which at least one occurs in every specifier that leads into a folder (relative to the root) from a file
   * outside of it; undefined: no such list can be given.
   */
  tokensForFolder(folder: string): readonly string[] | undefined;
  forget(): void;
}
