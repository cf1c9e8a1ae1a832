import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Range } from "../syntax/ranges.js";
import type { ModuleIdentity } from "../modules/index.js";
import type { ImportedName, ModuleReference } from "./module-reference.js";

/** An export that a file is to have under a name. */
interface WantedName {
  readonly module: ModuleIdentity;
  readonly specifier: string;
  /** `default` and `*` included. */
  readonly exported: string;
  /** The local name afterwards, which may be one that is there. */
  readonly local: string;
}

/** Asks for an import of an export that new text uses. */
export interface ImportNeed extends WantedName {
  readonly kind: "need";
  readonly isTypeOnly: boolean;
  /** A type-only import of the same export that has to become a value import. */
  readonly promotes?: ImportedName;
  /** The existing uses that need the import; if all of them are removed, the import is not needed. */
  readonly uses?: readonly Range[];
  /** The texts that the same edit changes: the import goes where one that is used only there was. */
  readonly changed?: readonly Range[];
}

/** Asks that a name is imported from another module, or under another exported name. */
export interface ImportMove extends WantedName {
  readonly kind: "move";
  readonly name: ImportedName;
  /** The uses that the same edit renames. */
  readonly renamed: readonly Range[];
}

/** Asks that an imported name is removed, unless something still uses it. */
export interface ImportDrop {
  readonly kind: "drop";
  readonly name: ImportedName;
}

/** Asks that a whole reference, with all its names, points to another module. */
export interface ImportRetarget {
  readonly kind: "retarget";
  readonly reference: ModuleReference;
  readonly module: ModuleIdentity;
  readonly specifier: string;
}

/** Asks for a new statement that loads a member of a `require` or `import()` namespace from another module. */
export interface ImportExtract extends WantedName {
  readonly kind: "extract";
  readonly reference: ModuleReference;
}

/** A local `const`, or a class field, that other code reads instead of the value itself. */
export type AliasHolder = Variable | TSESTree.PropertyDefinition;

/** Asks that a local `const` or private field is removed with its last use. */
export interface AliasDrop {
  readonly kind: "alias";
  readonly holder: AliasHolder;
}

/** Asks for a constant beside a statement that calls an old hook, or in its place where nothing reads that any more: `{ url } = useTeam()`. */
export interface HoldRequest {
  readonly kind: "hold";
  readonly text: string;
  readonly beside: TSESTree.VariableDeclaration;
}

/** A change that an edit asks of the file's imports and aliases. */
export type ImportRequest = ImportNeed | ImportMove | ImportDrop | ImportRetarget | ImportExtract | AliasDrop | HoldRequest;
