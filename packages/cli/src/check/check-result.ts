import { gateVerdict } from "@godwit/project";
import * as z from "zod";

const place = {
  file: z.string().describe("Path relative to root, with /"),
  line: z.int().min(1),
  column: z.int().min(1).describe("In UTF-16 units"),
};
const count = z.int().min(0);

const phase = z.strictObject({
  name: z.string(),
  violations: count,
  allow: count.describe("How many may remain for the phase to count as done; tolerates nothing in check"),
  due: z.string().nullable(),
  done: z.boolean(),
});

const contract = z.strictObject({
  id: z.string(),
  file: z.string().optional().describe("The contract's file, relative to root"),
  package: z
    .strictObject({ name: z.string(), version: z.string() })
    .optional()
    .describe("The installed package that it comes from; without it the repository's own"),
  overridden: z.array(z.string()).optional().describe("Keys that godwit.overrides in package.json says instead of the file"),
  title: z.string(),
  why: z.string().nullable().optional(),
  links: z.array(z.string()).optional(),
  status: z.enum(["planned", "active", "complete"]),
  dependsOn: z.array(z.string()).optional().describe("Contracts that come first"),
  due: z.string().optional(),
  track: z.string().nullable(),
  owner: z.string().nullable(),
  risk: z.enum(["low", "medium", "high", "critical"]),
  violations: count,
  suppressed: count.optional().describe("How many more there are that disable comments hide"),
  tolerated: count.describe("How many of them the baseline knows"),
  gone: count.optional().describe("Where there is a baseline: how many of its violations are no longer found"),
  fixable: count.describe("How many have a safe fix"),
  suggestible: count.describe("How many have an edit that a person has to look at"),
  phases: z.array(phase),
});

const violation = z.strictObject({
  contract: z.string(),
  rule: z.string(),
  ...place,
  endLine: z.int().min(1),
  endColumn: z.int().min(1),
  message: z.string(),
  replacement: z.string().nullable(),
  level: z.enum(["fix", "suggestion", "hint"]),
  reason: z.string().nullable().describe("Why there is no fix; null where there is one"),
  severity: z.enum(["error", "warn"]),
  tolerated: z.boolean().describe("The baseline knows it, so it does not fail the check"),
  phase: z.string().nullable(),
  owners: z.array(z.string()).optional().describe("Who owns the file by CODEOWNERS, if anybody does"),
  count: z
    .int()
    .min(2)
    .optional()
    .describe("Of a file with more than 10,000 violations of a rule only the first is listed, and stands for this many"),
  fingerprint: z.string().optional().describe("The same as long as its code and its file's name are; not in every run"),
  heldBack: z
    .strictObject({
      by: z.string().describe("The file that mocks what the fix changes, or still uses what a mock gives"),
      reason: z.string(),
    })
    .optional()
    .describe("Why its safe fix waits; its level stays"),
});

const memberNames = z.array(z.string());
const nearDuplicate = z.strictObject({
  contract: z.string(),
  canonical: z.string().describe("The canonical type's name in imports"),
  home: z.string().describe("Its module, as imports says it"),
  name: z.string().describe("The name of the type that is almost the same"),
  ...place,
  overlap: z.number().min(0).max(1).describe("Of all members of both: equal ones count whole, those of one name half"),
  missing: memberNames.describe("Members that only the canonical type has"),
  extra: memberNames.describe("Members that only this type has"),
  different: memberNames.describe("Members of one name that differ in their type, or in being optional or readonly"),
  reported: z.boolean().describe("Whether it has the canonical type's name, so that it is a violation too"),
});

const problem = z.strictObject({ ...place, code: z.string(), message: z.string() });

/** The one JSON shape of `godwit check`, version 1. */
export const checkResultSchema = z.strictObject({
  version: z.literal(1),
  exitCode: z
    .union([z.literal(0), z.literal(1), z.literal(2)])
    .optional()
    .describe("Of the run, if its results could be written"),
  shard: z
    .strictObject({ index: z.int().min(1), count: z.int().min(1) })
    .optional()
    .describe("With --shard: which part this is; godwit report --from joins all parts"),
  root: z.string().describe("Relative to the working directory"),
  durationMs: count,
  files: z.strictObject({ considered: count, parsed: count, cached: count }),
  contracts: z.array(contract).describe("In dependency order, then by id; planned ones are counted and not listed"),
  violations: z.array(violation).describe("By file, line, column"),
  suppressed: z.array(violation).optional().describe("With --suppressed: what disable comments hide, in the same order"),
  nearDuplicates: z.array(nearDuplicate).describe("What no-duplicate-type sees across files as almost the same; nearest first"),
  problems: z.array(problem).describe("Files that could not be checked, contracts that are broken"),
  warnings: z
    .array(problem)
    .optional()
    .describe(
      "Where all files are looked at: what in the contracts matches nothing in the repository; they never change the exit code",
    ),
  gates: z
    .array(z.strictObject({ contract: z.string(), ...gateVerdict.shape }))
    .optional()
    .describe("With --gates: which gates of active and complete contracts hold, in their order"),
  fixed: count.optional().describe("With --fix: how many violations are gone; the rest is what is left"),
  mocks: z
    .strictObject({
      moved: z.array(z.string()).describe("Files outside of their contract whose mocks followed a fix"),
      fixes: count.describe("How many written fixes changed what some test mocks"),
      tests: z.array(z.string()).describe("The tests that mock it: run them"),
      followed: z.array(z.string()).describe("Those of the tests whose mocks were changed along"),
      command: z.string().nullable().describe("What runs these tests; null where no runner is known"),
    })
    .optional()
    .describe("With --fix: what mocks have to do with what was written"),
  time: z.iso.datetime().optional().describe("When the result was made"),
});

/** The result of `godwit check` as data, as `checkResultSchema` describes it. */
export type CheckResult = z.infer<typeof checkResultSchema>;

/** The JSON Schema of the result, as published in `schema/check-result.schema.json`. */
export function renderCheckSchema(): string {
  const schema = z.toJSONSchema(checkResultSchema, { target: "draft-7" });
  return `${JSON.stringify({ ...schema, title: "godwit check --format json" }, null, 2)}\n`;
}
