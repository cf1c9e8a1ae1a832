import { spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { contract, MigratedRepository, use, used } from "./repository.js";

const CLI = path.resolve(import.meta.dirname, "../../packages/cli/dist/main.js");

/** Runs godwit on a terminal, and answers each question with the next key; returns what the terminal showed. */
async function atTerminal(root: string, args: readonly string[], keys: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const command = [process.execPath, CLI, ...args].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: root, env: { ...process.env, NO_COLOR: "1", ...env } });
  let shown = "";
  let answered = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    shown += chunk.toString();
    const asked = shown.split(/\[q\]uit /).length - 1;
    if (asked > answered && answered < keys.length) child.stdin.write(keys[answered++]!);
  });
  await new Promise((resolve) => child.on("close", resolve));
  return shown.replaceAll("\r\n", "\n");
}

/** A repository whose contract has a command, and has been changed since it was committed. */
function withOpenContract(): MigratedRepository {
  const repository = new MigratedRepository();
  const command = `validate: { each: ['node -e "1"'] }\n`;
  repository.write("migrations/ids.md", contract(command));
  return repository;
}

test("commands of a contract that is not committed do not run off a terminal, but with --allow-dirty", async () => {
  const repository = withOpenContract();
  const before = repository.sources();
  expect(await repository.run(["migrate", "ids"])).toMatchObject({
    code: 2,
    err: expect.stringContaining(
      'migrations/ids.md is not committed as it is, and migrate would run its commands: node -e "1". Commit it, or say --allow-dirty.',
    ) as string,
  });
  expect(repository.sources()).toEqual(before);
  expect((await repository.run(["migrate", "ids", "--dry-run"])).code).toBe(0);
  expect((await repository.run(["migrate", "ids", "--allow-dirty"])).code).toBe(0);
  expect(repository.read("src/user.ts")).toBe(used("user"));
});

test.runIf(process.platform === "linux")("a person is asked before they run", async () => {
  const repository = withOpenContract();
  const before = repository.sources();
  const refused = await atTerminal(repository.root, ["migrate", "ids"], "n");
  expect(refused).toMatch(/Run them\? \[y\]es \[n\]o \[q\]uit no\nNothing was changed\./);
  expect(repository.sources()).toEqual(before);
  await atTerminal(repository.root, ["migrate", "ids"], "y");
  expect(repository.read("src/user.ts")).toBe(used("user"));
});

// `script`, which gives a program a terminal, takes other arguments elsewhere.
describe.runIf(process.platform === "linux")("--interactive", () => {
  const NAMES = ["a", "b", "c", "d", "e"];
  const FILES = {
    ...Object.fromEntries(NAMES.map((name) => [`src/${name}.ts`, use(name)])),
    "src/team.ts": "",
    "src/user.ts": "",
  };

  test("shows each site, and takes yes, no, an edit, all and quit", async () => {
    const editor = '#!/bin/sh\nsed -i "s/newId(.c.)/newId(\\"mine\\")/" "$1"\n';
    const repository = new MigratedRepository({ ...FILES, "edit.sh": editor });
    chmodSync(path.join(repository.root, "edit.sh"), 0o755);
    const shown = await atTerminal(repository.root, ["migrate", "ids", "--interactive"], "ynexyq", {
      EDITOR: path.join(repository.root, "edit.sh"),
      VISUAL: "",
    });
    expect(shown).toContain('-export const aId = randomUUID();\n+export const aId = newId("a");\n');
    expect(shown).toMatch(/3 of 3 sites kept, ids has 5 → 2 violations[\s\S]*you quit/);
    const sources = { "src/a.ts": used("a"), "src/b.ts": use("b"), "src/c.ts": used("c").replace('"c"', '"mine"') };
    expect(repository.sources()).toMatchObject({ ...sources, "src/d.ts": used("d"), "src/e.ts": use("e") });
  });

  test("asks again where the editor can't be started, and says why", async () => {
    const repository = new MigratedRepository();
    const shown = await atTerminal(repository.root, ["migrate", "ids", "--interactive"], "ena", { VISUAL: "no-such-editor" });
    expect(shown).toContain("The editor no-such-editor can't be started (spawnSync no-such-editor ENOENT): set VISUAL or EDITOR");
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": used("user") });
  });

  test("needs a terminal", async () => {
    const ran = await new MigratedRepository().run(["migrate", "ids", "--interactive"]);
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("--interactive asks at a terminal, and there is none") });
  });
});

describe("what a contract demands", () => {
  test("components still hold after each consumer, or it is put back", async () => {
    const hub = "export class Hub {\n  notify(): void {}\n}\n";
    const breaks = 'import { writeFileSync } from "node:fs";\nwriteFileSync("src/hub.ts", "export class Hub {}\\n");\n';
    const more =
      'components:\n  Hub: { from: ./src/hub.ts, requiredMethods: [notify] }\nvalidate: { each: ["node breaks.mjs"] }\n';
    const repository = new MigratedRepository({ "src/hub.ts": hub, "breaks.mjs": breaks }, { contractMore: more });
    const ran = await repository.run(["migrate", "ids"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("a component no longer holds, in src/hub.ts") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });

  test("a critical one moves one consumer at a time, also with --suggestions", async () => {
    const more =
      'risk: critical\nrollback: [node -e ""]\ncomponents:\n  Ids: { from: ./src/hub.ts, requiredMethods: [notify] }\nvalidate:\n' +
      '  before: [node -e ""]\n  each: ["node note.mjs {files}"]\n  after: [node -e ""]\n';
    const note =
      'import { appendFileSync } from "node:fs";\nappendFileSync("calls.txt", process.argv.slice(2).join(" ") + "\\n");\n';
    const repository = new MigratedRepository({
      "migrations/ids.md": contract(more).replace("newId($entity)", "newId($entity)\n        fix: suggest"),
      "src/hub.ts": "export class Ids {\n  notify(): void {}\n}\n",
      "note.mjs": note,
    });
    const ran = await repository.run(["migrate", "ids", "--suggestions"]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(repository.read("calls.txt")).toBe("src/team.ts\nsrc/user.ts\n");
  });

  test("a command that fails after others have passed puts the consumer back", async () => {
    const second =
      'import { existsSync } from "node:fs";\nconsole.log("half is done");\nprocess.exit(existsSync("no") ? 0 : 4);\n';
    const more = 'validate: { each: [node -e "", "node second.mjs"] }\n';
    const repository = new MigratedRepository({ "second.mjs": second }, { contractMore: more });
    const ran = await repository.run(["migrate", "ids", "--keep-going"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringMatching(/node second\.mjs ended with exit code 4\n +half is done/) });
    expect(ran.out.match(/half is done/g)).toHaveLength(1);
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });
});

describe("--commit", () => {
  test("package makes one commit per package", async () => {
    const files = {
      "packages/dal/package.json": { name: "dal", type: "module" },
      "packages/dal/src/ids.ts": "export const newId = (entity: string): string => entity;\n",
      "packages/dal/src/a.ts": use("a"),
      "packages/dal/src/b.ts": use("b"),
      "tsconfig.json": {
        compilerOptions: { strict: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [], noEmit: true },
        include: ["src", "packages/*/src"],
      },
    };
    const repository = new MigratedRepository({
      ...{ ...files, "src/user.ts": "", "src/team.ts": "" },
      "migrations/ids.md": contract().replace("./src/ids.ts", "./packages/dal/src/ids.ts"),
    });
    const ran = await repository.run([
      "migrate",
      "ids",
      "--commit",
      "package",
      "--commit-message",
      "{package}: {title} ({count})",
    ]);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(repository.git("log", "--format=%s")).toBe("packages/dal: One ID generator (2)\nstart\n");
    expect(repository.git("status", "--short")).toBe("");
  });

  test("stops where a hook refuses the commit, and says what git said", async () => {
    const repository = new MigratedRepository();
    repository.write(".git/hooks/pre-commit", "#!/bin/sh\necho no commits on Fridays >&2\nexit 1\n");
    chmodSync(path.join(repository.root, ".git/hooks/pre-commit"), 0o755);
    const ran = await repository.run(["migrate", "ids", "--commit"]);
    expect(ran).toMatchObject({ code: 1, out: expect.stringContaining("git made no commit: no commits on Fridays") });
    expect(repository.sources()).toMatchObject({ "src/team.ts": used("team"), "src/user.ts": use("user") });
    expect(await repository.run(["rollback"])).toMatchObject({ code: 0 });
    expect(repository.read("src/team.ts")).toBe(use("team"));
  });
});

describe("godwit rollback", () => {
  const NOTE = 'import { appendFileSync } from "node:fs";\nappendFileSync("flag.txt", "off\\n");\n';

  test("runs the contract's commands where it is asked to, after it says so", async () => {
    const repository = new MigratedRepository({ "flag.mjs": NOTE }, { contractMore: "rollback: [node flag.mjs]\n" });
    await repository.run(["migrate", "ids"]);
    expect(await repository.run(["rollback", "--consumer", "src/team.ts"])).toMatchObject({ code: 0, err: "" });
    expect(repository.git("status", "--short", "flag.txt")).toBe("");
    const ran = await repository.run(["rollback", "--run-commands"]);
    expect(ran).toMatchObject({ code: 0, err: "Running node flag.mjs\n" });
    expect(repository.read("flag.txt")).toBe("off\n");
    expect(repository.sources()).toMatchObject({ "src/team.ts": use("team"), "src/user.ts": use("user") });
  });

  test("changes nothing where the contract has none, and says that the files are back where one fails", async () => {
    const repository = new MigratedRepository();
    await repository.run(["migrate", "ids"]);
    expect(await repository.run(["rollback", "--run-commands"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("has no rollback commands. Leave --run-commands out. Nothing was changed."),
    });
    expect(repository.read("src/user.ts")).toBe(used("user"));
    repository.write("migrations/ids.md", contract('rollback: [node -e "process.exit(5)"]\n'));
    expect(await repository.run(["rollback", "--run-commands"])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/The files are put back, but node -e .* ended with exit code 5\. Run it yourself\./),
    });
    expect(repository.read("src/user.ts")).toBe(use("user"));
  });

  test("--list names the runs, and of one run each consumer", async () => {
    const repository = new MigratedRepository();
    expect(await repository.run(["rollback"])).toMatchObject({ code: 2, err: expect.stringContaining("no run to roll back") });
    await repository.run(["migrate", "ids"]);
    const list = await repository.run(["rollback", "--list"]);
    const [run = ""] = /^\d{8}-\d{6}-ids/m.exec(list.out) ?? [];
    expect(list).toMatchObject({ code: 0, out: expect.stringMatching(/ids +2 units kept +complete/) });
    const one = await repository.run(["rollback", run, "--list"]);
    expect(one.out).toContain("src/team.ts");
    expect(one.out).toContain("src/user.ts");
  });
});
