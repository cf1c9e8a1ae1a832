import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Range } from "../syntax/ranges.js";
import type { ModuleIdentity } from "@godwit/modules";
import type { ImportedName, ModuleReference } from "./module-reference.js";

/** An export that new text refers to. */
export interface ImportNeed {
  readonly kind: "need";
  readonly module: ModuleIdentity;
  readonly specifier: string;
  /** `default` and `*` included. */
  readonly exported: string;
  readonly local: string;
  readonly isTypeOnly: boolean;
  /** A type-only import of the same export, which has to become a value import. */
  readonly promotes?: ImportedName;
  /** The uses that it is for, where they stand already: gone with the last of them. */
  readonly uses?: readonly Range[];
}

/** A name that is to come from elsewhere, or under another exported name. */
export interface ImportMove {
  readonly kind: "move";
  readonly name: ImportedName;
  readonly module: ModuleIdentity;
  readonly specifier: string;
  readonly exported: string;
  /** The local name afterwards; its own where the move keeps it. */
  readonly local: string;
  /** The uses that get that name by changes of the same edit. */
  readonly renamed: readonly Range[];
}

/** A name that new text no longer refers to, or that is to go; kept where something else still uses it. */
export interface ImportDrop {
  readonly kind: "drop";
  readonly name: ImportedName;
}

/** A reference whose module is another now, with all that it takes from it. */
export interface ImportRetarget {
  readonly kind: "retarget";
  readonly reference: ModuleReference;
  readonly module: ModuleIdentity;
  readonly specifier: string;
}

/** A member of a namespace that `require` or `import()` gives, to come from elsewhere by a statement beside it. */
export interface ImportExtract {
  readonly kind: "extract";
  readonly reference: ModuleReference;
  readonly module: ModuleIdentity;
  readonly specifier: string;
  readonly exported: string;
  readonly local: string;
}

/** A local `const`, or a class field, that holds a value for others. */
export type AliasHolder = Variable | TSESTree.PropertyDefinition;

/** A local `const` or private field that goes with its last use. */
export interface AliasDrop {
  readonly kind: "alias";
  readonly holder: AliasHolder;
}

export type ImportRequest = ImportNeed | ImportMove | ImportDrop | ImportRetarget | ImportExtract | AliasDrop;
