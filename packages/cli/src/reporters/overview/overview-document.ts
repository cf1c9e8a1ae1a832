import { type ContractStatus, describeOrigin, groupBy } from "@godwit/project";
import { demandsOfRisk } from "@godwit/core/contracts";
import type { OverviewReport, ReportContract, ReportSite } from "../../report/overview-report.js";
import { grouped, counted } from "../../terminal.js";
import { type Block, type Cell, type Inline, type Line, paragraph } from "../document/document.js";
import { firstCharacters } from "../printable.js";
import { durationText, matrixOf, progressShare, stateOf, whole } from "./whole.js";

/** What a document needs besides the report. */
export interface OverviewSetting {
  /** Seconds since 1970. */
  readonly now: number;
  /** The prose of each contract as its file has it, by id; every other text of the report is on one line. */
  readonly prose: ReadonlyMap<string, string>;
}

/** The report as a document, but for the list of violations. */
export function overviewDocument(report: OverviewReport, { now, prose }: OverviewSetting): readonly Block[] {
  const { contracts } = report;
  const hasArrows = contracts.some(({ dependsOn }) => dependsOn.length > 0);
  return [
    ...headBlocks(report),
    ...part("dashboard", "Dashboard", [
      { kind: "chart", burning: whole(report), now },
      ...matrixBlocks(report),
      ...dashboardBlocks(contracts),
    ]),
    ...part("risk", "Risk", [riskTable(contracts)]),
    ...part("graph", "Dependencies", hasArrows ? [{ kind: "dependencies", contracts }] : []),
    ...part("owners", "Owners and packages", ownerBlocks(report)),
    ...part("gates", "Gates", gateBlocks(contracts)),
    ...part("bridges", "Bridges", bridgeBlocks(contracts)),
    ...part(
      "contracts",
      "Contracts",
      contracts.map((contract) => article(contract, now, prose.get(contract.id) ?? "")),
    ),
    ...part("runs", "Runs", runBlocks(report)),
  ];
}

/** A part of the page; nothing where nothing is in it. */
function part(id: string, title: string, blocks: readonly Block[]): readonly Block[] {
  return blocks.length === 0 ? [] : [{ kind: "heading", level: 2, text: title, id }, ...blocks];
}

/** Which violations a link leads to. */
type SiteChoice = Partial<Record<"contract" | "phase" | "owner" | "package" | "rule" | "level", string>>;

/** A count that leads to the list of its violations. */
function countLink(count: number, choice: SiteChoice): Inline {
  if (count === 0) return "0";
  const query = new URLSearchParams(Object.entries(choice)).toString();
  return { link: `#sites${query === "" ? "" : `?${query}`}`, text: grouped(count), look: "count" };
}

/** The name of a contract, which leads to the part about it. */
function contractLink(id: string): Inline {
  return { link: `#contract-${id}`, text: id, look: "code" };
}

function joined(parts: readonly Inline[]): readonly Inline[] {
  return parts.flatMap((each, index) => (index === 0 ? [each] : [", ", each]));
}

function blockersOf({ blockedBy }: ContractStatus): readonly Inline[] {
  return joined(blockedBy.map(({ contract }) => contractLink(contract)));
}

/** What the report is of, what is missing from it, and the whole in a few numbers. */
function headBlocks({ name, generatedAt, commit, notes, contracts, violations }: OverviewReport): readonly Block[] {
  const open = contracts.filter(({ done }) => !done);
  const late = open.filter(({ isLate }) => isLate).length;
  const gates = contracts.flatMap((contract) => contract.gates);
  const time = generatedAt.slice(0, 16).replace("T", " ");
  const sentence = `${counted(violations.length, "violation")} left, ${open.length} of ${counted(contracts.length, "contract")} open.`;
  return [
    { kind: "heading", level: 1, text: `Migrations of ${name}` },
    paragraph([
      { tone: "quiet", text: `As of ${time} UTC${commit === null ? "" : ", commit "}` },
      ...(commit === null ? [] : [{ code: firstCharacters(commit, 12) }]),
    ]),
    ...(notes.length > 0
      ? [
          paragraph([{ tone: "warn", text: `${counted(notes.length, "thing is", "things are")} missing from this report:` }]),
          { kind: "list" as const, items: notes },
        ]
      : []),
    {
      kind: "figures",
      sentence,
      tiles: [
        { value: [countLink(violations.length, {})], words: "violations left" },
        { value: `${contracts.length - open.length} of ${contracts.length}`, words: "contracts done" },
        { value: late > 0 ? [{ tone: "bad", text: String(late) }] : "0", words: "contracts late" },
        { value: String(open.filter(({ blockedBy }) => blockedBy.length > 0).length), words: "contracts blocked" },
        { value: `${gates.filter(({ state }) => state === "met").length} of ${gates.length}`, words: "gates hold" },
      ],
    },
  ];
}

/** Whose the open contracts are: what is left of each by owner, and what it waits for. */
function matrixBlocks(report: OverviewReport): readonly Block[] {
  const { owners, rows } = matrixOf(report);
  return tableBlocks(
    ["contract", ...owners, "left", "waits for"],
    rows.map(({ contract, byOwner }): Line[] => [
      [contractLink(contract.id)],
      ...byOwner.map((left, index) => (left === 0 ? "" : [countLink(left, { contract: contract.id, owner: owners[index]! })])),
      ...[[countLink(contract.left, { contract: contract.id })], blockersOf(contract)],
    ]),
    [...owners.keys()].map((index) => index + 1).concat(owners.length + 1),
  );
}

const NO_TRACK = "No track";

/** The contracts by track, each in one line. */
function dashboardBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const tracks = [...groupBy(contracts, ({ track }) => track ?? NO_TRACK)].sort(([a], [b]) =>
    a === NO_TRACK ? 1 : b === NO_TRACK ? -1 : a < b ? -1 : 1,
  );
  return tracks.flatMap(([track, own]) => [
    { kind: "heading", level: 3, text: track } as const,
    ...tableBlocks(
      ["contract", "progress", "left", "fixable", "state", "phase", "due", "pace ends", "risk", "owner"],
      own.map((contract): Cell[] => [
        nameOf(contract),
        ...[progressOf(contract), leftOf(contract), [countLink(contract.fixable, { contract: contract.id, level: "fix" })]],
        ...[stateWords(contract), phaseOf(contract), dueOf(contract), paceOf(contract), contract.risk, contract.owner ?? ""],
      ]),
      [2, 3],
    ),
  ]);
}

function nameOf(contract: ReportContract): Cell {
  const text = [contract.title, describeOrigin(contract)].filter(Boolean).join(" · ");
  return { items: [[contractLink(contract.id)], [{ tone: "quiet", text }]] };
}

function progressOf(contract: ReportContract): Line {
  const share = progressShare(contract);
  if (contract.done) return [{ tone: "good", text: "done" }];
  return share === undefined ? [{ tone: "quiet", text: "not known" }] : [{ progress: share, of: contract.id }];
}

function leftOf({ id, left, total, totalFrom }: ContractStatus): Line {
  return [countLink(left, { contract: id }), ...(totalFrom === "code" ? [] : [` of ${grouped(total)}`])];
}

function stateWords(contract: ContractStatus): Line {
  if (contract.blockedBy.length === 0) return stateOf(contract);
  return [{ tone: "warn", text: "blocked" }, " by ", ...blockersOf(contract)];
}

function phaseOf({ id, phase, phases }: ContractStatus): Line {
  const open = phases.find(({ name }) => name === phase && name !== null);
  return open ? [`${open.name!}: `, countLink(open.left, { contract: id, phase: open.name! })] : "";
}

function dueOf({ due, isLate }: ContractStatus): Line {
  return due === null ? "" : [{ tone: isLate ? "bad" : "plain", text: `${due}${isLate ? " late" : ""}`, isWhole: true }];
}

function paceOf({ pace, due, done }: ContractStatus): Line {
  if (done || !pace) return "";
  if (pace.doneOn === null) return [pace.fewer < 0 ? { tone: "bad", text: "it grows" } : { tone: "quiet", text: "never" }];
  return [{ tone: due !== null && pace.doneOn > due ? "bad" : "plain", text: pace.doneOn, isWhole: true }];
}

const RISKS = ["critical", "high", "medium", "low"] as const;
const STATES = ["planned", "blocked", "active", "late", "done"] as const;

/** Risk against state, with what each level of risk demands before a run, and which contracts lack it. */
function riskTable(contracts: readonly ReportContract[]): Block {
  const linesOf = (own: readonly ReportContract[]): readonly Line[] =>
    own.map(({ id, left, done }) => [contractLink(id), ...(done ? [] : [" ", countLink(left, { contract: id })])]);
  return {
    kind: "table",
    matrix: "Risk matrix",
    head: ["risk", ...STATES, "godwit migrate demands"],
    rows: RISKS.filter((risk) => contracts.some((each) => each.risk === risk)).map((risk): Cell[] => {
      const own = contracts.filter((contract) => contract.risk === risk);
      return [
        risk,
        ...STATES.map((state) => ({ items: linesOf(own.filter((contract) => stateOf(contract) === state)) })),
        demandsOf(risk, own),
      ];
    }),
  };
}

function demandsOf(risk: (typeof RISKS)[number], own: readonly ReportContract[]): Cell {
  const demands = demandsOfRisk(risk);
  if (demands.length === 0) return [{ tone: "quiet", text: "no more than working commands" }];
  const items = demands.map(({ what, why }): Line => {
    const lacking = own.filter(({ done, demands: asked }) => !done && asked.some((each) => each.what === what && !each.isMet));
    const missing = joined(lacking.map(({ id }) => contractLink(id)));
    return [
      { code: what },
      `: ${why}`,
      ...(lacking.length > 0 ? [", ", { tone: "bad", text: "missing in" } as const, " ", ...missing] : []),
    ];
  });
  return { items };
}

const MOST_ROWS = 60;
/** Folded rows beyond that make the page slow; the list has all. */
const MOST_FOLDED = 500;

/** What is left of each contract, by owner and package. */
function ownerBlocks({ violations }: OverviewReport): readonly Block[] {
  const shares = violations.flatMap((site) => site.owners.map((owner) => ({ site, owner })));
  const groups = groupBy(shares, ({ site, owner }) => JSON.stringify([site.contract, owner, site.package]));
  const rows = [...groups.values()]
    .map((own) => ({ owner: own[0]!.owner, sites: own.map(({ site }) => site) }))
    .sort((a, b) => b.sites.length - a.sites.length || compareTexts(a.sites[0]!.contract, b.sites[0]!.contract));
  const rest = rows.slice(MOST_ROWS);
  const more = rest.length - MOST_FOLDED;
  const end = more > 0 ? [paragraph(`The ${grouped(more)} smallest are only in the list of all violations.`)] : [];
  return [
    ...ownerTable(rows.slice(0, MOST_ROWS)),
    ...(rest.length > 0
      ? [
          {
            kind: "details" as const,
            summary: `${grouped(rest.length)} more`,
            blocks: [...ownerTable(rest.slice(0, MOST_FOLDED)), ...end],
          },
        ]
      : []),
  ];
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function ownerTable(rows: readonly { readonly owner: string; readonly sites: readonly ReportSite[] }[]): readonly Block[] {
  return tableBlocks(
    ["contract", "owner", "package", "left", "fixable"],
    rows.map(({ owner, sites }): Line[] => {
      const { contract, package: folder } = sites[0]!;
      const choice = { contract, owner, package: folder };
      const fixable = sites.filter(({ level }) => level === "fix").length;
      return [
        ...[[contractLink(contract)], owner, [{ code: folder }]],
        ...[[countLink(sites.length, choice)], [countLink(fixable, { ...choice, level: "fix" })]],
      ];
    }),
    [3, 4],
  );
}

const GATE_TONES = { met: "good", open: "quiet", outdated: "warn", failed: "bad" } as const;

/** All gates with their evidence, and its age. */
function gateBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const rows = contracts.flatMap(({ id, gates }) =>
    gates.map(({ name, state, detail, evidence }): Line[] => [
      ...[[contractLink(id)], name, [{ tone: GATE_TONES[state], text: state }], detail],
      evidence ? [`${evidence.note ?? evidence.command ?? ""} `, { tone: "quiet", text: originOf(evidence) }] : "",
      evidence ? counted(evidence.ageDays, "day") : "",
    ]),
  );
  return tableBlocks(["contract", "gate", "state", "because", "evidence", "age"], rows);
}

function originOf({ author, at, commit }: NonNullable<ReportContract["gates"][number]["evidence"]>): string {
  return [author, firstCharacters(at, 10), commit && firstCharacters(commit, 8)].filter(Boolean).join(" ");
}

/** All bridges with who uses them. */
function bridgeBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const rows = contracts.flatMap(({ bridges }) =>
    bridges.map(({ contract, bridge, state, users, unusedSince, note }): Cell[] => [
      ...[[contractLink(contract)], [{ code: bridge }]],
      state === "unused"
        ? [{ tone: "good", text: "unused" }, ` ${unusedSince ? `since ${unusedSince.date}` : (note ?? "")}`]
        : state,
      users.length === 0
        ? ""
        : { fold: String(users.length), items: users.map(({ file, line, what }) => [{ code: `${file}:${line}` }, ` ${what}`]) },
    ]),
  );
  return tableBlocks(["contract", "bridge", "state", "users"], rows);
}

function article(contract: ReportContract, now: number, prose: string): Block {
  const { id, title, status, risk, owner, why, file, links, phases, bridges, blockedBy } = contract;
  const facts = [
    ...[status, `${risk} risk`, ...(owner === null ? [] : [owner]), file],
    ...(bridges.length > 0 ? [counted(bridges.length, "bridge")] : []),
  ];
  const rows = phases.map(({ name, left, allow, due, done }): Line[] => [
    name ?? (phases.length === 1 ? "Everything" : "In no phase"),
    [countLink(left, { contract: id, ...(name === null ? {} : { phase: name }) })],
    ...[allow === null ? "" : grouped(allow), due ?? "", done ? [{ tone: "good" as const, text: "done" }] : "open"],
  ]);
  const blocks: readonly Block[] = [
    { kind: "heading", level: 3, text: [contractLink(id), ` ${title}`] },
    paragraph([{ tone: "quiet", text: facts.join(" · ") }]),
    ...(why === null ? [] : [paragraph(why)]),
    ...blockedBy.map((blocker) =>
      paragraph([{ tone: "warn", text: "Blocked" }, " by ", contractLink(blocker.contract), `: ${blocker.why}.`]),
    ),
    { kind: "chart", burning: contract, now },
    ...tableBlocks(["phase", "left", "allowed", "due", "state"], rows, [1, 2]),
    ...(links.length > 0 ? [paragraph(links.flatMap((link, index) => [...(index === 0 ? [] : [" "]), linkOf(link)]))] : []),
    ...(prose === "" ? [] : [{ kind: "prose" as const, summary: "Lessons: what the contract says", text: prose }]),
  ];
  return { kind: "article", id: `contract-${id}`, blocks };
}

function linkOf(link: string): Inline {
  return /^https?:\/\/\S+$/.test(link) ? { link, text: link } : { code: link };
}

/** The runs of `godwit migrate` on this machine. */
function runBlocks({ runs: { runs, rollbackRate, medianSeconds } }: OverviewReport): readonly Block[] {
  const rows = runs.map(({ id, contract, outcome, seconds, kept, putBack, rolledBack }): Line[] => [
    ...[[{ code: id }], contract, outcome, seconds === null ? "" : durationText(seconds)],
    ...[kept, putBack, rolledBack].map((count) => grouped(count)),
  ]);
  const percent = (share: number): string => (share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0);
  const facts = [
    counted(runs.length, "run"),
    ...(medianSeconds === null ? [] : [`${durationText(medianSeconds)} in the middle`]),
    ...(rollbackRate === null ? [] : [`${percent(rollbackRate)} % of what passed its checks was rolled back later`]),
  ];
  const table = tableBlocks(["run", "contract", "outcome", "duration", "kept", "put back", "rolled back"], rows, [4, 5, 6]);
  return table.length === 0 ? [] : [paragraph(`${facts.join(", ")}.`), ...table];
}

function tableBlocks(
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  numbers: readonly number[] = [],
): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: "table", head, rows, numbers }];
}
