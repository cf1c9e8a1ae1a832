// What the type checker of edits across files costs in a real project, in CPU time and as ratios within one run: a pass after one changed file against the
// first, as the median of files drawn by a seed, and a dry run of a contract against one `tsc --noEmit` of every tsconfig. The project's dependencies have to be installed.
// Usage: node test/bench/waves.mjs --path ../some-checkout [--contract typed-ids] [--files 50] [--seed 20261121]
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { createTypeChecker } from "@godwit/program";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { measure, measureTree } from "./measure.mjs";

const TSC = path.join(REPOSITORY, "node_modules/typescript/bin/tsc");
const GODWIT = path.join(REPOSITORY, "packages/cli/bin/godwit.mjs");

const { values: options } = parseArgs({
  options: {
    path: { type: "string" },
    contract: { type: "string" },
    files: { type: "string", default: "50" },
    seed: { type: "string", default: "20261121" },
  },
});
if (options.path === undefined) throw new Error("Say which project: --path ../some-checkout");
const root = path.resolve(options.path);
const files = execFileSync("git", ["ls-files"], { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 })
  .split("\n")
  .filter((file) => /(?<!\.d)\.[cm]?tsx?$/.test(file));
const textOf = (file) => readFileSync(path.join(root, file), "utf8").replace(/^\uFEFF/, "");

/** CPU seconds of this process, all threads. */
function cpuOf(act) {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** So many items, each once, the same for a seed. */
function drawn(items, count, seed) {
  let state = seed;
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return left.splice(state % left.length, 1)[0];
  });
}

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const at = (numbers, share) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * share))];
const inSeconds = (cpu) => `${cpu.toFixed(2)} s`;
const inPercent = (ratio) => `${(ratio * 100).toFixed(1)} %`;

const first = cpuOf(() => {
  const everything = new Map(files.map((file) => [file, `${textOf(file)}\n`]));
  createTypeChecker(root, files).examine(everything, () => {}, "covering");
});

const checker = createTypeChecker(root, files);
const checked = files.filter((file) => checker.sees(file));
// Others see a new export, so who imports the file is checked too.
const changed = (file) => new Map([[file, `${textOf(file)}\nexport type ChangedByTheBench = string;\n`]]);
checker.judge(changed(checked[0]));
const passes = drawn(checked, Number(options.files), Number(options.seed)).map((file) =>
  cpuOf(() => checker.judge(changed(file))),
);

console.log(`${root}: ${checked.length} files in ${checker.projects.length} tsconfigs`);
console.log(`first pass            ${inSeconds(first)}`);
console.log(
  `after one file        ${inSeconds(at(passes, 0.5))} (median of ${passes.length}), ${inSeconds(at(passes, 0.9))} (nine of ten)`,
);
console.log(
  `against the first     ${inPercent(at(passes, 0.5) / first)} (median), ${inPercent(at(passes, 0.9) / first)} (nine of ten)`,
);

if (options.contract !== undefined) {
  let checks = 0;
  for (const { config } of checker.projects) {
    const { cpu } = await measure(TSC, ["-p", config, "--noEmit", "--incremental", "false", "--composite", "false"], {
      cwd: root,
      expect: [0, 1, 2],
    });
    checks += cpu;
  }
  // TypeScript 7 is a process of its own.
  const { cpu, memory } = await measureTree(GODWIT, ["migrate", options.contract, "--dry-run", "--force"], {
    cwd: root,
    expect: [0, 1],
  });
  console.log(`tsc --noEmit          ${inSeconds(checks)} (all tsconfigs, one after the other)`);
  console.log(`migrate --dry-run     ${inSeconds(cpu)}, ${Math.round(memory)} MiB (all processes)`);
  console.log(`against tsc           ${(cpu / checks).toFixed(1)} times`);
}
