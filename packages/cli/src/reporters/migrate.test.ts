import { expect, test } from "vitest";
import type { MigrateReport, UnitResult } from "../results/schemas.js";
import { renderMigration } from "./migrate.js";

const unit = (name: string, outcome: UnitResult["outcome"], sites: number, reason: string | null = null): UnitResult => ({
  ...{ unit: `packages/dal/src/${name}.ts`, package: "packages/dal", phase: null, outcome, sites, reason },
  files: [`packages/dal/src/${name}.ts`],
});

const TYPE_ERROR =
  "TS2345 in packages/dal/src/users.ts:31:7: Argument of type 'string' is not assignable to parameter of type 'UserId'.";

const REPORT: MigrateReport = {
  ...{ version: 1, run: "r1", contract: "ids", title: "IDs", outcome: "complete", before: 16, after: 5, waves: [] },
  units: [
    unit("teams", "kept", 9),
    unit("users", "kept", 2),
    unit("users", "put-back", 1, TYPE_ERROR),
    unit("orders", "put-back", 1, "npm test ended with exit code 1"),
    unit("invoices", "put-back", 2, "npm test ended with exit code 1"),
  ],
  left: [
    { reason: "it was put back in this run", level: "suggestion", count: 4, first: "packages/dal/src/users.ts:31:7" },
    { reason: "it is called with arguments, which are lost", level: "hint", count: 1, first: "src/a.ts:1:1" },
  ],
  ...{
    stopped: null,
    rewordedErrors: [],
    notes: [],
    commits: [],
    next: ["undo this run: godwit rollback r1"],
    durationMs: 1_500,
  },
};

test("the end of a run says for each package what was kept and what put back, and each reason once", () => {
  expect(renderMigration(REPORT, { hasColour: false })).toBe(`Kept
  packages/dal/src/teams.ts  9 sites
  packages/dal/src/users.ts  2 sites
  packages/dal: 11 of 15 sites kept in 2 files, 4 put back: TS2345 and npm test ended with exit code 1

Put back
  packages/dal/src/users.ts (1 site)
    ${TYPE_ERROR}
  packages/dal/src/orders.ts (1 site)
  packages/dal/src/invoices.ts (2 sites)
    npm test ended with exit code 1

Left
  sites  how         where                             why
      4  to look at  packages/dal/src/users.ts:31:7 …  it was put back in this run
      1  by hand     src/a.ts:1:1                      it is called with arguments, which are lost

! 11 of 15 sites kept, ids has 16 → 5 violations (run r1, 1.5 s)
Next: undo this run: godwit rollback r1
`);
});

test("the end says what was asked for: a phase of a contract, and to go on after what is put back", () => {
  const stopped = { ...REPORT, outcome: "stopped" as const };
  expect(renderMigration(stopped, { hasColour: false })).toContain("! Stopped: 11 of 15 sites kept, ids has 16 → 5");
  const asked = { phase: "Core", keepGoing: true };
  expect(renderMigration(stopped, { hasColour: false, asked })).toContain("! 11 of 15 sites kept, phase Core of ids has 16 → 5");
});

test("what goes through the program is counted beside the packages where there is much", () => {
  const many = Array.from({ length: 40 }, (_, index) => unit(`file${index}`, "kept", 1));
  const wave = { ...unit("a", "kept", 7), unit: "types UserId, OrderId", package: ".", files: ["src/a.ts", "src/b.ts"] };
  const text = renderMigration({ ...REPORT, units: [...many, wave] }, { hasColour: false });
  expect(text.split("\n\n")[0]).toBe(
    "Kept\n  packages/dal: 40 sites kept in 40 files\n  types UserId, OrderId: 7 sites kept in 2 files",
  );
});

test("no reason runs over the edge of a terminal", () => {
  const text = renderMigration(REPORT, { hasColour: false, columns: 72 });
  expect(text).toContain(`  packages/dal/src/users.ts (1 site)
    TS2345 in packages/dal/src/users.ts:31:7: Argument of type 'string'
    is not assignable to parameter of type 'UserId'.
`);
  expect(text).toContain(`      4  to look at  packages/dal/src/users.ts:31:7 …
      why: it was put back in this run
`);
});

test("a unit of many files names a few of them", () => {
  const files = ["a", "b", "c", "d", "e", "f"].map((name) => `src/${name}.ts`);
  const units = [{ ...unit("teams", "kept", 9), unit: "src/a.ts", files }];
  expect(renderMigration({ ...REPORT, units }, { hasColour: false })).toContain(
    "  src/a.ts  9 sites  with src/b.ts, src/c.ts, src/d.ts and 2 more files\n",
  );
});

test("what was taken back is listed by its reason, as one change may free many", () => {
  const reason = "packages/core/src/ids.ts is not exported by core";
  const taken = (line: number, why: string) => ({ file: "src/a.ts", line, column: 1, name: `id${line}`, reason: why });
  const waves: MigrateReport["waves"] = [
    {
      ...{ kind: "typed", type: "UserId", phase: null, outcome: "kept", reason: null },
      ...{ files: [], annotations: [], wraps: [] },
      takenBack: [taken(1, "TS2345 in src/a.ts:9:1: no"), ...[2, 3, 4, 5].map((line) => taken(line, reason))],
    },
  ];
  expect(renderMigration({ ...REPORT, waves }, { hasColour: false })).toContain(`  Taken back: 5
  sites  name  where         why
      4  id2   src/a.ts:2 …  packages/core/src/ids.ts is not exported by core
      1  id1   src/a.ts:1    TS2345 in src/a.ts:9:1: no
`);
});

test("what a container has to provide is told for each class", () => {
  const at = { file: "src/a.ts", line: 3, column: 1 };
  const waves: MigrateReport["waves"] = [
    {
      ...{ kind: "context", values: ["logger"], phase: null, outcome: "kept", reason: null, asked: 2, sites: [at, at] },
      ...{ files: ["src/a.ts"], functions: [], calls: [], takenBack: [], roots: [], freedByTests: 0 },
      signatures: [
        { ...at, name: "new Orders", takes: "logger", provided: "Logger", listedIn: ["src/a.spec.ts"] },
        { ...at, line: 9, name: "save", takes: "logger", provided: null, listedIn: [] },
      ],
    },
  ];
  expect(renderMigration({ ...REPORT, waves }, { hasColour: false }))
    .toContain(`  2 of 2 sites: 2 functions take one, 0 calls pass one, in 1 file.
  Made by a container: the module of each class has to provide what it takes now
  class   place       provide  listed in
  Orders  src/a.ts:3  Logger   src/a.spec.ts
`);
});

test("of what was put back no place is told as if it were done", () => {
  const waves: MigrateReport["waves"] = [
    {
      ...{ kind: "typed", type: "UserId", phase: null, outcome: "put-back", reason: TYPE_ERROR, files: ["src/a.ts"] },
      annotations: [{ file: "src/a.ts", line: 1, column: 1, name: "userId", isSite: true }],
      wraps: [{ file: "src/a.ts", line: 2, column: 1, value: "text", isTest: false, isInside: true }],
      takenBack: [{ file: "src/a.ts", line: 3, column: 1, name: "id", reason: "no" }],
    },
  ];
  const text = renderMigration({ ...REPORT, waves }, { hasColour: false });
  expect(text).toContain("Through the program: UserId\n  1 annotation, 1 wrap in 1 file; put back.\n\nLeft\n");
});
