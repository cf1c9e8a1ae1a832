import { describe, expect, test, vi } from "vitest";
import { writeTree } from "../../../test/support/temporary-tree.js";
import { createTypeChecker, type TypeChecker } from "./index.js";
import { isHeapFull } from "./memory.js";

vi.mock(import("./memory.js"), async (original) => ({ ...(await original()), isHeapFull: vi.fn(() => false) }));

const compilerOptions = {
  strict: true,
  target: "ES2022",
  lib: ["ES2022"],
  module: "ESNext",
  moduleResolution: "Bundler",
  types: [],
};
const FILES = {
  "package.json": { type: "module" },
  "one/tsconfig.json": { compilerOptions, include: ["."] },
  "one/id.ts": "export const id = 'a';\n",
  "one/wrong.ts": "import { id } from './id.js';\nexport const wrong: 'b' = id;\n",
  "two/tsconfig.json": { compilerOptions, include: ["."] },
  "two/use.ts": "import { id } from '../one/id.js';\nexport const upper = id.toUpperCase();\n",
};

const open = (): TypeChecker =>
  createTypeChecker(
    writeTree(FILES),
    Object.keys(FILES).filter((file) => file.endsWith(".ts")),
  );
const change = (text: string) => new Map([["one/id.ts", text]]);
const codes = (errors: readonly { readonly file: string; readonly code: number }[]) =>
  errors.map(({ file, code }) => `${file} ${code}`);

describe.each([false, true])("texts that all projects were asked about (with room for one program: %s)", (hasRoomForOne) => {
  test("are judged by what was said, and the next change is judged on top of them", () => {
    vi.mocked(isHeapFull).mockReturnValue(hasRoomForOne);
    const checker = open();
    const number = change("export const id = 1;\n");
    const shown: string[] = [];
    expect(
      checker.examine(
        number,
        ({ added, toOwn }) => void shown.push(...added.map(({ file, code }) => `${toOwn(file)} ${code}`)),
        "all",
      ),
    ).toEqual([]);
    const verdict = checker.judge(number);
    const { keep: _, ...plain } = open().judge(number);
    expect(verdict).toMatchObject(plain);
    expect(codes(verdict.added)).toEqual(shown);
    expect([codes(verdict.added), codes(verdict.reworded), verdict.unseen]).toEqual([
      ["two/use.ts 2339"],
      ["one/wrong.ts 2322"],
      [],
    ]);
    verdict.keep();
    const list = checker.judge(change("export const id = [1];\n"));
    expect([codes(list.added), codes(list.reworded)]).toEqual([[], ["one/wrong.ts 2322", "two/use.ts 2339"]]);
    expect(codes(checker.judge(change("export const id = 2;\nexport const more: string = id;\n")).added)).toEqual([
      "one/id.ts 2322",
    ]);
  });

  test("are asked about again where others came between", () => {
    vi.mocked(isHeapFull).mockReturnValue(hasRoomForOne);
    const checker = open();
    const number = change("export const id = 1;\n");
    checker.examine(number, () => undefined, "all");
    checker.judge(change("export const id = 'c';\n")).keep();
    expect(codes(checker.judge(number).added)).toEqual(["two/use.ts 2339"]);
  });
});
