import type { ContractStatus, PastCount } from "@godwit/project";
import MarkdownIt, { type MarkdownIt as Reader } from "markdown-it";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import { printableLines } from "../printable.js";
import type { Burning } from "./burn-down.js";
import { Html } from "./html.js";

/** Due dates beyond the next few would hide the curve. */
const MOST_DUES = 4;

/** All contracts as one: what was left of them together, and how fast it becomes less. */
export function whole({ contracts }: Pick<OverviewReport, "contracts">): Burning {
  const open = contracts.filter(({ done }) => !done);
  const past = pastOf(contracts);
  const left = sumOf(contracts, (each) => each.left);
  const fewer = sumOf(open, ({ pace }) => pace?.fewer ?? 0);
  const days = open.find(({ pace }) => pace)?.pace?.days;
  const ends = open.map(({ pace }) => pace?.doneOn ?? null);
  const doneOn = ends.includes(null) ? null : (ends.sort().at(-1) ?? null);
  const dues = open.flatMap(({ id, due }) => (due === null ? [] : [{ id, due }])).sort((a, b) => (a.due < b.due ? -1 : 1));
  return {
    ...{ id: "All contracts", past, left },
    total: Math.max(left, ...past.map((each) => each.left)),
    pace: days === undefined ? null : { fewer, days, doneOn },
    phases: dues.slice(0, MOST_DUES).map(({ id, due }) => ({ name: id, due, allow: null, left: 0, done: false })),
  };
}

/** The sum at each time at which one has a count; a contract counts nothing before its first. */
function pastOf(contracts: readonly ReportContract[]): readonly PastCount[] {
  const points = contracts
    .flatMap(({ past }, index) => past.map(({ time, left }) => ({ time, left, index })))
    .sort((a, b) => a.time - b.time);
  const lefts = contracts.map(() => 0);
  const sums = new Map<number, number>();
  for (const { time, left, index } of points) {
    lefts[index] = left;
    sums.set(
      time,
      lefts.reduce((sum, each) => sum + each, 0),
    );
  }
  return [...sums].map(([time, left]) => ({ time, left }));
}

/** Owners with a column of their own: those with most. */
const MOST_OWNERS = 6;

/** What is left of each open contract, by owner. */
export interface OwnerMatrix {
  readonly owners: readonly string[];
  readonly rows: readonly { readonly contract: ReportContract; readonly byOwner: readonly number[] }[];
}

/** The open contracts against the owners with most. */
export function matrixOf({ contracts, groups }: Pick<OverviewReport, "contracts" | "groups">): OwnerMatrix {
  const owners = [...groups.owner].sort((a, b) => b.left - a.left).slice(0, MOST_OWNERS);
  const rows = contracts
    .filter(({ done, left }) => !done && left > 0)
    .map((contract) => ({
      contract,
      byOwner: owners.map((owner) => owner.contracts.find(({ id }) => id === contract.id)?.left ?? 0),
    }));
  return { owners: owners.map(({ name }) => name), rows };
}

function sumOf(contracts: readonly ReportContract[], count: (contract: ReportContract) => number): number {
  return contracts.reduce((sum, contract) => sum + count(contract), 0);
}

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
