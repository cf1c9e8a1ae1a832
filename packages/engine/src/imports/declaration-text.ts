import type { Layout } from "../file/layout.js";

/** One name of a declaration that is to be written. */
export interface WrittenName {
  /** `default` and `*` included. */
  readonly exported: string;
  readonly local: string;
  readonly isTypeOnly: boolean;
}

export type DeclarationForm = "import" | "require" | "export-from" | "dynamic-import" | "actual";

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

/** A name as it may stand in `{ … }`: string names are quoted. */
function exportName(name: string, layout: Layout): string {
  return IDENTIFIER.test(name) ? name : quoted(name, layout.quote);
}

/** `A`, `A as B`, `type A`; in a destructured `require`: `A: B`. */
export function nameText(name: WrittenName, form: DeclarationForm, layout: Layout, inTypeDeclaration = false): string {
  const joiner = form === "import" || form === "export-from" ? " as " : ": ";
  const exported = exportName(name.exported, layout);
  const local = form === "export-from" ? exportName(name.local, layout) : name.local;
  const text = exported === local ? local : `${exported}${joiner}${local}`;
  return name.isTypeOnly && !inTypeDeclaration && joiner === " as " ? `type ${text}` : text;
}

/** A whole declaration without its line break, for names of one module. */
export function declarationText(
  specifier: string,
  names: readonly WrittenName[],
  form: "import" | "require" | "export-from",
  layout: Layout,
  attributes = "",
): string {
  const end = `${attributes}${layout.semicolons ? ";" : ""}`;
  const source = quoted(specifier, layout.quote);
  if (form === "require") return `const ${requirePattern(names, layout)} = require(${source})${layout.semicolons ? ";" : ""}`;
  const isTypeOnly = names.every((name) => name.isTypeOnly);
  const keyword = `${form === "import" ? "import" : "export"}${isTypeOnly ? " type" : ""}`;
  if (form === "export-from")
    return `${keyword} ${braces(
      names.map((name) => nameText(name, form, layout, isTypeOnly)),
      layout,
    )} from ${source}${end}`;
  const first = names.find((name) => name.exported === "default");
  const namespace = names.find((name) => name.exported === "*");
  const named = names
    .filter((name) => name !== first && name !== namespace)
    .map((name) => nameText(name, form, layout, isTypeOnly));
  const clauses = [
    first && first.local,
    namespace && `* as ${namespace.local}`,
    named.length > 0 && braces(named, layout),
  ].filter(Boolean);
  return `${keyword} ${clauses.join(", ")} from ${source}${end}`;
}

function requirePattern(names: readonly WrittenName[], layout: Layout): string {
  const whole = names.find((name) => name.exported === "*");
  if (whole) return whole.local;
  return braces(
    names.map((name) => nameText(name, "require", layout)),
    layout,
  );
}

function braces(items: readonly string[], layout: Layout): string {
  return layout.spacedBraces ? `{ ${items.join(", ")} }` : `{${items.join(", ")}}`;
}

/** A string literal in the given quotes. */
export function quoted(value: string, quote: '"' | "'"): string {
  const body = JSON.stringify(value).slice(1, -1);
  return quote === '"' ? `"${body}"` : `'${body.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
