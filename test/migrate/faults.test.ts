import { chmodSync, lstatSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MigratedRepository, use, used } from "./repository.js";

describe("files", () => {
  test("that are read-only are left, and said", { tags: "slow" }, async () => {
    const repository = new MigratedRepository();
    chmodSync(path.join(repository.root, "src/team.ts"), 0o444);
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("src/team.ts can't be written: it is write-protected") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": used("user") });
  });

  test("that the format command refuses are put back, and it says so once", { tags: "slow" }, async () => {
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

  test("that are links are left, also where they lead out of the repository", { tags: "slow" }, async () => {
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

  test("that somebody changed since are not rolled back, and the difference is shown", { tags: "slow" }, async () => {
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

  test("with a byte order mark, CRLF and no line end keep them, there and back", { tags: "slow" }, async () => {
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

  test("whose last line is cut off are read without it", { tags: "slow" }, async () => {
    const repository = await migrated();
    const file = path.join(repository.runFolder(), "journal.jsonl");
    writeFileSync(file, readFileSync(file, "utf8").trimEnd().slice(0, -10));
    const ran = await repository.run(["rollback"]);
    expect(ran, ran.err).toMatchObject({ code: 0, err: expect.stringContaining("was cut off") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
    expect(await repository.run(["rollback", "--list"])).toMatchObject({
      code: 0,
      out: expect.stringContaining("2 rolled back"),
    });
  });

  test("of a run that was cut off before it kept anything say that nothing is to be undone", { tags: "slow" }, async () => {
    const repository = await migrated();
    const file = path.join(repository.runFolder(), "journal.jsonl");
    writeFileSync(file, `${readFileSync(file, "utf8").split("\n")[0]!}\n`);
    const { err } = await repository.run(["rollback"]);
    expect(err).toContain("it has kept nothing, so there is nothing to undo. Go on with godwit migrate --resume");
  });
});
