export { createModules, type ModulesOptions } from "./create-modules.js";
export {
  declaringModule,
  type Declarations,
  type Declared,
  type DeclaredPath,
  type DeclaringModule,
} from "./exports/declarations.js";
export {
  createFileTree,
  describeLook,
  isRecord,
  listDirectory,
  type DirectoryLook,
  type FileTree,
  type Looks,
} from "./tree/file-tree.js";
export { createIgnoredBelow, IgnoreRules, type IsIgnored } from "./tree/ignored.js";
export type { Modules, SettingsFault } from "./create-modules.js";
export type { SpecifierHabit } from "./specifiers/habits.js";
export type { SpecifierAnswer } from "./specifiers/package-specifiers.js";
export { closingBrace, isSameOrigin, type ExportOrigin, type ModuleExport } from "./exports/exports.js";
export type { OtherForms } from "./exports/installed-exports.js";
export { listedExports, type ExportTest, type PassageQuery } from "./prefilter/passages.js";
export type { NeededBase } from "./packages/projects.js";
export type { NamedModule, TypeImports } from "./resolving/named-modules.js";
export { type ModuleIdentity, ModuleIndex, packageSpecifier } from "./resolving/identities.js";
export { escapePattern } from "./parsing/nests-little.js";
export { oncePer, remember } from "./tree/remember.js";
export { assertShallow } from "./parsing/assert-shallow.js";
export { nestsLittle } from "./parsing/nests-little.js";
export { SourceSyntaxError, type ParsedSource, type ParseSource, type WithParsed } from "./parsing/parsed-source.js";
export { createProjects, type Project as TypeScriptProject, type Projects as TypeScriptProjects } from "./packages/projects.js";
export { isTypeScript } from "./tree/paths.js";
export { possibleNames } from "./resolving/named-modules.js";
export { createWorkspaces } from "./packages/workspaces.js";
export { isPartOfWord, wordEnd } from "./parsing/nests-little.js";
export { boundNames } from "./exports/module-exports.js";
