import { appendFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { createRepository, findCached, findIn } from "./edits.js";

test("a run right after a change of a module that contracts name keeps its answers for the next one", () => {
  const repository = createRepository();
  appendFileSync(path.join(repository.root, "src/ids/unified-id-generator.ts"), "// changed\n");
  const { considered, found } = findIn(repository.root, {
    cache: { build: "test", folder: repository.cache, startedAt: Date.now() },
  });
  const next = findCached(repository);
  expect(next.cached).toBe(considered);
  expect(next.found).toEqual(found);
  repository.remove();
}, 120_000);
