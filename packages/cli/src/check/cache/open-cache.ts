import { CheckCache, keyOfAnswers, type AskedOfAll, type CacheOptions } from "./check-cache.js";
import { readContractTexts } from "./contract-texts.js";

/** Opens the cache of the root around a folder. */
export function openCache(options: CacheOptions, { cwd, ...asked }: AskedOfAll & { readonly cwd: string }): CheckCache {
  const { found, texts } = readContractTexts(cwd);
  return new CheckCache(options, { root: found.root, key: keyOfAnswers(options.build, texts, asked) });
}
