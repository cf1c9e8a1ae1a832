import { join } from "node:path";
import { expect, test } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { openSource } from "../../../test-support/open-source.js";
import { createEngine } from "../../run/create-engine.js";

test("an option by hand, which nobody has validated, makes no fix that keeps the raw uuid", () => {
  const root = writeTree({});
  const engine = createEngine({ root, host: { parse: parseWithOxc } });
  const rule = engine.compile("no-raw-uuid", { replace: [{ with: "String($value)" }] }, {});
  const { violations } = engine.analyse(openSource(join(root, "a.ts"), "export const userId = crypto.randomUUID();\n"), [rule]);
  expect(violations.map(({ level, reason }) => [level, reason])).toEqual([
    ["suggestion", "the raw uuid would stay inside, and be found again"],
  ]);
});
