import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { acceptedByUnit, type Refusal } from "./edit-elements.js";

interface Site {
  readonly unit: number;
  readonly id: number;
}

const unitOf = ({ unit }: Site): number => unit;

/** Sites in some units, as many in each. */
function sitesIn(units: number, each: number): readonly Site[] {
  return Array.from({ length: units * each }, (_, id) => ({ unit: Math.floor(id / each), id }));
}

/** Refuses sites by themselves, and says which units they are in. */
function refuse(bad: ReadonlySet<number>, candidate: readonly Site[]): Refusal<Site> | undefined {
  const units = new Set(candidate.filter(({ id }) => bad.has(id)).map(unitOf));
  if (units.size === 0) return undefined;
  return { reason: "first", blames: ({ unit }) => units.has(unit), reasonOf: ({ unit }) => `unit ${unit}` };
}

test("bad sites of many units are found in as many tests as those of the worst one", async () => {
  const bad = new Set([3, 25, 47, 48, 99, 150, 399]);
  let tests = 0;
  const result = await acceptedByUnit(sitesIn(20, 20), {
    unitOf,
    test: async (candidate) => {
      tests++;
      return refuse(bad, candidate);
    },
  });
  expect(result?.kept).toHaveLength(393);
  expect(new Map(result?.refused.map(({ element, reason }) => [element.id, reason])).get(399)).toBe("unit 19");
  expect(tests).toBeLessThan(20);
});

test("what is kept is accepted as a whole, and nothing refused can be added", async () => {
  const pairs = fc.array(fc.tuple(fc.nat(3), fc.nat(5), fc.nat(5)), { maxLength: 10 });
  await assertProperty(
    fc.asyncProperty(pairs, async (conflicts) => {
      const sites = sitesIn(4, 6);
      const failing = (candidate: readonly Site[]): ReadonlySet<number> => {
        const ids = new Set(candidate.map(({ id }) => id));
        return new Set(conflicts.flatMap(([unit, a, b]) => (ids.has(unit * 6 + a) && ids.has(unit * 6 + b) ? [unit] : [])));
      };
      const test = async (candidate: readonly Site[]): Promise<Refusal<Site> | undefined> => {
        const units = failing(candidate);
        return units.size === 0 ? undefined : { reason: "conflict", blames: ({ unit }) => units.has(unit) };
      };
      const result = await acceptedByUnit(sites, { unitOf, test });
      expect(failing(result!.kept).size).toBe(0);
      for (const { element } of result!.refused) expect(failing([...result!.kept, element])).toContain(element.unit);
      expect(result!.kept.length + result!.refused.length).toBe(sites.length);
    }),
  );
});

test("after the most tests it keeps what it knows to hold, and refuses what is open", async () => {
  const bad = new Set([0, 5, 9, 12]);
  const result = await acceptedByUnit(sitesIn(2, 20), { unitOf, most: 4, test: async (candidate) => refuse(bad, candidate) });
  expect(result!.kept.some(({ id }) => bad.has(id))).toBe(false);
  expect(result!.kept.length).toBeGreaterThanOrEqual(20);
  expect(result!.kept.length + result!.refused.length).toBe(40);
  expect(result!.refused).toContainEqual({ element: { unit: 0, id: 9 }, reason: "unit 0" });
});

test("it says that it can't tell where no unit is blamed, and where units do not go together", async () => {
  const sites = sitesIn(2, 2);
  expect(await acceptedByUnit(sites, { unitOf, test: async () => ({ reason: "somewhere" }) })).toBeUndefined();
  // The second unit is blamed for what the first one does to it.
  const isTorn = (candidate: readonly Site[]): boolean => candidate.some(({ unit }) => unit === 0);
  const result = await acceptedByUnit(sites, {
    unitOf,
    test: async (candidate) => (isTorn(candidate) ? { reason: "torn", blames: ({ unit }) => unit === 1 } : undefined),
  });
  expect(result).toBeUndefined();
});
