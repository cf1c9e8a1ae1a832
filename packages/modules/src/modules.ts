import type { ExportOrigin } from "./exports.js";
import type { ModuleIdentity } from "./identities.js";
import type { Declarations } from "./declarations.js";

/** How a file writes its imports, so that a new import looks like the others. */
export interface SpecifierHabit {
  /** The specifiers that the file already has, in order. */
  readonly specifiers: readonly string[];
  /** The specifier that is being replaced; its style wins. */
  readonly instead?: string;
  /** Whether the file uses `require`. */
  readonly commonJs: boolean;
}

/** How to write a specifier, or why none can be written. */
/** How to write a specifier, or why none can be written. */
export type SpecifierAnswer =
  /** `reason`: why a person has to look at it, such as an undeclared dependency. */
  { readonly specifier: string; readonly reason?: string } | { readonly refused: string };

/** Answers the engine's questions about modules. Answers are cached until `forget` is called. */
export interface Modules {
  readonly root: string;
  /** The module that `specifier` means in the file `from` (an absolute path). Never throws. */
  resolve(from: string, specifier: string): ModuleIdentity;
  /** The identity of a module that a contract names: `./src/a.ts` relative to the root, or a package. */
  resolveContractModule(module: string): ModuleIdentity;
  /** Whether two identities are the same module; a missing file equals a file that would have its stem. */
  isSameModule(a: ModuleIdentity, b: ModuleIdentity): boolean;
  /** How `from` writes an import of `target`; `exported`: the export to import, which a package's public entry may pass on. */
  specifierFor(from: string, target: ModuleIdentity, habit: SpecifierHabit, exported?: string): SpecifierAnswer;
  /** Where the export `name` of `module` is declared, through re-exports of any kind; undefined if there is no such export. */
  exportOrigin(module: ModuleIdentity, name: string): ExportOrigin | undefined;
  /** Finds what the names of other modules are declared as. */
  readonly declarations: Declarations;
  /** How many imports lead from a module to a file that it loads before it runs itself; undefined if none do. */
  loadDistance(module: ModuleIdentity, file: string): number | undefined;
  /** The path of a file relative to the root, with `/`; undefined for a file outside the root. */
  relative(path: string): string | undefined;
  /**
   * Every specifier that resolves to `target` contains at least one of these strings; with `from`, every specifier that this file
   * could write (a shorter list). Undefined if there is no such list.
   */
  tokensFor(target: ModuleIdentity, from?: string): readonly string[] | undefined;
  /**
   * Every specifier that leads into a folder (relative to the root) from a file outside it contains at least one of these strings.
   * Undefined if there is no such list.
   */
  tokensForFolder(folder: string): readonly string[] | undefined;
  forget(): void;
}
