import { paceOf } from "@godwit/project";
import type { OVERVIEW_FORMATS } from "../tables/define-command.js";
import { totalsByWeek, type Fleet, type FleetCell, type FleetRow } from "../report/fleet.js";
import { grouped, counted } from "../terminal.js";
import { renderHtml } from "./document/render-html.js";
import { type Block, type Inline, type Line, paragraph } from "./document/document.js";
import { renderMarkdown } from "./document/render-markdown.js";
import { printableData, printableJson } from "./printable.js";
import { renderCsv, signedChange } from "./table.js";

const MOST_WEEKS = 26;
/** More places than these are told contract by contract, and more names than `MOST_NAMES` are counted: "Who stands where" has all. */
const MOST_PLACES = 20;
const MOST_NAMES = 6;
const NOBODY = "nobody";

/** Renders the report about a fleet of repositories; `now` in seconds since 1970. */
export function renderFleet(fleet: Fleet, format: (typeof OVERVIEW_FORMATS)[number], now: number): string {
  if (format === "json") return printableJson(fleet);
  if (format === "csv")
    return renderCsv([
      ["week", "repository", "contract", "owners", "left", "fixable"],
      ...fleet.rows.map(({ week, repository, contract, owners, left, fixable }) => [
        ...[week, repository, contract, owners.join(" "), left, fixable],
      ]),
    ]);
  const blocks = fleetDocument(printableData(fleet), now);
  return format === "md" ? renderMarkdown(blocks) : renderHtml("Migrations of all repositories", blocks);
}

function fleetDocument(fleet: Fleet, now: number): readonly Block[] {
  return [
    { kind: "heading", level: 1, text: "Migrations of all repositories" },
    ...headline(fleet),
    ...weekBlocks(fleet, now),
    ...blockerBlocks(fleet),
    ...contractBlocks(fleet),
    ...ownerBlocks(fleet),
    ...matrixBlocks(fleet),
    ...versionBlocks(fleet),
  ];
}

/** How far all are, and which results are not in it. */
function headline(fleet: Fleet): readonly Block[] {
  const { repositories, contracts, cells, generatedAt } = fleet;
  const isOpen = (name: string): boolean => cells.some(({ repository, state }) => repository === name && state !== "done");
  const known = repositories.filter(({ time }) => time !== null);
  const isPartial = repositories.some(({ problems }) => problems.length > 0);
  const done = known.filter(({ name, problems }) => problems.length === 0 && !isOpen(name)).length;
  const doneContracts = contracts.filter(({ id }) => isDoneEverywhere(fleet, id)).length;
  const left = repositories.reduce((sum, each) => sum + each.left, 0);
  const still = cells.filter(({ state }) => state === "still").length;
  const all = counted(repositories.length, "repository", "repositories");
  const atLeast = isPartial ? "at least " : "";
  const by = isPartial ? `, by the results of ${known.length} of ${all}` : "";
  return [
    paragraph(`As of ${generatedAt.slice(0, 10)}${by}.`),
    {
      kind: "figures",
      sentence:
        known.length === 0
          ? "Nothing is known: no result could be used."
          : `${isPartial ? "At least " : ""}${counted(left, "violation")} left; ${done} of ${all} and ${doneContracts} of ${counted(contracts.length, "contract")} done.`,
      tiles: [
        {
          value: known.length === 0 ? "?" : `${atLeast}${grouped(left)}`,
          words: `${left === 1 ? "violation" : "violations"} left`,
        },
        { value: `${done} of ${repositories.length}`, words: "repositories done" },
        { value: `${doneContracts} of ${contracts.length}`, words: "contracts done everywhere" },
        { value: still === 0 ? "0" : [{ tone: "bad", text: String(still) }], words: "stand still" },
        ...(isPartial
          ? [
              {
                value: [
                  { tone: "bad" as const, text: String(repositories.filter(({ problems }) => problems.length > 0).length) },
                ],
                words: "without a whole, fresh result",
              },
            ]
          : []),
      ],
    },
    ...missingBlocks(fleet),
  ];
}

/** The repositories whose numbers are missing or not whole, with what is known of them. */
function missingBlocks({ repositories, rows }: Fleet): readonly Block[] {
  return [
    ...notice(
      "No result of ",
      repositories.filter(({ time }) => time === null).map(({ name }) => ({ name, more: lastKnown(name, rows) })),
    ),
    ...notice(
      "Not whole, or old: ",
      repositories
        .filter(({ time, problems }) => time !== null && problems.length > 0)
        .map(({ name, left }) => ({ name, more: ` with ${grouped(left)} left` })),
    ),
  ];
}

function notice(start: string, named: readonly { readonly name: string; readonly more: string }[]): readonly Block[] {
  if (named.length === 0) return [];
  const parts = named.flatMap(({ name, more }, index): Inline[] => [...(index === 0 ? [] : [", "]), { strong: name }, more]);
  return [paragraph([{ tone: "bad", text: start }, ...parts, "."])];
}

function lastKnown(name: string, rows: readonly FleetRow[]): string {
  const last = totalsByWeek(rows.filter(({ repository }) => repository === name)).at(-1);
  return last ? ` with ${grouped(last.left)} left in ${last.week}` : "";
}

function heading(text: string): Block {
  return { kind: "heading", level: 2, text };
}

/** What keeps repositories from going on: no result, nothing that moves, another contract first. */
function blockerBlocks(fleet: Fleet): readonly Block[] {
  const { repositories, cells, generatedAt } = fleet;
  const today = generatedAt.slice(0, 10);
  const stuck = cells.flatMap((cell) => {
    const words = [
      ...(cell.waitsFor.length > 0 ? [`waits for ${cell.waitsFor.join(", ")}`] : []),
      ...(cell.state === "still" ? [stillWords(cell, fleet)] : []),
      ...(cell.due !== null && cell.due < today ? [`was due on ${cell.due}`] : []),
    ];
    return words.length === 0 ? [] : [{ ...cell, words: words.join("; ") }];
  });
  const items = [
    ...repositories.flatMap(({ name, problems }) => problems.map((problem): Line => [{ strong: name }, `: ${problem}`])),
    ...(stuck.length <= MOST_PLACES
      ? stuck.map(({ repository, contract, words }): Line => [{ strong: repository }, ", ", { code: contract }, `: ${words}`])
      : byContract(stuck)),
  ];
  return items.length === 0 ? [] : [heading("What blocks, and what stands still"), { kind: "list", items }];
}

/** Since when nothing has become fewer, or how much more there is. */
function stillWords({ repository, contract, stillSince, left }: FleetCell, { rows }: Fleet): string {
  const then = rows
    .filter((row) => row.repository === repository && row.contract === contract && row.week === stillSince)
    .reduce((sum, row) => sum + row.left, 0);
  const now = grouped(left);
  return left > then
    ? `grows since ${stillSince!}, from ${grouped(then)} to ${now}`
    : `stands still since ${stillSince!}, ${now} left`;
}

/** A line for each contract, with the repositories where most is left. */
function byContract(stuck: readonly (FleetCell & { readonly words: string })[]): readonly Line[] {
  return [...new Set(stuck.map(({ contract }) => contract))].map((contract): Line => {
    const own = stuck.filter((each) => each.contract === contract).sort((a, b) => b.left - a.left);
    const names = own.map(({ repository, words }) => `${repository} (${words})`);
    return [{ code: contract }, ` in ${counted(own.length, "repository", "repositories")}: ${some(names, MOST_NAMES / 2)}`];
  });
}

function weekBlocks({ rows, repositories }: Fleet, now: number): readonly Block[] {
  const all = totalsByWeek(rows);
  if (all.length < 2) return [];
  const past = all.map(({ time, left }) => ({ time: Date.parse(time) / 1_000, left }));
  const { left } = past.at(-1)!;
  const shown = all.slice(-MOST_WEEKS);
  const missing = repositories.filter(({ time }) => time === null).map(({ name }) => name);
  return [
    heading("Weeks"),
    {
      kind: "chart",
      burning: {
        ...{ id: "All repositories", past, left, total: Math.max(...past.map((each) => each.left)), phases: [] },
        pace: paceOf(past, left, now) ?? null,
      },
      now,
    },
    ...(missing.length > 0 ? [paragraph(`${some(missing, MOST_NAMES)}: as last known.`)] : []),
    {
      kind: "details",
      summary: counted(shown.length, "week"),
      blocks: [
        {
          kind: "table",
          head: ["week", "left", "change"],
          numbers: [1, 2],
          rows: shown.map(({ week, left: stands }, index) => {
            const before = index === 0 ? all[all.length - shown.length - 1] : shown[index - 1];
            return [week, grouped(stands), before ? signedChange(before.left - stands) : ""];
          }),
        },
      ],
    },
  ];
}

/** A row for each repository, a column for each contract. */
function matrixBlocks({ repositories, contracts, cells }: Fleet): readonly Block[] {
  const byPlace = new Map(cells.map((cell) => [`${cell.repository}\0${cell.contract}`, cell]));
  return [
    heading("Who stands where"),
    {
      kind: "table",
      head: ["repository", ...contracts.map(({ id }) => id), "left", "as of"],
      numbers: [contracts.length + 1],
      rows: repositories.map(({ name, left, time, problems }): Line[] => [
        [{ strong: name }],
        ...contracts.map(({ id }) =>
          stateWords(byPlace.get(`${name}\0${id}`), { hasResult: time !== null, isWhole: problems.length === 0 }),
        ),
        ...(time === null
          ? ["?", [{ tone: "bad" as const, text: "no result" }]]
          : [`${grouped(left)}${problems.length > 0 ? "?" : ""}`, time.slice(0, 10)]),
      ]),
    },
  ];
}

function stateWords(
  cell: FleetCell | undefined,
  { hasResult, isWhole }: { readonly hasResult: boolean; readonly isWhole: boolean },
): Line {
  if (!cell) return [{ tone: "quiet", text: hasResult ? "–" : "?" }];
  const { state, left, stillSince } = cell;
  const number = `${grouped(left)}${isWhole ? "" : "?"}`;
  switch (state) {
    case "done":
      return [{ tone: "good", text: left > 0 ? `done (${number} allowed)` : "done" }];
    case "still":
      return [`${number}, `, { tone: "bad", text: `still since ${stillSince!}` }];
    case "blocked":
      return [`${number}, `, { tone: "warn", text: "blocked" }];
    case "planned":
      return [`${number}, `, { tone: "quiet", text: "planned" }];
    case "moving":
      return `${number}, moving`;
    case "open":
      return number;
  }
}

function contractBlocks({ contracts, cells, repositories }: Fleet): readonly Block[] {
  if (contracts.length === 0) return [];
  const missing = repositories.filter(({ time }) => time === null).length;
  const unknown = missing === 0 ? "" : `, ${missing} unknown`;
  return [
    heading("Contracts"),
    {
      kind: "table",
      head: ["contract", "left", "fixable", "done in", "title"],
      numbers: [1, 2],
      rows: contracts.map(({ id, title }): Line[] => {
        const own = cells.filter(({ contract }) => contract === id);
        const finished = own.filter(({ state }) => state === "done").length;
        return [[{ code: id }], sumOf(own, "left"), sumOf(own, "fixable"), `${finished} of ${own.length}${unknown}`, title];
      }),
    },
  ];
}

function sumOf(items: readonly { readonly left: number; readonly fixable: number }[], key: "left" | "fixable"): string {
  return grouped(items.reduce((sum, each) => sum + each[key], 0));
}

/** What is left today, by owner; what several own counts for each. */
function ownerBlocks({ repositories, rows }: Fleet): readonly Block[] {
  const times = new Map(repositories.map(({ name, time }) => [name, time]));
  const current = rows.filter(({ repository, time, left }) => left > 0 && times.get(repository) === time);
  const named = current.flatMap((row) => (row.owners.length > 0 ? row.owners : [NOBODY]).map((owner) => ({ owner, row })));
  const owners = [...new Set(named.map(({ owner }) => owner))].map((owner) => {
    const own = named.filter((each) => each.owner === owner).map(({ row }) => row);
    return { owner, own, left: own.reduce((sum, { left }) => sum + left, 0) };
  });
  if (owners.length === 0) return [];
  return [
    heading("Owners"),
    {
      kind: "table",
      head: ["owner", "left", "fixable", "contracts", "repositories"],
      numbers: [1, 2],
      rows: owners
        .sort((a, b) => b.left - a.left || (a.owner < b.owner ? -1 : 1))
        .map(({ owner, own }): Line[] => [
          ...[owner, sumOf(own, "left"), sumOf(own, "fixable")],
          ...[namesIn(own.map(({ contract }) => contract)), namesIn(own.map(({ repository }) => repository))],
        ]),
    },
  ];
}

const isFirst = (name: string, index: number, names: readonly string[]): boolean => names.indexOf(name) === index;

function namesIn(names: readonly string[]): string {
  return some(names.filter(isFirst).sort(), MOST_NAMES);
}

function some(names: readonly string[], most: number): string {
  return names.length <= most + 1 ? names.join(", ") : `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

/** Which version of a package which repositories have, and what they override. */
function versionBlocks({ cells }: Fleet): readonly Block[] {
  const packages = [...new Set(cells.flatMap((cell) => cell.package ?? []))].sort();
  const versions = packages.map((name): Line => {
    const own = cells.filter((cell) => cell.package === name);
    return [
      { code: name },
      `: ${own
        .map(({ repository }) => repository)
        .filter(isFirst)
        .sort()
        .join(", ")}`,
    ];
  });
  const overridden = cells.flatMap((cell): Line[] =>
    cell.overridden.length === 0
      ? []
      : [[{ strong: cell.repository }, " overrides ", cell.overridden.join(", "), " of ", { code: cell.contract }]],
  );
  const items = [...versions, ...overridden];
  return items.length === 0 ? [] : [heading("Packages of contracts"), { kind: "list", items }];
}

function isDoneEverywhere({ cells, repositories }: Fleet, id: string): boolean {
  const own = cells.filter(({ contract }) => contract === id);
  return own.every(({ state }) => state === "done") && repositories.every(({ time }) => time !== null);
}
