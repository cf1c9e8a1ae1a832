import type { TSESTree } from "@typescript-eslint/types";
import type { Modules, ModuleIdentity } from "../../modules/index.js";
import { FileView } from "../../semantics/file-view.js";
import { moduleExportName, type Node, innermostNode } from "../../syntax/nodes.js";
import { type Range } from "../../syntax/ranges.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { originOf } from "../../semantics/origins.js";

/** The names that a module's text exports, without those of `export *`. */
export function listExports({ body }: TSESTree.Program): readonly string[] {
  return body.flatMap((statement): readonly string[] => {
    if (statement.type === "ExportDefaultDeclaration") return ["default"];
    if (statement.type === "ExportAllDeclaration") return statement.exported ? [moduleExportName(statement.exported)] : [];
    if (statement.type !== "ExportNamedDeclaration") return [];
    const { declaration, specifiers } = statement;
    const declared =
      declaration?.type === "VariableDeclaration"
        ? declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : []))
        : declaration && "id" in declaration && declaration.id?.type === "Identifier"
          ? [declaration.id.name]
          : [];
    return [...declared, ...specifiers.map(({ exported }) => moduleExportName(exported))];
  });
}

/** A specifier in a file's text. */
export interface ModuleSpecifier {
  readonly specifier: string;
  /** Between its quotes. */
  readonly range: Range;
}

/** Every place where a file names a module (imports, re-exports, `require`, mocks, types, JSDoc), in the order of the text. */
export function listModuleSpecifiers(source: SourceFile, modules: Modules): readonly ModuleSpecifier[] {
  return new FileView(source, modules)
    .moduleReferences()
    .map(({ specifier, specifierRange: [start, end] }) => ({ specifier, range: [start + 1, end - 1] }));
}

/** A name or a module path in a file, and the export that it means. */
export interface PlacedExport {
  readonly range: Range;
  readonly module: ModuleIdentity;
  readonly specifier: string;
  /** Undefined for the module itself. */
  readonly name: string | undefined;
}

/** The export or module of another file that the name or module path at an offset means, also in JSDoc; undefined where there is none. */
export function exportAt(source: SourceFile, modules: Modules, offset: number): PlacedExport | undefined {
  const file = new FileView(source, modules);
  const isHere = ([start, end]: Range): boolean => start <= offset && offset < end;
  const placed = (range: Range, specifier: string, name: string | undefined): PlacedExport => ({
    ...{ range, specifier, module: modules.resolve(file.path, specifier) },
    name: name === "*" ? undefined : name,
  });
  const references = file.moduleReferences();
  for (const { specifier, specifierRange } of references)
    if (isHere(specifierRange)) return placed(specifierRange, specifier, undefined);
  const node = innermostNode(file.program, [offset, offset + 1]);
  const origin = originOf(file, meant(node));
  if (origin?.reference && origin.path.length <= 1) return placed(node.range, origin.reference.specifier, origin.path[0]);
  for (const { specifier, names } of references)
    for (const { imported, local, range } of names)
      for (const own of [local?.range, range])
        if (own && isHere(own) && imported !== "*") return placed(own, specifier, imported);
  return undefined;
}

/** Of the name behind a dot, the whole member. */
function meant(node: Node): Node {
  const { parent } = node;
  const isProperty =
    (parent?.type === "MemberExpression" && !parent.computed) || parent?.type === "JSXMemberExpression"
      ? parent.property === node
      : false;
  return isProperty ? parent! : node;
}
