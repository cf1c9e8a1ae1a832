import type { FileView } from "../../semantics/file-view.js";
import type { ExportRef } from "../../semantics/export-ref.js";
import { meansExport, namesType } from "../../semantics/scope-lookup.js";

/** Whether a file writes a type: in an annotation, behind `extends` or `implements`, or where it declares it. */
export function writesType(file: FileView, type: ExportRef): boolean {
  if (type.module.kind === "file" && type.module.path === file.path) return true;
  const bases = [...file.nodes("TSInterfaceHeritage"), ...file.nodes("TSClassImplements")];
  return (
    file.nodes("TSTypeReference").some((reference) => namesType(file, reference, type)) ||
    bases.some(({ expression }) => expression.type === "Identifier" && meansExport(file, expression, type))
  );
}
