// npm run test:crash -- DIR… [--files 1000] [--seed 1] [--front check|eslint|tsserver] [--keep FOLDER]
// Takes the sources below the folders, such as the fixtures of a parser, changes each at a few places, and lets godwit fix them by
// contracts for all ten rules: nothing may throw, take longer than 10 s of CPU, stop parsing, lose a comment, or change in a second run.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { runBatch } from "./run-batch.mjs";
import { mutate, randomFrom } from "./mutate.mjs";
import { writeProject } from "./contracts.mjs";

const BATCH = 100;
const MAX_BYTES = 20_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    front: { type: "string", default: "check" },
    keep: { type: "string" },
  },
});
const seeds = positionals.flatMap(sourcesBelow);
if (seeds.length === 0) {
  console.error("Usage: npm run test:crash -- DIR… [--files N] [--seed N] [--front check|eslint|tsserver] [--keep FOLDER]");
  process.exit(2);
}

const random = randomFrom(Number(values.seed));
const total = { files: 0, changed: 0, found: 0, faults: 0 };
for (let done = 0; done < Number(values.files); done += BATCH) {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-crash-")));
  try {
    writeProject(folder);
    mkdirSync(path.join(folder, "src"));
    for (let index = done; index < Math.min(done + BATCH, Number(values.files)); index++) {
      const [seed, other] = [pick(seeds), pick(seeds)];
      const extension = /\.(?:[cm]?ts|[jt]sx?)$/.exec(seed)?.[0] ?? ".tsx";
      const name = `f${index}${/^\.[cm]ts$/.test(extension) ? ".ts" : extension}`;
      writeFileSync(path.join(folder, "src", name), mutate(readFileSync(seed, "utf8"), readFileSync(other, "utf8"), random));
    }
    const { faults, found, changed, files } = runBatch(folder, values.front);
    for (const fault of faults) console.log(`✖ ${fault}`);
    if (faults.length > 0 && values.keep) cpSync(folder, path.join(values.keep, path.basename(folder)), { recursive: true });
    total.files += files;
    total.changed += changed;
    total.found += found;
    total.faults += faults.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if ((done / BATCH) % 10 === 9) console.log(JSON.stringify(total));
}
console.log(JSON.stringify({ front: values.front, seeds: seeds.length, ...total }));
process.exitCode = total.faults > 0 || total.found === 0 ? 1 : 0;

function pick(list) {
  return list[Math.floor(random() * list.length)];
}

function sourcesBelow(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((file) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/node_modules|\.d\.ts$/.test(file))
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= MAX_BYTES);
}
