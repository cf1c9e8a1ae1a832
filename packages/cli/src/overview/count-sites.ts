import type { Problem } from "@godwit/core/contracts";
import { KeptContracts, listWords, type CacheOptions, type PlanSite, type Project } from "@godwit/project";
import { unusableSettings } from "../check/settings.js";
import { surveyProject } from "../check/survey.js";
import { requireProject } from "../project.js";

/** All violations of a root, and what could not be looked at. */
export interface CountedSites {
  readonly project: Project;
  /** How many files were looked at. */
  readonly files: number;
  /** Those of planned contracts included. */
  readonly sites: readonly PlanSite[];
  /** What in the contracts matches nothing: a slip of the pen would look like a finished migration. */
  readonly unmatched: readonly Problem[];
  /** Contracts with errors, settings that can't be used, and files that could not be read or parsed. */
  readonly problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
}

/** How sites are counted. */
export interface CountOptions {
  readonly cwd: string;
  readonly cache?: CacheOptions | undefined;
  onProgress?(done: number, total: number): void;
}

/** Finds all violations, with what earlier runs know of the contracts. */
export function countSites({ cwd, cache, onProgress }: CountOptions): CountedSites {
  const project = requireProject(cwd, cache && ((root) => new KeptContracts({ root, ...cache })));
  const options = { cwd, unmatched: true, ...(onProgress && { onProgress }) };
  const { files, results, unmatched } = surveyProject(project, options);
  const settings = unusableSettings(project);
  return {
    project,
    files: files.length,
    sites: results.flatMap(({ findings, planned }): readonly PlanSite[] => [...findings, ...planned]),
    unmatched: unmatched?.list().filter(({ code }) => code === "matches-nothing") ?? [],
    problems: [
      ...project.problems.filter(({ severity }) => severity === "error"),
      ...settings,
      ...results.flatMap((each) => each.problems),
    ],
  };
}

/** Sentences about what the numbers of some contracts (their ids) leave out, or may leave out. */
export function notesOnCount(counted: CountedSites, chosen: ReadonlySet<string>): readonly string[] {
  const { project, unmatched } = counted;
  const files = new Set(project.contracts.flatMap(({ contract: { id, file } }) => (chosen.has(id) ? [file] : [])));
  const inPart = new Set(unmatched.flatMap(({ file }) => (files.has(file) ? [file] : [])));
  return [
    ...(inPart.size > 0
      ? [`Part of ${listWords([...inPart])} matches nothing, which may be a slip. godwit check says which part.`]
      : []),
  ];
}
