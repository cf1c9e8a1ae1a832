import { existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isAlive } from "../support/is-alive.js";
import { MigratedRepository, use, used, validatedBy, WAIT, WAITS } from "./repository.js";

describe("while godwit migrate runs", () => {
  test("a second run is refused, and a lock of a process that is gone is not in the way", async () => {
    const repository = new MigratedRepository({ "wait.mjs": WAIT }, WAITS);
    const first = repository.start("migrate", "ids");
    await first.says("Running node wait.mjs");
    for (const args of [["migrate", "ids"], ["rollback"]])
      expect(await repository.run(args)).toMatchObject({
        code: 2,
        err: expect.stringMatching(/godwit migrate ids is running here since/),
      });
    repository.write("go.txt", "");
    expect(await first.ended).toMatchObject({ code: 0 });
    const lock = path.join(repository.root, ".godwit/lock");
    expect(existsSync(lock)).toBe(false);
    writeFileSync(
      lock,
      JSON.stringify({
        pid: 2 ** 22 - 1,
        host: (await import("node:os")).hostname(),
        born: "1",
        command: "migrate",
        time: "2026-01-01",
      }),
    );
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    writeFileSync(lock, "{");
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 2, err: expect.stringContaining("can't be read") });
  });

  test("a lock of another machine is respected", async () => {
    const repository = new MigratedRepository();
    repository.write(
      ".godwit/lock",
      JSON.stringify({ pid: process.pid, host: "elsewhere", born: "1", command: "migrate", time: "2026-01-01" }),
    );
    expect(await repository.run(["migrate", "ids"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("on the machine elsewhere"),
    });
  });

  test("Ctrl-C puts back what is under way, keeps what is kept, and --resume goes on", async () => {
    const wait = `${WAIT.replace("while (", 'while (process.argv[2] === "src/user.ts" && ')}`;
    const repository = new MigratedRepository({ "wait.mjs": wait }, WAITS);
    const run = repository.start("migrate", "ids");
    await run.says("{consumer}: src/user.ts");
    run.child.kill("SIGINT");
    const ended = await run.ended;
    expect(ended.code, ended.out + ended.err).toBe(130);
    expect(ended.out).toMatch(/Interrupted[\s\S]*godwit migrate --resume/);
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": use("user") });
    repository.write("go.txt", "");
    const resumed = await repository.run(["migrate", "--resume"]);
    expect(resumed.code, resumed.out + resumed.err).toBe(0);
    expect(repository.read("src/user.ts")).toBe(used("user"));
    expect(await repository.run(["migrate", "--resume"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("came to its end"),
    });
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });

  test("a file that somebody changes while it is verified, or before its turn, is never overwritten", async () => {
    const changed = async (
      name: string,
      was: string,
    ): Promise<{ out: string; sources: Record<string, string>; theirs: string }> => {
      const repository = new MigratedRepository({ "wait.mjs": WAIT }, WAITS);
      const run = repository.start("migrate", "ids", "--keep-going");
      await run.says("{consumer}: src/team.ts");
      const theirs = `${was}// theirs\n`;
      repository.write(name, theirs);
      repository.write("go.txt", "");
      const { code, out } = await run.ended;
      expect(code).toBe(1);
      return { out, sources: repository.sources(), theirs };
    };
    const verified = await changed("src/team.ts", used("team"));
    expect(verified.out).toMatch(/Left alone[\s\S]*src\/team\.ts[\s\S]*changed while node wait\.mjs/);
    expect(verified.sources).toMatchObject({ "src/team.ts": verified.theirs, "src/user.ts": used("user") });
    const later = await changed("src/user.ts", use("user"));
    expect(later.out).toMatch(/src\/user\.ts[\s\S]*changed meanwhile/);
    expect(later.sources).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": later.theirs });
  });
});
describe("a validate command", () => {
  test("that hangs is ended after the time limit, with what it started", async () => {
    const script =
      'import { spawn } from "node:child_process";\nimport { writeFileSync } from "node:fs";\nconst child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });\nwriteFileSync("pid.txt", String(child.pid));\nsetInterval(() => {}, 1000);\n';
    const repository = validatedBy(script);
    const ran = await repository.run(["migrate", "ids", "--time-limit", "0.03"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("node check.mjs took more than 1.8 s, and was stopped") });
    expect(repository.read("src/team.ts")).toBe(use("team"));
    expect(isAlive(Number(repository.read("pid.txt")))).toBe(false);
  });

  test("that changes the files itself is told, and its change is not overwritten", async () => {
    const repository = validatedBy(
      'import { appendFileSync } from "node:fs";\nappendFileSync("src/team.ts", "// touched\\n");\n',
    );
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain("src/team.ts changed while node check.mjs ran, by it or by somebody else");
    expect(repository.read("src/team.ts")).toBe(`${used("team")}// touched\n`);
    expect(readdirSync(path.join(repository.runFolder(), "bytes")).length).toBeGreaterThan(0);
  });

  test("with a place that stands for nothing is refused before anything runs", async () => {
    const repository = new MigratedRepository({}, { contractMore: 'validate: { each: ["npm test -- {file}"] }\n' });
    expect(await repository.run(["migrate", "ids"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("has {file}, which stands for nothing: did you mean {files}?"),
    });
  });

  test("that is killed, or can't be started, puts back", async () => {
    const killed = validatedBy('process.kill(process.pid, "SIGKILL");\n');
    expect(await killed.run(["migrate", "ids"])).toMatchObject({ code: 1, out: expect.stringContaining("was ended by SIGKILL") });
    expect(killed.read("src/team.ts")).toBe(use("team"));
    const missing = new MigratedRepository({}, { contractMore: "validate: { each: [no-such-program] }\n" });
    expect(await missing.run(["migrate", "ids"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("there is no no-such-program"),
    });
    expect(missing.read("src/team.ts")).toBe(use("team"));
    const format = { "package.json": { name: "x", type: "module", godwit: { format: "no-such-program {files}" } } };
    const unformatted = await new MigratedRepository(format).run(["migrate", "ids"]);
    expect(unformatted.out).toContain("there is no no-such-program. Change godwit.format in package.json.");
  });
});
describe("repositories", () => {
  test("with a submodule: its files have to be clean, and are committed there", async () => {
    const inner = new MigratedRepository({}, {});
    const repository = new MigratedRepository();
    repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.root, "src/vendor");
    repository.git("-C", "src/vendor", "rm", "--quiet", "--cached", "migrations/ids.md", "package.json");
    for (const file of ["src/vendor/migrations/ids.md", "src/vendor/package.json"])
      repository.git("-C", "src/vendor", "clean", "-fdq", "--", path.relative("src/vendor", file));
    repository.git("-C", "src/vendor", "commit", "--quiet", "-m", "no contracts");
    repository.commit("submodule");
    const dirty = `${use("user")}// mine\n`;
    repository.write("src/vendor/src/user.ts", dirty);
    const refused = await repository.run(["migrate", "ids"]);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("src/vendor/src/user.ts has changes") });
    repository.write("src/vendor/src/user.ts", use("user"));
    const ran = await repository.run(["migrate", "ids", "--commit", "--keep-going"]);
    expect(ran.out).toMatch(/src\/vendor\/src\/user\.ts/);
    expect(repository.git("-C", "src/vendor", "log", "--format=%s", "-1")).toMatch(/Migrate src\/vendor/);
  });
});
