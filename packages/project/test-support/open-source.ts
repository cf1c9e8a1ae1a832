import type { SourceFile } from "@godwit/core/engine";
import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import { parseWithOxc } from "../../../test/support/parse-with-oxc.js";

/** A file as the command line supplies it; for tests. */
export function openSource(path: string, text: string): SourceFile {
  const { program, comments } = parseWithOxc(path, text);
  let scopes: ScopeManager | undefined;
  return {
    ...{ path, text, program },
    comments: () => comments,
    scopes: () => (scopes ??= analyze(program, { sourceType: "module", lib: [] })),
  };
}
