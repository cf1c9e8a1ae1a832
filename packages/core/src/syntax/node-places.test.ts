import { expect, test } from "vitest";
import { placesOfWords } from "./node-places.js";

test("words are found where they stand alone", () => {
  expect(placesOfWords("id ids id_ $id id", ["id"])).toEqual([0, 15]);
  expect(placesOfWords("a id b", ["id", "b"])).toEqual([2, 5]);
});

test("a name that is missing in half-typed code is nowhere", () => {
  expect(placesOfWords("const = 1;", [""])).toEqual([]);
  expect(placesOfWords("const = 1;", ["", "const"])).toEqual([0]);
});
