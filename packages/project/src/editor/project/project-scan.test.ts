import { join } from "node:path";
import { expect, test } from "vitest";
import { openProject } from "../../../test-support/open-project.js";
import { findingsOf, plannedFindingsOf, ProjectScan, type ContractCount } from "../index.js";

const contract = (id: string, status: string): string => `---
title: ${id}
status: ${status}
imports: { logger: ./src/log.ts, getLogger: ./src/log.ts }
rules:
  no-deprecated-call: { replace: [{ match: logger, with: getLogger() }] }
---
`;
const RUN = 'import { logger } from "./log.js";\nexport const run = () => logger.error("x");\n';
const FILES = {
  "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
  "migrations/loggers.md": contract("loggers", "active"),
  "src/log.ts":
    "const own = { error: (text: string) => text };\nexport const getLogger = () => own;\nexport const logger = own;\n",
  "src/run.ts": RUN,
  "src/alone.ts": RUN,
  "src/run.test.ts":
    'import { test, vi } from "vitest";\nimport { run } from "./run.js";\nvi.mock("./log.js");\ntest("runs", run);\n',
};

function scanOf(files: Readonly<Record<string, string>>, onLook: () => void = () => undefined) {
  const opened = openProject(files);
  const { root, workspace, document } = opened;
  const texts: Record<string, string> = { ...files };
  const relative = (path: string): string => path.slice(root.length + 1);
  const of = (path: string) => document(relative(path), texts[relative(path)] ?? "");
  const scan = new ProjectScan(workspace, {
    findings: (path) => {
      onLook();
      return path.endsWith(".ts") ? findingsOf(workspace, of(path)) : undefined;
    },
    planned: (path) => (path.endsWith(".ts") ? plannedFindingsOf(workspace, of(path)) : undefined),
    open: (path, text) => document(relative(path), text).parse()!,
    log: (message) => expect.fail(message),
  });
  const project = () => workspace.projectOf(join(root, "src/run.ts"))!;
  const count = async (id: string): Promise<ContractCount | undefined> => {
    await scan.filesOf(project());
    return scan.countOf(project(), id);
  };
  return { ...opened, scan, project, count };
}

test("a fix that would part code from the mocks of its tests is held back, until the mock is gone", async () => {
  const { count, write, remove, scan } = scanOf(FILES);
  expect(await count("loggers")).toEqual({ left: 2, fixable: 1, heldBack: 1, files: 2 });
  write("src/run.test.ts", 'import { run } from "./run.js";\nrun();\n');
  expect(await count("loggers")).toEqual({ left: 2, fixable: 2, heldBack: 0, files: 2 });
  scan.dispose();
  remove(".");
});

test("what planned contracts find is counted too", async () => {
  const { count, remove, scan } = scanOf({ ...FILES, "migrations/later.md": contract("later", "planned") });
  expect(await count("later")).toEqual({ left: 2, fixable: 2, heldBack: 0, files: 2 });
  expect(await count("later/no-deprecated-call")).toMatchObject({ left: 2 });
  scan.dispose();
  remove(".");
});

test("who waits for a scan of contracts that change meanwhile gets what the new ones find", async () => {
  const { write, workspace, project, remove, scan } = scanOf(FILES);
  const before = scan.filesOf(project());
  write("migrations/loggers.md", contract("loggers", "active").replace("match: logger", "match: nothing"));
  workspace.reloadContracts();
  expect(scan.countOf(project(), "loggers")).toBeUndefined();
  expect(await before).toEqual([]);
  expect(scan.countOf(project(), "loggers")).toMatchObject({ left: 0 });
  scan.dispose();
  remove(".");
});

test("a file that is written while an earlier scan runs is among the files", async () => {
  let isLate = false;
  const opened = scanOf({ ...FILES, "src/late.ts": RUN }, () => {
    if (!isLate) opened.write("src/late.ts", RUN);
    isLate = true;
  });
  const { scan, project, remove } = opened;
  remove("src/late.ts");
  const earlier = scan.wait(project(), 10_000);
  await expect.poll(() => isLate).toBe(true);
  const files = await scan.filesOf(project());
  expect(files.map(({ path }) => path.split("/").at(-1)).sort()).toEqual(["alone.ts", "late.ts", "run.ts"]);
  await earlier;
  scan.dispose();
  remove(".");
});

test("of a contract that is new nothing is said before it is counted, and what is known of others stays", async () => {
  const { count, write, workspace, project, remove, scan } = scanOf({
    ...FILES,
    "migrations/later.md": contract("later", "planned"),
  });
  expect(await count("loggers")).toMatchObject({ left: 2 });
  write("migrations/new.md", contract("new", "planned"));
  workspace.reloadContracts();
  expect(scan.countOf(project(), "new")).toBeUndefined();
  expect(scan.countOf(project(), "loggers")).toMatchObject({ left: 2 });
  expect(await count("new")).toMatchObject({ left: 2 });
  scan.dispose();
  remove(".");
});
