import { execFileSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { bridge, countBridges } from "@godwit/bridge";
import type { BridgeState } from "@godwit/project";
import { expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree } from "../../../../test/support/temporary-tree.js";

const NAME = "./src/old.ts";
const today = new Date();
const day = (before: number): string => new Date(today.getTime() - before * 86_400_000).toISOString();

function repository(counts?: object): string {
  const root = writeTree({
    "package.json": { name: "x", type: "module", godwit: {} },
    "migrations/engines.md": `---\ntitle: Engines\nrules:\n  no-raw-uuid: {}\nbridges: ["${NAME}"]\n---\n`,
    // Neither the counts nor the bridge's own name in its file are a use.
    "src/old.ts": `import { bridge } from "@godwit/bridge";\nbridge("${NAME}")();\nexport const old = 1;\n`,
  });
  if (counts) fillTree(root, { "counts.json": JSON.stringify(counts) });
  const git = (...args: string[]): unknown =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@b.c", ...args], { cwd: root });
  git("init", "-q");
  git("add", "-A");
  git("commit", "-qm", "start");
  return root;
}

const counted = (days: Record<string, number>, since = day(30), until = day(0)): object => ({
  ...{ version: 1, since, until },
  bridges: { [NAME]: days },
});

test("what the package counts says how often a bridge was used, and keeps it", async () => {
  const counter = countBridges();
  const used = bridge(NAME);
  for (let time = 0; time < 3; time++) used();
  counter.stop();
  const root = repository({ ...counter.toJSON(), since: day(30) });
  const { out } = await runGodwit(root, "bridges", "--runtime", "counts.json");
  expect(out).toContain(`0 in code, 3 in the last 7 days, last on ${day(0).slice(0, 10)}`);
  const json = await runGodwit(root, "bridges", "--runtime", "counts.json", "--format", "json");
  expect((JSON.parse(json.out) as { bridges: BridgeState[] }).bridges[0]).toMatchObject({ runtime: { recent: 3, total: 3 } });
  const refused = await runGodwit(root, "bridges", "--remove", "--runtime", "counts.json");
  expect(refused).toMatchObject({ code: 1, out: expect.stringContaining("3 in the last 7 days") as string });
  expect(existsSync(path.join(root, "src/old.ts"))).toBe(true);
  expect(await runGodwit(root, "bridges", "--remove", "--runtime", "counts.json", "--force")).toMatchObject({ code: 0 });
  expect(existsSync(path.join(root, "src/old.ts"))).toBe(false);
});

test("deletes what was used long ago, and adds up the counts of several processes", async () => {
  const root = repository(counted({ [day(20).slice(0, 10)]: 9 }));
  fillTree(root, { "more.json": JSON.stringify(counted({ [day(2).slice(0, 10)]: 2 })) });
  const both = await runGodwit(root, "bridges", "--runtime", "counts.json", "--runtime", "more.json");
  expect(both.out).toContain("0 in code, 2 in the last 7 days");
  rmSync(path.join(root, "more.json"));
  expect((await runGodwit(root, "bridges", "--runtime", "counts.json")).out).toContain("0 in code, 0 in the last 7 days");
  expect(await runGodwit(root, "bridges", "--remove", "--runtime", "counts.json")).toMatchObject({ code: 0 });
  expect(existsSync(path.join(root, "src/old.ts"))).toBe(false);
});

test.each<[string, object, string, 0 | 1]>([
  ["counts that end too early", counted({}, day(60), day(30)), "not known since", 1],
  ["counts that have just begun", counted({}, day(1)), "when counting began", 0],
  ["a bridge that no program has loaded", { version: 1, since: day(9), until: day(0), bridges: {} }, "has loaded it", 0],
])("says so of %s", async (_, counts, words, code) => {
  const root = repository(counts);
  expect((await runGodwit(root, "bridges", "--runtime", "counts.json")).out.replaceAll(/\s+/g, " ")).toContain(words);
  expect((await runGodwit(root, "bridges", "--remove", "--runtime", "counts.json")).code).toBe(code);
});

test.each([
  ["nothing.json", undefined, "can't be read"],
  ["bad.json", "{", "no JSON"],
  ["other.json", '{"version":2}', "no counts of @godwit/bridge"],
  ["lies.json", JSON.stringify(counted({ [day(0).slice(0, 10)]: -1 })), "bridges"],
])("refuses %s", async (file, text, words) => {
  const root = repository();
  if (text !== undefined) fillTree(root, { [file]: text });
  expect(await runGodwit(root, "bridges", "--runtime", file)).toMatchObject({
    code: 2,
    err: expect.stringContaining(words) as string,
  });
});

test("an export that counts its own uses is not used by that", async () => {
  const name = "./src/part.ts#legacy";
  const root = repository({ ...counted({}), bridges: { [name]: {} } });
  fillTree(root, {
    "migrations/parts.md": `---\ntitle: Parts\nrules:\n  no-raw-uuid: {}\nbridges: ["${name}"]\n---\n`,
    "src/part.ts": `import { bridge } from "@godwit/bridge";\nconst used = bridge("${name}");\nexport function legacy() {\n  used();\n}\nexport const kept = 1;\n`,
    "src/user.ts": 'import { kept } from "./part.js";\nexport const a = kept;\n',
  });
  const { out } = await runGodwit(root, "bridges", "parts", "--runtime", "counts.json");
  expect(out).toContain("0 in code, 0 in the last 7 days");
});
