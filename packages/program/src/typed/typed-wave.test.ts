import { expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { createTypeChecker } from "../type-checker.js";
import { runTypedWave } from "./typed-wave.js";
import type { WaveHost } from "./wave-host.js";

const FILES: Readonly<Record<string, string>> = {
  "ids.ts":
    'declare global { type UserId = string & { readonly brand: "UserId" }; function UserId(text: string): UserId }\nexport {};\n',
  "open.ts": "export function open(userId: string): void {\n  void userId;\n}\n",
  "use.ts": 'import { open } from "./open.js";\nopen("u1");\n',
  "bad.ts": 'export const ofFirst = (users: ReadonlyMap<string, number>): number | undefined => users.get("u1");\n',
};

/** Writes what it is asked for, and in one file something that no type can mend. */
const HOST = {
  read: (file: string) => FILES[file],
  edit: (file: string, text: string, requests) => ({
    edits: [...requests]
      .sort((a, b) => a.range[0] - b.range[0])
      .map(({ kind, range, type }) => {
        const wrapper = file === "bad.ts" ? "Nobody" : type;
        return { range, text: kind === "wrap" ? `${wrapper}(${text.slice(...range)})` : type };
      }),
    refused: [],
  }),
  mayRetype: () => true,
  mayFollow: () => true,
  typeForName: () => undefined,
  isTest: () => false,
  usersBeside: () => [],
  breathe: () => Promise.resolve(true),
} satisfies WaveHost;

test("a wrap that brings an error of its own takes back what it is for, and nothing else", async () => {
  const root = writeTree({
    "tsconfig.json": { compilerOptions: { strict: true, types: [], lib: ["ES2022"] }, include: ["*.ts"] },
    ...FILES,
  });
  const siteIn = (file: string) => {
    const start = FILES[file]!.indexOf("string");
    return { file, part: [start, start + "string".length], type: "UserId" } as const;
  };
  const checker = createTypeChecker(root, Object.keys(FILES));
  const result = await runTypedWave(checker, [siteIn("open.ts"), siteIn("bad.ts")], HOST);
  expect(result!.takenBack.map(({ file }) => file)).toEqual(["bad.ts"]);
  expect(Object.fromEntries(result!.texts)).toEqual({
    "open.ts": FILES["open.ts"]!.replace("string", "UserId"),
    "use.ts": FILES["use.ts"]!.replace('"u1"', 'UserId("u1")'),
  });
});
