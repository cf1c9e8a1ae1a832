import { test } from "vitest";
import { countChanges, strikeMigrate, strikeRollback, strikes } from "./strikes.js";

const { migrate, rollback } = countChanges();

test.each(strikes(migrate, 1))("migrate that is killed before call %i", (at) => strikeMigrate("kill", at));
test.each(strikes(migrate, 1))("migrate that is killed in the middle of call %i", (at) => strikeMigrate("kill-half", at));
test.each(strikes(migrate - 2, 2))("migrate that finds the disk full from call %i on", (at) => strikeMigrate("full", at));
test.each(strikes(rollback, 1))("rollback that is killed before call %i", (at) => strikeRollback("kill", at));
test.each(strikes(rollback, 1))("rollback that is killed in the middle of call %i", (at) => strikeRollback("kill-half", at));
test.each(strikes(rollback, 3))("rollback that finds the disk full from call %i on", (at) => strikeRollback("full", at));
