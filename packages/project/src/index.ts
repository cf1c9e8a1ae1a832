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
export { findRenames } from "./baseline/history.js";
export { findKnown } from "./baseline/known-violations.js";
export { mergeBaselines } from "./baseline/merge.js";
export { followMoves, type MovedFiles } from "./baseline/moves.js";
export { parseBaseline, type BaselineFault } from "./baseline/read-text.js";
export * from "./baseline/store.js";
export { importSuppressions, type ContractKey } from "./baseline/suppressions.js";
export { createSourceReader } from "./baseline/violation-source.js";
export { editBaseline, renderBaseline } from "./baseline/write-text.js";
export { contractsFor, findInSource, isFixable, mayConcern, placeOf, ruleIdOf } from "./findings.js";
export type { Finding, FindingPlace, SourceFindings } from "./findings.js";
export { fixInRounds, type FixedText, type FixTask } from "./fix-rounds.js";
export { askGit } from "./files/git.js";
export { IgnoredFiles } from "./files/ignored-files.js";
export { listFiles, type ListedFile } from "./files/list-files.js";
export { readSource, type SourceRead } from "./files/read-source.js";
export type { ActiveContract, Project } from "./project.js";
export { ProjectLoader, type ProjectLoaderOptions } from "./project-loader.js";
export { stampOfProject, stampOfRoots } from "./stamps.js";
export { findMockers } from "./mocks/find-mockers.js";
export { findHeldBack, kindOfSite, type HeldBack, type Mocker, type SiteOfExports } from "./mocks/hold-back.js";
