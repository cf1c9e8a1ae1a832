import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Evidence, Plan, PlanGate } from "@godwit/project";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { checkResultSchema } from "../check/check-result.js";
import { runGateCommand } from "./judge-gates.js";

const CONTRACT = `---
title: One ID generator
rules:
  no-raw-uuid: {}
files: [src/**]
phases:
  - { name: Everything, files: [src/**], allow: 1 }
bridges: [./src/old.ts, "./src/new.ts#New.fromOld"]
gates:
  - { name: No uuid is left, when: { rules: [no-raw-uuid] } }
  - { name: Phase done, when: { phase: Everything } }
  - { name: Script says yes, when: { run: node gate.mjs } }
  - { name: Staging validated, when: { manual: link the run } }
  - { name: Bridges removed, when: { bridges: removed } }
---
`;
const NEW = "export class New {\n  static other(): void {}\n}\n";
const FILES = {
  "package.json": { name: "x", type: "module", godwit: {} },
  "migrations/ids.md": CONTRACT,
  "src/a.ts": 'import { v4 } from "uuid";\nexport const a = v4();\n',
  "src/old.ts": "export {};\n",
  "src/new.ts": NEW.replace("other", "fromOld"),
  "gate.mjs": 'import { appendFileSync } from "node:fs";\nappendFileSync("ran.txt", "x");\n',
};

function repository(files: Readonly<Record<string, string | Readonly<Record<string, unknown>>>> = FILES): string {
  const root = writeTree(files);
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ann", "-c", "user.email=a@b.c", ...args], { cwd: root });
  git("init", "-q");
  git("config", "user.name", "Ann");
  git("config", "user.email", "a@b.c");
  git("add", "-A");
  git("commit", "-qm", "x");
  // What only the first commit has is deleted.
  git("rm", "-q", "--ignore-unmatch", "src/old.ts");
  writeFileSync(path.join(root, "src/new.ts"), NEW);
  git("commit", "-qam", "delete the bridges");
  return root;
}

const gatesOf = async (root: string): Promise<string[]> =>
  (JSON.parse((await runGodwit(root, "plan", "--format", "json")).out) as Plan).contracts[0]!.gates.map(
    ({ name, state }) => `${name}: ${state}`,
  );
const evidenceIn = (root: string): Evidence => {
  const folder = path.join(root, "migrations/.gates/ids");
  return JSON.parse(readFileSync(path.join(folder, readdirSync(folder)[0]!), "utf8")) as Evidence;
};

describe("gates", () => {
  test("are judged by the code where that says it, and are open without evidence where it does not", async () => {
    expect(await gatesOf(repository())).toEqual([
      "No uuid is left: open",
      "Phase done: met",
      "Script says yes: open",
      "Staging validated: open",
      "Bridges removed: met",
    ]);
  });

  test("hold by evidence until the code changes", async () => {
    const root = repository();
    expect(await runGodwit(root, "gates", "record", "ids", "Script says yes")).toMatchObject({ code: 0 });
    expect(evidenceIn(root)).toMatchObject({
      ...{
        version: 1,
        contract: "ids",
        gate: "Script says yes",
        command: "node gate.mjs",
        exitCode: 0,
        note: null,
        author: "Ann",
      },
      commit: execFileSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" }).trim(),
    });
    expect((await gatesOf(root))[2]).toBe("Script says yes: met");
    writeFileSync(path.join(root, "unrelated.ts"), "");
    expect((await gatesOf(root))[2]).toBe("Script says yes: met");
    writeFileSync(path.join(root, "src/a.ts"), "export {};\n");
    expect((await gatesOf(root))[2]).toBe("Script says yes: outdated");
    expect((await runGodwit(root, "plan", "ids")).out).toContain("older than the code: 1 file has changed since");
    writeFileSync(path.join(root, "migrations/ids.md"), CONTRACT.replace("node gate.mjs", "node other.mjs"));
    expect((await runGodwit(root, "plan", "ids")).out).toContain("the command is another one since");
  });

  test("record a failure as one, and nothing where the command can't run", { tags: "slow" }, async () => {
    const root = repository({ ...FILES, "gate.mjs": "process.exit(3);\n" });
    expect(await runGodwit(root, "gates", "record", "ids", "Script says yes")).toMatchObject({
      ...{ code: 1, out: expect.stringContaining("exit code 3") as string },
    });
    expect((await gatesOf(root))[2]).toBe("Script says yes: failed");
    const gone = repository({ ...FILES, "migrations/ids.md": CONTRACT.replace("node gate.mjs", "no-such-command-at-all") });
    expect(await runGodwit(gone, "gates", "record", "ids", "Script says yes")).toMatchObject({
      ...{ code: 2, err: expect.stringContaining("there is no command no-such-command-at-all. Nothing was recorded.") as string },
    });
  });

  test("that a person judges need a note", async () => {
    const root = repository();
    expect(await runGodwit(root, "gates", "record", "ids", "Staging validated")).toMatchObject({
      ...{ code: 2, err: expect.stringContaining("link the run") as string },
    });
    expect(await runGodwit(root, "gates", "record", "ids", "Staging validated", "--note", "run 42")).toMatchObject({ code: 0 });
    expect(evidenceIn(root)).toMatchObject({ command: null, exitCode: null, note: "run 42" });
    expect((await gatesOf(root))[3]).toBe("Staging validated: met");
  });

  test.each([
    [["idz", "Phase done"], "Did you mean ids?"],
    [["ids", "Script says"], 'Did you mean "Script says yes"?'],
    [["ids", "Phase done"], "sees for itself"],
  ])("refuse to record %j", async (args, expected) => {
    expect(await runGodwit(repository(), "gates", "record", ...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining(expected) as string,
    });
  });

  test("are not met by a bridge that never was, so that a slip of the pen deletes nothing", async () => {
    const slips = CONTRACT.replace("./src/old.ts", "./src/odl.ts").replace("New.fromOld", "Nwe.fromOld");
    const root = repository({ ...FILES, "migrations/ids.md": slips });
    expect((await gatesOf(root)).at(-1)).toBe("Bridges removed: open");
    expect((await runGodwit(root, "plan", "ids")).out).toContain("./src/odl.ts never was there");
    const bridges = (await runGodwit(root, "bridges")).out;
    expect(bridges).toContain("! ./src/odl.ts\n");
    expect(bridges).toContain("0 deleted, 2 never there.");
  });

  test("are recorded without git, too", async () => {
    const root = writeTree(FILES);
    expect(await runGodwit(root, "gates", "record", "ids", "Script says yes")).toMatchObject({
      ...{ code: 0, out: expect.stringContaining("no git commit") as string },
    });
    expect((await gatesOf(root))[2]).toBe("Script says yes: met");
  });

  test("whose evidence is broken say so, once", async () => {
    const root = repository();
    await runGodwit(root, "gates", "record", "ids", "Script says yes");
    const folder = path.join(root, "migrations/.gates/ids");
    writeFileSync(path.join(folder, readdirSync(folder)[0]!), "<<<<<<< ours\n");
    const { code, err } = await runGodwit(root, "plan");
    expect(code).toBe(2);
    expect(err.match(/conflict markers/g)).toHaveLength(1);
  });
});

describe("the JSON of plan", () => {
  test("has the evidence of each gate, and says when it is older than the code", async () => {
    const root = repository();
    await runGodwit(root, "gates", "record", "ids", "Script says yes");
    const evidences = async (): Promise<PlanGate["evidence"][]> =>
      (JSON.parse((await runGodwit(root, "plan", "--format", "json")).out) as Plan).contracts[0]!.gates.map(
        ({ evidence }) => evidence,
      );
    const recorded = { command: "node gate.mjs", exitCode: 0, note: null, author: "Ann" };
    expect(await evidences()).toEqual([
      ...[null, null],
      { ...recorded, at: evidenceIn(root).at, commit: evidenceIn(root).commit, changeSince: null },
      ...[null, null],
    ]);
    writeFileSync(path.join(root, "src/a.ts"), "export {};\n");
    expect((await evidences())[2]).toMatchObject({
      ...recorded,
      changeSince: "older than the code: 1 file has changed since",
    });
  });
});

describe("check --gates", () => {
  test("says which commands it runs, runs each once, and fails where a gate does not hold", async () => {
    const twice = CONTRACT.replace(
      "  - { name: Staging",
      "  - { name: Again, when: { run: node gate.mjs } }\n  - { name: Staging",
    );
    const root = repository({ ...FILES, "migrations/ids.md": twice });
    const { code, out, err } = await runGodwit(root, "check", "--gates");
    expect(code).toBe(1);
    expect(err.indexOf("node gate.mjs  (ids: Script says yes; ids: Again)")).toBeGreaterThan(-1);
    expect(err.indexOf("The gates run these commands")).toBeLessThan(err.indexOf("Running node gate.mjs"));
    expect(readFileSync(path.join(root, "ran.txt"), "utf8")).toBe("x");
    expect(out).toMatch(/ids +Script says yes +met +exit code 0, after/);
    expect(out).toContain("✖ 2 of 6 gates do not hold.");
  });

  test("lists the gates in its JSON, and exits 0 where all hold and nothing is left", async () => {
    const root = repository({ ...FILES, "src/a.ts": "export {};\n" });
    await runGodwit(root, "gates", "record", "ids", "Staging validated", "--note", "seen");
    const { code, out } = await runGodwit(root, "check", "--gates", "--format", "json");
    expect(code).toBe(0);
    const { gates } = checkResultSchema.parse(JSON.parse(out));
    expect(gates!.map(({ contract, kind, state }) => [contract, kind, state])).toEqual([
      ["ids", "rules", "met"],
      ["ids", "phase", "met"],
      ["ids", "run", "met"],
      ["ids", "manual", "met"],
      ["ids", "bridges", "met"],
    ]);
  });

  test("runs no command without being asked, and refuses a part of the files", async () => {
    const root = repository();
    await runGodwit(root, "check");
    await runGodwit(root, "plan");
    expect(readdirSync(root)).not.toContain("ran.txt");
    expect(await runGodwit(root, "check", "--gates", "src")).toMatchObject({
      code: 2,
      err: expect.stringContaining("all files") as string,
    });
  });
});

describe("runGateCommand", () => {
  test("stops a command that hangs, and takes no shell words", () => {
    const root = writeTree({ "hang.mjs": "setInterval(() => {}, 1000);\n" });
    expect(runGateCommand(root, "node hang.mjs", 300)).toMatchObject({
      exitCode: null,
      ending: expect.stringContaining("took more than") as string,
    });
    expect(runGateCommand(root, "node hang.mjs && true")).toMatchObject({
      exitCode: null,
      ending: expect.stringContaining("&&") as string,
    });
  });
});
