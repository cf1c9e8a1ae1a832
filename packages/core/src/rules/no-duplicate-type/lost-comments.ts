import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { statementOf, type Duplicate, type DuplicateDeclaration } from "./duplicates.js";

const OF_THE_FILE = /licen[sc]e|copyright|@file|@fileoverview|spdx|@jest|@vitest|@jsx|@ts-(?:check|nocheck)/iu;
const OF_A_TOOL = /^\s*(?:eslint|oxlint|biome|prettier|@ts-|#(?:end)?region)/u;

/** The comments right above a declaration that is not exported: they describe it, and are removed with it. */
export function commentsAbove(file: FileView, node: DuplicateDeclaration): readonly TSESTree.Comment[] {
  const found: TSESTree.Comment[] = [];
  let start = node.range[0];
  for (const comment of [...file.comments()].reverse()) {
    if (comment.range[1] > start) continue;
    const gap = file.text.slice(comment.range[1], start);
    if (!/^[ \t]*(?:\r?\n)?[ \t]*$/u.test(gap) || !startsLine(file, comment) || OF_THE_FILE.test(comment.value)) break;
    found.unshift(comment);
    start = comment.range[0];
  }
  return found;
}

function startsLine(file: FileView, { range }: TSESTree.Comment): boolean {
  return /^[ \t]*$/u.test(file.text.slice(file.text.lastIndexOf("\n", range[0] - 1) + 1, range[0]));
}

/** Comments that are removed with the declaration and that its home does not have. */
export function lostComments(file: FileView, { node, home }: Duplicate): readonly TSESTree.Comment[] {
  const above = statementOf(node) === node ? commentsAbove(file, node) : [];
  const all = [...above, ...file.commentsIn(node.range)].filter(({ value }) => !OF_A_TOOL.test(value));
  const known = home ? wordsOfComment(home.module.text) : "";
  return all.filter(({ value }) => !known.includes(wordsOfComment(value)));
}

/** A comment's words without its stars and line breaks. */
function wordsOfComment(text: string): string {
  return text.replace(/[\s*/]+/gu, " ").trim();
}
