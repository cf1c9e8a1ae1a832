import * as z from "zod";

const count = z.int().min(0);
const week = z.string().regex(/^\d{4}-W\d{2}$/);

const row = z.strictObject({
  week: week.describe("ISO week of the result"),
  time: z.iso.datetime().describe("When the result was made"),
  repository: z.string(),
  contract: z.string(),
  owners: z
    .array(z.string())
    .describe("Who owns these violations: by CODEOWNERS, else the contract's owner; empty where nobody is known"),
  left: count,
  fixable: count.describe("How many have a safe fix"),
});

const cell = z.strictObject({
  repository: z.string(),
  contract: z.string(),
  state: z.enum(["done", "moving", "still", "open", "blocked", "planned"]),
  left: count,
  fixable: count,
  owner: z.string().nullable(),
  due: z.string().nullable().describe("Of the first open phase that has a date"),
  waitsFor: z.array(z.string()).describe("Contracts of this repository that are not done and come first"),
  stillSince: week.nullable().describe("The week since which two later weeks have no fewer"),
  package: z.string().nullable().describe("The package that it comes from, with its version"),
  overridden: z.array(z.string()),
});

/** The shape of `godwit report --repository … --format json`, version 1. */
export const fleetSchema = z.strictObject({
  version: z.literal(1),
  kind: z.literal("fleet"),
  generatedAt: z.iso.datetime(),
  repositories: z.array(
    z.strictObject({
      name: z.string(),
      time: z.iso.datetime().nullable().describe("When its result was made; null where there is none that can be used"),
      left: count,
      problems: z.array(z.string()).describe("Why its result is missing or not whole"),
    }),
  ),
  contracts: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  cells: z.array(cell).describe("Where each contract is in each repository that has it"),
  rows: z.array(row).describe("What was left, by repository, contract, owners and week; the past included"),
});

/** How far all repositories are, and how they came there. */
export type Fleet = z.infer<typeof fleetSchema>;
/** A contract in a repository. */
export type FleetCell = Fleet["cells"][number];
/** What was left for some owners in a week. */
export type FleetRow = Fleet["rows"][number];

/** The ISO week of a time: `2027-W03`. */
export function weekOf(time: string): string {
  const day = new Date(`${time.slice(0, 10)}T00:00:00Z`);
  // The week belongs to the year that has its Thursday.
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const start = Date.UTC(day.getUTCFullYear(), 0, 1);
  const number = Math.ceil(((day.getTime() - start) / 86_400_000 + 1) / 7);
  return `${day.getUTCFullYear()}-W${String(number).padStart(2, "0")}`;
}

/** What was left in a week. */
export interface WeekTotal {
  readonly week: string;
  /** Of the latest result of the week. */
  readonly time: string;
  readonly left: number;
}

/** What was left in each week in all repositories; a repository without a result in a week has what it had before. */
export function totalsByWeek(rows: readonly FleetRow[]): readonly WeekTotal[] {
  const weeks = [...new Set(rows.map((each) => each.week))].sort();
  const known = new Map<string, number>();
  return weeks.map((current) => {
    const own = rows.filter((each) => each.week === current);
    const now = new Map<string, number>();
    for (const { repository, left } of own) now.set(repository, (now.get(repository) ?? 0) + left);
    for (const [repository, left] of now) known.set(repository, left);
    return {
      week: current,
      time: own.reduce((latest, { time }) => (time > latest ? time : latest), ""),
      left: [...known.values()].reduce((sum, left) => sum + left, 0),
    };
  });
}
