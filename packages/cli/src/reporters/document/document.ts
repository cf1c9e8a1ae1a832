import { grouped } from "../../terminal.js";
import { dayOf } from "@godwit/project";
import type { ReportContract } from "../../report/overview-report.js";
import { type Burning, paceText } from "../overview/whole.js";
import { sparkline } from "../table.js";

/** A report as data, from which Markdown, HTML and what a terminal shows are made. */

/** How a word is coloured where there are colours. */
export type Tone = "good" | "warn" | "bad" | "quiet" | "plain";
/** Text of one line: words, code, something important, words with a tone, what a page leads on from, or how far something is (0 to 1). */
export type Inline =
  | string
  | { readonly code: string }
  | { readonly strong: string }
  /** `isWhole`: never broken in two. */
  | { readonly tone: Tone; readonly text: string; readonly isWhole?: boolean }
  | { readonly link: string; readonly text: string; readonly look?: "code" | "count" }
  | { readonly progress: number; readonly of: string };
/** The text of one line. */
export type Line = string | readonly Inline[];
/** What a cell of a table has: a line, or one below the other; of folded ones only `fold` is seen. */
export type Cell = Line | { readonly items: readonly Line[]; readonly fold?: string };

/** One part of a document. */
export type Block =
  /** `id` is for links to it; one of the second level is a part of a page. */
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3 | 4; readonly text: Line; readonly id?: string }
  | { readonly kind: "paragraph"; readonly text: Line }
  | { readonly kind: "list"; readonly items: readonly Line[] }
  /** `numbers` are the columns that end below each other; a table of two dimensions has a name, and its first column names the rows. */
  | {
      readonly kind: "table";
      readonly head: readonly string[];
      readonly rows: readonly (readonly Cell[])[];
      readonly numbers?: readonly number[];
      readonly matrix?: string;
    }
  /** The whole in a few numbers; where there is no room for tiles, the sentence. */
  | {
      readonly kind: "figures";
      readonly sentence: Line;
      readonly tiles: readonly { readonly value: Line; readonly words: string }[];
    }
  /** What was left over time; `now` in seconds since 1970. */
  | { readonly kind: "chart"; readonly burning: Burning; readonly now: number }
  /** Which contract waits for which. */
  | { readonly kind: "dependencies"; readonly contracts: readonly ReportContract[] }
  /** A part that links lead to, in a frame. */
  | { readonly kind: "article"; readonly id: string; readonly blocks: readonly Block[] }
  /** Markdown that somebody wrote, which only a page shows. */
  | { readonly kind: "prose"; readonly summary: string; readonly text: string }
  /** Commands, where no other language is named. */
  | { readonly kind: "code"; readonly lines: readonly string[]; readonly language?: string }
  /** Folded until somebody opens it. */
  | { readonly kind: "details"; readonly summary: Line; readonly blocks: readonly Block[] };

/** A text of its own. */
export function paragraph(text: Line): Block {
  return { kind: "paragraph", text };
}

/** The parts of a line. */
export function partsOf(line: Line): readonly Inline[] {
  return typeof line === "string" ? [line] : line;
}

/** The lines of a cell that are seen at once. */
export function linesOfCell(cell: Cell): readonly Line[] {
  if (typeof cell === "string" || !("items" in cell)) return [cell];
  return cell.fold === undefined ? cell.items : [cell.fold];
}

/** How far and how fast: the past in one line, and where the pace leads. */
export function pastInOneLine({ burning: { past, left, pace }, now }: Extract<Block, { kind: "chart" }>): string {
  const first = `${dayOf(past[0]!.time)}: ${grouped(past[0]!.left)}`;
  return `${first}  ${sparkline(past, 40, now)}  now: ${grouped(left)}${pace ? `; ${paceText(pace)}` : ""}`;
}
