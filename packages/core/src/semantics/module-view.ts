import { type ScopeManager, analyze } from "@typescript-eslint/scope-manager";
import { FileView } from "./file-view.js";
import { declaringModule, type DeclaringModule, type ModuleIdentity, type Modules, oncePer } from "../modules/index.js";

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

/** An export that a replacement uses, under the name that the contract gives it. */
export interface ExportRef {
  readonly name: string;
  /** What code calls it where that is not the contract's name. */
  readonly local?: string;
  readonly module: ModuleIdentity;
  readonly exported: string;
  /** The module's default export and the module as a whole count too, where they are the same thing. */
  readonly inAllForms?: boolean;
  /** All exports that the contract names: what code gets as another of these is not this one, even where a bridge makes them the same. */
  readonly others?: readonly ExportRef[];
}

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

/** Gives the nodes of a module their parents, which its declarations are read without. */
export function linkParents(file: ModuleView, module: DeclaringModule): void {
  if (module.path !== file.path) openModule(file.modules, module).nodes("Program");
}

/** The top-level declarations of a file, in the form in which those of other modules are read. */
export const ownModule = oncePer((file: ModuleView) => declaringModule(file.path, file.program, file.text));
