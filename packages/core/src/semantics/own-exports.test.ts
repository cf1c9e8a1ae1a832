import { join } from "node:path";
import { expect, it } from "vitest";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { openSource } from "../../test-support/open-source.js";
import { createEngine } from "../run/create-engine.js";

it("a module that many places require is parsed no more often than for one", () => {
  const parsesFor = (places: number): number => {
    const text = `const old = require("./old");\n${"old(1);\n".repeat(places)}`;
    const one = "module.exports = (a) => a;\n";
    const root = writeTree({ "package.json": "{}", "src/old.js": one, "src/fresh.js": one, "src/use.js": text });
    let parses = 0;
    const parse: typeof parseWithOxc = (path, code) => (path.endsWith("fresh.js") && parses++, parseWithOxc(path, code));
    const engine = createEngine({ root, host: { parse } });
    const imports = { old: "./src/old.js#default", fresh: "./src/fresh.js#default" };
    const rule = engine.compile(
      "no-deprecated-call",
      { replace: [{ match: "old($a)", with: "fresh($a)" }] },
      { id: "calls", imports },
    );
    const { violations } = engine.analyse(openSource(join(root, "src/use.js"), text), [rule]);
    expect(violations.map(({ level }) => level)).toEqual(Array(places).fill("fix"));
    return parses;
  };
  expect(parsesFor(40)).toBe(parsesFor(1));
});
