import { quoted } from "../../syntax/spellings.js";
import { LONGEST_LINE, type Layout } from "../../semantics/view/layout.js";
import { isIdentifierName } from "../../syntax/identifiers.js";

/** One name of a declaration that will be written. */
export interface WrittenName {
  /** `default` and `*` included. */
  readonly exported: string;
  readonly local: string;
  readonly isTypeOnly: boolean;
  /** In a destructuring, the text in place of the local name: `A = 1`, `{ inner }`. */
  readonly pattern?: string;
}

/** The kinds of declarations that take names. */
export type DeclarationForm = "import" | "require" | "export-from" | "dynamic-import" | "actual";

/** A name as it is written in `{ … }`: quoted if it is not an identifier. */
function exportName(name: string, layout: Layout): string {
  return isIdentifierName(name) ? name : quoted(name, layout.quote);
}

/** `A`, `A as B`, `type A`; in a destructured `require`: `A: B`. */
export function nameText(name: WrittenName, form: DeclarationForm, layout: Layout, inTypeDeclaration = false): string {
  const joiner = form === "import" || form === "export-from" ? " as " : ": ";
  const exported = exportName(name.exported, layout);
  const local = form === "export-from" ? exportName(name.local, layout) : name.local;
  if (name.pattern !== undefined) return isShorthand(name) ? name.pattern : `${exported}: ${name.pattern}`;
  const text = exported === local ? local : `${exported}${joiner}${local}`;
  return name.isTypeOnly && !inTypeDeclaration && joiner === " as " ? `type ${text}` : text;
}

/** `A = 1` needs no key where the name is `A`. */
function isShorthand({ exported, local, pattern = "" }: WrittenName): boolean {
  return exported === local && !pattern.startsWith("{") && !pattern.startsWith("[");
}

/** A declaration of names of one module that will be written. */
export interface WrittenDeclaration {
  readonly specifier: string;
  readonly names: readonly WrittenName[];
  readonly form: "import" | "require" | "export-from";
  /** The text after the specifier: ` with { … }`. */
  readonly attributes?: string;
}

/** The declaration's text without its line break. */
export function declarationText({ specifier, names, form, attributes = "" }: WrittenDeclaration, layout: Layout): string {
  const end = `${attributes}${layout.semicolons ? ";" : ""}`;
  const source = quoted(specifier, layout.quote);
  if (form === "require") return `const ${requirePattern(names, layout)} = require(${source})${layout.semicolons ? ";" : ""}`;
  const isTypeOnly = names.every((name) => name.isTypeOnly);
  const keyword = `${form === "import" ? "import" : "export"}${isTypeOnly ? " type" : ""}`;
  const { head, braced } = clausesOf(names, form, isTypeOnly);
  const items = braced.map((name) => nameText(name, form, layout, isTypeOnly));
  const write = (list: string) => `${keyword} ${[...head, ...(items.length > 0 ? [list] : [])].join(", ")} from ${source}${end}`;
  const line = write(bracedNames(items, layout));
  return line.length > LONGEST_LINE && items.length > 1 ? write(namesOnLines(items, layout)) : line;
}

/** `{ A, B }` with a line for each name. */
function namesOnLines(items: readonly string[], { eol, indentation, trailingCommas }: Layout): string {
  return `{${eol}${indentation}${items.join(`,${eol}${indentation}`)}${trailingCommas ? "," : ""}${eol}}`;
}

/** The names before the braces, and those in them; `import type D, { A }` is not valid TypeScript. */
function clausesOf(
  names: readonly WrittenName[],
  form: DeclarationForm,
  isTypeOnly: boolean,
): { readonly head: readonly string[]; readonly braced: readonly WrittenName[] } {
  if (form !== "import") return { head: [], braced: names };
  const namespace = names.find((name) => name.exported === "*");
  const first = names.length > 1 && isTypeOnly ? undefined : names.find((name) => name.exported === "default");
  return {
    head: [...(first ? [first.local] : []), ...(namespace ? [`* as ${namespace.local}`] : [])],
    braced: names.filter((name) => name !== first && name !== namespace),
  };
}

function requirePattern(names: readonly WrittenName[], layout: Layout): string {
  const whole = names.find((name) => name.exported === "*");
  if (whole) return whole.local;
  return bracedNames(
    names.map((name) => nameText(name, "require", layout)),
    layout,
  );
}

/** `{ A, B }` as the file writes it. */
export function bracedNames(items: readonly string[], layout: Layout): string {
  return layout.spacedBraces ? `{ ${items.join(", ")} }` : `{${items.join(", ")}}`;
}
