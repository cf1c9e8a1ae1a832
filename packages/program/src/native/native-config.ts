import path from "node:path";
import type ts from "typescript";
import { type ProjectConfig, writesDeclarations } from "../configs.js";

/** Options that TypeScript 7 no longer has, or that are about what a build writes: they are taken out. */
const LEFT_OUT = [
  ...["baseUrl", "outFile", "out", "charset", "keyofStringsOnly", "noImplicitUseStrict", "noStrictGenericChecks"],
  ...["suppressExcessPropertyErrors", "suppressImplicitAnyIndexErrors", "importsNotUsedAsValues", "preserveValueImports"],
  ...["downlevelIteration", "esModuleInterop", "allowSyntheticDefaultImports", "alwaysStrict", "ignoreDeprecations"],
  ...["tsBuildInfoFile", "outDir", "declarationDir", "rootDir", "plugins"],
];
/** The values of `target`, `module` and `moduleResolution` that it no longer has. */
const OLDEST_TARGET = 2;
const OLD_MODULES: ReadonlySet<number> = new Set([0, 2, 3, 4]);
const [NODE_10, CLASSIC] = [2, 1];
const [COMMON_JS, ES_2015, NODE_16, PRESERVE] = [1, 5, 100, 200];

/** Where TypeScript 7 finds the config that it opens in place of a project's own one. */
export function nativePathOf(config: ProjectConfig): string {
  return `${config.path}.godwit-judge.json`;
}

/**
 * The config with which TypeScript 7 checks a project: it extends the project's own one, lists its files, and says by other options what 7
 * dropped, or takes for granted where nothing is said.
 */
export function nativeConfigText(config: ProjectConfig): string {
  const { options, fileNames, roughlyLike } = config;
  const compilerOptions: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries<unknown>(LEFT_OUT.map((name) => [name, null])),
    ...{ noEmit: true, composite: false, incremental: false, emitDeclarationOnly: false },
    declaration: writesDeclarations(config),
    // Several checkers would each make the same types.
    singleThreaded: true,
    ...scriptOptions(options),
    ...pathsOf(options),
    ...(isBefore6(config) && formerDefaults(options)),
    ...modulesOf(config),
  };
  return JSON.stringify({
    extends: `./${path.basename(roughlyLike ?? config.path)}`,
    compilerOptions,
    files: fileNames,
    include: [],
  });
}

/** What a `jsconfig.json` means by its name. */
function scriptOptions({ allowJs, checkJs, maxNodeModuleJsDepth }: ts.CompilerOptions): object {
  return { allowJs, checkJs, maxNodeModuleJsDepth };
}

function pathsOf({ baseUrl, paths = {} }: ts.CompilerOptions): object {
  if (baseUrl === undefined) return {};
  const absolute = new Map([["*", [path.join(baseUrl, "*")]]]);
  for (const [name, places] of Object.entries(paths))
    absolute.set(
      name,
      places.map((place) => path.resolve(baseUrl, place)),
    );
  return { paths: Object.fromEntries(absolute) };
}

function isBefore6({ typescript: { version } }: ProjectConfig): boolean {
  return Number(version.split(".")[0]) < 6;
}

function formerDefaults({ strict, types, noUncheckedSideEffectImports, target, lib }: ts.CompilerOptions): object {
  return {
    strict: strict ?? false,
    noUncheckedSideEffectImports: noUncheckedSideEffectImports ?? false,
    ...(types === undefined && { types: ["*"] }),
    ...(target === undefined && { target: "es2015" }),
    ...(target === undefined && lib === undefined && { lib: ["es5", "dom", "dom.iterable", "scripthost"] }),
  };
}

function modulesOf(config: ProjectConfig): object {
  const { target, module: own, moduleResolution } = config.options;
  const module = own ?? (isBefore6(config) ? ((target ?? 0) >= OLDEST_TARGET ? ES_2015 : COMMON_JS) : undefined);
  const isOldModule = module !== undefined && OLD_MODULES.has(module);
  const isOldWay = moduleResolution === NODE_10 || moduleResolution === CLASSIC;
  const isImplied = moduleResolution === undefined && module !== undefined && module < NODE_16;
  return {
    ...(target !== undefined && target < OLDEST_TARGET && { target: "es2015" }),
    ...(isOldModule ? { module: "commonjs" } : own === undefined && module !== undefined && { module: nameOf(module) }),
    ...((isOldWay || isImplied) && module !== PRESERVE && { moduleResolution: "bundler" }),
  };
}

function nameOf(module: number): string {
  return module === COMMON_JS ? "commonjs" : "es2015";
}
