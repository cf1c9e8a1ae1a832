import { execFileSync, spawnSync } from "node:child_process";
import path from "node:path";
import { Linter } from "eslint";
import { describe, expect, test } from "vitest";
import godwit from "eslint-plugin-godwit";
import { tsserver } from "../conformance/fronts/tsserver.js";
import { LspClient } from "../language-server/lsp-client.js";
import { REPOSITORY } from "../support/copy-repository.js";
import { writeTree } from "../support/temporary-tree.js";

const MAIN = path.join(REPOSITORY, "packages/cli/dist/main.js");
const USER = 'import { v4 } from "uuid";\nexport const userId = v4();\n';
const CONTRACT = {
  title: "IDs",
  imports: { newId: "./src/ids.ts" },
  rules: { "no-raw-uuid": { replace: [{ with: "newId()" }] } },
};

const NO_JSON = "The file can't be used: it holds no JSON object. Mend its syntax.";
const A_PIPE = "The file can't be used: it is no regular file but a named pipe. Put a regular file in its place.";

/** A project in which a folder's package.json is a pipe, or has this text. */
function createProject(settings: string): string {
  const isPipe = settings === "a pipe";
  const root = writeTree({
    "package.json": { type: "module", godwit: {} },
    "tsconfig.json": { compilerOptions: { module: "nodenext" } },
    "migrations/ids.md": `---\n${JSON.stringify(CONTRACT)}\n---\n`,
    "src/ids.ts": 'export const newId = (): string => "";\n',
    "src/a.ts": USER,
    "src/b.ts": USER,
    ...(!isPipe && { "src/package.json": settings }),
  });
  if (isPipe) execFileSync("env", ["mkfifo", path.join(root, "src/package.json")]);
  return root;
}

describe.each([
  ["no JSON", '{ "name": {{name}} }', NO_JSON],
  ["a pipe", "a pipe", A_PIPE],
])("a package.json that is %s", (what, settings, message) => {
  test("is a problem of check, once", () => {
    const root = createProject(settings);
    const { stdout, status } = spawnSync(process.execPath, [MAIN, "check", "--format", "json"], { cwd: root, encoding: "utf8" });
    const { problems, violations } = JSON.parse(stdout) as { problems: object[]; violations: object[] };
    expect(problems).toEqual([{ file: "src/package.json", line: 1, column: 1, code: "settings", message }]);
    expect(violations).toHaveLength(2);
    // What was read is known to say nothing; what can't be opened may say anything.
    expect(status).toBe(what === "a pipe" ? 2 : 1);
  });

  test("is said by ESLint, in the first of its files", () => {
    const root = createProject(settings);
    const linter = new Linter({ cwd: root, configType: "flat" });
    const lint = (file: string): string[] =>
      linter
        .verify(USER, godwit.migrations({ root }) as never, { filename: path.join(root, file) })
        .map((each) => each.message)
        .filter((each) => each.includes("package.json"));
    expect(lint("src/a.ts")).toEqual([`src/package.json: ${message}`]);
    expect(lint("src/b.ts")).toEqual([]);
    expect(lint("src/a.ts")).toEqual([`src/package.json: ${message}`]);
  });

  test("is said by the language server at the top of a file", { tags: "slow" }, async () => {
    const root = createProject(settings);
    const client = await LspClient.start(root);
    const found = await client.diagnostics(client.show(path.join(root, "src/a.ts"), USER));
    expect(found.map(({ code }) => code as string)).toEqual(["godwit/settings", "ids/no-raw-uuid"]);
    expect(found[0]).toMatchObject({ message: `src/package.json: ${message}`, severity: 1, range: { start: { line: 0 } } });
    expect(await client.stop()).toBe(0);
  });
});

test("a package.json that is no JSON is said by the tsserver plugin at the top of a file", () => {
  const root = createProject("{");
  const { reports, problems } = tsserver.run(root, { "src/a.ts": USER }, { types: false });
  expect(problems).toEqual([]);
  expect(reports.map(({ contract, rule, message }) => `${contract}/${rule} ${message}`)).toEqual([
    `godwit/settings src/package.json: ${NO_JSON}`,
    "ids/no-raw-uuid Use newId() instead of v4().",
  ]);
});

test("a package.json of nothing but comments is none to complain about", () => {
  const root = createProject("// nothing yet\n");
  const { status, stdout } = spawnSync(process.execPath, [MAIN, "check", "--format", "json"], { cwd: root, encoding: "utf8" });
  expect((JSON.parse(stdout) as { problems: object[] }).problems).toEqual([]);
  expect(status).toBe(1);
});
