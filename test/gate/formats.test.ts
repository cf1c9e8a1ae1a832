import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import Ajv from "ajv";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import type { Log } from "sarif";
import { beforeEach, describe, expect, test } from "vitest";
import type { CheckResult } from "../../packages/cli/src/check/check-result.js";
import { commit, contract, git, godwit, hints, makeGatedProject, raw, readText, root, shell, write } from "./gated-project.js";

makeGatedProject();

const isValidSarif = (() => {
  const ajv = new Ajv({ schemaId: "auto", meta: false, logger: false });
  ajv.addMetaSchema(createRequire(import.meta.url)("ajv/lib/refs/json-schema-draft-04.json") as object);
  const schema = JSON.parse(readFileSync(path.join(import.meta.dirname, "sarif-schema-2.1.0.json"), "utf8")) as object;
  const validate = ajv.compile(schema);
  return (log: unknown): void => {
    expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
  };
})();

const out = async (...args: string[]): Promise<string> => (await godwit("check", "--format", ...args)).out;

/** One known violation, one that a comment disables, two that are new, a file that does not parse, and a contract that matches nothing. */
beforeEach(async () => {
  write(
    "migrations/one-id.md",
    contract(
      "One way, 100%: to make IDs",
      "owner: '@acme/ids'\nwhy: IDs of one format.\nlinks: [https://example.com/adr/7, docs/ids.md]\ntrack: IDs\nrisk: critical\n",
    ),
  );
  write("CODEOWNERS", "/src/users.ts @acme/users\n");
  write("src/known.ts", hints("known"));
  commit("Add");
  await godwit("baseline", "write");
  write("src/hidden.ts", raw("h").replace("export", "// eslint-disable-next-line one-id/no-raw-uuid\nexport"));
  write("src/users.ts", raw("user", "account"));
});

describe("sarif", () => {
  test("fits the official schema, and says what is new, known and disabled", async () => {
    write("src/broken.ts", 'import { v4 } from "uuid";\nconst x = ;\n');
    const log = JSON.parse(await out("sarif")) as Log;
    isValidSarif(log);
    const [run] = log.runs;
    expect(run!.columnKind).toBe("utf16CodeUnits");
    expect(Object.keys(run!.originalUriBaseIds!)).toEqual(["SRCROOT"]);
    expect(run!.tool.driver.rules).toMatchObject([
      {
        id: "one-id/no-raw-uuid",
        shortDescription: { text: "One way, 100%: to make IDs" },
        helpUri: "https://example.com/adr/7",
        help: { markdown: expect.stringContaining("IDs of one format.") as string },
      },
    ]);
    const results = run!.results!.map(({ locations, baselineState, suppressions }) => [
      locations![0]!.physicalLocation!.artifactLocation!.uri,
      baselineState,
      suppressions!.map(({ kind }) => kind).join(),
    ]);
    expect(results).toEqual([
      ["src/known.ts", "unchanged", "external"],
      ["src/users.ts", "new", ""],
      ["src/users.ts", "new", ""],
      ["src/hidden.ts", "new", "inSource"],
    ]);
    expect(run!.invocations).toMatchObject([
      { executionSuccessful: false, exitCode: 2, toolExecutionNotifications: [{ descriptor: { id: "syntax" } }] },
    ]);
  });

  test("says what GitHub's code scanning would not show", { tags: "slow" }, async () => {
    for (let index = 0; index < 6; index++)
      write(`src/many${index}.ts`, raw(...Array.from({ length: 900 }, (_, position) => `many${position}`)));
    expect((await godwit("check", "--format", "sarif=a.sarif")).err).toContain(
      "5,404 results in SARIF: GitHub's code scanning shows 5,000",
    );
  });

  test("an empty run fits the schema, too", async () => {
    const log = JSON.parse(await out("sarif", "migrations")) as Log;
    isValidSarif(log);
    expect(log.runs[0]!.results).toEqual([]);
  });

  test("fingerprints survive formatting and other code, and tell equal violations apart", async () => {
    const prints = async (): Promise<unknown[]> =>
      (JSON.parse(await out("sarif")) as Log).runs[0]!.results!.map((each) => each.partialFingerprints);
    const before = await prints();
    expect(new Set(before.map((each) => JSON.stringify(each))).size).toBe(4);
    write("src/users.ts", `// more\n${raw("user", "account").replaceAll(";", "").replaceAll("v4()", "v4( )")}`);
    expect(await prints()).toEqual(before);
  });

  test("names of files are URIs, relative to the top of the repository", async () => {
    write("src/ä b#%[1].ts", raw("user"));
    const log = JSON.parse(await out("sarif")) as Log;
    isValidSarif(log);
    const uris = log.runs[0]!.results!.map((each) => each.locations![0]!.physicalLocation!.artifactLocation!.uri);
    expect(uris).toContain("src/%C3%A4%20b%23%25%5B1%5D.ts");
  });
});

describe("github", () => {
  test("each new violation is a command with title, why, owner and link, escaped", async () => {
    const lines = (await out("github")).trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe(
      '::error file=src/users.ts,line=3,col=23,endColumn=27,title=One way%2C 100%25%3A to make IDs (one-id/no-raw-uuid)::Use newId("user") instead of v4().%0AWhy: IDs of one format.%0AOwner: @acme/users, @acme/ids%0AMore: https://example.com/adr/7',
    );
    expect(lines[2]).toBe("godwit: 2 new violations");
  });

  test("paths are of the repository, also where the root is a folder of it", async () => {
    write("app/package.json", '{ "name": "app", "type": "module", "godwit": {} }');
    write("app/migrations/ids.md", contract("IDs"));
    write("app/src/ids.ts", "export const newId = (entity: string): string => entity;\n");
    write("app/src/a.ts", raw("user"));
    expect(await out("github", "-C", "app")).toContain("file=app/src/a.ts,");
    expect((JSON.parse(await out("gitlab", "-C", "app")) as { location: { path: string } }[])[0]!.location.path).toBe(
      "app/src/a.ts",
    );
  });

  test("says how many annotations GitHub does not show", async () => {
    write("src/many.ts", raw(...Array.from({ length: 15 }, (_, index) => `many${index}`)));
    expect(await out("github")).toMatch(/only the first 10 errors and 10 warnings of a step: 7 errors more are not annotated\./);
  });
});

test("gitlab lists what is new, with fingerprints that differ", async () => {
  const issues = JSON.parse(await out("gitlab")) as {
    fingerprint: string;
    location: { path: string; lines: { begin: number } };
  }[];
  expect(issues).toMatchObject([
    { severity: "critical", check_name: "one-id/no-raw-uuid", location: { path: "src/users.ts", lines: { begin: 3 } } },
    { description: expect.stringContaining("https://example.com/adr/7") as string },
  ]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(2);
});

test("junit is XML with a suite for each contract, and counts that fit", async () => {
  write("src/broken.ts", 'import { v4 } from "uuid";\nconst x = "<&>\n');
  const xml = await out("junit");
  expect(XMLValidator.validate(xml)).toBe(true);
  const data = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" }).parse(xml) as {
    testsuites: { tests: string; failures: string; errors: string; testsuite: { name: string; testcase: unknown }[] };
  };
  expect(data.testsuites).toMatchObject({ tests: "2", failures: "1", errors: "1" });
  expect(data.testsuites.testsuite).toMatchObject([
    {
      name: "one-id: One way, 100%: to make IDs",
      testcase: { name: "no-raw-uuid in src/users.ts", file: "src/users.ts", failure: { message: "2 new violations" } },
    },
    { name: "problems" },
  ]);
});

describe("markdown", () => {
  test("has before and after by contract, then what is new with links to the commit", { tags: "slow" }, async () => {
    const env = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "acme/chat", GITHUB_SHA: "0f".repeat(20) };
    const { out: text } = shell("godwit check --format markdown", env);
    expect(text).toMatch(/^## ✖ godwit: 2 new violations, 1 known\n/);
    expect(text).toContain("| One way, 100%: to make IDs <code>one-id</code> | 1 | 3 | 2 | 0 | 2 | <code>&#64;acme/ids</code> |");
    expect(text).toContain(`| [src/users.ts:3](https://github.com/acme/chat/blob/${"0f".repeat(20)}/src/users.ts#L3) |`);
    expect(text).toContain("<https://example.com/adr/7>");
    expect(text).not.toContain("src/known.ts");
    const gitlab = { CI_PROJECT_URL: "https://gitlab.com/acme/chat", CI_COMMIT_SHA: "0f0f" };
    expect(shell("godwit check --format markdown", gitlab).out).toContain(
      "https://gitlab.com/acme/chat/-/blob/0f0f/src/users.ts#L3",
    );
  });

  test("keeps within what GitHub takes for a comment, and says what had no room", async () => {
    for (let index = 0; index < 9; index++) {
      write(`migrations/more-${index}.md`, contract(`More ${index} ${"x".repeat(60)}`));
    }
    write("src/many.ts", raw(...Array.from({ length: 150 }, (_, index) => `${"long".repeat(20)}${index}`)));
    const text = await out("markdown");
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/_… and [\d,]+ more lines: GitHub takes no more than 65,536 characters/);
    expect(text.endsWith("\n")).toBe(true);
  });
});

describe("several at once", () => {
  test("one goes to stdout, the others to files, and the exit code is that of the check", async () => {
    const {
      code,
      out: text,
      err,
    } = await godwit("check", "--format", "github", "--format", "sarif=a.sarif", "--format=junit=b=c.xml");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(text).toMatch(/^::error /);
    isValidSarif(JSON.parse(readText("a.sarif")));
    expect(readText("b=c.xml")).toMatch(/^<\?xml/);
    const quiet = await godwit("check", "--format", "sarif=a.sarif", "--format", "stylish=b.txt");
    expect(quiet).toEqual({ code: 1, out: "", err: "godwit: 2 new violations: see a.sarif, b.txt\n" });
    expect((await godwit("check", "--format", "json", "--format", "sarif=x.sarif", "-o", "y.json")).out).toBe("");
    expect(readText("y.json")).toMatch(/^\{/);
  });

  test("what can't be written is 2; the others are written, whole", async () => {
    mkdirSync(path.join(root, "folder"));
    write("kept.json", "before");
    const {
      code,
      out: text,
      err,
    } = await godwit(
      ...[
        "check",
        "--format",
        "json=none/a.json",
        "--format",
        "sarif=folder",
        "--format",
        "junit=kept.json",
        "--format",
        "github",
      ],
    );
    expect(code).toBe(2);
    expect(text).toMatch(/^::error /);
    expect(err).toContain("none/a.json: make its folder first, with mkdir -p");
    expect(err).toContain("folder: that is a folder.");
    expect(readText("kept.json")).toMatch(/^<\?xml/);
    expect(readdirSync(root).filter((name) => name.startsWith(".godwit-"))).toEqual([]);
  });

  test.skipIf(process.getuid?.() === 0)("a file that may not be written is kept", async () => {
    mkdirSync(path.join(root, "locked"));
    chmodSync(path.join(root, "locked"), 0o555);
    expect((await godwit("check", "--format", "json=locked/a.json")).err).toContain("permission denied");
    expect(existsSync(path.join(root, "locked/a.json"))).toBe(false);
  });

  test.each([
    [["--format", "json", "--format", "github"], "stdout takes one format, not json and github."],
    [["--format", "json=a", "--format", "github=./a"], "Two formats would be written to"],
    [["--format", "json=a", "-o", "b"], "--output b has no format left"],
    [["--format", "json="], "names no file"],
    [["--format", "sarrif"], "Did you mean sarif?"],
    [["--format", "sarif", "--summary"], "--summary is a table for people"],
  ])("%j is refused: %s", async (args, sentence) => {
    expect(await godwit("check", ...args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(sentence) as string });
  });
});

test("json says which fix waits for a test, as the terminal does", async () => {
  write("src/users.test.ts", 'import { vi } from "vitest";\nimport "./users.js";\nvi.mock("uuid");\n');
  const held = [null, "src/users.test.ts"];
  const { violations } = JSON.parse(await out("json")) as CheckResult;
  const inUsers = violations.filter(({ file, level }) => file === "src/users.ts" && level === "fix");
  expect(inUsers.map(({ reason, heldBack }) => [reason, heldBack?.by])).toEqual([held, held]);
  expect(await out("stylish")).toContain("held back by src/users.test.ts: it mocks");
});

test("a run with --staged has the same formats", async () => {
  git("add", "src/users.ts");
  isValidSarif(JSON.parse(await out("sarif", "--staged")));
  expect(await out("markdown", "--staged")).toContain("src/users.ts:3");
});

test("a tab in a title or a file's name is a space, but in JSON and SARIF", async () => {
  write("migrations/one-id.md", contract("One\tway"));
  write("src/a\tb.ts", raw("tab"));
  for (const format of ["stylish", "github", "markdown", "junit"]) {
    const text = await out(format, "src/a*");
    expect(text, format).not.toContain("\t");
    expect(text, format).toContain("a b.ts");
  }
  expect(await out("json", "src/a*")).toContain("a\\tb.ts");
});

test("a result that could not be written is not said to hold anything", async () => {
  const none = await godwit("check", "--format", "json=nope/x.json");
  expect(none).toMatchObject({
    code: 2,
    err: expect.stringMatching(/can't be written.*\ngodwit: 2 new violations\n$/) as string,
  });
  const one = await godwit("check", "--format", "json=nope/x.json", "--format", "sarif=x.sarif");
  expect(one).toMatchObject({ code: 2, err: expect.stringMatching(/\ngodwit: 2 new violations: see x\.sarif\n$/) as string });
});
