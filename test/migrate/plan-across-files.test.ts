import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv from "ajv";
import { expect, test } from "vitest";
import { CONTEXT_FILES } from "../program/context-project.js";
import { MigratedRepository } from "./repository.js";

const { "migrations/ids.md": logging = "", ...logger } = CONTEXT_FILES;
const TYPES = "  no-string-id: { type: UserId }\n---";

/** One contract about a type and a singleton: its files are those of `src/find.ts`, and `src/a.ts` from which loggers come. */
const FILES = {
  ...logger,
  "migrations/both.md": logging
    .replace("imports:\n", "imports:\n  UserId: ./src/user-id.ts\n")
    .replace("scope:", "risk: high\nfiles: [src/find.ts, src/a.ts]\nscope:")
    .replace("---\n\nWhy.", `${TYPES}\n\nWhy.`),
  "src/user-id.ts":
    "export type UserId = string & { readonly brand: unique symbol };\nexport const UserId = (id: string): UserId => id as UserId;\n",
  "src/find.ts": "export const find = (userId: string): string => userId;\n",
  "src/caller.ts": 'import { find } from "./find.js";\n\nexport const found = find("root");\n',
  "src/a.ts":
    'import { Logger } from "./logger.js";\n\nexport function load(): void {\n  Logger.getInstance().info("load");\n}\n' +
    "export function start(): void {\n  load();\n}\n",
};

test("a plan has the price of edits across files, and the roots, and writes nothing", { tags: "slow" }, async () => {
  const repository = new MigratedRepository(FILES);
  const before = repository.sources();
  const plan = await repository.run(["plan", "both", "--across-files"]);
  expect(plan.code, plan.err).toBe(0);
  expect(plan.out).toContain("1 annotation, 0 wraps inside, 1 at callers in 1 other file in 2 files");
  expect(plan.out).toContain("none of 1 site gets one");
  expect(plan.out).toMatch(/start +logger +src\/a\.ts:6 +1 +1 +nothing in the program calls it, by load ← start/);
  const short = (await repository.run(["plan", "both"])).out;
  expect(short).toContain("godwit plan both --across-files");
  expect(short.replaceAll(/\s+/g, " ")).toContain("While a type is a bare alias (export type UserId = string)");
  expect(repository.sources()).toEqual(before);

  const page = (await repository.run(["plan", "both", "--across-files", "--format", "md"])).out;
  expect(page).toMatch(/## Across files\n[^]*### Through the program: `UserId`\n[^]*### Through callers: `logger`/);
  expect(page).toMatch(
    /\| `start` \| logger \| `src\/a\.ts:6` \| +1 \| +1 \| nothing in the program calls it, by load ← start \|/,
  );
});

test("the plan's JSON has them as its schema says; without a contract it is asked for one", { tags: "slow" }, async () => {
  const repository = new MigratedRepository(FILES);
  const { out } = await repository.run(["plan", "both", "--across-files", "--format", "json"]);
  const schema = path.resolve(import.meta.dirname, "../../packages/cli/schema/plan-result.schema.json");
  const ajv = new Ajv({ allErrors: true });
  ajv.validate(JSON.parse(readFileSync(schema, "utf8")) as object, JSON.parse(out));
  expect(ajv.errors).toBeNull();
  expect(JSON.parse(out)).toMatchObject({
    acrossFiles: {
      contract: "both",
      ...{ sites: 1, files: 2, refused: [] },
      waves: [
        { kind: "typed", type: "UserId", outcome: "planned", wraps: [{ file: "src/caller.ts", isInside: false }] },
        { kind: "context", asked: 1, outcome: "nothing", roots: [{ name: "start", frees: 1, chain: ["load", "start"] }] },
      ],
    },
  });
  expect(await repository.run(["plan", "--across-files"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("godwit plan <contract> --across-files") as string,
  });
});

test("of a type or a value alone, for an editor that asks for one of them", { tags: "slow" }, async () => {
  const repository = new MigratedRepository({
    ...FILES,
    "migrations/both.md": FILES["migrations/both.md"].replace("risk: high\n", ""),
  });
  const before = repository.sources();
  const only = async (name: string): Promise<any> => {
    const ran = await repository.run(["migrate", "both", "--across-files", "--dry-run", "--only", name, "--format", "json"]);
    expect(ran.code, ran.err).toBe(0);
    return JSON.parse(ran.out);
  };
  expect((await only("UserId")).waves).toMatchObject([{ kind: "typed", type: "UserId", outcome: "planned" }]);
  expect((await only("logger")).waves).toMatchObject([
    { kind: "context", roots: [{ name: "start", write: "const logger: Logger = …;", isTest: false }] },
  ]);
  expect(await only("nothing")).toMatchObject({ waves: [], patch: "", sites: 0 });
  expect(repository.sources()).toEqual(before);
  expect(await repository.run(["migrate", "both", "--only", "UserId"])).toMatchObject({
    code: 2,
    err: expect.stringContaining("add --dry-run"),
  });
});
