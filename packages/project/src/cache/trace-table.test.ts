import { expect, test } from "vitest";
import { createHolds, reachedFrom, TraceTable, type ReadFact } from "./trace-table.js";

const EARLIER = {
  facts: ["ta", "tb", "tc", "td"],
  values: ["1", "1", "1", "1"],
  // Two files that share a part, one that has changed, and what all answers depend on.
  traces: [
    [[1], []],
    [[0], [0]],
    [[2], [0]],
    [[3], []],
  ] as const,
};

test("traces of an earlier table stay as they are, and a fact with a new value is another one", () => {
  const fact: ReadFact = { fact: "tc", value: "2" };
  const table = new TraceTable(EARLIER, () => fact);
  const added = table.add({ facts: [0], parts: [] });
  const shared = table.join(3, table.add({ facts: [], parts: [] }));
  const { data, indexOf } = table.only([1, added, shared]);
  const holdsNow = createHolds(data, (name, value) => (name === "tc" ? value === "2" : value === "1"));
  expect([1, added, shared].map((each) => holdsNow(indexOf(each)))).toEqual([true, true, true]);
  const holdsWithout = createHolds(data, (name, value) => name !== "tb" && value === "1");
  expect([1, added, shared].map((each) => holdsWithout(indexOf(each)))).toEqual([false, false, true]);
  // The trace of the changed file, and the value that it had, are gone.
  expect(data.facts.map((name, index) => `${name}=${data.values[index]!}`).sort()).toEqual(["ta=1", "tb=1", "tc=2", "td=1"]);
});

test("what two traces have is joined without what both have twice", () => {
  const table = new TraceTable(EARLIER, () => ({ fact: "?", value: "?" }));
  const joined = table.join(1, 2);
  const { data, indexOf } = table.only([joined]);
  const [facts, parts] = data.traces[indexOf(joined)]!;
  expect(facts.map((fact) => data.facts[fact]).sort()).toEqual(["ta", "tc"]);
  expect(parts).toHaveLength(1);
  expect([...reachedFrom(data, [indexOf(joined)]).facts].map((fact) => data.facts[fact]).sort()).toEqual(["ta", "tb", "tc"]);
});
