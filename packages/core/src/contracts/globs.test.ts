import { ESLint } from "eslint";
import fc from "fast-check";
import { Minimatch } from "minimatch";
import { describe, expect, it, test } from "vitest";
import { DEFAULT_FILES, ignoresOf, matchesContract, phaseOf, matchesGlob, type Contract } from "./index.js";
import { assertProperty } from "../../../../test/support/properties.js";
import { parseWith, places } from "../../test-support/contract-text.js";

type Patterns = Pick<Contract, "files" | "ignores">;

/** Whether ESLint's flat config would apply these patterns to the file. */
async function eslintMatches({ files, ignores }: Patterns, file: string): Promise<boolean> {
  const overrideConfig = {
    files: [...(files ?? DEFAULT_FILES)],
    ignores: [...ignoresOf({ ...(files && { files }), ignores })],
    rules: { "no-eval": "error" as const },
  };
  const eslint = new ESLint({
    cwd: "/repository",
    overrideConfigFile: true,
    overrideConfig: [{ files: ["**/*.{ts,mts,tsx,js,css}"] }, overrideConfig],
  });
  const config = (await eslint.calculateConfigForFile(`/repository/${file}`)) as { rules?: object } | undefined;
  return config?.rules !== undefined && "no-eval" in config.rules;
}

const FILES = [
  "a.ts",
  "src/a.ts",
  "src/.hidden/a.tsx",
  ".b.js",
  "src/b.d.ts",
  "src/c.d.mts",
  "src/d.d.css.ts",
  "src/ids/x.ts",
  "src/ids/x.min.js",
  "src/ids/keep.ts",
  "lib/[id].tsx",
  "a.css",
  "src/(group)/page.tsx",
];

describe("matching", () => {
  it.each<Patterns>([
    { ignores: [] },
    { ignores: ["src/**", "!src/b.d.ts"] },
    { files: ["src/**"], ignores: ["src/ids/**", "!src/ids/keep.ts"] },
    { files: ["*.ts", "src/*.{ts,tsx}"], ignores: [] },
    { files: ["**/ids/*"], ignores: ["**/x.*"] },
    { files: ["**/*.ts"], ignores: ["**/*.d.ts", "src/i*/**"] },
    { files: ["src/ids/*"], ignores: ["!**/*.min.js"] },
    { files: ["lib/[[]id].tsx", "src/(group)/**"], ignores: [] },
  ])("agrees with ESLint for %j", async (patterns) => {
    for (const file of FILES)
      expect([file, matchesContract(patterns, file)]).toEqual([file, await eslintMatches(patterns, file)]);
  });

  it("leaves declaration files out only where no files are given", () => {
    expect(matchesContract({ ignores: [] }, "src/a.d.ts")).toBe(false);
    expect(matchesContract({ files: ["src/**"], ignores: [] }, "src/a.d.ts")).toBe(true);
  });

  it("leaves minified files out unless the contract takes them back", () => {
    expect(matchesContract({ files: ["src/**"], ignores: [] }, "src/a.min.js")).toBe(false);
    expect(matchesContract({ files: ["src/**"], ignores: ["!src/*.min.js"] }, "src/a.min.js")).toBe(true);
  });
});

test("globs for names in any folder match what minimatch matches", () => {
  const part = fc.constantFrom("*", "a", ".", ".ts", ".d", "-", "{a,.b}");
  const name = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(""));
  const file = fc.array(fc.constantFrom("a", ".", ".ts", ".d", "-", "b", "\n"), { minLength: 1, maxLength: 5 });
  assertProperty(
    fc.property(name, file, fc.constantFrom("", "src/", ".git/"), (glob, parts, folder) => {
      const path = folder + parts.join("");
      fc.pre(!/(?:^|\/)\.\.?$/.test(path));
      expect(matchesGlob(path, `**/${glob}`)).toBe(new Minimatch(`**/${glob}`, { dot: true }).match(path));
    }),
    5_000,
  );
});

describe("phaseOf", () => {
  const { contract } = parseWith(`files: ["src/**"]
ignores: ["src/ids/**"]
phases:
  - { name: Auth, files: ["src/auth/**"], ignores: ["src/auth/old/**"] }
  - { name: Both, files: ["src/auth/**", "src/db/**"] }`);
  const { contract: withRest } = parseWith("phases: [{ name: A, files: ['a/**'] }, { name: Rest }]");
  const { contract: without } = parseWith("why: W");

  it.each([
    ["src/auth/a.ts", "Auth"],
    ["src/auth/old/a.ts", "Both"],
    ["src/db/a.ts", "Both"],
    ["src/other.ts", undefined],
    ["src/ids/a.ts", undefined],
    ["lib/auth/a.ts", undefined],
  ])("%s is in %s", (file, name) => {
    expect(phaseOf(contract!, file)?.name).toBe(name);
  });

  it("takes all that is left for a phase without files", () => {
    expect(phaseOf(withRest!, "b/x.ts")!.name).toBe("Rest");
    expect(phaseOf(withRest!, "b/x.css")).toBeNull();
    expect(phaseOf(without!, "a.ts")).toBeNull();
  });
});

describe("bad globs", () => {
  it.each([
    "src/{a,b",
    "[a",
    "(a",
    "a}",
    "./x",
    "/x",
    "C:/x",
    "../x",
    "a/../b",
    "src/",
    "a\\\\b",
    "!x",
    "",
    " ",
    " a",
    "#a",
    "{1..9999}",
    "^src/a",
    "src/.*$",
    "src/.+/a.ts",
    "src/(a|b)/c.ts",
    "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}",
    "x/**".repeat(11),
  ])("%j is refused", (glob) => {
    expect(places(parseWith(`files: ["${glob}"]`))).toEqual(["4:9 bad-glob"]);
  });

  it.each([
    "src/**",
    "**/*.{ts,tsx}",
    "app/[[]id]/**",
    "app/(group)/**",
    "@(a|b)/*.ts",
    "src/*",
    "**/*.test.*",
    "**/*.{test,spec}.*",
  ])("%j is taken", (glob) => {
    expect(places(parseWith(`files: ["${glob}"]`))).toEqual([]);
  });

  it("may be negated in ignores", () => {
    expect(places(parseWith('ignores: ["a/**", "!a/b.ts", "!./c"]'))).toEqual(["4:30 bad-glob"]);
  });
});
