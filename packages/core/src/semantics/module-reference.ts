import type { Reference, Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";

/** The ways in which a file can name a module. */
export type ModuleReferenceKind =
  | "import"
  | "export-from"
  | "export-all"
  | "import-equals"
  | "require"
  | "dynamic-import"
  | "import-type"
  | "mock"
  | "actual"
  | "require-resolve"
  | "import-meta-resolve"
  | "jsdoc";

/** One place where a file names a module, with the names that it takes from the module. */
export interface ModuleReference {
  readonly kind: ModuleReferenceKind;
  readonly specifier: string;
  /** The range of the string literal with its quotes, in JSDoc inside the comment. */
  readonly specifierRange: Range;
  /** The declaration, call or type; for JSDoc the program. */
  readonly node: Node;
  /** The expression that loads the module: the call, or `await` and the call. */
  readonly expression: Node | undefined;
  readonly isTypeOnly: boolean;
  readonly names: readonly ImportedName[];
  /** JSDoc: the whole `@import` tag. */
  readonly tagRange?: Range;
}

/** One name that a module reference takes from its module. */
export interface ImportedName {
  readonly reference: ModuleReference;
  /** The exported name; `default`; `*` for the namespace, and for all of a CommonJS module. */
  readonly imported: string;
  /** Undefined if no local name is declared: `export { a } from`, `require("a").b`, `import("a").T`. */
  readonly local: TSESTree.Identifier | undefined;
  /** The local name in JSDoc, where it is not an identifier. */
  readonly alias?: string;
  readonly variable: Variable | undefined;
  /** The specifier, property or member expression. */
  readonly node: Node | undefined;
  readonly range: Range;
  readonly isTypeOnly: boolean;
}

/** Whether a rest element takes all other exports: `const { a, ...rest } = require("…")`. */
export function isBesideRest({ node }: Pick<ImportedName, "node">): boolean {
  const pattern = node?.type === "Property" ? node.parent : undefined;
  return pattern?.type === "ObjectPattern" && pattern.properties.some(({ type }) => type === "RestElement");
}

const LOADS = new Set<ModuleReferenceKind>(["import", "export-from", "export-all", "import-equals", "require"]);

/** Whether a reference loads its module before the file itself runs. */
export function isLoad({ kind, isTypeOnly }: ModuleReference): boolean {
  return LOADS.has(kind) && !isTypeOnly;
}

/** Whether a file loads the module at some time: a test loads some of them when its mocks are set up. */
export function isEverLoad(reference: ModuleReference): boolean {
  return isLoad(reference) || reference.kind === "dynamic-import" || reference.kind === "actual";
}

/** Whether it loads the module before the file itself runs, but for imports that compilers drop, since code that runs uses none of their names. */
export function isKeptLoad(reference: ModuleReference): boolean {
  const { kind, names } = reference;
  const mayBeDropped = (kind === "import" || kind === "import-equals") && names.length > 0;
  return isLoad(reference) && (!mayBeDropped || loadsForItsValues(reference));
}

/** Whether it is an import at the top of the file of which code that runs uses a name: compilers may drop any other. */
export function loadsForItsValues({ kind, isTypeOnly, names }: ModuleReference): boolean {
  if (isTypeOnly || (kind !== "import" && kind !== "import-equals")) return false;
  return names.some((name) => !name.isTypeOnly && name.variable?.references.some(takesValue));
}

/** Whether a reference is to a value, and not only to its type: `typeof a.b` in a type. */
export function takesValue({ isValueReference, identifier }: Reference): boolean {
  let at: Node = identifier;
  while (at.parent?.type === "TSQualifiedName") at = at.parent;
  return isValueReference && at.parent?.type !== "TSTypeQuery";
}

/** `export import x = require("x")`, `export const x = require("x")`: whoever imports this file may use the name. */
export function isExportedInPlace({ variable }: ImportedName): boolean {
  for (let at: Node | undefined = variable?.defs[0]?.node; at && at.type !== "Program"; at = at.parent)
    if (at.type === "ExportNamedDeclaration") return true;
  return false;
}
