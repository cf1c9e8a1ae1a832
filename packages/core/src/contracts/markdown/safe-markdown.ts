import { readBlocks, type CodeBlock, markdownParser } from "./blocks.js";

/**
 * Makes a person's Markdown safe to show anywhere: no raw HTML, no images, links only to the web, to
 * files and within the page. Code blocks are moved to the left margin, so that every viewer sees the same ones.
 */
export function renderSafeMarkdown(markdown: string): string {
  const parts = readBlocks(markdown).map((block) => (block.kind === "code" ? renderCode(block) : renderLine(block.text)));
  return parts
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** Escapes a text so that Markdown shows it as it is, on one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[\\`*_{}[\]()#+!|~>-]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replace(/^\s*(\d+)\./, "$1\\.")
    .replaceAll(/:\/\/|\bwww\\?\./gi, escapeAutolink)
    .trim();
}

/** Viewers turn bare addresses into links: one character as an entity keeps them text. */
function escapeAutolink(start: string): string {
  return start === "://" ? "&#58;//" : start.replace(/w/i, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** An address as the destination of a Markdown link; undefined if it is not safe to follow. */
export function findSafeAddress(address: string): string | undefined {
  return /^https?:\/\/[^\s<>"'()\\`]+$/i.test(address) ? address.replaceAll("&", "&amp;") : undefined;
}

function renderCode({ content, info }: CodeBlock): string {
  const longest = Math.max(2, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const language = /^[\w+#-]+/.exec(info)?.[0] ?? "";
  return `\n${fence}${language}\n${content}${fence}\n`;
}

/** A line made safe, except its inline code, which stays as it is; a code span never crosses the line's end. */
function renderLine(line: string): string {
  const parser = markdownParser();
  const state = new parser.inline.State(line, parser, {}, []);
  let rendered = "";
  let from = 0;
  while (state.pos < line.length) {
    const start = state.pos;
    // Another viewer could take three backticks for a fence, so they are never treated as code.
    const run = line[start] === "`" ? /^`+/.exec(line.slice(start))![0] : "";
    if (run.length > 2) state.pos += run.length;
    else parser.inline.skipToken(state);
    if (run === "") continue;
    const isSpan = state.pos > start + run.length;
    const code = isSpan ? line.slice(start, state.pos) : "\\`".repeat(run.length);
    rendered += renderText(line.slice(from, start)) + code;
    from = state.pos;
  }
  return rendered + renderText(line.slice(from));
}

function renderText(text: string): string {
  return text
    .replaceAll(/!+(?=\[)/g, "")
    .replaceAll(/<(https?:\/\/[^\s<>"'()\\`]*)>/gi, "$1")
    .replaceAll("<", "&lt;")
    .replaceAll(/~{3,}/g, (run) => run.replaceAll("~", "\\~"))
    .replaceAll(/\](?<opener>\(|:)(?<rest>[^\]]*(?=(?<end>\])?))/g, (whole, ...found) => {
      const { opener, rest, end = "" } = found.at(-1) as { opener: string; rest: string; end?: string };
      return isSafeDestination(rest + end, opener) ? whole : `]\\${opener}${rest}`;
    });
}

/** Whether what follows `](` or `]:` begins with a destination that is safe to follow. */
function isSafeDestination(rest: string, opener: string): boolean {
  if (opener === ":" && /^\s*$/.test(rest)) return false;
  const destination = /^[ \t]*([^\s()[\]"'<>\\&]+(?:&(?=[\w%+.-]+=)[^\s()[\]"'<>\\&]+)*)(?=[\s)]|$)/.exec(rest)?.[1];
  if (destination === undefined) return false;
  if (/^https?:\/\//i.test(destination)) return true;
  return /^[./#\w-]/.test(destination) && !destination.startsWith("//") && !destination.split(/[?#]/, 1)[0]!.includes(":");
}
