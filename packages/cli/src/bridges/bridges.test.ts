import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BridgeState } from "@godwit/project";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree, type TreeContent } from "../../../../test/support/temporary-tree.js";

function git(root: string, ...args: string[]): string {
  const named = ["-c", "user.name=Ann", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...named, ...args], { cwd: root, encoding: "utf8" });
}

function commit(root: string, message: string): string {
  git(root, "add", "-A");
  git(root, "commit", "-qm", message);
  return git(root, "rev-parse", "HEAD").trim();
}

const CONTRACT = `---
title: Engines
rules:
  no-raw-uuid: {}
bridges:
  - ./src/old-engine.ts
  - ./src/new.ts#legacyHelper
  - ./src/new.ts#New.fromOld
---
`;
const NEW = `/** The new one. */
export class New {
  /** From an old one. */
  static fromOld(): New {
    return new New();
  }

  run(): void {}
}

/** Only for old code. */
export function legacyHelper(): number {
  return 1;
}

export const kept = 1;
`;
const FILES: Record<string, TreeContent> = {
  "package.json": { name: "x", private: true, type: "module", godwit: {} },
  "migrations/engines.md": CONTRACT,
  "src/old-engine.ts": "export class OldEngine {}\nexport default OldEngine;\n",
  "src/new.ts": NEW,
  "src/index.ts":
    '// Engines\nexport { OldEngine } from "./old-engine.js";\nexport { kept, legacyHelper } from "./new.js";\nexport * from "./old-engine.js";\n',
  "src/app.ts": 'import * as all from "./index.js";\nexport const app = all.kept;\n',
};
/** What Nuxt imports by itself, which git does not see. */
const GIVEN: Record<string, TreeContent> = {
  ".gitignore": ".nuxt\n",
  ".nuxt/types/imports.d.ts": "declare global {\n  const OldEngine: typeof import('../../src/old-engine').OldEngine\n}\n",
};

function repository(more: Record<string, TreeContent> = {}): string {
  const root = writeTree({ ...FILES, ...more });
  git(root, "init", "-q");
  commit(root, "start");
  return root;
}

const bridgesOf = async (root: string): Promise<readonly BridgeState[]> =>
  (JSON.parse((await runGodwit(root, "bridges", "--format", "json")).out) as { bridges: BridgeState[] }).bridges;
const statesOf = async (root: string): Promise<string[]> => (await bridgesOf(root)).map(({ state }) => state);

describe("godwit bridges", () => {
  test("says since which commit nothing uses a bridge", { tags: "slow" }, async () => {
    const root = repository({ "src/user.ts": 'import { OldEngine } from "./old-engine.js";\nnew OldEngine();\n' });
    expect(await statesOf(root)).toEqual(["used", "unused", "unused"]);
    rmSync(path.join(root, "src/user.ts"));
    const last = commit(root, "leave the old engine");
    fillTree(root, { "src/other.ts": "export {};\n" });
    commit(root, "something else");
    const [engine] = await bridgesOf(root);
    expect(engine).toMatchObject({ state: "unused", unusedSince: { commit: last }, users: [] });
    expect((await runGodwit(root, "bridges")).out).toContain(`unused since ${last.slice(0, 10)}`);
  });

  test("deletes what nothing uses, with re-exports and unused imports, and leaves all else as it is", async () => {
    const root = repository({
      "src/unused-import.ts":
        'import { kept } from "./new.js";\nimport { OldEngine } from "./old-engine.js";\nexport const x = kept;\n',
    });
    expect(await statesOf(root)).toEqual(["unused", "unused", "unused"]);
    const dry = await runGodwit(root, "bridges", "--remove", "--dry-run");
    expect(dry.out).toContain("-export class OldEngine {}");
    expect(git(root, "status", "--porcelain")).toBe("");
    expect(await runGodwit(root, "bridges", "--remove")).toMatchObject({ code: 0 });
    const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
    expect(existsSync(path.join(root, "src/old-engine.ts"))).toBe(false);
    expect(read("src/index.ts")).toBe('// Engines\nexport { kept } from "./new.js";\n');
    expect(read("src/unused-import.ts")).toBe('import { kept } from "./new.js";\nexport const x = kept;\n');
    expect(read("src/new.ts")).toBe("/** The new one. */\nexport class New {\n  run(): void {}\n}\n\nexport const kept = 1;\n");
    expect(await statesOf(root)).toEqual(["gone", "gone", "gone"]);
  });

  test("deletes the imports that only bridges used", async () => {
    const helper = "legacyHelper(): number {\n  return a(b) + a(c);";
    const from = NEW.replace("return new New();", "return d();").replace("legacyHelper(): number {\n  return 1;", helper);
    const root = repository({
      "src/a.ts": "export const a = Number, b = 1, c = 1, d = (): any => 1, e = 1;\n",
      "src/new.ts": `import { a } from "./a.js";\nimport { b, c, d, e } from "./a.js";\n\n${from}export const f = c + e;\n`,
    });
    expect(await runGodwit(root, "bridges", "--remove")).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(root, "src/new.ts"), "utf8")).toBe(
      'import { c, e } from "./a.js";\n\n/** The new one. */\nexport class New {\n  run(): void {}\n}\n\nexport const kept = 1;\nexport const f = c + e;\n',
    );
  });

  test.each<[string, Record<string, TreeContent>, string]>([
    ["code", { "src/a.ts": 'import { OldEngine } from "./index.js";\nnew OldEngine();\n' }, "code"],
    ["code that a build tool gives it", { "src/a.ts": "export const engine = OldEngine;\n", ...GIVEN }, "code"],
    ["a type", { "src/a.ts": 'import type { OldEngine } from "./old-engine.js";\nexport type A = OldEngine;\n' }, "code"],
    ["a side effect", { "src/a.ts": 'import "./old-engine.js";\n' }, "code"],
    [
      "a test",
      { "tests/a.test.ts": 'import { OldEngine } from "../src/old-engine.js";\ntest("a", () => new OldEngine());\n' },
      "test",
    ],
    ["a mock", { "tests/a.test.ts": 'vi.mock("../src/old-engine.js");\n' }, "mock"],
    ["a config file", { "build.json": { entry: "src/old-engine.ts" } }, "config"],
    ["a workflow", { ".github/workflows/ci.yml": "run: node ./src/old-engine.ts\n" }, "config"],
    ["a script of package.json", { "package.json": { name: "x", scripts: { old: "node src/old-engine.ts" } } }, "package"],
    ["an entry of the package", { "package.json": { name: "x", main: "./src/old-engine.ts" } }, "package"],
    ["a path in a string", { "src/a.ts": 'export const worker = new URL("./old-engine.js", import.meta.url);\n' }, "string"],
    ["a path from the root", { "vite.config.ts": 'export default { entry: ["src/old-engine.ts"] };\n' }, "string"],
    ["a computed import", { "src/a.ts": "export const load = (name: string) => import(`./${name}-engine.js`);\n" }, "string"],
    ["a sum of texts", { "src/a.cjs": 'module.exports = (name) => require("./old-" + name);\n' }, "string"],
    ["a glob", { "src/a.ts": 'export const all = import.meta.glob("./*-engine.ts");\n' }, "string"],
    ["a file that can't be parsed", { "src/a.ts": "import { OldEngine } from './old-engine.js'; const = 1;\n" }, "unreadable"],
    [
      "a contract's fix",
      {
        "migrations/x.md":
          "---\ntitle: X\nimports: { OldEngine: ./src/old-engine.ts }\nrules:\n  no-deprecated-call:\n    replace:\n      - match: make()\n        with: new OldEngine()\n---\n",
      },
      "contract",
    ],
  ])("never deletes what is used by %s", { tags: "slow" }, async (_, files, kind) => {
    const root = repository(files);
    const engine = (await bridgesOf(root)).find(({ bridge }) => bridge.endsWith("old-engine.ts"))!;
    expect({ state: engine.state, kinds: engine.users.map((user) => user.kind) }).toEqual({
      state: "used",
      kinds: expect.arrayContaining([kind]) as unknown,
    });
    await runGodwit(root, "bridges", "--remove");
    expect(existsSync(path.join(root, "src/old-engine.ts"))).toBe(true);
  });

  test.each<[string, Record<string, TreeContent>, string[]]>([
    [
      "a Vue component",
      { "src/A.vue": "<script setup>\nimport { legacyHelper } from './new.js'\n</script>\n" },
      ["legacyHelper"],
    ],
    [
      "a Vue component that a build tool gives it",
      { "src/A.vue": "<script setup>\nOldEngine\n</script>\n", ...GIVEN },
      ["old-engine.ts"],
    ],
    [
      "a Svelte component, through a barrel",
      { "src/A.svelte": '<script>\nimport { OldEngine, legacyHelper } from "./index.js";\n</script>\n' },
      ["old-engine.ts", "legacyHelper"],
    ],
    ["an Astro page", { "src/a.astro": '---\nimport * as all from "./new";\nall.legacyHelper();\n---\n' }, ["legacyHelper"]],
    ["a page of prose with code", { "docs/a.mdx": 'import OldEngine from "../src/old-engine.js";\n\n# A\n' }, ["old-engine.ts"]],
    ["a page", { "index.html": '<script type="module" src="/src/old-engine.ts"></script>\n' }, ["old-engine.ts"]],
    [
      "a static member in a component",
      { "src/A.vue": "<script setup>\nimport { New } from './new.js'\nNew.fromOld()\n</script>\n" },
      ["New.fromOld"],
    ],
  ])("never deletes what is used by %s", { tags: "slow" }, async (_, files, used) => {
    const root = repository(files);
    const usersOf = (await bridgesOf(root)).filter(({ users }) => users.length > 0);
    expect(usersOf.map(({ bridge }) => bridge.split(/[/#]/).at(-1))).toEqual(used);
    expect(usersOf.map(({ users }) => users.map((user) => `${user.file} ${user.kind}`))).toEqual(
      used.map(() => [`${Object.keys(files)[0]!} code`]),
    );
  });

  test("takes no member of another class, no template and no export map for a use", async () => {
    const root = repository({
      "src/other.ts": "export class Other {\n  static fromOld() {}\n}\nOther.fromOld();\n",
      "src/both.ts":
        'import { New } from "./new.js";\nimport { Other } from "./other.js";\nexport const a = [new New(), Other.fromOld()];\n',
      "src/A.vue": "<script setup>\nmake().fromOld()\n</script>\n",
      "src/resolve.ts": "export const at = (name: string) => resolve(`./${name}-engine.ts`);\ndeclare const resolve: any;\n",
      "run.sh": "node ${FOLDER}/src/old-engine.ts\n",
      "package.json": {
        name: "x",
        main: "./src/index.ts",
        exports: { ".": "./src/index.ts", "./old": { import: "./src/old-engine.ts" }, "./*": "./src/*.ts" },
      },
    });
    expect(await statesOf(root)).toEqual(["unused", "unused", "unused"]);
  });

  test("takes no word of a component that loads something else for a use", async () => {
    const root = repository({
      "src/A.vue": '<script>\nimport { legacyHelper } from "./other.js";\n</script>\n',
      "src/other.ts": "export const legacyHelper = 1;\n",
      "docs/a.mdx": 'The "legacyHelper" of `src/new.ts` and the file "old-engine" are gone.\n',
    });
    expect(await statesOf(root)).toEqual(["unused", "unused", "unused"]);
  });

  test("does not take prose, comments, other files of the name or words for a use", async () => {
    const root = repository({
      "README.md": "See src/old-engine.ts\n",
      "src/a.ts": '// src/old-engine.ts was here\nexport const name = "old-engine";\n',
      "src/sub/old-engine.ts": "export const other = 1;\n",
      "src/sub/b.ts": 'import { other } from "./old-engine.js";\nexport const b = other;\n',
    });
    expect((await bridgesOf(root))[0]).toMatchObject({ state: "unused", users: [] });
  });

  test("keeps an export that its own file uses, and a member that anything might mean", async () => {
    const root = repository({
      "src/new.ts": `${NEW}export const two = legacyHelper() + 1;\n`,
      "src/a.ts": "export const start = (engine: { run(): unknown }) => engine.run();\n",
      "migrations/engines.md": CONTRACT.replace("New.fromOld", "New.run"),
    });
    expect((await bridgesOf(root)).map(({ state, users }) => [state, users[0]?.what])).toEqual([
      ["unused", undefined],
      ["used", "uses legacyHelper itself"],
      ["used", "mentions run, maybe that of New"],
    ]);
  });

  test("finds paths with a space in them", async () => {
    const root = repository({
      "migrations/engines.md": CONTRACT.replace("./src/old-engine.ts", "./src/old engines/engine.ts\n  - ./src/old engine.ts"),
      "src/old engines/engine.ts": "export {};\n",
      "src/old engine.ts": "export {};\n",
      "build.yml": "run: node 'src/old engines/engine.ts' 'src/old engine.ts'\n",
    });
    expect((await statesOf(root)).slice(0, 2)).toEqual(["used", "used"]);
  });

  test("names a contract with errors, as do explain and history, and says by the exit code that the answer is not whole", async () => {
    const contract = CONTRACT.replace(
      "no-raw-uuid: {}",
      "no-deprecated-import: [{ from: ./src/old-engine.ts, to: ./src/nowhere.ts }]",
    );
    const root = writeTree({ "migrations/engines.md": contract, "src/old-engine.ts": "export const a = 1;\n" });
    git(root, "init", "-q");
    commit(root, "start");
    for (const args of [["bridges"], ["bridges", "--remove"], ["explain", "src/old-engine.ts:1"], ["history"]])
      expect(await runGodwit(root, ...args), args.join(" ")).toMatchObject({
        code: 2,
        err: expect.stringContaining("nowhere.ts"),
      });
  });

  test("refuses changes that are not committed, a place without git, and bad input", { tags: "slow" }, async () => {
    const root = repository();
    writeFileSync(path.join(root, "src/index.ts"), `${FILES["src/index.ts"] as string}// mine\n`);
    expect(await runGodwit(root, "bridges", "--remove")).toMatchObject({
      code: 2,
      err: expect.stringContaining("src/index.ts") as string,
    });
    expect(existsSync(path.join(root, "src/old-engine.ts"))).toBe(true);
    expect(await runGodwit(root, "bridges", "--remove", "--force")).toMatchObject({ code: 0 });
    expect(readFileSync(path.join(root, "src/index.ts"), "utf8")).toContain("// mine");
    const bare = writeTree(FILES);
    expect((await runGodwit(bare, "bridges")).out).toContain("there is no git repository");
    expect(await runGodwit(bare, "bridges", "--remove")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--force") as string,
    });
    expect(await runGodwit(root, "bridges", "enginez")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean engines?") as string,
    });
    expect(await runGodwit(root, "bridges", "--dry-run")).toMatchObject({ code: 2 });
  });

  test("deletes a chain of bridges from its end, and says what has to go by hand", { tags: "slow" }, async () => {
    const contract = CONTRACT.replace("  - ./src/new.ts#legacyHelper\n", "  - ./src/chain.ts\n  - ./src/list.ts#listed\n");
    const root = repository({
      "migrations/engines.md": contract,
      "src/chain.ts": 'import { OldEngine } from "./old-engine.js";\nexport class Chain extends OldEngine {}\n',
      "src/list.ts": "const listed = 1;\nexport { listed };\n",
    });
    const { code, out } = await runGodwit(root, "bridges", "--remove");
    expect(code).toBe(1);
    expect(existsSync(path.join(root, "src/chain.ts"))).toBe(false);
    expect(existsSync(path.join(root, "src/old-engine.ts"))).toBe(false);
    expect(out).toContain("./src/list.ts#listed stays: listed is exported by a list");
  });

  test("says that a shallow clone can't tell since when", async () => {
    const origin = repository();
    const root = path.join(writeTree({}), "clone");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${origin}`, root]);
    expect((await bridgesOf(root))[0]).toMatchObject({
      state: "unused",
      unusedSince: null,
      note: expect.stringContaining("shallow") as string,
    });
  });
});
