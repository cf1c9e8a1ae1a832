import { afterAll, expect, test } from "vitest";
import { readPairs } from "./pairs.js";
import { removeProjects } from "./project.js";

afterAll(removeProjects);

/** All pairs of all cases take minutes of CPU, so a fixed selection of cases runs; PAIRS_EACH=1 runs all. */
const EACH = Number(process.env["PAIRS_EACH"] ?? 60);

const cases = readPairs().filter((_, index) => index % EACH === 0);
let met = 0;
test.each(cases.map((each) => [each.name, each] as const))("two contracts in either order keep %s whole", (_, each) => {
  const { faults, count } = each.run();
  met += count;
  expect(faults).toEqual([]);
});

test("contracts did meet", () => expect(met).toBeGreaterThan(cases.length));
