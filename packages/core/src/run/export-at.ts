import type { ModuleIdentity, Modules } from "../modules/index.js";
import { FileView } from "../semantics/file-view.js";
import { originOf } from "../semantics/origins.js";
import { innermostNode, type Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";
import type { SourceFile } from "../syntax/source-file.js";

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
