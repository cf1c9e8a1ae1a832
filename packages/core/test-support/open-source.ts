import { analyze, type ScopeManager } from "@typescript-eslint/scope-manager";
import type { SourceFile } from "../src/syntax/source-file.js";
import { parseWithOxc } from "../../../test/support/parse-with-oxc.js";

/** A file as the command line supplies it; for tests. */
export function openSource(path: string, text: string): SourceFile {
  const { program, comments } = parseWithOxc(path, text);
  // oxc gives comments an end and a start alone.
  const ranged = (comments as unknown as readonly { start: number; end: number }[]).map((comment) => ({
    ...comment,
    range: [comment.start, comment.end],
  })) as unknown as typeof comments;
  let scopes: ScopeManager | undefined;
  return {
    path,
    text,
    program,
    comments: () => ranged,
    scopes: () => (scopes ??= analyze(program, { sourceType: "module", lib: [] })),
  };
}
