import type { Modules } from "../modules/index.js";
import { isLoad } from "../semantics/import-circles.js";
import { FileView } from "../semantics/file-view.js";
import type { ModuleReference } from "../semantics/module-reference.js";
import type { SourceFile } from "../syntax/source-file.js";

/** The specifiers of modules that load the file, and that it loads itself only in its second version. */
export function findNewCircles(before: SourceFile, after: SourceFile, modules: Modules): readonly string[] {
  const resolve = ({ specifier }: ModuleReference) => modules.resolve(after.path, specifier);
  const known = loadsOf(before, modules).map(resolve);
  return loadsOf(after, modules).flatMap((reference) => {
    const module = resolve(reference);
    const isNew = !known.some((each) => modules.isSameModule(each, module));
    return isNew && modules.loadDistance(module, after.path) !== undefined ? [reference.specifier] : [];
  });
}

function loadsOf(source: SourceFile, modules: Modules): readonly ModuleReference[] {
  return new FileView(source, modules).moduleReferences().filter(isLoad);
}
