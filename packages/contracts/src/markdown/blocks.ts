import { LineCursor } from "./line-cursor.js";
import { closesHtml, opensHtml, type HtmlEnd } from "./html-blocks.js";

/** A code block of a Markdown text. */
export interface CodeBlock {
  readonly kind: "code";
  /** The words behind the opening fence; "" for an indented block. */
  readonly info: string;
  readonly content: string;
  /** Offset of the opening fence's line. */
  readonly offset: number;
  /** Offset of the fence itself. */
  readonly fence: number;
  readonly isClosed: boolean;
}

/** A line that is no code, with its container markers. */
export interface TextLine {
  readonly kind: "text";
  readonly text: string;
}

/** The code blocks and other lines of a Markdown text in order, as CommonMark has them; linear in the text. */
export function readBlocks(markdown: string, start = 0): (CodeBlock | TextLine)[] {
  const scanner = new BlockScanner();
  const lines = /[^\r\n]*(?:\r\n|\n|\r|$)/y;
  lines.lastIndex = start;
  while (lines.lastIndex < markdown.length) {
    const offset = lines.lastIndex;
    const [line] = lines.exec(markdown)!;
    scanner.addLine(line.replace(/[\r\n]+$/, ""), offset);
  }
  return scanner.finish();
}

type Container = { kind: "quote" } | { kind: "item"; indent: number; isEmpty: boolean };

interface OpenCode {
  /** "" for an indented block. */
  readonly marker: string;
  readonly length: number;
  readonly indent: number;
  readonly info: string;
  readonly offset: number;
  readonly fence: number;
  readonly lines: string[];
}

/** Deeper nesting is read as text, so that no line costs more than its length. */
const DEEPEST = 100;

class BlockScanner {
  readonly #blocks: (CodeBlock | TextLine)[] = [];
  readonly #containers: Container[] = [];
  #code: OpenCode | undefined;
  #html: HtmlEnd | undefined;
  #inParagraph = false;

  addLine(line: string, offset: number): void {
    const cursor = new LineCursor(line);
    const matched = this.#matchContainers(cursor);
    const areAllMatched = matched === this.#containers.length;
    if (areAllMatched && this.#continueLeaf(cursor, line)) return;
    const isLazy = this.#inParagraph && !areAllMatched;
    if (!isLazy) this.#closeContainers(matched);
    this.#openBlocks(cursor, line, offset, matched, isLazy);
  }

  finish(): (CodeBlock | TextLine)[] {
    this.#closeCode(false);
    return this.#blocks;
  }

  #matchContainers(cursor: LineCursor): number {
    let matched = 0;
    for (const container of this.#containers) {
      if (container.kind === "quote") {
        if (cursor.indent() > 3 || !cursor.rest().startsWith(">")) break;
        cursor.skipMarker(1);
        cursor.skipColumns(1);
      } else if (cursor.isBlank()) {
        if (container.isEmpty) break;
        cursor.skipColumns(container.indent);
      } else {
        if (cursor.indent() < container.indent) break;
        cursor.skipColumns(container.indent);
      }
      matched++;
    }
    return matched;
  }

  /** Gives the line to an open code or HTML block; false where none takes it. */
  #continueLeaf(cursor: LineCursor, line: string): boolean {
    if (this.#html !== undefined) {
      if (this.#html === "blank" && cursor.isBlank()) this.#html = undefined;
      else {
        if (closesHtml(this.#html, cursor.rest())) this.#html = undefined;
        this.#blocks.push({ kind: "text", text: line });
        return true;
      }
    }
    if (this.#code === undefined) return false;
    if (this.#code.marker === "") return this.#continueIndented(cursor);
    if (cursor.indent() <= 3 && isClosingFence(cursor.rest(), this.#code)) this.#closeCode(true);
    else {
      cursor.skipColumns(Math.min(cursor.indent(), this.#code.indent));
      this.#code.lines.push(cursor.remaining());
    }
    return true;
  }

  #continueIndented(cursor: LineCursor): boolean {
    if (cursor.indent() >= 4 || cursor.isBlank()) {
      cursor.skipColumns(4);
      this.#code!.lines.push(cursor.remaining());
      return true;
    }
    this.#closeCode(true);
    return false;
  }

  #closeContainers(count: number): void {
    if (count < this.#containers.length) {
      this.#closeCode(false);
      this.#html = undefined;
      this.#inParagraph = false;
    }
    this.#containers.length = count;
  }

  #openBlocks(cursor: LineCursor, line: string, offset: number, matched: number, isLazy: boolean): void {
    let mayContinue = this.#inParagraph;
    // A block that begins here ends the containers that the line did not match.
    const begin = () => {
      if (isLazy) this.#closeContainers(matched);
      [isLazy, mayContinue, this.#inParagraph] = [false, false, false];
    };
    while (this.#openContainer(cursor, mayContinue && !isLazy, begin));
    const rest = cursor.rest();
    if (rest === "") {
      if (isLazy) this.#closeContainers(matched);
      this.#inParagraph = false;
      this.#blocks.push({ kind: "text", text: line });
      return;
    }
    if (this.#openCode(cursor, rest, line, offset, mayContinue, begin)) return this.#markFilled();
    const html = cursor.indent() < 4 ? opensHtml(rest, mayContinue) : undefined;
    if (html !== undefined) {
      begin();
      if (!closesHtml(html, rest)) this.#html = html;
    } else if (cursor.indent() < 4 && isSingleLine(rest, mayContinue && !isLazy)) {
      begin();
    } else this.#inParagraph = true;
    this.#markFilled();
    this.#blocks.push({ kind: "text", text: line });
  }

  /** Opens a quote or a list item; true where there may be another one in it. */
  #openContainer(cursor: LineCursor, isParagraph: boolean, begin: () => void): boolean {
    if (cursor.indent() > 3 || this.#containers.length >= DEEPEST) return false;
    const rest = cursor.rest();
    if (rest.startsWith(">")) {
      begin();
      this.#markFilled();
      cursor.skipMarker(1);
      cursor.skipColumns(1);
      this.#containers.push({ kind: "quote" });
      return true;
    }
    const marker = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(rest);
    if (!marker || isThematicBreak(rest) || (isParagraph && isSetext(rest))) return false;
    const isBlankItem = rest.slice(marker[0].length).trim() === "";
    if (isParagraph && (isBlankItem || (marker[1] !== undefined && Number(marker[1]) !== 1))) return false;
    begin();
    this.#markFilled();
    this.#openItem(cursor, marker[0].length, isBlankItem);
    return true;
  }

  #openItem(cursor: LineCursor, markerLength: number, isBlank: boolean): void {
    const markerIndent = cursor.indent();
    cursor.skipMarker(markerLength);
    const spaces = cursor.indent();
    const padding = isBlank || spaces > 4 ? 1 : spaces;
    cursor.skipColumns(padding);
    this.#containers.push({ kind: "item", indent: markerIndent + markerLength + padding, isEmpty: true });
  }

  #openCode(cursor: LineCursor, rest: string, line: string, offset: number, isParagraph: boolean, begin: () => void): boolean {
    const indent = cursor.indent();
    const fence = indent > 3 ? null : /^(?:`{3,}(?=[^`]*$)|~{3,})/.exec(rest);
    if (!fence && (indent < 4 || isParagraph)) return false;
    begin();
    const lead = line.slice(0, cursor.offset);
    if (lead.trim() !== "") this.#blocks.push({ kind: "text", text: lead });
    const start = offset + line.length - rest.length;
    const marker = fence?.[0] ?? "";
    const info = fence ? rest.slice(marker.length).trim() : "";
    this.#code = { marker, length: marker.length, indent, info, offset, fence: start, lines: [] };
    if (!fence) {
      cursor.skipColumns(4);
      this.#code.lines.push(cursor.remaining());
    }
    return true;
  }

  #markFilled(): void {
    const last = this.#containers.at(-1);
    if (last?.kind === "item") last.isEmpty = false;
  }

  #closeCode(isClosed: boolean): void {
    const code = this.#code;
    if (!code) return;
    this.#code = undefined;
    const lines = code.marker === "" ? withoutBlankEnd(code.lines) : code.lines;
    const content = lines.map((line) => `${line}\n`).join("");
    this.#blocks.push({ kind: "code", info: code.info, content, offset: code.offset, fence: code.fence, isClosed });
  }
}

function withoutBlankEnd(lines: readonly string[]): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => line.trim() !== "") + 1);
}

function isClosingFence(rest: string, code: OpenCode): boolean {
  const text = rest.trimEnd();
  return text.length >= code.length && text === code.marker[0]!.repeat(text.length);
}

function isThematicBreak(rest: string): boolean {
  const first = rest[0];
  if (first !== "*" && first !== "-" && first !== "_") return false;
  const marks = rest.replaceAll(/[ \t]/g, "");
  return marks.length >= 3 && marks === first.repeat(marks.length);
}

function isSetext(rest: string): boolean {
  return /^(?:=+|-+)[ \t]*$/.test(rest);
}

/** Headings and breaks: lines that neither continue nor begin a paragraph. */
function isSingleLine(rest: string, isParagraph: boolean): boolean {
  return /^#{1,6}(?:[ \t]|$)/.test(rest) || isThematicBreak(rest) || (isParagraph && isSetext(rest));
}
