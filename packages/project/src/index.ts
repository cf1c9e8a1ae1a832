export { isBaselineProblem, findKnown } from "./baseline/known-violations.js";
export {
  addEntries,
  compareWithBaseline,
  grownEntries,
  maxEntries,
  subtractEntries,
  mergeBaselines,
} from "./baseline/known-violations.js";
export { countKeys, totalOf, type BaselineEntry, type EntryKey } from "./baseline/read-text.js";
export { findGrowth, type ContractGrowth, type Growth, followMoves } from "./baseline/growth.js";
export { findRenames, readFilesAt } from "./baseline/history.js";
export { parseBaseline, editBaseline, renderBaseline } from "./baseline/read-text.js";
export * from "./baseline/store.js";
export { importSuppressions, type ContractKey } from "./baseline/suppressions.js";
export { createSourceReader } from "./baseline/tokens.js";
export { readCache, toPart, parsePart, writeCache, cacheFolder, type CacheOptions, BUILD, cacheFor } from "./cache/cache-file.js";
export { footprintOf, isAsSeen, joinFootprints, lookLater, type Footprint, mayHaveChanged } from "./cache/footprint.js";
export { findKeptRun, keepRun, type KeptRunOptions, KeptContracts } from "./cache/kept-run.js";
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
  createPackageFinder,
} from "./files/list-files.js";
export { decodeSource, keepSource, readSource, type SourceRead, SourceText } from "./files/read-source.js";
export { type ActiveContract, type Project, settingsProblems } from "./project.js";
export { describeOrigin, originOf } from "./overview/status.js";
export { ProjectLoader, stampOfNamed, stampOfRoot, stampOfRoots } from "./project-loader.js";
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
export { quoteWord, progressOfAll } from "./plan/plan.js";
export { makePlan, type FileFacts } from "./plan/make-plan.js";
export {
  assignBatches,
  BATCH_KINDS,
  parseBatchRecord,
  withRecordedBatches,
  writeBatchRecord,
  type BatchRecord,
  type BatchSizing,
} from "./plan/sized-batches.js";
export {
  fateOfBridge,
  isStaticMember,
  moduleOfBridge,
  parseBridge,
  type BridgeTarget,
  findLastUse,
} from "./bridges/bridge-target.js";
export { ImportGraph, isTestCode, listConsumers, readGiver } from "./consumers/consumers.js";
export { everFewer, readCommits, type HistoryChoice, type HistoryCommit } from "./history/commits.js";
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
  originOfEvidence,
  readEvidence,
  writeEvidence,
  type Evidence,
  type EvidenceFault,
} from "./gates/gate-states.js";
export { gateStates, kindOfGate } from "./gates/gate-states.js";
export * from "./results/bridges-result.js";
export * from "./results/consumers-result.js";
export * from "./results/plan-result.js";
export * as shapes from "./results/shapes.js";
export type { ConsumerRisk, Data, PlanSite } from "./results/shapes.js";
export { PathMentions } from "./bridges/bridge-target.js";
export { testExamples, type ExamplePlace, type ExampleResult } from "./examples/test-examples.js";
export { counted, describeMany, grouped, kindsText, listWords } from "./words.js";
