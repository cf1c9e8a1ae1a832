export type {
  Analysis,
  CompiledRule,
  Engine,
  EngineHost,
  EngineOptions,
  Level,
  NearDuplicate,
  Suggestion,
  TextEdit,
  Violation,
} from "./engine.js";
export { SourceSyntaxError, type ParsedSource, type SourceFile, type TypeInformation } from "./source-file.js";
export type { ExportOrigin, ModuleIdentity, Modules, SpecifierAnswer, SpecifierHabit } from "./modules/modules.js";
export { createModules, type ModulesOptions } from "./modules/create-modules.js";
export { createFileTree, isRecord, type FileTree } from "./modules/file-tree.js";
export { createProjects, type Project as TypeScriptProject, type Projects as TypeScriptProjects } from "./modules/projects.js";
export { createIgnoredBelow } from "./modules/ignored.js";
export type { RuleDocs } from "./rules/define-rule.js";
export { ruleDocs } from "./rules/index.js";
export { createEngine, RuleOptionError } from "./create-engine.js";
export { applyTextEdits } from "./edits/compose.js";
export { uuidSourceIds } from "./rules/raw-uuid/sources.js";
export { createTypeInformation } from "./type-questions.js";
export { rewriteExpression, type ExpressionRewrite } from "./rewrite-expression.js";
