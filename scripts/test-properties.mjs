// npm run test:properties -- 20: the property tests in 20 rounds, each with a seed of its own, and how many inputs they were tried on.
// A second number is the seed of the first round, to see a failure again; words choose among the test files (`slow`: those that take minutes).
// --times 50: each property takes 50 times its inputs, which is cheaper than 50 rounds where starting the tests is most of a round.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "./packages.mjs";

const { env, execPath, exit } = process;
const { values, positionals } = parseArgs({ allowPositionals: true, options: { times: { type: "string", default: "1" } } });
const [rounds = 1, firstSeed = Date.now() % 1_000_000_000] = positionals.filter(isNumber).map(Number);
const words = positionals.filter((each) => !isNumber(each));
const files = filesWithProperties().filter((file) =>
  words.length === 0 ? !file.includes(".slow.") : words.some((word) => file.includes(word)),
);
if (files.length === 0) {
  console.error(`No test file with properties has ${words.join(" or ")} in its name.`);
  exit(2);
}

const folder = mkdtempSync(path.join(tmpdir(), "godwit-properties-"));
const counts = path.join(folder, "counts");
const failed = [];
for (let round = 0; round < rounds; round += 1) {
  const seed = firstSeed + round;
  if (!passes(seed)) failed.push(seed);
  console.log(`round ${round + 1} of ${rounds}, seed ${seed}: ${countedSoFar().toLocaleString("en")} inputs so far`);
}
rmSync(folder, { recursive: true });
if (failed.length > 0) {
  console.error(
    `Failed with ${failed.join(", ")}; npm run test:properties -- 1 ${failed[0]} --times ${values.times} shows the first again.`,
  );
  exit(1);
}

/** Tests that take their seed from test/support/properties.ts, on their own or through the laws of rules. */
function filesWithProperties() {
  const asked = ["grep", "-lE", "(support/properties|test-support/rule-laws)\\.js", "--", "*.test.ts"];
  return spawnSync("git", asked, { cwd: REPOSITORY, encoding: "utf8" }).stdout.split("\n").filter(Boolean);
}

function passes(seed) {
  const isSlow = (file) => file.includes(".slow.");
  const groups = [
    ["vitest.config.ts", files.filter((file) => !isSlow(file))],
    ["vitest.slow.config.ts", files.filter(isSlow)],
  ];
  return groups.every(([config, chosen]) => {
    if (chosen.length === 0) return true;
    const vitest = path.join(REPOSITORY, "node_modules/vitest/vitest.mjs");
    const { status } = spawnSync(
      execPath,
      [vitest, "run", "--config", config, "--reporter=dot", "--testTimeout=3600000", ...chosen],
      {
        cwd: REPOSITORY,
        env: {
          ...env,
          GODWIT_PROPERTY_SEED: String(seed),
          GODWIT_PROPERTY_TIMES: values.times,
          GODWIT_PROPERTY_COUNTS: counts,
        },
        stdio: "inherit",
      },
    );
    return status === 0;
  });
}

function countedSoFar() {
  if (!existsSync(counts)) return 0;
  const lines = readFileSync(counts, "utf8").split("\n");
  return lines.reduce((sum, line) => sum + Number(line), 0);
}

function isNumber(word) {
  return /^\d+$/u.test(word);
}
