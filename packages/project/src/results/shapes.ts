import * as z from "zod";

/** What results share, each said once: the schemas are what is published, and the types come from them. */

/** The data that a schema describes; nothing of a result is changed once it is made. */
export type Data<Schema extends z.ZodType> = Frozen<z.infer<Schema>>;
type Frozen<T> = T extends object ? { readonly [Key in keyof T]: Frozen<T[Key]> } : T;

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

/** One violation, as far as a plan is concerned. */
export type PlanSite = Data<typeof site>;
/** How hard a consumer is to move: its sites have fixes only, have to be looked at, or are written by hand. */
export type Complexity = Data<typeof complexity>;
/** How likely the move of a consumer breaks something. */
export type ConsumerRisk = Data<typeof consumerRisk>;
