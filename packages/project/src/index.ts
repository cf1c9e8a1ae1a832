export { isBaselineProblem } from "./baseline/accepted.js";
export {
  addEntries,
  compareWithBaseline,
  grownEntries,
  maxEntries,
  subtractEntries,
  type Comparison,
} from "./baseline/compare.js";
export { countKeys, sortEntries, totalOf, type BaselineEntry, type EntryKey } from "./baseline/entry.js";
export { findGrowth, type ContractGrowth, type Growth } from "./baseline/growth.js";
export { findRenames, readFilesAt } from "./baseline/history.js";
export { findKnown } from "./baseline/known-violations.js";
export { mergeBaselines } from "./baseline/merge.js";
export { followMoves, type MovedFiles } from "./baseline/moves.js";
export { parseBaseline, type BaselineFault } from "./baseline/read-text.js";
export * from "./baseline/store.js";
export { importSuppressions, type ContractKey } from "./baseline/suppressions.js";
export { createSourceReader } from "./baseline/violation-source.js";
export { editBaseline, renderBaseline } from "./baseline/write-text.js";
export { readCache, toPart, parsePart, writeCache } from "./cache/cache-file.js";
export { footprintOf, isAsSeen, joinFootprints, type Footprint } from "./cache/footprint.js";
export { cacheFolder, type CacheOptions } from "./cache/cache-folder.js";
export { findKeptRun, keepRun, type KeptRunOptions } from "./cache/kept-run.js";
export { KeptContracts, type KeptContractsOptions } from "./cache/kept-contracts.js";
export { BUILD } from "./cache/build.js";
export { concerning, contractsFor, findInSource, isFixable, placeOf, ruleIdOf } from "./findings.js";
export type { Finding, FindingPlace, SourceFindings } from "./findings.js";
export { describeMany, listed } from "./many-findings.js";
export { fixInRounds, type FixedText, type FixTask } from "./fix-rounds.js";
export * from "./files/changed-files.js";
export { askGit, findHookIndex, readObjects } from "./files/git.js";
export { IgnoredFiles } from "./files/ignored-files.js";
export {
  isLinkInside,
  listAllFiles,
  listFiles,
  isUnreadableName,
  listPaths,
  sourcesOf,
  type ListedFile,
  type Listing,
} from "./files/list-files.js";
export { decodeSource, keepSource, readSource, type SourceRead, type SourceText } from "./files/read-source.js";
export type { ActiveContract, Project } from "./project.js";
export { ProjectLoader, type ProjectLoaderOptions } from "./project-loader.js";
export { settingsProblems, type SettingsProblem } from "./settings-problems.js";
export { stampOfProject, stampOfRoots } from "./stamps.js";
export { findMockers, openingWith, readMocker } from "./mocks/find-mockers.js";
export { MockIndex } from "./mocks/mock-index.js";
export { findOutsideMocks, isMovable, outsideSites, type MockQuestion } from "./mocks/outside-mocks.js";
export {
  findHeldBack,
  kindOfSite,
  sharesExport,
  siteOfExports,
  whyMockLacks,
  type HeldBack,
  type Mocker,
  type SiteOfExports,
} from "./mocks/hold-back.js";
export { groupByMocks } from "./mocks/group-by-mocks.js";
export { makePlan, type FileFacts, type PlanInput } from "./plan/make-plan.js";
export type * from "./plan/plan.js";
export {
  blockersOf,
  listWords,
  phasesOf,
  progressOf,
  progressOfAll,
  type PhaseProgress,
  type Progress,
} from "./plan/progress.js";
export { isBridgeThere, isStaticMember, moduleOfBridge, parseBridge, type BridgeTarget } from "./bridges/bridge-target.js";
export { ImportGraph, type ImportEdge } from "./consumers/import-graph.js";
export { isTestCode, isTestFile } from "./consumers/test-files.js";
export { readCommits, type BlobChange, type CommitHistory, type HistoryChoice, type HistoryCommit } from "./history/commits.js";
export { dayOf, daysBetween, paceOf, sampleCounts, type Pace, type PastCount } from "./history/pace.js";
export {
  makeStatus,
  ownersBySite,
  type ContractPast,
  type ContractStatus,
  type GroupKind,
  type StatusGroup,
  type StatusOverview,
} from "./overview/status.js";
export { createPackageFinder } from "./files/package-folder.js";
export {
  changeSince,
  digestOfFiles,
  evidenceFile,
  originOfEvidence,
  readEvidence,
  writeEvidence,
  type Evidence,
  type EvidenceFault,
} from "./gates/evidence.js";
export { gateStates, kindOfGate, type GateFacts } from "./gates/gate-states.js";
export { quoteWord } from "./plan/quote-word.js";
export type { ConsumedTarget, Consumer, ConsumersReport, ConsumerUse, Wrapper } from "./consumers/consumers.js";
export { listConsumers, type ConsumersInput } from "./consumers/list-consumers.js";
export type { BridgeState, BridgeUser, RemovableName, RuntimeUse } from "./bridges/bridge-state.js";
export { findLastUse, type LastUse } from "./bridges/last-use.js";
export { PathMentions } from "./bridges/path-mentions.js";
export { findUncommitted } from "./files/uncommitted.js";
export { testExamples, type ExamplePlace, type ExampleResult } from "./examples/test-examples.js";
