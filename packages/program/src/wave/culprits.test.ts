import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { findCulprits, type AskCured } from "./culprits.js";

const NUMBERS = Array.from({ length: 40 }, (_, index) => index);

/** Illnesses that are gone without some of the numbers, and how often that was asked. */
function patients(...cures: readonly ((without: ReadonlySet<number>) => boolean)[]): {
  ask: AskCured<number, number>;
  asked: number;
} {
  const counter = {
    asked: 0,
    ask: (without: ReadonlySet<number>, illnesses: readonly number[]) => {
      expect(illnesses).not.toEqual([]);
      counter.asked++;
      return Promise.resolve(new Set(illnesses.filter((illness) => cures[illness]!(without))));
    },
  };
  return counter;
}

/** The culprits of illnesses that have some suspects each. */
async function culpritsOf(
  suspects: readonly (readonly number[])[],
  ask: AskCured<number, number>,
): Promise<readonly (readonly number[] | undefined)[] | undefined> {
  const found = await findCulprits(new Map(suspects.entries()), ask);
  return found && suspects.map((_, illness) => found.get(illness));
}

const needsAll = (guilty: readonly number[]) => (without: ReadonlySet<number>) => guilty.every((each) => without.has(each));

test("finds just what has to go, wherever it is among the candidates", async () => {
  await assertProperty(
    fc.asyncProperty(fc.uniqueArray(fc.nat(39), { maxLength: 6 }), async (guilty) => {
      const [found] = (await culpritsOf([NUMBERS], patients(needsAll(guilty)).ask))!;
      expect([...found!].sort()).toEqual([...guilty].sort());
    }),
  );
});

test("finds the one culprit of each of many illnesses, whichever others are looked for at once", async () => {
  const illness = fc.record({ guilty: fc.nat(39), suspects: fc.shuffledSubarray(NUMBERS, { minLength: 40 }) });
  await assertProperty(
    fc.asyncProperty(fc.array(illness, { minLength: 1, maxLength: 30 }), async (illnesses) => {
      const { ask } = patients(...illnesses.map(({ guilty }) => needsAll([guilty])));
      const found = await culpritsOf(
        illnesses.map(({ suspects }) => suspects),
        ask,
      );
      expect(new Set(found!.flatMap((own) => own!))).toEqual(new Set(illnesses.map(({ guilty }) => guilty)));
    }),
  );
});

test("cures illnesses that have several culprits", async () => {
  const illness = fc.record({
    guilty: fc.uniqueArray(fc.nat(39), { minLength: 1, maxLength: 3 }),
    suspects: fc.shuffledSubarray(NUMBERS, { minLength: 40 }),
  });
  await assertProperty(
    fc.asyncProperty(fc.array(illness, { minLength: 1, maxLength: 8 }), async (illnesses) => {
      const { ask } = patients(...illnesses.map(({ guilty }) => needsAll(guilty)));
      const found = await culpritsOf(
        illnesses.map(({ suspects }) => suspects),
        ask,
      );
      const gone = new Set(found!.flatMap((own) => own!));
      expect([...gone]).toEqual(expect.arrayContaining(illnesses.flatMap(({ guilty }) => guilty)));
    }),
  );
});

test("takes the likeliest where one of several is enough", async () => {
  const { ask } = patients((without) => [...without].some((each) => each % 10 === 7));
  expect(await culpritsOf([NUMBERS], ask)).toEqual([[7]]);
});

test("asks little where the first candidates are to blame", async () => {
  const one = patients(needsAll([0]));
  await culpritsOf([NUMBERS], one.ask);
  expect(one.asked).toBe(2);
  const many = patients(...NUMBERS.map((each) => needsAll([each])));
  await culpritsOf(
    NUMBERS.map((each) => [each, ...NUMBERS]),
    many.ask,
  );
  expect(many.asked).toBe(15);
});

test("asks about one of many illnesses with the same culprits once that is found", async () => {
  const { ask } = patients(...NUMBERS.map((each) => needsAll([each < 30 ? 31 : each])));
  const sizes: number[] = [];
  const found = await culpritsOf(
    NUMBERS.map((each) => [each < 30 ? 31 : each, ...NUMBERS]),
    (without, illnesses) => {
      sizes.push(illnesses.length);
      return ask(without, illnesses);
    },
  );
  expect(found).toEqual(NUMBERS.map((each) => [each < 30 ? 31 : each]));
  // None gone, the search, all gone; then for each of four digits twice, and at last those that were not asked about.
  expect(sizes).toEqual([40, 40, 40, ...Array<number>(8).fill(10), 30]);
});

test("takes nothing back where all are gone already", async () => {
  const { ask } = patients(
    () => true,
    () => true,
  );
  expect(await culpritsOf([NUMBERS, NUMBERS], ask)).toEqual([[], []]);
});

test("says nothing of an illness that none of its suspects cures, nor where the search is ended", async () => {
  expect(await culpritsOf([NUMBERS, NUMBERS], patients(() => false, needsAll([3])).ask)).toEqual([undefined, [3]]);
  expect(await culpritsOf([NUMBERS], () => Promise.resolve(undefined))).toBeUndefined();
});
