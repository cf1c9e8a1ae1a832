import path from "node:path";
import { FileError, readText } from "@godwit/core/disk";
import { daysBetween, type RuntimeUse } from "@godwit/project";
import { z } from "zod";
import { UsageError } from "../usage-error.js";

/** Uses older than this say nothing of today. */
const DAYS = 7;

const time = z.iso.datetime({ offset: true });
const countsSchema = z.object({
  version: z.literal(1),
  since: time,
  until: time,
  bridges: z.record(z.string(), z.record(z.iso.date(), z.int().min(0))),
});

/** What counts of running programs say of bridges. */
export interface RuntimeCounts {
  useOf(bridge: string): RuntimeUse;
}

/** Reads the files that `@godwit/bridge` counted into; undefined where there are none. `today` is YYYY-MM-DD. */
export function readRuntimeCounts(files: readonly string[], cwd: string, today: string): RuntimeCounts | undefined {
  if (files.length === 0) return undefined;
  const all = files.map((file) => readOne(file, cwd));
  const since = all.map((each) => each.since.slice(0, 10)).sort()[0]!;
  const until = all
    .map((each) => each.until.slice(0, 10))
    .sort()
    .at(-1)!;
  return {
    useOf: (bridge) => {
      const days = all.flatMap(({ bridges }) => Object.entries(bridges.get(bridge) ?? {})).filter(([, count]) => count > 0);
      const recent = days.filter(([day]) => daysBetween(day, today) < DAYS);
      const sum = (list: readonly (readonly [string, number])[]): number => list.reduce((total, [, count]) => total + count, 0);
      return {
        isCounted: all.some(({ bridges }) => bridges.has(bridge)),
        ...{
          recent: sum(recent),
          days: DAYS,
          total: sum(days),
          lastUse:
            days
              .map(([day]) => day)
              .sort()
              .at(-1) ?? null,
        },
        ...{ since, until, isOld: daysBetween(until, today) >= DAYS },
      };
    },
  };
}

interface OneCount {
  readonly since: string;
  readonly until: string;
  readonly bridges: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

function readOne(file: string, cwd: string): OneCount {
  const parsed = countsSchema.safeParse(parseJson(file, cwd));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue!.path.length > 0 ? ` at ${issue!.path.join(".")}` : "";
    throw new UsageError(`${file} holds no counts of @godwit/bridge${where}: ${issue!.message}.`);
  }
  const { since, until, bridges } = parsed.data;
  return { since, until, bridges: new Map(Object.entries(bridges)) };
}

function parseJson(file: string, cwd: string): unknown {
  try {
    return JSON.parse(readText(path.resolve(cwd, file), "settings"));
  } catch (error) {
    const why = error instanceof FileError ? error.message : `it is no JSON (${(error as Error).message})`;
    throw new UsageError(`${file} can't be read: ${why}.`);
  }
}
