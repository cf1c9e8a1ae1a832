import type { BridgeState, ConsumersReport } from "@godwit/project";
import { z } from "zod";
import { complexity, consumerRisk, file, migrateResultSchema, owners, problems, site, somewhere } from "./migrate-result.js";
import { planResultSchema } from "./plan-result.js";

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
