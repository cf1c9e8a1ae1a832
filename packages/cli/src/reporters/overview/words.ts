import type { ContractStatus } from "@godwit/project";
import MarkdownIt, { type MarkdownIt as Reader } from "markdown-it";
import { printableLines } from "../printable.js";
import { Html } from "./html.js";

/** The state of a contract in one word. */
export function stateOf({ done, isLate, blockedBy, status }: ContractStatus): "done" | "late" | "blocked" | "planned" | "active" {
  if (done) return "done";
  if (isLate) return "late";
  if (blockedBy.length > 0) return "blocked";
  return status === "planned" ? "planned" : "active";
}

/** `45 s`, `12 min`, `3 h 5 min` */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const WIDTH = 10;

/** `████░░░░░░  40 %`; of a contract whose past nobody knows, nothing. */
export function progressBar(contract: Pick<ContractStatus, "left" | "total" | "totalFrom">): string {
  const share = progressShare(contract);
  if (share === undefined) return "";
  const filled = Math.floor(share * WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** The share of a contract that is done, 0 to 1; undefined where only today's code is known. */
export function progressShare({
  left,
  total,
  totalFrom,
}: Pick<ContractStatus, "left" | "total" | "totalFrom">): number | undefined {
  return totalFrom === "code" || total === 0 ? undefined : (total - left) / total;
}

/** Longer prose is cut: its file has the rest. */
const MOST_CHARACTERS = 20_000;

/** A contract's prose as HTML: no raw HTML, no images, links to the web only, headings below those of the page. */
export function lessons(prose: string): Html {
  const text = printableLines(prose.replaceAll("\t", "  "));
  const end = text.length <= MOST_CHARACTERS ? text.length : Math.max(0, text.lastIndexOf("\n", MOST_CHARACTERS));
  return new Html(reader().render(end === text.length ? text : `${text.slice(0, end)}\n\n…`));
}

let parser: Reader | undefined;

function reader(): Reader {
  if (parser) return parser;
  const made: Reader = new MarkdownIt({ html: false, linkify: false, maxNesting: 50 });
  made.disable("image");
  made.validateLink = (address) => /^https?:\/\//i.test(address);
  made.core.ruler.push("plain", ({ tokens }) => {
    for (const token of tokens) {
      if (/^h\d$/.test(token.tag)) token.tag = `h${Math.min(6, Number(token.tag[1]) + 3)}`;
      // The page's policy forbids styles in attributes.
      token.attrs = token.attrs?.filter(([name]) => name !== "style") ?? null;
    }
  });
  const { link_open: openLink } = made.renderer.rules;
  made.renderer.rules["link_open"] = (...token) => {
    const [tokens, index, options, , renderer] = token;
    tokens[index]!.attrSet("rel", "noopener noreferrer");
    return openLink?.(...token) ?? renderer.renderToken(tokens, index, options);
  };
  parser = made;
  return made;
}
