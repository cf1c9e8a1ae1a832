import { expect, test } from "vitest";
import { Pending } from "./pending.js";

const EMPTY: ReadonlySet<string> = new Set();

test("asks a project about its own errors first, whoever answers for their files", () => {
  const pending = new Pending(["a", "b"], [{ config: "c", file: "x.ts" }]);
  expect(pending.next(undefined)).toBe("c");
  expect(pending.take("c")).toEqual({ files: EMPTY, names: EMPTY, only: { config: "c", files: new Set(["x.ts"]) } });
  expect(pending.next("c")).toBeUndefined();
});

test("stays with a project while a change concerns it, then goes on to those behind it and from the start", () => {
  const pending = new Pending(["a", "b", "c"], [{ config: "b", file: "x.ts" }]);
  pending.take("b");
  pending.add("y.ts", ["find"]);
  const asked: string[] = [];
  for (let config = pending.next("b"); config !== undefined; config = pending.next(config)) {
    asked.push(config);
    expect(pending.take(config)).toEqual({ files: new Set(["y.ts"]), names: new Set(["find"]), only: { config, files: EMPTY } });
  }
  expect(asked).toEqual(["b", "c", "a"]);
});
