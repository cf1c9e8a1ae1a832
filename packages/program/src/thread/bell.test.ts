import { once } from "node:events";
import { Worker } from "node:worker_threads";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { ring } from "./messages.js";

const BELL = pathToFileURL(path.resolve(import.meta.dirname, "../../dist/thread/messages.js")).href;

test("a thread that is woken for another answer goes on waiting", async () => {
  const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const code = `import("${BELL}").then(({ waitForRing }) => {
    const { parentPort, workerData } = require("node:worker_threads");
    waitForRing(workerData);
    parentPort.postMessage(Atomics.load(workerData, 0));
  });`;
  const worker = new Worker(code, { eval: true, workerData: bell });
  const answer = once(worker, "message");
  // It is woken twice only if it waits again after the first time.
  for (let woken = 0; woken < 2; await new Promise(setImmediate)) woken += Atomics.notify(bell, 0);
  ring(bell);
  expect(await answer).toEqual([1]);
  await worker.terminate();
});
