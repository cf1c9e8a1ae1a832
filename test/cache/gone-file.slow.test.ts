import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { listFiles, type ListedFile } from "../../packages/project/src/files/list-files.js";
import { createRepository, findCached, findIn } from "./edits.js";

test("a file that is deleted between listing and reading is like one that was never there, and no answer is kept for it", () => {
  const repository = createRepository();
  const last = path.join(repository.root, "tests/z-last.ts");
  writeFileSync(last, 'import { v4 } from "uuid";\nexport const userId = v4();\n');
  const list = (root: string): readonly ListedFile[] => {
    const listed = listFiles(root);
    rmSync(last, { force: true });
    return listed;
  };
  const gone = findCached(repository, { list });
  const without = findIn(repository.root);
  expect(gone.found.violations).toEqual(without.found.violations);
  expect(gone.found.problems).toEqual(without.found.problems);
  expect(gone.considered).toBe(without.considered);
  writeFileSync(last, 'import { v4 } from "uuid";\nexport const userId = v4();\n');
  const back = findCached(repository);
  expect(back.found).toEqual(findIn(repository.root).found);
  expect(back.found.violations.some(({ file }) => file === "tests/z-last.ts")).toBe(true);
  repository.remove();
}, 120_000);
