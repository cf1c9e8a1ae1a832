export { createModules, type ModulesOptions, type Modules } from "./create-modules.js";
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
export { createIgnored, IgnoreRules, type IsIgnored } from "./tree/ignored.js";
export type { SpecifierAnswer } from "./specifiers/package-specifiers.js";
export { closingBrace, isSameOrigin, type ModuleExport } from "./exports/exports.js";
export type { OtherForms } from "./exports/installed-exports.js";
export { DOTS } from "./prefilter/tokens.js";
export { listedExports, type ExportTest, type PassageQuery } from "./prefilter/passages.js";
export { type TypeImports, possibleNames } from "./resolving/named-modules.js";
export { type ModuleIdentity, ModuleIndex, packageSpecifier } from "./resolving/identities.js";
export { escapePattern, nestsLittle, isPartOfWord, wordEnd } from "./parsing/nests-little.js";
export { oncePer, remember } from "./tree/remember.js";
export { assertShallow } from "./parsing/assert-shallow.js";
export { SourceSyntaxError, type ParsedSource, type ParseSource, type WithParsed } from "./parsing/parsed-source.js";
export { createProjects, type Project as TypeScriptProject } from "./packages/projects.js";
export { isDeclaration, isTypeScript } from "./tree/paths.js";
export { createWorkspaces } from "./packages/workspaces.js";
export { boundNames } from "./exports/module-exports.js";
