import { expect, test } from "vitest";
import type { CheckResult } from "../../check/check-result.js";
import type { ListedFinding } from "../../check/listed-finding.js";
import { renderStylish, type StylishOptions } from "./stylish.js";

const finding = (more: Partial<ListedFinding> = {}): ListedFinding => ({
  ...{
    contract: "ids",
    rule: "no-raw-uuid",
    file: "src/a.ts",
    line: 3,
    column: 16,
    endLine: 3,
    endColumn: 20,
  },
  ...{
    message: "Use newId() instead of v4().",
    purpose: "One ID generator: sessions stay apart.",
    replacement: "newId()",
  },
  ...{
    level: "fix",
    reason: null,
    severity: "error",
    phase: null,
    tolerated: false,
    source: null,
    frame: { lineText: "const userId = v4();", from: 0 },
  },
  ...more,
});

const NO_BASELINE = {
  ...{ exist: false, known: 0, fresh: 0, gone: 0, moved: 0, goneEntries: [], goneCounts: new Map<string, number>() },
};

const CONTRACT = {
  id: "ids",
  file: "migrations/ids.md",
  why: null,
  links: [],
  title: "One ID generator",
  status: "active",
  track: null,
  owner: null,
  risk: "low",
  tolerated: 0,
  suppressed: 0,
  suggestible: 0,
  phases: [],
};

function render(
  findings: ListedFinding[],
  more: Partial<CheckResult> = {},
  options: Partial<StylishOptions> & { suppressed?: ListedFinding[]; exitCode?: 2; circles?: string[] } = {},
): string {
  const contracts = [{ ...CONTRACT, violations: findings.length, fixable: findings.length }];
  const result = {
    version: 1,
    root: ".",
    durationMs: 12,
    files: { considered: 1204, parsed: 1, cached: 0 },
    contracts,
    violations: [],
    nearDuplicates: [],
    problems: [],
    ...more,
  };
  const { suppressed = [], exitCode = 0, circles = [], ...rest } = options;
  return renderStylish(
    { result: result as CheckResult, findings, suppressed, hidden: [], baselines: NO_BASELINE, exitCode, circles },
    { hasColour: false, isQuiet: false, ...rest },
  );
}

test("says why a contract exists once", () => {
  expect(
    render([
      finding(),
      finding({
        line: 12,
        endLine: 12,
        level: "hint",
        severity: "warn",
        message: "v4() is a raw uuid.",
      }),
    ]),
  ).toBe(`src/a.ts
  3:16   error  Use newId() instead of v4().
                ids/no-raw-uuid fixable
                Why: One ID generator: sessions stay apart.
    3 │ const userId = v4();
      │                ^^^^

  12:16  warn   v4() is a raw uuid.
                ids/no-raw-uuid by hand
   12 │ const userId = v4();
      │                ^^^^

✖ 2 violations in 1 file (1 error, 1 warning) 12 ms
Next: 1 violation can be fixed with godwit check --fix
`);
});

test("breaks long messages at words, under their beginning", () => {
  const message = "Use newId() instead of v4(). Review: callers may still pass strings.";
  const lines = render([finding({ message })], {}, { columns: 60 }).split("\n");
  expect(lines.slice(1, 6)).toEqual([
    "  3:16  error  Use newId() instead of v4(). Review: callers",
    "               may still pass strings.",
    "               ids/no-raw-uuid fixable",
    "               Why: One ID generator: sessions stay apart.",
    "    3 │ const userId = v4();",
  ]);
});

test("says equal messages of a file once, with their count and lines", () => {
  const hint = { level: "hint", message: "It is a mock's handle." } as const;
  const text = render([
    finding(hint),
    finding({ ...hint, line: 5 }),
    finding({ ...hint, line: 5, column: 30 }),
    finding({ line: 9 }),
    finding({ ...hint, file: "src/b.ts" }),
  ]);
  expect(text).toContain("  Why: One ID generator: sessions stay apart.\n               3 times: lines 3, 5\n");
  expect(text.match(/It is a mock's handle/g)).toHaveLength(2);
  expect(text).toContain("✖ 5 violations in 2 files (5 errors)");
});

test("cuts a long list of lines", () => {
  const many = Array.from({ length: 30 }, (_, index) => finding({ line: index + 1 }));
  expect(render(many)).toMatch(/30 times: lines 1, 2, .*, 20 and 10 more\n/);
});

test("the last line says what to do next", () => {
  const nextOf = (text: string): string => text.trimEnd().split("\n").at(-1)!;
  expect(nextOf(render([finding({ level: "hint" })]))).toBe(
    "Next: change them by hand, or fail for new ones only with godwit baseline write",
  );
  expect(nextOf(render([finding({ level: "hint" }), finding({ level: "suggestion" })]))).toBe(
    "Next: let types and tests judge the suggestions with godwit migrate ids --suggestions, or fail for new ones only with godwit baseline write",
  );
  expect(nextOf(render([finding({ tolerated: true })]))).toBe("Next: 1 known violation can be fixed with godwit check --fix");
  const problems = [{ file: "migrations/b.md", line: 1, column: 1, code: "yaml", message: "It is no YAML." }];
  expect(nextOf(render([finding()], { problems }))).toBe(
    "Next: see what keeps a contract from working with godwit contracts validate",
  );
});

test("counts what disable comments hide, and lists it where asked", () => {
  const contracts = [{ ...CONTRACT, violations: 0, fixable: 0, suppressed: 2 }] as unknown as CheckResult["contracts"];
  const hidden = "  Hidden by disable comments (--suppressed lists them): ids 2.\n";
  expect(render([], { contracts })).toBe(`✔ No violations (1,204 files, 1 contract, 12 ms)\n${hidden}`);
  const listed = render([], { contracts }, { suppressed: [finding()], listsSuppressed: true });
  expect(listed).toMatch(/^Hidden by disable comments\n\nsrc\/a\.ts\n {2}3:16 {2}error/);
});

test("a summary has tables and no violations", () => {
  const owned = { ...CONTRACT, owner: "@acme/identity", violations: 3, fixable: 2, suppressed: 1 };
  const contracts = [owned, { ...CONTRACT, id: "done", violations: 0, fixable: 0 }] as unknown as CheckResult["contracts"];
  const file = "src/auth/deep/b.ts";
  const text = render([finding(), finding({ file }), finding({ file, level: "hint" })], { contracts }, { isSummary: true });
  expect(text).toBe(`contract  violations  fixable  suggestion  by hand  known  hidden
ids                3        2           0        1      0       1
done               0        0           0        0      0       0

folder    violations  fixable  suggestion  by hand  known
src/auth           2        1           0        1      0
src                1        1           0        0      0

owner           violations  fixable  suggestion  by hand  known
@acme/identity           3        2           0        1      0

✖ 3 violations in 2 files (3 errors) 12 ms
  Hidden by disable comments (--suppressed lists them): ids 1.
Next: 2 violations can be fixed with godwit check --fix
`);
});

test("a summary counts for the owners of files, and for those of contracts where a file has none", () => {
  const file = "src/auth/b.ts";
  const contracts = [{ ...CONTRACT, owner: "@acme/identity" }] as unknown as CheckResult["contracts"];
  const violations = [{ file, owners: ["@acme/auth", "@acme/web"] }] as unknown as CheckResult["violations"];
  const text = render([finding(), finding({ file }), finding({ file })], { contracts, violations }, { isSummary: true });
  expect(text).toContain(`owner           violations  fixable  suggestion  by hand  known
@acme/auth               2        2           0        0      0
@acme/web                2        2           0        0      0
@acme/identity           1        1           0        0      0
`);
});

test("never says that all is well where no contract works", () => {
  expect(render([], { contracts: [] })).toBe("✖ Nothing was checked: no contract works.\n");
});

test("is short where nothing is wrong, and names what is planned", () => {
  expect(render([])).toBe("✔ No violations (1,204 files, 1 contract, 12 ms)\n");
  const planned = [{ ...CONTRACT, id: "later", status: "planned" as const, violations: 3, fixable: 0 }];
  expect(render([], { contracts: planned as unknown as CheckResult["contracts"] })).toContain(
    "Planned, not reported yet: later 3.",
  );
});

test("after --fix it says how many are gone and does not offer it again", () => {
  const text = render([finding({ level: "suggestion" })], { fixed: 2 });
  expect(text).toContain("✔ 2 violations fixed.");
  expect(text).not.toContain("--fix");
  expect(text).toContain("1 violation has a suggestion to look at in the editor");
});

test("names problems with their place", () => {
  const problems = [{ file: "src/b.ts", line: 2, column: 7, code: "syntax", message: "The file does not parse." }];
  expect(render([], { problems })).toContain("  src/b.ts:2:7  The file does not parse.");
  expect(render([], { problems }, { isQuiet: true })).toContain("src/b.ts:2:7");
});

test("uses colour only where it may", () => {
  expect(render([finding()], {}, { hasColour: true })).toContain("\u001B[");
  expect(render([finding()])).not.toContain("\u001B[");
});

test("declarations that what replaces them needs are for the contract to leave alone, not for a baseline", () => {
  const reason = "what replaces it uses it: `declarations: false` in the contract lets it stay";
  const text = render([finding({ level: "hint", reason, reasonCode: "replacementUsesIt" })]);
  expect(text).toContain("Next: let these declarations stay with declarations: false in the contract");
  expect(text).not.toContain("baseline write");
});

test("nothing found is no success where something could not be checked", () => {
  const problems = [{ file: "migrations/b.md", line: 1, column: 1, code: "yaml", message: "It is no YAML." }];
  const text = render([], { problems }, { exitCode: 2 });
  expect(text).toContain("! No violations in what could be checked (1,204 files, 1 contract");
  expect(text).not.toContain("✔");
});

test("names few of many files in which a fix closed a circle of imports", () => {
  const circles = ["a", "b", "c", "d", "e"].map((name) => `src/${name}.ts`);
  const text = (count: number) => render([], {}, { circles: circles.slice(0, count) });
  expect(text(3)).toContain("at load, in src/a.ts, src/b.ts, src/c.ts.");
  expect(text(5)).toContain("at load, in src/a.ts, src/b.ts, src/c.ts and 2 more files.");
});
