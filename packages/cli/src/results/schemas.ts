import { type Data, shapes, bridgeSchema, consumersSchema, planSchema } from "@godwit/project";
import * as z from "zod";

const { count, file } = shapes;

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

const contextRoot = z.strictObject({
  ...root,
  value: z.string().describe("What it could be given; `await` where it would have to be async"),
  write: z.string().nullable().describe("A line to complete in it, so that it has the value: const logger: Logger = …;"),
});

/** What edits across files did to pass values to sites that lack them. */
const contextWave = z.strictObject({
  kind: z.literal("context"),
  values: z.array(z.string()).describe("The values, by the contract's names for them"),
  asked: count.describe("How many sites lacked one"),
  ...outcome,
  sites: z.array(z.strictObject(place)).describe("The sites that have theirs now"),
  signatures: z.array(
    z.strictObject({
      ...{ ...place, name: z.string(), takes: z.string() },
      provided: z.string().nullable().describe("The type that the module of a class has to provide, as a container makes it"),
      listedIn: z.array(z.string()).describe("The files that list the class among providers: modules, and tests"),
    }),
  ),
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
  roots: z.array(contextRoot).describe("Where the way up stops, those first that free most"),
  freedByTests: count.describe("How many sites all roots in tests free together"),
});

const asyncRoot = z.strictObject(root);

/** What they did to let sites wait. */
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
  roots: z.array(asyncRoot).describe("Where the way up stops: making one of these async frees sites"),
  freedByTests: count.describe("How many sites all roots in tests free together"),
});

/** What they did for one type. */
const typedWave = z.strictObject({
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
});

/** Edits across files, in results. */
export const waves = z
  .array(z.union([contextWave, asyncWave, typedWave]))
  .describe("Edits across files, wave by wave; places are those before the edits");

const rewordedErrors = z
  .array(z.strictObject({ ...place, code: count.describe("2345, which people know as TS2345"), message: z.string() }))
  .describe("Type errors from before whose message is another one now, where they are now: there nothing is proved");

const unit = z.strictObject({
  unit: file.describe("The consumer's file"),
  package: z.string(),
  phase: z.string().nullable(),
  outcome: z.enum(["kept", "put-back", "abandoned"]).describe("abandoned: somebody else changed it, so it was left alone"),
  /** How many were kept, put back or left. */
  sites: count,
  files: z.array(file),
  reason: z.string().nullable().describe("Why it was not kept"),
  output: z.string().exactOptional().describe("The end of what a command printed that failed"),
});

const left = z.strictObject({
  reason: z.string(),
  level: z.enum(["fix", "suggestion", "hint"]),
  count,
  first: z.string().describe("The first of them: src/a.ts:3:7"),
});

const run = z.strictObject({
  version: z.literal(1),
  run: z.string().nullable().describe("Its id, for godwit rollback"),
  contract: z.string(),
  title: z.string(),
  outcome: z.enum(["complete", "stopped", "failed", "interrupted", "rolled-back"]),
  before: count.describe("Violations of the contract, in the phases and files that were asked for"),
  after: count,
  units: z.array(unit),
  waves,
  left: z.array(left).describe("Violations that are left, by what keeps them"),
  stopped: z.string().nullable().describe("Why the run ended before its end"),
  rewordedErrors,
  notes: z.array(z.string()),
  commits: z.array(z.string()),
  next: z.array(z.string()).describe("What to do next, each with its command"),
  durationMs: count,
});

/** What would not be kept, and why. */
export const refused = z.array(z.strictObject({ unit: z.string(), reason: z.string() }));

const dryRun = z.strictObject({
  version: z.literal(1),
  contract: z.string(),
  patch: z.string().describe("A unified diff that git apply takes"),
  files: count,
  sites: count,
  refused,
  left: z.array(left).describe("Where nothing would change: what there is, by what keeps it"),
  waves,
  rewordedErrors,
  commands: z.array(z.string()).describe("What a run would also ask"),
  notes: z.array(z.string()).describe("What a person should know of who judged"),
  format: z.string().nullable().describe("What a run would format with; the patch is not formatted"),
});

const several = z.strictObject({
  version: z.literal(1),
  runs: z.array(run).describe("One for each contract, in their order"),
  notBegun: z.array(z.strictObject({ contract: z.string(), reason: z.string() })).describe("Contracts whose turn did not come"),
});

/** The result of `godwit migrate --format json`, version 1, with `--dry-run` or without, or of several contracts. */
const migrateResultSchema = z.union([run, dryRun, several]);

/** What edits across files did. */
export type WaveReport = Data<typeof waves>[number];
/** What they did to pass values to sites that lack them. */
export type ContextWaveReport = Data<typeof contextWave>;
/** What they did to let sites wait. */
export type AsyncWaveReport = Data<typeof asyncWave>;
/** What they did for one type. */
export type TypedWaveReport = Data<typeof typedWave>;
/** Where the way up from sites stops. */
export type ReportedRoot = Data<typeof asyncRoot>;
/** What became of one unit. */
export type UnitResult = Data<typeof unit>;
/** Violations that are left, by what keeps them. */
export type LeftGroup = Data<typeof left>;
/** The result of `godwit migrate` for one contract. */
export type MigrateReport = Data<typeof run>;
/** One unit that would not be kept. */
export type DryRefusal = Data<typeof refused>[number];
/** What a run would change, as far as the type checker lets it; commands are not run. */
export type DryRun = Omit<Data<typeof dryRun>, "version" | "contract">;
/** Contracts whose turn did not come. */
export type NotBegun = Data<typeof several>["notBegun"];

/** What could not be read or counted; such a result has the exit code 2. */
const problems = z.array(z.strictObject({ file: z.string(), message: z.string() }));

const acrossFiles = z.strictObject({
  contract: z.string(),
  sites: count.describe("Sites that godwit migrate would change, those that one file proves included"),
  files: count,
  waves,
  refused: refused.describe("What would not be kept, and why"),
});

/** The shapes of the JSON that the commands of the migration process print, version 1, by command. */
export const resultSchemas = {
  plan: planSchema.extend({
    acrossFiles: acrossFiles.exactOptional().describe("With --across-files: what edits across files would do in the contract"),
    problems,
  }),
  consumers: consumersSchema.extend({ problems }),
  bridges: z.strictObject({ version: z.literal(1), bridges: z.array(bridgeSchema) }),
  migrate: migrateResultSchema,
};

/** The JSON Schema of a command's result, as published in `schema/<command>-result.schema.json`. */
export function renderResultSchema(command: keyof typeof resultSchemas): string {
  const schema = z.toJSONSchema(resultSchemas[command], { target: "draft-7" });
  return `${JSON.stringify({ ...schema, title: `godwit ${command} --format json` }, null, 2)}\n`;
}
