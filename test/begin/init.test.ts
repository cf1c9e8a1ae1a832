import { rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runCommandLine } from "../../packages/cli/src/program.js";
import type { ProcessHost } from "../../packages/cli/src/terminal.js";
import { runGodwit } from "../support/run-godwit.js";
import { newProject, snapshot, textOf, UUID_USER, write } from "./begun-project.js";

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
  expect(out).toMatch(/TypeScript 7[\d.]* takes no plugins: let your editor run @godwit\/language-server beside it/);
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

async function atTerminal(cwd: string, keys: string): Promise<{ code: number; out: string }> {
  const left = [...keys];
  let out = "";
  const host = { readKey: () => Promise.resolve(left.shift() ?? "\u0003") } as unknown as ProcessHost;
  const print = (text: string): void => void (out += text);
  const code = await runCommandLine(["init"], { cwd, hasColour: false, hasProgress: false, host, out: print, err: print });
  return { code, out };
}
