import type { FileView } from "./file-view.js";

/**
 * What can be asked of any module of the repository: its text, its tree and what its names mean. Comments are left out, and with
 * them all that needs them: the fronts read those of the file that is analysed, and not those of others.
 */
export type ModuleView = Pick<
  FileView,
  | "path"
  | "text"
  | "textOf"
  | "program"
  | "nodes"
  | "modules"
  | "scopes"
  | "scopeAt"
  | "findVariable"
  | "variableOf"
  | "moduleReferences"
  | "importedName"
  | "moduleReferenceAt"
>;
