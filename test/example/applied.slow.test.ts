import { afterAll, beforeAll, expect, test } from "vitest";
import { runExample, type ExampleRun } from "../../scripts/example-run.mjs";

let run: ExampleRun;
beforeAll(async () => {
  run = await runExample();
}, 600_000);
afterAll(() => run.remove());

test("every contract finds the old code that the example has, and its fixes leave the example compiling and its tests green", () => {
  expect(run.complaints).toEqual([]);
});

test("all nine contracts can be applied, the planned ones and the suggestions that contracts ask for too", () => {
  expect(run.all.activated).toEqual(["auth-results.md", "auth-service.md", "websocket-events.md"]);
  expect(run.all.fixed).toBeGreaterThan(30);
  expect(run.all.suggested).toBe(4);
});
