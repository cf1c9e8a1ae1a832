import type { ModuleIdentity } from "../modules/index.js";
import type { FileView } from "./file-view.js";
import type { Node } from "../syntax/nodes.js";
import { runsAtLoad } from "./load-time.js";
import type { ExportRef } from "./export-ref.js";
import { isLoad, type ModuleReference } from "./module-reference.js";
import { topLevelDependents } from "./top-level-dependents.js";
import { usesOf } from "./uses.js";

/** An export, and the module that it would be imported from. */
interface NewImport {
  readonly wanted: ExportRef;
  readonly module: ModuleIdentity;
}

/**
 * Whether a use of what an import brings can fail by a circle of imports: it runs at load, when its module may not be
 * there yet, or the export itself is made with what the use is in, and would call itself.
 */
export function isUnsafeCircle(file: FileView, { wanted, module }: NewImport, at: Node): boolean {
  const { modules, path } = file;
  if (modules.loadDistance(module, path) === undefined) return false;
  const home = modules.exportOrigin(wanted.module, wanted.exported)?.module ?? wanted.module;
  if (modules.mentionsExports(home, path, topLevelDependents(file, at))) return true;
  return runsAtLoad(file, at) && !isThereAlready(file, module, home);
}

/** Whether the file's first import of a module closes a circle, which is not a danger by itself, but may be against the project's lint. */
export function closesForbiddenCircle(file: FileView, module: ModuleIdentity): boolean {
  const { modules, path } = file;
  const isImported = (reference: ModuleReference): boolean =>
    isLoad(reference) && modules.isSameModule(modules.resolve(path, reference.specifier), module);
  return (
    modules.loadDistance(module, path) !== undefined && !file.moduleReferences().some(isImported) && modules.forbidsCircles(path)
  );
}

/** Whether the file depends on the module at load already: through other modules, or by a use of it that runs at load. */
function isThereAlready(file: FileView, module: ModuleIdentity, home: ModuleIdentity): boolean {
  const { modules, path } = file;
  return file.moduleReferences().some((reference) => {
    if (!isLoad(reference)) return false;
    const loaded = modules.resolve(path, reference.specifier);
    // An import that a fix has only just added for uses in functions makes nothing safe.
    if (modules.isSameModule(loaded, module) || modules.isSameModule(loaded, home))
      return reference.names.some(
        ({ variable, isTypeOnly }) => !!variable && !isTypeOnly && usesOf(file, variable).some((use) => runsAtLoad(file, use)),
      );
    return home.kind === "file" && modules.loadDistance(loaded, home.path, path) !== undefined;
  });
}
