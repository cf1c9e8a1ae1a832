import { describeOrigin, type ContractStatus } from "@godwit/project";
import { firstCharacters } from "../printable.js";
import { demandsOfRisk } from "../../migrate/demands.js";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import { contractLink, countLink, html, type Html } from "./html.js";
import { durationText, matrixOf, progressShare, stateOf } from "./whole.js";

const NO_TRACK = "No track";
const RISKS = ["critical", "high", "medium", "low"] as const;

/** A table with a head and rows; `numbers` are the columns that end below each other. */
export function table(
  head: readonly (Html | string)[],
  rows: readonly (readonly (Html | string | number)[])[],
  numbers: readonly number[] = [],
): Html {
  const classOf = (column: number): Html => (numbers.includes(column) ? html` class="number"` : html``);
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Table">
    <table>
      <thead>
        <tr>
          ${head.map((title, column) => html`<th scope="col" ${classOf(column)}>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell, column) => html`<td${classOf(column)}>${cell}</td>`)}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The whole in a few numbers. */
export function tiles({ contracts, violations }: OverviewReport): Html {
  const open = contracts.filter(({ done }) => !done);
  const tile = (value: Html, words: string): Html => html`<div class="tile"><b>${value}</b>${words}</div>`;
  const late = open.filter(({ isLate }) => isLate);
  const gates = contracts.flatMap((contract) => contract.gates);
  return html`<div class="tiles">
    ${tile(countLink(violations.length, {}), "violations left")}
    ${tile(html`${contracts.length - open.length} of ${contracts.length}`, "contracts done")}
    ${tile(html`<span class="${late.length > 0 ? "bad" : ""}">${late.length}</span>`, "contracts late")}
    ${tile(html`${open.filter(({ blockedBy }) => blockedBy.length > 0).length}`, "contracts blocked")}
    ${tile(html`${gates.filter(({ state }) => state === "met").length} of ${gates.length}`, "gates hold")}
  </div>`;
}

/** Whose the open contracts are: what is left of each by owner, and what it waits for. */
export function ownerMatrix({ contracts, groups }: OverviewReport): Html {
  const { owners, rows } = matrixOf({ contracts, groups });
  if (rows.length === 0) return html``;
  return table(
    ["contract", ...owners, "left", "waits for"],
    rows.map(({ contract, byOwner }) => [
      contractLink(contract.id),
      ...byOwner.map((left, index) => (left === 0 ? "" : countLink(left, { contract: contract.id, owner: owners[index]! }))),
      countLink(contract.left, { contract: contract.id }),
      joined(contract.blockedBy.map((blocker) => contractLink(blocker.contract))),
    ]),
    [...owners.keys()].map((index) => index + 1).concat(owners.length + 1),
  );
}

/** The contracts by track, each in one line. */
export function dashboard({ contracts }: OverviewReport): Html {
  const tracks = [...new Set(contracts.map(({ track }) => track ?? NO_TRACK))].sort((a, b) =>
    a === NO_TRACK ? 1 : b === NO_TRACK ? -1 : a < b ? -1 : 1,
  );
  return html`${tracks.map((track) => {
    const own = contracts.filter((contract) => (contract.track ?? NO_TRACK) === track);
    return html`<h3>${track}</h3>
      ${table(
        ["contract", "progress", "left", "fixable", "state", "phase", "due", "pace ends", "risk", "owner"],
        own.map((contract) => [
          html`${contractLink(contract.id)}<br /><span class="quiet"
              >${[contract.title, describeOrigin(contract)].filter(Boolean).join(" · ")}</span
            >`,
          ...[progress(contract), leftWords(contract)],
          ...[countLink(contract.fixable, { contract: contract.id, level: "fix" }), stateWords(contract), phaseLink(contract)],
          ...[dueWords(contract), paceWords(contract), contract.risk, contract.owner ?? ""],
        ]),
        [2, 3],
      )}`;
  })}`;
}

function leftWords({ id, left, total, totalFrom }: ContractStatus): Html {
  const count = countLink(left, { contract: id });
  return totalFrom === "code" ? count : html`${count} of ${total}`;
}

function progress(contract: ContractStatus): Html {
  const share = progressShare(contract);
  if (contract.done) return html`<span class="good">done</span>`;
  if (share === undefined) return html`<span class="quiet">not known</span>`;
  const percent = Math.floor(share * 100);
  return html`<span class="keep"
    ><progress max="100" value="${percent}" aria-label="${contract.id}: ${percent} % done"></progress> ${percent} %</span
  >`;
}

function stateWords(contract: ContractStatus): Html {
  const { blockedBy } = contract;
  if (blockedBy.length > 0)
    return html`<span class="warn">blocked</span> by ${joined(blockedBy.map((blocker) => contractLink(blocker.contract)))}`;
  return html`${stateOf(contract)}`;
}

function phaseLink({ id, phase, phases }: ContractStatus): Html {
  const open = phases.find(({ name }) => name === phase && name !== null);
  return open ? html`${open.name!}: ${countLink(open.left, { contract: id, phase: open.name! })}` : html``;
}

function dueWords({ due, isLate }: ContractStatus): Html {
  return due === null ? html`` : html`<span class="keep${isLate ? " bad" : ""}">${due}${isLate ? " late" : ""}</span>`;
}

function paceWords({ pace, due, done }: ContractStatus): Html {
  if (done || !pace) return html``;
  if (pace.doneOn === null)
    return html`<span class="${pace.fewer < 0 ? "bad" : "quiet"}">${pace.fewer < 0 ? "it grows" : "never"}</span>`;
  return html`<span class="keep${due !== null && pace.doneOn > due ? " bad" : ""}">${pace.doneOn}</span>`;
}

function joined(parts: readonly Html[]): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : html`, ${part}`))}`;
}

/** Risk against state, with what each level of risk demands before a run, and which contracts lack it. */
export function riskMatrix({ contracts }: OverviewReport): Html {
  const states = ["planned", "blocked", "active", "late", "done"] as const;
  const cell = (own: readonly ReportContract[]): Html =>
    own.length === 0
      ? html``
      : html`<ul>
          ${own.map(({ id, left, done }) => html`<li>${contractLink(id)}${done ? "" : html` ${countLink(left, { contract: id })}`}</li>`)}
        </ul>`;
  return html`<div class="scroll matrix" tabindex="0" role="group" aria-label="Risk matrix">
    <table>
      <thead>
        <tr>
          <th scope="col">risk</th>
          ${states.map((state) => html`<th scope="col">${state}</th>`)}
          <th scope="col">godwit migrate demands</th>
        </tr>
      </thead>
      <tbody>
        ${RISKS.filter((risk) => contracts.some((each) => each.risk === risk)).map((risk) => {
          const own = contracts.filter((contract) => contract.risk === risk);
          return html`<tr>
            <th scope="row">${risk}</th>
            ${states.map((state) => html`<td>${cell(own.filter((contract) => stateOf(contract) === state))}</td>`)}
            <td>${demandWords(risk, own)}</td>
          </tr> `;
        })}
      </tbody>
    </table>
  </div>`;
}

function demandWords(risk: (typeof RISKS)[number], own: readonly ReportContract[]): Html {
  const demands = demandsOfRisk(risk);
  if (demands.length === 0) return html`<span class="quiet">no more than working commands</span>`;
  return html`<ul>
    ${demands.map(({ what, why }) => {
      const lacking = own.filter(
        ({ done, demands: asked }) => !done && asked.some((demand) => demand.what === what && !demand.isMet),
      );
      return html`<li>
        <code>${what}</code>:
        ${why}${lacking.length > 0 ? html`<br /><span class="bad">missing in</span> ${joined(lacking.map(({ id }) => contractLink(id)))}` : ""}
      </li>`;
    })}
  </ul>`;
}

const MOST_ROWS = 60;
/** Folded rows beyond that make the page slow; the list has all. */
const MOST_FOLDED = 500;

/** What is left of each contract, by owner and package. */
export function ownership({ violations }: OverviewReport): Html | undefined {
  const rows = new Map<string, { contract: string; owner: string; package: string; left: number; fixable: number }>();
  for (const { contract, owners, package: folder, level } of violations) {
    for (const owner of owners) {
      const key = JSON.stringify([contract, owner, folder]);
      const row = rows.get(key) ?? { contract, owner, package: folder, left: 0, fixable: 0 };
      row.left++;
      if (level === "fix") row.fixable++;
      rows.set(key, row);
    }
  }
  const sorted = [...rows.values()].sort(
    (a, b) => b.left - a.left || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0),
  );
  const tableOf = (some: typeof sorted): Html =>
    table(
      ["contract", "owner", "package", "left", "fixable"],
      some.map(({ contract, owner, package: folder, left, fixable }) => {
        const choice = { contract, owner, package: folder };
        return [
          contractLink(contract),
          owner,
          html`<code>${folder}</code>`,
          countLink(left, choice),
          countLink(fixable, { ...choice, level: "fix" }),
        ];
      }),
      [3, 4],
    );
  if (sorted.length === 0) return undefined;
  const rest = sorted.slice(MOST_ROWS);
  const [folded, more] = [rest.slice(0, MOST_FOLDED), rest.length - MOST_FOLDED];
  const end = more > 0 ? html`<p>The ${more} smallest are only in the list of all violations.</p>` : "";
  return html`${tableOf(sorted.slice(0, MOST_ROWS))}${
    rest.length > 0
      ? html`<details>
          <summary>${rest.length} more</summary>
          ${tableOf(folded)}${end}
        </details>`
      : ""
  }`;
}

/** All gates with their evidence, and its age. */
export function gates({ contracts }: OverviewReport): Html | undefined {
  const rows = contracts.flatMap(({ id, gates: own }) => own.map((gate) => ({ id, gate })));
  if (rows.length === 0) return undefined;
  const classes = { met: "good", open: "quiet", outdated: "warn", failed: "bad" };
  return table(
    ["contract", "gate", "state", "because", "evidence", "age"],
    rows.map(({ id, gate: { name, state, detail, evidence } }) => [
      ...[contractLink(id), name, html`<span class="${classes[state]}">${state}</span>`, detail],
      evidence
        ? html`${evidence.note ?? evidence.command ?? ""}
            <span class="quiet"
              >${evidence.author ?? ""}
              ${firstCharacters(evidence.at, 10)}${evidence.commit ? ` ${firstCharacters(evidence.commit, 8)}` : ""}</span
            >`
        : "",
      evidence ? `${evidence.ageDays.toLocaleString("en-US")} ${evidence.ageDays === 1 ? "day" : "days"}` : "",
    ]),
  );
}

/** All bridges with who uses them. */
export function bridges({ contracts }: OverviewReport): Html | undefined {
  const rows = contracts.flatMap((contract) => contract.bridges);
  if (rows.length === 0) return undefined;
  return table(
    ["contract", "bridge", "state", "users"],
    rows.map(({ contract, bridge, state, users, unusedSince, note }) => [
      ...[contractLink(contract), html`<code>${bridge}</code>`],
      state === "unused"
        ? html`<span class="good">unused</span> ${unusedSince ? `since ${unusedSince.date}` : (note ?? "")}`
        : state,
      users.length === 0
        ? ""
        : html`<details>
            <summary>${users.length}</summary>
            <ul>
              ${users.map(({ file, line, what }) => html`<li><code>${file}:${String(line)}</code> ${what}</li>`)}
            </ul>
          </details>`,
    ]),
  );
}

/** The runs of `godwit migrate` on this machine. */
export function runs({ runs: { runs: all, rollbackRate, medianSeconds } }: OverviewReport): Html | undefined {
  if (all.length === 0) return undefined;
  const facts = [
    `${all.length} ${all.length === 1 ? "run" : "runs"}`,
    ...(medianSeconds === null ? [] : [`${durationText(medianSeconds)} in the middle`]),
    ...(rollbackRate === null
      ? []
      : [
          `${(rollbackRate * 100).toFixed(rollbackRate > 0 && rollbackRate < 0.1 ? 1 : 0)} % of what passed its checks was rolled back later`,
        ]),
  ];
  return html`<p>${facts.join(", ")}.</p>
    ${table(
      ["run", "contract", "outcome", "duration", "kept", "put back", "rolled back"],
      all.map(({ id, contract, outcome, seconds, kept, putBack, rolledBack }) => [
        ...[
          html`<code>${id}</code>`,
          contract,
          outcome,
          seconds === null ? "" : durationText(seconds),
          kept,
          putBack,
          rolledBack,
        ],
      ]),
      [4, 5, 6],
    )}`;
}
