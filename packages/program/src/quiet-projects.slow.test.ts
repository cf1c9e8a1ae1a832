import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../test/support/properties.js";
import { writeTree } from "../../../test/support/temporary-tree.js";
import { QuietProjects } from "./quiet-projects.js";
import { createTypeChecker } from "./create-type-checker.js";
import type { Verdict } from "./type-checker.js";
import type { ExaminedProject } from "./examined-project.js";

/** Each by options of its own, or they would be checked as one. */
const withFiles = (target: string, files: readonly string[]) => ({
  compilerOptions: { strict: true, types: [], lib: ["ES2022"], target },
  files,
});

/** What each file may be: with and without errors, and with imports that lead elsewhere. */
const VARIANTS: Readonly<Record<string, readonly string[]>> = {
  "a/base.ts": ["export const id = 'a';\n", "export const id = 1;\n", "export const id = 'b' as string | undefined;\n"],
  "b/other.ts": ["export const id = 'a';\n", "export const id = true;\n", "export { id } from '../a/base.js';\n"],
  "c/use.ts": [
    "import { id } from '../a/base.js';\nexport const use: string = id;\n",
    "import { id } from '../b/other.js';\nexport const use: string = id;\n",
    "export const use: number = 'wrong';\n",
  ],
  "end.ts": [
    "import { use } from './c/use.js';\nexport const end = use.length;\n",
    "import { id } from './b/other.js';\nexport const end = String(id);\n",
  ],
};
const FILES = {
  "tsconfig.json": withFiles("ES2022", ["c/use.ts", "end.ts"]),
  "a/tsconfig.json": withFiles("ES2021", ["base.ts"]),
  "b/tsconfig.json": withFiles("ES2023", ["other.ts", "../a/base.ts"]),
  "c/tsconfig.json": withFiles("ES2020", ["use.ts"]),
  ...Object.fromEntries(Object.entries(VARIANTS).map(([file, [text]]) => [file, text!])),
};

const newChecker = () => createTypeChecker(writeTree(FILES), Object.keys(VARIANTS));
const nameOf = (config: string): string => path.basename(path.dirname(config)).replace(/^.{2,}$/u, "root");

test("a project that had nothing to say is shown again when something that it reads has changed, and only then", () => {
  const checker = newChecker();
  const quiet = new QuietProjects();
  const shownWith = (texts: Record<string, string>): readonly string[] => {
    const shown: string[] = [];
    checker.examine(new Map(Object.entries(texts)), ({ config }) => shown.push(nameOf(config)), "all", quiet);
    return shown.sort();
  };
  const [same, wrong] = ["export const id = 'c';\n", "export const id = 1;\n"];
  // The files of "a" and "c" are in others too: these are shown where they add errors of their own.
  expect(shownWith({ "a/base.ts": same })).toEqual(["b", "root"]);
  expect(shownWith({ "a/base.ts": same })).toEqual([]);
  expect(shownWith({ "a/base.ts": same, "b/other.ts": wrong })).toEqual(["b"]);
  // Those that showed an error show it again.
  expect(shownWith({ "a/base.ts": wrong, "b/other.ts": wrong })).toEqual(["b", "c", "root"]);
  expect(shownWith({ "a/base.ts": wrong, "b/other.ts": wrong })).toEqual(["c", "root"]);
  // A file that an import brought in is read too.
  const toOther = { "c/use.ts": VARIANTS["c/use.ts"]![1]! };
  expect(shownWith(toOther)).toEqual(["root"]);
  expect(shownWith({ ...toOther, "b/other.ts": same })).toEqual(["b", "root"]);
});

test("what is asked again of those that were not quiet only is what all would say", () => {
  const change = fc.record({
    texts: fc.record(Object.fromEntries(Object.entries(VARIANTS).map(([file, texts]) => [file, fc.constantFrom(...texts)])), {
      requiredKeys: [],
    }),
    which: fc.constantFrom("all", "all", "covering"),
    isKept: fc.nat(4).map((each) => each === 0),
  });
  assertProperty(
    fc.property(fc.array(change, { minLength: 2, maxLength: 7 }), (changes) => {
      const [plain, remembering] = [newChecker(), newChecker()];
      const quiet = new QuietProjects();
      for (const { texts, which, isKept } of changes) {
        const asked = new Map(Object.entries(texts as Record<string, string>));
        const [expected, found] = (
          [
            [plain, undefined],
            [remembering, quiet],
          ] as const
        ).map(([checker, known]) => {
          const errors: string[] = [];
          const visit = ({ config, added }: ExaminedProject) =>
            errors.push(...added.map(({ key, line }) => `${nameOf(config)} ${key.slice(key.lastIndexOf("/"))}:${line}`));
          const unseen = checker.examine(asked, visit, which, known);
          const verdict = checker.judge(asked);
          return { shown: { errors: errors.sort(), notSeen: unseen, ...plainly(verdict) }, verdict };
        });
        expect(found!.shown).toEqual(expected!.shown);
        if (isKept) for (const { verdict } of [expected!, found!]) verdict.keep();
      }
    }),
    20,
  );
}, 300_000);

function plainly({ added, reworded, unseen, blind }: Verdict) {
  return { added, reworded, unseen, blind };
}
