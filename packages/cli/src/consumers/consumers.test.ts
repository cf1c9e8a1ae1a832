import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import type { ConsumersReport } from "@godwit/project";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { REPOSITORY } from "../../../../test/support/copy-repository.js";
import { writeTree, type TreeContent } from "../../../../test/support/temporary-tree.js";

const consumersOf = async (root: string, ...args: string[]): Promise<ConsumersReport> =>
  JSON.parse((await runGodwit(root, "consumers", "--format", "json", ...args)).out) as ConsumersReport;

const CONTRACT = `---
title: One pool per user
imports:
  Pool: ./src/pool.ts
rules:
  no-singleton-access:
    classes: [Pool]
components:
  Pool:
    from: ./src/pool.ts
    consumerExpectations:
      Users: rows come back in order
---
`;
const FILES: Record<string, TreeContent> = {
  "package.json": { name: "x", type: "module", godwit: {}, dependencies: { uuid: "1" } },
  "migrations/pools.md": CONTRACT,
  "src/pool.ts":
    "export class Pool {\n  static #one: Pool | undefined;\n  static getInstance(): Pool { return (this.#one ??= new Pool()); }\n  all(): void {}\n}\n",
  "src/users.ts": 'import { Pool } from "./pool.js";\nexport const users = () => Pool.getInstance().all();\n',
  "src/make.ts": 'import { Pool } from "./pool.js";\nexport const make = () => Pool.getInstance();\n',
  "src/route.ts": 'import { make } from "./make.js";\nmake().all();\n',
  "src/ids.ts": 'import { v4 } from "uuid";\nv4();\n',
  "tests/users.test.ts": 'import { users } from "../src/users.js";\ntest("users", () => users());\n',
};

describe("godwit consumers", () => {
  test("finds the consumer that hides behind the supervisor factory of the example, and who gets the bridge from it", async () => {
    const root = writeTree({});
    cpSync(path.join(REPOSITORY, "examples/chat-platform"), root, {
      recursive: true,
      filter: (file) => !file.includes("node_modules"),
    });
    const { consumers } = await consumersOf(root, "AgentWebSocketBridge");
    const hidden = consumers.find(({ file }) => file === "src/agents/supervisor-factory.ts");
    expect(readFileSync(path.join(root, hidden!.file), "utf8").replace(/\/\/.*/g, "")).not.toContain("AgentWebSocketBridge {");
    expect(hidden).toMatchObject({
      depth: 1,
      via: ["src/websocket/index.ts", "src/websocket/agent-bridge.ts#AgentWebSocketBridge"],
    });
    const byFile = new Map(consumers.map(({ file, via, uses }) => [file, { way: via[0], hows: uses.map(({ how }) => how) }]));
    expect(byFile.get("src/agents/supervisor.ts")).toMatchObject({ way: "handed by src/agents/supervisor-factory.ts" });
    expect(byFile.get("src/agents/supervisor.ts")!.hows).toContain("receive");
    expect(byFile.get("src/routes/runs.ts")).toEqual({
      way: "src/agents/supervisor-factory.ts#createSupervisor",
      hows: ["hold"],
    });
  });

  test("says how each uses it, what must change there, what covers it, and whose it is", async () => {
    const root = writeTree({ ...FILES, ".github/CODEOWNERS": "src/users.ts @acme/users\n" });
    const { consumers, target, wrappers } = await consumersOf(root, "Pool");
    expect(target).toMatchObject({ kind: "component", contracts: ["pools"], expectations: { Users: "rows come back in order" } });
    expect(wrappers).toEqual([{ file: "src/make.ts", exported: "make", depth: 1 }]);
    expect(
      consumers.map(({ file, depth, tests, changes, complexity }) => [file, depth, tests, changes.length, complexity]),
    ).toEqual([
      ["src/make.ts", 1, [], 1, "high"],
      ["src/users.ts", 1, ["tests/users.test.ts"], 1, "high"],
      ["src/route.ts", 2, [], 0, null],
    ]);
    expect(consumers[1]).toMatchObject({
      owners: ["@acme/users"],
      uses: expect.arrayContaining([{ how: "import", name: "Pool", line: 1, column: 10 }]) as unknown,
      changes: [{ contract: "pools", level: "hint", line: 2 }],
    });
  });

  test("finds who uses it as a global that a build tool imports", async () => {
    const given = "export {}\ndeclare global {\n  const make: typeof import('../../src/make')['make']\n}\n";
    const root = writeTree({
      ...FILES,
      ".nuxt/types/imports.d.ts": given,
      ".gitignore": ".nuxt\n",
      "src/route.ts": "make().all();\n",
    });
    const { consumers } = await consumersOf(root, "src/make.ts#make");
    expect(consumers.map(({ file, uses }) => [file, uses.map(({ how }) => how)])).toEqual([["src/route.ts", ["call", "import"]]]);
  });

  test("follows what is injected by its type, dynamic imports, aliases and subclasses", async () => {
    const root = writeTree({
      "package.json": { name: "x", type: "module" },
      "src/pool.ts": "export class Pool {\n  all(): void {}\n}\n",
      "src/users.ts":
        'import { Pool } from "./pool.js";\nexport class Users {\n  constructor(private readonly pool: Pool) {}\n  list() { return this.pool.all(); }\n}\n',
      "src/orders.ts":
        'import type { Pool } from "./pool.js";\nexport class Orders {\n  @Inject("POOL") pool!: Pool;\n  run() { this.pool.all(); }\n}\n',
      "src/types.ts": 'import type { Pool } from "./pool.js";\nexport type Named = { readonly pool: Pool };\n',
      "src/lazy.ts":
        'export const load = async () => {\n  const { Pool } = await import("./pool.js");\n  return new Pool();\n};\n',
      "src/sub.ts":
        'import { Pool as P } from "./pool.js";\nexport class Sub extends P {}\nconst Alias = P;\nexport const make = () => new Alias();\n',
    });
    const { consumers } = await consumersOf(root, "src/pool.ts#Pool");
    const how = new Map(consumers.map(({ file, uses }) => [file, uses.map((use) => `${use.how} ${use.name}`)]));
    expect(how.get("src/users.ts")).toContain("member all");
    expect(how.get("src/orders.ts")).toContain("member all");
    expect(new Set(how.get("src/types.ts"))).toEqual(new Set(["type Pool"]));
    expect(how.get("src/lazy.ts")).toContain("construct Pool");
    expect(how.get("src/sub.ts")).toEqual(expect.arrayContaining(["extend P", "construct Alias"]));
  });

  test("takes a name, a file, an export and a package, relative to where it runs", async () => {
    const root = writeTree(FILES);
    const files = async (...args: string[]): Promise<string[]> =>
      (await consumersOf(root, ...args)).consumers.map(({ file }) => file);
    expect(await files("src/pool.ts#Pool")).toEqual(["src/make.ts", "src/users.ts", "src/route.ts"]);
    expect(await files("./src/pool#Pool", "--depth", "1")).toEqual(["src/make.ts", "src/users.ts"]);
    expect(await files("src/make.ts")).toEqual(["src/route.ts"]);
    expect(await files("uuid#v4")).toEqual(["src/ids.ts"]);
    expect(await files("uuid")).toEqual(["src/ids.ts"]);
    expect(await files("pool.ts", "-C", "src")).toEqual(["src/make.ts", "src/users.ts"]);
  });

  test("finds what is behind `export *` of a workspace package that is not installed, by export and by file", async () => {
    const root = writeTree({
      "package.json": { name: "x", type: "module", workspaces: ["packages/*"], godwit: {} },
      "packages/pools/package.json": { name: "@x/pools", type: "module", exports: { ".": "./src/index.ts" } },
      "packages/pools/src/pool.ts": FILES["src/pool.ts"]!,
      "packages/pools/src/index.ts": 'export * from "./pool.js";\n',
      "packages/app/package.json": { name: "@x/app", type: "module", dependencies: { "@x/pools": "*" } },
      "packages/app/src/all.ts": 'export * from "@x/pools";\n',
      "packages/app/src/users.ts": 'import { Pool } from "./all.js";\nexport const users = () => Pool.getInstance().all();\n',
    });
    for (const what of ["packages/pools/src/pool.ts#Pool", "packages/pools/src/pool.ts"])
      expect((await consumersOf(root, what)).consumers.map(({ file }) => file).sort()).toEqual([
        "packages/app/src/all.ts",
        "packages/app/src/users.ts",
        "packages/pools/src/index.ts",
      ]);
  });

  test("prints Markdown, Mermaid and dot with every consumer", async () => {
    const root = writeTree(FILES);
    for (const format of ["stylish", "md", "mermaid", "dot"]) {
      const { out, code } = await runGodwit(root, "consumers", "Pool", "--format", format);
      expect(code).toBe(0);
      for (const file of ["src/make.ts", "src/users.ts", "src/route.ts"]) expect(out).toContain(file);
    }
    expect((await runGodwit(root, "consumers", "Pool", "--format", "mermaid")).out).toMatch(
      /^flowchart LR\n {2}target\(\["Pool"\]\)/,
    );
    expect((await runGodwit(root, "consumers", "Pool", "--format", "mermaid")).out).toContain('-- "make" --> c3');
    expect((await runGodwit(root, "consumers", "Pool", "--format", "dot")).out).toMatch(/c1 -> c3 \[label="make"\];\n}\n$/);
  });

  test.each([
    ["Pol", "Did you mean Pool?"],
    ["src/pool.ts#Pol", "Did you mean Pool?"],
    ["src/gone.ts", "there is no file src/gone.ts"],
    ["Whatever", "There are: Pool"],
    ["left-pad", "and no file"],
  ])("says what is near %s", async (text, expected) => {
    const { code, err } = await runGodwit(writeTree(FILES), "consumers", text);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(expected) as string });
  });

  test("says what it could not read, refuses a depth that is none, and where nothing uses it says so", async () => {
    const root = writeTree({ ...FILES, "src/broken.ts": 'import { Pool } from "./pool.js";\nconst = Pool;\n' });
    expect(await runGodwit(root, "consumers", "Pool")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^It does not parse: .*:\n {2}src\/broken\.ts\n/) as string,
    });
    expect(await runGodwit(root, "consumers", "Pool", "--depth", "x")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--depth") as string,
    });
    expect(await runGodwit(root, "consumers", "src/route.ts")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Nothing uses it.") as string,
    });
  });

  test("names components that load it or what gives it, and does not say that nothing uses it", async () => {
    const component = "<script setup>\nimport { make } from '../src/make'\n</script>\n";
    const page = '---\nimport { route } from "../src/route";\n---\n';
    const root = writeTree({
      ...FILES,
      "src/route.ts": "export const route = 1;\n",
      "ui/A.vue": component,
      "ui/B.vue": component,
      "ui/b.astro": page,
    });
    const pool = await runGodwit(root, "consumers", "src/pool.ts#Pool");
    expect(pool.code).toBe(2);
    expect(pool.err).toBe(
      "This loads it or what gives it, and godwit parses JavaScript and TypeScript only:\n  ui/A.vue\n  ui/B.vue\nThere may be consumers in what could not be read.\n",
    );
    expect(await runGodwit(root, "consumers", "src/route.ts")).toMatchObject({
      code: 2,
      out: expect.stringContaining("Nothing that could be read uses it.") as string,
      err: expect.stringContaining("only:\n  ui/b.astro\n") as string,
    });
  });

  test("needs no contract and no git", async () => {
    const { "migrations/pools.md": _, ...files } = FILES;
    expect((await consumersOf(writeTree(files), "src/pool.ts#Pool")).consumers).toHaveLength(3);
  });
});
