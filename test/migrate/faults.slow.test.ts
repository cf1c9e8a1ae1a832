import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { isAlive } from "../support/is-alive.js";
import { MigratedRepository, use, used, validatedBy } from "./repository.js";

describe("while godwit migrate runs", () => {
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
});

describe("a validate command", () => {
  test("that floods its output is heard to its end", async () => {
    const repository = validatedBy(
      'const line = "x".repeat(1e6) + "\\n";\nfor (let i = 0; i < 100; i++) process.stdout.write(line);\nprocess.stdout.write("the end is red\\n", () => process.exit(1));\n',
    );
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.code).toBe(1);
    expect(ran.out).toContain("the end is red");
    expect(repository.read("src/team.ts")).toBe(use("team"));
  });

  test("that leaves a child behind, which holds its output open, is not waited for", async () => {
    const repository = validatedBy(
      'import { spawn } from "node:child_process";\nimport { appendFileSync } from "node:fs";\nconst child = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600000)"], { stdio: "inherit", detached: true });\nappendFileSync("pids.txt", child.pid + "\\n");\nchild.unref();\n',
    );
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
    const children = repository.read("pids.txt").trimEnd().split("\n").map(Number);
    expect(children.map(isAlive)).toEqual([true, true]);
    for (const pid of children) process.kill(pid, "SIGKILL");
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
});

describe("journals", () => {
  const migrated = async (): Promise<MigratedRepository> => {
    const repository = new MigratedRepository();
    await repository.run(["migrate", "ids"]);
    return repository;
  };

  test.each([
    ["that are empty", ""],
    ["that are no text", Buffer.from([0, 1, 2, 255])],
  ])("%s are named where something was changed", async (_, content) => {
    const repository = await migrated();
    writeFileSync(path.join(repository.runFolder(), "journal.jsonl"), content);
    for (const args of [["rollback"], ["rollback", "--list"]]) {
      const { out, err } = await repository.run(args);
      expect(out + err).toMatch(/journal\.jsonl is damaged at line 1\. The bytes from before its changes are beside it/);
    }
  });

  test("whose copies are gone or spoilt change nothing", async () => {
    const repository = await migrated();
    const bytes = path.join(repository.runFolder(), "bytes");
    for (const name of readdirSync(bytes)) writeFileSync(path.join(bytes, name), "spoilt");
    expect(await repository.run(["rollback"])).toMatchObject({ code: 2, err: expect.stringContaining("is damaged") });
    rmSync(bytes, { recursive: true });
    expect(await repository.run(["rollback"])).toMatchObject({ code: 2, err: expect.stringContaining("can't be read") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": used("user") });
  });

  test("that came with a repository, and name files outside of it, are refused", async () => {
    const repository = await migrated();
    const file = path.join(repository.runFolder(), "journal.jsonl");
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
    const run = path.basename(repository.runFolder());
    const file = path.join(repository.runFolder(), "journal.jsonl");
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

  test("with a link to nowhere are migrated all the same", async () => {
    const repository = new MigratedRepository();
    symlinkSync("nowhere.ts", path.join(repository.root, "src/link.ts"));
    repository.commit("link");
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
  });
});
