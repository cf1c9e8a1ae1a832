import type { ConsumersReport } from "@godwit/project";
import { z } from "zod";
import { complexity, consumerRisk, file, owners, place, problems, site } from "./parts.js";

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
      line: place.line,
      column: place.column,
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
export const consumersResultSchema = z.strictObject({
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
