import { KeptContracts, type CacheOptions, type PlanSite, type Project } from "@godwit/project";
import { unusableSettings } from "../check/settings.js";
import { surveyProject } from "../check/survey.js";
import type { ListedFinding } from "../check/finding.js";
import { requireProject } from "../project.js";
import { describeEmbedded } from "../reporters/check/check-summary.js";

/** All violations of a root, and what could not be looked at. */
export interface CountedSites {
  readonly project: Project;
  /** Those of planned contracts included. */
  readonly sites: readonly PlanSite[];
  /** What the scripts have that other files embed, which counts nowhere. */
  readonly embedded: readonly Pick<ListedFinding, "contract" | "file">[];
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
  const { results, embedded } = surveyProject(project, { cwd, embedding: true, ...(onProgress && { onProgress }) });
  const settings = unusableSettings(project);
  return {
    project,
    sites: results.flatMap(({ findings, planned }): readonly PlanSite[] => [...findings, ...planned]),
    embedded: embedded.flatMap(({ findings }) => findings),
    problems: [
      ...project.problems.filter(({ severity }) => severity === "error"),
      ...settings,
      ...results.flatMap((each) => each.problems),
    ],
  };
}

/** A sentence about what some contracts (their ids) have in scripts that other files embed; none where they have nothing. */
export function notesOnEmbedded({ embedded }: CountedSites, chosen: ReadonlySet<string>): readonly string[] {
  const own = embedded.filter(({ contract }) => chosen.has(contract));
  return own.length > 0 ? [`Not counted: ${describeEmbedded(own)}. godwit check names each.`] : [];
}
