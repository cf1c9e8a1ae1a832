import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { moduleExportName, unwrap, type Node } from "../syntax/nodes.js";
import { type DeclaringModule, type ModuleIdentity, type Modules, oncePer, remember } from "../modules/index.js";
import { type ExportRef, type ModuleView, openModule } from "./module-view.js";

/** Whether the file is the export's own module and the identifier means the export. */
export function isOwnExport(file: ModuleView, node: Node, ref: ExportRef): boolean {
  const inner = unwrap(node);
  if (ref.module.kind !== "file" || ref.module.path !== file.path || inner.type !== "Identifier") return false;
  const variable = topLevelVariable(file, inner);
  return !!variable && (variable.name === ref.exported || exportedNames(variable).includes(ref.exported));
}

/** The module's variable for an identifier; inside a class, the class's name has a second variable, which is not meant. */
function topLevelVariable(file: ModuleView, identifier: TSESTree.Identifier): Variable | undefined {
  const variable = file.variableOf(identifier);
  const { block } = variable?.scope ?? {};
  if (block?.type === "Program") return variable;
  if (block?.type !== "ClassDeclaration" || block.id?.name !== identifier.name || !block.parent) return undefined;
  const outer = file.findVariable(identifier.name, block.parent);
  return outer?.scope.block.type === "Program" ? outer : undefined;
}

/** The names under which a module exports a variable with `export default` or `export { … }`. */
function exportedNames(variable: Variable): string[] {
  const declared = variable.defs.some(({ node }) => node.parent?.type === "ExportDefaultDeclaration") ? ["default"] : [];
  const listed = variable.references.flatMap(({ identifier: { parent } }) => {
    if (parent.type === "ExportDefaultDeclaration") return ["default"];
    return parent.type === "ExportSpecifier" ? [moduleExportName(parent.exported)] : [];
  });
  return [...declared, ...listed];
}

/** The class, function or declarator of the export, if the file is its module. */
export function topLevelDeclaration(file: FileView, ref: ExportRef): Node | undefined {
  if (ref.module.kind !== "file" || ref.module.path !== file.path) return undefined;
  const variables = file.scopes().scopes.flatMap(({ block, variables: own }) => (block.type === "Program" ? own : []));
  const variable = variables.find((each) => each.name === ref.exported || exportedNames(each).includes(ref.exported));
  return variable?.defs[0]?.node;
}

/** Whether other files can use the variable: it is exported, or a global of a script. */
export function isVisibleToOthers(file: FileView, variable: Variable): boolean {
  const statement = declarationOf(variable);
  if (statement?.parent?.type.startsWith("Export")) return true;
  const isScript =
    variable.scope.type === ("global" as string) && !file.moduleReferences().some(({ kind }) => kind === "require");
  return (
    isScript ||
    variable.references.some(({ identifier }) =>
      /^(?:ExportSpecifier|ExportDefaultDeclaration|TSExportAssignment)$/u.test(identifier.parent?.type ?? ""),
    )
  );
}

function declarationOf(variable: Variable): Node | undefined {
  const node = variable.defs[0]?.node as Node | undefined;
  return node?.type === "VariableDeclarator" ? node.parent : node;
}

/** The values that a CommonJS module exports as a whole. */
export function wholesOf(modules: Modules, opened: DeclaringModule): Node[] {
  const view = openModule(modules, opened);
  const wholes = [
    ...view.nodes("TSExportAssignment").map(({ expression }) => expression),
    ...view.nodes("AssignmentExpression").flatMap(({ left, right }) => (view.textOf(left) === "module.exports" ? [right] : [])),
  ];
  return wholes.map((whole) => (whole.type === "Identifier" ? (opened.values.get(whole.name) ?? whole) : whole));
}

const openedBy = oncePer((_: FileView) => new Map<string, DeclaringModule | undefined>());

/** A module that each of a file's uses asks about: it is parsed once for all of them. */
function openedFrom(file: FileView, path: string): DeclaringModule | undefined {
  return remember(openedBy(file), path, () => file.modules.declarations.read(path));
}

/** Whether a module of the repository exports one value, and no object of names. */
export function exportsOneValue(file: FileView, module: ModuleIdentity): boolean {
  const { modules } = file;
  if (module.kind !== "file" || modules.exportedNames(module).join() !== "default") return false;
  const opened = openedFrom(file, module.path);
  const wholes = opened ? wholesOf(modules, opened) : [];
  return wholes.length > 0 && wholes.every(({ type }) => type !== "ObjectExpression");
}

/** The export as code takes it that requires modules: the default of one in CommonJS is all of it. */
export function asRequired(file: FileView, ref: ExportRef): ExportRef {
  if (ref.exported !== "default" || file.layout().moduleKind !== "commonjs" || ref.module.kind !== "file") return ref;
  const opened = openedFrom(file, ref.module.path);
  const isWhole =
    opened && !/\b__esModule\b|\bexports\.default\b/u.test(opened.text) && wholesOf(file.modules, opened).length > 0;
  return isWhole ? { ...ref, exported: "*" } : ref;
}
