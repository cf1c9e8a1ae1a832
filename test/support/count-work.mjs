// Counts how often the blocks of all functions run while godwit checks and fixes folders: `node count-work.mjs FOLDER…` prints one
// object each. They are the same on every machine, however busy. It is a process of its own, as only what is compiled while it counts is counted.
import { Session } from "node:inspector";
import { argv, stdout } from "node:process";

const session = new Session();
session.connect();
session.post("Profiler.enable");
session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
const { check } = await import("../../packages/cli/dist/check/check.js");

function takeCount() {
  let count = 0;
  session.post("Profiler.takePreciseCoverage", (_, { result }) => {
    for (const { functions } of result) for (const { ranges } of functions) for (const range of ranges) count += range.count;
  });
  return count;
}

const counts = argv.slice(2).map((cwd) => {
  takeCount();
  const { result } = check({ cwd, fix: true });
  return { work: takeCount(), fixed: result.fixed, left: result.violations.length, problems: result.problems };
});
stdout.write(JSON.stringify(counts));
