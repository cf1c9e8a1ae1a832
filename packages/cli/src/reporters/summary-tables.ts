import type { CheckOutcome } from "../check/check.js";
import { willBeFixed, type ListedFinding } from "../check/finding.js";
import type { Colours } from "../terminal.js";
import { renderTable } from "./table.js";

const COUNTS = ["violations", "fixable", "suggestion", "by hand", "known"];
/** All columns but the first; some tables have one more than the counts. */
const NUMBERS = [...COUNTS, ""].map((_, index) => index + 1);
/** Folders deeper than this are counted with the one above. */
const DEPTH = 2;
const NOBODY = "(nobody)";

/** How much is left: by contract, by folder and, where a contract has one, by owner. */
export function renderTables({ result, findings }: CheckOutcome, colours: Colours): string[] {
  const owners = new Map(result.contracts.map(({ id, owner }) => [id, owner ?? NOBODY]));
  const hidden = new Map(result.contracts.map(({ id, suppressed }) => [id, suppressed]));
  const ids = result.contracts.flatMap(({ id, status }) => (status === "planned" ? [] : [id]));
  const tables = [
    tableOf("contract", { findings, ids, groupOf: ({ contract }) => contract, more: ["hidden", (id) => hidden.get(id) ?? 0] }),
    tableOf("folder", { findings, groupOf: ({ file }) => folderOf(file) }),
  ];
  if (result.contracts.some(({ owner }) => owner !== null))
    tables.push(tableOf("owner", { findings, groupOf: ({ contract }) => owners.get(contract) ?? NOBODY }));
  return tables
    .filter((rows) => rows.length > 1)
    .flatMap((rows) => [...renderTable(rows, (text, column, row) => paint(text, column, row, colours), NUMBERS), ""]);
}

interface Tally {
  readonly findings: readonly ListedFinding[];
  groupOf(finding: ListedFinding): string;
  /** Groups that are shown even where nothing is left, in their order; else the largest comes first. */
  readonly ids?: readonly string[];
  /** One more column. */
  readonly more?: readonly [title: string, count: (group: string) => number];
}

function tableOf(title: string, { findings, groupOf, ids, more }: Tally): string[][] {
  const groups = new Map<string, ListedFinding[]>(ids?.map((id) => [id, []]));
  for (const finding of findings) {
    const group = groupOf(finding);
    const own = groups.get(group);
    if (own) own.push(finding);
    else groups.set(group, [finding]);
  }
  const rows = ids ? [...groups] : [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const cells = rows.map(([group, own]) => [group, ...countsOf(own), ...(more ? [more[1](group)] : [])].map(toCell));
  return [[title, ...COUNTS, ...(more ? [more[0]] : [])], ...cells];
}

function countsOf(findings: readonly ListedFinding[]): number[] {
  const count = (is: (finding: ListedFinding) => boolean): number => findings.filter(is).length;
  return [
    findings.length,
    count(willBeFixed),
    ...(["suggestion", "hint"] as const).map((wanted) => count(({ level }) => level === wanted)),
    count(({ tolerated }) => tolerated),
  ];
}

function toCell(value: string | number): string {
  return typeof value === "string" ? value : value.toLocaleString("en-US");
}

function folderOf(file: string): string {
  return file.split("/").slice(0, -1).slice(0, DEPTH).join("/") || ".";
}

function paint(text: string, column: number, row: number, colours: Colours): string {
  if (row === 0) return colours.dim(text);
  return column === 0 ? colours.cyan(text) : text;
}
