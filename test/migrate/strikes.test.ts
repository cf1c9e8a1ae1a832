import { expect, test } from "vitest";
import { countChanges, strikeMigrate, strikeRollback, strikes } from "./strikes.js";

// A sample; strikes.slow.test.ts strikes at every call.
const { migrate, rollback } = countChanges();

test("there are calls to strike at", () => {
  expect(migrate).toBeGreaterThan(50);
  expect(rollback).toBeGreaterThan(10);
});
test.each(strikes(migrate, 13, 9))("migrate that is killed at call %i", (at) => strikeMigrate("kill", at));
test.each(strikes(migrate, 31, 20))("migrate that finds the disk full from call %i on", (at) => strikeMigrate("full", at));
test.each(strikes(rollback, 6, 4))("rollback that is killed at call %i", (at) => strikeRollback("kill", at));
