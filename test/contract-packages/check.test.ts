import { existsSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";
import godwit from "../../packages/eslint-plugin/src/index.js";
import { check } from "../../packages/cli/src/check/check.js";
import { findWholeRun } from "../../packages/cli/src/check/cache/whole-run.js";
import { requireDemands } from "../../packages/cli/src/migrate/demands.js";
import { openProject } from "../../packages/cli/src/project.js";
import type { PlanContract } from "../../packages/project/src/index.js";
import { fillTree } from "../support/temporary-tree.js";
import { runGodwit } from "../support/run-godwit.js";
import { boundShop, ONE_ID, packageFiles, shop } from "./shop.js";

const read = (root: string, file: string): string => readFileSync(join(root, file), "utf8");

const settings = (root: string, more: object): void => {
  const data = JSON.parse(read(root, "package.json")) as { godwit: object };
  writeFileSync(join(root, "package.json"), JSON.stringify({ ...data, godwit: { ...data.godwit, ...more } }, null, 2));
};

/** Why migrate refuses the contract of a root. */
function refusal(root: string): string {
  const [active] = openProject(root).contracts;
  try {
    requireDemands(active!.contract, { blockedBy: [] } as unknown as PlanContract, {});
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("a contract from a package, on the command line", () => {
  it("reports, fixes with the name that the repository binds, and has its baseline here", async () => {
    const root = boundShop();
    const found = await runGodwit(root, "check", "--format", "json");
    expect(found.code).toBe(1);
    expect(JSON.parse(found.out)).toMatchObject({
      contracts: [{ id: "one-id", package: { name: "@acme/migrations", version: "1.2.0" }, violations: 1 }],
      violations: [{ file: "src/user.ts", replacement: 'newId("user")', level: "fix" }],
    });
    expect((await runGodwit(root, "baseline", "write")).code).toBe(0);
    expect(read(root, "migrations/.baseline/one-id.txt")).toContain("src/user.ts");
    expect((await runGodwit(root, "check", "--frozen")).code).toBe(0);
    const known = read(root, "migrations/.baseline/one-id.txt");
    expect((await runGodwit(root, "baseline", "prune")).out).not.toContain("one-id");
    expect(read(root, "migrations/.baseline/one-id.txt")).toBe(known);
    // Before npm install nobody knows what the package has.
    renameSync(join(root, "node_modules"), join(root, "not-installed"));
    await runGodwit(root, "baseline", "prune");
    expect(read(root, "migrations/.baseline/one-id.txt")).toBe(known);
    renameSync(join(root, "not-installed"), join(root, "node_modules"));
    expect((await runGodwit(root, "check", "--fix")).code).toBe(0);
    expect(read(root, "src/user.ts")).toBe('import { newId } from "./ids.js";\n\nexport const userId = newId("user");\n');
  });

  it("imports what a repository binds under the name that it has there", async () => {
    const root = boundShop({ imports: { newId: "./src/make-id.ts#makeId" } });
    fillTree(root, { "src/make-id.ts": "export const makeId = (entity: string): string => entity;\n" });
    const { violations } = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as { violations: unknown[] };
    expect(violations).toMatchObject([{ message: 'Use makeId("user") instead of v4().', replacement: 'makeId("user")' }]);
    const eslint = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      fix: true,
      baseConfig: godwit.migrations({ root }) as never,
    });
    const written = 'import { makeId } from "./make-id.js";\n\nexport const userId = makeId("user");\n';
    expect((await eslint.lintFiles(["src/user.ts"]))[0]!.output).toBe(written);
    await runGodwit(root, "check", "--fix");
    expect(read(root, "src/user.ts")).toBe(written);
  });

  it("says where a binding leads nowhere, in package.json", async () => {
    const root = boundShop({ imports: { newId: "./src/id.ts" } });
    const { code, out } = await runGodwit(root, "contracts", "validate");
    expect(code).toBe(2);
    expect(out).toContain("package.json:9:");
    expect(out).toContain(
      './src/id.ts is not there. Say where this repository has it for one-id of @acme/migrations: "godwit": { "imports": { "newId": "./path/of/its/module.ts" } } in package.json.',
    );
    fillTree(root, packageFiles("@acme/migrations", { "one-id.md": ONE_ID.replace("repository", "./src/id.ts") }));
    settings(root, { imports: undefined });
    expect((await runGodwit(root, "contracts", "validate")).out).toMatch(
      /^package\.json:\d+:\d+.*\.\/src\/id\.ts is not there\. Say where/m,
    );
    settings(root, { imports: { newId: "./src/ids.ts#makeId" } });
    expect((await runGodwit(root, "check")).out).toContain("./src/ids.ts has no export makeId. Say where this repository has it");
  });

  it("tests no example of a package again, and says what keeps one from working", async () => {
    const test = async (root: string) => {
      const { code, out, err } = await runGodwit(root, "contracts", "test");
      return [code, out + err];
    };
    expect(await test(boundShop())).toEqual([0, "○ There is no contract of this repository to test.\n"]);
    expect(await test(boundShop({ imports: { newId: "./src/gone.ts" } }))).toEqual([
      2,
      "1 error in contract files. See: godwit contracts validate\n",
    ]);
  });

  it.each([
    [
      "a binding is missing",
      { imports: undefined },
      {},
      "package.json:4:3 @acme/migrations leaves newId to the repository: say where it is",
    ],
    ["a binding leads nowhere", { imports: { newId: "./src/gone.ts" } }, {}, "./src/gone.ts is not there."],
    ["it is broken", {}, { "one-id.md": ONE_ID.replace("replace:", "replac:") }, "one-id.md:9:5 "],
    ["the package has none", {}, { "one-id.md": "# Nothing\n" }, "@acme/migrations 1.2.0 has no contract in"],
  ])(
    "says what is wrong with a contract that is asked for, and counts no baseline as written, when %s",
    async (_, say, files, why) => {
      const root = boundShop();
      settings(root, say);
      fillTree(root, packageFiles("@acme/migrations", files));
      for (const command of [
        ["check", "--contract", "one-id"],
        ["plan", "one-id"],
        ["explain", "one-id"],
        ["explain", "one-id/no-raw-uuid"],
        ["baseline", "write", "--contract", "one-id"],
      ]) {
        const { code, err } = await runGodwit(root, ...command);
        expect(err, command.join(" ")).toContain(why);
        expect(code, command.join(" ")).toBe(2);
      }
      const { code, out, err } = await runGodwit(root, "baseline", "write");
      expect(out + err).toContain(why);
      expect(code).toBe(2);
    },
  );

  it("writes the baselines of the contracts that can be used, and says which can't be", async () => {
    const root = boundShop({ imports: { newId: "./src/gone.ts" } });
    fillTree(root, { "migrations/own.md": "---\ntitle: Own\nrules:\n  no-deprecated-import:\n    - { from: uuid }\n---\n" });
    const { code, out, err } = await runGodwit(root, "baseline", "write");
    expect(out).toContain("own: 1 violation known");
    expect(err).toContain("./src/gone.ts is not there.");
    expect(code).toBe(2);
  });

  it("says nothing of what in it matches nothing, but of what the repository wrote", async () => {
    const root = boundShop({ overrides: { "one-id": { files: ["source/**"] } } });
    const { out } = await runGodwit(root, "check", "--format", "json");
    const { warnings } = JSON.parse(out) as { warnings: { file: string; message: string }[] };
    expect(warnings.map(({ file }) => file)).toEqual(["package.json"]);
    expect(warnings[0]!.message).toContain("source/**");
  });

  it("status, report and list say where it comes from and what is overridden", async () => {
    const root = boundShop({ overrides: { "one-id": { due: "2027-01-31", owner: "@acme/shop" } } });
    const words = "@acme/migrations@1.2.0, with due and owner of this repository";
    for (const args of [
      ["status"],
      ["report", "--no-history"],
      ["report", "--no-history", "--format", "html"],
      ["contracts", "list"],
    ])
      expect((await runGodwit(root, ...args)).out, args.join(" ")).toContain(words);
    const { out } = await runGodwit(root, "status", "--format", "json");
    expect((JSON.parse(out) as { contracts: unknown[] }).contracts[0]).toMatchObject({
      ...{ owner: "@acme/shop", due: "2027-01-31", overridden: ["due", "owner"] },
      package: { name: "@acme/migrations", version: "1.2.0" },
    });
  });

  it("adds what a repository ignores to what the package does, and says so", async () => {
    const generated = 'import { v4 } from "uuid";\n\nexport const orderId = v4();\n';
    const root = boundShop({ overrides: { "one-id": { ignores: ["generated/**", "nowhere/**"] } } });
    const ignoring = ONE_ID.replace("rules:", 'ignores: ["vendor/**"]\nrules:');
    fillTree(root, packageFiles("@acme/migrations", { "one-id.md": ignoring }));
    fillTree(root, { "vendor/a.ts": generated, "generated/a.ts": generated });
    const { violations, warnings } = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as {
      violations: { file: string }[];
      warnings: { file: string; line: number; message: string }[];
    };
    expect(violations.map(({ file }) => file)).toEqual(["src/user.ts"]);
    // What the repository wrote matches nothing, and is named where it wrote it.
    const line =
      read(root, "package.json")
        .split("\n")
        .findIndex((each) => each.includes("nowhere")) + 1;
    expect(warnings).toMatchObject([{ file: "package.json", line, message: expect.stringContaining("nowhere/**") as string }]);
    expect((await runGodwit(root, "status")).out).toContain("with more ignores of this repository");
  });

  it("status: planned of the repository keeps lint silent", async () => {
    const root = boundShop({ overrides: { "one-id": { status: "planned" } } });
    expect((await runGodwit(root, "check")).code).toBe(0);
    expect(refusal(root)).toContain(
      'Write "godwit": { "overrides": { "one-id": { "status": "active" } } } in package.json to begin',
    );
  });

  it("a kept run notices another version of the package, and another binding", () => {
    const root = boundShop();
    const cache = { build: "test", folder: mkdtempSync(join(tmpdir(), "godwit-kept-")), startedAt: Date.now() + 5_000 };
    const messages = (): readonly string[] => {
      const options = { cwd: root, cache };
      const kept = findWholeRun(options);
      const { result } = kept ?? check(options);
      expect(kept?.result ?? check(options).result).toMatchObject({ violations: check({ cwd: root }).result.violations });
      return result.violations.map(({ message }) => message);
    };
    expect(messages()).toEqual(['Use newId("user") instead of v4().']);
    expect(messages()).toEqual(['Use newId("user") instead of v4().']);
    fillTree(
      root,
      packageFiles("@acme/migrations", { "one-id.md": ONE_ID.replace("newId($entity)", "newId($name)") }, { version: "1.3.0" }),
    );
    expect(messages()).toEqual(['Use newId("userId") instead of v4().']);
    settings(root, { overrides: { "one-id": { status: "planned" } } });
    expect(messages()).toEqual([]);
  });
});

describe("commands of a package", () => {
  const GATED = ONE_ID.replace(
    "rules:",
    'validate:\n  each: ["node ran.mjs each"]\ngates:\n  - { name: Ran, when: { run: node ran.mjs gate } }\nrollback: ["node ran.mjs rollback"]\nrules:',
  );
  const files = {
    ...packageFiles("@acme/migrations", { "one-id.md": GATED }),
    "ran.mjs": 'import { writeFileSync } from "node:fs";\nwriteFileSync("ran.txt", "it ran");\n',
  };
  const bound = { contracts: ["@acme/migrations"], imports: { newId: "./src/ids.ts" } };

  it("run only where the repository trusts this version", async () => {
    const wary = shop(bound, files);
    const { out, err } = await runGodwit(wary, "check", "--gates");
    expect(err).toContain(
      "The commands of @acme/migrations@1.2.0 do not run: node ran.mjs each; node ran.mjs gate; node ran.mjs rollback.",
    );
    expect(out).not.toContain("✔ Ran");
    expect((await runGodwit(wary, "gates", "record", "one-id", "Ran")).err).toContain(
      "@acme/migrations@1.2.0 is not in godwit.trust",
    );
    expect((await runGodwit(wary, "contracts", "validate")).out).toContain(
      'Read them, then write "trust": ["@acme/migrations@1.2.0"].',
    );
    expect(existsSync(join(wary, "ran.txt"))).toBe(false);
    const trusting = shop({ ...bound, trust: ["@acme/migrations@1.2.0"] }, files);
    expect((await runGodwit(trusting, "check", "--gates")).err).toContain("Running node ran.mjs gate");
    expect(read(trusting, "ran.txt")).toBe("it ran");
  });

  it("are what a higher risk demands", () => {
    const root = shop(bound, {
      ...files,
      ...packageFiles("@acme/migrations", { "one-id.md": GATED.replace("rules:", "risk: high\nrules:") }),
    });
    expect(refusal(root)).toContain('To run them, write "godwit": { "trust": ["@acme/migrations@1.2.0"] } in package.json.');
  });
});

describe("a contract from a package, in ESLint", () => {
  const lint = (root: string) =>
    new ESLint({ cwd: root, overrideConfigFile: true, fix: true, baseConfig: godwit.migrations({ root }) as never }).lintFiles(
      "src/user.ts",
    );

  it("reports and fixes with the name that the repository binds", async () => {
    const [found] = await lint(boundShop());
    expect(found!.output).toBe('import { newId } from "./ids.js";\n\nexport const userId = newId("user");\n');
  });

  it("a missing binding and a missing package are said in each file", async () => {
    const messages = async (root: string) =>
      (await lint(root))[0]!.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`);
    expect(await messages(boundShop({ imports: {} }))).toEqual([
      expect.stringMatching(/^godwit\/contracts: .*leaves newId to the repository/su),
    ]);
    expect(await messages(shop({ contracts: ["@acme/migrations"] }))).toEqual([
      expect.stringContaining("@acme/migrations is not installed: npm install --save-dev @acme/migrations"),
    ]);
  });
});
