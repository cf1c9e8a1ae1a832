import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { formatByName } from "./outputs.js";

test("a file's ending names a format of the command, or none", () => {
  const known = ["stylish", "json", "sarif", "junit", "markdown", "mermaid"];
  const found = ["a.json", "b/A.SARIF", "a.xml", "a.md", "a.mmd", "a.html", "a.txt", "json", ".json/a"];
  expect(found.map((file) => formatByName(file, known))).toEqual([
    "json",
    "sarif",
    "junit",
    "markdown",
    "mermaid",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

const FILES = {
  "package.json": { name: "x", type: "module", godwit: {} },
  "migrations/ids.md": "---\ntitle: IDs\nrules:\n  no-raw-uuid: { replace: [{ with: String($entity) }] }\n---\n",
  "src/a.ts": "export const userId = crypto.randomUUID();\n",
};

test.each<[string[], string, string]>([
  [["check"], "check.sarif", '"$schema"'],
  [["check"], "check.md", "## ✖ godwit"],
  [["check", "--format", "stylish"], "odd.json", "src/a.ts\n"],
  [["check"], "check.json", '"exitCode": 1'],
  [["report", "--from", "check.json"], "from.md", "## ✖ godwit"],
  [["report", "--from", "check.json"], "from.txt", '"exitCode": 1'],
  [["report", "--no-history"], "report.html", "<!doctype html>"],
  [["plan"], "plan.html", "<!doctype html>"],
  [["plan"], "plan.txt", "ids IDs\n"],
  [["plan", "--format", "json"], "plan.html", "{"],
  [["consumers", "src/a.ts"], "consumers.mmd", "flowchart"],
  [["status"], "status.json", "{"],
  [["contracts", "graph"], "graph.dot", "digraph"],
])("godwit %j -o %s", async (args, file, begins) => {
  const root = writeTree(FILES);
  const output = path.join(root, file);
  if (args.includes("check.json")) await runGodwit(root, "check", "-o", "check.json");
  await runGodwit(root, ...args, "-o", file);
  expect(existsSync(output)).toBe(true);
  expect(readFileSync(output, "utf8").slice(0, 200)).toContain(begins);
});

test("an ending that is nearly a format's is a slip of the pen, unless the format is named", async () => {
  const root = writeTree(FILES);
  const message = "odd.jsno ends in no format. Did you mean .json? Otherwise say which one: --format json";
  for (const command of ["check", "status"])
    expect(await runGodwit(root, command, "-o", "odd.jsno")).toMatchObject({
      code: 2,
      err: expect.stringContaining(message) as string,
    });
  expect((await runGodwit(root, "report", "--no-history", "-o", "odd.htlm")).err).toContain("Did you mean .html?");
  expect(existsSync(path.join(root, "odd.jsno"))).toBe(false);
  await runGodwit(root, "check", "--format", "stylish", "-o", "odd.jsno");
  expect(readFileSync(path.join(root, "odd.jsno"), "utf8")).toContain("src/a.ts\n");
});
