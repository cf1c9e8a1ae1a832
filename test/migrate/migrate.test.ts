import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { contract, MigratedRepository, use, used } from "./repository.js";

const MIGRATED = { "src/user.ts": used("user"), "src/team.ts": used("team") };

describe("godwit migrate", () => {
  test("moves every consumer that verifies, and rollback gives every byte back", async () => {
    const repository = new MigratedRepository();
    const before = repository.sources();
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran, ran.out + ran.err).toMatchObject({ code: 0 });
    expect(repository.sources()).toMatchObject(MIGRATED);
    expect(ran.out).toMatch(/2 of 2 sites kept, ids has 2 → 0 violations/);
    expect(repository.git("status", "--short")).toBe(" M src/team.ts\n M src/user.ts\n");
    const back = await repository.run(["rollback"]);
    expect(back, back.out + back.err).toMatchObject({ code: 0 });
    expect(repository.sources()).toEqual(before);
  });

  test("goes on past a file that no tsconfig has, which nothing could prove", { tags: "slow" }, async () => {
    const outside = use("outside");
    const repository = new MigratedRepository({ "app/outside.ts": outside }, { contractMore: "risk: medium\n" });
    const dry = await repository.run(["migrate", "ids", "--dry-run"]);
    expect(dry.out).not.toContain("app/outside.ts");
    expect(dry.err).toContain("would not be kept: app/outside.ts: no tsconfig includes app/outside.ts");
    expect(dry.err).toContain("2 sites in 2 files would change");
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran, ran.out + ran.err).toMatchObject({ code: 1 });
    expect(repository.sources()).toMatchObject(MIGRATED);
    expect(repository.read("app/outside.ts")).toBe(outside);
    expect(ran.out).toContain("no tsconfig includes app/outside.ts, and there is no validate.each, so nothing would prove it");
    expect(ran.out).not.toContain("stops at the first");
  });

  test("names the files that it could not read, and so does not count", { tags: "slow" }, async () => {
    const ran = await new MigratedRepository({ "src/broken.ts": `${use("broken")}const = ;\n` }).run(["migrate", "ids"]);
    expect(ran, ran.out + ran.err).toMatchObject({ code: 0 });
    expect(ran.out).toContain(
      "! 1 file holds code that can't be read (godwit check says why), which is neither migrated nor counted: src/broken.ts\n",
    );
  });

  test("names a tsconfig that can't be read, since types were checked without it", { tags: "slow" }, async () => {
    const ran = await new MigratedRepository({ "tsconfig.json": '{ "compilerOptions": {' }).run(["migrate", "ids"]);
    expect(ran.out).toContain("! tsconfig.json: The file can't be used: it holds no JSON object. Mend its syntax.");
  });

  test(
    "moves the mocks in files that the contract leaves out with the code that they mock, and nothing else there",
    { tags: "slow" },
    async () => {
      const log = "export const logger = { error: (text: string): string => text };\n";
      const run = 'import { logger } from "./log.js";\nexport const run = (): string => logger.error("x");\n';
      const mock = 'import { vi } from "vitest";\nvi.mock("./log.js", () => ({ logger: { error: () => "1" } }));\n';
      const files = {
        "migrations/ids.md":
          '---\ntitle: Move\nfiles: [src/**]\nignores: ["**/*.test.ts"]\nrules: { no-deprecated-import: [{ from: ./src/log.ts, to: ./src/new/log.ts }] }\n---\n',
        ...{ "src/log.ts": log, "src/new/log.ts": log, "src/run.ts": run },
        "src/run.test.ts": `${mock}import { run } from "./run.js";\nrun();\n`,
        "src/other.test.ts": run,
        "test/setup.ts": mock.replace("./", "../src/"),
        "src/vitest.d.ts": 'declare module "vitest" { export const vi: { mock(path: string, factory: () => unknown): void } }\n',
      };
      const repository = new MigratedRepository(files);
      const ran = await repository.run(["migrate", "ids"]);
      expect(ran, ran.out + ran.err).toMatchObject({ code: 0 });
      for (const file of ["src/run.ts", "src/run.test.ts", "test/setup.ts"] as const)
        expect(repository.read(file)).toBe(files[file].replace("log.js", "new/log.js"));
      expect(repository.read("src/other.test.ts")).toBe(run);
      const back = await repository.run(["rollback"]);
      expect(back, back.out + back.err).toMatchObject({ code: 0 });
      expect(repository.read("test/setup.ts")).toBe(files["test/setup.ts"]);
    },
  );

  test("puts back what adds type errors anywhere, says why, and stops unless it is to keep going", async () => {
    const reader = 'import { teamId } from "./team.js";\nexport const branded: `t-${string}` = teamId;\n';
    const files = {
      "src/node.d.ts": 'declare module "node:crypto" { export function randomUUID(): `t-${string}`; }\n',
      "src/reader.ts": reader,
    };
    const repository = new MigratedRepository(files);
    const stopped = await repository.run(["migrate", "ids"]);
    expect(stopped.code).toBe(1);
    expect(stopped.out).toMatch(/src\/team\.ts \(1 site\)\n +TS2322 in src\/reader\.ts:2:14/);
    expect(stopped.out).toMatch(/--keep-going/);
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran.code).toBe(1);
    expect(repository.sources()).toMatchObject({ "src/user.ts": used("user"), "src/team.ts": use("team") });
  });

  test("runs the contract's commands and --verify, says so first, and puts back where one fails", async () => {
    const more =
      'validate:\n  before: [node -e ""]\n  each: ["node check.mjs {files} {consumer} {package}"]\n  after: [node -e ""]\n';
    const check =
      'import { appendFileSync } from "node:fs";\nconst args = process.argv.slice(2);\nappendFileSync("calls.txt", args.join(" ") + "\\n");\nif (args[0] === "src/team.ts") { console.log("1 of 2\\n\\x1b[31mteam is red\\x1b[39m"); process.exit(3); }\n';
    const repository = new MigratedRepository({ "check.mjs": check }, { contractMore: more });
    const ran = await repository.run(["migrate", "ids", "--keep-going", "--verify", 'node -e ""']);
    expect(ran.code).toBe(1);
    expect(repository.read("calls.txt")).toBe("src/team.ts src/team.ts .\nsrc/user.ts src/user.ts .\n");
    expect(ran.out).toMatch(/node check\.mjs .* ended with exit code 3\n +1 of 2\n +team is red\n/);
    // A slow machine prints a line of progress between them.
    const said = ran.err.replace(/^\d+\/\d+ .*\n/gm, "");
    expect(said).toContain('Running node -e ""\nRunning node check.mjs {files} {consumer} {package} ({files}: src/team.ts');
    expect(repository.sources()).toMatchObject({ "src/user.ts": used("user"), "src/team.ts": use("team") });
  });

  test("says that tests are to be run where no command did", { tags: "slow" }, async () => {
    const [bare, tested] = [new MigratedRepository(), new MigratedRepository()];
    expect((await bare.run(["migrate", "ids"])).out).toContain("run the tests, which no command of validate did");
    expect((await tested.run(["migrate", "ids", "--verify", 'node -e "" test'])).out).not.toContain("run the tests");
  });

  test("runs commands in each package that has changed files, which see them from there", { tags: "slow" }, async () => {
    const call = (name: string) => `node ../../check.mjs ${name} {files}`;
    const more = `validate:\n  before: [{ run: "${call("before")}", in: package }]\n  each: [{ run: "${call("each")}", in: package }]\n  after: ["node check.mjs after {package}"]\n`;
    const check =
      'import { appendFileSync } from "node:fs";\nimport path from "node:path";\nappendFileSync(path.join(import.meta.dirname, "calls.txt"), [path.basename(process.cwd()), ...process.argv.slice(2)].join(" ") + "\\n");\n';
    const repository = new MigratedRepository({
      ...{ "check.mjs": check, "src/user.ts": used("user"), "src/team.ts": used("team") },
      ...{ "packages/a/package.json": { name: "a" }, "packages/b/package.json": { name: "b" } },
      ...{ "packages/a/one.ts": use("one"), "packages/b/lib/two.ts": use("two") },
      "migrations/ids.md": contract(more).replace("newId($entity)", "String($entity)"),
    });
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran, ran.out + ran.err).toMatchObject({ code: 0 });
    expect(repository.read("calls.txt").trim().split("\n")).toEqual([
      ...["a before one.ts", "b before lib/two.ts"],
      ...["a each one.ts", "b each lib/two.ts"],
      ...[`${path.basename(repository.root)} after packages/a`, `${path.basename(repository.root)} after packages/b`],
    ]);
    expect(ran.err).toContain("(in packages/b, {files}: lib/two.ts)");
  });

  test(
    "stops before anything where validate.before is red, and keeps what it has where validate.after is",
    { tags: "slow" },
    async () => {
      const red = new MigratedRepository({}, { contractMore: 'validate: { before: [node -e "process.exit(1)"] }\n' });
      const ran = await red.run(["migrate", "ids"]);
      expect(ran.code).toBe(1);
      expect(ran.out).toContain("validate.before: node -e");
      expect(red.read("src/user.ts")).toBe(use("user"));
      const after = new MigratedRepository({}, { contractMore: 'validate: { after: [node -e "process.exit(1)"] }\n' });
      expect(await after.run(["migrate", "ids"])).toMatchObject({
        code: 1,
        out: expect.stringMatching(/validate\.after: node -e[\s\S]*godwit rollback/),
      });
      expect(after.read("src/user.ts")).toBe(used("user"));
    },
  );

  test("formats what it writes", { tags: "slow" }, async () => {
    const format =
      'import { readFileSync, writeFileSync } from "node:fs";\nfor (const file of process.argv.slice(2)) writeFileSync(file, readFileSync(file, "utf8").replaceAll(\'"\', "\'"));\n';
    const files = {
      "format.mjs": format,
      "package.json": { name: "x", type: "module", godwit: { format: "node format.mjs {files}" } },
    };
    const repository = new MigratedRepository(files);
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(used("user").replaceAll('"', "'"));
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(use("user"));
  });

  test("moves code together with the mocks of its tests", async () => {
    const code = 'import { getLogger } from "./old-log.js";\nexport const hello = (): void => getLogger().info("hello");\n';
    const mocking =
      'import { vi, test } from "vitest";\nimport { hello } from "./hello.js";\nvi.mock("./old-log.js", () => ({ getLogger: () => ({ info: vi.fn() }) }));\ntest("x", () => hello());\n';
    const log = "export const getLogger = () => ({ info: (text: string): void => void text });\n";
    const move = "---\ntitle: Log\nrules:\n  no-deprecated-import:\n    - { from: ./src/old-log.ts, to: ./src/log.ts }\n---\n";
    const files = {
      "migrations/log.md": move,
      "src/old-log.ts": log,
      "src/log.ts": log,
      "src/hello.ts": code,
      "src/hello.test.ts": mocking,
    };
    const repository = new MigratedRepository({
      ...files,
      "src/vitest.d.ts": 'declare module "vitest" { export const vi: any; export const test: any; }\n',
    });
    const ran = await repository.run(["migrate", "log", "--verify", "node -e process.exit(1)"]);
    expect(ran.code, ran.out + ran.err).toBe(1);
    expect(repository.read("src/hello.test.ts")).toBe(mocking);
    const kept = await repository.run(["migrate", "log"]);
    expect(kept.code, kept.out).toBe(0);
    expect(kept.out).toMatch(/src\/hello(?:\.test)?\.ts +2 sites +with src\/hello/);
    expect(repository.read("src/hello.test.ts")).toContain('vi.mock("./log.js"');
    const unit = /^ +(src\/hello\S+)/m.exec(kept.out)![1]!;
    expect(await repository.run(["rollback", "--consumer", unit])).toMatchObject({ code: 0 });
    expect(repository.read("src/hello.ts") + repository.read("src/hello.test.ts")).toBe(code + mocking);
  });

  test(
    "holds nothing back for mocks where commands that may run tests do so after each unit: what fails is put back",
    { tags: "slow" },
    async () => {
      const mocking = (name: string) =>
        `import { vi, test } from "vitest";\nimport { ${name}Id } from "./${name}.js";\nvi.mock("node:crypto", () => fake());\ntest("x", () => ${name}Id);\n`;
      const check =
        'import { readFileSync } from "node:fs";\nprocess.exit(readFileSync("src/team.ts", "utf8").includes("newId") ? 1 : 0);\n';
      const repository = new MigratedRepository({
        ...{ "src/user.test.ts": mocking("user"), "src/team.test.ts": mocking("team") },
        "check.mjs": check,
      });
      expect((await repository.run(["migrate", "ids"])).out).toContain("held back by src/user.test.ts");
      const linted = await repository.run(["migrate", "ids", "--verify", "npx prettier --check {files}"]);
      expect(linted.out).toContain("held back by src/user.test.ts");
      expect(repository.read("src/user.ts")).toBe(use("user"));
      const tried = await repository.run(["migrate", "ids", "--keep-going", "--verify", "node check.mjs"]);
      expect(tried.out).not.toContain("held back");
      expect([repository.read("src/user.ts"), repository.read("src/team.ts")]).toEqual([used("user"), use("team")]);
    },
  );

  test("prunes the baseline in the same change, and rollback gives its entries back", { tags: "slow" }, async () => {
    const repository = new MigratedRepository();
    expect(await repository.run(["baseline", "write"])).toMatchObject({ code: 0 });
    repository.commit("baseline");
    const before = repository.sources();
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 0 });
    expect(repository.read("migrations/.baseline/ids.txt")).not.toContain("src/user.ts");
    expect(await repository.run(["check", "--frozen"])).toMatchObject({ code: 0 });
    expect(await repository.run(["rollback", "--consumer", "src/user.ts"])).toMatchObject({ code: 0 });
    expect(repository.read("migrations/.baseline/ids.txt")).toMatch(/src\/user\.ts/);
    expect(repository.read("migrations/.baseline/ids.txt")).not.toMatch(/src\/team\.ts/);
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.sources()).toEqual(before);
  });

  test("--suggestions keeps all but the bad site of a package", { tags: "slow" }, async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const files = Object.fromEntries(names.map((name) => [`src/${name}.ts`, use(name)]));
    const wants = 'import { dId } from "./d.js";\nexport const branded: `t-${string}` = dId;\n';
    const repository = new MigratedRepository({
      ...files,
      "src/node.d.ts": 'declare module "node:crypto" { export function randomUUID(): `t-${string}`; }\n',
      "src/wants.ts": wants,
      "migrations/ids.md": contract().replace("newId($entity)", "newId($entity)\n        fix: suggest"),
    });
    const ran = await repository.run(["migrate", "ids", "--suggestions"]);
    expect(ran.code, ran.out + ran.err).toBe(1);
    expect(ran.out).toMatch(/8 of 9 sites kept/);
    expect(ran.out).toMatch(/src\/d\.ts \(1 site\)\n +TS2322 in src\/wants\.ts/);
    expect(repository.sources()).toMatchObject({ "src/a.ts": used("a"), "src/d.ts": use("d"), "src/g.ts": used("g") });
  });

  test(
    "--suggestions leaves to a person what types don't show: lost type arguments, what a mock lacks, and other behaviour",
    { tags: "slow" },
    async () => {
      const typed = 'import { load } from "./load.js";\nexport const name = load<{ name: string }>("a").name;\n';
      const mocked =
        'import { vi } from "vitest";\nimport { load } from "./load.js";\nvi.mock("./api.js", () => ({ other: 1 }));\nexport const all = load("a");\n';
      const repository = new MigratedRepository({
        "src/load.ts": "export const load = <T = unknown>(key: string): T => JSON.parse(key) as T;\n",
        "src/api.ts":
          "// eslint-disable-next-line @typescript-eslint/no-explicit-any\nexport const api = (key: string): any => key;\n",
        ...{ "src/typed.ts": typed, "src/mocked.test.ts": mocked },
        "src/two.ts":
          'import { api } from "./api.js";\nexport const two = (a: number, b: number): number => a - b;\nexport const swapped = two(Math.random(), Date.now());\nexport { api };\n',
        "src/vitest.d.ts": 'declare module "vitest" { export const vi: { mock(path: string, factory: () => unknown): void } }\n',
        "migrations/ids.md":
          '---\ntitle: Api\nimports: { load: ./src/load.ts, api: ./src/api.ts }\nrules: { no-deprecated-call: { replace: [{ match: load($key), with: api($key) }, { match: "two($a, $b)", with: "api(String([$b, $a]))" }] } }\n---\n',
      });
      const before = repository.sources();
      const dry = await repository.run(["migrate", "ids", "--dry-run"]);
      expect(dry.err).toContain("0 sites in 0 files would change");
      expect(dry.err).toMatch(/to look at +src\/typed\.ts:2:21 +its type arguments would be lost/);
      expect(dry.err).toContain("Next: see each: godwit check --all --contract ids");
      const ran = await repository.run(["migrate", "ids", "--suggestions"]);
      expect(ran.out).toContain("its type arguments would be lost");
      expect(ran.out).toContain("this file mocks the module of the replacement without it");
      expect(ran.out).toContain("it would drop, repeat or reorder something that may have effects");
      expect(ran.out).toContain("see what is left by hand");
      expect(repository.sources()).toEqual(before);
    },
  );

  test(
    "--suggestions waits for a test that mocks what is replaced, and takes back nothing that it writes",
    { tags: "slow" },
    async () => {
      const write =
        'import { disk } from "./disk.js";\nexport const write = (all: any[]): Promise<unknown> => Promise.all(all.map((each) => {\n  if (disk.has(each)) return;\n}));\n';
      const files = {
        "src/disk.ts": "export const disk = { has: (path: string): boolean => path !== '' };\n",
        "src/files.ts": "export const exists = async (path: string): Promise<boolean> => path !== '';\n",
        "src/write.ts": write,
        "migrations/ids.md":
          "---\ntitle: Files\nimports: { disk: ./src/disk.ts, exists: ./src/files.ts }\nrules: { no-deprecated-call: { replace: [{ match: disk.has($path), with: await exists($path) }] } }\n---\n",
      };
      const tested = new MigratedRepository({
        ...files,
        "src/vitest.d.ts": 'declare module "vitest" { export const vi: any; }\n',
        "src/write.test.ts":
          'import { vi } from "vitest";\nimport { disk } from "./disk.js";\nimport { write } from "./write.js";\nvi.spyOn(disk, "has");\nwrite([""]);\n',
      });
      const held = await tested.run(["migrate", "ids", "--suggestions"]);
      expect(held.out, held.err).toContain("held back by src/write.test.ts");
      expect(tested.read("src/write.ts")).toBe(write);
      const repository = new MigratedRepository(files);
      const ran = await repository.run(["migrate", "ids", "--suggestions"]);
      expect(ran.out, ran.err).not.toContain("Taken back");
      expect(repository.read("src/write.ts")).toContain("if (await exists(each)) return;");
    },
  );

  test("--suggestions keeps the members of a list all, or none", { tags: "slow" }, async () => {
    const files = {
      "src/status.ts": 'export enum Status { Running = "RUNNING", Done = "DONE", Failed = "FAILED" }\n',
      "src/asked.ts":
        'export const isOne = (query: { state: string }): boolean => ["RUNNING", "DONE", "FAILED"].includes(query.state);\n',
      "src/known.ts":
        'import type { Status } from "./status.js";\nexport const isOver = (query: { state: Status }): boolean => ["DONE", "FAILED"].includes(query.state);\n',
      "migrations/ids.md":
        "---\ntitle: States\nimports: { Status: ./src/status.ts }\nrules: { no-string-event: { enum: Status, properties: [state] } }\n---\n",
    };
    const repository = new MigratedRepository(files);
    const ran = await repository.run(["migrate", "ids", "--suggestions"]);
    expect(ran.out, ran.err).toContain("2 of 5 sites kept");
    expect(repository.read("src/asked.ts")).toBe(files["src/asked.ts"]);
    expect(repository.read("src/known.ts")).toContain("[Status.Done, Status.Failed]");
  });

  test("--dry-run writes nothing and prints a patch that git takes", async () => {
    const repository = new MigratedRepository();
    const before = repository.sources();
    const ran = await repository.run(["migrate", "ids", "--dry-run"]);
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining("2 sites in 2 files would change") });
    expect(repository.sources()).toEqual(before);
    expect(existsSync(path.join(repository.root, ".godwit"))).toBe(false);
    repository.write("change.patch", ran.out);
    repository.git("apply", "change.patch");
    expect(repository.sources()).toMatchObject(MIGRATED);
  });

  test("--commit makes one commit per consumer, whatever else is staged", { tags: "slow" }, async () => {
    const repository = new MigratedRepository();
    repository.write("other.txt", "staged\n");
    repository.git("add", "other.txt");
    const ran = await repository.run(["migrate", "ids", "--commit", "--commit-message", "{contract}: {consumer} ({count})"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(repository.git("log", "--format=%s", "-3")).toBe("ids: src/user.ts (1)\nids: src/team.ts (1)\nstart\n");
    expect(repository.git("status", "--short")).toBe("A  other.txt\n");
    const wrong = await repository.run(["migrate", "ids", "--commit", "--commit-message", "{file}"]);
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("has no place {file}") });
  });

  test("one phase at a time, in order, unless one is named", { tags: "slow" }, async () => {
    const more = "phases:\n  - { name: Users, files: [src/user*.ts] }\n  - { name: Teams, files: [src/team.ts] }\n";
    const hard = 'import { v4 } from "uuid";\nexport function anything(): unknown {\n  return v4({ random: [] });\n}\n';
    const repository = new MigratedRepository({ "src/user-hard.ts": hard }, { contractMore: more });
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran.out).toContain('"Teams" and later phases wait, as "Users" is not done.');
    expect(repository.sources()).toMatchObject({ "src/user.ts": used("user"), "src/team.ts": use("team") });
    expect(await repository.run(["migrate", "ids", "--phase", "Teams"])).toMatchObject({ code: 0 });
    expect(repository.read("src/team.ts")).toBe(used("team"));
    expect(await repository.run(["migrate", "ids", "--phase", "Team"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean Teams?"),
    });
  });

  test("--batch runs one batch of the plan", { tags: "slow" }, async () => {
    const repository = new MigratedRepository({ ".github/CODEOWNERS": "src/user.ts @users\nsrc/team.ts @teams\n" });
    const plan = JSON.parse((await repository.run(["plan", "ids", "--format", "json"])).out) as {
      contracts: { phases: { batches: { id: string; consumers: { file: string }[] }[] }[] }[];
    };
    const batch = plan.contracts[0]!.phases[0]!.batches.find(({ consumers }) => consumers[0]!.file === "src/user.ts")!;
    const ran = await repository.run(["migrate", "ids", "--batch", batch.id]);
    expect(ran).toMatchObject({
      code: 0,
      out: expect.stringMatching(/1 of 1 site kept, batch ids\/all\/users has 1 → 0 violations/),
    });
    expect(ran.out).not.toContain("Left");
    expect(repository.sources()).toMatchObject({ "src/user.ts": used("user"), "src/team.ts": use("team") });
    expect(await repository.run(["migrate", "ids", "--batch", "ids/none"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("no batch ids/none"),
    });
  });
});

describe("what it refuses", () => {
  test.each([
    ["high", "", "validate.before"],
    ["critical", "validate: { before: [a], each: [a], after: [a] }\n", "rollback, commands"],
  ])("risk %s without what it demands", { tags: "slow" }, async (risk, more, said) => {
    const repository = new MigratedRepository({}, { contractMore: `risk: ${risk}\n${more}` });
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 2, err: expect.stringContaining(said) });
  });

  test("a blocked contract, unless forced", async () => {
    const repository = new MigratedRepository({ "migrations/later.md": contract("dependsOn: [ids]\n") });
    expect(await repository.run(["migrate", "later"])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/later is blocked: ids is not done \(2 violations/),
    });
    expect(await repository.run(["migrate", "later", "--force"])).toMatchObject({ code: 0 });
  });

  test("baselines that are in no commit are one problem", async () => {
    const repository = new MigratedRepository({ "migrations/more.md": contract() });
    await repository.run(["baseline", "write"]);
    const { code, err } = await repository.run(["migrate", "ids"]);
    expect(code).toBe(2);
    expect(err).toMatch(/^godwit: the 2 baselines in migrations\/\.baseline have changes that are not committed\. Commit them/);
  });

  test("files with changes that are not committed, unless --allow-dirty", { tags: "slow" }, async () => {
    const repository = new MigratedRepository();
    const mine = `${use("user")}// mine\n`;
    repository.write("src/user.ts", mine);
    expect(await repository.run(["migrate", "ids"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("src/user.ts has changes that are not committed"),
    });
    expect(await repository.run(["migrate", "ids", "--allow-dirty"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(`${used("user")}// mine\n`);
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(mine);
  });

  test("to work without git, unless --allow-dirty", { tags: "slow" }, async () => {
    const repository = new MigratedRepository({}, { hasGit: false });
    expect(await repository.run(["migrate", "ids"])).toMatchObject({ code: 2, err: expect.stringContaining("There is no git") });
    expect(await repository.run(["migrate", "ids", "--allow-dirty"])).toMatchObject({ code: 0 });
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.read("src/user.ts")).toBe(use("user"));
  });

  test("a command that needs a shell, before anything runs", async () => {
    const repository = new MigratedRepository({}, { contractMore: 'validate: { each: ["npm test && true"] }\n' });
    expect(await repository.run(["migrate", "ids"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("without a shell, which && needs"),
    });
  });
});
