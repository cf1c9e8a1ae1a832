import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MigratedRepository, use, used } from "./repository.js";

const runFolder = (root: string): string => {
  const runs = path.join(root, ".godwit/runs");
  return path.join(runs, readdirSync(runs).sort().at(-1)!);
};

/** Whether a process runs; one that nobody has waited for yet does not. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("while godwit migrate runs", () => {
  const SLEEPS = 'validate: { each: ["node wait.mjs {consumer}"] }\n';
  /** Waits until a file is there. */
  const WAIT =
    'import { existsSync } from "node:fs";\nwhile (!existsSync("go.txt")) await new Promise((go) => setTimeout(go, 20));\n';

  test("a second run is refused, and a lock of a process that is gone is not in the way", async () => {
    const repository = new MigratedRepository({ "wait.mjs": WAIT }, { contractMore: SLEEPS });
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
    const repository = new MigratedRepository({ "wait.mjs": wait }, { contractMore: SLEEPS });
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

  test("SIGTERM ends a format command that hangs, and puts its bytes back", async () => {
    const format =
      'import { appendFileSync } from "node:fs";\nappendFileSync(process.argv[2], "// half");\nconsole.error("formatting");\nsetInterval(() => {}, 1000);\n';
    const repository = new MigratedRepository({
      "format.mjs": format,
      "package.json": { name: "x", type: "module", godwit: { format: "node format.mjs {files}" } },
    });
    const run = repository.start("migrate", "ids");
    await run.says("Running node format.mjs");
    while (!repository.read("src/team.ts").includes("// half")) await new Promise((resolve) => setTimeout(resolve, 20));
    run.child.kill("SIGTERM");
    const ended = await run.ended;
    expect(ended.code, ended.out + ended.err).toBe(143);
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });

  test("a file that somebody changes while it is verified is never overwritten", async () => {
    const repository = new MigratedRepository({ "wait.mjs": WAIT }, { contractMore: SLEEPS });
    const run = repository.start("migrate", "ids", "--keep-going");
    await run.says("{consumer}: src/team.ts");
    const theirs = `${used("team")}// theirs\n`;
    repository.write("src/team.ts", theirs);
    repository.write("go.txt", "");
    const ended = await run.ended;
    expect(ended.code).toBe(1);
    expect(ended.out).toMatch(/Left alone[\s\S]*src\/team\.ts[\s\S]*changed while node wait\.mjs/);
    expect(repository.sources()).toMatchObject({ "src/team.ts": theirs, "src/user.ts": used("user") });
  });

  test("a file that somebody changes before its turn is left alone", async () => {
    const repository = new MigratedRepository({ "wait.mjs": WAIT }, { contractMore: SLEEPS });
    const run = repository.start("migrate", "ids", "--keep-going");
    await run.says("{consumer}: src/team.ts");
    const theirs = `${use("user")}// theirs\n`;
    repository.write("src/user.ts", theirs);
    repository.write("go.txt", "");
    const ended = await run.ended;
    expect(ended.code).toBe(1);
    expect(ended.out).toMatch(/src\/user\.ts[\s\S]*changed meanwhile/);
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": theirs });
  });
});

describe("a validate command", () => {
  const withEach = (script: string): MigratedRepository =>
    new MigratedRepository({ "check.mjs": script }, { contractMore: 'validate: { each: ["node check.mjs"] }\n' });

  test("that hangs is ended after the time limit, with what it started", async () => {
    const script =
      'import { spawn } from "node:child_process";\nimport { writeFileSync } from "node:fs";\nconst child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });\nwriteFileSync("pid.txt", String(child.pid));\nsetInterval(() => {}, 1000);\n';
    const repository = withEach(script);
    const ran = await repository.run(["migrate", "ids", "--time-limit", "0.03"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("node check.mjs took more than 1.8 s, and was stopped") });
    expect(repository.read("src/team.ts")).toBe(use("team"));
    expect(isAlive(Number(repository.read("pid.txt")))).toBe(false);
  });

  test("that floods its output is heard to its end", async () => {
    const repository = withEach(
      'const line = "x".repeat(1e6) + "\\n";\nfor (let i = 0; i < 100; i++) process.stdout.write(line);\nprocess.stdout.write("the end is red\\n", () => process.exit(1));\n',
    );
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain("the end is red");
    expect(repository.read("src/team.ts")).toBe(use("team"));
  });

  test("that leaves a child behind, which holds its output open, is not waited for", async () => {
    const repository = withEach(
      'import { spawn } from "node:child_process";\nimport { appendFileSync } from "node:fs";\nconst child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600000)"], { stdio: "inherit", detached: true });\nappendFileSync("pids.txt", child.pid + "\\n");\nchild.unref();\n',
    );
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
    const children = repository.read("pids.txt").trimEnd().split("\n").map(Number);
    expect(children.map(isAlive)).toEqual([true, true]);
    for (const pid of children) process.kill(pid, "SIGKILL");
  });

  test("that changes the files itself is told, and its change is not overwritten", async () => {
    const repository = withEach('import { appendFileSync } from "node:fs";\nappendFileSync("src/team.ts", "// touched\\n");\n');
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain("src/team.ts changed while node check.mjs ran, by it or by somebody else");
    expect(repository.read("src/team.ts")).toBe(`${used("team")}// touched\n`);
    expect(readdirSync(path.join(runFolder(repository.root), "bytes")).length).toBeGreaterThan(0);
  });

  test("gets each file as one argument, whatever characters its name has", async () => {
    const script =
      'import { appendFileSync, existsSync } from "node:fs";\nfor (const file of process.argv.slice(2)) if (existsSync(file)) appendFileSync("calls.txt", JSON.stringify(file));\n';
    const names = ["-lead/a.ts", "src/$(touch x);.ts", "src/new\nline \u001B[2J.ts", "src/{package} '\".ts"];
    const repository = new MigratedRepository(
      { ...Object.fromEntries(names.map((name) => [name, use("a")])), "check.mjs": script },
      { contractMore: 'validate: { each: ["node check.mjs {files}"] }\n' },
    );
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(repository.read("calls.txt")).toBe(
      ["./-lead/a.ts", ...names.slice(1, 3), "src/team.ts", "src/user.ts", names[3]].map((name) => JSON.stringify(name)).join(""),
    );
    expect(ran.err + ran.out).not.toMatch(/\u001B|new\n/);
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.git("status", "--short")).toBe("?? calls.txt\n");
  });

  test("with a place that stands for nothing is refused before anything runs", async () => {
    const repository = new MigratedRepository({}, { contractMore: 'validate: { each: ["npm test -- {file}"] }\n' });
    expect(await repository.run(["migrate", "ids"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("has {file}, which stands for nothing: did you mean {files}?"),
    });
  });

  test("that is killed, or can't be started, puts back", async () => {
    const killed = withEach('process.kill(process.pid, "SIGKILL");\n');
    expect(await killed.run(["migrate", "ids"])).toMatchObject({ code: 1, out: expect.stringContaining("was ended by SIGKILL") });
    expect(killed.read("src/team.ts")).toBe(use("team"));
    const missing = new MigratedRepository({}, { contractMore: "validate: { each: [no-such-program] }\n" });
    expect(await missing.run(["migrate", "ids"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("there is no no-such-program"),
    });
    expect(missing.read("src/team.ts")).toBe(use("team"));
  });
});

describe("files", () => {
  test("that are read-only are left, and said", async () => {
    const repository = new MigratedRepository();
    chmodSync(path.join(repository.root, "src/team.ts"), 0o444);
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("src/team.ts can't be written: it is write-protected") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": used("user") });
  });

  test("that the format command refuses are put back, and it says so once", async () => {
    const files = {
      "format.mjs": 'console.log("no such layout");\nprocess.exit(3);\n',
      "package.json": { name: "x", type: "module", godwit: { format: "node format.mjs {files}" } },
    };
    const repository = new MigratedRepository(files);
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran).toMatchObject({
      code: 1,
      out: expect.stringMatching(/The format command node format\.mjs \{files\} ended with exit code 3\n +no such layout\n/),
    });
    expect(ran.out).not.toContain("are written");
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });

  test("that are links are left, also where they lead out of the repository", async () => {
    const repository = new MigratedRepository();
    const outside = new MigratedRepository({ "elsewhere.ts": use("user") });
    rmSync(path.join(repository.root, "src/user.ts"));
    symlinkSync(path.join(outside.root, "elsewhere.ts"), path.join(repository.root, "src/user.ts"));
    repository.commit("link");
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran.out).toContain("src/user.ts: it is a link");
    expect(repository.read("src/team.ts")).toBe(used("team"));
    expect(outside.read("elsewhere.ts")).toBe(use("user"));
    expect(lstatSync(path.join(repository.root, "src/user.ts")).isSymbolicLink()).toBe(true);
  });

  test("that somebody changed since are not rolled back, and the difference is shown", async () => {
    const repository = new MigratedRepository();
    await repository.run(["migrate", "ids"]);
    repository.write("src/user.ts", `${used("user")}// mine\n`);
    const refused = await repository.run(["rollback"]);
    expect(refused).toMatchObject({ code: 1, out: expect.stringMatching(/\+\/\/ mine[\s\S]*nothing was put back/) });
    expect(repository.read("src/team.ts")).toBe(used("team"));
    expect(await repository.run(["rollback", "--files", "src/team.ts"])).toMatchObject({ code: 0 });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": `${used("user")}// mine\n` });
    expect(await repository.run(["rollback", "--files", "src/none.ts"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("has not kept src/none.ts"),
    });
  });

  test("with a byte order mark, CRLF and no line end keep them, there and back", async () => {
    const text = `\uFEFF${use("user").replaceAll("\n", "\r\n").trimEnd()}`;
    const repository = new MigratedRepository({ "src/user.ts": text });
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(`\uFEFF${used("user").replaceAll("\n", "\r\n").trimEnd()}`);
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(text);
  });
});

describe("journals", () => {
  const migrated = async (): Promise<MigratedRepository> => {
    const repository = new MigratedRepository();
    await repository.run(["migrate", "ids"]);
    return repository;
  };

  test("whose last line is cut off are read without it", async () => {
    const repository = await migrated();
    const file = path.join(runFolder(repository.root), "journal.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").trimEnd().slice(0, -10));
    const ran = await repository.run(["rollback"]);
    expect(ran, ran.err).toMatchObject({ code: 0, err: expect.stringContaining("was cut off") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
    expect(await repository.run(["rollback", "--list"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 rolled back"),
    });
  });

  test.each([
    ["that are empty", ""],
    ["that are no text", Buffer.from([0, 1, 2, 255])],
  ])("%s are named where something was changed", async (_, content) => {
    const repository = await migrated();
    writeFileSync(path.join(runFolder(repository.root), "journal.jsonl"), content);
    for (const args of [["rollback"], ["rollback", "--list"]]) {
      const { out, err } = await repository.run(args);
      expect(out + err).toMatch(/journal\.jsonl is damaged at line 1\. The bytes from before its changes are beside it/);
    }
  });

  test("whose copies are gone or spoilt change nothing", async () => {
    const repository = await migrated();
    const bytes = path.join(runFolder(repository.root), "bytes");
    for (const name of readdirSync(bytes)) writeFileSync(path.join(bytes, name), "spoilt");
    expect(await repository.run(["rollback"])).toMatchObject({ code: 2, err: expect.stringContaining("is damaged") });
    rmSync(bytes, { recursive: true });
    expect(await repository.run(["rollback"])).toMatchObject({ code: 2, err: expect.stringContaining("can't be read") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": used("user") });
  });

  test("that came with a repository, and name files outside of it, are refused", async () => {
    const repository = await migrated();
    const file = path.join(runFolder(repository.root), "journal.jsonl");
    const outside = path.join(repository.root, "../outside.ts");
    writeFileSync(file, readFileSync(file, "utf8").replaceAll("src/user.ts", "../outside.ts"));
    writeFileSync(outside, used("user"));
    try {
      expect(await repository.run(["rollback"])).toMatchObject({ code: 2, err: expect.stringContaining("is damaged at line") });
      expect(readFileSync(outside, "utf8")).toBe(used("user"));
    } finally {
      rmSync(outside);
    }
  });

  test.each([
    ["that are damaged", (text: string) => text.replace('"type":"begin"', '"type":"b"'), "is damaged at line 2"],
    [
      "of another version",
      (text: string) => text.replace('"version":1', '"version":2'),
      "has version 2, and this godwit reads version 1",
    ],
  ])("%s are named, and keep nobody from going on", async (_, change, said) => {
    const repository = await migrated();
    const run = path.basename(runFolder(repository.root));
    const file = path.join(runFolder(repository.root), "journal.jsonl");
    writeFileSync(file, change(readFileSync(file, "utf8")));
    expect(await repository.run(["rollback", run])).toMatchObject({ code: 2, err: expect.stringContaining(said) });
    expect(await repository.run(["rollback", "--list"])).toMatchObject({ code: 0, out: expect.stringContaining(said) });
    repository.commit("kept");
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0, err: expect.stringContaining(said) });
  });
});

describe("repositories", () => {
  test("that are worktrees have runs of their own", async () => {
    const repository = new MigratedRepository();
    const worktree = path.join(repository.root, "../", `${path.basename(repository.root)}-tree`);
    repository.git("worktree", "add", "--quiet", worktree);
    try {
      const ran = await repository.run(["-C", worktree, "migrate", "ids"]);
      expect(ran.code, ran.out + ran.err).toBe(0);
      expect(readFileSync(path.join(worktree, "src/user.ts"), "utf8")).toBe(used("user"));
      expect(repository.read("src/user.ts")).toBe(use("user"));
      expect(existsSync(path.join(repository.root, ".godwit"))).toBe(false);
      expect(await repository.run(["-C", worktree, "rollback"])).toMatchObject({ code: 0 });
    } finally {
      repository.git("worktree", "remove", "--force", worktree);
    }
  });

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

  test("with a link to nowhere are migrated all the same", async () => {
    const repository = new MigratedRepository();
    symlinkSync("nowhere.ts", path.join(repository.root, "src/link.ts"));
    repository.commit("link");
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
  });
});
