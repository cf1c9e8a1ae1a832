import path from "node:path";
import {
  type NamedExport,
  type Project,
  findBan,
  hoverAt,
  hoverOfBan,
  type EditorHover,
  type HoverSetting,
} from "@godwit/project/editor";
import type { ModuleIdentity } from "@godwit/core/modules";
import type ts from "typescript";
import { nameAround, nodeAround } from "./node-at.js";
import type { Session } from "./session.js";

/** The exports that the name or module path under the cursor means: as the file imports it, and as it is declared. */
function nameAt(
  session: Session,
  project: Project,
  sourceFile: ts.SourceFile,
  position: number,
): { readonly span: ts.TextSpan; readonly exports: readonly NamedExport[] } | undefined {
  const { typescript } = session;
  const node = nameAround(typescript, sourceFile, position);
  const start = node.getStart(sourceFile);
  const span = { start, length: node.end - start };
  if (typescript.isStringLiteralLike(node) && isModulePath(typescript, node))
    return { span, exports: [exportOfSpecifier(project, sourceFile.fileName, node.text, undefined)] };
  if (!typescript.isIdentifier(node)) return undefined;
  const checker = session.checker();
  const symbol = checker?.getSymbolAtLocation(node);
  if (!checker || !symbol) return undefined;
  const holder = holderOf(typescript, node);
  const module = holder && checker.getSymbolAtLocation(holder);
  const exports = [
    // TypeScript knows the first name of `v4 as uuid` by where the module has it from.
    ...(isSpecifier(typescript, node.parent) ? importedBy(typescript, project, node.parent) : []),
    ...importedExports(typescript, project, symbol),
    // A re-export is declared elsewhere, but `ids.v4` is also an export of the module `ids`.
    ...(module ? importedExports(typescript, project, module).map((each) => ({ ...each, name: node.text })) : []),
    ...declaredExports(typescript, checker, symbol),
  ];
  return { span, exports };
}

/** The export whose member is being typed at a position: `Registry` of `Registry.getI`. */
export function holderAt(
  session: Session,
  project: Project,
  sourceFile: ts.SourceFile,
  position: number,
): (NamedExport & { readonly name: string }) | undefined {
  const { typescript } = session;
  const dot = /\.[\w$#]*$/.exec(sourceFile.text.slice(Math.max(0, position - 100), position));
  if (!dot) return undefined;
  const at = position - dot[0].length;
  const isAccess = (node: ts.Node): boolean => typescript.isPropertyAccessExpression(node) && node.expression.end <= at;
  const access = findAncestor(nodeAround(typescript, sourceFile, at), isAccess) as ts.PropertyAccessExpression | undefined;
  if (!access) return undefined;
  const checker = session.checker();
  const symbol = checker?.getSymbolAtLocation(access.expression);
  if (!checker || !symbol) return undefined;
  const all = [...importedExports(typescript, project, symbol), ...declaredExports(typescript, checker, symbol)];
  // A class may use its own members.
  const isOwn = ({ module }: NamedExport): boolean => module.kind === "file" && module.path === path.resolve(sourceFile.fileName);
  return all.flatMap((each) => (each.name === undefined || isOwn(each) ? [] : [{ ...each, name: each.name }]))[0];
}

/** An export of the module that a specifier names. */
export function exportOfSpecifier(project: Project, fileName: string, specifier: string, name: string | undefined): NamedExport {
  return { module: project.engine.modules.resolve(path.resolve(fileName), specifier), specifier, name };
}

/** An export of the module in a file, or of the package to which an installed file belongs. */
export function exportOfFile(fileName: string, name: string | undefined): NamedExport {
  return { module: moduleOfFile(fileName), name };
}

/** The names that a file imports: local name → export. */
export function importedNames(
  typescript: typeof ts,
  sourceFile: ts.SourceFile,
): ReadonlyMap<string, { readonly specifier: string; readonly name: string }> {
  const names = new Map<string, { readonly specifier: string; readonly name: string }>();
  for (const statement of sourceFile.statements) {
    if (!typescript.isImportDeclaration(statement) || !typescript.isStringLiteral(statement.moduleSpecifier)) continue;
    const specifier = statement.moduleSpecifier.text;
    const clause = statement.importClause;
    if (clause?.name) names.set(clause.name.text, { specifier, name: "default" });
    const bindings = clause?.namedBindings;
    if (!bindings || !typescript.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements)
      names.set(name.text, { specifier, name: (propertyName ?? name).text });
  }
  return names;
}

function isModulePath(typescript: typeof ts, { parent }: ts.Node): boolean {
  if (typescript.isImportDeclaration(parent) || typescript.isExportDeclaration(parent)) return true;
  if (typescript.isExternalModuleReference(parent)) return true;
  if (typescript.isLiteralTypeNode(parent)) return typescript.isImportTypeNode(parent.parent);
  if (!typescript.isCallExpression(parent)) return false;
  const { kind } = parent.expression;
  return kind === typescript.SyntaxKind.ImportKeyword || parent.expression.getText() === "require";
}

/** The expression before the dot of `ids.v4`. */
function holderOf(typescript: typeof ts, { parent }: ts.Node): ts.Node | undefined {
  if (typescript.isPropertyAccessExpression(parent)) return parent.expression;
  return typescript.isQualifiedName(parent) ? parent.left : undefined;
}

function importedExports(typescript: typeof ts, project: Project, symbol: ts.Symbol): NamedExport[] {
  return (symbol.declarations ?? []).flatMap((declaration) => importedBy(typescript, project, declaration));
}

function isSpecifier(typescript: typeof ts, node: ts.Node): node is ts.ImportSpecifier | ts.ExportSpecifier {
  return typescript.isImportSpecifier(node) || typescript.isExportSpecifier(node);
}

function importedBy(typescript: typeof ts, project: Project, declaration: ts.Declaration): NamedExport[] {
  const specifier = specifierOf(typescript, declaration);
  const exported = specifier && exportedName(typescript, declaration);
  return exported ? [exportOfSpecifier(project, declaration.getSourceFile().fileName, specifier, exported.name)] : [];
}

/** The module path of the import or export that declares a name, also in JSDoc. */
function specifierOf(typescript: typeof ts, declaration: ts.Declaration): string | undefined {
  if (typescript.isImportEqualsDeclaration(declaration)) {
    const { moduleReference } = declaration;
    const path = typescript.isExternalModuleReference(moduleReference) ? moduleReference.expression : undefined;
    return path && typescript.isStringLiteral(path) ? path.text : undefined;
  }
  const statement = findAncestor(declaration, (node) => "moduleSpecifier" in node || typescript.isVariableDeclaration(node));
  if (statement && typescript.isVariableDeclaration(statement)) return requiredSpecifier(typescript, statement);
  const path = (statement as { readonly moduleSpecifier?: ts.Node } | undefined)?.moduleSpecifier;
  return path && typescript.isStringLiteral(path) ? path.text : undefined;
}

function requiredSpecifier(typescript: typeof ts, { initializer }: ts.VariableDeclaration): string | undefined {
  if (!initializer || !typescript.isCallExpression(initializer) || initializer.expression.getText() !== "require")
    return undefined;
  const [path] = initializer.arguments;
  return path && typescript.isStringLiteral(path) ? path.text : undefined;
}

/** The exported name that a declaration imports; `name` is undefined for the whole module. */
function exportedName(typescript: typeof ts, declaration: ts.Declaration): { readonly name: string | undefined } | undefined {
  if (typescript.isImportClause(declaration)) return { name: "default" };
  if (typescript.isImportSpecifier(declaration) || typescript.isExportSpecifier(declaration))
    return { name: (declaration.propertyName ?? declaration.name).text };
  if (typescript.isBindingElement(declaration)) {
    const key = declaration.propertyName ?? declaration.name;
    return typescript.isIdentifier(key) ? { name: key.text } : undefined;
  }
  const isWhole =
    typescript.isNamespaceImport(declaration) ||
    typescript.isNamespaceExport(declaration) ||
    typescript.isVariableDeclaration(declaration) ||
    typescript.isImportEqualsDeclaration(declaration);
  return isWhole ? { name: undefined } : undefined;
}

function declaredExports(typescript: typeof ts, checker: ts.TypeChecker, symbol: ts.Symbol): NamedExport[] {
  const isAlias = (symbol.flags & typescript.SymbolFlags.Alias) !== 0;
  const origin = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  return (origin.declarations ?? []).flatMap((declaration) => {
    const { fileName } = declaration.getSourceFile();
    // A namespace means its module.
    if (typescript.isSourceFile(declaration)) return [exportOfFile(fileName, undefined)];
    // A local variable that happens to have an export's name is not that export.
    const module = checker.getSymbolAtLocation(declaration.getSourceFile());
    const isExported = module !== undefined && checker.getExportsOfModule(module).includes(origin);
    return isExported ? [exportOfFile(fileName, origin.name)] : [];
  });
}

function moduleOfFile(fileName: string): ModuleIdentity {
  const installed = /^.*\/node_modules\/(?:@types\/)?((?:@[^/]+\/)?[^/]+)/.exec(fileName);
  if (!installed) return { kind: "file", path: path.resolve(fileName) };
  return { kind: "package", name: installed[1]!.replace(/^(\w+)__(.+)$/, "@$1/$2"), subpath: "" };
}

function findAncestor(node: ts.Node, test: (node: ts.Node) => boolean): ts.Node | undefined {
  let at: ts.Node | undefined = node;
  while (at && !test(at)) at = at.parent;
  return at;
}

/** What contracts say of a place: of a violation, or of any name that one bans. */
export function contractAt(session: Session, fileName: string, position: number, setting: HoverSetting): EditorHover | undefined {
  const project = session.projectOf(fileName);
  if (!project) return undefined;
  const findings = session.findings(fileName);
  const hover = findings && hoverAt(findings, position, setting);
  if (hover) return hover;
  const sourceFile = session.sourceFile(fileName);
  const named = sourceFile && nameAt(session, project, sourceFile, position);
  if (!named) return undefined;
  const ban = named.exports.map((each) => findBan(project, each)).find((each) => each !== undefined);
  const { start, length } = named.span;
  return (
    ban && { span: [start, start + length], markdown: hoverOfBan(project, ban, { file: path.resolve(fileName), ...setting }) }
  );
}
