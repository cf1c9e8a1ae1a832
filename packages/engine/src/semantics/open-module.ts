import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { FileView } from "./file-view.js";
import type { DeclaringModule, Modules } from "@godwit/modules";

const views = new WeakMap<DeclaringModule, FileView>();

/** Another module as a file that can be asked what its names and nodes are; its text and comments are not kept. */
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
