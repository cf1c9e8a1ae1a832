import { rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import type { ProcessHost } from "../../packages/cli/src/terminal.js";
import { runGodwit } from "../support/run-godwit.js";
import type { TreeContent } from "../support/temporary-tree.js";
import { godwit, newProject, REPOSITORY, snapshot, textOf, UUID_USER, write } from "./begun-project.js";

test("a project with nothing to begin with is told what was looked for", async () => {
  const root = newProject({ "package.json": { name: "app" }, "src/a.js": "export const a = 1;\n" });
  const before = snapshot(root);
  const { code, err } = await runGodwit(root, "init", "--yes");
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("getInstance()") as string });
  expect(snapshot(root)).toEqual(before);
});

test("a config that is not understood is left alone, and what to add is said", async () => {
  const config = 'import mine from "./mine.js";\nexport default mine({ strict: true });\n';
  const root = newProject({
    "package.json": { name: "app", type: "module", devDependencies: { eslint: "*" } },
    "eslint.config.js": config,
    "tsconfig.json": '{ "compilerOptions": ',
    "src/users.ts": UUID_USER,
  });
  const { out } = await runGodwit(root, "init", "--yes");
  expect(out).toContain("...godwit.migrations()");
  expect(textOf(root, "eslint.config.js")).toBe(config);
  expect(textOf(root, "tsconfig.json")).toBe('{ "compilerOptions": ');
});

test("only what is added is new in the files of the set-up", async () => {
  const root = newProject({
    "package.json": '{\n  "type": "module",\n  "devDependencies": {\n    "oxlint": "^1",\n    "typescript": "^5.9.3"\n  }\n}\n',
    ".oxlintrc.json": '{\n  "rules": {\n    "react/only-export-components": ["warn", { "allowConstantExport": true }]\n  }\n}\n',
    "tsconfig.json": '{\n  "compilerOptions": {\n    "strict": true, // always\n    "paths": { "@/*": ["./src/*"] }\n  }\n}\n',
    "src/users.ts": UUID_USER,
  });
  await runGodwit(root, "init", "--yes");
  expect(textOf(root, "tsconfig.json")).toBe(
    '{\n  "compilerOptions": {\n    "strict": true, // always\n    "paths": { "@/*": ["./src/*"] },\n    "plugins": [{ "name": "@godwit/typescript-plugin" }]\n  }\n}\n',
  );
  expect(textOf(root, ".oxlintrc.json")).toContain(
    '    "react/only-export-components": ["warn", { "allowConstantExport": true }],\n',
  );
  const { devDependencies } = JSON.parse(textOf(root, "package.json")) as { devDependencies: object };
  expect(Object.keys(devDependencies)).toEqual([
    "@godwit/typescript-plugin",
    "eslint-plugin-godwit",
    "godwit",
    "oxlint",
    "typescript",
  ]);
});

test("the editor plugin is added to the one config that all extend, also where that has files of its own, and to no template", async () => {
  const config = { extends: "../../tsconfig.json", include: ["src"] };
  const root = newProject({
    "package.json": { type: "module", workspaces: ["packages/*"], devDependencies: { typescript: "^5.9.3" } },
    "tsconfig.json": '{\n  "compilerOptions": { "strict": true },\n  "files": ["vitest.config.ts"]\n}\n',
    "vitest.config.ts": "export default {};\n",
    "packages/a/tsconfig.json": config,
    "packages/a/src/users.ts": UUID_USER,
    "packages/b/tsconfig.json": config,
    "packages/b/src/users.ts": UUID_USER,
    "packages/b/package.json": { name: "b", files: ["starter"] },
    "packages/b/starter/package.json": { name: "my-app" },
    "packages/b/starter/tsconfig.json": "{}",
    "packages/b/starter/users.ts": UUID_USER,
  });
  const before = textOf(root, "packages/a/tsconfig.json");
  await runGodwit(root, "init", "--yes");
  expect(textOf(root, "tsconfig.json")).toContain('"plugins": [{ "name": "@godwit/typescript-plugin" }]');
  expect(textOf(root, "packages/a/tsconfig.json")).toBe(before);
  expect(textOf(root, "packages/b/starter/tsconfig.json")).toBe("{}");
});

test.each(["~7.0.2", "^7", ">=7.1"])("TypeScript %s, which takes no plugins, gets the language server", async (range) => {
  const config = '{ "compilerOptions": { "strict": true } }\n';
  const root = newProject({
    "package.json": { type: "module", devDependencies: { typescript: range } },
    "tsconfig.json": config,
    ".vscode/extensions.json": "{}",
    "src/users.ts": UUID_USER,
  });
  rmSync(path.join(root, "node_modules"));
  const { out } = await runGodwit(root, "init", "--yes");
  expect(out).toMatch(
    /TypeScript 7[\d.]* can't run the editor plugin, which 5\.4 to 6 can: let your editor run @godwit\/language-server beside it/,
  );
  expect(textOf(root, "tsconfig.json")).toBe(config);
  expect(textOf(root, "package.json")).toContain("@godwit/language-server");
  expect(textOf(root, "package.json")).not.toContain("typescript-plugin");
  expect(snapshot(root)).not.toHaveProperty([".vscode/settings.json"]);
});

test("a file that keeps the check from being green is named", async () => {
  const root = newProject({
    "package.json": { type: "module" },
    "src/users.js": UUID_USER,
    "src/broken.js": 'import { v4 } from "uuid";\nv4(',
  });
  expect((await runGodwit(root, "init", "--yes")).out).toContain(
    "godwit check exits with 2 until this is repaired: src/broken.js:2",
  );
  expect((await runGodwit(root, "check")).code).toBe(2);
});

test("a run that was cut off begins anew, and what is not its own is not overwritten", async () => {
  const root = newProject({ "package.json": { type: "module" }, "src/users.js": UUID_USER });
  await runGodwit(root, "init", "--yes");
  const whole = snapshot(root);
  const baseline = textOf(root, "migrations/.baseline/no-uuid.txt");
  rmSync(path.join(root, "migrations/no-uuid.md"));
  write(root, "migrations/.baseline/no-uuid.txt", "mine\n");
  const { code, err } = await runGodwit(root, "init", "--yes");
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("left alone") as string });
  expect(textOf(root, "migrations/.baseline/no-uuid.txt")).toBe("mine\n");

  write(root, "migrations/.baseline/no-uuid.txt", baseline);
  expect((await runGodwit(root, "init", "--yes")).code).toBe(0);
  expect(snapshot(root)).toEqual(whole);
});

describe("a linter that can't run the contracts is left alone, and the gate is said", () => {
  const flat = { "eslint.config.js": "export default [];\n" };
  test.each([
    ["ESLint 8 in package.json", { eslint: "^8.57.0" }, flat, "ESLint 8.57.0 is too old"],
    ["ESLint 9.29", { eslint: "9.29.0" }, flat, "ESLint 9.29.0 is too old"],
    ["an .eslintrc beside ESLint 9", { eslint: "^9.0.0" }, { ".eslintrc.json": "{}\n" }, "ESLint's config is in .eslintrc.json"],
    ["oxlint 1.40", { oxlint: "~1.40.0" }, { ".oxlintrc.json": "{}\n" }, "oxlint 1.40.0 is too old"],
  ])("%s", async (_, devDependencies, config, said) => {
    const root = newProject({
      "package.json": { type: "module", devDependencies },
      "yarn.lock": "# yarn lockfile v1\n",
      ...config,
      "src/users.js": UUID_USER,
    });
    rmSync(path.join(root, "node_modules"));
    const { out } = await runGodwit(root, "init", "--yes");
    expect(out).toContain(said);
    expect(out).toMatch(/The gate is yarn godwit check/);
    expect(out).toContain("Install what package.json lists now: yarn install");
    for (const [file, text] of Object.entries(config)) expect(textOf(root, file)).toBe(text);
    expect(textOf(root, "package.json")).toContain('"godwit": "^');
    expect(textOf(root, "package.json")).not.toContain("eslint-plugin-godwit");
  });

  test("what is installed counts, not the range", async () => {
    const root = newProject({
      "package.json": { type: "module", devDependencies: { eslint: "^8.57.0 || ^10.0.0" } },
      ...flat,
      "src/users.js": UUID_USER,
    });
    expect((await runGodwit(root, "init", "--yes")).out).not.toContain("too old");
    expect(textOf(root, "eslint.config.js")).toContain("...godwit.migrations()");
  });
});

test("oxlint's config is the one that a script names, and folders with a config of their own are said", async () => {
  const files = {
    "package.json": { type: "module", devDependencies: { oxlint: "^1.89.0" } },
    ".oxlintrc.json": "{}\n",
    "packages/a/.oxlintrc.json": "{}\n",
    "src/users.js": UUID_USER,
  };
  const beside = newProject(files);
  expect((await runGodwit(beside, "init", "--yes")).out).toContain("oxlint uses packages/a/.oxlintrc.json for what is below");
  expect(textOf(beside, ".oxlintrc.json")).toContain("godwit/errors");

  const scripts = { lint: "oxlint --deny-warnings -c tools/oxlint.json && tsc" };
  const named = newProject({ ...files, "package.json": { ...files["package.json"], scripts }, "tools/oxlint.json": "{}\n" });
  expect((await runGodwit(named, "init", "--yes")).out).not.toContain("packages/a");
  expect(textOf(named, "tools/oxlint.json")).toContain("godwit/errors");
  expect(textOf(named, ".oxlintrc.json")).toBe("{}\n");
});

test("only workspaces are packages, in the settings of each package manager", async () => {
  const deep = (name: string): Record<string, TreeContent> => ({
    [`${name}/package.json`]: { name: `@shop/${path.basename(name)}`, type: "module", main: "src/index.js" },
    [`${name}/src/index.js`]: "export {};\n",
    [`${name}/src/make.js`]: "export const make = 1;\n",
  });
  const sources = {
    ...deep("packages/ids"),
    ...deep("examples/demo"),
    "src/a.js":
      'import { make } from "../packages/ids/src/make.js";\nimport { make as demo } from "../examples/demo/src/make.js";\nexport const a = [make, demo];\n',
  };
  const settings: Record<string, TreeContent>[] = [
    { "package.json": { type: "module", workspaces: { packages: ["packages/*"] } }, "yarn.lock": "" },
    { "package.json": { type: "module", workspaces: ["packages/*"] }, "bun.lock": "{}" },
    { "package.json": { type: "module" }, "pnpm-workspace.yaml": "packages:\n  - packages/*\n" },
  ];
  for (const each of settings) {
    const { out } = await runGodwit(newProject({ ...sources, ...each }), "init", "--dry-run");
    expect(out).toContain("shop-ids-entry");
    expect(out).not.toContain("shop-demo-entry");
  }
});

test("the contract of a shared instance is only planned, and works with the example that it shows", async () => {
  const root = newProject({
    "package.json": { type: "module" },
    "src/pool.js": "export class Pool {\n  static getInstance() {\n    return new Pool();\n  }\n}\n",
    "src/a.js": 'import { Pool } from "./pool.js";\nexport const a = () => Pool.getInstance();\n',
  });
  await runGodwit(root, "init", "--yes");
  expect(await runGodwit(root, "check")).toMatchObject({ code: 0, out: expect.stringContaining("no-shared-pool 1") as string });
  const contract = textOf(root, "migrations/no-shared-pool.md");
  const [, example] = /```yaml\n([^]*?)```/.exec(contract)!;
  const active = contract.replace(/^status: .*\n/m, "").replace("classes: [Pool]\n", `classes: [Pool]\n${example!}`);
  write(root, "migrations/no-shared-pool.md", active);
  expect(await runGodwit(root, "contracts", "validate")).toMatchObject({ code: 0, out: "✔ 1 contract works\n" });
  await runGodwit(root, "check", "--fix");
  expect(textOf(root, "src/a.js")).toContain("new Pool()");
});

describe("at a terminal", () => {
  const files = { "package.json": { name: "app", type: "module" }, "src/users.js": UUID_USER };

  test("a person says yes to a contract and to the difference", async () => {
    const root = newProject(files);
    const { code, out } = await atTerminal(root, "yy");
    expect(code).toBe(0);
    expect(out).toContain("Begin with no-uuid (1 violation)?");
    expect(out).toContain("+  v4: uuid");
    expect(textOf(root, "migrations/no-uuid.md")).toContain("v4: uuid");
  });

  test("sees on one screen what would be written, and all of it with d", async () => {
    const calls = Array.from({ length: 90 }, (_, index) => `export const id${index} = v4();\n`).join("");
    const root = newProject({
      "package.json": { name: "app", type: "module", devDependencies: { eslint: "^10.0.0" } },
      "eslint.config.js": "export default [];\n",
      ".github/workflows/ci.yml": "on: push\n",
      "src/users.js": `import { v4 } from "uuid";\n${calls}`,
    });
    const { out } = await atTerminal(root, "ydn", 80);
    const [, first = "", all = ""] = /\? \[y\]es \[n\]o \[q\]uit yes\n([^]*?Write 5 files\?.*)\n([^]*)/.exec(out) ?? [];
    expect(first.split("\n").length).toBeLessThanOrEqual(40);
    for (const sign of ["+export default [...godwit.migrations()];", "+  v4: uuid", "new: migrations/.baseline/no-uuid.txt ("])
      expect(first).toContain(sign);
    expect(first).toContain("[d]ifferences in full");
    expect(out).not.toContain("more lines: --all");
    expect(all).toContain("# godwit baseline 1");
    expect(all).toMatch(/Write 5 files\? .*no\nNothing was written\.\n$/);
  });

  test("is told how to see the first fixes", async () => {
    const root = newProject(files);
    const { out } = await runGodwit(root, "init", "--yes");
    expect(out).toContain("npx godwit check --all lists what it knows.");
    expect(out).toContain("The first fixes: npx godwit migrate no-uuid --dry-run shows them, npx godwit migrate no-uuid writes");
    expect((await runGodwit(root, "check", "--all")).out).toContain("src/users.js");
    expect(godwit(root, "migrate", "no-uuid", "--dry-run")).toMatchObject({
      out: expect.stringContaining("randomUUID()") as string,
    });
  });

  test("is told where there is no source file, and that suggestions are looked at one by one", async () => {
    expect((await runGodwit(newProject({ "package.json": { name: "app" } }), "init", "--yes")).err).toMatch(
      /There is no JavaScript or TypeScript file below .*: go to the project's folder, or name it with -C\./,
    );
    const browser = { "package.json": { name: "app", type: "module", browserslist: ["defaults"] } };
    const root = newProject({
      ...files,
      ...browser,
      "src/old.js": 'import { a } from "./new.js";\na();\n',
      "src/new.js": "/** @deprecated use {@link b} */\nexport const a = () => 1;\nexport const b = () => 2;\n",
      "src/users.js": "export {};\n",
    });
    const { out } = await runGodwit(root, "init", "--yes");
    const command = "godwit migrate deprecated-exports --suggestions --interactive";
    expect(out).toContain(`The first changes, one by one: npx ${command}`);
    expect((await runGodwit(root, "check")).out).toContain(`Next: look at known ones, one by one, with ${command}`);
  });

  test.each(["q", "n", "yn", "yq", "y\u0003"])("%j writes nothing", async (keys) => {
    const root = newProject(files);
    const before = snapshot(root);
    expect(await atTerminal(root, keys)).toMatchObject({
      code: 0,
      out: expect.stringContaining("Nothing was written.") as string,
    });
    expect(snapshot(root)).toEqual(before);
  });
});

async function atTerminal(cwd: string, keys: string, columns?: number): Promise<{ code: number; out: string }> {
  const left = [...keys];
  let out = "";
  const print = (text: string): void => void (out += text);
  const readKey = (prompt: string): Promise<string> => {
    print(prompt);
    return Promise.resolve(left.shift() ?? "\u0003");
  };
  const host = { readKey } as unknown as ProcessHost;
  const code = await runCommandLine(["init"], {
    cwd,
    hasColour: false,
    hasProgress: false,
    host,
    columns,
    out: print,
    err: print,
  });
  return { code, out };
}

describe("--recipe", () => {
  const files = {
    "package.json": { name: "app", type: "module" },
    "src/a.js": 'import fs from "fs";\n\nconsole.log(fs.readdirSync("."));\n',
  };

  test("begins with the recipes that are named, and knows what they find", async () => {
    const root = newProject(files);
    const { code, out } = await runGodwit(root, "init", "--yes", "--recipe", "node-protocol", "--recipe", "no-debug-code");
    expect(code).toBe(0);
    expect(out).toMatch(/node-protocol +1 violation +in 1 file/);
    expect(textOf(root, "migrations/.baseline/no-debug-code.txt")).toContain("src/a.js");
    expect((await runGodwit(root, "check")).code).toBe(0);
    write(root, "src/b.js", "console.log(1);\n");
    expect((await runGodwit(root, "check")).out).toContain("no-debug-code/no-deprecated-call");
  });

  test("the built command line has all recipes beside it", { tags: "slow" }, () => {
    const { out } = godwit(REPOSITORY, "contracts", "new", "--list-recipes");
    expect(out).toContain("node-protocol");
  });

  test("adds one to those that are there, and refuses to write one twice", async () => {
    const root = newProject(files);
    await runGodwit(root, "init", "--yes", "--recipe", "node-protocol");
    expect((await runGodwit(root, "init", "--yes", "--recipe", "no-debug-code")).code).toBe(0);
    expect(textOf(root, "migrations/no-debug-code.md")).toContain("No debug code");
    const again = await runGodwit(root, "init", "--yes", "--recipe", "node-protocol");
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining("is there already") as string });
  });

  test.each([
    ["axios-to-fetch", "finds nothing in the 1 source file"],
    ["node-protokol", "Did you mean node-protocol?"],
    [
      "ids-to-own-function",
      "can't begin here yet.\nThe contract \"IDs come from one function of your own\" can't be offered: ./src/ids.ts is not there.",
    ],
  ])("says why there is no %s, and writes nothing", async (recipe, sentence) => {
    const root = newProject(files);
    const before = snapshot(root);
    const { code, err } = await runGodwit(root, "init", "--yes", "--recipe", recipe);
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining(sentence) as string });
    expect(snapshot(root)).toEqual(before);
  });
});
