import { describe, expect, test } from "vitest";
import type { TreeContent } from "../support/temporary-tree.js";
import { eslint, godwit, newProject, oxlint, snapshot, textOf, UUID_USER, write } from "./begun-project.js";

/** A project of one kind, with a file that would be a new violation in it. */
interface Kind {
  readonly files: Readonly<Record<string, TreeContent>>;
  readonly violation: { readonly file: string; readonly text: string };
  /** Files that init has to have changed or written, with a part of their text. */
  readonly written: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  "TypeScript with npm, ESLint, GitHub and husky": {
    files: {
      "package.json":
        '{\n  "name": "app",\n  "type": "module",\n  "devDependencies": {\n    "eslint": "^10.0.0",\n    "typescript": "~6.0.3"\n  }\n}\n',
      "tsconfig.json":
        '{\n  // strict from the beginning\n  "compilerOptions": { "strict": true, /* yes */ },\n  "include": ["src"],\n}\n',
      "eslint.config.js":
        '// @ts-check\nimport tseslint from "typescript-eslint";\n\nexport default tseslint.config(\n  { files: ["src/**/*.ts"], extends: [tseslint.configs.base] },\n);\n',
      ".github/workflows/test.yml": "on: push\n",
      ".husky/pre-commit": "npm test",
      ".vscode/settings.json": "{}\n",
      "src/users.ts": UUID_USER.replace("(name)", "(name: string)"),
    },
    violation: { file: "src/orders.ts", text: 'import { v4 } from "uuid";\nexport const order = v4();\n' },
    written: {
      "eslint.config.js": "extends: [tseslint.configs.base] },\n  ...godwit.migrations(),\n);",
      "tsconfig.json": '"name": "@godwit/typescript-plugin"',
      "package.json": '"eslint-plugin-godwit": "^',
      ".husky/pre-commit": "npm test\nnpx godwit check --staged\n",
      ".github/workflows/migrations.yml": "npx godwit check --format github",
      ".vscode/settings.json": '"typescript.tsdk"',
      "migrations/no-uuid.md": "match: v4()",
    },
  },
  "JavaScript with CommonJS and an ESLint config of the same kind": {
    files: {
      "package.json": { name: "app", devDependencies: { eslint: "^10.0.0" } },
      "eslint.config.js": '"use strict";\n\nmodule.exports = [{ rules: { "no-undef": "off" } }];\n',
      "lib/users.js": '"use strict";\nconst { v4 } = require("uuid");\nexports.create = () => v4();\n',
    },
    violation: { file: "lib/orders.js", text: 'const uuid = require("uuid");\nexports.order = () => uuid.v4();\n' },
    written: { "eslint.config.js": 'const godwit = require("eslint-plugin-godwit");' },
  },
  "JavaScript with Yarn and oxlint, and no ESLint": {
    files: {
      "package.json": { name: "app", type: "module", devDependencies: { oxlint: "^1.0.0" }, packageManager: "yarn@4.0.0" },
      ".oxlintrc.json": '{\n  // only what is asked for\n  "rules": { "no-debugger": "error" }\n}\n',
      ".gitlab-ci.yml": "test: { script: [npm test] }\n",
      "src/users.js": UUID_USER,
    },
    violation: { file: "src/orders.js", text: UUID_USER },
    written: { ".oxlintrc.json": '"no-debugger": "error"' },
  },
  "a monorepo with pnpm and no linter": {
    files: {
      "package.json": { name: "shop", private: true },
      "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
      "tsconfig.base.json": '{ "compilerOptions": { "strict": true } }\n',
      "packages/ids/package.json": {
        name: "@shop/ids",
        type: "module",
        exports: { ".": "./src/index.ts", "./open": "./src/open.ts" },
      },
      "packages/ids/tsconfig.json": { extends: "../../tsconfig.base.json", include: ["src"] },
      "packages/ids/src/index.ts": 'export { newId } from "./make.js";\nexport * from "./parse.js";\n',
      "packages/ids/src/make.ts": "export const newId = (kind: string): string => kind;\n",
      "packages/ids/src/parse.ts": "export const parse = (id: string): string => id;\n",
      "packages/web/package.json": { name: "@shop/web", type: "module", dependencies: { "@shop/ids": "*" } },
      "packages/web/tsconfig.json": { extends: "../../tsconfig.base.json", include: ["src"] },
      "packages/web/src/cart.ts": 'import { newId } from "@shop/ids/src/make.ts";\nexport const cart = newId("cart");\n',
      "packages/web/src/list.ts": 'import { parse } from "../../ids/src/parse.js";\nexport const list = parse("a");\n',
    },
    violation: {
      file: "packages/web/src/order.ts",
      text: 'import { newId } from "../../ids/src/make.js";\nexport const order = newId("order");\n',
    },
    written: {
      "tsconfig.base.json": '"name": "@godwit/typescript-plugin"',
      "migrations/shop-ids-entry.md": "from: ./packages/ids/src/make.ts",
    },
  },
  "a project without package.json": {
    files: { "src/users.ts": UUID_USER.replace("(name)", "(name: string)") },
    violation: { file: "src/orders.mjs", text: UUID_USER },
    written: { "migrations/.baseline/no-uuid.txt": "src/users.ts" },
  },
};

describe.each(Object.entries(KINDS))("%s", (_, { files, violation, written }) => {
  test("is green after init --yes, red at a new violation, and a second run changes nothing", () => {
    const root = newProject(files);
    const before = snapshot(root);
    expect(godwit(root, "init", "--dry-run")).toMatchObject({ code: 0 });
    expect(snapshot(root)).toEqual(before);
    expect(godwit(root, "init")).toMatchObject({ code: 2, out: expect.stringContaining("--yes") as string });
    expect(snapshot(root)).toEqual(before);

    expect(godwit(root, "init", "--yes")).toMatchObject({ code: 0 });
    for (const [file, text] of Object.entries(written)) expect(textOf(root, file)).toContain(text);
    for (const file of Object.keys(before)) expect(snapshot(root)).toHaveProperty([file]);
    expect(godwit(root, "contracts", "validate")).toMatchObject({ code: 0 });
    expect(godwit(root, "check")).toMatchObject({ code: 0 });

    const after = snapshot(root);
    expect(godwit(root, "init", "--yes")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Everything is set up") as string,
    });
    expect(snapshot(root)).toEqual(after);

    write(root, violation.file, violation.text);
    expect(godwit(root, "check")).toMatchObject({ code: 1, out: expect.stringContaining(violation.file) as string });
  }, 60_000);
});

test("ESLint runs the contracts with the config that init has changed", () => {
  for (const name of Object.keys(KINDS).slice(0, 2)) {
    const { files, violation } = KINDS[name]!;
    const root = newProject(files);
    godwit(root, "init", "--yes");
    expect(eslint(root)).toEqual([]);
    write(root, violation.file, violation.text);
    expect(eslint(root)).toEqual([`${violation.file} no-uuid/no-deprecated-call`]);
  }
}, 60_000);

test("oxlint runs the contracts with the config that init has changed, and keeps its comments", () => {
  const { files, violation } = KINDS["JavaScript with Yarn and oxlint, and no ESLint"]!;
  const root = newProject(files);
  expect(godwit(root, "init", "--yes").out).toContain("Add to .gitlab-ci.yml");
  expect(textOf(root, ".oxlintrc.json")).toContain("// only what is asked for");
  expect(oxlint(root).code).toBe(0);
  write(root, violation.file, violation.text);
  expect(oxlint(root)).toMatchObject({ code: 1, out: expect.stringContaining(violation.file) as string });
}, 60_000);
