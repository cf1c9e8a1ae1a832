import { describe, expect, test } from "vitest";
import { dayOf, daysBetween, paceOf, sampleCounts } from "../overview/status.js";

const at = (day: string, left: number) => ({ time: Date.parse(`${day}T12:00:00Z`) / 1_000, left });
const now = (day: string): number => Date.parse(`${day}T12:00:00Z`) / 1_000;

describe("paceOf", () => {
  test("measures the last four weeks, and says when that ends", () => {
    const history = [at("2026-01-01", 900), at("2026-03-01", 60), at("2026-03-20", 40)];
    expect(paceOf(history, 30, now("2026-04-01"))).toEqual({ fewer: 30, days: 28, doneOn: "2026-04-29" });
  });

  test("measures what there is of a younger history", () => {
    expect(paceOf([at("2026-03-22", 40)], 30, now("2026-04-01"))).toEqual({ fewer: 10, days: 10, doneOn: "2026-05-01" });
  });

  test("names no day where nothing moves, where it grows, where nothing is left, or in a distant time", () => {
    const history = [at("2026-01-01", 40)];
    expect(paceOf(history, 40, now("2026-04-01"))).toMatchObject({ fewer: 0, doneOn: null });
    expect(paceOf(history, 50, now("2026-04-01"))).toMatchObject({ fewer: -10, doneOn: null });
    expect(paceOf(history, 0, now("2026-04-01"))).toMatchObject({ fewer: 40, doneOn: null });
    expect(paceOf([at("2026-01-01", 100_001)], 100_000, now("2026-04-01"))).toMatchObject({ fewer: 1, doneOn: null });
  });

  test("knows nothing without a day of history", () => {
    expect(paceOf([], 3, now("2026-04-01"))).toBeUndefined();
    expect(paceOf([at("2026-04-01", 4)], 3, now("2026-04-01"))).toBeUndefined();
  });

  test("trusts the order of commits more than their clocks", () => {
    const history = [at("2026-01-01", 90), at("2026-02-20", 80), at("2026-02-01", 70)];
    expect(paceOf(history, 70, now("2026-03-30"))).toMatchObject({ fewer: 0 });
  });
});

test("sampleCounts takes the count at each moment, and nothing before the first", () => {
  const history = [at("2026-01-02", 9), at("2026-01-04", 5), at("2026-01-03", 4), at("2026-01-05", 3)];
  expect(sampleCounts(history, { from: now("2026-01-01"), to: now("2026-01-06"), count: 6 })).toEqual([undefined, 9, 9, 4, 3, 3]);
});

test("days are counted in UTC", () => {
  expect(dayOf(1_700_000_000)).toBe("2023-11-14");
  expect(daysBetween("2026-02-27", "2026-03-01")).toBe(2);
  expect(daysBetween("2026-03-01", "2026-02-27")).toBe(-2);
});
