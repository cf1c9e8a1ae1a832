import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import type { OwnDeclaration } from "../semantics/own-declaration.js";
import type { Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";
import { atMostSuggestion, fix, hint, type Edit } from "./edit.js";
import { lineRange, rangeWithDirective } from "./imports/placement.js";

/** Removes a declaration whose name means the same without it, with its line and what is said only of it. */
export function dropDeclaration(file: FileView, { node, path }: OwnDeclaration): Edit {
  if (node.type === "VariableDeclarator" && node.parent.declarations.length > 1) return dropFromList(file, node);
  const statement = node.type === "VariableDeclarator" ? node.parent : node;
  const range = lineRange(file, rangeWithComments(file, withoutFarSemicolon(file, statement), path));
  const edit = fix([{ range, parts: [] }]);
  return file.commentsIn(statement.range).length === 0 ? edit : atMostSuggestion(edit, "a comment inside it would be lost");
}

function dropFromList(file: FileView, node: TSESTree.VariableDeclarator): Edit {
  const list: readonly Node[] = node.parent.declarations;
  const index = list.indexOf(node);
  const next = list[index + 1];
  const range: Range = next ? [node.range[0], next.range[0]] : [list[index - 1]!.range[1], node.range[1]];
  return file.commentsIn(range).length === 0 ? fix([{ range, parts: [] }]) : hint("a comment beside it would be lost");
}

/** In code without semicolons one may open the next line: `;[a, b].map(f)`. */
function withoutFarSemicolon({ text }: FileView, { range: [start, end] }: Node): Range {
  const before = text[end - 1] === ";" ? text.slice(start, end - 1) : "";
  return /\n\s*$/u.test(before) ? [start, start + before.trimEnd().length] : [start, end];
}

/** The range with a directive above, and with the comments that speak of nothing else. */
function rangeWithComments(file: FileView, range: Range, path: string): Range {
  const { text } = file;
  const trailing = /^[ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*(?=\r?\n|$))/u.exec(text.slice(range[1]));
  const end = range[1] + (trailing?.[0].length ?? 0);
  const [start] = rangeWithDirective(file, range);
  if (start !== range[0]) return [start, end];
  const above = file.comments().findLast((comment) => comment.range[1] <= start);
  if (!above || !isRightAbove(text, above.range, start)) return [start, end];
  const isAlone = /^[ \t]*\r?\n[ \t]*(?:\r?\n|\})/u.test(text.slice(end));
  const name = path.replace("this.", "").toLowerCase();
  const isOnlyAbout =
    above.value.startsWith("*") ||
    isAlone ||
    above.value
      .toLowerCase()
      .match(/[\p{ID_Continue}$]+/gu)
      ?.includes(name);
  // One of several lines belongs to the others.
  const line = text.slice(0, above.range[0]).trimEnd();
  const isContinued = above.type === "Line" && file.comments().some(({ range: [, to] }) => to === line.length);
  return isOnlyAbout && !isContinued ? [above.range[0], end] : [start, end];
}

/** Whether a comment has the line, or lines, right above a place for itself. */
function isRightAbove(text: string, [from, to]: Range, place: number): boolean {
  const lineStart = text.lastIndexOf("\n", from - 1) + 1;
  return /^[ \t]*$/u.test(text.slice(lineStart, from)) && /^[ \t]*\r?\n[ \t]*$/u.test(text.slice(to, place));
}
