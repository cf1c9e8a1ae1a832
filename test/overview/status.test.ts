import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import { git } from "../support/git-history.js";
import { runGodwit } from "../support/run-godwit.js";
import { writeTree } from "../support/temporary-tree.js";
import { exampleRepository, TODAY } from "./example.js";

const env = { SOURCE_DATE_EPOCH: String(Date.parse(`${TODAY}T12:00:00Z`) / 1_000) };

async function screen(cwd: string, columns: number | undefined, ...args: string[]): Promise<string> {
  let out = "";
  await runCommandLine(args, {
    cwd,
    columns,
    env,
    hasColour: false,
    hasProgress: false,
    out: (text) => (out += text),
    err: () => undefined,
  });
  return out;
}

describe("godwit status", () => {
  test("fits the terminal, and says all facts of each contract at every width", { tags: "slow" }, async () => {
    const root = exampleRepository();
    const facts = [
      "one-id",
      "18/47",
      "2026-07-20",
      "2026-06-15",
      "late",
      "Orders (9)",
      "@shop/platform",
      "planned",
      "critical",
      "−16",
    ];
    for (const columns of [60, 100, undefined]) {
      const out = await screen(root, columns, "status");
      for (const fact of facts) expect(out).toContain(fact);
      for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(columns ?? Infinity);
      expect(out.split("\n").filter((line) => line.includes("61 %"))).toHaveLength(1);
    }
    expect(await screen(root, 100)).toBe(await screen(root, 100, "status"));
  });

  test("is data with all groups, with the same counts as check", async () => {
    const root = exampleRepository();
    const status = JSON.parse(await screen(root, undefined, "status", "--format", "json")) as {
      contracts: { id: string; left: number }[];
      groups: Record<string, { left: number }[]>;
    };
    const checked = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as {
      contracts: { id: string; violations: number }[];
    };
    const counts = (list: [string, number][]): object => Object.fromEntries(list);
    expect(counts(status.contracts.map(({ id, left }) => [id, left]))).toEqual(
      counts(checked.contracts.map(({ id, violations }) => [id, violations])),
    );
    const shown = await screen(root, 80, "status", "--by", "owner,package,phase");
    for (const kind of ["owner", "package", "phase"]) {
      expect(status.groups[kind]!.reduce((sum, { left }) => sum + left, 0)).toBe(21);
      expect(shown).toMatch(new RegExp(`^left +(fixable +)?${kind}`, "m"));
    }
  });

  test("shows some contracts, which wait for others all the same", async () => {
    const out = await screen(exampleRepository(), 120, "status", "--contract", "order-client");
    expect(out).toMatch(/order-client .* one-id$/m);
    expect(out).not.toContain("no-sessions");
  });

  test("counts without a history, and says why there is no trend", { tags: "slow" }, async () => {
    const root = exampleRepository();
    rmSync(path.join(root, ".git"), { recursive: true });
    const out = await screen(root, 80, "status");
    expect(out).toMatch(/^one-id {2,}18 /m);
    expect(out).toContain("No trend:");
    git(root, "init", "-q");
    expect(await screen(root, 80, "status")).toContain("The repository has no commit yet");
  });

  test("names the contracts of which a part matches nothing, which may look done by mistake", async () => {
    const root = writeTree({
      "package.json": { type: "module", godwit: {}, dependencies: { uuid: "1" } },
      "migrations/slip.md": "---\ntitle: Slip\nfiles: [source/**]\nrules:\n  no-raw-uuid: {}\n---\n",
      "migrations/whole.md": "---\ntitle: Whole\nrules:\n  no-raw-uuid: {}\n---\n",
      "src/a.ts": 'import { v4 } from "uuid";\nexport const id = v4();\n',
    });
    const out = (await screen(root, undefined, "status")).replaceAll(/\s+/g, " ");
    expect(out).toContain("Part of migrations/slip.md matches nothing, which may be a slip.");
    expect(await screen(root, undefined, "status", "--contract", "whole")).not.toContain("matches nothing");
  });

  test("refuses a group that it does not know, and exits 2 where a file could not be counted", { tags: "slow" }, async () => {
    const root = exampleRepository();
    expect(await runGodwit(root, "status", "--by", "owner,team")).toMatchObject({ code: 2, out: "" });
    writeFileSync(path.join(root, "src/broken.ts"), 'import { v4 } from "uuid";\nconst = v4();\n');
    const { code, err, out } = await runGodwit(root, "status");
    expect(code).toBe(2);
    expect(err).toContain("src/broken.ts:2:7");
    expect(out).toContain("one-id");
    expect(await runGodwit(root, "status", "-o", "status.txt")).toMatchObject({ code: 2, out: "" });
    expect(readFileSync(path.join(root, "status.txt"), "utf8")).toBe(out);
  });

  test("says how to begin where there is no contract", async () => {
    const root = writeTree({ "package.json": { godwit: {} } });
    expect((await runGodwit(root)).out).toContain("There is no contract here yet");
    expect((await runGodwit(root, "status")).code).toBe(2);
  });

  test("shows what contracts and CODEOWNERS say, and obeys none of it", async () => {
    const bad = '"\\u001B[31mred\\u202E <b> | ::error::"';
    const root = writeTree({
      "package.json": { type: "module", godwit: {} },
      CODEOWNERS: "*.ts @\u001B[2Jteam\n",
      "migrations/bad.md": `---\ntitle: ${bad}\nowner: ${bad}\nphases: [{ name: ${bad} }]\nrules:\n  no-raw-uuid: {}\n---\n`,
      "a.ts": 'import { v4 } from "uuid";\nexport const id = v4();\n',
    });
    for (const args of [["status", "--by", "owner,phase"], ["status", "--format", "json"], ["history"]]) {
      const { out, err } = await runGodwit(root, ...args);
      expect(out + err).not.toMatch(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/);
    }
  });
});
