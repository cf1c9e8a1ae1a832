export { createModules, type ModulesOptions } from "./create-modules.js";
export { declaringModule, type Declarations, type Declared, type DeclaringModule } from "./declarations.js";
export { createFileTree, isRecord, type FileTree } from "./file-tree.js";
export { createIgnoredBelow, type IsIgnored } from "./ignored.js";
export type { Modules, SpecifierAnswer, SpecifierHabit } from "./modules.js";
export type { ExportOrigin } from "./exports.js";
export type { ModuleIdentity } from "./identities.js";
export { SourceSyntaxError, type ParsedSource, type ParseSource } from "./parsed-source.js";
export { createProjects, type Project as TypeScriptProject, type Projects as TypeScriptProjects } from "./projects.js";
