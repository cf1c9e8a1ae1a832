import { keysIn } from "./terminal.js";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkResultSchema, type CheckResult } from "./check/check-result.js";
import { runGodwit, type GodwitRun } from "../../../test/support/run-godwit.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-cli-")));
  write("package.json", '{ "name": "x", "type": "module", "godwit": {} }');
  write("src/ids.ts", "export const newId = (entity: string): string => entity;\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string | Buffer): string {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  return target;
}

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

function contract(id = "ids", more = "", prose = ""): void {
  write(
    `migrations/${id}.md`,
    `---\ntitle: One ID generator\n${more}imports:\n  newId: ./src/ids.ts\nrules:\n  no-raw-uuid:\n    replace:\n      - with: newId($entity)\n---\n${prose}`,
  );
}

const run = (...args: string[]): Promise<GodwitRun> => runGodwit(root, ...args);

async function json(...args: string[]): Promise<CheckResult & { code: number }> {
  const { code, out } = await run("check", "--format", "json", ...args);
  return { ...checkResultSchema.parse(JSON.parse(out)), code };
}

const USER = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';
const FIXED = 'import { newId } from "./ids.js";\n\nexport const userId = newId("user");\n';

describe("check", () => {
  test("lists violations in the published shape, and exits 1", async () => {
    contract();
    write("src/user.ts", USER);
    write("src/clean.ts", "export {};\n");
    const { code, violations, contracts, files, problems } = await json();
    expect({ code, problems, files }).toEqual({ code: 1, problems: [], files: { considered: 3, parsed: 1, cached: 0 } });
    expect(contracts).toMatchObject([
      { id: "ids", violations: 1, fixable: 1, suggestible: 0, tolerated: 0, status: "active", risk: "low" },
    ]);
    expect(violations).toEqual([
      {
        ...{ contract: "ids", rule: "no-raw-uuid", file: "src/user.ts", line: 3, column: 23, endLine: 3, endColumn: 27 },
        ...{ message: expect.stringContaining('Use newId("user")') as string, replacement: 'newId("user")' },
        ...{ level: "fix", reason: null, severity: "error", tolerated: false, phase: null },
        fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      },
    ]);
  });

  test("shows people the line and what to do next", async () => {
    contract();
    write("src/user.ts", USER);
    const { out } = await run("check");
    expect(out).toContain("src/user.ts\n");
    expect(out).toContain("    3 │ export const userId = v4();\n      │                       ^^^^\n");
    expect(out).toContain("✖ 1 violation in 1 file (1 error)");
    expect(out).toContain("1 violation can be fixed with godwit check --fix");
  });

  test("--fix writes the safe edits, says how many, and a second run has nothing to do", async () => {
    contract();
    const head = "\uFEFF#!/usr/bin/env node\r\n";
    const file = write("src/user.ts", head + USER.replaceAll("\n", "\r\n"));
    chmodSync(file, 0o755);
    expect(await json("--fix")).toMatchObject({ code: 0, violations: [], fixed: 1 });
    expect(read("src/user.ts")).toBe(head + FIXED.replaceAll("\n", "\r\n"));
    expect(readdirSync(path.join(root, "src"))).toEqual(["ids.ts", "user.ts"]);
    expect(await json("--fix")).toMatchObject({ code: 0, fixed: 0 });
  });

  test("warnings alone exit 0, and --quiet leaves them out", async () => {
    contract("ids", "severity: warn\n");
    write("src/user.ts", USER);
    expect(await run("check")).toMatchObject({ code: 0, out: expect.stringContaining("(1 warning)") as string });
    expect(await run("check", "--quiet")).toMatchObject({ code: 0, out: "" });
  });

  test("planned contracts are counted, neither listed nor fixed", async () => {
    contract("ids", "status: planned\n");
    write("src/user.ts", USER);
    expect(await json("--fix")).toMatchObject({ code: 0, violations: [], contracts: [{ violations: 1, fixable: 1 }] });
    expect(read("src/user.ts")).toBe(USER);
  });

  test("phases split the counts, and --phase asks and fixes for one", async () => {
    contract(
      "ids",
      'phases:\n  - { name: Auth, files: ["src/auth/**"], due: 2026-12-04 }\n  - { name: Rest, allow: 5, severity: warn }\n',
    );
    write("src/auth/user.ts", USER);
    write("src/user.ts", USER);
    const { contracts, violations } = await json();
    expect(contracts[0]!.phases).toEqual([
      { name: "Auth", violations: 1, allow: 0, due: "2026-12-04", done: false },
      { name: "Rest", violations: 1, allow: 5, due: null, done: true },
    ]);
    expect(violations.map(({ phase, severity }) => [phase, severity])).toEqual([
      ["Auth", "error"],
      ["Rest", "warn"],
    ]);
    expect(await json("--phase", "Rest", "--fix")).toMatchObject({ code: 0, fixed: 1, violations: [] });
    expect(read("src/auth/user.ts")).toBe(USER);
  });

  test("disable comments count for nothing and stay", async () => {
    contract();
    write("src/user.ts", USER.replace("export", "// eslint-disable-next-line ids/no-raw-uuid -- theirs\nexport"));
    expect(await json("--fix")).toMatchObject({ code: 0, violations: [], fixed: 0 });
  });

  test("what disable comments hide is counted, and listed with --suppressed", async () => {
    contract();
    write("src/user.ts", USER.replace("export", "// eslint-disable-next-line ids/no-raw-uuid -- theirs\nexport"));
    expect(await json()).toMatchObject({ violations: [], contracts: [{ violations: 0, suppressed: 1 }] });
    expect(await json()).not.toHaveProperty("suppressed");
    expect((await json("--suppressed")).suppressed).toMatchObject([{ file: "src/user.ts", line: 4, rule: "no-raw-uuid" }]);
    expect((await run("check")).out).toContain("Hidden by disable comments (--suppressed lists them): ids 1.");
    expect((await run("check", "--suppressed")).out).toContain("    4 │ export const userId = v4();");
  });

  test("--summary counts and lists nothing; it is for people only", async () => {
    contract();
    write("src/user.ts", USER);
    const { code, out } = await run("check", "--summary");
    expect(code).toBe(1);
    expect(out).toMatch(/^contract {2}violations .*\nids +1 +1 /);
    expect(out).not.toContain("src/user.ts");
    expect(await run("check", "--summary", "--format", "json")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--summary") as string,
    });
  });

  test("paths choose files relative to the working directory, -C moves it", async () => {
    contract();
    write("src/a/user.ts", USER);
    write("src/b/user.ts", USER);
    expect((await json("src/a")).violations).toHaveLength(1);
    expect(await json("-C", "src", "b/*.ts")).toMatchObject({ root: "..", violations: [{ file: "src/b/user.ts" }] });
    expect(await run("check", "scr/a")).toMatchObject({
      code: 2,
      err: expect.stringContaining("scr/a is neither a file nor a folder") as string,
    });
    expect(await run("check", "ids")).toMatchObject({
      code: 2,
      err: expect.stringContaining("--contract ids") as string,
    });
    expect(await run("check", "-C", "nowhere")).toMatchObject({ code: 2, err: expect.stringContaining("nowhere") as string });
  });

  test("--output writes the result to a file", async () => {
    contract();
    expect(await run("check", "--format", "json", "--output", "out.json")).toMatchObject({ code: 0, out: "" });
    expect(checkResultSchema.parse(JSON.parse(read("out.json"))).violations).toEqual([]);
    expect((await run("check", "--output", "none/out.json")).code).toBe(2);
  });
});

describe("bad input", () => {
  test("no contract at all is 2 and says how to begin", async () => {
    expect(await run("check")).toMatchObject({
      code: 2,
      err: expect.stringMatching(/There is no contract in .*migrations/) as string,
    });
    expect((await run()).out).toContain("migrations/unified-ids.md");
  });

  test("a broken contract is named, the others work, and the code is 2", async () => {
    contract();
    write("migrations/broken.md", "---\ntitle: Broken\nrulez: {}\n---\n");
    write("src/user.ts", USER);
    const { code, violations, problems } = await json("--lenient");
    expect({ code, violations: violations.length }).toEqual({ code: 2, violations: 1 });
    expect(problems).toContainEqual(
      expect.objectContaining({ file: "migrations/broken.md", line: 3, message: expect.stringContaining("rules") as string }),
    );
    expect(await run("check", "--contract", "broken")).toMatchObject({
      code: 2,
      err: expect.stringContaining("has errors") as string,
    });
  });

  test("arguments that a command does not take are bad usage", async () => {
    contract("unified-ids");
    for (const command of ["list", "validate", "test"])
      expect(await run("contracts", command, "unified-ids")).toMatchObject({
        code: 2,
        err: expect.stringContaining("too many arguments") as string,
      });
  });

  test("an unknown contract or phase suggests the nearest", async () => {
    contract("unified-ids");
    expect(await run("check", "--contract", "unified-id")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean unified-ids?") as string,
    });
    expect(await run("check", "--phase", "x")).toMatchObject({
      code: 2,
      err: expect.stringContaining("There are none.") as string,
    });
  });

  test("a file with a token that does not parse fails the gate, unless --lenient", async () => {
    contract();
    write("src/broken.ts", 'import { v4 } from "uuid";\nconst x = ;\n');
    write("src/broken-too.ts", "const x = ;\n");
    write("src/user.ts", USER);
    const result = await json("--fix");
    expect(result).toMatchObject({
      code: 2,
      fixed: 1,
      problems: [{ file: "src/broken.ts", line: 2, column: 11, code: "syntax" }],
    });
    expect((await json("--lenient")).code).toBe(0);
  });

  test("what is no source text is named, and fails only where it has a token", async () => {
    contract();
    write("src/video.ts", Buffer.from([0x47, 0, 0xff, 2]));
    symlinkSync("loop.ts", path.join(root, "src/loop.ts"));
    expect(await json()).toMatchObject({
      code: 0,
      problems: [
        { file: "src/loop.ts", code: "symlink-loop" },
        { file: "src/video.ts", code: "binary" },
      ],
    });
    write("src/video.ts", Buffer.concat([Buffer.from(USER), Buffer.from([0, 0xff])]));
    expect((await json()).code).toBe(2);
    expect((await json("--lenient")).code).toBe(0);
  });

  test("bad usage is 2 with a sentence, help and version are 0", async () => {
    expect(await run("chekc")).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean check?") as string });
    expect(await run("check", "--formt", "json")).toMatchObject({ code: 2, err: expect.stringContaining("--format") as string });
    expect((await run("check", "--format", "xml")).code).toBe(2);
    expect(await run("check", "--help")).toMatchObject({ code: 0, out: expect.stringContaining("Examples:") as string });
    expect(await run("--version")).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string });
  });
});

describe("contracts", () => {
  const fence = (info: string, text: string): string => `\n\`\`\`ts ${info}\n${text}\`\`\`\n`;

  test("list shows a table in dependency order", async () => {
    contract("a-ids", "dependsOn: [b-ids]\ndue: 2027-01-31\n");
    contract("b-ids");
    const { code, out } = await run("contracts", "list");
    expect(code).toBe(0);
    expect(out.split("\n").map((line) => line.split(/ {2,}/)[0])).toEqual(["contract", "b-ids", "a-ids", ""]);
    expect(JSON.parse((await run("contracts", "list", "--format", "json")).out)).toMatchObject({
      contracts: [{ id: "b-ids" }, { due: "2027-01-31" }],
    });
  });

  test("validate names every problem; a warning stops nothing", async () => {
    contract();
    write("migrations/empty.md", "---\ntitle: Empty\nrules:\n  implements-contract: {}\n---\n");
    const warned = await run("contracts", "validate");
    expect(warned).toMatchObject({ code: 0, out: expect.stringContaining("there are none: add them") as string });
    write("migrations/broken.md", "---\ntitle: Broken\nrules:\n  no-raw-uuid: { replace: [{ with: 'newId(' }] }\n---\n");
    const { code, out } = await run("contracts", "validate");
    expect(code).toBe(2);
    expect(out).toMatch(/migrations\/broken\.md:4:\d+ {2}error/);
    expect(out).toContain("2 contracts work");
  });

  test("a contract that git ignores is said to be nobody else's", async () => {
    contract();
    write(".gitignore", "*.md\n");
    const warned = "Git ignores it, so no clone and no CI has it: git add --force migrations/ids.md";
    const ways = [["contracts", "validate"], ["doctor"], ["baseline", "write"]];
    for (const way of ways) expect((await run(...way)).out).toContain(warned);
    write(".gitignore", "*.txt\n");
    for (const way of ways) expect((await run(...way)).out).not.toContain("Git ignores it");
  });

  test("test runs the examples where the file would be", async () => {
    const example = fence("before=src/deep/user.ts", USER) + fence("after", FIXED.replace("./ids", "../ids"));
    contract("ids", "", example + fence("valid=src/a.ts", 'import { v5 } from "uuid";\nv5("a", "b");\n'));
    expect(await run("contracts", "test")).toMatchObject({ code: 0, out: "✔ 2 examples of 1 contract hold\n" });
  });

  test("test says where there is nothing to run, and how to write one", async () => {
    contract("ids", "", "");
    const { code, out } = await run("contracts", "test");
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringMatching(/^○ The contract has no example yet\. .*before=/) as string,
    });
  });

  test("test fails where two code blocks have no name, and says how they get one", async () => {
    contract("ids", "", fence("", USER) + fence("", FIXED));
    const { code, err } = await run("contracts", "test");
    expect(code).toBe(1);
    expect(err).toMatch(
      /^migrations\/ids\.md:\d+:1 Nothing tests this contract: .* Write ```ts before=src\/a\.ts here, and ```ts after in line \d+;/m,
    );
    expect((await run("contracts", "validate")).code).toBe(0);
    contract("ids", "", fence("before", USER) + fence("", FIXED) + fence("", FIXED));
    expect((await run("contracts", "test")).err).not.toContain("Nothing tests");
  });

  test.each([
    ["no type", "{}", undefined],
    ["CommonJS", '{ "type": "commonjs" }', undefined],
    ["ES modules", '{ "type": "module" }', undefined],
    ["NodeNext", '{ "type": "module" }', { module: "nodenext" }],
    ["a bundler", "{}", { module: "preserve", moduleResolution: "bundler", paths: { "@/*": ["./src/*"] } }],
  ])("test compares specifiers by the module that they mean: %s", async (_, manifest, compilerOptions) => {
    write("package.json", manifest);
    if (compilerOptions) write("tsconfig.json", JSON.stringify({ compilerOptions }));
    const example = fence("before=src/deep/user.ts", USER) + fence("after", FIXED.replace("./ids.js", "../ids.js"));
    contract("ids", "", example + example.replace("../ids.js", "../ids"));
    expect(await run("contracts", "test")).toMatchObject({ code: 0, out: "✔ 2 examples of 1 contract hold\n" });
    contract("ids", "", example.replace("../ids.js", "../id.js"));
    expect((await run("contracts", "test")).code).toBe(1);
  });

  test("test shows how an example differs", async () => {
    contract(
      "ids",
      "",
      fence("before=src/user.ts", USER) +
        fence("after", FIXED.replace('"user"', '"person"')) +
        fence("valid", USER) +
        fence("before", "export {};\n"),
    );
    const { code, out } = await run("contracts", "test");
    expect(code).toBe(1);
    expect(out).toContain('-export const userId = newId("person");\n');
    expect(out).toContain('+export const userId = newId("user");\n');
    expect(out).toContain("must not be reported, but is");
    expect(out).toContain("must be reported, but is not");
    expect(out).toContain("✖ 3 of 3 examples of 1 contract do not hold");
  });

  test("test says why an example is only suggested, or not fixed at all", async () => {
    const before = 'import { v4 } from "uuid";\nexport const userId = "u_" + v4();\n';
    const after = 'import { newId } from "../src/ids.js";\nexport const userId = newId("user");\n'.replace("../src/", "./");
    const byHand =
      fence("before=src/b.ts", 'import { v4 } from "uuid";\nv4({ random: seed });\n') + fence("after", "export {};\n");
    contract("ids", "", fence("before=src/user.ts", before) + fence("after", after) + byHand);
    const { code, out } = await run("contracts", "test");
    expect(code).toBe(1);
    expect(out).toContain("is only suggested:");
    expect(out).toMatch(/2:\d+ is a suggestion, which --fix does not write: the prefix "u_" would be lost/);
    expect(out).toContain("is not fixed:");
    expect(out).toMatch(/2:1 is by hand: /);
  });
});

test.each([
  ["y", ["y"]],
  ["y\n", ["y"]],
  ["y\r", ["y"]],
  ["yes\nno\n", ["y", "n"]],
  ["\r", ["\r"]],
  ["\r\n", ["\r"]],
  ["\u001B[A", ["\u001B[A"]],
  ["\u0003", ["\u0003"]],
])("a terminal that sends %j at once gives the keys %j", (sent, keys) => {
  expect(keysIn(sent)).toEqual(keys);
});
