import { expect, test } from "vitest";
import { writeTree } from "../../../test/support/temporary-tree.js";
import { createTypeChecker } from "./index.js";
import { QuietProjects } from "./quiet-projects.js";

const TSCONFIG = {
  compilerOptions: { strict: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [], noEmit: true },
  include: ["."],
};

/** An application that declares for all of its files what it takes of a package. */
const appOf = (name: string, type: string) => ({
  [`${name}/package.json`]: { name, type: "module" },
  [`${name}/tsconfig.json`]: TSCONFIG,
  [`${name}/node_modules/lib`]: { link: "../../lib" },
  [`${name}/env.d.ts`]: `interface Env { id: ${type} }\n`,
  [`${name}/main.ts`]: "import { make } from 'lib';\nexport const id: Env['id'] = make();\n",
});

/** The largest of them comes first where all are one. */
const FILES = {
  "lib/package.json": { name: "lib", type: "module", exports: "./id.ts" },
  "lib/tsconfig.json": TSCONFIG,
  "lib/id.ts": "export const make = (): string => 'a';\n",
  "first/more.ts": "export {};\n",
  ...appOf("first", "string | number"),
  ...Object.assign({}, ...["b", "c", "d", "e", "f", "g", "h", "i"].map((name) => appOf(name, "string | number"))),
  ...appOf("strict", "string"),
};
const CHANGE = new Map([["lib/id.ts", "export const make = (): string | number => 1;\n"]]);
const HARMLESS = new Map([["lib/id.ts", "export const make = (): 'b' => 'b';\n"]]);

test.each([{}, { native: false }])("many projects that check alike are asked as one, and have the last word (%o)", (options) => {
  const sources = Object.keys(FILES).filter((file) => file.endsWith(".ts"));
  const checker = createTypeChecker(writeTree(FILES), sources, options);
  try {
    const ask = (texts: ReadonlyMap<string, string>, which: "covering" | "all", quiet = new QuietProjects()) => {
      const errors: string[] = [];
      checker.examine(
        texts,
        ({ added, toOwn }) => errors.push(...added.map(({ file, code }) => `${toOwn(file)} TS${code}`)),
        which,
        quiet,
      );
      return errors;
    };
    const left: number[] = [];
    expect(ask(CHANGE, "covering", new QuietProjects((projects) => left.push(projects)))).toEqual([]);
    expect(left).toEqual([1]);
    expect(ask(CHANGE, "all")).toEqual(["strict/main.ts TS2322"]);
    // A project that had nothing to say beside the others is not asked again in the same wave.
    const wave = new QuietProjects();
    expect(ask(HARMLESS, "all", wave)).toEqual([]);
    if (checker.isNative) expect(ask(CHANGE, "all", wave)).toEqual([]);
    expect(checker.judge(new Map([...CHANGE, ["b/main.ts", "export const id = 1;\n"]])).added.map(({ file }) => file)).toEqual([
      "strict/main.ts",
    ]);
  } finally {
    checker.end();
  }
});
