// npm run bench: what godwit costs inside ESLint, and what `godwit check` costs beside ESLint. All figures are CPU time, as ratios of runs that took
// turns. Options: --checkout DIR (measure that code too; repeatable), --runs N, --scale X (size of the made-up code), --seed N, --rules A,B (default: all),
// --output FILE.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { writeCorpus } from "./corpus.mjs";
import { measureInTurns } from "./measure.mjs";
import { copyCheckout, createProject } from "./project.mjs";

const ESLINT = path.join(REPOSITORY, "node_modules/eslint/bin/eslint.js");
const GODWIT = path.join(REPOSITORY, "packages/cli/dist/main.js");

const { values: options } = parseArgs({
  options: {
    checkout: { type: "string", multiple: true, default: [] },
    runs: { type: "string", default: "3" },
    scale: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    rules: { type: "string" },
    output: { type: "string", default: path.join(REPOSITORY, "bench-results.json") },
  },
});
const runs = Number(options.runs);
const scale = Number(options.scale);
const only = options.rules?.split(",");

const made = (shape) => (folder) => writeCorpus(folder, { seed: Number(options.seed), ...shape });
const CORPORA = [
  { name: "one file in ten has old code", fill: made({ count: Math.round(900 * scale), bytes: 7500, hits: 0.09 }) },
  { name: "one file in 200 has old code", fill: made({ count: Math.round(2500 * scale), bytes: 3300, hits: 0.005 }) },
  ...options.checkout.map((checkout) => ({
    name: path.basename(path.resolve(checkout)),
    fill: (folder) => copyCheckout(path.resolve(checkout), folder),
  })),
];

/** One line on a terminal that is written over; nothing elsewhere. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
}

function eslint(name, folder, config, target) {
  return { name, script: ESLINT, args: ["--config", config, target, "--format", "json"], options: { cwd: folder } };
}

async function measureCorpus({ name, fill }) {
  const project = createProject(fill, only);
  try {
    // One small file shows what loading costs, whatever the size of the code.
    mkdirSync(path.join(project.folder, "single"));
    writeFileSync(path.join(project.folder, "single/one.ts"), "export const one = 1;\n");
    const { folder } = project;
    const check = ["-C", folder, "check", "--format", "json", "code"];
    const medians = await measureInTurns(
      [
        eslint("parse", folder, "parse.config.js", "code"),
        eslint("one rule", folder, "one-rule.config.js", "code"),
        eslint("godwit", folder, "godwit.config.js", "code"),
        eslint("restricted", folder, "restricted.config.js", "code"),
        eslint("parse one", folder, "parse.config.js", "single"),
        eslint("godwit one", folder, "godwit.config.js", "single"),
        { name: "check", script: GODWIT, args: check, options: { cwd: folder } },
      ],
      runs,
      (text) => progress(`${name}: ${text}`),
    );
    return summarise(name, project.corpus, medians);
  } finally {
    project.remove();
  }
}

function summarise(name, corpus, medians) {
  const cpu = (key) => medians.get(key).cpu;
  const linted = JSON.parse(medians.get("godwit").stdout);
  const checked = JSON.parse(medians.get("check").stdout);
  const lintViolations = linted.flatMap(({ messages }) => messages);
  const broken = lintViolations.filter(({ ruleId, fatal }) => !fatal && ruleId === null).length;
  const start = cpu("godwit one") - cpu("parse one");
  return {
    name,
    ...corpus,
    violations: { eslint: lintViolations.length - broken, check: checked.violations.length },
    parsedByCheck: checked.files.parsed,
    cpuSeconds: Object.fromEntries([...medians].map(([key, value]) => [key, value.cpu])),
    cpuOfRuns: Object.fromEntries([...medians].map(([key, value]) => [key, value.cpuOfRuns])),
    memoryMiB: { eslint: medians.get("godwit").memory, check: medians.get("check").memory },
    addedPercent: 100 * (cpu("godwit") / cpu("parse") - 1),
    addedPercentByAnEmptyRule: 100 * (cpu("one rule") / cpu("parse") - 1),
    addedPercentOverAnEmptyRule: 100 * (cpu("godwit") / cpu("one rule") - 1),
    addedPercentPerFile: (100 * (cpu("godwit") - start - cpu("one rule"))) / cpu("one rule"),
    startSeconds: start,
    timesFasterThanRestricted: cpu("restricted") / cpu("check"),
    timesFasterThanParse: cpu("parse") / cpu("check"),
  };
}

function print(results) {
  const rows = [
    [
      "code",
      "files",
      "MB",
      "violations",
      "ESLint parses",
      "an empty rule",
      "godwit",
      "over parsing",
      "over the empty rule",
      "once",
      "per file",
      "ESLint restricted",
      "godwit check",
      "faster",
    ],
    ...results.map((result) => [
      result.name,
      String(result.files),
      (result.bytes / 1e6).toFixed(1),
      String(result.violations.check),
      seconds(result.cpuSeconds.parse),
      seconds(result.cpuSeconds["one rule"]),
      seconds(result.cpuSeconds.godwit),
      percent(result.addedPercent),
      percent(result.addedPercentOverAnEmptyRule),
      seconds(result.startSeconds),
      percent(result.addedPercentPerFile),
      seconds(result.cpuSeconds.restricted),
      seconds(result.cpuSeconds.check),
      `${result.timesFasterThanRestricted.toFixed(0)} ×`,
    ]),
  ];
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join("  "),
    );
}

function percent(number) {
  return `${number < 0 ? "−" : "+"}${Math.abs(number).toFixed(1)} %`;
}

function seconds(number) {
  return `${number.toFixed(2)} s`;
}

console.log(
  `CPU seconds, medians of ${runs}; nine contracts, ${options.rules ?? "every rule that is built"}; Node ${process.version}\n`,
);
const results = [];
for (const corpus of CORPORA) results.push(await measureCorpus(corpus));
progress("");
print(results);
for (const { name, violations } of results) {
  if (violations.eslint !== violations.check) {
    console.error(
      `\n${name}: ESLint reports ${violations.eslint} violations and godwit check ${violations.check}; they should be the same.`,
    );
    process.exitCode = 1;
  }
}
writeFileSync(
  options.output,
  `${JSON.stringify({ version: 1, node: process.version, rules: only ?? "all", runs, seed: Number(options.seed), scale, results }, null, 2)}\n`,
);
console.log(
  "\nESLint 10 spends much on any rule, so what godwit adds is told over parsing alone and over a rule that does nothing; of the latter a part is spent once.",
);
console.log(`Written to ${path.relative(process.cwd(), options.output)}.`);
