import { z } from "zod";
import type { DryRun } from "../migrate/dry-run.js";
import type { Migrated } from "../migrate/migrate.js";
import type { MigrateReport } from "../migrate/report.js";

/** A number of things. */
export const count = z.int().min(0);
/** A path. */
export const file = z.string().describe("Path relative to the root, with /");
/** Where something is in a file. */
export const somewhere = { file, line: z.int().min(1), column: z.int().min(1).describe("In UTF-16 units") };
/** How likely the move of a consumer breaks something. */
export const consumerRisk = z.enum(["low", "medium", "high"]);
/** Who owns a file or a batch of files. */
export const owners = z.array(z.string()).describe("By CODEOWNERS; the contract's owner where that names nobody");
/** What could not be read or counted; such a result has the exit code 2. */
export const problems = z.array(z.strictObject({ file: z.string(), message: z.string() }));

/** One violation. */
export const site = z.strictObject({
  contract: z.string(),
  rule: z.string(),
  ...somewhere,
  message: z.string(),
  phase: z.string().nullable(),
  level: z.enum(["fix", "suggestion", "hint"]),
  reason: z.string().nullable().describe("Why there is no fix; null where there is one"),
  tolerated: z.boolean().describe("The baseline knows it"),
  heldBack: z.strictObject({ by: file, reason: z.string() }).optional().describe("Why its safe fix waits for a test"),
  within: z.string().optional().describe("What it is in: function delegate; missing at the top level of its file"),
});

/** How hard a consumer is to move. */
export const complexity = z
  .enum(["low", "medium", "high"])
  .describe("Its sites have fixes only, have to be looked at, or are written by hand");

const place = { file, line: z.int().positive(), column: z.int().positive() };

const outcome = {
  phase: z.string().nullable(),
  outcome: z
    .enum(["kept", "put-back", "abandoned", "planned", "nothing"])
    .describe("planned: a dry run; nothing: no site can be done"),
  reason: z.string().nullable(),
  files: z.array(file),
};

const root = {
  ...{ ...place, name: z.string(), reason: z.string() },
  frees: count.describe("How many sites it alone would free"),
  sites: count.describe("How many sites need it, some of them others too"),
  chain: z.array(z.string()).describe("The functions from the first of these sites up to it"),
  isTest: z.boolean().describe("Whether it is a test file, with all places in it"),
};

const contextWave = z.strictObject({
  kind: z.literal("context"),
  values: z.array(z.string()).describe("The values, by the contract's names for them"),
  asked: count.describe("How many sites lacked one"),
  ...outcome,
  sites: z.array(z.strictObject(place)).describe("The sites that have theirs now"),
  signatures: z.array(z.strictObject({ ...place, name: z.string(), takes: z.string() })),
  functions: z
    .array(z.strictObject({ ...place, name: z.string() }))
    .describe("Those that become async, as sites in or behind them wait"),
  calls: z.array(
    z.strictObject({
      ...place,
      passes: z.string(),
      isOutside: z.boolean().describe("Whether the file is not one of the contract's"),
      isTest: z.boolean(),
      isRepeated: z.boolean().describe("Whether a test passes what the site itself used: Logger.getInstance()"),
    }),
  ),
  takenBack: z.array(z.strictObject({ ...place, name: z.string(), reason: z.string() })),
  roots: z
    .array(
      z.strictObject({
        ...root,
        value: z.string().describe("What it could be given; `await` where it would have to be async"),
        write: z.string().nullable().describe("A line to complete in it, so that it has the value: const logger: Logger = …;"),
      }),
    )
    .describe("Where the way up stops, those first that free most"),
  freedByTests: count.describe("How many sites all roots in tests free together"),
});

const asyncWave = z.strictObject({
  kind: z.literal("async"),
  asked: count.describe("How many sites wait where nothing could"),
  ...outcome,
  sites: z.array(z.strictObject(place)).describe("The sites that can wait now"),
  functions: z.array(z.strictObject({ ...place, name: z.string() })).describe("Those that become async"),
  calls: z
    .array(
      z.strictObject({
        ...{ ...place, name: z.string() },
        isOutside: z.boolean().describe("Whether the file is not one of the contract's"),
        isTest: z.boolean(),
      }),
    )
    .describe("Those that wait for them and did not before"),
  takenBack: z.array(z.strictObject({ ...place, name: z.string(), reason: z.string() })),
  roots: z.array(z.strictObject(root)).describe("Where the way up stops: making one of these async frees sites"),
  freedByTests: count.describe("How many sites all roots in tests free together"),
});

/** Edits across files, in results. */
export const waves = z
  .array(
    z.union([
      contextWave,
      asyncWave,
      z.strictObject({
        kind: z.literal("typed"),
        type: z.string(),
        ...outcome,
        annotations: z.array(
          z.strictObject({
            ...place,
            name: z.string(),
            isSite: z.boolean().describe("false: it only follows, so that fewer values have to be wrapped"),
          }),
        ),
        wraps: z
          .array(
            z.strictObject({
              ...{ ...place, value: z.string(), isTest: z.boolean() },
              isInside: z.boolean().describe("Whether its file is one of the contract's; otherwise it is a caller's"),
            }),
          )
          .describe("Where plain values become the type: what a person should read"),
        takenBack: z.array(z.strictObject({ ...place, name: z.string(), reason: z.string() })),
      }),
    ]),
  )
  .describe("Edits across files, wave by wave; places are those before the edits");

const rewordedErrors = z
  .array(z.strictObject({ ...place, code: count.describe("2345, which people know as TS2345"), message: z.string() }))
  .describe("Type errors from before whose message is another one now, where they are now: there nothing is proved");

const run = z.strictObject({
  version: z.literal(1),
  run: z.string().nullable().describe("Its id, for godwit rollback"),
  contract: z.string(),
  title: z.string(),
  outcome: z.enum(["complete", "stopped", "failed", "interrupted", "rolled-back"]),
  before: count.describe("Violations of the contract, in the phases and files that were asked for"),
  after: count,
  units: z.array(
    z.strictObject({
      unit: file.describe("The consumer's file"),
      package: z.string(),
      phase: z.string().nullable(),
      outcome: z.enum(["kept", "put-back", "abandoned"]).describe("abandoned: somebody else changed it, so it was left alone"),
      sites: count,
      files: z.array(file),
      reason: z.string().nullable().describe("Why it was not kept"),
      output: z.string().exactOptional().describe("The end of what a command printed that failed"),
    }),
  ),
  waves,
  left: z
    .array(
      z.strictObject({
        reason: z.string(),
        level: z.enum(["fix", "suggestion", "hint"]),
        count,
        first: z.string().describe("The first of them: src/a.ts:3:7"),
      }),
    )
    .describe("Violations that are left, by what keeps them"),
  stopped: z.string().nullable().describe("Why the run ended before its end"),
  rewordedErrors,
  notes: z.array(z.string()),
  commits: z.array(z.string()),
  next: z.array(z.string()).describe("What to do next, each with its command"),
  durationMs: count,
}) satisfies z.ZodType<MigrateReport>;

const dryRun = z.strictObject({
  version: z.literal(1),
  contract: z.string(),
  patch: z.string().describe("A unified diff that git apply takes"),
  files: count,
  sites: count,
  refused: z.array(z.strictObject({ unit: z.string(), reason: z.string() })),
  waves,
  rewordedErrors,
  commands: z.array(z.string()).describe("What a run would also ask"),
  notes: z.array(z.string()).describe("What a person should know of who judged"),
  format: z.string().nullable().describe("What a run would format with; the patch is not formatted"),
}) satisfies z.ZodType<DryRun>;

const several = z.strictObject({
  version: z.literal(1),
  runs: z.array(run).describe("One for each contract, in their order"),
  notBegun: z.array(z.strictObject({ contract: z.string(), reason: z.string() })).describe("Contracts whose turn did not come"),
}) satisfies z.ZodType<{ readonly version: 1; readonly runs: readonly MigrateReport[]; readonly notBegun: Migrated["notBegun"] }>;

/** The result of `godwit migrate --format json`, version 1, with `--dry-run` or without, or of several contracts. */
export const migrateResultSchema = z.union([run, dryRun, several]);
