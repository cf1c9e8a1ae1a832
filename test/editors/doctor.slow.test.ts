import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const MAIN = path.resolve(import.meta.dirname, "../../packages/cli/dist/main.js");
const require = createRequire(import.meta.url);
const { version: VERSION } = require("../../packages/cli/package.json") as { version: string };
const PLUGINS = [{ name: "@godwit/typescript-plugin" }];
const CONTRACT =
  "---\ntitle: IDs\nimports: { newId: ./src/ids.ts }\nrules: { no-raw-uuid: { replace: [{ with: newId($entity) }] } }\n---\n";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-doctor-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string | object | null>>;

const installed = (name: string, version = VERSION, at = ""): Files => ({
  [`${at}node_modules/${name}/package.json`]: { name, version },
  ...(name === "@godwit/typescript-plugin" && { [`${at}node_modules/${name}/dist/index.cjs`]: "" }),
});

/** A set-up in which everything is as it should be. */
const SOUND: Files = {
  "package.json": { name: "app", private: true, godwit: {} },
  "migrations/ids.md": CONTRACT,
  "src/ids.ts": "export const newId = (entity: string): string => entity;\n",
  "tsconfig.json": { compilerOptions: { plugins: PLUGINS }, include: ["src"] },
  ...installed("typescript", "6.0.3"),
  ...installed("@godwit/typescript-plugin"),
};

interface Found {
  readonly area: string;
  readonly code: string;
  readonly level: string;
  readonly message: string;
  readonly advice: string | null;
  readonly file: string | null;
}

/** Writes a sound set-up with some files changed (null: left out), and lets a real process look at it. */
function diagnose(
  changes: Files,
  ...args: string[]
): { readonly code: number | null; readonly findings: readonly Found[]; find(code: string): Found } {
  for (const [file, content] of Object.entries({ ...SOUND, ...changes })) {
    if (content === null) continue;
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), typeof content === "string" ? content : JSON.stringify(content));
  }
  const { status, stdout, stderr } = run("--format", "json", ...args);
  expect(stderr).toBe("");
  const { version, findings } = JSON.parse(stdout) as { version: number; findings: Found[] };
  expect(version).toBe(1);
  return {
    code: status,
    findings,
    find: (code) =>
      findings.find((each) => each.code === code) ??
      expect.fail(`no ${code} among ${findings.map((each) => each.code).join(", ")}`),
  };
}

function run(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const home = path.join(root, "home");
  const env = { ...process.env, HOME: home, USERPROFILE: home, NO_COLOR: "1" };
  return spawnSync(process.execPath, [MAIN, "doctor", "-C", root, ...args], { cwd: tmpdir(), env, encoding: "utf8" });
}

function link(name: string): void {
  mkdirSync(path.join(root, "node_modules"), { recursive: true });
  const folder = path.dirname(require.resolve(`${name}/package.json`));
  symlinkSync(folder, path.join(root, "node_modules", name), "junction");
}

test("says that a sound set-up is one, and exits 0", () => {
  const { code, findings } = diagnose({});
  expect(code).toBe(0);
  expect(findings.filter(({ level }) => level === "error" || level === "warning")).toEqual([]);
  expect(findings.filter(({ level }) => level === "ok").map((each) => each.code)).toEqual([
    "contracts",
    "typescript",
    "plugin-configured",
    "plugin-installed",
    "versions",
  ]);
});

test("says which packages contracts come from, and whose commands do not run", () => {
  const shared = CONTRACT.replace("---\ntitle", "---\nvalidate: { each: [npm test] }\ntitle");
  const files = {
    "node_modules/@acme/rules/package.json": { name: "@acme/rules", version: "1.2.0", godwit: { contractFormat: 1 } },
    "node_modules/@acme/rules/migrations/shared.md": shared,
  };
  const manifest = (trust: readonly string[]) => ({
    "package.json": { name: "app", private: true, godwit: { contracts: ["@acme/rules"], trust } },
  });
  const untrusted = diagnose({ ...files, ...manifest([]) });
  expect(untrusted.find("contract-package")).toMatchObject({
    area: "contracts",
    level: "ok",
    message:
      "@acme/rules@1.2.0 brings 1 contract: shared. Commands of it do not run: godwit.trust does not name @acme/rules@1.2.0.",
  });
  expect(untrusted.find("contract-untrusted-commands").message).toContain('"trust": ["@acme/rules@1.2.0"]');
  const trusted = diagnose({ ...files, ...manifest(["@acme/rules@1.2.0"]) });
  expect(trusted.find("contract-package").message).toBe("@acme/rules@1.2.0 brings 1 contract: shared.");
  expect(trusted.findings.map(({ code }) => code)).not.toContain("contract-untrusted-commands");
});

test("prints it for people by area, with what to do", () => {
  diagnose({ "tsconfig.json": { include: ["src"] } });
  const { status, stdout } = run();
  expect(status).toBe(1);
  expect(stdout).toMatch(/^contracts\n {2}✔ 1 contract works: ids\.\n/);
  expect(stdout).toContain(
    '\neditor plugin\n  ✖ tsconfig.json does not name the plugin.\n    Add "plugins": [{ "name": "@godwit/typescript-plugin" }]',
  );
  expect(stdout).toMatch(/\n✖ 1 error\n$/);
});

test("says that the parser's program is missing, and nothing else", () => {
  diagnose({});
  const hook = path.join(root, "without-parser.cjs");
  writeFileSync(
    hook,
    `const Module = require("node:module");
    const load = Module._load;
    Module._load = function (name, ...rest) {
      if (name.includes("oxc-parser")) throw new Error("Cannot find native binding.\\nnpm has a bug");
      return load.call(this, name, ...rest);
    };`,
  );
  const { status, stdout } = spawnSync(process.execPath, ["--require", hook, MAIN, "doctor", "-C", root, "--format", "json"], {
    encoding: "utf8",
  });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ code: "parser-missing", message: "The parser of `godwit check` does not start: Cannot find native binding." }],
  });
});

describe("contracts", () => {
  test("that are none end the visit", () => {
    const { code, findings } = diagnose({ "migrations/ids.md": null });
    expect(code).toBe(1);
    expect(findings.map((each) => each.code)).toEqual(["no-contract"]);
  });

  test("that are broken are named with their place", () => {
    const { code, find } = diagnose({ "migrations/broken.md": "---\ntitle: Broken\nrulez: {}\n---\n" });
    expect(code).toBe(1);
    expect(find("contract-unknown-key")).toMatchObject({
      level: "error",
      file: "migrations/broken.md",
      message: expect.stringMatching(/^migrations\/broken\.md:3:1 .*rules/),
    });
    expect(find("contracts").message).toBe("1 contract works: ids.");
  });

  test("that are about no file, and comments that name a contract which is gone", () => {
    const { code, find, findings } = diagnose({
      "migrations/ids.md": CONTRACT.replace("title:", "files: [lib/**]\ntitle:"),
      "src/a.ts": "// eslint-disable-next-line old-ids/no-raw-uuid, ids/no-raw-uuid, import/no-cycle -- theirs\nexport {};\n",
    });
    expect(code).toBe(0);
    expect(find("contract-without-files").file).toBe("migrations/ids.md");
    expect(findings.filter((each) => each.code === "comment-without-contract").map(({ message }) => message)).toEqual([
      "A comment in src/a.ts disables a rule of old-ids, and there is no such contract.",
    ]);
  });
});

describe("baselines", () => {
  test("that are needed are fine; entries too many, and those of a contract that is gone, are named", () => {
    const uuid = 'import { randomUUID } from "node:crypto";\nexport const userId = randomUUID();\n';
    diagnose({ "src/a.ts": uuid });
    const write = spawnSync(process.execPath, [MAIN, "baseline", "write"], { cwd: root, encoding: "utf8" });
    expect(write).toMatchObject({ status: 0 });
    expect(diagnose({}).find("baselines")).toMatchObject({ level: "ok", area: "baselines" });
    const stale = diagnose({ "src/a.ts": "export {};\n" });
    expect(stale.find("baseline-stale")).toMatchObject({
      level: "note",
      message: "The baseline of ids has 1 entry too many: what it tolerated is no longer there.",
      file: "migrations/.baseline/ids.txt",
      advice: expect.stringContaining("godwit baseline prune"),
    });
    expect(stale.code).toBe(0);
    renameSync(path.join(root, "migrations/ids.md"), path.join(root, "migrations/other.md"));
    expect(diagnose({ "migrations/ids.md": null }).find("baseline-without-contract").level).toBe("warning");
  });
});

describe("contracts and the code", () => {
  test("names that nothing in the code fits are named once for a contract", () => {
    const text = CONTRACT.replace(
      "rules: {",
      "rules: { no-deprecated-import: [{ from: lodahs, to: lodash }, { from: undrescore, to: lodash }],",
    );
    const { find, code } = diagnose({ "migrations/ids.md": text });
    expect(find("contract-matches-nothing")).toMatchObject({
      level: "warning",
      file: "migrations/ids.md",
      message: expect.stringMatching(/^ids, line 4: lodahs .* There are 2 more\.$/),
      advice: expect.stringContaining("godwit contracts validate"),
    });
    expect(code).toBe(0);
  });
});

describe("TypeScript", () => {
  test.each([
    ["5.3.3", "typescript-too-old", 1],
    ["7.0.1", "typescript-without-plugins", 1],
    ["5.4.5", "typescript", 0],
    ["6.1.0-dev.20260101", "typescript", 0],
  ])("%s is %s", (version, code, exit) => {
    const found = diagnose(installed("typescript", version));
    expect(found.find(code).message).toContain(`TypeScript ${version} of this project (node_modules)`);
    expect(found.code).toBe(exit);
  });

  test("7 shows contracts by the language server", () => {
    const { find } = diagnose({ ...installed("typescript", "7.0.1"), ...installed("@godwit/language-server", "0.1.0") });
    expect(find("typescript-language-server")).toMatchObject({
      level: "ok",
      message: expect.stringContaining("godwit's language server 0.1.0 is here"),
      advice: expect.stringContaining("In VS Code godwit's extension brings the language server"),
    });
  });

  test("7 alone asks for no plugin", () => {
    const { findings, find } = diagnose({
      ...{ ...installed("typescript", "7.0.1"), "node_modules/@godwit/typescript-plugin/package.json": null },
      "tsconfig.json": '{ "include": ["src"] }',
    });
    expect(find("plugin-not-for-typescript").level).toBe("note");
    expect(findings.filter(({ level }) => level === "error").map(({ code }) => code)).toEqual(["typescript-without-plugins"]);
  });

  test("that is missing is said", () => {
    expect(diagnose({ "node_modules/typescript/package.json": null }).find("typescript-missing").level).toBe("warning");
  });

  test("of a package beside that of the root", () => {
    const { find } = diagnose({
      ...installed("typescript", "5.2.2", "packages/old/"),
      "packages/old/package.json": { name: "old" },
      "packages/old/tsconfig.json": { extends: "../../tsconfig.json", include: ["src"] },
      "packages/old/src/a.ts": "export {};\n",
    });
    expect(find("typescript-two-versions")).toMatchObject({
      level: "warning",
      message: "packages/old has TypeScript 5.2.2, the root 6.0.3.",
    });
  });

  test("7 as a preview, and chosen in VS Code's settings", () => {
    const { code, find } = diagnose({
      ...installed("@typescript/native-preview", "7.0.0-dev.1"),
      ".vscode/settings.json": '{\n  // try it\n  "typescript.experimental.useTsgo": true,\n}\n',
    });
    expect(find("typescript-native-preview").level).toBe("note");
    expect(find("vscode-typescript-7")).toMatchObject({ level: "error", file: ".vscode/settings.json" });
    expect(code).toBe(1);
  });

  test("and the plugin in Yarn's archives are not looked for", () => {
    const { find, findings } = diagnose({
      ".pnp.cjs": "",
      "node_modules/typescript/package.json": null,
      "node_modules/@godwit/typescript-plugin/package.json": null,
    });
    expect(find("yarn-plug-and-play").level).toBe("note");
    expect(findings.map((each) => each.code)).not.toContain("plugin-not-installed");
  });
});

describe("the editor plugin", () => {
  test("that is not installed", () => {
    const { code, find } = diagnose({ "node_modules/@godwit/typescript-plugin/package.json": null });
    expect(code).toBe(1);
    expect(find("plugin-not-installed").advice).toBe("npm install --save-dev @godwit/typescript-plugin");
    const pnpm = diagnose({ "node_modules/@godwit/typescript-plugin/package.json": null, "pnpm-lock.yaml": "" });
    expect(pnpm.find("plugin-not-installed").advice).toBe("pnpm add --save-dev @godwit/typescript-plugin");
  });

  test("that is named by a config which tsconfig extends", () => {
    const { code, find } = diagnose({
      "tsconfig.base.json": { compilerOptions: { plugins: PLUGINS } },
      "tsconfig.json": '{\n  // as everywhere\n  "extends": ["./tsconfig.base.json"],\n  "include": ["src"],\n}\n',
    });
    expect(code).toBe(0);
    expect(find("plugin-configured").message).toBe("tsconfig.json (extending tsconfig.base.json) loads the plugin.");
  });

  test("whose entry another list hides", () => {
    const { code, find } = diagnose({
      "tsconfig.base.json": { compilerOptions: { plugins: PLUGINS } },
      "tsconfig.json": { extends: "./tsconfig.base.json", compilerOptions: { plugins: [{ name: "next" }] }, include: ["src"] },
    });
    expect(code).toBe(1);
    expect(find("plugin-not-configured").advice).toContain("replaces that of the config it extends");
  });

  test("that is named in the config which holds the files, where tsconfig.json only refers to others", () => {
    const { code, find } = diagnose({
      "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }] },
      "tsconfig.app.json": { compilerOptions: { plugins: PLUGINS }, include: ["src"] },
    });
    expect(code).toBe(0);
    expect(find("plugin-configured").message).toBe("tsconfig.app.json loads the plugin.");
  });

  test("that only some packages name", () => {
    const { code, find } = diagnose({
      "packages/web/tsconfig.json": { include: ["src"] },
      "packages/web/src/a.ts": "export {};\n",
      "packages/docs/tsconfig.json": { include: ["none"] },
    });
    expect(code).toBe(0);
    expect(find("plugin-not-configured")).toMatchObject({ level: "warning", file: "packages/web/tsconfig.json" });
  });

  test("that is called by another name, or set to what it does not know", () => {
    const plugins = [
      { name: "./node_modules/@godwit/typescript-plugin" },
      { ...PLUGINS[0], inlayHints: "some", hints: true, diagnostics: "off" },
    ];
    const { find, findings } = diagnose({ "tsconfig.json": { compilerOptions: { plugins }, include: ["src"] } });
    expect(find("plugin-misnamed").advice).toContain('"@godwit/typescript-plugin"');
    expect(findings.filter((each) => each.code === "plugin-setting").map(({ message }) => message)).toEqual([
      'tsconfig.json sets `inlayHints` to "some".',
      "tsconfig.json sets `hints`, which the plugin does not know.",
    ]);
  });

  test("of which there are two versions, and of another version than the rest", () => {
    const { find } = diagnose({
      ...installed("@godwit/typescript-plugin", "0.0.9", "packages/web/"),
      ...installed("eslint-plugin-godwit", "0.0.8"),
      "packages/web/tsconfig.json": { extends: "../../tsconfig.json", include: ["src"] },
      "packages/web/src/a.ts": "export {};\n",
    });
    expect(find("plugin-two-versions").message).toContain("0.0.9 in packages/web/node_modules/@godwit/typescript-plugin");
    expect(find("versions-differ").message).toContain("eslint-plugin-godwit 0.0.8");
  });

  test("without a tsconfig, and for JavaScript that none holds", () => {
    const without = diagnose({ "tsconfig.json": null });
    expect(without.find("tsconfig-missing")).toMatchObject({ level: "error" });
    rmSync(root, { recursive: true });
    const { code, find } = diagnose({ "src/old.js": "module.exports = 1;\n" });
    expect(code).toBe(0);
    expect(find("files-outside-projects")).toMatchObject({
      level: "note",
      message: "src/old.js is in no tsconfig.json or jsconfig.json.",
    });
  });

  test("in a JavaScript project with a jsconfig", () => {
    const { code, find } = diagnose({
      "tsconfig.json": null,
      "src/ids.ts": null,
      "migrations/ids.md": CONTRACT.replace("ids.ts", "ids.js"),
      "src/ids.js": "export const newId = (entity) => entity;\n",
      "jsconfig.json": { compilerOptions: { plugins: PLUGINS } },
    });
    expect(code).toBe(0);
    expect(find("plugin-configured").message).toBe("jsconfig.json loads the plugin.");
  });
});

describe("VS Code", () => {
  const settings = (values: object): Files => ({ ".vscode/settings.json": values });

  test.each([
    ["no setting", settings({}), "vscode-own-typescript", "warning"],
    [
      "the workspace's TypeScript",
      settings({ "typescript.tsdk": "node_modules/typescript/lib" }),
      "vscode-workspace-version",
      "note",
    ],
    ["plugin paths", settings({ "typescript.tsserver.pluginPaths": ["."] }), "vscode-plugin-paths", "ok"],
    [
      "a workspace file",
      { "app.code-workspace": { settings: { "typescript.tsdk": "node_modules/typescript/lib" } } },
      "vscode-workspace-version",
      "note",
    ],
  ])("with %s", (_, files, code, level) => {
    const found = diagnose({ ...files, "node_modules/typescript/lib/tsserver.js": "" });
    expect(found.find(code).level).toBe(level);
    expect(found.code).toBe(0);
  });

  test("with a TypeScript that is not there or is too new", () => {
    expect(diagnose(settings({ "typescript.tsdk": "node_modules/typescript-next/lib" })).find("vscode-sdk-missing").level).toBe(
      "error",
    );
    const { find } = diagnose({
      ...settings({ "typescript.tsdk": "node_modules/typescript-next/lib" }),
      "node_modules/typescript-next/package.json": { name: "typescript", version: "7.0.0" },
      "node_modules/typescript-next/lib/tsserver.js": "",
    });
    expect(find("vscode-sdk-without-plugins").message).toContain("TypeScript 7.0.0");
  });

  test("with godwit's extension needs no entry in tsconfig", () => {
    const { code, find, findings } = diagnose({
      [`home/.vscode/extensions/godwit.godwit-vscode-${VERSION}/package.json`]: {},
      "tsconfig.json": { include: ["src"] },
    });
    expect(code).toBe(0);
    expect(find("vscode-extension").level).toBe("ok");
    expect(find("plugin-not-configured").level).toBe("note");
    expect(findings.map((each) => each.code)).not.toContain("inlay-hints");
  });

  test("with one of TypeScript's inlay hints on", () => {
    expect(diagnose({}).find("inlay-hints").level).toBe("note");
    expect(diagnose(settings({ "typescript.inlayHints.parameterNames.enabled": "literals" })).find("inlay-hints").level).toBe(
      "ok",
    );
    expect(diagnose(settings({ "typescript.inlayHints.parameterNames.enabled": "none" })).find("inlay-hints").level).toBe("note");
  });
});

describe("ESLint", () => {
  const config = (body: string): Files => ({
    "eslint.config.mjs": `import godwit from "eslint-plugin-godwit";\nexport default [${body}];\n`,
  });

  test("that is too old, has an old config, none, or no plugin", () => {
    expect(diagnose({ ...installed("eslint", "8.57.1"), ".eslintrc.json": {} }).find("eslint-too-old")).toMatchObject({
      level: "error",
      file: ".eslintrc.json",
      advice: expect.stringContaining("npx @eslint/migrate-config .eslintrc.json"),
    });
    expect(diagnose(installed("eslint", "9.12.0")).find("eslint-too-old")).toMatchObject({
      advice: expect.stringContaining("the config stays as it is"),
    });
    expect(diagnose({ ...installed("eslint", "9.30.0"), ".eslintrc.json": {} }).find("eslint-without-config")).toMatchObject({
      file: ".eslintrc.json",
    });
    expect(diagnose({ ...installed("eslint", "9.30.0"), ...config("") }).find("eslint-plugin-missing").level).toBe("warning");
  });

  test("that runs the contracts, and the plugin too", () => {
    link("eslint");
    link("eslint-plugin-godwit");
    const { find } = diagnose(config("...godwit.migrations()"));
    expect(find("eslint")).toMatchObject({ level: "ok", file: "eslint.config.mjs" });
    expect(find("reports-twice").level).toBe("note");
  });

  test("whose config has no godwit, leaves a contract out, or fails", () => {
    link("eslint");
    link("eslint-plugin-godwit");
    expect(diagnose(config("{ rules: { 'no-undef': 'error' } }")).find("eslint-without-godwit").level).toBe("warning");
    const partly = {
      ...config('...godwit.migrations(), { rules: { "other/no-raw-uuid": 0 } }'),
      "migrations/other.md": CONTRACT,
    };
    expect(diagnose(partly).find("eslint-without-contract").message).toBe("ESLint does not run other.");
    const failing = diagnose({ "eslint.config.mjs": 'throw new TypeError("no such preset: acme");\n' });
    expect(failing.find("eslint-config-fails").message).toContain("TypeError: no such preset: acme");
    expect(failing.code).toBe(1);
  });

  test("that ignores files, and whose own settings say something else than the contract", () => {
    link("eslint");
    link("eslint-plugin-godwit");
    const { code, find } = diagnose({
      ...config(
        '{ ignores: ["src/generated/**"] }, ...godwit.migrations(), { files: ["src/old/**"], rules: { "ids/no-raw-uuid": "off" } }, { files: ["src/mild/**"], rules: { "ids/no-raw-uuid": 1 } }',
      ),
      "src/generated/a.ts": "export {};\n",
      "src/old/b.ts": "export {};\n",
      "src/mild/c.ts": "export {};\n",
    });
    expect(code).toBe(0);
    expect(find("eslint").level).toBe("ok");
    expect(find("eslint-ignores").message).toContain("ESLint ignores src/generated/a.ts, which");
    expect(find("eslint-overrides").message).toMatch(
      /^In src\/mild\/c\.ts and src\/old\/b\.ts ESLint's own settings give ids another severity/,
    );
  });
});
