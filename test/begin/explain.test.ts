import { describe, expect, test } from "vitest";
import type { ExplainedPlace } from "../../packages/cli/src/explain/explain-source.js";
import { whatWouldHelp } from "../../packages/cli/src/explain/explain-source.js";
import { runGodwit } from "../support/run-godwit.js";
import { writeTree } from "../support/temporary-tree.js";

const IDS = `---
title: One way to make IDs
why: Their format is changed in one place.
imports:
  newId: ./src/ids.ts
  newToken: ./src/ids.ts
files: ["src/**"]
rules:
  no-raw-uuid:
    replace:
      - when: { name: "*token*" }
        with: newToken()
        fix: suggest
      - when: { name: shareId }
        with: newId($owner)
      - with: newId($entity)
---
`;
const LATER = `---
title: Lower case later
status: planned
rules:
  no-deprecated-call:
    replace:
      - match: $x.toLocaleLowerCase()
        with: $x.toLowerCase()
---
`;
const FILES = {
  "package.json": { type: "module", godwit: {} },
  "migrations/ids.md": IDS,
  "migrations/later.md": LATER,
  "src/ids.ts": "export const newId = (entity: string): string => entity;\nexport const newToken = (): string => '';\n",
  "src/users.ts": `import { v4 } from "uuid";

export const userId = v4();
export const refreshToken = v4();
export const shareId = v4();
// eslint-disable-next-line ids/no-raw-uuid -- an old partner wants it
export const partnerId = v4();
export const name = "ADA".toLocaleLowerCase();
`,
  "src/names.ts": 'import { v5 } from "uuid";\nexport const nameId = v5("a", "b");\n',
  "scripts/run.ts": 'import { v4 } from "uuid";\nexport const runId = v4();\n',
  "src/broken.ts": 'import { v4 } from "uuid";\nexport const = v4();\n',
  ".gitignore": "generated\n",
  "generated/a.ts": "export {};\n",
};

async function explain(root: string, what: string): Promise<ExplainedPlace> {
  const { code, out, err } = await runGodwit(root, "explain", what, "--format", "json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as ExplainedPlace;
}

describe("a place with a violation", () => {
  test("has its entry, its state, and its fix as a difference", async () => {
    const root = writeTree(FILES);
    const { violations } = await explain(root, "src/users.ts:3");
    expect(violations).toMatchObject([
      {
        contract: "ids",
        rule: "no-raw-uuid",
        state: "new",
        level: "fix",
        help: null,
        entry: { file: "migrations/ids.md", line: 16 },
      },
    ]);
    expect(violations[0]!.fix).toContain('-export const userId = v4();\n+export const userId = newId("user");\n');
  });

  test("that the contract only suggests says what would make it a fix", async () => {
    const { violations } = await explain(writeTree(FILES), "src/users.ts:4");
    expect(violations).toMatchObject([
      { level: "suggestion", fix: null, entry: { line: 11 }, help: expect.stringContaining("fix: suggest") as string },
    ]);
    expect(violations[0]!.suggestions[0]!.diff).toContain("+export const refreshToken = newToken();");
  });

  test("with a hole that nothing fills says how to fill it", async () => {
    const { violations } = await explain(writeTree(FILES), "src/users.ts:5");
    expect(violations).toMatchObject([
      {
        ...{ level: "hint", fix: null, suggestions: [], entry: { line: 14 } },
        reason: expect.stringContaining("no owner is in scope") as string,
        help: expect.stringContaining("`scope`") as string,
      },
    ]);
  });

  test("that a comment disables, or that is planned, says that", async () => {
    const root = writeTree(FILES);
    expect((await explain(root, "src/users.ts:7")).violations).toMatchObject([{ state: "disabled", fix: null }]);
    expect((await explain(root, "src/users.ts:8")).violations).toMatchObject([{ contract: "later", state: "planned" }]);
  });

  test("that the baseline knows says that", async () => {
    const root = writeTree({ ...FILES, "src/broken.ts": "" });
    await runGodwit(root, "baseline", "write");
    expect((await explain(root, "src/users.ts:3")).violations).toMatchObject([{ state: "known" }]);
  });

  test("whose fix would break the file says so", async () => {
    const root = writeTree({
      ...FILES,
      "migrations/later.md":
        '---\ntitle: B\nrules:\n  no-deprecated-call: { replace: [{ match: broken($x), with: "class $x {}" }] }\n---\n',
      "src/users.ts": "export const a = broken(1);\n",
    });
    const { out } = await runGodwit(root, "explain", "src/users.ts:1");
    expect(out).toContain("no fix    the file would not parse with it (");
    expect(out).toContain("to do     Change it by hand, and please report it.");
  });

  test("that waits for a test says for which", async () => {
    const spec =
      'import { vi } from "vitest";\nimport { userId } from "./users.js";\nvi.mock("uuid", () => ({ v4: () => "1" }));\nuserId;\n';
    const { violations } = await explain(writeTree({ ...FILES, "src/users.test.ts": spec }), "src/users.ts:3");
    expect(violations[0]!.heldBack?.by).toContain("src/users.test.ts");
  });
});

describe("a line without a violation", () => {
  test.each([
    ["src/users.ts:1", "ids", "It reports nothing here, but in lines 3, 4, 5, 7."],
    ["src/names.ts:1", "ids", "The file has words that it looks for, but not as the contract means them."],
    ["src/ids.ts:1", "ids", "The file has none of the words that it looks for."],
    ["scripts/run.ts:2", "ids", "The file is none of its files: src/**."],
  ])("of %s says why %s is silent", async (what, contract, reason) => {
    const { violations, silent } = await explain(writeTree(FILES), what);
    expect(violations).toEqual([]);
    expect(silent.find((each) => each.contract === contract)?.reason).toBe(reason);
  });

  test("is a column beside a violation", async () => {
    const root = writeTree(FILES);
    expect((await explain(root, "src/users.ts:3:24")).violations).toHaveLength(1);
    expect((await explain(root, "src/users.ts:3:2")).violations).toHaveLength(0);
  });
});

test("a script of a component has what check finds there, with its fix", async () => {
  const component =
    '<template>{{ userId }}</template>\n<script setup lang="ts">\nimport { v4 } from "uuid";\nconst userId = v4();\n</script>\n';
  const root = writeTree({ ...FILES, "src/App.vue": component, "lib/App.vue": component });
  const { violations, silent } = await explain(root, "src/App.vue:4");
  expect(violations).toMatchObject([{ state: "new", line: 4, column: 16, level: "fix", suggestions: [], heldBack: null }]);
  expect(violations[0]!.fix).toContain('+const userId = newId("user");');
  expect(silent.map(({ contract }) => contract)).toEqual(["later"]);
  const { out } = await runGodwit(root, "explain", "src/App.vue:4");
  expect(out).toContain("it fails godwit check");
  expect(out).toContain('Use newId("user") instead of v4()');
  expect(await explain(root, "lib/App.vue:4")).toMatchObject({ violations: [] });
  const { code } = await runGodwit(
    writeTree({ ...FILES, "src/App.vue": "<template>1</template>\n" }),
    "explain",
    "src/App.vue:1",
  );
  expect(code).toBe(0);
});

test("a whole file has all of its violations", async () => {
  const { violations } = await explain(writeTree(FILES), "src/users.ts");
  expect(violations.map(({ line }) => line)).toEqual([3, 4, 5, 7, 8]);
});

test("a rule has its lines of the contract, counts and reasons", async () => {
  const { code, out } = await runGodwit(writeTree({ ...FILES, "src/broken.ts": "" }), "explain", "ids/no-raw-uuid");
  expect(code).toBe(0);
  expect(out).toContain("3 violations: 1 fixable, 1 to look at, 1 by hand, 1 disabled by comments");
  expect(out).toContain("migrations/ids.md:10");
  expect(out).toContain('- when: { name: "*token*" }');
  expect(out).toMatch(/\n {2}Why not all are fixed, and what to do:\n(?: +\d .*\n {9}\S.*\n)+$/u);
  expect(out).toContain("no owner is in scope");
});

test("a rule says how many of its fixes wait for a test, why, and what to do", async () => {
  const contract = LATER.replace("status: planned", "imports: { log: ./src/log.ts, print: ./src/log.ts }").replace(
    /- match: .*\n +with: .*/u,
    "- { match: log($text), with: print($text) }",
  );
  const root = writeTree({
    "package.json": { type: "module", godwit: {} },
    "migrations/logs.md": contract,
    "src/log.ts": "export const log = (text: string) => text;\nexport const print = (text: string) => text;\n",
    "src/run.ts": 'import { log } from "./log.js";\nexport const run = () => log("a");\n',
    "src/other.ts": 'import { log } from "./log.js";\nexport const other = () => log("a");\n',
    "src/run.test.ts": 'import { vi } from "vitest";\nimport { run } from "./run.js";\nvi.mock("./log.js");\nrun();\n',
  });
  const { out } = await runGodwit(root, "explain", "logs");
  expect(out).toContain("2 violations: 1 fixable, 1 held back by tests\n");
  expect(out).toMatch(/ 1 {2}it mocks "\.\/log\.js", and the mock can't follow \(src\/run\.ts:2\)\n {9}Let the test mock/u);
});

test.each([
  ["src/users.ts:99", "has 8 lines"],
  ["src/users.ts:0", "start at 1"],
  ["src/broken.ts:2", "does not parse"],
  ["generated/a.ts:1", "git ignores"],
  ["../outside.ts:1", "There is no file"],
  ["migrations/ids.md:3", "contracts validate"],
  ["ids/no-such-rule", "It has: no-raw-uuid"],
  ["no-loose-type", "No contract here has this rule. Contracts are written in migrations/."],
  ["idz", "Did you mean ids?"],
])("%s can't be explained, and says why", async (what, message) => {
  const { code, err } = await runGodwit(writeTree(FILES), "explain", what);
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(message) as string });
});

test("nothing that a contract says is obeyed by a terminal", async () => {
  const contract = IDS.replace("why: Their", 'why: "\\e[31mred\\a\\u202E Their').replace("one place.", 'one place."');
  const { out } = await runGodwit(writeTree({ ...FILES, "migrations/ids.md": contract }), "explain", "src/users.ts:3");
  expect(out).toContain("red");
  expect(out).not.toMatch(/[\u001B\u0007\u202E]/);
});

describe("what would help", () => {
  test("is never less than a comment with its rule", () => {
    const left = { help: null, contract: "ids", rule: "no-raw-uuid" };
    expect(whatWouldHelp({ ...left, level: "hint" })).toContain("eslint-disable-next-line ids/no-raw-uuid -- reason");
    expect(whatWouldHelp({ ...left, level: "suggestion" })).toContain("godwit migrate ids --suggestions");
  });
});
