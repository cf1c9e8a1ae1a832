import { AST_NODE_TYPES as Node, type TSESTree } from "@typescript-eslint/types";

/** What an export's name means inside its own module. */
export type ExportEntry =
  | { readonly kind: "local"; readonly meaning: "value" | "type"; readonly local?: string }
  /** `name` may be `*`, the namespace of the other module. */
  | { readonly kind: "from"; readonly specifier: string; readonly name: string; readonly typeOnly: boolean };

/** The exports of one module, read without looking at other modules. */
export interface ExportTable {
  readonly names: Map<string, ExportEntry>;
  readonly stars: { readonly specifier: string; readonly typeOnly: boolean }[];
  /** CommonJS: the exports that Node's reading of the text does not find, so that an ES module can't import them by name. */
  readonly unlisted: Set<string>;
  /** Whether there may be exports that the text does not show (`module.exports = make()`, a text that does not parse). */
  opaque: boolean;
}

/** The specifier of `require("…")`. */
export function requiredSpecifier(node: TSESTree.Node): string | undefined {
  if (node.type !== Node.CallExpression || node.callee.type !== Node.Identifier || node.callee.name !== "require")
    return undefined;
  const [argument] = node.arguments;
  return argument?.type === Node.Literal && typeof argument.value === "string" ? argument.value : undefined;
}

/** The name of a property that is not computed. */
export function propertyName(key: TSESTree.Node): string {
  return key.type === Node.Identifier ? key.name : key.type === Node.Literal ? String(key.value) : "";
}
