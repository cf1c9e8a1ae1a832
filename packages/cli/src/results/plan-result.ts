import { z } from "zod";
import { complexity, consumerRisk, count, file, owners, problems, site, waves } from "./migrate-result.js";

const counts = z.strictObject({
  total: count,
  fix: count.describe("With a safe fix that nothing holds back"),
  held: count.describe("With a safe fix that waits for a test"),
  suggestion: count.describe("With an edit that a person has to look at"),
  hint: count.describe("That only a person can write"),
  known: count.describe("How many of all the baseline knows"),
});

const consumer = z.strictObject({
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
  consumers: z.array(consumer),
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
});

/** The result of `godwit plan --format json`, version 1. */
export const planResultSchema = z.strictObject({
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
