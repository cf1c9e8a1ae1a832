import { join } from "node:path";
import { expect, it, test } from "vitest";
import { moduleRepository } from "../test-support/module-repository.js";
import { certainLoadsIn } from "./loads.js";
import { createReach } from "./reach.js";

it.each([
  ['import "./a";', "./a"],
  ['import { a } from "./a";\na();', "./a"],
  ['import a, { type B, c as d } from "./a";\nd.of();', "./a"],
  ['import * as a from "./a";\nclass B extends a {}', "./a"],
  ['import { A } from "./a";\nexport const b = <A size={1} />;', "./a"],
  ['export * from "./a";', "./a"],
  ['export { type A, b } from "./a";', "./a"],
  ['import { A } from "./a";\nexport interface B extends A {}\nlet b: Set<A>;', ""],
  ['import { type A } from "./a";', ""],
  ['import type { a } from "./a";\n// a()', ""],
  ['import { a } from "./a";\n// a()\n/* a() */', ""],
  ['export { A } from "./a";', ""],
  ['export type { a } from "./a";', ""],
  ['const a = await import("./a");', ""],
])("%j loads for certain: %j", (text, specifier) => {
  expect(certainLoadsIn(text).join()).toBe(specifier);
});

test("what a file may load, and what it loads for certain, through others and in circles", () => {
  const { modules, root } = moduleRepository({
    "start.ts": 'import "./a";\nimport { T } from "./types";',
    "a.ts": 'export * from "./b";',
    "b.ts":
      'import { start } from "./start";\nstart();\nconst later = () => import("./later");\nlet o: typeof import("./other");\nlet p: import("./other").Other;',
    "types.ts": "",
    "later.ts": "",
    "other.ts": "",
  });
  const asked = ["start.ts", "a.ts", "b.ts", "types.ts", "later.ts", "other.ts"];
  const reached = (loads: (from: string, file: string) => boolean) =>
    asked.filter((each) => loads(join(root, "start.ts"), join(root, each)));
  expect(reached(modules.mayLoad)).toEqual(["start.ts", "a.ts", "b.ts", "types.ts", "later.ts"]);
  expect(reached(modules.surelyLoads)).toEqual(["start.ts", "a.ts", "b.ts"]);
});

test("a chain of any length is followed", () => {
  const length = 3_200;
  const reach = createReach(
    { read: (path) => (Number(path) < length ? `import "${Number(path) + 1}";` : "") },
    { resolve: (_, path) => ({ kind: "file", path }) },
  );
  expect([reach.mayLoad("0", `${length}`), reach.mayLoad("1", "0")]).toEqual([true, false]);
});
