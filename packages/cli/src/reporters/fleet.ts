import type { OVERVIEW_FORMATS } from "../tables/define-command.js";
import { totalsByWeek, type Fleet, type FleetCell } from "../report/fleet.js";
import { counted } from "../terminal.js";
import type { Block, Line } from "./document/document.js";
import { renderHtml } from "./document/render-html.js";
import { renderMarkdown } from "./document/document.js";
import { printableData, printableJson } from "./printable.js";
import { renderCsv, signedChange } from "./table.js";

const MOST_WEEKS = 26;
/** More places than these are told contract by contract, and more names than `MOST_NAMES` are counted: "Who stands where" has all. */
const MOST_PLACES = 20;
const MOST_NAMES = 6;
const NOBODY = "nobody";

/** Renders the report about a fleet of repositories. */
export function renderFleet(fleet: Fleet, format: (typeof OVERVIEW_FORMATS)[number]): string {
  if (format === "json") return printableJson(fleet);
  if (format === "csv")
    return renderCsv([
      ["week", "repository", "contract", "owners", "left", "fixable"],
      ...fleet.rows.map(({ week, repository, contract, owners, left, fixable }) => [
        ...[week, repository, contract, owners.join(" "), left, fixable],
      ]),
    ]);
  const blocks = fleetDocument(printableData(fleet));
  return format === "md" ? renderMarkdown(blocks) : renderHtml("Migrations of all repositories", blocks);
}

function fleetDocument(fleet: Fleet): readonly Block[] {
  const { repositories, contracts, cells, generatedAt } = fleet;
  const open = (name: string): boolean => cells.some(({ repository, state }) => repository === name && state !== "done");
  const done = repositories.filter(({ name, time, problems }) => time !== null && problems.length === 0 && !open(name));
  const left = repositories.reduce((sum, each) => sum + each.left, 0);
  return [
    { kind: "heading", level: 1, text: "Migrations of all repositories" },
    {
      kind: "paragraph",
      text: `As of ${generatedAt.slice(0, 10)}: ${counted(left, "violation")} left; ${done.length} of ${counted(repositories.length, "repository", "repositories")} and ${contracts.filter(({ id }) => isDoneEverywhere(fleet, id)).length} of ${counted(contracts.length, "contract")} done.`,
    },
    ...blockerBlocks(fleet),
    ...weekBlocks(fleet),
    ...contractBlocks(fleet),
    ...ownerBlocks(fleet),
    ...matrixBlocks(fleet),
    ...versionBlocks(fleet),
  ];
}

function heading(text: string): Block {
  return { kind: "heading", level: 2, text };
}

/** What keeps repositories from going on: no result, nothing that moves, another contract first. */
function blockerBlocks({ repositories, cells, generatedAt }: Fleet): readonly Block[] {
  const today = generatedAt.slice(0, 10);
  const stuck = cells.flatMap((cell) => {
    const words = [
      ...(cell.waitsFor.length > 0 ? [`waits for ${cell.waitsFor.join(", ")}`] : []),
      ...(cell.state === "still" ? [`stands still since ${cell.stillSince!}, ${cell.left.toLocaleString("en-US")} left`] : []),
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

/** A line for each contract, with the repositories where most is left. */
function byContract(stuck: readonly (FleetCell & { readonly words: string })[]): readonly Line[] {
  return [...new Set(stuck.map(({ contract }) => contract))].map((contract): Line => {
    const own = stuck.filter((each) => each.contract === contract).sort((a, b) => b.left - a.left);
    const names = own.map(({ repository, words }) => `${repository} (${words})`);
    return [{ code: contract }, ` in ${counted(own.length, "repository", "repositories")}: ${some(names, MOST_NAMES / 2)}`];
  });
}

function weekBlocks({ rows }: Fleet): readonly Block[] {
  const all = totalsByWeek(rows);
  if (all.length < 2) return [];
  const shown = all.slice(-MOST_WEEKS);
  return [
    heading("Weeks"),
    {
      kind: "table",
      head: ["week", "left", "change"],
      numbers: [1, 2],
      rows: shown.map(({ week, left }, index) => {
        const before = index === 0 ? all[all.length - shown.length - 1] : shown[index - 1];
        return [week, left.toLocaleString("en-US"), before ? signedChange(before.left - left) : ""];
      }),
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
      head: ["repository", ...contracts.map(({ id }): Line => [{ code: id }]), "left", "as of"],
      numbers: [contracts.length + 1],
      rows: repositories.map(({ name, left, time, problems }): Line[] => [
        [{ strong: name }],
        ...contracts.map(({ id }) => stateWords(byPlace.get(`${name}\0${id}`))),
        ...(time === null
          ? ["?", "no result"]
          : [`${left.toLocaleString("en-US")}${problems.length > 0 ? "?" : ""}`, time.slice(0, 10)]),
      ]),
    },
  ];
}

function stateWords(cell: FleetCell | undefined): string {
  if (!cell) return "–";
  const { state, left, stillSince } = cell;
  const number = left.toLocaleString("en-US");
  if (state === "done") return left > 0 ? `done (${number} allowed)` : "done";
  if (state === "still") return `${number}, still since ${stillSince!}`;
  return { moving: `${number}, moving`, open: number, blocked: `${number}, blocked`, planned: `${number}, planned` }[state];
}

function contractBlocks({ contracts, cells }: Fleet): readonly Block[] {
  if (contracts.length === 0) return [];
  return [
    heading("Contracts"),
    {
      kind: "table",
      head: ["contract", "left", "fixable", "done in", "title"],
      numbers: [1, 2],
      rows: contracts.map(({ id, title }): Line[] => {
        const own = cells.filter(({ contract }) => contract === id);
        const finished = own.filter(({ state }) => state === "done").length;
        return [[{ code: id }], sumOf(own, "left"), sumOf(own, "fixable"), `${finished} of ${own.length}`, title];
      }),
    },
  ];
}

function sumOf(items: readonly { readonly left: number; readonly fixable: number }[], key: "left" | "fixable"): string {
  return items.reduce((sum, each) => sum + each[key], 0).toLocaleString("en-US");
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
