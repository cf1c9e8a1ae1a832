import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { commitOn, git, historyOf } from "../../../../test/support/git-history.js";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { buildHistory, type HistoryOptions } from "./build-history.js";
import type { History } from "./history.js";

const use = (count: number): string =>
  `import { v4 } from "uuid";\n${Array.from({ length: count }, (_, index) => `export const id${index} = v4();\n`).join("")}`;
const contract = (more = ""): string => `---\ntitle: One ID\nrules:\n  no-raw-uuid: {}\n${more}---\n`;
const PHASES = 'phases:\n  - { name: First, files: ["src/a/**"] }\n  - { name: The rest }\n';
const START = { "package.json": { type: "module", godwit: {} }, "migrations/ids.md": contract(PHASES) };

const DAYS = {
  "2026-01-01": { ...START, "src/a/one.ts": use(3), "src/two.ts": use(2) },
  "2026-01-02": { "src/two.ts": use(1) },
  "2026-01-03": { "README.md": "Nothing that counts.\n" },
  "2026-01-04": { "src/a/one.ts": null, "src/b/one.ts": use(3) },
  "2026-01-05": { "src/two.ts": "export const id = 1;\n", "src/three.ts": use(4) },
};

function historyIn(cwd: string, options: Partial<HistoryOptions> = {}): History {
  const built = buildHistory({ cwd, ...options });
  if (!("history" in built)) throw new Error(JSON.stringify(built));
  return built.history;
}

/** What was left at each commit, or of one phase. */
function lefts({ contracts, commits }: History, id = "ids", phase?: string): number[] {
  const index = contracts.findIndex((contract) => contract.id === id);
  const at = phase === undefined ? -1 : contracts[index]!.phases.indexOf(phase);
  return commits.flatMap(({ counts }) => {
    const count = counts[index];
    return count ? [at < 0 ? count.left : count.phases[at]!] : [];
  });
}

describe("godwit history", () => {
  test("has at every commit what check finds when that commit is checked out", async () => {
    const root = historyOf(DAYS);
    const history = historyIn(root);
    expect(lefts(history)).toEqual([5, 4, 4, 4, 7]);
    expect(lefts(history, "ids", "First")).toEqual([3, 3, 3, 0, 0]);
    for (const { id, counts } of history.commits) {
      git(root, "checkout", "-q", id);
      const checked = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as {
        contracts: { violations: number; phases: { violations: number }[] }[];
      };
      const [ids] = checked.contracts;
      expect(counts).toEqual([{ left: ids!.violations, phases: ids!.phases.map(({ violations }) => violations) }]);
    }
  });

  test("counts a merge once, when it comes to the main branch, and follows that branch from another one", () => {
    const root = historyOf(DAYS);
    git(root, "checkout", "-q", "-b", "side");
    commitOn(root, "2026-01-06", { "src/side.ts": use(9) });
    commitOn(root, "2026-01-07", { "src/side.ts": use(1) });
    expect(lefts(historyIn(root))).toEqual([5, 4, 4, 4, 7]);
    git(root, "checkout", "-q", "main");
    git(root, "merge", "-q", "--no-ff", "side", "-m", "merge");
    expect(lefts(historyIn(root))).toEqual([5, 4, 4, 4, 7, 8]);
    expect(lefts(historyIn(root, { ref: "side" }))).toEqual([5, 4, 4, 4, 7, 16, 8]);
    expect(lefts(historyIn(root, { last: 2 }))).toEqual([7, 8]);
  });

  test("looks at each version once, keeps what it found, and finds out again only what may be different", () => {
    const root = historyOf(DAYS);
    const cache = { build: "one", startedAt: Date.now() + 10_000 };
    const first = historyIn(root, { cache });
    const again = historyIn(root, { cache });
    expect(first.versions.known).toBe(0);
    expect(again.versions).toEqual({ total: first.versions.total, known: first.versions.total });
    expect(again.commits).toEqual(first.commits);
    commitOn(root, "2026-01-06", { "src/four.ts": use(1) });
    const more = historyIn(root, { cache });
    expect(more.versions.total - more.versions.known).toBe(1);
    expect(lefts(more)).toEqual([5, 4, 4, 4, 7, 8]);
    expect(historyIn(root, { cache: { ...cache, build: "two" } }).versions.known).toBe(0);
    writeFileSync(path.join(root, "migrations/ids.md"), contract('files: ["src/a/**"]\n'));
    const narrow = historyIn(root, { cache });
    expect(narrow.versions.known).toBe(0);
    expect(lefts(narrow)).toEqual([3, 3, 3, 0, 0, 0]);
    expect(git(root, "status", "--porcelain", "--untracked-files=all")).toBe(" M migrations/ids.md\n");
  });

  test("follows the files of today where an answer depends on them", () => {
    const moved = "---\ntitle: Moved\nrules:\n  no-deprecated-import:\n    - { from: ./src/old.ts, to: ./src/new.ts }\n---\n";
    const root = historyOf({
      "2026-01-01": {
        ...START,
        "migrations/ids.md": moved,
        "tsconfig.json": { compilerOptions: { module: "esnext", moduleResolution: "bundler", paths: { "@/*": ["./src/*"] } } },
        "src/old.ts": "export const a = 1;\n",
        "src/new.ts": "export const a = 1;\n",
        "src/use.ts": 'import { a } from "@/old";\nexport const b = a;\n',
      },
    });
    const cache = { build: "one", startedAt: Date.now() + 10_000 };
    expect(lefts(historyIn(root, { cache }))).toEqual([1]);
    writeFileSync(
      path.join(root, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { module: "esnext", moduleResolution: "bundler" } }),
    );
    expect(lefts(historyIn(root, { cache }))).toEqual(lefts(historyIn(root)));
    expect(lefts(historyIn(root))).toEqual([0]);
  });

  test("leaves commits out until few enough versions are to be looked at, and knows more of them the next time", () => {
    const days = Array.from({ length: 100 }, (_, index) => new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10));
    const root = historyOf(
      Object.fromEntries(days.map((day, index) => [day, { ...(index === 0 && START), "src/two.ts": use(101 - index) }])),
    );
    const cache = { build: "one", startedAt: Date.now() + 10_000 };
    const first = historyIn(root, { cache, mostVersions: 12 });
    expect(first.versions).toEqual({ total: first.commits.length, known: 0 });
    expect(first.leftOut + first.commits.length).toBe(100);
    expect(lefts(first)).toEqual([...lefts(first)].sort((a, b) => b - a));
    // Four weeks ago, which a pace needs, and the newest.
    expect(lefts(first)).toEqual(expect.arrayContaining([30, 2]));
    const second = historyIn(root, { cache, mostVersions: 12 });
    expect(lefts(second).length).toBeGreaterThan(lefts(first).length);
    expect(lefts(second)).toEqual(expect.arrayContaining(lefts(first)));
    expect(second.versions.known).toBe(first.versions.total);
    expect(historyIn(root, { cache }).leftOut).toBe(0);
    expect(buildHistory({ cwd: root, mostVersions: 0 })).toEqual({ unknown: 100 });
  });

  test("takes a damaged cache for none, and never writes through a link", () => {
    const root = historyOf(DAYS);
    const folder = path.join(root, "kept");
    const cache = { build: "one", startedAt: Date.now() + 10_000, folder };
    historyIn(root, { cache });
    for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), "{");
    expect(lefts(historyIn(root, { cache }))).toEqual([5, 4, 4, 4, 7]);
    const outside = writeTree({});
    rmSync(path.join(root, ".godwit"), { recursive: true, force: true });
    symlinkSync(outside, path.join(root, ".godwit"));
    expect(historyIn(root, { cache: { build: "one" } }).versions.known).toBe(0);
    expect(() => readFileSync(path.join(outside, "history/.gitignore"))).toThrow();
  });

  test("takes the contracts as they were at each commit, and says which can't be used", async () => {
    const root = historyOf({
      "2026-01-01": { "package.json": { godwit: {} }, "src/a/one.ts": use(3), "src/two.ts": use(2) },
      "2026-01-02": { "migrations/ids.md": contract('files: ["src/a/**"]\n') },
      "2026-01-03": { "src/two.ts": use(5) },
      "2026-01-04": { "migrations/ids.md": contract("broken: [\n") },
      "2026-01-05": { "migrations/ids.md": contract(), "src/a/one.ts": use(1) },
      "2026-01-06": { "migrations/other.md": contract('status: planned\nfiles: ["src/two.ts"]\n') },
    });
    const history = historyIn(root, { asTheyWere: true });
    expect(history.commits.map(({ counts }) => counts.map((count) => count?.left ?? null))).toEqual([
      [null, null],
      [3, null],
      [3, null],
      [null, null],
      [6, null],
      [6, 5],
    ]);
    expect(history.unusable).toMatchObject([{ file: "migrations/ids.md", commit: history.commits[3]!.id }]);
    expect(lefts(historyIn(root))).toEqual([5, 5, 8, 8, 6, 6]);
    const { code, out } = await runGodwit(root, "history", "--as-they-were");
    expect(code).toBe(2);
    expect(out).toMatch(/1 version of contracts can't be used by this godwit: migrations\/ids.md at [0-9a-f]{8}: 5:/);
  });

  test("says what a shallow clone is missing", async () => {
    const root = historyOf(DAYS);
    const clone = path.join(writeTree({}), "clone");
    git(root, "clone", "-q", "--depth", "2", `file://${root}`, clone);
    const history = historyIn(clone);
    expect(lefts(history)).toEqual([4, 7]);
    expect(history.isShallow).toBe(true);
    expect((await runGodwit(clone, "history")).out).toContain("what was before 2026-01-04 is missing. git fetch --unshallow");
    expect(historyIn(clone, { last: 1 }).isShallow).toBe(false);
    expect(historyIn(root).isShallow).toBe(false);
  });

  test("says what a clone without contents is missing, and fetches nothing", () => {
    const root = historyOf(DAYS);
    git(root, "config", "uploadpack.allowFilter", "true");
    const clone = path.join(writeTree({}), "clone");
    git(root, "clone", "-q", "--filter=blob:none", `file://${root}`, clone);
    const { uncounted } = historyIn(clone);
    expect(uncounted.map(({ message }) => message)).toContain("This clone does not have the version: fetch it without a filter.");
    expect(uncounted.map(({ file }) => file)).toEqual(["src/two.ts", "src/two.ts"]);
  });

  test("counts a version that does not parse as the one before it, and says so", async () => {
    const root = historyOf({ ...DAYS, "2026-01-06": { "src/three.ts": 'import { v4 } from "uuid";\nconst = v4();\n' } });
    commitOn(root, "2026-01-07", { "src/three.ts": use(1) });
    const { code, out } = await runGodwit(root, "history");
    expect(out).toMatch(
      /1 version of files could not be counted, and count as the versions before them: src\/three.ts at [0-9a-f]{8}: It does not parse: 2:7/,
    );
    expect(code).toBe(2);
    expect(lefts(historyIn(root))).toEqual([5, 4, 4, 4, 7, 7, 4]);
  });

  test("takes names, links and settings of a repository for what they are", () => {
    const root = historyOf({
      "2026-01-01": {
        ...START,
        "src/ä\n\u0001b 0 'c.ts": use(1),
        "src/:100644 x M.ts": use(1),
        "src/-n.ts": use(1),
        "a.txt": use(1),
      },
      "2026-01-02": { "src/ä\n\u0001b 0 'c.ts": use(2), "src/link.ts": { link: "./-n.ts" } },
    });
    for (const [key, value] of [
      ...[
        ["log.showSignature", "true"],
        ["diff.external", "false"],
        ["log.showRoot", "false"],
        ["core.quotePath", "true"],
      ],
      ...[
        ["diff.noprefix", "true"],
        ["log.decorate", "full"],
        ["format.pretty", "fuller"],
        ["diff.submodule", "log"],
      ],
    ] as const)
      git(root, "config", key, value);
    expect(lefts(historyIn(root))).toEqual([3, 4]);
  });

  test("looks only at the files of a root that is a folder of a repository", () => {
    const outer = historyOf({
      "2026-01-01": {
        "app/package.json": { godwit: {} },
        "app/migrations/ids.md": contract(),
        "app/x.ts": use(2),
        "y.ts": use(5),
      },
    });
    commitOn(outer, "2026-01-02", { "y.ts": use(7) });
    commitOn(outer, "2026-01-03", { "app/x.ts": use(1) });
    expect(lefts(historyIn(path.join(outer, "app")))).toEqual([2, 2, 1]);
    expect(lefts(historyIn(path.join(outer, "app"), { asTheyWere: true }))).toEqual([2, 2, 1]);
  });

  test("writes JSON and CSV, and refuses what it can't do", async () => {
    const root = historyOf(DAYS);
    const json = JSON.parse((await runGodwit(root, "history", "--format", "json")).out) as {
      commits: { date: string; left: object; phases: object }[];
    };
    expect(json.commits[3]).toMatchObject({ date: "2026-01-04T12:00:00.000Z", left: { ids: 4 }, phases: { ids: [0, 4] } });
    const csv = await runGodwit(root, "history", "--format", "csv", "--contract", "ids");
    expect(csv.out.split("\n").map((row) => row.replace(/^[0-9a-f]{40}/, "x"))).toEqual([
      "commit,date,ids",
      ...["01", "02", "03", "04", "05"].map((day, index) => `x,2026-01-${day}T12:00:00.000Z,${[5, 4, 4, 4, 7][index]}`),
      "",
    ]);
    for (const args of [["--ref", "nowhere"], ["--ref=--all"], ["--last", "0"], ["--last", "x"], ["--contract", "idz"]])
      expect(await runGodwit(root, "history", ...args)).toMatchObject({ code: 2, out: "" });
    expect((await runGodwit(root, "history", "--contract", "idz")).err).toContain("Did you mean ids?");
    const bare = writeTree({ ...START });
    expect((await runGodwit(bare, "history")).err).toContain("not in a git repository");
    git(bare, "init", "-q");
    expect((await runGodwit(bare, "history")).err).toContain("no commit yet");
  });
});
