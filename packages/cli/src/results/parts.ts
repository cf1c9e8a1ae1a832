import { z } from "zod";

/** A number of things. */
export const count = z.int().min(0);
/** A path. */
export const file = z.string().describe("Path relative to the root, with /");
/** Where something is in a file. */
export const place = { file, line: z.int().min(1), column: z.int().min(1).describe("In UTF-16 units") };
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
  ...place,
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
