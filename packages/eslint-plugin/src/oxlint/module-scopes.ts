import type { SourceFile } from "@godwit/core/engine";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESLint } from "@typescript-eslint/utils";
import { toSourceFile } from "../source-file.js";

/**
 * Oxlint's `SourceCode` as the engine sees a file. To oxlint a file without imports and exports is a script, whose names every
 * other file sees; every other front takes it for a module.
 */
export function withModuleScopes(file: string, sourceCode: Readonly<TSESLint.SourceCode>): SourceFile {
  const isCommonJs = file.endsWith(".cjs");
  let scopes: ScopeManager | undefined;
  return {
    ...toSourceFile(file, sourceCode),
    hasScopes: false,
    scopes: () =>
      (scopes ??= analyze(sourceCode.ast, {
        sourceType: isCommonJs ? "script" : "module",
        globalReturn: isCommonJs,
        lib: [],
      })),
  };
}
