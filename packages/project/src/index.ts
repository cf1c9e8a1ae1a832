export { isBaselineProblem, findKnown } from "./baseline/known-violations.js";
export {
  addEntries,
  compareWithBaseline,
  grownEntries,
  maxEntries,
  subtractEntries,
  type Comparison,
  mergeBaselines,
} from "./baseline/known-violations.js";
export { countKeys, sortEntries, totalOf, type BaselineEntry, type EntryKey } from "./baseline/read-text.js";
export { findGrowth, type ContractGrowth, type Growth, followMoves, type MovedFiles } from "./baseline/growth.js";
export { findRenames, readFilesAt } from "./baseline/history.js";
export { parseBaseline, type BaselineFault, editBaseline, renderBaseline } from "./baseline/read-text.js";
export * from "./baseline/store.js";
export { importSuppressions, type ContractKey } from "./baseline/suppressions.js";
export { createSourceReader } from "./baseline/tokens.js";
export { readCache, toPart, parsePart, writeCache } from "./cache/cache-file.js";
export { footprintOf, isAsSeen, joinFootprints, lookLater, type Footprint } from "./cache/footprint.js";
export { mayHaveChanged } from "./cache/footprint.js";
export { cacheFolder, type CacheOptions } from "./cache/cache-file.js";
export { findKeptRun, keepRun, type KeptRunOptions } from "./cache/kept-run.js";
export { KeptContracts, type KeptContractsOptions } from "./cache/kept-run.js";
export { BUILD, cacheFor } from "./cache/cache-file.js";
export {
  concerning,
  contractsFor,
  findInSource,
  isFixable,
  placeOf,
  ruleIdOf,
  type Finding,
  type FindingPlace,
  type SourceFindings,
  fixInRounds,
  type FixedText,
  type FixTask,
} from "./findings.js";
export * from "./files/changed-files.js";
export { askGit, findHookIndex, readObjects, findUncommitted } from "./files/git.js";
export { IgnoredFiles } from "./files/ignored-files.js";
export {
  isLinkInside,
  listAllFiles,
  absoluteOf,
  listFiles,
  isUnreadableName,
  listPaths,
  sourcesOf,
  type ListedFile,
  type Listing,
  createPackageFinder,
} from "./files/list-files.js";
export { decodeSource, keepSource, readSource, type SourceRead, SourceText } from "./files/read-source.js";
export { type ActiveContract, type Project, settingsProblems, type SettingsProblem } from "./project.js";
export { describeOrigin, originOf, type OriginResult } from "./overview/status.js";
export { ProjectLoader, type ProjectLoaderOptions } from "./project-loader.js";
export { stampOfNamed, stampOfRoot, stampOfRoots } from "./project-loader.js";
export {
  findAskers,
  findMockers,
  openingWith,
  findOutsideMocks,
  isMovable,
  outsideSites,
  type MockQuestion,
} from "./mocks/mock-index.js";
export { MockIndex, groupByMocks } from "./mocks/mock-index.js";
export {
  findHeldBack,
  includesUse,
  indexLoaders,
  indexMockers,
  isLacking,
  isStillGiven,
  kindOfSite,
  mayBeAskedFor,
  sharesExport,
  siteOfExports,
  whyMockLacks,
  type HeldBack,
  type SiteOfExports,
} from "./mocks/hold-back.js";
export { MockerSearch, type Mocker } from "./mocks/mocker.js";
export { groupBy, listed } from "./group-by.js";
export { quoteWord } from "./plan/plan.js";
export { makePlan, type FileFacts, type PlanInput } from "./plan/make-plan.js";
export {
  assignBatches,
  BATCH_KINDS,
  parseBatchRecord,
  withRecordedBatches,
  writeBatchRecord,
  type BatchRecord,
  type BatchSizing,
} from "./plan/sized-batches.js";
export { blockersOf, phasesOf, progressOf, progressOfAll, type PhaseProgress, type Progress } from "./plan/plan.js";
export {
  fateOfBridge,
  isStaticMember,
  moduleOfBridge,
  parseBridge,
  type BridgeTarget,
  findLastUse,
  type LastUse,
} from "./bridges/bridge-target.js";
export { ImportGraph, type ImportEdge, isTestCode } from "./consumers/consumers.js";
export {
  everFewer,
  readCommits,
  type BlobChange,
  type CommitHistory,
  type HistoryChoice,
  type HistoryCommit,
} from "./history/commits.js";
export {
  dayOf,
  daysBetween,
  paceOf,
  sampleCounts,
  type Pace,
  type PastCount,
  makeStatus,
  ownersBySite,
  type ContractPast,
  type ContractStatus,
  type GroupKind,
  type StatusGroup,
  type StatusOverview,
} from "./overview/status.js";
export {
  changeSince,
  digestOfFiles,
  evidenceFile,
  originOfEvidence,
  readEvidence,
  writeEvidence,
  type Evidence,
  type EvidenceFault,
} from "./gates/gate-states.js";
export { gateStates, kindOfGate, type GateFacts } from "./gates/gate-states.js";
export { listConsumers, readGiver, type ConsumersInput } from "./consumers/consumers.js";
export * from "./results/bridges-result.js";
export * from "./results/consumers-result.js";
export * from "./results/plan-result.js";
export * as shapes from "./results/shapes.js";
export type { Complexity, ConsumerRisk, Data, PlanSite } from "./results/shapes.js";
export { PathMentions } from "./bridges/bridge-target.js";
export { testExamples, type ExamplePlace, type ExampleResult } from "./examples/test-examples.js";
export { counted, describeMany, grouped, kindsText, listWords } from "./words.js";
