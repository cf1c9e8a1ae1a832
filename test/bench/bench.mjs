// npm run bench: what godwit costs, beside what others cost for the same bans. All figures are CPU time of whole processes that took turns. Each tool
// runs over a part of the code and over all of it, which tells what it costs once and for each file.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseArgs } from "node:util";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { writeCorpus } from "./corpus.mjs";
import { measureInTurns } from "./measure.mjs";
import { copyCheckout, createProject } from "./project.mjs";
import { summarise } from "./summary.mjs";
import { printAims, printCorpus } from "./table.mjs";
import { leftOut, variantsIn } from "./tools.mjs";

/** How much of the code the smaller run is about. */
const PART = 0.25;

const { values: options } = parseArgs({
  options: {
    path: { type: "string", multiple: true, default: [] },
    runs: { type: "string", default: "3" },
    scale: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    rules: { type: "string" },
    tools: { type: "string" },
    only: { type: "string" },
    output: { type: "string", default: path.join(REPOSITORY, "bench-results.json") },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(`npm run bench, or node test/bench/bench.mjs, with
  --path DIR        measure that code, and not what is made up; repeatable
  --runs N          medians of N runs (3)
  --only TEXT,TEXT  only tools whose names have one of them
  --rules A,B       only these rules
  --tools DIR       a folder with programs from npm: @ast-grep/cli, @vscode/ripgrep
  --scale X         size of the made-up code (1)
  --seed N          what is made up (1)
  --output FILE     where every run is written (bench-results.json)`);
  process.exit();
}
const runs = Number(options.runs);
const scale = Number(options.scale);
const only = options.rules?.split(",");
const isWanted = ({ name }) => !options.only || options.only.split(",").some((text) => name.includes(text));

const made = (shape) => (folder, share) => writeCorpus(folder, { seed: Number(options.seed), share, ...shape });
const MADE = [
  { name: "one file in ten has old code", fill: made({ count: Math.round(900 * scale), bytes: 7500, hits: 0.09 }) },
  { name: "one file in 200 has old code", fill: made({ count: Math.round(2500 * scale), bytes: 3300, hits: 0.005 }) },
  { name: "IDs are strings everywhere", fill: made({ count: Math.round(600 * scale), bytes: 5000, hits: 0, dense: true }) },
];
const GIVEN = options.path.map((checkout) => ({
  name: path.basename(path.resolve(checkout)),
  isCheckout: true,
  fill: (folder, share) => copyCheckout(path.resolve(checkout), folder, share),
}));

/** One line on a terminal that is written over; nothing elsewhere. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

async function measureCorpus({ name, fill, isCheckout = false }) {
  const projects = [PART, 1].map((share) => createProject((folder) => fill(folder, share), { only, isCheckout }));
  // Of what was written a moment ago check keeps nothing.
  await setTimeout(2_500);
  try {
    // All runs of both sizes take turns with each other.
    const variants = projects.flatMap(({ folder }, size) =>
      variantsIn(folder, options.tools)
        .filter(isWanted)
        .map((variant) => ({ ...variant, name: `${size} ${variant.name}` })),
    );
    const medians = await measureInTurns(variants, runs, (text) => progress(`${name}: ${text}`));
    return summarise(
      name,
      projects.map(({ corpus }) => corpus),
      medians,
    );
  } finally {
    for (const project of projects) project.remove();
  }
}

console.log(
  `CPU seconds, medians of ${runs}; ${GIVEN.length > 0 ? "one contract" : `nine contracts, ${options.rules ?? "all rules"}`}; Node ${process.version}\n`,
);
for (const line of leftOut(options.tools)) console.log(line);
const results = [];
for (const corpus of GIVEN.length > 0 ? GIVEN : MADE) {
  const result = await measureCorpus(corpus);
  results.push(result);
  progress("");
  printCorpus(result);
  if (result.cachedByCheck === 0) {
    console.error(`\n${result.name}: godwit check took nothing from its cache, so "again" is no second run.`);
    process.exitCode = 1;
  }
  const { eslint, check } = result.violations;
  if (eslint !== undefined && check !== undefined && eslint !== check) {
    console.error(`\n${result.name}: ESLint reports ${eslint} violations and godwit check ${check}; they should be the same.`);
    process.exitCode = 1;
  }
}
printAims(results);
writeFileSync(
  options.output,
  `${JSON.stringify({ version: 2, node: process.version, rules: only ?? "all", runs, seed: Number(options.seed), scale, results }, null, 2)}\n`,
);
console.log(`\nWritten to ${path.relative(process.cwd(), options.output)}.`);
