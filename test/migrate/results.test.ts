import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { expect, test } from "vitest";
import { contract, MigratedRepository, use, type Ran } from "./repository.js";

const SCHEMAS = path.resolve(import.meta.dirname, "../../packages/cli/schema");

/** What is wrong with a command's JSON by the published schema. */
function faultsOf(command: string, { out, err }: Ran): unknown {
  const schema = JSON.parse(readFileSync(path.join(SCHEMAS, `${command}-result.schema.json`), "utf8")) as object;
  const ajv = new Ajv({ allErrors: true });
  expect(out, err).toMatch(/^\{/);
  ajv.validate(schema, JSON.parse(out));
  return ajv.errors;
}

const CONTRACT = `phases:
  - { name: Users, files: [src/user.ts, src/hard.ts] }
  - { name: The rest }
components:
  Ids: { from: ./src/ids.ts#newId, consumerExpectations: { Users: every ID is new } }
bridges: [./src/ids.ts, ./src/ids.ts#newId, ./src/gone.ts]
gates:
  - { name: None left, when: { rules: [no-raw-uuid] } }
  - { name: Seen, when: { manual: look at it } }
validate: { each: ["node check.mjs {consumer}"] }
`;

const repository = (): MigratedRepository =>
  new MigratedRepository(
    {
      "check.mjs": 'if (process.argv[2] === "src/team.ts") { console.log("red"); process.exit(1); }\n',
      "src/user.test.ts": 'import { userId } from "./user.js";\nuserId.trim();\n',
      "src/hard.ts": 'import { v4 } from "uuid";\nexport function anything(): unknown {\n  return v4({ random: [] });\n}\n',
      "migrations/other.md": contract("files: [src/late.ts]\n"),
      "src/broken.ts": `${use("broken")}const = ;\n`,
      "src/late.ts": 'export const load = async () => (await import("./ids.js")).newId("late");\n',
    },
    { contractMore: CONTRACT },
  );

test.each([
  ["plan", ["plan", "--format", "json"]],
  ["plan", ["plan", "ids", "--format", "json"]],
  ["consumers", ["consumers", "newId", "--format", "json"]],
  ["consumers", ["consumers", "src/ids.ts", "--format", "json"]],
  ["bridges", ["bridges", "--format", "json"]],
  ["migrate", ["migrate", "ids", "--dry-run", "--format", "json"]],
  ["migrate", ["migrate", "ids", "--keep-going", "--phase", "Users", "--format", "json"]],
  ["migrate", ["migrate", "ids", "other", "--keep-going", "--format", "json"]],
  ["migrate", ["migrate", "ids", "--keep-going", "--phase", "The rest", "--format", "json"]],
])("the JSON of %s (%j) is as its published schema says", { tags: "slow" }, async (command, args) => {
  expect(faultsOf(command, await repository().run(args))).toBeNull();
});
