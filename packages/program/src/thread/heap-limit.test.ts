import { expect, test } from "vitest";
import { heapLimitOfThread } from "./checker-in-thread.js";

const GIB = 1024 ** 3;

test.each([
  ["half of the memory", { flags: [], memory: 12 * GIB, usual: 3 * GIB }, 6144],
  ["8 GB of a large machine", { flags: [], memory: 64 * GIB, usual: 4 * GIB }, 8192],
  ["what Node gives in a small container", { flags: [], memory: GIB, usual: 0.75 * GIB }, 768],
  ["what a person said", { flags: ["--max-old-space-size=2000"], memory: 64 * GIB, usual: 2 * GIB }, undefined],
  ["what a person said in two words", { flags: ["--max_old_space_size", "2000"], memory: 64 * GIB, usual: 2 * GIB }, undefined],
])("the thread gets %s", (_, facts, megabytes) => {
  expect(heapLimitOfThread(facts)).toBe(megabytes);
});
