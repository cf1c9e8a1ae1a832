import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadContracts } from "../../test-support/with-rules.js";

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function contract(dependsOn: readonly string[] = []): string {
  return `---\ntitle: T\ndependsOn: [${dependsOn.join(", ")}]\nrules: { no-raw-uuid: {} }\n---\n`;
}

function rootWith(contracts: Record<string, string | Buffer>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-load-")));
  made.push(root);
  mkdirSync(join(root, "migrations"));
  for (const [id, text] of Object.entries(contracts)) writeFileSync(join(root, `migrations/${id}.md`), text);
  return root;
}

const idsOf = (root: string) => loadContracts(root).contracts.map(({ id }) => id);
const problemsOf = (root: string) =>
  loadContracts(root).problems.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);

describe("loadContracts", () => {
  it("puts dependencies first, then sorts by id", () => {
    const root = rootWith({ "a-a": contract(["z-z"]), "b-b": contract(), "z-z": contract(["c-c"]), "c-c": contract() });
    expect(idsOf(root)).toEqual(["b-b", "c-c", "z-z", "a-a"]);
    expect(problemsOf(root)).toEqual([]);
  });

  it("reports a broken contract and keeps the rest, also what depends on it", () => {
    const root = rootWith({ "a-a": contract(["b-b"]), "b-b": "---\ntitle: `x`\n---\n", notes: "# Notes" });
    expect(idsOf(root)).toEqual(["a-a"]);
    expect(problemsOf(root)).toEqual(["migrations/b-b.md:2:8 yaml"]);
  });

  it("reports dependencies on nothing of a contract that is broken, too", () => {
    const root = rootWith({ "a-a": "---\ntitle: T\ndependsOn: [nothing]\nrules: { no-raw-uuid: {} }\nrisk: 3\n---\n" });
    expect(problemsOf(root)).toEqual(["migrations/a-a.md:3:13 unknown-dependency", "migrations/a-a.md:5:7 bad-value"]);
  });

  it("reports dependencies on nothing, with the nearest id", () => {
    const root = rootWith({
      "user-context": contract(),
      "typed-ids": contract(["user-contxt"]),
      "other-ids": contract(["notes"]),
      notes: "# Notes",
    });
    const { problems, contracts } = loadContracts(root);
    expect(problems.map(({ file, message }) => [file, message])).toEqual([
      ["migrations/other-ids.md", 'There is no contract "notes". Write the id of a contract, or remove it.'],
      ["migrations/typed-ids.md", 'There is no contract "user-contxt". Did you mean "user-context"?'],
    ]);
    expect(contracts).toHaveLength(3);
  });

  it("reports a cycle at each of its members, with its way", () => {
    const root = rootWith({
      "a-a": contract(["b-b"]),
      "b-b": contract(["c-c"]),
      "c-c": contract(["a-a"]),
      "d-d": contract(["a-a"]),
      "e-e": contract(["e-e"]),
    });
    expect(problemsOf(root)).toEqual([
      "migrations/a-a.md:3:13 dependency-cycle",
      "migrations/b-b.md:3:13 dependency-cycle",
      "migrations/c-c.md:3:13 dependency-cycle",
      "migrations/e-e.md:3:13 dependency-cycle",
    ]);
    expect(loadContracts(root).problems[0]!.message).toContain("a-a → b-b → c-c → a-a");
    expect(idsOf(root)).toEqual(["e-e", "a-a", "c-c", "b-b", "d-d"]);
  });

  it("names each file that can't be read, once", () => {
    const root = rootWith({
      "a-a": contract(),
      "b-b": Buffer.from([0xff, 0xfe, 0x41, 0x00]),
      "c-c": "x".repeat(1024 * 1024 + 1),
    });
    mkdirSync(join(root, "migrations/folder.md"));
    symlinkSync("nowhere.md", join(root, "migrations/link.md"));
    symlinkSync("loop.md", join(root, "migrations/loop.md"));
    expect(idsOf(root)).toEqual(["a-a"]);
    expect(problemsOf(root)).toEqual([
      "migrations/b-b.md:1:1 not-utf8",
      "migrations/c-c.md:1:1 too-large",
      "migrations/folder.md:1:1 unreadable",
      "migrations/link.md:1:1 unreadable",
      "migrations/loop.md:1:1 unreadable",
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("names a file without permission", () => {
    const root = rootWith({ "a-a": contract() });
    chmodSync(join(root, "migrations/a-a.md"), 0);
    expect(problemsOf(root)).toEqual(["migrations/a-a.md:1:1 unreadable"]);
  });

  it("follows links to files, and does not look into folders or hidden files", () => {
    const root = rootWith({ "a-a": contract() });
    symlinkSync("a-a.md", join(root, "migrations/b-b.md"));
    mkdirSync(join(root, "migrations/old"));
    writeFileSync(join(root, "migrations/old/c-c.md"), contract());
    writeFileSync(join(root, "migrations/.draft.md"), contract());
    expect(idsOf(root)).toEqual(["a-a", "b-b"]);
  });

  it("has no problem without the default folder, and one without a folder that is named", () => {
    const root = rootWith({});
    rmSync(join(root, "migrations"), { recursive: true });
    expect(loadContracts(root)).toMatchObject({ root, directory: "migrations", contracts: [], problems: [] });
    expect(loadContracts(root, { directory: "plans" }).problems).toMatchObject([{ file: "plans", code: "missing-directory" }]);
  });

  it("reads the folder that package.json names", () => {
    const root = rootWith({ "a-a": contract() });
    mkdirSync(join(root, "docs/plans"), { recursive: true });
    writeFileSync(join(root, "docs/plans/b-b.md"), contract());
    writeFileSync(join(root, "package.json"), '{ "godwit": { "directory": "docs/plans" } }');
    const { contracts, directory } = loadContracts(root);
    expect([directory, contracts[0]!.file]).toEqual(["docs/plans", "docs/plans/b-b.md"]);
  });
});
