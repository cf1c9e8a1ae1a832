import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { CONTEXT_FILES } from "../program/context-project.js";
import { isAlive } from "../support/is-alive.js";
import { fillTree } from "../support/temporary-tree.js";
import { LspClient } from "./lsp-client.js";

const CLI = path.resolve(import.meta.dirname, "../../packages/cli");
const compilerOptions = { strict: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [], noEmit: true };

const LOAD = 'import { Logger } from "./logger.js";\n\nexport function load(): void {\n  Logger.getInstance().info("load");\n}\n';
const RUN = 'import { load } from "./load.js";\n\nexport function startRun(): void {\n  load();\n  load();\n}\n';
const FIND = "export const find = (userId: string): string => userId;\n";
const FILES = {
  ...CONTEXT_FILES,
  "package.json": { name: "x", type: "module", godwit: {} },
  "tsconfig.json": { compilerOptions, include: ["src"] },
  "migrations/typed.md":
    "---\ntitle: Typed IDs\nimports: { UserId: ./src/user-id.ts }\nfiles: [src/find.ts]\nrules: { no-string-id: { type: UserId } }\n---\n",
  "src/user-id.ts":
    "export type UserId = string & { readonly brand: unique symbol };\nexport const UserId = (id: string): UserId => id as UserId;\n",
  "src/load.ts": LOAD,
  "src/run.ts": RUN,
  "src/find.ts": FIND,
  "src/caller.ts": 'import { find } from "./find.js";\n\nexport const found = find("root");\n',
};

/** A project in which `node_modules/godwit` can be replaced. */
class Project {
  readonly root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-across-")));

  constructor() {
    fillTree(this.root, { ...FILES, "node_modules/.keep": "" });
    this.install(CLI);
  }

  path(file: string): string {
    return path.join(this.root, file);
  }

  install(target: string | undefined): void {
    rmSync(this.path("node_modules/godwit"), { recursive: true, force: true });
    if (target !== undefined) symlinkSync(target, this.path("node_modules/godwit"));
  }

  /** Installs a script instead of the command line. */
  installScript(script: string): void {
    this.install(undefined);
    const manifest = { name: "godwit", version: "0.0.1", type: "module", bin: { godwit: "bin.mjs" } };
    fillTree(this.root, { "node_modules/godwit/package.json": manifest, "node_modules/godwit/bin.mjs": script });
  }
}

const capabilities = {
  window: { workDoneProgress: true },
  workspace: { workspaceEdit: { documentChanges: true, changeAnnotationSupport: {}, snippetEditSupport: true } },
};

describe("edits across files", () => {
  let project: Project;
  let client: LspClient;
  const applied: any[] = [];
  const told = (): string[] =>
    client.said.filter(({ method }) => method === "window/showMessage").map((each) => each.params.message);
  const actions = async (uri: string, line: number, character: number): Promise<any[]> => {
    const at = { line, character };
    return client.request("textDocument/codeAction", {
      ...{ textDocument: { uri }, range: { start: at, end: at }, context: { diagnostics: [] } },
    });
  };
  const ask = (contract: string, kind: string, name: string, more: object = {}): Promise<any> =>
    client.request("_godwit.acrossFiles", { contract, root: project.root, subject: { kind, name }, ...more });

  beforeAll(async () => {
    await bundle();
    project = new Project();
    client = await LspClient.start(project.root, {
      capabilities,
      answers: { "workspace/applyEdit": ({ edit }) => (applied.push(edit), { applied: true }) },
    });
  }, 120_000);
  beforeEach(() => {
    project.install(CLI);
    applied.length = 0;
    client.said.length = 0;
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    rmSync(project.root, { recursive: true, force: true });
  }, 60_000);

  test("a type goes through the program: the menu offers it, a person confirms it, and its number is known then", async () => {
    const uri = client.show(project.path("src/find.ts"), FIND);
    const titles = async (): Promise<string[]> => (await actions(uri, 0, 31)).map(({ title }) => title);
    expect(await titles()).toEqual([
      expect.stringMatching(/^Review: /),
      "Type UserId through the program…",
      'Open contract "Typed IDs"',
      expect.stringMatching(/^Ignore /),
    ]);
    const action = (await actions(uri, 0, 31))[1];
    await client.request("workspace/executeCommand", action.command);
    const [edit] = applied;
    expect(edit.documentChanges.map((each: any) => path.basename(each.textDocument.uri))).toEqual(["caller.ts", "find.ts"]);
    expect(edit.documentChanges[0].edits).toMatchObject([
      { newText: expect.stringContaining('find(UserId("root"))'), annotationId: "godwit-0" },
    ]);
    expect(Object.values(edit.changeAnnotations)).toMatchObject([
      { needsConfirmation: true, description: "2 fixed, 2 files together" },
    ]);
    expect(told()).toEqual(["Type UserId through the program: 1 place can take UserId, and 1 value is wrapped."]);
    expect(client.said.filter(({ method }) => method === "$/progress").map(({ params }) => params.value.kind)).toEqual([
      "begin",
      "end",
    ]);
    expect((await titles())[1]).toBe("Type UserId through the program (2 files)…");
    // What has changed since is not known any more.
    client.show(project.path("src/find.ts"), `${FIND}export {};\n`);
    expect((await titles())[1]).toBe("Type UserId through the program…");
    client.show(project.path("src/find.ts"), FIND);
  }, 120_000);

  test("a value goes through callers, and a root is given one where the way up stops", async () => {
    const load = client.show(project.path("src/load.ts"), LOAD);
    expect((await actions(load, 3, 4)).map(({ title }) => title)).toContain("Pass logger through callers…");
    expect(await actions(client.show(project.path("src/run.ts"), RUN), 2, 20)).toEqual([]);
    const before = await ask("ids", "value", "logger");
    expect(before).toMatchObject({
      ...{ title: "Pass logger through callers", units: [] },
      told: "0 of 1 site can get logger. Give startRun a logger (frees 1 site).",
      roots: [{ position: { line: 2, character: 0 }, title: "Give startRun a logger (frees 1 site)" }],
    });
    expect((await client.request("_godwit.knownAcrossFiles", { root: project.root })).roots).toEqual(before.roots);
    const run = client.show(project.path("src/run.ts"), RUN);
    const [give, ...others] = await actions(run, 2, 20);
    expect(others).toEqual([]);
    expect(give).toMatchObject({ title: "Give startRun a logger (frees 1 site)", kind: "refactor.rewrite" });
    const [snippet, imported] = give.edit.documentChanges[0].edits;
    expect(snippet.snippet).toEqual({ kind: "snippet", value: "\n  const logger: Logger = $0;" });
    expect(imported.newText).toContain('import type { Logger } from "./logger.js";');
    // The person completes it, and asks again.
    const completed = RUN.replace("void {\n", "void {\n  const logger: Logger = new Logger();\n").replace(
      "\n\n",
      '\nimport { Logger } from "./logger.js";\n\n',
    );
    client.show(project.path("src/run.ts"), completed);
    expect(await ask("ids", "value", "logger")).toMatchObject({ problem: expect.stringContaining("src/run.ts is not saved") });
    writeFileSync(project.path("src/run.ts"), completed);
    const after = await ask("ids", "value", "logger");
    expect(after.units.map((unit: any) => unit.map(({ file }: any) => path.basename(file)))).toEqual([["load.ts", "run.ts"]]);
    expect(after.units[0][0].places).toEqual([{ position: { line: 2, character: 0 }, text: "load takes logger" }]);
    expect(after.roots).toEqual([]);
    expect(await client.request("_godwit.knownAcrossFiles", { root: project.root })).toMatchObject({
      runs: expect.arrayContaining([{ contract: "ids", subject: { kind: "value", name: "logger" }, files: 2 }]),
      roots: [],
    });
    // Applied later, only what still fits is left.
    expect((await ask("ids", "value", "logger", { isAgain: true })).units).toHaveLength(1);
    writeFileSync(project.path("src/load.ts"), `// New.\n${LOAD}`);
    client.show(project.path("src/load.ts"), `// New.\n${LOAD}`);
    expect((await ask("ids", "value", "logger", { isAgain: true })).units).toEqual([]);
  }, 120_000);

  const problemWith = async (script: string): Promise<string> => {
    project.installScript(script);
    return (await ask("typed", "type", "UserId")).problem;
  };

  test("says what is wrong: nothing installed, an older one, one that dies, one that prints something else", async () => {
    project.install(undefined);
    expect((await ask("typed", "type", "UserId")).problem).toBe(
      "This needs godwit in the project: npm install --save-dev godwit",
    );
    expect(await problemWith("process.stderr.write(\"error: unknown option '--only'\\n\"); process.exit(1);")).toBe(
      "The godwit of this project (0.0.1) can't do this yet: npm install --save-dev godwit@latest.",
    );
    expect(await problemWith("process.kill(process.pid, 'SIGTERM'); setInterval(() => {}, 1000);")).toBe(
      "godwit was ended by SIGTERM.",
    );
    expect(await problemWith("process.exit(3);")).toBe("godwit ended with exit code 3.");
    expect(await problemWith('process.stderr.write("godwit: typed is planned.\\n"); process.exit(2);')).toBe(
      "godwit: typed is planned.",
    );
    expect(await problemWith('console.log("hello");')).toBe('godwit printed something else than a result: "hello"');
  }, 60_000);

  test("says what the command line says of a contract that is not valid, and of one that is not there", async () => {
    expect((await ask("nothing", "type", "UserId")).problem).toMatch(/^godwit: .*nothing/);
    const contract = readFileSync(project.path("migrations/typed.md"), "utf8");
    writeFileSync(project.path("migrations/typed.md"), contract.replace("no-string-id:", "no-string-idd:"));
    expect((await ask("typed", "type", "UserId")).problem).toMatch(/^godwit: The contract typed has errors/);
    writeFileSync(project.path("migrations/typed.md"), contract);
  }, 60_000);

  test("a run that hangs is ended with all that it has started when a person cancels it; meanwhile there is one run a root", async () => {
    project.installScript(
      'import { spawn } from "node:child_process";\nimport { writeFileSync } from "node:fs";\n' +
        'const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);\n' +
        'writeFileSync("pids.txt", `${process.pid} ${child.pid}`);\nsetInterval(() => {}, 1000);\n',
    );
    const file = project.path("pids.txt");
    const hanging = ask("typed", "type", "UserId");
    const cancelHanging = client.cancelling();
    await expect.poll(() => existsSync(file) && readFileSync(file, "utf8"), { timeout: 30_000 }).toMatch(/^\d+ \d+$/);
    const pids = readFileSync(file, "utf8").split(" ").map(Number);
    expect((await ask("typed", "type", "UserId")).problem).toContain("at work in this project already");
    cancelHanging();
    await hanging.catch(() => undefined);
    await expect.poll(() => pids.filter(isAlive), { timeout: 30_000 }).toEqual([]);
    unlinkSync(file);
    project.install(CLI);
    expect(await ask("typed", "type", "UserId")).toMatchObject({ told: expect.stringContaining("1 value is wrapped") });
  }, 120_000);

  test("a project whose files no tsconfig includes is told so", async () => {
    writeFileSync(project.path("tsconfig.json"), JSON.stringify({ compilerOptions, include: ["lib"] }));
    expect(await ask("typed", "type", "UserId")).toMatchObject({
      units: [],
      told: expect.stringContaining("no tsconfig includes"),
    });
  }, 60_000);
});
