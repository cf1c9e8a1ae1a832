import { expect, test } from "vitest";
import { migrateExample } from "../../scripts/example-migration.mjs";

test("its active contracts can be migrated in the order of the plan: one violation in ten is left at most, types are clean and tests pass", async () => {
  const migration = await migrateExample();
  migration.remove();
  expect(migration.complaints).toEqual([]);
}, 1_200_000);
