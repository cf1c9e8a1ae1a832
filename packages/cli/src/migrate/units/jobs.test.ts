import type { ActiveContract } from "@godwit/project";
import { expect, test } from "vitest";
import { jobsOf } from "./jobs.js";
import type { Unit } from "./work.js";

test("a job of several units is called by its batch, and tests of the batch are a job of their own", () => {
  const unit = (id: string, isTest = false): Unit => ({ id, files: [id], package: "packages/a", batch: "ids/a", isTest });
  const units = [unit("src/a.ts"), unit("src/b.ts"), unit("src/a.test.ts", true), unit("src/b.test.ts", true)];
  const contract: Partial<ActiveContract["contract"]> = { risk: "medium", validate: { before: [], each: [], after: [] } };
  const active = { contract } as ActiveContract;
  const jobs = jobsOf(units, { active, options: { keepGoing: true }, takesSuggestions: false, found: new Map() });
  expect(jobs.map(({ name, units: own }) => [name, own.map(({ id }) => id)])).toEqual([
    ["ids/a", ["src/a.ts", "src/b.ts"]],
    ["ids/a", ["src/a.test.ts", "src/b.test.ts"]],
  ]);
});
