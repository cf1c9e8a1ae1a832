import { describe, expect, test } from "vitest";
import { describeLeft, tooltipFor } from "./left.js";
import type { FileReport } from "./tsserver.js";

function report(...contracts: readonly { title: string; left: number; fixable: number; known?: number }[]): FileReport {
  const entries = contracts.map((each) => ({ id: "a", status: "active", path: "/a.md", root: "/", known: 0, ...each }));
  return { root: "/", inForce: 2, contracts: entries, violations: [], isUnderlined: true, hints: [] };
}

describe("the status bar", () => {
  test("counts what is left of all contracts", () => {
    expect(describeLeft(report({ title: "A", left: 2, fixable: 1 }, { title: "B", left: 1, fixable: 0 }))).toBe(
      "$(milestone) godwit: 3 left",
    );
  });

  test("tells what is new from what a baseline knows", () => {
    const known = report({ title: "A", left: 8, known: 7, fixable: 1 }, { title: "B", left: 2, known: 2, fixable: 0 });
    expect(describeLeft(known)).toBe("$(milestone) godwit: 1 new, 9 known");
    expect(tooltipFor(known)).toContain("- A: 1 new, 7 known, 1 with a safe fix\n- B: 0 new, 2 known");
  });

  test("is a sign of life where nothing is left", () => {
    expect(describeLeft(report())).toBe("$(pass) godwit");
    expect(tooltipFor(report())).toBe("Nothing is left in this file of 2 contracts.");
  });

  test("names each contract, whatever is in its title", () => {
    const text = tooltipFor(
      report({ title: "No *raw* $(x) [ids](command:x)", left: 2, fixable: 1 }, { title: "B", left: 1, fixable: 0 }),
    );
    expect(text).toContain("\\*raw\\* \\$\\(x\\) \\[ids\\]\\(command:x\\): 2 left, 1 with a safe fix");
    expect(text).toContain("- B: 1 left");
  });
});
