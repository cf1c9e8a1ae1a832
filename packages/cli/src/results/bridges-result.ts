import type { BridgeState } from "@godwit/project";
import { z } from "zod";
import { file, place } from "./parts.js";

const bridge = z.strictObject({
  contract: z.string(),
  bridge: z.string().describe("As the contract has it"),
  state: z.enum(["used", "unused", "gone"]),
  users: z.array(
    z.strictObject({
      file,
      line: place.line,
      kind: z.enum(["code", "test", "mock", "config", "package", "string", "contract", "unreadable"]),
      what: z.string().describe("In words: imports Engine"),
    }),
  ),
  removable: z
    .array(z.strictObject({ file, line: place.line, range: z.tuple([z.int(), z.int()]), what: z.string() }))
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
export const bridgesResultSchema = z.strictObject({ version: z.literal(1), bridges: z.array(bridge) });
