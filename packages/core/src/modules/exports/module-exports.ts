import { AST_NODE_TYPES as Node, type TSESTree } from "@typescript-eslint/types";
import { readCommonJs } from "./commonjs-exports.js";
import { propertyName, requiredSpecifier, type ExportEntry, type ExportTable } from "./export-table.js";

type Binding = { value: boolean; type: boolean } | Extract<ExportEntry, { kind: "from" }>;
type Bindings = Map<string, Binding>;

/** Reads a module's exports from its tree. */
export function readExports(program: TSESTree.Program): ExportTable {
  const table: ExportTable = { names: new Map(), stars: [], unlisted: new Set(), opaque: false };
  const bindings: Bindings = new Map();
  for (const statement of program.body) bindStatement(bindings, statement);
  for (const statement of program.body) readStatement(table, bindings, statement);
  const isModule = program.body.some((statement) => /^(?:Import|Export|TSExport|TSImportEquals)/.test(statement.type));
  if (!isModule) readCommonJs(program, table, (name) => importedBinding(bindings, name));
  return table;
}

function importedBinding(bindings: Bindings, name: string): ExportEntry | undefined {
  const binding = bindings.get(name);
  return binding && "kind" in binding ? binding : undefined;
}

function readStatement(table: ExportTable, bindings: Bindings, statement: TSESTree.ProgramStatement): void {
  switch (statement.type) {
    case Node.ExportNamedDeclaration:
      return readNamed(table, bindings, statement);
    case Node.ExportAllDeclaration: {
      const { source, exported, exportKind } = statement;
      const typeOnly = exportKind === "type";
      if (exported) table.names.set(nameOf(exported), { kind: "from", specifier: source.value, name: "*", typeOnly });
      else table.stars.push({ specifier: source.value, typeOnly });
      return;
    }
    case Node.ExportDefaultDeclaration:
      table.names.set("default", defaultEntry(bindings, statement.declaration));
      return;
    case Node.TSExportAssignment:
      return readAssignment(table, bindings, statement);
    case Node.TSImportEqualsDeclaration:
      // `export import A = B.C` in parsers that give it no wrapper.
      return;
    default:
  }
}

function readNamed(table: ExportTable, bindings: Bindings, statement: TSESTree.ExportNamedDeclaration): void {
  const { declaration, source, specifiers, exportKind } = statement;
  if (declaration) {
    const own: Bindings = new Map();
    bindStatement(own, declaration);
    for (const name of own.keys()) table.names.set(name, entryOf(bindings, name, false));
  }
  for (const specifier of specifiers) {
    const local = nameOf(specifier.local);
    const typeOnly = exportKind === "type" || specifier.exportKind === "type";
    const entry: ExportEntry = source
      ? { kind: "from", specifier: source.value, name: local, typeOnly }
      : entryOf(bindings, local, typeOnly);
    table.names.set(nameOf(specifier.exported), entry);
  }
}

function defaultEntry(bindings: Bindings, declaration: TSESTree.ExportDefaultDeclaration["declaration"]): ExportEntry {
  if (declaration.type === Node.TSInterfaceDeclaration) return { kind: "local", meaning: "type" };
  if (declaration.type === Node.Identifier) return entryOf(bindings, declaration.name, false);
  const local = "id" in declaration && declaration.id?.type === Node.Identifier ? declaration.id.name : undefined;
  return { kind: "local", meaning: "value", ...(local !== undefined && { local }) };
}

/** `export = x`: the module is x, so its default is x and its names are x's members. */
function readAssignment(table: ExportTable, bindings: Bindings, { expression }: TSESTree.TSExportAssignment): void {
  const entry: ExportEntry =
    expression.type === Node.Identifier ? entryOf(bindings, expression.name, false) : { kind: "local", meaning: "value" };
  table.names.set("default", entry);
  table.names.set("export=", entry);
  if (entry.kind === "from" && entry.name === "*") table.stars.push({ specifier: entry.specifier, typeOnly: entry.typeOnly });
  if (expression.type !== Node.ObjectExpression) {
    table.opaque = true;
    return;
  }
  for (const property of expression.properties) {
    if (property.type !== Node.Property || property.computed) table.opaque = true;
    else table.names.set(propertyName(property.key), valueEntry(bindings, property.value));
  }
}

function valueEntry(bindings: Bindings, value: TSESTree.Node): ExportEntry {
  return value.type === Node.Identifier ? entryOf(bindings, value.name, false) : { kind: "local", meaning: "value" };
}

function entryOf(bindings: Bindings, name: string, typeOnly: boolean): ExportEntry {
  const binding = bindings.get(name);
  if (binding && "kind" in binding) return typeOnly ? { ...binding, typeOnly } : binding;
  const isType = typeOnly || (binding !== undefined && !binding.value);
  return { kind: "local", meaning: isType ? "type" : "value", ...(binding && { local: name }) };
}

function bindStatement(bindings: Bindings, statement: TSESTree.Node): void {
  switch (statement.type) {
    case Node.ImportDeclaration:
      return bindImport(bindings, statement);
    case Node.TSImportEqualsDeclaration:
      return bindImportEquals(bindings, statement);
    case Node.ExportNamedDeclaration:
      if (statement.declaration) bindStatement(bindings, statement.declaration);
      return;
    case Node.ExportDefaultDeclaration:
      return bindStatement(bindings, statement.declaration);
    case Node.VariableDeclaration:
      for (const { id } of statement.declarations) for (const name of boundNames(id)) add(bindings, name, "value");
      bindModules(bindings, statement);
      return;
    case Node.FunctionDeclaration:
    case Node.TSDeclareFunction:
    case Node.TSEnumDeclaration:
      if (statement.id) add(bindings, statement.id.name, "value");
      return;
    case Node.ClassDeclaration:
      if (statement.id) add(bindings, statement.id.name, "value", "type");
      return;
    case Node.TSInterfaceDeclaration:
    case Node.TSTypeAliasDeclaration:
      return add(bindings, statement.id.name, "type");
    case Node.TSModuleDeclaration:
      if (statement.id.type === Node.Identifier && statement.kind !== "global") {
        add(bindings, statement.id.name, holdsValues(statement) ? "value" : "type");
      }
      return;
    default:
  }
}

function add(bindings: Bindings, name: string, ...meanings: readonly ("value" | "type")[]): void {
  const known = bindings.get(name);
  const binding = known && !("kind" in known) ? known : { value: false, type: false };
  for (const meaning of meanings) binding[meaning] = true;
  bindings.set(name, binding);
}

function bindImport(bindings: Bindings, statement: TSESTree.ImportDeclaration): void {
  for (const specifier of statement.specifiers) {
    const isNamed = specifier.type === Node.ImportSpecifier;
    const name = isNamed ? nameOf(specifier.imported) : specifier.type === Node.ImportDefaultSpecifier ? "default" : "*";
    const typeOnly = statement.importKind === "type" || (isNamed && specifier.importKind === "type");
    bindings.set(specifier.local.name, { kind: "from", specifier: statement.source.value, name, typeOnly });
  }
}

function bindImportEquals(bindings: Bindings, statement: TSESTree.TSImportEqualsDeclaration): void {
  const { moduleReference: reference, id, importKind } = statement;
  const path = reference.type === Node.TSExternalModuleReference ? reference.expression : undefined;
  if (path?.type !== Node.Literal || typeof path.value !== "string") return add(bindings, id.name, "value", "type");
  bindings.set(id.name, { kind: "from", specifier: path.value, name: "*", typeOnly: importKind === "type" });
}

/** `const { a } = require("./b")`, `const b = require("./b")`, and `const b = namespace`, at the top level. */
function bindModules(bindings: Bindings, statement: TSESTree.VariableDeclaration): void {
  for (const { id, init } of statement.declarations) {
    const held = init?.type === Node.Identifier && statement.kind === "const" ? importedBinding(bindings, init.name) : undefined;
    if (held?.kind === "from" && held.name === "*" && id.type === Node.Identifier) bindings.set(id.name, held);
    const specifier = init && requiredSpecifier(init);
    if (specifier === undefined || specifier === null) continue;
    if (id.type === Node.Identifier) bindings.set(id.name, { kind: "from", specifier, name: "*", typeOnly: false });
    if (id.type !== Node.ObjectPattern) continue;
    for (const property of id.properties) {
      if (property.type !== Node.Property || property.computed || property.value.type !== Node.Identifier) continue;
      bindings.set(property.value.name, { kind: "from", specifier, name: propertyName(property.key), typeOnly: false });
    }
  }
}

/** A namespace of types alone leaves nothing at run time. */
function holdsValues(declaration: TSESTree.TSModuleDeclaration): boolean {
  const { body } = declaration;
  const statements: readonly TSESTree.Node[] = body && "body" in body ? (Array.isArray(body.body) ? body.body : [body.body]) : [];
  return statements.some((statement) => {
    const inner = statement.type === Node.ExportNamedDeclaration ? (statement.declaration ?? statement) : statement;
    if (inner.type === Node.TSModuleDeclaration) return holdsValues(inner);
    return inner.type !== Node.TSInterfaceDeclaration && inner.type !== Node.TSTypeAliasDeclaration;
  });
}

/** The names that a pattern declares. */
export function boundNames(pattern: TSESTree.Node): readonly string[] {
  switch (pattern.type) {
    case Node.Identifier:
      return [pattern.name];
    case Node.ObjectPattern:
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === Node.RestElement ? property.argument : property.value),
      );
    case Node.ArrayPattern:
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case Node.AssignmentPattern:
      return boundNames(pattern.left);
    case Node.RestElement:
      return boundNames(pattern.argument);
    default:
      return [];
  }
}

function nameOf(node: TSESTree.Identifier | TSESTree.StringLiteral): string {
  return node.type === Node.Identifier ? node.name : node.value;
}
