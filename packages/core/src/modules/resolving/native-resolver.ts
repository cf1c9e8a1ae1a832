import { PROBED_EXTENSIONS, SOURCES_OF } from "../tree/paths.js";
import { createRequire } from "node:module";
import type { NapiResolveOptions, ResolverFactory } from "oxc-resolver";
import { remember } from "../tree/remember.js";

/** Finds the file that a specifier leads to; undefined if it does not know. */
export type NativeResolver = (from: string, specifier: string, conditions: readonly string[]) => string | undefined;

/**
 * oxc-resolver, which knows tsconfig, package exports and Plug'n'Play as TypeScript and Node do
 * (https://github.com/oxc-project/oxc-resolver). It is a native module: where it can't be loaded, such as
 * in an editor's single-file bundle, our own lookup answers alone.
 */
export function createNativeResolver(): NativeResolver {
  const factories = new Map<string, ResolverFactory | undefined>();
  return (from, specifier, conditions) => {
    const factory = remember(factories, conditions.join(), () => {
      const Factory = load();
      return Factory && new Factory(optionsWith(conditions));
    });
    try {
      return factory?.resolveFileSync(from, specifier).path?.replace(/\?.*$/u, "");
    } catch {
      return undefined;
    }
  };
}

function load(): typeof ResolverFactory | undefined {
  try {
    const require = createRequire(import.meta.url);
    return (require("oxc-resolver") as { ResolverFactory: typeof ResolverFactory }).ResolverFactory;
  } catch {
    return undefined;
  }
}

function optionsWith(conditions: readonly string[]): NapiResolveOptions {
  return {
    tsconfig: "auto",
    extensions: [...PROBED_EXTENSIONS],
    extensionAlias: Object.fromEntries(Object.entries(SOURCES_OF).map(([written, sources]) => [written, [...sources, written]])),
    conditionNames: [...conditions, "types", "import", "require", "node", "default"],
    mainFields: ["main"],
  };
}
