import type { ModuleView } from "./module-view.js";
import { declaringModule, type DeclaringModule } from "../modules/index.js";

const modules = new WeakMap<ModuleView, DeclaringModule>();

/** The top-level declarations of the file, in the form in which those of other modules are read. */
export function ownModule(file: ModuleView): DeclaringModule {
  const known = modules.get(file) ?? declaringModule(file.path, file.program, file.text);
  modules.set(file, known);
  return known;
}
