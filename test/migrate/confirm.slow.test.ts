import { expect, test } from "vitest";
import { MigratedRepository, use, used } from "./repository.js";

const OTHER = 'import "../lib/other.js";\n';
/** Files that import from outside of `rootDir` already get more such imports. TypeScript 7 does not tell of them; older versions do. */
const OUTSIDE = {
  "tsconfig.json": {
    compilerOptions: {
      ...{ strict: true, module: "NodeNext", moduleResolution: "NodeNext", target: "ES2022", lib: ["ES2022"] },
      ...{ types: [], rootDir: "src", outDir: "dist", declaration: true },
    },
    include: ["src"],
  },
  ...{ "src/user.ts": OTHER + use("user"), "src/team.ts": OTHER + use("team"), "lib/other.ts": "export {};\n" },
  "lib/ids.ts": "export const newId = (entity: string): string => entity + Math.random();\n",
  "migrations/ids.md":
    "---\ntitle: IDs\nimports:\n  newId: ./lib/ids.ts\nrules:\n  no-raw-uuid:\n    replace:\n" +
    "      - with: newId($entity)\n---\n\nWhy.\n",
};

test("what only the project's own TypeScript refuses is put back at the end of a run", async () => {
  const repository = new MigratedRepository(OUTSIDE);
  const before = repository.sources();
  const ran = await repository.run(["migrate", "ids"]);
  expect(ran, ran.out + ran.err).toMatchObject({ code: 1 });
  expect(ran.out).toContain("TS6059 in src/team.ts:2:23");
  expect(repository.sources()).toEqual(before);
});

test("so is what a dry run has judged before, of which the run asks TypeScript 7 nothing", () => {
  const repository = new MigratedRepository(OUTSIDE);
  const before = repository.sources();
  const tried = repository.runProcess(["migrate", "ids", "--dry-run"]);
  expect(tried.code, tried.out + tried.err).toBe(0);
  expect(repository.runProcess(["migrate", "ids"]).out).toContain("TS6059");
  expect(repository.sources()).toEqual(before);
});

test("commands after the run, which run meanwhile, run again on what is left of it", async () => {
  const seen =
    'fs.readFileSync("src/team.ts", "utf8").includes("newId"), fs.readFileSync("src/moved.ts", "utf8").includes("new.js")';
  const repository = new MigratedRepository({
    ...OUTSIDE,
    ...{ "src/old.ts": "export const a = 1;\n", "src/new.ts": "export const a = 1;\n", "src/user.ts": OTHER },
    "src/moved.ts": 'import { a } from "./old.js";\nexport const b = a;\n',
    "log.mjs": `import fs from "node:fs";\nfs.appendFileSync("after.log", [${seen}] + "\\n");\n`,
    "migrations/ids.md": OUTSIDE["migrations/ids.md"].replace(
      "\n---\n\nWhy.",
      "\n  no-deprecated-import: [{ from: ./src/old.ts, to: ./src/new.ts }]\nvalidate:\n  after: [node log.mjs]\n---\n\nWhy.",
    ),
  });
  const ran = await repository.run(["migrate", "ids"]);
  expect(ran, ran.out + ran.err).toMatchObject({ code: 1 });
  expect(repository.read("after.log")).toBe("true,true\nfalse,true\n");
});

test("of files that were tried together those without an error are kept", async () => {
  const repository = new MigratedRepository({
    ...OUTSIDE,
    ...{ "src/old.ts": "export const a = 1;\n", "src/new.ts": "export const a = 1;\n", "src/user.ts": OTHER },
    "src/moved.ts": 'import { a } from "./old.js";\nexport const b = a;\n',
    "migrations/ids.md": OUTSIDE["migrations/ids.md"].replace(
      "\n---\n\nWhy.",
      "\n  no-deprecated-import: [{ from: ./src/old.ts, to: ./src/new.ts }]\n---\n\nWhy.",
    ),
  });
  const ran = await repository.run(["migrate", "ids", "--suggestions"]);
  expect(ran, ran.out + ran.err).toMatchObject({ code: 1 });
  expect(ran.out).toContain("TS6059 in src/team.ts:2:23");
  expect(repository.read("src/team.ts")).toBe(OTHER + use("team"));
  expect(repository.read("src/moved.ts")).toContain("./new.js");
});

/** TypeScript 7 iterates over texts of any type; the project's own has no `for`-`of` over a branded one for such old targets. */
const ITERATED = {
  "tsconfig.json": {
    ...OUTSIDE["tsconfig.json"],
    compilerOptions: { ...OUTSIDE["tsconfig.json"].compilerOptions, target: "ES5", ignoreDeprecations: "6.0" },
  },
  "src/user-id.ts":
    'export type UserId = string & { readonly brand: "UserId" };\n' +
    "export const UserId = (value: string): UserId => value as UserId;\n",
  "src/user.ts": "export interface User {\n  readonly userId: string;\n}\n",
  "src/team.ts": 'export interface Team {\n  readonly userId: string;\n}\nexport const team: Team = { userId: "a" };\n',
  "src/letters.ts":
    'import type { User } from "./user.js";\n' +
    "export const last = ({ userId }: User): string => {\n" +
    '  let found = "";\n  for (const letter of userId) found = letter;\n  for (const letter of userId) found += letter;\n  return found;\n};\n',
  "migrations/ids.md":
    "---\ntitle: IDs\nimports: { UserId: ./src/user-id.ts }\nrules:\n  no-string-id: [{ type: UserId }]\n---\n\nWhy.\n",
};

test("for an error in a file that did not change what it takes its types from is put back, and the rest is kept", async () => {
  const repository = new MigratedRepository(ITERATED);
  const ran = await repository.run(["migrate", "ids"]);
  expect(ran, ran.out + ran.err).toMatchObject({ code: 1 });
  expect(repository.read("src/user.ts")).toBe(ITERATED["src/user.ts"]);
  expect(repository.read("src/team.ts")).toContain('userId: UserId("a")');
  expect(ran.out).toContain("the project's own TypeScript refuses it: 2 errors in the root package\n      the root package:\n");
  expect(ran.out.match(/TS2802 in src\/letters\.ts:[45]:/gu)).toEqual([
    "TS2802 in src/letters.ts:4:",
    "TS2802 in src/letters.ts:5:",
  ]);
  expect(ran.out).toContain("1 of 2 sites kept");
});

test("a commit says that something was put back", async () => {
  const repository = new MigratedRepository(OUTSIDE);
  const ran = await repository.run(["migrate", "ids", "--commit"]);
  expect(ran.code, ran.out + ran.err).toBe(1);
  expect(repository.git("log", "--format=%s").split("\n").slice(0, 2)).toEqual([
    "Put back what the type checker refuses (ids)",
    "Migrate src/user.ts (ids)",
  ]);
  expect(repository.git("status", "--short")).toBe("");
  expect(repository.read("src/user.ts")).toBe(OTHER + use("user"));
});

test("a dry run says that a run asks more than it does", async () => {
  const repository = new MigratedRepository();
  const ran = await repository.run(["migrate", "ids", "--dry-run"]);
  expect(ran.err).toContain("A run also has it confirmed by the project's own TypeScript, which a dry run does not ask.");
  expect((await repository.run(["migrate", "ids"])).code).toBe(0);
  expect(repository.read("src/user.ts")).toBe(used("user"));
});
