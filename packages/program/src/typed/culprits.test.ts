import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { findCulprits } from "./culprits.js";

const NUMBERS = Array.from({ length: 40 }, (_, index) => index);

test("finds just what has to go, wherever it is among the candidates", async () => {
  await assertProperty(
    fc.asyncProperty(fc.uniqueArray(fc.nat(39), { maxLength: 6 }), async (guilty) => {
      const found = await findCulprits(NUMBERS, (some) => Promise.resolve(guilty.every((each) => some.includes(each))));
      expect([...found!].sort()).toEqual([...guilty].sort());
    }),
  );
});

test("takes the likeliest where one of several is enough", async () => {
  const found = await findCulprits(NUMBERS, (some) => Promise.resolve(some.some((each) => each % 10 === 7)));
  expect(found).toEqual([7]);
});

test("asks little where the first candidate is to blame", async () => {
  let asked = 0;
  await findCulprits(NUMBERS, (some) => Promise.resolve(++asked > 0 && some.includes(0)));
  expect(asked).toBe(3);
});

test("says nothing if none of them is to blame, or it was ended", async () => {
  expect(await findCulprits(NUMBERS, () => Promise.resolve(false))).toBeUndefined();
  expect(await findCulprits(NUMBERS, () => Promise.resolve(undefined))).toBeUndefined();
});
