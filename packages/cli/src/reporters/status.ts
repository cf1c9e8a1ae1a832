import { describeOrigin, type ContractStatus, type GroupKind, type StatusGroup, type StatusOverview } from "@godwit/project";
import { type History, seriesOf } from "../history/history.js";
import { coloursFor, counted, type Colours } from "../terminal.js";
import { progressBar, progressShare } from "./overview/whole.js";
import { signedChange, sparkline, wrap } from "./table.js";

/** What a status shows. */
export interface ShownStatus {
  readonly status: StatusOverview;
  readonly history: History | undefined;
  /** What could not be shown, in sentences. */
  readonly notes: readonly string[];
  /** Whether everything could be counted. */
  readonly isComplete: boolean;
}

/** How a status is shown. */
export interface StatusLayout {
  readonly hasColour: boolean;
  /** Undefined where lines may have any length. */
  readonly columns?: number | undefined;
  /** Seconds since 1970. */
  readonly now: number;
  readonly by: readonly GroupKind[];
}

interface Column {
  readonly title: string;
  /** The lower, the sooner it moves below the row where there is no room. */
  readonly weight: number;
  readonly isRight?: boolean;
  cell(contract: ContractStatus): string;
  /** The same in a sentence below the row; empty if there is nothing to say. */
  words(contract: ContractStatus): string;
  paint?(text: string, contract: ContractStatus): string;
}

const MOST_NAME = 28;
const TREND_WIDTH = 8;
const MOST_CONTRACTS = 4;
const UNKNOWN = "Whether anything is left is not known, since not everything could be counted.";

/** Where everything stands, on one screen. */
export function renderStatus({ status, history, notes, isComplete }: ShownStatus, layout: StatusLayout): string {
  const colours = coloursFor(layout.hasColour);
  const lines = [
    ...renderContracts(status.contracts, columnsOf(history, layout.now, colours), layout, colours),
    ...layout.by.flatMap((kind) => renderGroups(kind, status.groups[kind], layout, colours)),
    "",
    ...(isComplete || status.contracts.some(({ done }) => !done)
      ? renderEnd(status.contracts, layout, colours)
      : wrap(UNKNOWN, layout.columns)),
    ...notes.flatMap((note) => wrap(note, layout.columns)).map(colours.dim),
  ];
  return `${lines.join("\n")}\n`;
}

function columnsOf(history: History | undefined, now: number, colours: Colours): readonly Column[] {
  const risky = { low: colours.dim, medium: (text: string) => text, high: colours.yellow, critical: colours.red };
  return [
    { title: "contract", weight: 9, cell: ({ id }) => id, words: () => "", paint: colours.cyan },
    {
      title: "progress",
      weight: 8,
      cell(contract) {
        const share = progressShare(contract);
        return contract.done ? "✔ done" : share === undefined ? "" : progressBar(share);
      },
      words: () => "",
      paint: (text, { done }) => (done ? colours.green(text) : text),
    },
    { title: "left", weight: 7, isRight: true, cell: leftOf, words: () => "" },
    {
      title: "due",
      weight: 6,
      cell: ({ due, isLate }) => (due === null ? "" : isLate ? `${due} late` : due),
      words: ({ due, isLate }) => (due === null ? "" : `due ${due}${isLate ? ", late" : ""}`),
      paint: (text, { isLate }) => (isLate ? colours.red(text) : text),
    },
    { title: "phase", weight: 5, cell: (contract) => cut(phaseOf(contract), MOST_NAME), words: phaseOf },
    {
      title: "risk",
      weight: 4,
      cell: ({ risk, done }) => (done ? "" : risk),
      words: ({ risk, done }) => (done ? "" : `${risk} risk`),
      paint: (text, { risk }) => risky[risk](text),
    },
    {
      title: "trend",
      weight: 3,
      cell: ({ id, pace }) =>
        [history ? sparkline(seriesOf(history, id), TREND_WIDTH, now) : "", pace ? signedChange(pace.fewer) : ""]
          .join(" ")
          .trim(),
      words: ({ pace, done }) =>
        pace && !done
          ? `${signedChange(pace.fewer)} in ${counted(pace.days, "day")}${pace.doneOn === null ? "" : `, done by ${pace.doneOn}`}`
          : "",
      paint: colours.dim,
    },
    {
      title: "done by",
      weight: 0,
      cell: ({ pace, done }) => (done ? "" : (pace?.doneOn ?? "")),
      words: () => "",
      paint: (text, { due }) => (due !== null && text > due ? colours.red(text) : text),
    },
    {
      title: "owner",
      weight: 1,
      cell: ({ owner, done }) => (done ? "" : cut(owner ?? "", MOST_NAME)),
      words: ({ owner, done }) => (done ? "" : (owner ?? "")),
    },
    {
      title: "from",
      weight: -1,
      cell: (contract) => describeOrigin(contract).replace(/^from /, ""),
      words: describeOrigin,
    },
    {
      title: "blocked by",
      weight: 2,
      cell: ({ blockedBy }) => cut(blockedBy.map(({ contract }) => contract).join(", "), 2 * MOST_NAME),
      words: ({ blockedBy }) =>
        blockedBy.length === 0 ? "" : `blocked by ${blockedBy.map(({ contract }) => contract).join(", ")}`,
      paint: colours.yellow,
    },
  ];
}

function leftOf({ left, total, totalFrom, done }: ContractStatus): string {
  const count = left.toLocaleString("en-US");
  if (done && left === 0) return "0";
  return totalFrom === "code" ? count : `${count}/${total.toLocaleString("en-US")}`;
}

function phaseOf({ status, done, phase, phases }: ContractStatus): string {
  if (done) return "";
  const open = phases.find(({ name }) => name === phase && name !== null);
  const text = open ? `${open.name!} (${open.left.toLocaleString("en-US")})` : "";
  return status === "planned" ? (text === "" ? "planned" : `planned: ${text}`) : text;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** The rows; what has no room is said below each. */
function renderContracts(
  contracts: readonly ContractStatus[],
  all: readonly Column[],
  { columns: room = Infinity }: StatusLayout,
  colours: Colours,
): string[] {
  const filled = all.filter(({ title, cell }) => title === "contract" || contracts.some((contract) => cell(contract) !== ""));
  const widthOf = ({ title, cell }: Column): number =>
    Math.max(title.length, ...contracts.map((contract) => cell(contract).length));
  let shown = filled;
  const width = (): number => shown.reduce((sum, column) => sum + widthOf(column) + 2, -2);
  while (width() > room && shown.length > 3) {
    const least = Math.min(...shown.map(({ weight }) => weight));
    shown = shown.filter(({ weight }) => weight !== least);
  }
  const below = filled.filter((column) => !shown.includes(column));
  const row = (cellOf: (column: Column) => string, paint: (text: string, column: Column) => string): string =>
    shown
      .map((column) => {
        const text = cellOf(column);
        const padded = column.isRight ? text.padStart(widthOf(column)) : text.padEnd(widthOf(column));
        return paint(padded, column);
      })
      .join("  ")
      .replace(/\s+$/, "");
  return [
    row(({ title }) => title, colours.dim),
    ...contracts.flatMap((contract) => {
      const words = below.map((column) => column.words(contract)).filter((text) => text !== "");
      return [
        row(
          (column) => column.cell(contract),
          (text, { paint }) => paint?.(text, contract) ?? text,
        ),
        ...(words.length === 0 ? [] : wrap(words.join(" · "), room - 2).map((line) => colours.dim(`  ${line}`))),
      ];
    }),
  ];
}

function renderGroups(kind: GroupKind, groups: readonly StatusGroup[], { columns }: StatusLayout, colours: Colours): string[] {
  if (groups.length === 0) return [];
  const rows = groups.map(({ name, left, fixable, contracts }) => {
    const shown = contracts.slice(0, MOST_CONTRACTS).map((each) => `${each.id} ${each.left.toLocaleString("en-US")}`);
    const more = contracts.length - shown.length;
    return [
      ...[left.toLocaleString("en-US"), fixable > 0 ? fixable.toLocaleString("en-US") : "", name],
      kind === "phase" ? "" : [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", "),
    ];
  });
  const table = [["left", "fixable", kind, kind === "phase" ? "" : "contracts"], ...rows];
  const width = (column: number): number => Math.max(...table.map((row) => row[column]!.length));
  const [numbers, names] = [[width(0), width(1)], Math.min(width(2), 40)];
  return [
    "",
    ...table.flatMap(([left, fixable, name, contracts], index) => {
      const head = `${left!.padStart(numbers[0]!)}  ${fixable!.padStart(numbers[1]!)}  ${index === 0 ? colours.dim(name!.padEnd(names)) : colours.cyan(name!.padEnd(names))}`;
      const used = numbers[0]! + numbers[1]! + 4 + Math.max(names, name!.length) + 2;
      if (contracts === "") return [head.replace(/\s+$/, "")];
      if (columns === undefined || used + contracts!.length <= columns)
        return [`${index === 0 ? colours.dim(head) : head}  ${colours.dim(contracts)}`];
      return index === 0
        ? [colours.dim(head)]
        : [head, ...wrap(contracts!, columns - 4).map((line) => colours.dim(`    ${line}`))];
    }),
  ];
}

function renderEnd(contracts: readonly ContractStatus[], { columns }: StatusLayout, colours: Colours): string[] {
  const open = contracts.filter(({ done }) => !done);
  if (open.length === 0) return [colours.green(`✔ ${contracts.length === 1 ? "The contract is" : "All contracts are"} done.`)];
  const left = open.reduce((sum, contract) => sum + contract.left, 0);
  const late = open.filter(({ isLate }) => isLate).length;
  const facts = [
    `${open.length} of ${counted(contracts.length, "contract")} open`,
    `${counted(left, "violation")} left`,
    ...(late > 0 ? [`${late} late`] : []),
  ];
  return [
    ...wrap(`${facts.join(", ")}.`, columns),
    ...wrap("See each place: godwit check --all   What to do next: godwit plan", columns),
  ];
}
