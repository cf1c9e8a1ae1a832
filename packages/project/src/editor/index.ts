export {
  actionsAt,
  fixAllOf,
  fixFile,
  type ActionSetting,
  type EditorAction,
  type FixAllAction,
  type SiteAction,
} from "./actions.js";
export { readDryRun, type DryRunRoot, titleOf, type AcrossFilesSubject, describeRoot, tellOf } from "./across-files/tell.js";
export { giveToRoot, type GivenRoot, unitsOf, type PlaceToRead } from "./across-files/give-root.js";
export { findBan, type NamedExport, completionPolicy, type CompletionPolicy, factsOf } from "./completion/completion.js";
export { contractProblemsOf, settingsProblemsOf, type ContractProblem, type EditorSettingsProblem } from "./diagnostics.js";
export { diagnosticsOf, shortTitle, type EditorDiagnostic } from "./diagnostics.js";
export type { Document, Span } from "./document.js";
export { findingsOf, plannedFindingsOf, type FileFindings } from "./findings.js";
export { hoverAt, hoverOfBan, type EditorHover, type HoverSetting } from "./hover.js";
export { describeLeft, ProjectScan, type ContractCount, type Site } from "./project/project-scan.js";
export { INLAY_HINT_SETTINGS, inlayHintsIn, type InlayHintSetting } from "./inlay-hints.js";
export { baselineFolder, ruleIdOf, type ActiveContract, type Finding, type Project } from "../index.js";
export {
  hoverOfName,
  replacementsAt,
  typedAt,
  writeReplacement,
  type OfferedReplacement,
  type WrittenFile,
} from "./completion/replacements.js";
export { reviewChange, type ChangeReview, type ReviewedRules } from "./actions.js";
export { summaryOf } from "./diagnostics.js";
export { Workspace } from "./workspace.js";
export { wrapValue } from "./completion/replacements.js";
export {
  BufferParser,
  findFault,
  openText,
  parseChanged,
  parseDetached,
  parseSource,
  toSourceFile,
} from "./typescript/estree.js";
export { completeContract, explainKey } from "./contract-files/complete.js";
export { exportFixes, type ExportSetting, followMovesIn, contractOfMove, countImporters } from "./contract-files/export-fixes.js";
export { definitionAt, linksIn, outlineOf, type OutlineItem, exampleVerdicts } from "./contract-files/outline.js";
export { problemsIn, type ContractFileProblem } from "./contract-files/export-fixes.js";
export { childrenAt, entryAt, readContractText } from "./contract-files/contract-text.js";
export {
  actionEditsOf,
  actionEntriesOf,
  commandLinks,
  entryOf,
  fileFixesOf,
  reportOf,
  toFileFixes,
} from "./extension/answers.js";
export { createPositions, spanOf } from "./extension/protocol.js";
export { readEditorSettings, settingsForFile, type EditorSettings } from "./extension/answers.js";
export type { AcrossFilesArguments, AcrossFilesEntry, PluginRequests, RootEntry, ServerRequests } from "./extension/protocol.js";
export { describeMatches, patternHints, PatternCounts } from "./contract-files/pattern-counts.js";
export { describeWaiting, fixProject, mergeEdits, type ProjectFix, type ProjectFixes } from "./project/project-fixes.js";
export { draftContract } from "./contract-files/new-contract.js";
