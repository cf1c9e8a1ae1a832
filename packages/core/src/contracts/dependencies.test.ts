import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { inDependencyOrder } from "./index.js";

describe("inDependencyOrder", () => {
  const ids = ["a", "b", "c", "d", "e", "f"];
  const graph = fc.uniqueArray(
    fc.record({ id: fc.constantFrom(...ids), dependsOn: fc.array(fc.constantFrom(...ids, "nothing"), { maxLength: 3 }) }),
    {
      selector: ({ id }) => id,
    },
  );

  it("keeps every contract once, whatever their order", () => {
    assertProperty(
      fc.property(graph, (contracts) => {
        const order = inDependencyOrder(contracts).map(({ id }) => id);
        expect([...order].sort()).toEqual(contracts.map(({ id }) => id).sort());
        expect(inDependencyOrder([...contracts].reverse()).map(({ id }) => id)).toEqual(order);
      }),
    );
  });

  it("puts each behind what it depends on, where there is no cycle", () => {
    const acyclic = graph.map((contracts) =>
      contracts.map(({ id, dependsOn }) => ({ id, dependsOn: dependsOn.filter((other) => other > id) })),
    );
    assertProperty(
      fc.property(acyclic, (contracts) => {
        const order = inDependencyOrder(contracts);
        const place = new Map(order.map(({ id }, index) => [id, index]));
        for (const { id, dependsOn } of contracts)
          for (const other of dependsOn) expect(place.get(other) ?? -1).toBeLessThan(place.get(id)!);
      }),
    );
  });

  it("takes the smallest id where two could be next", () => {
    const order = inDependencyOrder([
      { id: "c", dependsOn: [] },
      { id: "a", dependsOn: ["c"] },
      { id: "b", dependsOn: [] },
    ]);
    expect(order.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });
});
