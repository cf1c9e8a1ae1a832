export {
  type Analysis,
  type CompiledRule,
  type Engine,
  type EngineOptions,
  type Violation,
  type ExportUse,
  type Lack,
  type LackedType,
  type ReplacedExpression,
} from "./run/engine.js";
export { isEndedByValue, judgeOf } from "./reasons/reasons.js";
export type { DisablingComment } from "./semantics/directives.js";
export { loadsManyFiles, mayLoadUser, type MockedModule, type MockingFile, type SetUp } from "./run/mocked-modules.js";
export { GLOBAL_PATH } from "./semantics/mocks/global-stubs.js";
export { type ChangedText, type EngineHost, type SourceFile, type TypeInformation } from "./syntax/source-file.js";
export type { MethodLeft } from "./rules/define-rule.js";
export type { RepositoryFile } from "./rules/expectation.js";
export type { UnmatchedSearch } from "./run/search-unmatched.js";
export type { Content } from "./scan/content-scan.js";
export type { Level } from "./edits/edit.js";
export type { Range, TextEdit } from "./syntax/ranges.js";
export { isBindable } from "./syntax/identifiers.js";
export { focusedOn } from "./syntax/node-places.js";
export { childrenOf, identifiersIn, moduleExportName, type Node } from "./syntax/nodes.js";
export type { Ban, ContractFacts, WrappingType } from "./run/contract-facts.js";
export { ruleDescriptions, ruleDocs, ruleNames, WRITTEN_RULES } from "./rules/index.js";
export { keepEnd, shorten } from "./run/messages.js";
export { describeAction, describePurpose, describeReplacement, describeShortly, describeViolation } from "./run/messages.js";
export { createEngine, RuleOptionError } from "./run/create-engine.js";
export { applyTextEdits } from "./edits/compose.js";
export { isSetupFile, isTestFile, mayHaveTests } from "./semantics/mocks/test-declarations.js";
export { createTypeInformation } from "./semantics/types/type-questions.js";
export { rewriteExpression, narrowingOf, narrowTypes } from "./run/across-files/narrow-types.js";
export { insertTyped, type TypedInsertion } from "./run/across-files/insert-typed.js";
export { listModuleSpecifiers, type ModuleSpecifier, exportAt, listExports } from "./run/across-files/list-exports.js";
export { findNewCircles } from "./run/export-changes.js";
export { childAt, enclosingName, findMentions, type Mention } from "./run/across-files/find-repository-uses.js";
export { traceValue, type Trace, type TracedFile, type TraceTarget } from "./run/across-files/trace-value.js";
export type { FlowUse } from "./semantics/flows/uses.js";
export { writeExport, namesUsedIn, removeDeclaration, removeNames } from "./run/across-files/remove-code.js";
export { findOverlap } from "./run/find-endless.js";
export { findRepositoryUses, type KnownFiles, type RepositoryUses } from "./run/across-files/find-repository-uses.js";
export { keyOf as keyOfModule } from "./semantics/local-names.js";
