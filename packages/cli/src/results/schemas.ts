import { bridgeSchema, consumersSchema, planSchema, shapes } from "@godwit/project";
import { z } from "zod";
import { migrateResultSchema, refused, waves } from "./migrate-result.js";

const { count } = shapes;
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
