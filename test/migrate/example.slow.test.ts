import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Plan } from "@godwit/project";
import { REPOSITORY } from "../support/copy-repository.js";

const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");
const CLI = path.join(REPOSITORY, "packages/cli/dist/main.js");

interface Report {
  readonly outcome: string;
  readonly before: number;
  readonly after: number;
  readonly units: readonly {
    readonly unit: string;
    readonly outcome: string;
    readonly sites: number;
    readonly reason: string | null;
  }[];
}

let folder: string;
let root: string;

beforeAll(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-migrate-")));
  root = path.join(folder, "chat-platform");
  cpSync(EXAMPLE, root, { recursive: true, filter: (source) => !["node_modules", ".vite"].includes(path.basename(source)) });
  symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(folder, "node_modules"));
  if (existsSync(path.join(EXAMPLE, "node_modules")))
    symlinkSync(path.join(EXAMPLE, "node_modules"), path.join(root, "node_modules"));
  git("init", "--quiet");
  writeFileSync(path.join(root, ".git/info/exclude"), "node_modules\n.vite\n");
  git("add", "--all");
  git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message", "start");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: string[]): string => execFileSync("git", args, { cwd: root, encoding: "utf8" });
const godwit = (...args: string[]) =>
  spawnSync(process.execPath, [CLI, ...args], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
const planOf = (...args: string[]): Plan => JSON.parse(godwit("plan", "--format", "json", ...args).stdout) as Plan;

test("the example is migrated contract by contract in plan order, its tests pass at each checkpoint, and rollback gives every byte back", () => {
  const contracts = planOf().contracts.filter(({ status, done }) => status === "active" && !done);
  expect(contracts.map(({ id }) => id)).toEqual(
    ["typed-ids", "websocket-factory", "unified-ids", "user-context", "execution-engine"].sort(
      byPlaceIn(contracts.map(({ id }) => id)),
    ),
  );
  let runs = 0;
  const kept = new Map<string, number>();
  for (const { id } of contracts) {
    for (const { name, counts } of planOf(id).contracts[0]!.phases) {
      if (name === null || counts.fix === 0) continue;
      // What is left by hand keeps phases, and the contracts that wait for them, from being done.
      const ran = godwit("migrate", id, "--phase", name, "--keep-going", "--force", "--format", "json");
      const report = JSON.parse(ran.stdout) as Report;
      runs++;
      expect(
        [report.outcome, report.units.filter(({ outcome }) => outcome === "abandoned")],
        `${id} ${name} ${ran.stdout}`,
      ).toEqual(["complete", []]);
      kept.set(id, (kept.get(id) ?? 0) + report.units.reduce((sum, each) => sum + (each.outcome === "kept" ? each.sites : 0), 0));
    }
  }
  // At least these are proved safe by a file alone, so that a run which does nothing does not pass.
  expect(Object.fromEntries(kept)).toMatchObject({
    "typed-ids": expect.toSatisfy((sites: number) => sites >= 10),
    "unified-ids": expect.toSatisfy((sites: number) => sites >= 40),
  });
  expect(kept.get("execution-engine")).toBeGreaterThan(20);
  expect(git("diff", "--name-only").split("\n").length).toBeGreaterThan(40);
  const types = spawnSync(process.execPath, [path.join(REPOSITORY, "node_modules/typescript/bin/tsc"), "--noEmit"], {
    cwd: root,
    encoding: "utf8",
  });
  expect(types.stdout).toBe("");
  for (let left = runs + 1; left > 0 && godwit("rollback").status === 0; left--);
  expect(git("status", "--porcelain")).toBe("");
}, 2_400_000);

function byPlaceIn(order: readonly string[]): (a: string, b: string) => number {
  return (a, b) => order.indexOf(a) - order.indexOf(b);
}
