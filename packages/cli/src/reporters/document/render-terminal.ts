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
}

interface Look extends TerminalLook {
  readonly colours: Colours;
}

/** A document as a terminal shows it: what is below a heading is indented. */
export function renderTerminal(blocks: readonly Block[], terminal: TerminalLook): string {
  const look: Look = { ...terminal, colours: coloursFor(terminal.hasColour), columns: terminal.columns || undefined };
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
  const { colours } = look;
  switch (block.kind) {
    case "heading":
      return [colours.bold(paint(block.text, look))];
    case "paragraph":
      return hanging("  ", block.text, look);
    case "figures":
      return hanging("  ", block.sentence, look);
    case "list":
      return block.items.flatMap((item) => hanging("  - ", item, look));
    case "code":
      return block.lines.map((line) => `    ${colours.bold(line)}`);
    case "chart":
      return [`  ${pastInOneLine(block)}`];
    case "details":
      return [...hanging("  ", block.summary, look), ...block.blocks.flatMap((inner) => linesOf(inner, look))];
    case "article":
      return block.blocks.flatMap((inner) => linesOf(inner, look));
    case "dependencies":
    case "prose":
      return [];
    case "table": {
      const shown = { ...block, rows: block.rows.slice(0, look.mostRows) };
      const more = block.rows.length - shown.rows.length;
      return [...linesOfTable(shown, look), ...(more > 0 ? [colours.dim(`  … and ${more} more: --format json lists all`)] : [])];
    }
  }
}

/** Columns in which no row says anything are left out. */
function linesOfTable(table: Extract<Block, { kind: "table" }>, look: Look): readonly string[] {
  const all = table.rows.map((row) => row.map(oneLine));
  const used = table.head.flatMap((_, column) => (all.some((row) => plainText(row[column]!) !== "") ? [column] : []));
  const [head = [], ...rows] = [table.head, ...all].map((row) => used.map((column) => row[column]!));
  const numbers = used.flatMap((column, index) => (table.numbers?.includes(column) ? [index] : []));
  const lines = [head, ...rows];
  const texts = lines.map((row) => row.map(plainText));
  const widths = head.map((_, column) => Math.max(...texts.map((row) => row[column]!.length)));
  const width = widths.reduce((sum, each) => sum + each + 2, 0);
  if (look.columns !== undefined && width > look.columns) return recordsOf(head, rows, look);
  const paintCell = (cell: string, column: number, index: number): string =>
    index === 0 ? look.colours.dim(cell) : cell.replace(texts[index]![column]!, () => paint(lines[index]![column]!, look));
  return renderTable(texts, paintCell, numbers).map((line) => `  ${line}`);
}

function oneLine(cell: Cell): Line {
  return linesOfCell(cell).flatMap((line, index) => [...(index === 0 ? [] : [", "]), ...partsOf(line)]);
}

/** Rows that are too wide for their terminal: the first cell, and below it the others that say something; what all rows say is said once. */
function recordsOf(head: readonly Line[], rows: readonly (readonly Line[])[], look: Look): readonly string[] {
  const isShared = head.map(
    (_, column) => column > 0 && rows.length > 1 && rows.every((row) => plainText(row[column]!) === plainText(rows[0]![column]!)),
  );
  const shared = factsOf(head, rows[0] ?? []).filter((_, column) => isShared[column]);
  return [
    ...(shared.length > 0 ? hanging("  ", `Each: ${shared.join("; ")}`, look).map(look.colours.dim) : []),
    ...rows.flatMap((row) =>
      recordOf(
        head,
        row.map((cell, column) => (isShared[column] ? "" : cell)),
        look,
      ),
    ),
  ];
}

/** What each cell of a row says, with the head of its column; nothing for one that is empty. */
function factsOf(head: readonly Line[], row: readonly Line[]): readonly string[] {
  return row.map((cell, column) => (plainText(cell) === "" ? "" : `${plainText(head[column]!)}: ${plainText(cell)}`));
}

function recordOf(head: readonly Line[], row: readonly Line[], look: Look): readonly string[] {
  const facts = factsOf(head, row).filter((fact, column) => column > 0 && fact !== "");
  return [`  ${paint(row[0]!, look)}`, ...hanging("      ", facts.join("; "), look).map(look.colours.dim)];
}

/** A text that breaks at words, its further lines below the first one's words. */
function hanging(start: string, text: Line, look: Look): readonly string[] {
  const { columns } = look;
  if (columns === undefined || start.length + plainText(text).length <= columns) return [start + paint(text, look)];
  return wrap(plainText(text), columns - start.length).map(
    (line, index) => (index === 0 ? start : " ".repeat(start.length)) + line,
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
