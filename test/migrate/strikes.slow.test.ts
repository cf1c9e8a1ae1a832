import { test } from "vitest";
import { asProcess, countChanges, inProcess, strikeMigrate, strikeRollback, strikes } from "./strikes.js";

const { migrate, rollback } = await countChanges();

test.each(strikes(migrate, 1))("migrate that is killed before call %i", (at) => strikeMigrate(inProcess, { kind: "kill", at }));
test.each(strikes(migrate, 1))("migrate that is killed in the middle of call %i", (at) =>
  strikeMigrate(inProcess, { kind: "kill-half", at }),
);
test.each(strikes(migrate - 2, 2))("migrate that finds the disk full from call %i on", (at) =>
  strikeMigrate(inProcess, { kind: "full", at }),
);
test.each(strikes(rollback, 1))("rollback that is killed before call %i", (at) =>
  strikeRollback(inProcess, { kind: "kill", at }),
);
test.each(strikes(rollback, 1))("rollback that is killed in the middle of call %i", (at) =>
  strikeRollback(inProcess, { kind: "kill-half", at }),
);
test.each(strikes(rollback, 3))("rollback that finds the disk full from call %i on", (at) =>
  strikeRollback(inProcess, { kind: "full", at }),
);
test.each(strikes(migrate, 10))("migrate as a process that is killed at call %i", (at) =>
  strikeMigrate(asProcess, { kind: "kill-half", at }),
);
test.each(strikes(rollback, 5))("rollback as a process that is killed at call %i", (at) =>
  strikeRollback(asProcess, { kind: "kill-half", at }),
);
