// npm run release:check [-- TAG]: proves that what would be published is whole, installs by name and by file, and works; with a tag, also that the
// repository is ready for it.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { findTagFaults } from "./release-tag.mjs";
import { REPOSITORY } from "./packages.mjs";

const [tag] = process.argv.slice(2);
const VITEST = path.join(REPOSITORY, "node_modules/vitest/vitest.mjs");

const steps = [
  ["the packages are complete", "scripts/check-packages.mjs"],
  ["they install and work", VITEST, "run", "--config", "vitest.slow.config.ts", "test/packed", "test/release"],
];
const faults = tag === undefined ? [] : findTagFaults(REPOSITORY, tag);
for (const fault of faults) console.error(fault);
// A machine without some Node, or without a network, must not pass for one that has tried it.
const env = { ...process.env, CI: "true" };
const isReady =
  faults.length === 0 &&
  steps.every(([name, ...args]) => {
    console.log(`── ${name}`);
    return spawnSync(process.execPath, args, { cwd: REPOSITORY, stdio: "inherit", env }).status === 0;
  });
console.log(isReady ? "Ready to be published." : "Not ready to be published; see above.");
if (!isReady) process.exitCode = 1;
