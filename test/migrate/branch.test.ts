import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { contract, MigratedRepository, use, used } from "./repository.js";

const FILES = { "src/a/one.ts": use("one"), "src/b/two.ts": use("two"), "src/b/three.ts": use("three") };
const CONTRACT = contract('validate: { each: [node -e ""] }\n').replace(
  "title: One ID generator",
  "title: One ID generator\nwhy: IDs of one format.",
);

function repositoryOf(more: Record<string, string> = {}): MigratedRepository {
  return new MigratedRepository({ ...FILES, "migrations/ids.md": CONTRACT, ...more });
}

const branchOf = (repository: MigratedRepository): string => repository.git("branch", "--show-current").trim();

async function planned(repository: MigratedRepository): Promise<Record<string, string[]>> {
  const { out } = await repository.run(["plan", "ids", "--format", "json"]);
  const { contracts } = JSON.parse(out) as {
    contracts: { phases: { batches: { id: string; consumers: { file: string }[] }[] }[] }[];
  };
  const batches = contracts[0]!.phases.flatMap((phase) => phase.batches);
  return Object.fromEntries(batches.map(({ id, consumers }) => [id, consumers.map(({ file }) => file)]));
}

describe("godwit plan --files-per-batch", () => {
  test("records batches that keep their ids, and migrate runs one of them", { tags: "slow" }, async () => {
    const repository = repositoryOf();
    const made = await repository.run(["plan", "ids", "--files-per-batch", "2", "--by", "folder"]);
    expect(made, made.out + made.err).toMatchObject({ code: 0 });
    expect(made.err).toContain("migrations/.batches/ids.txt: commit it");
    const batches = {
      "ids/all/src": ["src/team.ts", "src/user.ts"],
      "ids/all/src-a": ["src/a/one.ts"],
      "ids/all/src-b": ["src/b/three.ts", "src/b/two.ts"],
    };
    expect(await planned(repository)).toEqual(batches);
    const ran = await repository.run(["migrate", "ids", "--batch", "ids/all/src-b"]);
    expect(ran, ran.out + ran.err).toMatchObject({ code: 0 });
    expect(repository.git("status", "--short", "--", "src")).toBe(" M src/b/three.ts\n M src/b/two.ts\n");
    const { "ids/all/src-b": _, ...left } = batches;
    expect(await planned(repository)).toEqual(left);
  });

  test.each([
    [["plan", "--files-per-batch", "2"], /for which contract/],
    [["plan", "ids", "--by", "folder"], /how many files/],
    [["plan", "ids", "--files-per-batch", "0"], /whole number/],
    [["plan", "ids", "--files-per-batch", "2", "--by", "team"], /owner, package, folder/],
  ])("refuses %j", { tags: "slow" }, async (args, message) => {
    expect(await repositoryOf().run(args)).toMatchObject({ code: 2, err: expect.stringMatching(message) });
  });

  test("names a record that is damaged, and plans without it", async () => {
    const repository = repositoryOf({ "migrations/.batches/ids.txt": "<<<<<<< ours\n" });
    const ran = await repository.run(["plan", "ids"]);
    expect(ran).toMatchObject({
      code: 2,
      err: expect.stringContaining("migrations/.batches/ids.txt: The batches can't be read"),
    });
    expect(ran.out).toContain("godwit migrate ids --batch ids/all/nobody");
  });
});

describe("godwit migrate --branch", () => {
  test(
    "makes a commit for each batch with a text for a pull request, and touches nothing that is not committed",
    { tags: "slow" },
    async () => {
      const repository = repositoryOf();
      await repository.run(["plan", "ids", "--files-per-batch", "2", "--by", "folder"]);
      repository.commit("batches");
      repository.write("README.md", "mine\n");
      repository.write("src/ids.ts", repository.read("src/ids.ts") + "// mine\n");
      repository.git("add", "README.md");
      const start = branchOf(repository);
      const ran = await repository.run(["migrate", "ids", "--branch", "ids-1"]);
      expect(ran, ran.out + ran.err).toMatchObject({ code: 0, out: expect.stringContaining("git push -u origin ids-1") });
      expect(branchOf(repository)).toBe("ids-1");
      expect(repository.git("status", "--short")).toBe("A  README.md\n M src/ids.ts\n");
      expect(repository.git("log", "--format=%s", `${start}..`)).toBe(
        "One ID generator: 2 places in 2 files\nOne ID generator: 1 place in 1 file\nOne ID generator: 2 places in 2 files\n",
      );
      const body = repository.git("log", "-1", "--format=%b");
      for (const text of [
        "## What",
        "`ids/all/src-b`",
        "- src/b/two.ts",
        "## Why\n\nIDs of one format.",
        '- after the change: `node -e ""`',
      ])
        expect(body).toContain(text);
      expect(body).toMatch(/## What is left in these files\n\nNothing\./);
      expect(body).not.toContain(repository.root);
    },
  );

  test("says in the body what is left, and what was not checked", { tags: "slow" }, async () => {
    const odd = 'import { randomUUID } from "node:crypto";\nexport const x = [randomUUID()].join();\n';
    const repository = repositoryOf({ "tools/odd.ts": odd + use("tool").slice(use("tool").indexOf("\n\n")) });
    const ran = await repository.run(["migrate", "ids", "--branch", "ids-1", "--keep-going"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    const body = repository.git("log", "-1", "--format=%b");
    expect(body).toMatch(/What is left in these files\n\n- 1 × .*\(tools\/odd\.ts:\d+\)/);
    expect(body).toContain("not checked by types, as no tsconfig has them: tools/odd.ts");
  });

  test("says in the body whose commands were not trusted, and how they would be", { tags: "slow" }, async () => {
    const repository = new MigratedRepository({
      ...FILES,
      "package.json": '{ "name": "x", "type": "module", "godwit": { "contracts": ["@acme/m"] } }\n',
      "node_modules/@acme/m/package.json": '{ "name": "@acme/m", "version": "1.2.0", "godwit": { "contractFormat": 1 } }\n',
      "node_modules/@acme/m/migrations/from-package.md": CONTRACT,
      "migrations/ids.md": CONTRACT.replace("title:", "status: planned\ntitle:"),
    });
    const ran = await repository.run(["migrate", "from-package", "--branch", "ids-1", "--keep-going"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    const body = repository.git("log", "-1", "--format=%b");
    expect(body).toContain(
      '- no test ran: this repository does not trust the commands of @acme/m@1.2.0 (`node -e ""`). Who has read them writes `"trust": ["@acme/m@1.2.0"]`',
    );
    expect(body).not.toContain("has no `validate.each`");
  });

  test("leaves no branch where nothing was kept", { tags: "slow" }, async () => {
    const repository = repositoryOf({ "migrations/ids.md": contract('validate: { each: ["node -e process.exit(1)"] }\n') });
    const start = branchOf(repository);
    const ran = await repository.run(["migrate", "ids", "--branch", "ids-1", "--keep-going"]);
    expect(ran.code).toBe(1);
    expect(branchOf(repository)).toBe(start);
    expect(repository.git("branch", "--list", "ids-1")).toBe("");
    expect(repository.git("status", "--short")).toBe("");
  });

  test("makes no branch where nothing is to be done, and says that", { tags: "slow" }, async () => {
    const repository = repositoryOf();
    await repository.run(["migrate", "ids"]);
    repository.commit("done");
    const ran = await repository.run(["migrate", "ids", "--branch", "ids-1"]);
    expect(ran.err).not.toContain("needs a git repository");
    expect(ran.code).toBe(0);
    expect(repository.git("branch", "--list", "ids-1")).toBe("");
  });

  test("begins at a detached HEAD, and goes back to it where nothing was kept", { tags: "slow" }, async () => {
    const repository = repositoryOf({ "migrations/ids.md": contract('validate: { before: ["node -e process.exit(1)"] }\n') });
    repository.git("checkout", "--quiet", "--detach");
    const head = repository.git("rev-parse", "HEAD");
    expect((await repository.run(["migrate", "ids", "--branch", "ids-1"])).code).toBe(1);
    expect(branchOf(repository)).toBe("");
    expect(repository.git("rev-parse", "HEAD")).toBe(head);
    repository.write("migrations/ids.md", contract());
    repository.commit("no commands");
    expect((await repository.run(["migrate", "ids", "--branch", "ids-1"])).code).toBe(0);
    expect(branchOf(repository)).toBe("ids-1");
  });

  test("stops where a hook refuses the commit, and keeps what it has", { tags: "slow" }, async () => {
    const repository = repositoryOf();
    writeFileSync(path.join(repository.root, ".git/hooks/pre-commit"), "#!/bin/sh\necho the hook says no >&2\nexit 1\n", {
      mode: 0o755,
    });
    const ran = await repository.run(["migrate", "ids", "--branch", "ids-1"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("git made no commit: the hook says no") });
    expect(branchOf(repository)).toBe("ids-1");
    expect(repository.read("src/user.ts")).toBe(used("user"));
  });

  test.each([[["--branch", "ids-1"]], [["--branch", "ids-1", "--batch", "ids/all/src"]], [["--commit", "package"]]])(
    "commits with --resume what was kept before it was cut off: %j",
    { tags: "slow" },
    async (how) => {
      const repository = repositoryOf();
      await repository.run(["plan", "ids", "--files-per-batch", "2", "--by", "folder"]);
      repository.commit("batches");
      const hook = path.join(repository.root, ".git/hooks/pre-commit");
      writeFileSync(hook, "#!/bin/sh\nexit 1\n", { mode: 0o755 });
      expect(await repository.run(["migrate", "ids", ...how])).toMatchObject({ code: 1 });
      expect(repository.git("status", "--short", "--", "src")).not.toBe("");
      rmSync(hook);
      repository.write("src/ids.ts", repository.read("src/ids.ts") + "// mine\n");
      const resumed = await repository.run(["migrate", "--resume"]);
      expect(resumed, resumed.out + resumed.err).toMatchObject({ code: 0 });
      expect(repository.git("status", "--short")).toBe(" M src/ids.ts\n");
      expect(repository.git("log", "--format=%s")).toMatch(/One ID generator: 2 places in 2 files|Migrate \d files \(ids\)/);
      if (how.includes("--branch")) expect(repository.git("log", "--format=%b")).toContain("in the batch `ids/all/src`");
    },
  );

  test("makes the branch again with --resume where nothing had been kept", { tags: "slow" }, async () => {
    const repository = repositoryOf({ "migrations/ids.md": contract('validate: { before: ["node no.mjs"] }\n') });
    expect((await repository.run(["migrate", "ids", "--branch", "ids-1"])).code).toBe(1);
    expect(repository.git("branch", "--list", "ids-1")).toBe("");
    repository.write("no.mjs", "");
    const resumed = await repository.run(["migrate", "--resume"]);
    expect(resumed, resumed.out + resumed.err).toMatchObject({ code: 0 });
    expect(branchOf(repository)).toBe("ids-1");
    expect(repository.git("status", "--short", "--", "src")).toBe("");
  });

  test("refuses before anything is changed: a branch that exists, a bad name, dirty files, a merge, no git, no commit", async () => {
    const repository = repositoryOf();
    const refused = async (branch: string, message: RegExp, ...more: string[]): Promise<void> => {
      const ran = await repository.run(["migrate", "ids", "--branch", branch, ...more]);
      expect(ran, ran.out).toMatchObject({ code: 2, err: expect.stringMatching(message) });
      expect(repository.read("src/user.ts")).toContain(use("user"));
    };
    repository.git("branch", "taken");
    await refused("taken", /There is a branch taken already/);
    await refused("a..b", /can't be the name of a branch/);
    await refused("-x", /can't be the name|argument missing|unknown option/);
    await refused("b", /no batch ids\/none/, "--batch", "ids/none");
    await refused("b", /leave out --dry-run, --commit and --allow-dirty/, "--dry-run");
    writeFileSync(path.join(repository.root, ".git/MERGE_HEAD"), repository.git("rev-parse", "HEAD"));
    await refused("b", /in the middle of a merge/);
    repository.write("src/user.ts", `${use("user")}// mine\n`);
    await refused("b", /src\/user\.ts has changes that are not committed/);
    expect(repository.git("branch", "--list", "b")).toBe("");

    const plain = new MigratedRepository({}, { hasGit: false });
    expect(await plain.run(["migrate", "ids", "--branch", "b"])).toMatchObject({ code: 2, err: expect.stringMatching(/no git/) });
    plain.git("init", "--quiet");
    expect((await plain.run(["migrate", "ids", "--branch", "b"])).code).toBe(2);
    expect(plain.read("src/user.ts")).toBe(use("user"));
  });
});
