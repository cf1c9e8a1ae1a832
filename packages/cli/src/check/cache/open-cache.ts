import { KeptContracts } from "@godwit/project";
import type { Recorder } from "@godwit/core/modules";
import { CheckCache, keyOfAnswers, type AskedOfAll, type CacheOptions } from "./check-cache.js";
import { readContractTexts } from "./contract-texts.js";

/** Opens the cache of the root around a folder. */
export function openCache(options: CacheOptions, { cwd, ...asked }: AskedOfAll & { readonly cwd: string }): CheckCache {
  const { found, texts } = readContractTexts(cwd);
  return new CheckCache(options, { root: found.root, key: keyOfAnswers(options.build, texts, asked) });
}

/** How what earlier runs found out about contracts is opened; `recorder` records what this run is made of. */
export function keptContracts(
  { build, folder, startedAt }: CacheOptions,
  recorder: Recorder | undefined,
): (root: string) => KeptContracts {
  return (root) =>
    new KeptContracts({
      ...{ root, build, recorder },
      ...(folder !== undefined && { folder }),
      ...(startedAt !== undefined && { startedAt }),
    });
}
