import { expect, test } from "vitest";
import { writeTree, type TreeContent } from "../../../test/support/temporary-tree.js";
import { createTypeChecker } from "./index.js";

const OPTIONS = { strict: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [], noEmit: true };
const TSCONFIG = { compilerOptions: OPTIONS, include: ["."] };
const ID = "export const make = () => 'a';\n";

/** A package whose source its users import, with a test that only its own tsconfig lists, and an application that uses it. */
const REPOSITORY: Readonly<Record<string, TreeContent>> = {
  "lib/package.json": { name: "lib", type: "module", exports: "./id.ts" },
  "lib/tsconfig.json": TSCONFIG,
  "lib/id.ts": ID,
  "lib/id.test.ts": "import { make } from './id.js';\nmake().toUpperCase();\n",
  "app/package.json": { name: "app", type: "module" },
  "app/tsconfig.json": TSCONFIG,
  "app/node_modules/lib": { link: "../../lib" },
  "app/main.ts": "import { make } from 'lib';\nexport const id = make().trim();\n",
};

/** The projects that are asked, and what they say of a change in the package. */
function ask(files: Readonly<Record<string, TreeContent>>, text = "export const make = () => 1;\n") {
  const root = writeTree({ ...REPOSITORY, ...files });
  const sources = Object.keys({ ...REPOSITORY, ...files }).filter((file) => file.endsWith(".ts"));
  return [{}, { native: false }].map((options) => {
    const checker = createTypeChecker(root, sources, options);
    try {
      const asked = checker.covering.map((config) => config.slice(root.length + 1).split("/")[0]);
      const { added } = checker.judge(new Map([["lib/id.ts", text]]));
      return { asked: asked.sort(), added: added.map(({ file, code }) => `${file} TS${code}`).sort() };
    } finally {
      checker.end();
    }
  });
}

const BROKEN = ["app/main.ts TS2339", "lib/id.test.ts TS2339"];

test("one program checks an application and the tests of the packages whose sources it reads", () => {
  expect(ask({})).toEqual([
    { asked: ["app"], added: BROKEN },
    { asked: ["app"], added: BROKEN },
  ]);
});

test("the application that reads most takes them", () => {
  const other = {
    "other/package.json": { name: "other", type: "module", exports: "./other.ts" },
    "other/tsconfig.json": TSCONFIG,
    "other/node_modules/lib": { link: "../../lib" },
    "other/other.ts": "import { make } from 'lib';\nexport const length: number = make().length;\n",
    "app/node_modules/other": { link: "../../other" },
    "app/other.ts": "import { length } from 'other';\nexport const n: number = length;\n",
  };
  for (const each of ask(other)) expect(each).toEqual({ asked: ["app"], added: [...BROKEN, "other/other.ts TS2339"] });
});

test.each<[string, Readonly<Record<string, TreeContent>>]>([
  ["checks by other options", { "lib/tsconfig.json": { compilerOptions: { ...OPTIONS, noUnusedLocals: true }, include: ["."] } }],
  ["declares what all of its files see", { "lib/global.d.ts": "declare const everywhere: string;\n" }],
  [
    "means something else by a path",
    {
      "lib/tsconfig.json": { compilerOptions: { ...OPTIONS, paths: { "#in/*": ["./*"] } }, include: ["."] },
      "lib/other.test.ts": "import { make } from '#in/id.js';\nmake();\n",
    },
  ],
  ["is referenced", { "app/tsconfig.json": { ...TSCONFIG, references: [{ path: "../lib" }] } }],
  ["writes declarations", { "lib/tsconfig.json": { compilerOptions: { ...OPTIONS, declaration: true }, include: ["."] } }],
])("a package that %s is checked by itself", (_, files) => {
  for (const { asked, added } of ask(files)) {
    expect(asked).toEqual(["app", "lib"]);
    expect(added).toContain("lib/id.test.ts TS2339");
  }
});

test("packages that do not read each other's source are checked by themselves", () => {
  const apart = { "app/main.ts": "export const id = 'a';\n" };
  for (const { asked, added } of ask(apart)) expect([asked, added]).toEqual([["app", "lib"], ["lib/id.test.ts TS2339"]]);
});
