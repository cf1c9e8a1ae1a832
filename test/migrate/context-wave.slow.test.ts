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
  expect(ran.out).toContain("Tests that can't follow keep 1 site together: complete const logger: Logger = …; in each");
  expect(repository.read("src/save.test.ts")).toBe(
    'import { save } from "./save.js";\nimport { Logger } from "./logger.js";\n\nsave("a", Logger.getInstance());\nsave("b", Logger.getInstance());\n',
  );
  const once = repository.sources();
  expect((await repository.run(["migrate", "ids", "--allow-dirty"])).code).toBe(0);
  expect(repository.sources()).toEqual(once);
});

test("what the tests refuse is left out, and the rest is kept", async () => {
  const save = (name: string): string =>
    `import { Logger } from "./logger.js";\n\nexport function ${name}(id: string): void {\n  Logger.getInstance().info(id);\n}\n`;
  const repository = new MigratedRepository({
    ...CONTEXT_FILES,
    "migrations/ids.md": CONTEXT_FILES["migrations/ids.md"]!.replace("rules:", "validate:\n  each: [node check.mjs]\nrules:"),
    ...Object.fromEntries(["one", "two", "three"].map((name) => [`src/${name}.ts`, save(name)])),
    "src/main.ts":
      'import type { Logger } from "./logger.js";\nimport { one } from "./one.js";\nimport { two } from "./two.js";\nimport { three } from "./three.js";\n\n' +
      'export function main(logger: Logger): void {\n  one("a");\n  two("b");\n  three("c");\n  void logger;\n}\n',
    // Its test looks at the arguments.
    "check.mjs":
      'import { readFileSync } from "node:fs";\nprocess.exit(readFileSync("src/main.ts", "utf8").includes(`two("b")`) ? 0 : 1);\n',
  });
  const ran = await repository.run(["migrate", "ids", "--keep-going"]);
  expect(ran.code, ran.out + ran.err).toBe(1);
  expect(repository.read("src/main.ts")).toContain('  one("a", logger);\n  two("b");\n  three("c", logger);\n');
  expect(repository.read("src/two.ts")).toBe(save("two"));
  expect(repository.read("src/three.ts")).toContain("logger.info(id)");
});
