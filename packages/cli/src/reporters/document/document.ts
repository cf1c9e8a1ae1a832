/** A report as data, from which Markdown and HTML are made. */

/** Text of one line: words, code, something important, or a link to a place in the document. */
export type Inline = string | { readonly code: string } | { readonly strong: string };
/** The text of one line. */
export type Line = string | readonly Inline[];

/** One part of a document. */
export type Block =
  | { readonly kind: "heading"; readonly level: 1 | 2 | 3 | 4; readonly text: Line }
  | { readonly kind: "paragraph"; readonly text: Line }
  | { readonly kind: "list"; readonly items: readonly Line[] }
  /** `numbers` are the columns that end below each other. */
  | {
      readonly kind: "table";
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
      readonly numbers?: readonly number[];
    }
  /** Commands, where no other language is named. */
  | { readonly kind: "code"; readonly lines: readonly string[]; readonly language?: string }
  /** Folded until somebody opens it. */
  | { readonly kind: "details"; readonly summary: Line; readonly blocks: readonly Block[] };

/** The parts of a line. */
export function partsOf(line: Line): readonly Inline[] {
  return typeof line === "string" ? [line] : line;
}
