import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { renderResultSchema, resultSchemas } from "./schemas.js";

test.each(Object.keys(resultSchemas) as (keyof typeof resultSchemas)[])(
  "the published schema of %s is the one that the code has",
  (command) => {
    const file = path.join(import.meta.dirname, `../../schema/${command}-result.schema.json`);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(renderResultSchema(command)));
  },
);
