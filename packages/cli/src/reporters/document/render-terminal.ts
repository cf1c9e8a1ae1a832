import { type Colours, coloursFor } from "../../terminal.js";
import { progressBar } from "../overview/whole.js";
import { renderTable, wrap } from "../table.js";
import { type Block, type Cell, type Inline, type Line, linesOfCell, partsOf, pastInOneLine } from "./document.js";

/** How a terminal shows a document. */
export interface TerminalLook {
  readonly hasColour: boolean;
  /** Where long lines break; undefined: nowhere. */
  readonly columns?: number | undefined;
  /** So many rows of a table are shown, and how many more there are; undefined: all. */
  readonly mostRows?: number | undefined;
  /** What is before all that is below a heading; a document without one needs none. */
  readonly margin?: string;
}

interface Look extends TerminalLook {
  readonly colours: Colours;
  readonly margin: string;
}

/** A document as a terminal shows it: what is below a heading is indented. */
export function renderTerminal(blocks: readonly Block[], terminal: TerminalLook): string {
  const { hasColour, columns, margin = "  " } = terminal;
  const look: Look = { ...terminal, margin, colours: coloursFor(hasColour), columns: columns || undefined };
  const lines = blocks.flatMap((block, index) => [
    ...(index > 0 && !isFollowing(block, blocks[index - 1]!) ? [""] : []),
    ...linesOf(block, look),
  ]);
  return `${lines.join("\n")}\n`;
}

/** Blocks between which there is no empty line: paragraphs below a heading, and what a paragraph introduces. */
function isFollowing(block: Block, before: Block): boolean {
  if (block.kind === "heading" || before.kind === "table" || before.kind === "list" || before.kind === "code") return false;
  return block.kind !== "details" || before.kind !== "details";
}

function linesOf(block: Block, look: Look): readonly string[] {
  const { colours, margin } = look;
  switch (block.kind) {
    case "heading":
      return [colours.bold(paint(block.text, look))];
    case "paragraph":
      return hanging(margin, block.text, look);
    case "figures":
      return hanging(margin, block.sentence, look);
    case "list":
      return block.items.flatMap((item) => hanging(`${margin}- `, item, look));
    case "code":
      return block.lines.map((line) => `${margin}  ${colours.bold(line)}`);
    case "chart":
      return [margin + pastInOneLine(block)];
    case "details":
      return [...hanging(margin, block.summary, look), ...block.blocks.flatMap((inner) => linesOf(inner, look))];
    case "article":
      return block.blocks.flatMap((inner) => linesOf(inner, look));
    case "dependencies":
    case "prose":
      return [];
    case "table": {
      const shown = { ...block, rows: block.rows.slice(0, look.mostRows) };
      const more = block.rows.length - shown.rows.length;
      return [
        ...linesOfTable(shown, look),
        ...(more > 0 ? [colours.dim(`${margin}… and ${more} more: --format json lists all`)] : []),
      ];
    }
  }
}

/** Columns in which no row says anything are left out; those for which there is no room are told below each row, and what all rows say once. */
function linesOfTable(table: Extract<Block, { kind: "table" }>, look: Look): readonly string[] {
  const all = table.rows.map((row) => row.map(oneLine));
  const used = table.head.flatMap((_, column) => (all.some((row) => plainText(row[column]!) !== "") ? [column] : []));
  const lines = [table.head, ...all].map((row) => used.map((column) => row[column]!));
  const texts = lines.map((row) => row.map(plainText));
  const shown = columnsWithRoom(texts, look);
  const paintCell = (cell: string, column: number, index: number): string =>
    index === 0 ? look.colours.dim(cell) : cell.replace(texts[index]![column]!, () => paint(lines[index]![column]!, look));
  const numbers = used.flatMap((column, index) => (table.numbers?.includes(column) ? [index] : []));
  const beside = texts.map((row) => row.slice(0, shown));
  const [head, ...rows] = renderTable(beside, paintCell, numbers).map((line) => look.margin + line);
  const { shared, below } = factsBelow(texts, shown);
  const tell = (start: string, facts: readonly string[]): readonly string[] =>
    facts.length === 0 ? [] : hanging(look.margin + start, facts.join("; "), look).map(look.colours.dim);
  return [
    ...tell("Each: ", shared),
    ...(shown > 1 || shown === used.length ? [head!] : []),
    ...rows.flatMap((row, index) => [row, ...tell("    ", below[index]!)]),
  ];
}

/** How many columns from the first on have room beside each other; one at least. */
function columnsWithRoom(texts: readonly (readonly string[])[], { columns = Infinity, margin }: Look): number {
  const widths = texts[0]!.map((_, column) => Math.max(...texts.map((row) => row[column]!.length)));
  let width = margin.length - 2;
  const tooMany = widths.findIndex((each) => (width += each + 2) > columns);
  return tooMany < 0 ? widths.length : Math.max(1, tooMany);
}

/** What the cells behind the first ones say, each with the head of its column. */
function factsBelow([head, ...rows]: readonly (readonly string[])[], shown: number) {
  const behind = [...head!.keys()].slice(shown);
  const isShared = (column: number): boolean => rows.length > 1 && rows.every((row) => row[column] === rows[0]![column]);
  const factsOf = (row: readonly string[], columns: readonly number[]): readonly string[] =>
    columns.flatMap((column) => (row[column] === "" ? [] : [[head![column]!, row[column]!].filter(Boolean).join(": ")]));
  return {
    shared: factsOf(rows[0] ?? [], behind.filter(isShared)),
    below: rows.map((row) =>
      factsOf(
        row,
        behind.filter((column) => !isShared(column)),
      ),
    ),
  };
}

function oneLine(cell: Cell): Line {
  return linesOfCell(cell).flatMap((line, index) => [...(index === 0 ? [] : [", "]), ...partsOf(line)]);
}

/** A text that breaks at words, its further lines below the first one's words. */
function hanging(start: string, text: Line, look: Look): readonly string[] {
  const { columns } = look;
  if (columns === undefined || start.length + plainText(text).length <= columns) return [start + paint(text, look)];
  const [only, ...others] = partsOf(text);
  const tone = others.length === 0 && typeof only === "object" && "tone" in only ? only.tone : "plain";
  return wrap(plainText(text), columns - start.length).map(
    (line, index) => (index === 0 ? start : " ".repeat(start.length)) + paintPart({ tone, text: line }, look),
  );
}

/** The words of a line, as they are without colours. */
function plainText(line: Line): string {
  return partsOf(line).map(wordsOf).join("");
}

function wordsOf(part: Inline): string {
  if (typeof part === "string") return part;
  if ("code" in part) return part.code;
  if ("strong" in part) return part.strong;
  return "progress" in part ? progressBar(part.progress) : part.text;
}

function paint(line: Line, look: Look): string {
  return partsOf(line)
    .map((part) => paintPart(part, look))
    .join("");
}

function paintPart(part: Inline, { colours }: Look): string {
  if (typeof part === "string") return part;
  if ("code" in part) return colours.cyan(part.code);
  if ("strong" in part) return colours.bold(part.strong);
  if (!("tone" in part)) return wordsOf(part);
  const tones = { good: colours.green, warn: colours.yellow, bad: colours.red, quiet: colours.dim, plain: String };
  return tones[part.tone](part.text);
}
