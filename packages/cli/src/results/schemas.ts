import type { BridgeState, ConsumersReport } from "@godwit/project";
import { z } from "zod";
import {
  complexity,
  consumerRisk,
  count,
  file,
  migrateResultSchema,
  owners,
  problems,
  site,
  somewhere,
  waves,
} from "./migrate-result.js";

const counts = z.strictObject({
  total: count,
  fix: count.describe("With a safe fix that nothing holds back"),
  held: count.describe("With a safe fix that waits for a test"),
  suggestion: count.describe("With an edit that a person has to look at"),
  hint: count.describe("That only a person can write"),
  known: count.describe("How many of all the baseline knows"),
});

const plannedConsumer = z.strictObject({
  file,
  counts,
  sites: z.array(site).describe("In the order of the text"),
  complexity,
  risk: consumerRisk,
  riskReasons: z.array(z.string()),
  owners,
  package: z.string().describe("The folder of the package; . for the root"),
  tests: z.array(file).describe("Tests that reach the file by imports"),
  isTest: z.boolean().exactOptional().describe("Whether it is a test; tests are migrated after code"),
  together: z.array(file).describe("Other files that move in the same step"),
});

const batch = z.strictObject({
  id: z.string().describe("For migrate --batch; the same as long as contract, phase, owner and package are"),
  owners,
  package: z.string(),
  risk: consumerRisk.describe("The highest of its consumers"),
  counts,
  consumers: z.array(plannedConsumer),
  command: z.string(),
});

const phase = z.strictObject({
  name: z.string().nullable().describe("Null: the violations that are in no phase"),
  due: z.string().nullable(),
  allow: z.int().min(0).nullable().describe("How many may remain"),
  done: z.boolean(),
  waitsFor: z.string().nullable().describe("The first phase before it that is not done"),
  counts,
  batches: z.array(batch),
});

const gate = z.strictObject({
  name: z.string(),
  kind: z.enum(["rules", "phase", "run", "manual", "bridges"]),
  state: z.enum(["met", "open", "outdated", "failed"]),
  detail: z.string().describe("Why, in words"),
  evidence: z
    .strictObject({
      command: z.string().nullable().describe("The command that ran; null for a gate that a person judges"),
      exitCode: z.int().nullable(),
      note: z.string().nullable(),
      at: z.string().describe("When, as ISO 8601 in UTC"),
      commit: z.string().nullable().describe("What was checked out; null without git"),
      author: z.string().nullable(),
      changeSince: z
        .string()
        .nullable()
        .describe("Where the code is another one since: how, in words; such evidence does not count"),
    })
    .nullable()
    .describe("What is recorded for the gate in .gates/; null for nothing, and for gates that the code itself answers"),
});

const contract = z.strictObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(["planned", "active", "complete"]),
  risk: z.enum(["low", "medium", "high", "critical"]),
  owner: z.string().nullable(),
  due: z.string().nullable(),
  dependsOn: z.array(z.string()),
  done: z.boolean(),
  blockedBy: z.array(z.strictObject({ contract: z.string(), why: z.string() })),
  round: z.int().min(1).describe("1: can be worked on now; 2: when those of round 1 are done; and so on"),
  counts,
  phases: z.array(phase),
  gates: z.array(gate),
  checkpoints: z.array(
    z.strictObject({
      when: z.enum(["before", "each", "after", "phase"]),
      phase: z.string().exactOptional(),
      commands: z.array(z.string()),
    }),
  ),
  manual: z
    .array(
      z.strictObject({
        rule: z.string(),
        level: z.enum(["suggestion", "hint", "held"]),
        reason: z.string(),
        sites: count,
        files: count,
      }),
    )
    .describe("What no fix takes away, and edits across files or a person have to do, most sites first"),
  levers: z
    .array(
      z.strictObject({
        file,
        line: z.int().min(1),
        within: z.string().optional(),
        reason: z.string(),
        frees: count.describe("How many sites it frees"),
      }),
    )
    .describe("The places that free most sites"),
  cost: z
    .strictObject({
      seconds: count.describe("CPU seconds of all processes"),
      megabytes: count.describe("The most memory of all processes together"),
      files: count.describe("How many files the type checker may have to look at"),
    })
    .exactOptional()
    .describe("What a dry run costs about; not there where a run can do nothing"),
});

/** The result of `godwit plan --format json`, version 1. */
const planResultSchema = z.strictObject({
  version: z.literal(1),
  contracts: z.array(contract).describe("Those to work on in their order, then those that are done"),
  acrossFiles: z
    .strictObject({
      contract: z.string(),
      sites: count.describe("Sites that godwit migrate would change, those that one file proves included"),
      files: count,
      waves,
      refused: z.array(z.strictObject({ unit: z.string(), reason: z.string() })).describe("What would not be kept, and why"),
    })
    .exactOptional()
    .describe("With --across-files: what edits across files would do in the contract"),
  problems,
});

const consumer = z.strictObject({
  file,
  depth: z.int().min(1).describe("1: it names the target; 2: it gets it from something in a file of depth 1; and so on"),
  via: z.array(z.string()).describe("From where it has the target, up to the target"),
  uses: z.array(
    z.strictObject({
      how: z.enum([
        "import",
        "dynamic-import",
        "re-export",
        "construct",
        "call",
        "member",
        "extend",
        "implement",
        "pass",
        "receive",
        "hold",
        "type",
        "mock",
      ]),
      name: z.string().describe("What is used: the export, the member, the function that gets it"),
      line: somewhere.line,
      column: somewhere.column,
    }),
  ),
  changes: z.array(site).describe("What contracts about the target ask to be changed here"),
  complexity: complexity.nullable(),
  risk: consumerRisk,
  riskReasons: z.array(z.string()),
  owners,
  package: z.string(),
  isTest: z.boolean(),
  tests: z.array(file).describe("Tests that reach the file by imports"),
});

/** The result of `godwit consumers --format json`, version 1. */
const consumersResultSchema = z.strictObject({
  version: z.literal(1),
  target: z.strictObject({
    text: z.string().describe("As it was asked for"),
    kind: z.enum(["component", "export", "file", "package"]),
    module: z.string().describe("The file relative to the root, or the package"),
    exported: z.string().nullable().describe("Null: all of the module"),
    contracts: z.array(z.string()).describe("The contracts that are about it"),
    expectations: z.record(z.string(), z.string()).describe("Of a component: what each consumer relies on"),
  }),
  consumers: z.array(consumer).describe("By depth, then code before tests, then file"),
  wrappers: z
    .array(z.strictObject({ file, exported: z.string(), depth: z.int() }))
    .describe("Exports of other files that give the target"),
  problems,
}) satisfies z.ZodType<ConsumersReport>;

const bridge = z.strictObject({
  contract: z.string(),
  bridge: z.string().describe("As the contract has it"),
  state: z.enum(["used", "unused", "gone"]),
  users: z.array(
    z.strictObject({
      file,
      line: somewhere.line,
      kind: z.enum(["code", "test", "mock", "config", "package", "string", "contract", "unreadable"]),
      what: z.string().describe("In words: imports Engine"),
    }),
  ),
  removable: z
    .array(z.strictObject({ file, line: somewhere.line, range: z.tuple([z.int(), z.int()]), what: z.string() }))
    .describe("Re-exports, and imports that nothing uses: they go with the bridge"),
  unusedSince: z.strictObject({ commit: z.string(), date: z.string() }).nullable(),
  note: z.string().nullable().describe("Why unusedSince is not known"),
  runtime: z
    .strictObject({
      isCounted: z.boolean().describe("Whether a program that was counted has loaded it"),
      recent: z.int().describe("Uses in the last days"),
      days: z.int(),
      total: z.int(),
      lastUse: z.string().nullable().describe("YYYY-MM-DD"),
      since: z.string(),
      until: z.string(),
      isOld: z.boolean().describe("Whether the counts end before these days"),
    })
    .nullable()
    .describe("What the counts given by --runtime say; null without"),
}) satisfies z.ZodType<BridgeState>;

/** The result of `godwit bridges --format json`, version 1. */
const bridgesResultSchema = z.strictObject({ version: z.literal(1), bridges: z.array(bridge) });

/** The shapes of the JSON that the commands of the migration process print, by command. */
export const resultSchemas = {
  plan: planResultSchema,
  consumers: consumersResultSchema,
  bridges: bridgesResultSchema,
  migrate: migrateResultSchema,
};

/** The JSON Schema of a command's result, as published in `schema/<command>-result.schema.json`. */
export function renderResultSchema(command: keyof typeof resultSchemas): string {
  const schema = z.toJSONSchema(resultSchemas[command], { target: "draft-7" });
  return `${JSON.stringify({ ...schema, title: `godwit ${command} --format json` }, null, 2)}\n`;
}
