import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import type { DeclaringModule, Modules } from "../modules/index.js";
import { FileView } from "./file-view.js";
import type { ModuleView } from "./module-view.js";

const views = new WeakMap<DeclaringModule, ModuleView>();

/** Another module of the repository, to be asked what its names and nodes are. */
export function openModule(modules: Modules, module: DeclaringModule): ModuleView {
  const { path, text, program } = module;
  let scopes: ScopeManager | undefined;
  const view =
    views.get(module) ??
    new FileView(
      {
        path,
        text,
        program,
        // A `ModuleView` can't be asked for them; its module references are those of the code.
        comments: () => [],
        scopes: () => (scopes ??= analyze(program, { sourceType: "module", lib: [] })),
      },
      modules,
    );
  views.set(module, view);
  return view;
}
