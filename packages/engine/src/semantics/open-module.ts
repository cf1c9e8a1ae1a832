import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { FileView } from "./file-view.js";
import type { DeclaringModule, Modules } from "@godwit/modules";

const views = new WeakMap<DeclaringModule, FileView>();

/** Another module as a file view, for questions about its names and nodes; its text and comments are not available. */
export function openModule(modules: Modules, module: DeclaringModule): FileView {
  const { path, program } = module;
  let scopes: ScopeManager | undefined;
  const view =
    views.get(module) ??
    new FileView(
      {
        path,
        text: "",
        program,
        comments: () => [],
        scopes: () => (scopes ??= analyze(program, { sourceType: "module", lib: [] })),
      },
      modules,
    );
  views.set(module, view);
  return view;
}
