import { describeOrigin } from "@godwit/project";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import { demandsOfRisk } from "../../migrate/demands.js";
import { counted } from "../../terminal.js";
import { contractsGraph } from "../../commands/contracts-graph.js";
import type { Block, Line } from "../document/document.js";
import { renderMermaid } from "../document/graph.js";
import { durationText, matrixOf, progressBar, stateOf, whole } from "./whole.js";

/** The report as a document for Markdown. */
export function overviewDocument(report: OverviewReport, now: number): readonly Block[] {
  const { name, generatedAt, contracts, violations, notes } = report;
  const open = contracts.filter(({ done }) => !done);
  return [
    heading(1, `Migrations of ${name}`),
    paragraph(
      `As of ${generatedAt.slice(0, 10)}: ${counted(violations.length, "violation")} left, ${open.length} of ${counted(contracts.length, "contract")} open.`,
    ),
    ...(notes.length > 0 ? [heading(2, "Missing from this report"), { kind: "list" as const, items: notes }] : []),
    ...burnDownBlocks(report, now),
    ...matrixBlocks(report),
    heading(2, "Dashboard"),
    dashboard(contracts),
    ...originBlocks(contracts),
    ...riskBlocks(contracts),
    ...dependencyBlocks(contracts),
    ...phaseBlocks(contracts),
    ...groupBlocks(report),
    ...gateBlocks(contracts),
    ...bridgeBlocks(contracts),
    ...runBlocks(report),
    heading(2, "The list of violations"),
    {
      kind: "code",
      lines: [
        "godwit check --all --contract ID",
        "godwit report --format csv -o violations.csv",
        "godwit report --format html -o report.html",
      ],
    },
  ];
}

function heading(level: 1 | 2 | 3, text: Line): Block {
  return { kind: "heading", level, text };
}

function paragraph(text: Line): Block {
  return { kind: "paragraph", text };
}

function burnDownBlocks(report: OverviewReport, now: number): readonly Block[] {
  const burning = whole(report);
  return burning.past.length < 2 ? [] : [{ kind: "chart", burning, now }];
}

/** Who, and what blocks. */
function matrixBlocks(report: OverviewReport): readonly Block[] {
  const { owners, rows } = matrixOf(report);
  return tableBlocks(
    "Whose it is",
    ["contract", ...owners, "left", "waits for"],
    rows.map(({ contract, byOwner }): Line[] => [
      [{ code: contract.id }],
      ...byOwner.map((left) => (left === 0 ? "" : left.toLocaleString("en-US"))),
      contract.left.toLocaleString("en-US"),
      contract.blockedBy.map((blocker) => blocker.contract).join(", "),
    ]),
    [...owners.keys()].map((index) => index + 1).concat(owners.length + 1),
  );
}

function dependencyBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  if (contracts.every(({ dependsOn }) => dependsOn.length === 0)) return [];
  const lines = renderMermaid(contractsGraph(contracts)).trimEnd().split("\n");
  return [heading(2, "Dependencies"), { kind: "code", language: "mermaid", lines }];
}

function dashboard(contracts: readonly ReportContract[]): Block {
  return {
    kind: "table",
    head: ["track", "contract", "progress", "left", "of", "state", "due", "done at this pace", "risk", "owner", "blocked by"],
    numbers: [3, 4],
    rows: contracts.map((contract): Line[] => [
      ...[contract.track ?? "", [{ code: contract.id }], contract.done ? "done" : progressBar(contract)],
      ...[contract.left.toLocaleString("en-US"), contract.totalFrom === "code" ? "" : contract.total.toLocaleString("en-US")],
      ...[
        stateOf(contract),
        contract.due ?? "",
        contract.done ? "" : (contract.pace?.doneOn ?? ""),
        contract.risk,
        contract.owner ?? "",
      ],
      contract.blockedBy.map((blocker) => blocker.contract).join(", "),
    ]),
  };
}

/** What comes from packages, and what the repository says instead. */
function originBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const items = contracts.flatMap((contract): Line[] => {
    const origin = describeOrigin(contract);
    return origin === "" ? [] : [[{ code: contract.id }, ` is ${origin}.`]];
  });
  return items.length === 0 ? [] : [{ kind: "list", items }];
}

function riskBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const lacking = contracts.flatMap(({ id, risk, done, demands }) =>
    done
      ? []
      : demands.filter(({ isMet }) => !isMet).map(({ what }): Line => [{ code: id }, `: ${risk} risk, without `, { code: what }]),
  );
  const open = contracts.filter(({ done }) => !done);
  const risks = (["critical", "high", "medium", "low"] as const).filter((risk) => open.some((each) => each.risk === risk));
  if (risks.length === 0) return [];
  return [
    heading(2, "Risk"),
    {
      kind: "table",
      head: ["risk", "contracts that are open", "godwit migrate demands"],
      rows: risks.map((risk): Line[] => [
        risk,
        open
          .filter((contract) => contract.risk === risk)
          .map(({ id }) => id)
          .join(", "),
        demandsOfRisk(risk)
          .map(({ what }) => what)
          .join(", "),
      ]),
    },
    ...(lacking.length > 0 ? [{ kind: "list" as const, items: lacking }] : []),
  ];
}

function phaseBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const rows = contracts.flatMap(({ id, phases }) =>
    phases.flatMap(({ name, left, allow, due, done }): Line[][] =>
      name === null
        ? []
        : [
            [
              [{ code: id }],
              name,
              left.toLocaleString("en-US"),
              allow === null ? "" : String(allow),
              due ?? "",
              done ? "done" : "open",
            ],
          ],
    ),
  );
  return tableBlocks("Phases", ["contract", "phase", "left", "allowed", "due", "state"], rows, [2, 3]);
}

function groupBlocks({ groups }: OverviewReport): readonly Block[] {
  return (["owner", "package"] as const).flatMap((kind) =>
    tableBlocks(
      `By ${kind}`,
      [kind, "left", "fixable", "contracts"],
      groups[kind].map(({ name, left, fixable, contracts }): Line[] => [
        ...[name, left.toLocaleString("en-US"), fixable.toLocaleString("en-US")],
        contracts.map((each) => `${each.id} ${each.left.toLocaleString("en-US")}`).join(", "),
      ]),
      [1, 2],
    ),
  );
}

function gateBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const rows = contracts.flatMap(({ id, gates }) =>
    gates.map(({ name, state, detail, evidence }): Line[] => [
      ...[[{ code: id }], name, state, detail],
      evidence ? `${evidence.note ?? evidence.command ?? ""} ${evidence.author ?? ""} ${evidence.at.slice(0, 10)}`.trim() : "",
      evidence ? counted(evidence.ageDays, "day") : "",
    ]),
  );
  return tableBlocks("Gates", ["contract", "gate", "state", "because", "evidence", "age"], rows);
}

function bridgeBlocks(contracts: readonly ReportContract[]): readonly Block[] {
  const rows = contracts.flatMap(({ bridges }) =>
    bridges.map(({ contract, bridge, state, users, unusedSince }): Line[] => [
      ...[
        [{ code: contract }],
        [{ code: bridge }],
        state === "unused" && unusedSince ? `unused since ${unusedSince.date}` : state,
      ],
      users.length.toLocaleString("en-US"),
    ]),
  );
  return tableBlocks("Bridges", ["contract", "bridge", "state", "users"], rows, [3]);
}

function runBlocks({ runs: { runs, rollbackRate } }: OverviewReport): readonly Block[] {
  const rows = runs.map(({ id, contract, outcome, seconds, kept, putBack, rolledBack }): Line[] => [
    ...[[{ code: id }], contract, outcome, seconds === null ? "" : durationText(seconds)],
    ...[kept, putBack, rolledBack].map(String),
  ]);
  const table = tableBlocks(
    "Runs",
    ["run", "contract", "outcome", "duration", "kept", "put back", "rolled back"],
    rows,
    [4, 5, 6],
  );
  return rollbackRate === null
    ? table
    : [...table, paragraph(`${Math.round(rollbackRate * 100)} % of what passed its checks was rolled back later.`)];
}

function tableBlocks(
  title: string,
  head: readonly string[],
  rows: readonly (readonly Line[])[],
  numbers: readonly number[] = [],
): readonly Block[] {
  return rows.length === 0 ? [] : [heading(2, title), { kind: "table", head, rows, numbers }];
}
