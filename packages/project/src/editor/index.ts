export {
  actionsAt,
  fixAllOf,
  fixFile,
  type AcrossFilesAction,
  type ActionSetting,
  type CommandAction,
  type EditorAction,
  type FixAllAction,
  type SiteAction,
} from "./actions.js";
export { readDryRun, type AcrossFilesDryRun, type DryRunRoot, type DryRunWave } from "./across-files/tell.js";
export { giveToRoot, type GivenRoot, type RootPlace } from "./across-files/give-root.js";
export { titleOf, type AcrossFilesSubject } from "./across-files/tell.js";
export { describeRoot, tellOf } from "./across-files/tell.js";
export { unitsOf, type AcrossFilesEdit, type PlaceToRead } from "./across-files/give-root.js";
export { findBan, type NamedExport } from "./completion/completion.js";
export { completionPolicy, type CompletionPolicy, type CompletionVerdict } from "./completion/completion.js";
export { contractProblemsOf, settingsProblemsOf, type ContractProblem, type EditorSettingsProblem } from "./diagnostics.js";
export { diagnosticsOf, shortTitle, type ContractPlace, type EditorDiagnostic } from "./diagnostics.js";
export type { Document, Span } from "./document.js";
export { findingsOf, plannedFindingsOf, type FileFindings } from "./findings.js";
export { hoverAt, hoverOfBan, type EditorHover, type HoverSetting } from "./hover.js";
export {
  describeLeft,
  ProjectScan,
  type ContractCount,
  type ScanHost,
  type Site,
  type SitedFile,
} from "./project/project-scan.js";
export { INLAY_HINT_SETTINGS, inlayHintsIn, type EditorInlayHint, type InlayHintSetting } from "./inlay-hints.js";
export { baselineFolder, ruleIdOf, type ActiveContract, type Finding, type Project } from "../index.js";
export {
  hoverOfName,
  replacementsAt,
  typedAt,
  writeReplacement,
  type OfferedReplacement,
  type WrittenFile,
  type WrittenReplacement,
} from "./completion/replacements.js";
export { reviewChange, type ChangeReview, type ReviewedRules } from "./actions.js";
export { summaryOf, type ContractSummary } from "./diagnostics.js";
export { Workspace, type WorkspaceHost } from "./workspace.js";
export { factsOf } from "./completion/completion.js";
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
export { completeContract, type CompletionSetting, type ContractCompletion } from "./contract-files/complete.js";
export { exportFixes, type ExportSetting } from "./contract-files/export-fixes.js";
export { explainKey } from "./contract-files/complete.js";
export { definitionAt, linksIn, type ContractDefinition, type ContractLink } from "./contract-files/outline.js";
export { followMovesIn, type MovedPath } from "./contract-files/export-fixes.js";
export { outlineOf, type OutlineItem } from "./contract-files/outline.js";
export { problemsIn, type ContractFileProblem } from "./contract-files/export-fixes.js";
export {
  childrenAt,
  entryAt,
  readContractText,
  type ContractText,
  type Entry,
  type Step,
} from "./contract-files/contract-text.js";
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
export type {
  AcrossFilesArguments,
  AcrossFilesEntry,
  ContractEntry,
  ExtensionRequests,
  FileFixes,
  FileReport,
  PluginRequests,
  RootEntry,
  ServerRequests,
} from "./extension/protocol.js";
export { exampleVerdicts, type ExampleVerdict } from "./contract-files/outline.js";
export {
  describeMatches,
  patternHints,
  PatternCounts,
  type PatternCount,
  type PatternHint,
  type PatternHost,
} from "./contract-files/pattern-counts.js";
export { describeWaiting, fixProject, mergeEdits, type ProjectFix, type ProjectFixes } from "./project/project-fixes.js";
export { draftContract, type NewContract } from "./contract-files/new-contract.js";
export { contractOfMove, countImporters, type ImporterHost } from "./contract-files/export-fixes.js";
