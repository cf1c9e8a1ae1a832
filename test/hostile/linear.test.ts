import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../support/temporary-tree.js";

const COUNT_WORK = path.join(import.meta.dirname, "../support/count-work.mjs");

const CONTRACT = {
  title: "Work that grows with the file",
  imports: { newId: "./src/new-id.ts", pools: "./src/pool.ts", Pool: "./src/pool.ts" },
  rules: {
    "no-raw-uuid": { replace: [{ with: "newId($entity)" }] },
    "no-singleton-access": { classes: ["Pool"], replace: [{ match: "Pool.getInstance()", with: "pools.shared()" }] },
    "no-deprecated-import": [{ from: "./src/old.ts", name: "old", to: "./src/moved.ts", as: "moved" }],
    "no-deprecated-call": { replace: [{ match: "legacy($value)", with: "String($value)" }] },
  },
};

/** A text with so many findings, all of which are fixed. */
type Shape = (count: number) => string;

const times = (count: number, each: (index: number) => string, between = "\n"): string =>
  Array.from({ length: count }, (_, index) => each(index)).join(between);

const SHAPES: Readonly<Record<string, Shape>> = {
  "one list in one line": (count) => `import { v4 } from "uuid";export const all = [${times(count, () => "v4()", ",")}];`,
  "a statement each, with a comment": (count) =>
    `import { v4 } from "uuid";\n${times(count, (index) => `/* ${index} */ export const user${index}Id = v4(); // ${index}`)}\n`,
  "a name for each that goes with its last use": (count) =>
    `import { Pool } from "./pool.js";\n${times(count, (index) => `{\n  const pool${index} = Pool.getInstance();\n  pool${index}.ask();\n}`)}\n`,
  "uses of one import that moves": (count) =>
    `import { old } from "./old.js";\n${times(count, (index) => `export const a${index} = old(${index});`)}\n`,
  "each with others inside it": (count) => `${times(count / 4, () => "legacy([legacy(1), legacy({ a: legacy(2) })]);")}\n`,
};

function projectWith(shape: Shape, count: number): string {
  return writeTree({
    "package.json": { type: "module", godwit: {} },
    "migrations/work.md": `---\n${JSON.stringify(CONTRACT)}\n---\n`,
    "src/new-id.ts": "export const newId = (entity: string): string => entity;\n",
    "src/pool.ts":
      "export class Pool {\n  static getInstance(): Pool {\n    return new Pool();\n  }\n  ask(): void {}\n}\nexport const pools = { shared: (): Pool => new Pool() };\n",
    "src/old.ts": "export const old = (value: number): number => value;\n",
    "src/moved.ts": "export const moved = (value: number): number => value;\n",
    "src/many.ts": shape(count),
  });
}

const SMALL = 200;
/** Work that grew with the square would be 16 times as much; sorting takes a little more than four times as much. */
const GROWTH = 4;

interface Work {
  readonly work: number;
  readonly fixed: number;
  readonly left: number;
  readonly problems: readonly unknown[];
}

test("check --fix takes work in proportion to the findings, whatever they are in", { tags: "slow" }, () => {
  const shapes = Object.values(SHAPES);
  // The first run of each shape also loads what it needs.
  const folders = shapes.flatMap((shape) => [SMALL, SMALL, SMALL * GROWTH].map((count) => projectWith(shape, count)));
  const runs = JSON.parse(execFileSync(process.execPath, [COUNT_WORK, ...folders], { encoding: "utf8" })) as readonly Work[];
  for (const [index, name] of Object.keys(SHAPES).entries()) {
    const [few, many] = [runs[index * 3 + 1]!, runs[index * 3 + 2]!];
    expect(many, name).toMatchObject({ left: 0, problems: [] });
    expect(many.fixed, name).toBeGreaterThan(0);
    expect(many.work / few.work, name).toBeLessThan(GROWTH * 1.15);
  }
});
