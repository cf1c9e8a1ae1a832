import { createRequire } from "node:module";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { MigratedRepository, use, used } from "./repository.js";

const TYPESCRIPT = createRequire(import.meta.url).resolve("typescript");

/** The project's own TypeScript, which does something at its first sight of a text that holds `sign`, until `go.txt` is there. */
function typescript(sign: string, does: string): Readonly<Record<string, string>> {
  return {
    ".gitignore": "node_modules\n.godwit\n*.txt\n",
    "without-native.cjs": `
      const Module = require("node:module");
      const load = Module._load;
      Module._load = function (name, ...rest) {
        if (name.includes("typescript-7")) throw new Error("not installed");
        return load.call(this, name, ...rest);
      };`,
    "node_modules/typescript/package.json": '{ "name": "typescript", "version": "5.9.0", "main": "index.cjs" }',
    "node_modules/typescript/index.cjs": `
      const fs = require("node:fs");
      const real = require(${JSON.stringify(TYPESCRIPT)});
      const createProgram = (options) => {
        const texts = options.rootNames.map((name) => options.host.readFile(name) ?? "");
        if (!fs.existsSync("go.txt") && texts.some((text) => text.includes(${JSON.stringify(sign)}))) {
          fs.writeFileSync("busy.txt", "");
          ${does}
        }
        return real.createProgram(options);
      };
      module.exports = { ...real, version: "5.9.0", createProgram };
    `,
  };
}

/** Consumers of one phase are looked at together. */
const APART = {
  contractMore: 'phases:\n  - { name: Teams, files: ["src/team.ts"] }\n  - { name: Users, files: ["src/user.ts"] }\n',
};

const FOR_EVER = 'while (!fs.existsSync("go.txt"));';

/** Waits until the type checker is in the middle of something. */
async function isBusy(repository: MigratedRepository): Promise<void> {
  while (!existsSync(path.join(repository.root, "busy.txt"))) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** A repository whose own TypeScript alone can check it, as where there is no native compiler for the platform. */
function repositoryOf(...[files, more]: ConstructorParameters<typeof MigratedRepository>): MigratedRepository {
  const repository = new MigratedRepository(files, more);
  vi.stubEnv("NODE_OPTIONS", `--require ${path.join(repository.root, "without-native.cjs")}`);
  return repository;
}

afterEach(() => vi.unstubAllEnvs());

describe("in the middle of a type check that would never end", () => {
  test("Ctrl-C ends the run, keeps what is kept, and --resume goes on", async () => {
    const repository = repositoryOf(typescript('newId("user")', FOR_EVER), APART);
    const run = repository.start("migrate", "ids");
    await isBusy(repository);
    run.child.kill("SIGINT");
    const ended = await run.ended;
    expect(ended.code, ended.out + ended.err).toBe(130);
    expect(ended.err).toContain("Stopping: what is under way is put back.");
    expect(ended.out).toMatch(/Interrupted[\s\S]*godwit migrate --resume/);
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": use("user") });
    repository.write("go.txt", "");
    const resumed = repository.runProcess(["migrate", "--resume"]);
    expect(resumed.code, resumed.out + resumed.err).toBe(0);
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": used("user") });
  });

  test("of files that are written and formatted already, every byte is put back", async () => {
    const repository = repositoryOf({
      ...typescript("// formatted", FOR_EVER),
      "format.mjs": 'import { appendFileSync } from "node:fs";\nappendFileSync(process.argv[2], "export {}; // formatted\\n");\n',
      "package.json": { name: "x", type: "module", godwit: { format: "node format.mjs {files}" } },
    });
    const run = repository.start("migrate", "ids");
    await isBusy(repository);
    expect(repository.read("src/team.ts")).toBe(`${used("team")}export {}; // formatted\n`);
    run.child.kill("SIGTERM");
    const ended = await run.ended;
    expect(ended.code, ended.out + ended.err).toBe(143);
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });

  test("a dry run ends, and prints no half of a patch", async () => {
    const repository = repositoryOf(typescript('newId("user")', FOR_EVER));
    const run = repository.start("migrate", "ids", "--dry-run");
    await isBusy(repository);
    run.child.kill("SIGINT");
    const said = "Stopping: a dry run writes nothing. Under way: src/user.ts.";
    expect(await run.ended).toMatchObject({ code: 130, out: "", err: expect.stringContaining(said) });
  });
});

describe("a type checker", () => {
  test("that fails ends the run with what it said, and --resume goes on", () => {
    const repository = repositoryOf(typescript('newId("user")', 'throw new Error("Debug Failure. False expression");'));
    expect(repository.runProcess(["migrate", "ids"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("the type checker failed on src/user.ts (Debug Failure. False expression)"),
    });
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": use("user") });
    expect(repository.runProcess(["migrate", "ids", "--debug"]).err).toContain("node_modules/typescript/index.cjs");
    repository.write("go.txt", "");
    expect(repository.runProcess(["migrate", "--resume"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(used("user"));
  });

  test("that runs out of memory ends the run, which says how to give it more", () => {
    const eats = "const all = []; for (;;) all.push(new Array(100_000).fill(all.length));";
    const repository = repositoryOf(typescript('newId("user")', eats), APART);
    vi.stubEnv("NODE_OPTIONS", `${process.env["NODE_OPTIONS"]} --max-old-space-size=256`);
    for (const dry of [
      ["migrate", "ids", "--dry-run"],
      ["plan", "ids", "--across-files"],
    ]) {
      const tried = repository.runProcess(dry);
      expect(tried, tried.err).toMatchObject({ code: 2, err: expect.stringMatching(/ran out of memory.*nothing was written/) });
    }
    const ran = repository.runProcess(["migrate", "ids"]);
    expect(ran, ran.err).toMatchObject({ code: 2, err: expect.stringMatching(/ran out of memory.*godwit migrate --resume/) });
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": use("user") });
    rmSync(path.join(repository.root, "node_modules"), { recursive: true });
    expect(repository.runProcess(["migrate", "--resume"])).toMatchObject({ code: 0 });
  });
});
