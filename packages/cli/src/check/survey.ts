import { listFiles, type ActiveContract, type ListedFile, type Project } from "@godwit/project";
import { selectPaths } from "../files/select-paths.js";
import { checkPhase, requireProject, selectContracts } from "../project.js";
import { holdBack } from "./held-back.js";
import { checkFile, type FileCheck, type FileResult } from "./check-file.js";

/** Which files are checked, for which contracts. */
export interface SurveyOptions {
  /** Absolute path of a folder: the root is searched from there, and `paths` are relative to it. */
  readonly cwd: string;
  readonly paths?: readonly string[];
  readonly contracts?: readonly string[];
  readonly phase?: string | undefined;
  readonly fix?: boolean;
  /** Whether a fix waits for a test that mocks what it changes and can't follow; true when not given. */
  readonly holdsBack?: boolean;
  /** Only these of the files (relative to the root). */
  readonly only?: ReadonlySet<string>;
  /** Keeps the source of each finding, for baselines. */
  readonly keepsSources?: boolean;
  onProgress?(done: number, total: number): void;
}

/** The results of all files. */
export interface Survey {
  readonly project: Project;
  /** The selected contracts. */
  readonly contracts: readonly ActiveContract[];
  readonly files: readonly ListedFile[];
  /** In the order of the files. */
  readonly results: readonly FileResult[];
  readonly context: FileCheck;
}

/** Checks the files of a root. Throws `UsageError` if it can't run with these options. */
export function survey(options: SurveyOptions): Survey {
  return surveyProject(requireProject(options.cwd), options);
}

/** The same for a root that is open already. */
export function surveyProject(project: Project, options: SurveyOptions): Survey {
  const contracts = selectContracts(project, options.contracts ?? []);
  checkPhase(contracts, options.phase);
  const { only } = options;
  const all = listFiles(project.root);
  const listed = all.filter((file) => !only || only.has(file.path));
  const files = selectPaths(listed, options.paths ?? [], project.root, options.cwd);
  const { root, engine } = project;
  const { phase, fix = false, keepsSources = false, holdsBack = true } = options;
  const search = { engine, contracts, phase, keepsSources };
  const heldBack = fix && holdsBack ? holdBack(search, { root, all, selected: files }) : undefined;
  const context = { ...search, root, fix, heldBack };
  const results: FileResult[] = [];
  for (const file of files) {
    options.onProgress?.(results.length, files.length);
    results.push(checkFile(context, file));
  }
  return { project, contracts, files, results, context };
}
