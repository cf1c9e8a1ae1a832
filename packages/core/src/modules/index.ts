export { createModules, type ModulesOptions } from "./create-modules.js";
export { declaringModule, type Declarations, type Declared, type DeclaringModule } from "./declarations.js";
export {
  createFileTree,
  describeLook,
  isRecord,
  listDirectory,
  type DirectoryLook,
  type FileTree,
  type Looks,
} from "./file-tree.js";
export { createIgnoredBelow, IgnoreRules, type IsIgnored } from "./ignored.js";
export type { Modules, SettingsFault, SpecifierAnswer, SpecifierHabit } from "./modules.js";
export type { ExportOrigin, ModuleExport } from "./exports.js";
export { listedExports, type ExportTest, type PassageQuery } from "./passages.js";
export type { NeededBase } from "./projects.js";
export type { NamedModule } from "./named-modules.js";
export { type ModuleIdentity, ModuleIndex } from "./identities.js";
export { escapePattern } from "./word-characters.js";
export { oncePer, remember } from "./remember.js";
export { assertShallow, nestsLittle } from "./assert-shallow.js";
export { SourceSyntaxError, type ParsedSource, type ParseSource } from "./parsed-source.js";
export { createProjects, type Project as TypeScriptProject, type Projects as TypeScriptProjects } from "./projects.js";
export { possibleNames } from "./named-modules.js";
export { createWorkspaces } from "./workspaces.js";
export { isPartOfWord, wordEnd } from "./word-characters.js";
export { boundNames } from "./module-exports.js";
