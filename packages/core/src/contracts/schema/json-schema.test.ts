import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { renderKeyTables } from "../../../../../scripts/key-tables.mjs";
import { contractJsonSchema } from "../index.js";
import { FULL_FRONT_MATTER } from "../../../test-support/contract-text.js";
import { ruleDescriptions } from "../../../test-support/with-rules.js";

const require = createRequire(import.meta.url);
const Ajv = require("ajv") as new (options?: object) => { compile(schema: object): (data: unknown) => boolean };
const isValid = new Ajv({ unknownFormats: "ignore" }).compile(contractJsonSchema(ruleDescriptions));

const data = parseYaml(
  FULL_FRONT_MATTER.replace("[npx vitest related --run {files}]", '["npx vitest related --run {files}"]'),
) as Record<string, unknown>;

interface Schema {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
}

describe("the published JSON Schema", () => {
  it("is the file that the package ships", () => {
    const path = new URL("../../../schema/contract.schema.json", import.meta.url);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(contractJsonSchema(ruleDescriptions));
  });

  it("accepts the specification's example", () => {
    expect(isValid(data)).toBe(true);
  });

  it.each([
    { titel: "x" },
    { status: "actve" },
    { rules: {} },
    { rules: { "no-raw-uuids": {} } },
    { rules: { "no-deprecated-import": { form: "a" } } },
    { gates: [{ name: "g", when: { run: "a", manual: "b" } }] },
    { phases: [{ name: "p", allow: -1 }] },
    { files: "src/**" },
  ])("refuses %j", (change) => {
    expect(isValid({ ...data, ...change })).toBe(false);
  });

  it("explains every key", () => {
    const undescribed: string[] = [];
    const visit = (schema: Schema, path: string): void => {
      for (const [key, value] of Object.entries(schema.properties ?? {})) {
        if (!value.description) undescribed.push(`${path}.${key}`);
        visit(value, `${path}.${key}`);
      }
      const { items, additionalProperties: rest, anyOf = [] } = schema;
      for (const inner of [items, rest, ...anyOf]) if (typeof inner === "object") visit(inner, `${path}[]`);
    };
    visit(contractJsonSchema(ruleDescriptions), "");
    expect(undescribed).toEqual([]);
  });
});

describe("docs/contract-keys.md", () => {
  const marker = "<!-- generated:contract-keys -->";
  const page = readFileSync(new URL("../../../../../docs/contract-keys.md", import.meta.url), "utf8");

  it("has the key tables as they are", () => {
    expect(page.split(marker)[1]!.trim()).toBe(renderKeyTables(ruleDescriptions));
  });

  it("names every rule", () => {
    for (const { name } of ruleDescriptions) expect(page).toContain(`#### \`${name}\``);
  });
});
