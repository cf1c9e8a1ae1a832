import { describe, expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { ProgramReader } from "../callers/program-reader.js";
import { createTypeChecker } from "../type-checker.js";
import { Reach } from "./reach.js";

/** What is found of `throw` in calls of `first`, then of `second`, in a file. */
function throwsIn(text: string): readonly boolean[] {
  const root = writeTree({
    "tsconfig.json": { compilerOptions: { strict: true, types: [], lib: ["ES2022"] }, files: ["a.ts"] },
    "a.ts": text,
  });
  const found: boolean[] = [];
  createTypeChecker(root, ["a.ts"]).look(
    (project) => {
      const reader = new ProgramReader(project);
      const { ts } = reader;
      const reach = new Reach(reader, (node) => ts.isThrowStatement(node), { ofUnknown: true });
      for (const name of ["first", "second"])
        found.push(reach.has(reader.named(name).find(({ parent }) => ts.isCallExpression(parent))!.parent));
    },
    () => ["a.ts"],
  );
  return found;
}

/** Functions of which each calls the next one. */
function chain(last: string): string {
  const calls = Array.from({ length: 200 }, (_, index) => `function f${index}(): void { f${index + 1}(); }`);
  return [...calls, `function f200(): void { ${last} }`, "function first(): void { f0(); }"].join("\n");
}

describe("what code comes to by the functions that it calls", () => {
  test("is known however many they are", () => {
    const second = "function second(): void { f100(); }\nfirst();\nsecond();\n";
    expect(throwsIn(`${chain("")}\n${second}`)).toEqual([false, false]);
    expect(throwsIn(`${chain("throw new Error();")}\n${second}`)).toEqual([true, true]);
  });

  test("is asked again of functions that call each other, once one of them is known to come to nothing by itself", () => {
    const text = `function first(): void { if (Math.random() > 2) second(); }
function second(): void { first(); throw new Error(); }
first();
second();
`;
    expect(throwsIn(text)).toEqual([true, true]);
  });
});
