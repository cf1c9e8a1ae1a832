import { afterAll, expect, test } from "vitest";
import { removeProjects } from "../project.js";
import { readPairs } from "./pairs.js";

/** Registers a test for each of the chosen cases, and one that contracts did meet. */
export function testPairs(isChosen: (index: number) => boolean): void {
  let [met, apart] = [0, 0];
  afterAll(() => {
    removeProjects();
    console.log(`${met} pairs of contracts met in a file, ${apart} could not: one of the two edits nothing there`);
  });
  const cases = readPairs().filter((_, index) => isChosen(index));
  test.each(cases.map((each) => [each.name, each] as const))("two contracts in either order keep %s whole", (_, each) => {
    const result = each.run();
    met += result.met;
    apart += result.apart;
    expect(result.faults).toEqual([]);
  });
  test("contracts did meet", () => expect(met).toBeGreaterThan(cases.length / 2));
}
