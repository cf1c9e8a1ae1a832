import { expect, test } from "vitest";
import { asProcess, countChanges, inProcess, strikeMigrate, strikeRollback, strikes } from "./strikes.js";

// A sample in this process, and one kill of each command as a real process; strikes.slow.test.ts strikes at every call.
const { migrate, rollback } = await countChanges();

test("there are calls to strike at", () => {
  expect(migrate).toBeGreaterThan(50);
  expect(rollback).toBeGreaterThan(10);
});
test.each(strikes(migrate, 60, 33))("migrate that is killed at call %i", (at) => strikeMigrate(inProcess, { kind: "kill", at }));
// The last two calls give the lock back.
test.each(strikes(migrate - 2, 60, 50))("migrate that finds the disk full from call %i on", (at) =>
  strikeMigrate(inProcess, { kind: "full", at }),
);
test.each(strikes(rollback, 12, 10))("rollback that is killed at call %i", (at) =>
  strikeRollback(inProcess, { kind: "kill", at }),
);
test("migrate as a process that is killed", { tags: "slow" }, () =>
  strikeMigrate(asProcess, { kind: "kill-half", at: migrate >> 1 }),
);
test("rollback as a process that is killed", { tags: "slow" }, () =>
  strikeRollback(asProcess, { kind: "kill", at: rollback >> 1 }),
);
