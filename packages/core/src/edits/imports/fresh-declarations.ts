import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import type { ModuleIdentity } from "../../modules/index.js";
import { quoted } from "../../syntax/spellings.js";
import { keyOf } from "../../semantics/local-names.js";
import type { ModuleReference } from "../../semantics/module-reference.js";
import { loadStatementOf, type LoadStatement } from "./placement.js";
import { LONGEST_LINE, type Layout } from "../../semantics/view/layout.js";
import { isIdentifierName } from "../../syntax/identifiers.js";

/** How a declaration is written; `load`: like the statement `const … = await import("…")` from which it is split. */
export type FreshForm = "import" | "export-from" | "require" | "load" | "jsdoc";

/** A new declaration, which may take more names until it is written. */
export interface FreshDeclaration {
  readonly form: FreshForm;
  readonly module: ModuleIdentity;
  readonly specifier: string;
  readonly names: WrittenName[];
  /** The reference from which the names come: keyword, attributes and the text around the specifier are copied. */
  readonly like?: ModuleReference;
  /** Comments that the names bring from the old declaration. */
  readonly comments?: TSESTree.Comment[];
  /** Where code first uses one of the names: what loads them by `require` is above. */
  above?: number | undefined;
}

/** The form in which a reference's names can be split off from it; undefined if they have to stay together. */
export function splitFormOf(reference: ModuleReference): FreshForm | undefined {
  if (reference.kind === "import" || reference.kind === "export-from") return reference.kind;
  if (reference.kind === "jsdoc") return reference.tagRange ? "jsdoc" : undefined;
  if (reference.kind !== "require" && reference.kind !== "dynamic-import" && reference.kind !== "actual") return undefined;
  return loadStatementOf(reference) ? "load" : undefined;
}

/** The form of the declarations that can take a reference's names; undefined if none can. */
export function hostFormOf(reference: ModuleReference): FreshForm | undefined {
  const form = splitFormOf(reference);
  if (form === "jsdoc") return undefined;
  if (form !== "load") return form;
  const isTop = loadStatementOf(reference)?.statement.parent?.type === "Program";
  return isTop && reference.kind === "require" ? "require" : undefined;
}

/** Whether the new declaration can take one more name. */
export function takesFresh(fresh: FreshDeclaration, form: FreshForm, module: ModuleIdentity, name: WrittenName): boolean {
  const own = fresh.form === "load" && fresh.like ? hostFormOf(fresh.like) : fresh.form;
  if (own !== form || keyOf(fresh.module) !== keyOf(module)) return false;
  if (name.exported === "*" || fresh.names.some((other) => other.exported === "*")) return false;
  const hasDefault = fresh.names.some((other) => other.exported === "default");
  if (form === "import" && name.exported === "default") return !hasDefault && !name.isTypeOnly && !isTypeOnly(fresh);
  return !(form === "import" && hasDefault && isTypeOnly(fresh));
}

/** Whether the new declaration imports nothing but types. */
export function isTypeOnly(fresh: FreshDeclaration): boolean {
  return fresh.names.every((name) => name.isTypeOnly);
}

/** The declaration's text with its comments, without its last line break. */
export function freshText(file: FileView, fresh: FreshDeclaration): string {
  const bare = bareText(file, fresh);
  const all = (fresh.comments ?? []).map((comment) => ({ comment, text: file.text.slice(...comment.range) }));
  // A destructured default brings its own.
  const comments = all.filter(({ text }) => !bare.includes(text));
  // A comment that instructs a tool about its line stays on that line.
  const isForLine = ({ comment }: { comment: TSESTree.Comment }) => /-disable-line\b/u.test(comment.value);
  const above = comments.filter((each) => !isForLine(each)).map(({ text }) => text + file.layout().eol);
  const behind = comments.filter(isForLine).map(({ text }) => ` ${text}`);
  return [...above, bare, ...behind].join("");
}

function bareText(file: FileView, fresh: FreshDeclaration): string {
  const { form, like, names, specifier } = fresh;
  const layout = file.layout();
  if (form === "jsdoc") return `@import ${jsDocClause(file, names)} from ${sourceLike(file, like, specifier)}`;
  if (form === "load") return loadText(file, loadStatementOf(like as ModuleReference) as LoadStatement, fresh);
  return declarationText(
    {
      specifier,
      names: like ? names : inOrder(file, names),
      form,
      attributes: form === "require" || !like ? "" : attributesOf(file, like.node),
    },
    layout,
  );
}

/** New names, as import sorters order them; those that are moved stay as they were. */
function inOrder(file: FileView, names: readonly WrittenName[]): readonly WrittenName[] {
  const ignoresCase = names.length > 1 && sortsWithoutCase(file, []);
  const key = ({ exported }: WrittenName): string => (ignoresCase ? exported.toLowerCase() : exported);
  return [...names].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export function isSortedBy(names: readonly string[], key: (name: string) => string): boolean {
  return names.every((name, index) => index === 0 || key(names[index - 1] as string) <= key(name));
}

/** Whether sorted names are sorted as if they had no case: by themselves, else by other imports; most sorters do so. */
export function sortsWithoutCase(file: FileView, names: readonly string[]): boolean {
  const isByCase = (list: readonly string[]) => isSortedBy(list, (name) => name);
  const isWithoutCase = (list: readonly string[]) => isSortedBy(list, (name) => name.toLowerCase());
  if (isByCase(names) !== isWithoutCase(names)) return isWithoutCase(names);
  const imports = file.moduleReferences().filter(({ kind }) => kind === "import");
  const others = imports.map((reference) => reference.names.map(({ imported }) => imported).filter((name) => name !== "default"));
  const deciding = others.find((list) => isByCase(list) !== isWithoutCase(list));
  return deciding ? isWithoutCase(deciding) : !file.modules.putsCapitalsFirst(file.path);
}

/** The text between `@import` and `from`. */
export function jsDocClause(file: FileView, names: readonly WrittenName[]): string {
  const text = declarationText(
    { specifier: "", names: names.map((name) => ({ ...name, isTypeOnly: false })), form: "import" },
    file.layout(),
  );
  return text.slice("import ".length, text.lastIndexOf(" from ")).replace(/\s*\n\s*/gu, " ");
}

function sourceLike(file: FileView, like: ModuleReference | undefined, specifier: string): string {
  const quote = like && file.text[like.specifierRange[0]];
  return quoted(specifier, quote === "'" || quote === '"' ? quote : file.layout().quote);
}

/** The statement with other names and another module; the rest of its text is copied. */
function loadText(file: FileView, { statement, binding }: LoadStatement, { like, names, specifier }: FreshDeclaration): string {
  const annotation = "typeAnnotation" in binding ? binding.typeAnnotation : undefined;
  const bindingEnd = annotation ? annotation.range[0] : binding.range[1];
  const items = names.map((name) => nameText(name, "require", file.layout()));
  const whole = names.find(({ exported }) => exported === "*");
  const pattern = whole ? (whole.pattern ?? whole.local) : bracedNames(items, file.layout());
  const tail = replaceSpecifiers(file, [bindingEnd, statement.range[1]], (like as ModuleReference).specifier, specifier);
  return file.text.slice(statement.range[0], binding.range[0]) + pattern + tail;
}

function replaceSpecifiers(file: FileView, range: Range, old: string, specifier: string): string {
  let result = "";
  let at = range[0];
  for (const { specifierRange, specifier: own } of file.moduleReferences()) {
    if (own !== old || specifierRange[0] < at || specifierRange[1] > range[1]) continue;
    const quote = file.text.charAt(specifierRange[0]);
    result +=
      file.text.slice(at, specifierRange[0]) + (quote === "`" ? `\`${specifier}\`` : quoted(specifier, quote as '"' | "'"));
    at = specifierRange[1];
  }
  return result + file.text.slice(at, range[1]);
}

/** Whether names of one reference may be in the declaration of another: attributes (`with { type: "macro" }`) say how a module is loaded. */
export function haveSameAttributes(
  file: FileView,
  one: ModuleReference | undefined,
  other: ModuleReference | undefined,
): boolean {
  const written = (reference: ModuleReference | undefined): string =>
    reference ? attributesOf(file, reference.node).replaceAll(/\s/gu, "").replaceAll("'", '"') : "";
  return written(one) === written(other);
}

function attributesOf(file: FileView, node: Node): string {
  if (node.type !== "ImportDeclaration" && node.type !== "ExportNamedDeclaration") return "";
  const { source, attributes } = node as TSESTree.ImportDeclaration;
  if (!attributes?.[0]) return "";
  return file.text.slice(source.range[1], node.range[1]).replace(/;$/u, "");
}

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
interface WrittenDeclaration {
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
  if (form === "require") return `const ${requiredNames(names, source, layout)}${layout.semicolons ? ";" : ""}`;
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

/** The names and what gives them: `X = require("x").default` where the file takes defaults so, else `{ default: X } = require("x")`. */
function requiredNames(names: readonly WrittenName[], source: string, layout: Layout): string {
  const whole = names.find((name) => name.exported === "*");
  if (whole) return `${whole.local} = require(${source})`;
  const [first] = names;
  if (layout.readsDefaults && names.length === 1 && first?.exported === "default" && first.pattern === undefined)
    return `${first.local} = require(${source}).default`;
  const items = names.map((name) => nameText(name, "require", layout));
  return `${bracedNames(items, layout)} = require(${source})`;
}

/** `{ A, B }` as the file writes it. */
function bracedNames(items: readonly string[], layout: Layout): string {
  return layout.spacedBraces ? `{ ${items.join(", ")} }` : `{${items.join(", ")}}`;
}
