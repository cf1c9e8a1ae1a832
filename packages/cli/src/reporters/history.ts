import { dayOf, paceOf, type Pace } from "@godwit/project";
import { type History, mostOf, seriesOf } from "../history/history.js";
import { grouped, counted } from "../terminal.js";
import { type Block, type Line, paragraph } from "./document/document.js";
import { printableJson } from "./printable.js";
import { renderCsv, signedChange, sparkline } from "./table.js";

const MOST_GAPS = 5;
/** The longest chart of a past. */
const MOST_CHART = 40;

/** One contract's history in numbers. */
interface Summary {
  readonly id: string;
  readonly first: number;
  readonly most: number;
  readonly left: number | null;
  readonly pace: Pace | undefined;
}

function summarise(history: History, id: string, now: number): Summary {
  const series = seriesOf(history, id);
  const index = history.contracts.findIndex((contract) => contract.id === id);
  const last = history.commits.at(-1)?.counts[index];
  const left = last?.left ?? null;
  return {
    ...{ id, first: series[0]?.left ?? 0, most: mostOf(series), left },
    pace: left === null ? undefined : paceOf(series, left, now),
  };
}

/** What a history is drawn with. */
interface HistoryLayout {
  readonly columns: number | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/** The history for people: what was left of each contract, and how it became that. */
export function historyBlocks(history: History, { columns = Infinity, now }: HistoryLayout): readonly Block[] {
  const { ref, commits, contracts, contractsAsOf } = history;
  const all = contracts.map(({ id }) => summarise(history, id, now));
  const [from, to] = [commits[0]!, commits.at(-1)!].map(({ time }) => dayOf(time));
  // What says the same of all, says nothing.
  const isNew = all.every(({ left, first, most }) => left === first && left === most);
  const chart = Math.min(MOST_CHART, Math.floor(columns / 5));
  const count = (left: number | null): string => (left === null ? "gone" : grouped(left));
  return [
    {
      kind: "heading",
      level: 1,
      text: `History of ${ref}: ${counted(commits.length, "commit")} ${from === to ? `on ${to}` : `from ${from} to ${to}`}`,
    },
    quiet(contractsAsOf === "now" ? "Contracts and imports as they are today." : "Contracts as they were at each commit."),
    {
      kind: "table",
      head: ["contract", "left", "at first", "most", "4 weeks", "at this pace", ""],
      numbers: [1, 2, 3, 4],
      rows: all.map(({ id, first, most, left, pace }): Line[] => [
        ...[[{ code: id }], count(left), isNew ? "" : count(first), isNew ? "" : count(most)],
        ...[pace ? signedChange(pace.fewer) : "", left === 0 ? "done" : (pace?.doneOn ?? "")],
        [{ tone: "quiet", text: sparkline(seriesOf(history, id), chart, now) }],
      ]),
    },
    ...notesOn(history).map((note) => paragraph([{ tone: "warn", text: note }])),
  ];
}

function quiet(text: string): Block {
  return paragraph([{ tone: "quiet", text }]);
}

/** Says that too much of the past is not known yet. */
export function uncountedNote(unknown: number): string {
  return `The past is not counted yet (${grouped(unknown)} versions of files): godwit history does it, once.`;
}

/** What is missing from a history, in sentences. */
export function notesOn({ isShallow, leftOut, uncounted, unusable, commits }: History): readonly string[] {
  const list = (gaps: History["uncounted"]): string => {
    const shown = gaps.slice(0, MOST_GAPS).map(({ file, commit, message }) => `${file} at ${commit.slice(0, 8)}: ${message}`);
    return [...shown, ...(gaps.length > MOST_GAPS ? [`and ${gaps.length - MOST_GAPS} more (--format json lists all)`] : [])].join(
      "; ",
    );
  };
  return [
    ...(leftOut > 0
      ? [
          `The past was counted at ${grouped(commits.length)} of ${counted(leftOut + commits.length, "commit")}, so more may have been left at times: godwit history counts all, once.`,
        ]
      : []),
    ...(isShallow
      ? [
          `This clone is shallow: what was before ${dayOf(commits[0]!.time)} is missing. git fetch --unshallow brings it (fetch-depth: 0 for actions/checkout).`,
        ]
      : []),
    ...(uncounted.length > 0
      ? [
          `${counted(uncounted.length, "version")} of files could not be counted, and count as the versions before them: ${list(uncounted)}.`,
        ]
      : []),
    ...(unusable.length > 0
      ? [`${counted(unusable.length, "version")} of contracts can't be used by this godwit: ${list(unusable)}.`]
      : []),
  ];
}

/** The history for machines, version 1. */
export function renderHistoryJson(history: History, now: number): string {
  const { ref, contractsAsOf, contracts, commits, isShallow, uncounted, unusable } = history;
  return printableJson({
    ...{ version: 1, ref, contractsAsOf, isShallow },
    contracts: contracts.map(({ id, title, phases }) => {
      const { first, most, left, pace } = summarise(history, id, now);
      return { id, title, phases, first, most, left, pace: pace ?? null };
    }),
    commits: commits.map(({ id, time, counts }) => ({
      ...{ commit: id, date: new Date(time * 1_000).toISOString() },
      left: Object.fromEntries(contracts.map((contract, index) => [contract.id, counts[index]?.left ?? null])),
      phases: Object.fromEntries(
        contracts.flatMap((contract, index) =>
          contract.phases.length > 0 ? [[contract.id, counts[index]?.phases ?? null]] : [],
        ),
      ),
    })),
    ...{ uncounted, unusable },
  });
}

/** The history for a spreadsheet: a row for each commit, a column for each contract. */
export function renderHistoryCsv({ contracts, commits }: History): string {
  return renderCsv([
    ["commit", "date", ...contracts.map(({ id }) => id)],
    ...commits.map(({ id, time, counts }) => [
      ...[id, new Date(time * 1_000).toISOString()],
      ...counts.map((count) => count?.left ?? null),
    ]),
  ]);
}
