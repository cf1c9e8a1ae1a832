import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { expect, test } from "vitest";
import { CONTEXT_FILES } from "../program/context-project.js";
import { MigratedRepository } from "./repository.js";

const FILES = {
  ...CONTEXT_FILES,
  "src/save.ts":
    'import { Logger } from "./logger.js";\n\nexport function save(id: string): void {\n  Logger.getInstance().info(id);\n}\n' +
    "export function load(id: string): void {\n  Logger.getInstance().info(id);\n}\n",
  "src/save.test.ts": 'import { save } from "./save.js";\n\nsave("a");\nsave("b");\n',
  "src/load.test.ts":
    'import { load } from "./save.js";\n\nconst vi: any = undefined;\nvi.mock("./logger.js", () => ({}));\nload("a");\n',
};

test("a real run lets tests pass what the site had, says so, and a second run changes nothing", async () => {
  const repository = new MigratedRepository(FILES);
  const dry = await repository.run(["migrate", "ids", "--dry-run", "--format", "json"]);
  const schema = path.resolve(import.meta.dirname, "../../packages/cli/schema/migrate-result.schema.json");
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(JSON.parse(readFileSync(schema, "utf8")) as object, JSON.parse(dry.out));
  expect(ajv.errors).toBeNull();
  expect(JSON.parse(dry.out)).toMatchObject({
    waves: [
      {
        ...{ kind: "context", asked: 2, freedByTests: 1, sites: [{ file: "src/save.ts", line: 4 }] },
        calls: [
          { file: "src/save.test.ts", line: 3, passes: "Logger.getInstance()", isTest: true, isRepeated: true },
          { file: "src/save.test.ts", line: 4, passes: "Logger.getInstance()", isTest: true, isRepeated: true },
        ],
        roots: [{ name: "src/load.test.ts", isTest: true, write: "const logger: Logger = …;", frees: 1 }],
      },
    ],
  });
  const ran = await repository.run(["migrate", "ids"]);
  expect(ran.code, ran.out + ran.err).toBe(0);
  expect(ran.out).toContain("2 calls in 1 test file pass Logger.getInstance() themselves, as the sites did");
  expect(ran.out).toContain("Tests without one free 1 site together: complete const logger: Logger = …; in each");
  expect(repository.read("src/save.test.ts")).toBe(
    'import { save } from "./save.js";\nimport { Logger } from "./logger.js";\n\nsave("a", Logger.getInstance());\nsave("b", Logger.getInstance());\n',
  );
  const once = repository.sources();
  expect((await repository.run(["migrate", "ids", "--allow-dirty"])).code).toBe(0);
  expect(repository.sources()).toEqual(once);
});
