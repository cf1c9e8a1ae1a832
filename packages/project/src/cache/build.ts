declare const GODWIT_BUILD: string | undefined;

import type { CacheOptions } from "./cache-file.js";

/** A digest of the code of this bundle; undefined where the sources run as they are, so that no one knows what an answer came from. */
export const BUILD: string | undefined = typeof GODWIT_BUILD === "string" ? GODWIT_BUILD : undefined;

/** What keeps results for the next run; undefined where somebody wants none (`--no-cache`), or the code has no digest. */
export function cacheFor({ cache }: { readonly cache?: boolean }): CacheOptions | undefined {
  return cache === false || BUILD === undefined ? undefined : { build: BUILD, startedAt: Date.now() };
}
