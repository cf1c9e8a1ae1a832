import type { TSESTree } from "@typescript-eslint/types";

/** Comments that a tool reads as being about the code right below them. */
const NEXT_CODE = new RegExp(
  [
    String.raw`@ts-(?:ignore|expect-error)\b`,
    String.raw`(?:eslint|oxlint)-disable-next-line\b`,
    String.raw`tslint:disable-next-line\b`,
    String.raw`biome-ignore(?!-all)\b`,
    String.raw`(?:prettier|rome|dprint)-ignore(?!-file)\b`,
    String.raw`deno-lint-ignore(?!-file)\b`,
    // Of these only `ignore file` is about all of the file.
    String.raw`(?:istanbul|v8|c8)\s+ignore\s+(?!file\b)`,
    String.raw`node:coverage\s`,
    String.raw`\$Flow(?:FixMe|Ignore|ExpectedError)`,
    String.raw`noinspection\b`,
    String.raw`@deno-types\b`,
    String.raw`[#@]__NO_SIDE_EFFECTS__`,
  ]
    .map((source) => String.raw`^[\s*]*${source}`)
    .join("|"),
  "u",
);

const WHOLE_FILE =
  /licen[sc]e|copyright|@file|@flow|@noflow|@jest|@vitest|@bun\b|@jsx|@ts-(?:check|nocheck)|eslint|oxlint|tslint|prettier|biome-ignore-all|spdx|ignore[ -]file|^\s*globals?\s|^\/\s*<|@generated|@format|do not edit|@packageDocumentation/iu;

/** Whether a tool reads the comment as being about the code right below it. */
export function isAboutNextCode({ value }: TSESTree.Comment): boolean {
  return NEXT_CODE.test(value);
}

/** Whether the comment speaks of the file, wherever its first statement is. */
export function isAboutFile(comment: TSESTree.Comment): boolean {
  return comment.type === ("Shebang" as string) || (!isAboutNextCode(comment) && WHOLE_FILE.test(comment.value));
}
