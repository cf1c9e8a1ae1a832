import { describeOrigin, type ContractStatus, type GroupKind, type StatusGroup, type StatusOverview } from "@godwit/project";
import { type History, seriesOf } from "../history/history.js";
import { grouped, counted } from "../terminal.js";
import { type Block, type Line, paragraph, type Tone } from "./document/document.js";
import { progressShare } from "./overview/whole.js";
import { signedChange, sparkline } from "./table.js";

/** What a status shows. */
export interface ShownStatus {
  readonly status: StatusOverview;
  readonly history: History | undefined;
  /** What could not be shown, in sentences. */
  readonly notes: readonly string[];
  /** Whether everything could be counted. */
  readonly isComplete: boolean;
}

/** What a status needs besides. */
interface StatusLayout {
  /** Seconds since 1970. */
  readonly now: number;
  readonly by: readonly GroupKind[];
}

const MOST_NAME = 28;
const TREND_WIDTH = 8;
const MOST_CONTRACTS = 4;
const UNKNOWN = "Whether anything is left is not known, since not everything could be counted.";

/** Where everything stands, on one screen. */
export function statusBlocks({ status, history, notes, isComplete }: ShownStatus, { now, by }: StatusLayout): readonly Block[] {
  const { contracts, groups } = status;
  const isKnown = isComplete || contracts.some(({ done }) => !done);
  return [
    contractsTable(contracts, history, now),
    ...by.flatMap((kind) => groupsTable(kind, groups[kind])),
    ...(isKnown ? endOf(contracts) : [UNKNOWN]).map(paragraph),
    ...notes.map((note) => paragraph(inTone("quiet", note))),
  ];
}

const RISKY = { low: "quiet", medium: "plain", high: "warn", critical: "bad" } as const;

/** The columns that matter most come first: what has no room is told below each row. */
function contractsTable(contracts: readonly ContractStatus[], history: History | undefined, now: number): Block {
  const trendOf = ({ id, pace }: ContractStatus): string => {
    const past = history ? sparkline(seriesOf(history, id), TREND_WIDTH, now) : "";
    return [past, pace ? signedChange(pace.fewer) : ""].join(" ").trim();
  };
  const openOnly = ({ done }: ContractStatus, tone: Tone, text: string): Line => inTone(tone, done ? "" : text);
  return {
    kind: "table",
    head: ["contract", "progress", "left", "due", "phase", "risk", "trend", "owner", "blocked by", "from", "done by"],
    numbers: [2],
    rows: contracts.map((contract): Line[] => {
      const { id, due, isLate, risk, pace, owner, blockedBy } = contract;
      const doneOn = pace?.doneOn ?? "";
      const blockers = blockedBy.map((each) => each.contract).join(", ");
      return [
        ...[[{ code: id }], progressOf(contract), leftOf(contract)],
        inTone(isLate ? "bad" : "plain", due === null ? "" : isLate ? `${due} late` : due),
        ...[cut(phaseOf(contract), MOST_NAME), openOnly(contract, RISKY[risk], risk), inTone("quiet", trendOf(contract))],
        ...[openOnly(contract, "plain", cut(owner ?? "", MOST_NAME)), inTone("warn", cut(blockers, 2 * MOST_NAME))],
        describeOrigin(contract).replace(/^from /, ""),
        openOnly(contract, due !== null && doneOn > due ? "bad" : "plain", doneOn),
      ];
    }),
  };
}

function inTone(tone: Tone, text: string): Line {
  return text === "" ? "" : [{ tone, text }];
}

function progressOf(contract: ContractStatus): Line {
  const share = progressShare(contract);
  if (contract.done) return inTone("good", "✔ done");
  return share === undefined ? "" : [{ progress: share, of: contract.id }];
}

function leftOf({ left, total, totalFrom, done }: ContractStatus): string {
  const count = grouped(left);
  if (done && left === 0) return "0";
  return totalFrom === "code" ? count : `${count}/${grouped(total)}`;
}

function phaseOf({ status, done, phase, phases }: ContractStatus): string {
  if (done) return "";
  const open = phases.find(({ name }) => name === phase && name !== null);
  const text = open ? `${open.name!} (${grouped(open.left)})` : "";
  return status === "planned" ? (text === "" ? "planned" : `planned: ${text}`) : text;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function groupsTable(kind: GroupKind, groups: readonly StatusGroup[]): readonly Block[] {
  if (groups.length === 0) return [];
  const contractsOf = ({ contracts }: StatusGroup): string => {
    const shown = contracts.slice(0, MOST_CONTRACTS).map((each) => `${each.id} ${grouped(each.left)}`);
    const more = contracts.length - shown.length;
    return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(", ");
  };
  return [
    {
      kind: "table",
      head: ["left", "fixable", kind, "contracts"],
      numbers: [0, 1],
      rows: groups.map((group): Line[] => [
        ...[grouped(group.left), group.fixable > 0 ? grouped(group.fixable) : ""],
        ...[[{ code: group.name }], kind === "phase" ? "" : inTone("quiet", contractsOf(group))],
      ]),
    },
  ];
}

function endOf(contracts: readonly ContractStatus[]): readonly Line[] {
  const open = contracts.filter(({ done }) => !done);
  if (open.length === 0) return [inTone("good", `✔ ${contracts.length === 1 ? "The contract is" : "All contracts are"} done.`)];
  const left = open.reduce((sum, contract) => sum + contract.left, 0);
  const late = open.filter(({ isLate }) => isLate).length;
  const facts = [
    `${open.length} of ${counted(contracts.length, "contract")} open`,
    `${counted(left, "violation")} left`,
    ...(late > 0 ? [`${late} late`] : []),
  ];
  return [`${facts.join(", ")}.`, "See each place: godwit check --all", "What to do next: godwit plan"];
}
