import type { BuildResult } from "esbuild";

/** Writes the bundle; gives back what went into it. */
export function bundle(outfile?: string): Promise<BuildResult<{ metafile: true }>>;
