import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { plainSide, type FlowEdge } from "./cut.js";

const NODES = 10;
const end = fc.option(fc.nat(NODES - 1), { nil: undefined });
const edge: fc.Arbitrary<FlowEdge<number>> = fc.record({ from: end, to: end, cost: fc.constantFrom(0.1, 1, 1, 2, 1e6) });

/** The least cost of all ways to divide the places. */
function leastCost(edges: readonly FlowEdge<number>[]): number {
  let least = Infinity;
  for (let set = 0; set < 1 << NODES; set++) {
    const plain = new Set(Array.from({ length: NODES }, (_, node) => node).filter((node) => set & (1 << node)));
    least = Math.min(least, costOf(edges, plain));
  }
  return least;
}

describe("plainSide", () => {
  test("costs what the cheapest of all divisions costs", () => {
    assertProperty(
      fc.property(fc.array(edge, { maxLength: 24 }), (edges) => {
        expect(costOf(edges, plainSide(edges))).toBeCloseTo(leastCost(edges), 6);
      }),
      60,
    );
  });

  test("moves the boundary outwards where both cost the same", () => {
    const edges = [
      { from: undefined, to: "id", cost: 1 },
      { from: "id", to: undefined, cost: 1 },
    ];
    expect(plainSide(edges)).toEqual(new Set());
  });

  test("wraps once inside where many callers would have to", () => {
    const edges = [
      ...[1, 2, 3].map(() => ({ from: undefined, to: "id", cost: 1 })),
      { from: "id", to: undefined, cost: 1 },
      { from: undefined, to: "other", cost: 0.1 },
      { from: "other", to: undefined, cost: 1 },
    ];
    expect(plainSide(edges)).toEqual(new Set(["id"]));
  });
});

/** What the cut with these plain places costs. */
function costOf<Node>(edges: readonly FlowEdge<Node>[], plain: ReadonlySet<Node>): number {
  return edges
    .filter(({ from, to }) => (from === undefined || plain.has(from)) && (to === undefined || !plain.has(to)))
    .reduce((sum, { cost }) => sum + cost, 0);
}
