import { z } from "zod";
import { bridgesResultSchema } from "./bridges-result.js";
import { consumersResultSchema } from "./consumers-result.js";
import { migrateResultSchema } from "./migrate-result.js";
import { planResultSchema } from "./plan-result.js";

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
