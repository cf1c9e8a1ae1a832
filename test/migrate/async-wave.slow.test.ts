import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { expect, test } from "vitest";
import { ASYNC_FILES } from "../program/async-project.js";
import { MigratedRepository } from "./repository.js";

const FILES = {
  ...ASYNC_FILES,
  "src/load.ts":
    'import { readSync } from "./files.js";\n\nexport function load(id: string): string {\n  return readSync(id);\n}\n' +
    "export function list(ids: readonly string[]): readonly string[] {\n  return ids.map((id) => readSync(id));\n}\n",
  "src/main.ts":
    'import { load } from "./load.js";\n\nexport const main = async (): Promise<string> => load("a").trim();\nawait main();\n',
};

function check(schema: string, data: unknown): void {
  const ajv = new Ajv({ allErrors: true });
  const file = path.resolve(import.meta.dirname, `../../packages/cli/schema/${schema}.schema.json`);
  ajv.validate(JSON.parse(readFileSync(file, "utf8")) as object, data);
  expect(ajv.errors).toBeNull();
}

test("a real run lets callers wait, says what can't, and can be undone", async () => {
  const repository = new MigratedRepository(FILES);
  const dry = JSON.parse(
    (await repository.run(["migrate", "ids", "--across-files", "--dry-run", "--format", "json"])).out,
  ) as object;
  check("migrate-result", dry);
  const wave = {
    ...{ kind: "async", asked: 2, outcome: "planned", sites: [{ file: "src/load.ts", line: 4 }], freedByTests: 0 },
    functions: [{ name: "load", file: "src/load.ts", line: 3 }],
    calls: [{ name: "load", file: "src/main.ts", line: 3, isOutside: false, isTest: false }],
    roots: [{ name: "the function passed to ids.map", file: "src/load.ts", line: 7, frees: 1, isTest: false }],
  };
  expect(dry).toMatchObject({ waves: [wave] });

  const plan = JSON.parse((await repository.run(["plan", "ids", "--across-files", "--format", "json"])).out) as object;
  check("plan-result", plan);
  expect(plan).toMatchObject({ acrossFiles: { waves: [wave] } });
  expect((await repository.run(["plan", "ids", "--across-files", "--format", "md"])).out).toMatch(
    /### Through callers: `async`\n[^]*\| `the function passed to ids\.map` \| to be async \| `src\/load\.ts:7` \| +1 \| +1 \| map gives promises then/,
  );

  const ran = await repository.run(["migrate", "ids", "--across-files"]);
  expect(ran.code, ran.out + ran.err).toBe(0);
  expect(ran.out).toContain("1 of 2 sites: 1 function made async, 1 call awaited, in 2 files");
  expect(ran.out).toMatch(/the function passed to ids\.map +to be async +src\/load\.ts:7 +1 +1 /);
  expect(repository.read("src/main.ts")).toContain('=> (await load("a")).trim();');
  expect((await repository.run(["rollback", "--consumer", "async"])).code).toBe(0);
  expect(repository.read("src/load.ts")).toBe(FILES["src/load.ts"]);
});
