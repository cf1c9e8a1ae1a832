export { contractsFor, findInSource, isFixable, mayConcern, placeOf, ruleIdOf } from "./findings.js";
export type { Finding, FindingPlace, SourceFindings } from "./findings.js";
export { fixInRounds, type FixedText, type FixTask } from "./fix-rounds.js";
export { IgnoredFiles } from "./files/ignored-files.js";
export { listFiles, type ListedFile } from "./files/list-files.js";
export { readSource, type SourceRead } from "./files/read-source.js";
export type { ActiveContract, Project } from "./project.js";
export { ProjectLoader, type ProjectLoaderOptions } from "./project-loader.js";
export { stampOfProject, stampOfRoots } from "./stamps.js";
