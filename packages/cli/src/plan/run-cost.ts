import type { ImportGraph, RunCost } from "@godwit/project";
import type { FoundInFile } from "./read-sites.js";

/** Measured on public repositories of 300 to 4,000 files (docs/speed.md): CPU seconds and megabytes, what a run begins with and what each file adds. */
const LOCAL = { seconds: [3, 0.01], megabytes: [600, 1] } as const;
const ACROSS_FILES = { seconds: [10, 0.08], megabytes: [1200, 2.5] } as const;
/** The type checker collects garbage instead of taking more. */
const MOST_MEGABYTES = 7500;

/**
 * What a dry run of a contract costs about, by the files that the type checker may have to look at: those of the packages with a site, and
 * where edits go across files also all that load one of these sites' files. Undefined where a run can do nothing.
 */
export function estimateCost(
  found: ReadonlyMap<string, FoundInFile>,
  graph: ImportGraph,
  packageOf: (file: string) => string,
): RunCost | undefined {
  const edited = [...found].flatMap(([file, { steps }]) => (steps.size > 0 ? [file] : []));
  if (edited.length === 0) return undefined;
  const isAcross = [...found.values()].some(({ steps }) => steps.has("types") || steps.has("context") || steps.has("async"));
  const homes = new Set(edited.map(packageOf));
  const files = new Set(graph.files.filter((file) => homes.has(packageOf(file))));
  if (isAcross) for (const file of edited.flatMap((each) => graph.dependentsOf(each))) files.add(file);
  const { seconds, megabytes } = isAcross ? ACROSS_FILES : LOCAL;
  const of = ([start, each]: readonly [number, number]): number => Math.round(start + each * files.size);
  return { seconds: of(seconds), megabytes: Math.min(of(megabytes), MOST_MEGABYTES), files: files.size };
}
