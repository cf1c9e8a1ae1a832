import { dayOf, paceOf, type Pace } from "@godwit/project";
import { type History, mostOf, seriesOf } from "../history/history.js";
import { coloursFor, counted } from "../terminal.js";
import { printableData, printableJson } from "./printable.js";
import { renderCsv, renderTable, signedChange, sparkline, wrap } from "./table.js";

/** How a history is shown. */
export interface HistoryLayout {
  readonly hasColour: boolean;
  readonly columns?: number | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

const MOST_GAPS = 5;
const NUMBERS: ReadonlySet<string> = new Set(["left", "at first", "most", "4 weeks"]);
/** The chart takes what the table leaves, between these. */
const CHART = { least: 8, most: 40 };

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

/** The history as tables for people. */
export function renderHistory(raw: History, { hasColour, columns, now }: HistoryLayout): string {
  const history = printableData(raw);
  const colours = coloursFor(hasColour);
  const { ref, commits, contracts, contractsAsOf } = history;
  const rows = contracts.map(({ id }) => {
    const { first, most, left, pace } = summarise(history, id, now);
    const change = pace ? signedChange(pace.fewer) : "";
    const numbers = [left, first, most].map((count) => (count === null ? "gone" : count.toLocaleString("en-US")));
    return [id, ...numbers, change, left === 0 ? "done" : (pace?.doneOn ?? "")];
  });
  const isNew = rows.every(([, left, first, most]) => left === first && left === most);
  const all = [["contract", "left", "at first", "most", "4 weeks", "at this pace"], ...rows];
  // What says the same in every row, or nothing, says nothing.
  const isShown = (column: number): boolean => column < 2 || (!(isNew && column < 4) && rows.some((row) => row[column] !== ""));
  const table = all.map((row) => row.filter((_, column) => isShown(column)));
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  const used = widths.reduce((sum, width) => sum + width + 2, 0);
  const room = Math.min(CHART.most, (columns ?? 120) - used);
  const withCharts = table.map((row, index) => {
    if (room < CHART.least) return row;
    return [...row, index === 0 ? "" : sparkline(seriesOf(history, contracts[index - 1]!.id), room, now)];
  });
  const head = `History of ${ref}: ${counted(commits.length, "commit")} from ${dayOf(commits[0]!.time)} to ${dayOf(commits.at(-1)!.time)}`;
  const asOf = contractsAsOf === "now" ? "Contracts and imports as they are today." : "Contracts as they were at each commit.";
  const lines = [
    ...wrap(head, columns).map(colours.bold),
    ...wrap(asOf, columns).map(colours.dim),
    "",
    ...renderTable(
      withCharts,
      (cell, column, row) =>
        row === 0 || column === table[0]!.length ? colours.dim(cell) : column === 0 ? colours.cyan(cell) : cell,
      table[0]!.flatMap((title, column) => (NUMBERS.has(title) ? [column] : [])),
    ),
    ...notesOn(history).flatMap((note) => ["", ...wrap(note, columns).map(colours.yellow)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** What is missing from a history, in sentences. */
export function notesOn({ isShallow, uncounted, unusable, commits }: History): readonly string[] {
  const list = (gaps: History["uncounted"]): string => {
    const shown = gaps.slice(0, MOST_GAPS).map(({ file, commit, message }) => `${file} at ${commit.slice(0, 8)}: ${message}`);
    return [...shown, ...(gaps.length > MOST_GAPS ? [`and ${gaps.length - MOST_GAPS} more (--format json lists all)`] : [])].join(
      "; ",
    );
  };
  return [
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
