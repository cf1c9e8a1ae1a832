import type { Contract } from "@godwit/core/contracts";
import { describe, expect, test } from "vitest";
import type { PlanSite } from "../results/shapes.js";
import { makeStatus, type ContractPast, type StatusOverview } from "./status.js";

const contract = (id: string, more: Partial<Contract> = {}): Contract =>
  ({ id, title: id, status: "active", risk: "low", dependsOn: [], phases: [], ...more }) as unknown as Contract;
const site = (id: string, file: string, phase: string | null = null): PlanSite =>
  ({ contract: id, file, phase, level: "fix", tolerated: false }) as unknown as PlanSite;
const now = Date.parse("2026-04-01T12:00:00Z") / 1_000;
const past = (left: number) => [{ time: Date.parse("2026-01-01T12:00:00Z") / 1_000, left }];

function statusOf(contracts: Contract[], sites: PlanSite[], pasts: Record<string, ContractPast> = {}): StatusOverview {
  return makeStatus({
    ...{ contracts, sites, now },
    pastOf: (id) => pasts[id] ?? { series: [] },
    ownersOf: (file) => (file.startsWith("a/") ? ["@a", "@both"] : []),
    packageOf: (file) => file.split("/")[0]!,
  });
}

describe("makeStatus", () => {
  test("takes the most that history or baseline know for the total, and never less than is left", () => {
    const sites = [site("x", "a/1.ts"), site("x", "b/1.ts")];
    const totalOf = (one: ContractPast) => {
      const [{ left, total, totalFrom }] = statusOf([contract("x")], sites, { x: one }).contracts as [
        StatusOverview["contracts"][number],
      ];
      return [left, total, totalFrom];
    };
    expect(totalOf({ series: [] })).toEqual([2, 2, "code"]);
    expect(totalOf({ series: past(9), known: 4 })).toEqual([2, 9, "history"]);
    expect(totalOf({ series: past(3), known: 4 })).toEqual([2, 4, "baseline"]);
    expect(totalOf({ series: [], known: 4 })).toEqual([2, 4, "baseline"]);
    expect(totalOf({ series: past(1) })).toEqual([2, 2, "history"]);
  });

  test("names the next open phase, what is due next, and what is late", () => {
    const phases = [
      { name: "One", allow: 1, due: "2026-01-01" },
      { name: "Two", allow: 0 },
      { name: "Three", allow: 0, due: "2026-03-31" },
    ];
    const one = contract("x", { phases, due: "2027-01-01" });
    const of = (sites: PlanSite[]) => statusOf([one], sites).contracts[0]!;
    expect(of([site("x", "1", "One"), site("x", "2", "Two"), site("x", "3", "Three")])).toMatchObject({
      ...{ phase: "Two", due: "2026-03-31", isLate: true, done: false },
    });
    expect(of([site("x", "2", "Two")])).toMatchObject({ phase: "Two", due: "2027-01-01", isLate: false });
    expect(of([site("x", "1", "One")])).toMatchObject({ phase: null, due: null, isLate: false, done: true });
  });

  test("says what blocks a contract, and nothing of one that is done", () => {
    const contracts = [
      contract("a"),
      contract("b", { dependsOn: ["a", "lost"] }),
      contract("c", { dependsOn: ["a"], status: "complete" }),
    ];
    const { contracts: all } = statusOf(contracts, [site("a", "1"), site("b", "2"), site("c", "3")]);
    expect(all.map(({ id, done, blockedBy }) => [id, done, blockedBy.map((each) => each.contract)])).toEqual([
      ["a", false, []],
      ["b", false, ["a", "lost"]],
      ["c", true, []],
    ]);
  });

  test("groups by each owner of a file, else that of the contract; by package; by phase", () => {
    const contracts = [contract("x", { owner: "@x", phases: [{ name: "One", allow: 0 }] }), contract("y")];
    const sites = [site("x", "a/1.ts", "One"), site("x", "b/1.ts"), site("x", "b/2.ts"), site("y", "b/1.ts")];
    const { groups } = statusOf(contracts, sites);
    expect(groups.owner.map(({ name, left }) => [name, left])).toEqual([
      ["@x", 2],
      ["(nobody)", 1],
      ["@a", 1],
      ["@both", 1],
    ]);
    expect(groups.package).toEqual([
      {
        name: "b",
        left: 3,
        fixable: 3,
        contracts: [
          { id: "x", left: 2 },
          { id: "y", left: 1 },
        ],
      },
      { name: "a", left: 1, fixable: 1, contracts: [{ id: "x", left: 1 }] },
    ]);
    expect(groups.phase.map(({ name, left }) => [name, left])).toEqual([
      ["x: (no phase)", 2],
      ["x: One", 1],
      ["y", 1],
    ]);
  });
});
