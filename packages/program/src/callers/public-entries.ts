import path from "node:path";
import { findText } from "@godwit/core/disk";
import type ts from "typescript";
import type { CallableDeclaration } from "./callables.js";
import { readManifest } from "../native/source-manifest.js";
import type { ProgramReader } from "./program-reader.js";

type TypeDeclaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

const known = new WeakMap<ProgramReader, Map<string, ReadonlySet<ts.Node>>>();

/** Why a declaration has to be called as it is: something that the program does not show uses it. Undefined if nothing does. */
export function findUnseenUse(reader: ProgramReader, declaration: CallableDeclaration, name: string): string | undefined {
  if (isPublic(reader, declaration)) return `${name} is what its package exports`;
  return isUsedByTemplate(reader, declaration) ? `a template calls ${name}` : undefined;
}

/** Whether an Angular template, which no program shows, calls or sets a member of its class, or gives a parameter of one its value. */
export function isUsedByTemplate({ ts }: Pick<ProgramReader, "ts">, declaration: ts.Node): boolean {
  const holder = ts.isParameter(declaration) ? declaration.parent : declaration;
  const member = ts.isArrowFunction(holder) ? holder.parent : holder;
  if (!ts.isClassElement(member) || !member.name || !ts.isIdentifier(member.name) || !ts.isClassLike(member.parent)) return false;
  const template = templateOf(member.parent);
  if (template === undefined) return false;
  const initializer = ts.isPropertyDeclaration(member) ? (member.initializer?.getText() ?? "") : "";
  if (decoratorText(member, /^@Input\b/u) !== undefined || /^(?:input|model)\b/u.test(initializer)) return true;
  const name = String.raw`(?<![\w$])${member.name.text.replaceAll("$", String.raw`\$`)}(?![\w$])`;
  // A field that a template only reads may have a narrower type; a function may be handed on.
  const isField = ts.isPropertyDeclaration(member) && member === declaration && !initializer.includes("=>");
  return new RegExp(isField ? String.raw`${name}\s*=(?!=)|\)\]="${name}` : name, "u").test(template);
}

const templates = new WeakMap<ts.ClassLikeDeclaration, string | undefined>();

/** What the decorator of an Angular component says, with the file of its template; undefined of other classes. */
function templateOf(owner: ts.ClassLikeDeclaration): string | undefined {
  if (!templates.has(owner)) templates.set(owner, readTemplate(owner));
  return templates.get(owner);
}

function readTemplate(owner: ts.ClassLikeDeclaration): string | undefined {
  const component = decoratorText(owner, /^@(?:Component|Directive)\b/u);
  const [, url] = /\btemplateUrl:\s*["'`]([^"'`]+)/u.exec(component ?? "") ?? [];
  const file = url && path.resolve(path.dirname(owner.getSourceFile().fileName), url);
  return file ? `${component}\n${findText(file, "source") ?? ""}` : component;
}

function decoratorText(node: ts.ClassElement | ts.ClassLikeDeclaration, name: RegExp): string | undefined {
  const { modifiers } = node as ts.HasModifiers;
  return modifiers?.map((each) => each.getText()).find((text) => name.test(text));
}

/** Whether a package that others may install exports a declaration, or what it is a part of. */
export function isPublic(reader: ProgramReader, declaration: CallableDeclaration | TypeDeclaration): boolean {
  const exported = exportedBy(reader, path.dirname(declaration.getSourceFile().fileName));
  if (exported.size === 0 || isHidden(reader, declaration)) return false;
  for (let node: ts.Node = declaration; !reader.ts.isSourceFile(node); node = node.parent) if (exported.has(node)) return true;
  return false;
}

/** What the package of a folder exports, if it is one that others install. */
function exportedBy(reader: ProgramReader, folder: string): ReadonlySet<ts.Node> {
  let folders = known.get(reader);
  if (!folders) known.set(reader, (folders = new Map<string, ReadonlySet<ts.Node>>()));
  const before = folders.get(folder);
  if (before) return before;
  const manifest = readManifest(folder);
  const parent = path.dirname(folder);
  const found = manifest
    ? exportsOf(reader, folder, manifest)
    : parent === folder
      ? new Set<ts.Node>()
      : exportedBy(reader, parent);
  folders.set(folder, found);
  return found;
}

function exportsOf(reader: ProgramReader, folder: string, manifest: Readonly<Record<string, unknown>>): ReadonlySet<ts.Node> {
  const { ts, checker, program } = reader;
  if (manifest["private"] === true || typeof manifest["name"] !== "string") return new Set();
  const entries = ["main", "module", "types", "exports", "bin"].flatMap((key) => pathsIn(manifest[key]));
  const stems = new Set(entries.flatMap((entry) => sourcesOf(entry)));
  const sources = [...stems].flatMap((stem) =>
    [".ts", ".tsx", ".mts", ".cts", ".js", ".mjs"].flatMap(
      (ending) => program.getSourceFile(path.join(folder, stem + ending)) ?? [],
    ),
  );
  const found = new Set<ts.Node>();
  const add = (module: ts.Symbol | undefined): void => {
    for (const each of module ? checker.getExportsOfModule(module) : []) {
      const exported = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
      const more = exported.declarations?.filter((declaration) => !found.has(declaration)) ?? [];
      for (const declaration of more) found.add(declaration);
      // `export * as tools from "./tools.js"`
      if (more.some((declaration) => ts.isSourceFile(declaration) && !declaration.isDeclarationFile)) add(exported);
    }
  };
  for (const source of sources) add(checker.getSymbolAtLocation(source));
  return found;
}

function pathsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap((each) => pathsIn(each)) : [];
}

/** Where the source of a built entry may be: `dist/index.js` is `src/index`. */
function sourcesOf(entry: string): readonly string[] {
  const stem = entry.replace(/^\.\//u, "").replace(/(?:\.d)?\.[cm]?[jt]sx?$/u, "");
  const inside = stem.replace(/^(?:dist|lib|build|out|esm|cjs)\/(?:(?:esm|cjs|types|src)\/)?/u, "");
  return [stem, inside, `src/${inside}`, `source/${inside}`];
}

function isHidden({ ts }: ProgramReader, declaration: CallableDeclaration | TypeDeclaration): boolean {
  if ("name" in declaration && declaration.name && ts.isPrivateIdentifier(declaration.name)) return true;
  if (!ts.canHaveModifiers(declaration)) return false;
  return ts.getModifiers(declaration)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;
}
