// Asks the tests about 100 seeded mutations of the packages: `node test/mutants/run.mjs [--choose SEED] [--only 3,17] [--filter test/path]`.
// `--together` switches them all on for one run, and asks only the files that fail about each: for a suite that takes long.
// `--keep` leaves its folder, and `--continue FOLDER` asks on there about those that have no result yet.
// `--choose` draws them anew; without it those of mutants.json are looked up in the sources as they are now, and the results are written there.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { instrument, mutationsOf } from "./mutations.mjs";

const ROOT = path.resolve(import.meta.dirname, "../..");
const LIST = path.join(import.meta.dirname, "mutants.json");
const COUNT = 100;
const { values: flags } = parseArgs({
  options: {
    choose: { type: "string" },
    only: { type: "string" },
    filter: { type: "string", multiple: true },
    together: { type: "boolean" },
    keep: { type: "boolean" },
    continue: { type: "string" },
    "list-only": { type: "boolean" },
  },
});

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: ROOT, encoding: "utf8" })
  .split("\n")
  .filter((file) => file && existsSync(path.join(ROOT, file)));
const sources = files.filter((file) => /^packages\/[^/]+\/src\/.*(?<!\.test|\.d)\.ts$/.test(file));
const textOf = (file) => readFileSync(path.join(ROOT, file), "utf8");

if (flags.choose !== undefined) choose(Number(flags.choose));
if (flags["list-only"]) process.exit();
const mutants = JSON.parse(readFileSync(LIST, "utf8"));
const asked = flags.only ? new Set(flags.only.split(",").map(Number)) : new Set(mutants.map(({ id }) => id));
const folder = flags.continue ?? mkdtempSync(path.join(tmpdir(), "godwit-mutants-"));
const copy = path.join(folder, "repository");
console.log(`Works in ${folder}.`);

const placed = placeMutants(mutants.filter(({ id }) => asked.has(id)));
if (flags.together) {
  if (!flags.continue) copyRepository(placed);
  if (!flags.continue) build();
  askTogether([...placed.keys()]);
  process.exit();
}
const SEEN = path.join(folder, "failing.json");
if (!existsSync(SEEN)) {
  copyRepository(placed);
  build();
  // The quick tests first: what they notice is asked no further.
  if (!flags.filter) runTests(["packages/", "test/conformance/"], { GODWIT_MUTANT_FOLDER: folder }, []);
  const { testResults } = runTests(flags.filter ?? [], { GODWIT_MUTANT_FOLDER: folder }, []);
  const failed = testResults.filter(({ status }) => status === "failed").map(({ name }) => path.relative(copy, name));
  writeFileSync(SEEN, JSON.stringify(failed));
}
const failing = new Set(JSON.parse(readFileSync(SEEN, "utf8")));
if (failing.size > 0) console.log(`Not asked, as they fail on instrumented sources: ${[...failing].join(", ")}`);
const reach = readdirSync(path.join(folder, "reach")).map((name) =>
  JSON.parse(readFileSync(path.join(folder, "reach", name), "utf8")),
);

for (const mutant of mutants.filter(({ id }) => asked.has(id))) {
  if (flags.continue && mutant.result !== undefined) continue;
  Object.assign(mutant, placed.has(mutant.id) ? ask(mutant.id) : { result: "gone", by: undefined });
  writeFileSync(LIST, `${JSON.stringify(mutants, undefined, 2)}\n`);
  console.log(`${mutant.id} ${mutant.result} ${mutant.by ?? ""}`);
}
if (!flags.keep) rmSync(folder, { recursive: true });

/** What the tests say of one mutation: first what was seen while all tests ran once, then the files that could not ask while they ran. */
function ask(id) {
  const killed = path.join(folder, "killed", String(id));
  if (existsSync(killed)) return { result: "killed", by: readFileSync(killed, "utf8").trim() };
  if (!reach.some(({ reached }) => reached.includes(id))) return { result: "not reached", by: undefined };
  const left = reach.filter(({ file, untried }) => untried.includes(id) && !failing.has(file)).map(({ file }) => file);
  if (left.length === 0) return { result: "survived", by: undefined };
  const { testResults } = runTests(left, { GODWIT_MUTANT: String(id) }, ["--bail", "1"]);
  const noticed = testResults.find(({ status }) => status === "failed");
  if (noticed) return { result: "killed", by: path.relative(copy, noticed.name) };
  return { result: "survived", by: undefined };
}

/** What a whole suite says of mutations that are all on at once: what fails then is asked about each. */
function askTogether(ids) {
  const failing = failingFiles(flags.filter ?? [], ids);
  console.log(`With all on: ${failing.join(", ") || "no file fails"}`);
  const anyway = failing.length > 0 ? failingFiles(failing, []) : [];
  if (anyway.length > 0) console.log(`With none on: ${anyway.join(", ")}`);
  let left = ids;
  for (const file of failing.filter((each) => !anyway.includes(each))) {
    for (const id of noticedBy(file, left)) {
      left = left.filter((other) => other !== id);
      const mutant = mutants.find((each) => each.id === id);
      Object.assign(mutant, { result: "killed", by: file });
      writeFileSync(LIST, `${JSON.stringify(mutants, undefined, 2)}\n`);
      console.log(`${id} killed ${file}`);
    }
  }
  console.log(`Not noticed: ${left.join(", ")}`);
}

/** Which of some mutations a test file notices, by halves. */
function noticedBy(file, ids) {
  if (ids.length === 0 || failingFiles([file], ids).length === 0) return [];
  if (ids.length === 1) return ids;
  const half = ids.length >> 1;
  return [...noticedBy(file, ids.slice(0, half)), ...noticedBy(file, ids.slice(half))];
}

function failingFiles(names, ids) {
  const { testResults } = runTests(names, { GODWIT_MUTANTS: ids.join(",") }, []);
  if (testResults.length === 0) throw new Error("The tests gave no result.");
  return testResults.filter(({ status }) => status === "failed").map(({ name }) => path.relative(copy, name));
}

function choose(seed) {
  const next = random(seed);
  const all = sources.flatMap((file) => mutationsOf(file, textOf(file)).map((mutation) => ({ file, ...mutation })));
  const chosen = new Set();
  while (chosen.size < COUNT) chosen.add(all[Math.floor(next() * all.length)]);
  const list = [...chosen].map(({ file, operator, within, original, replacement, nth, start }, id) => {
    return { id, file, operator, within, original, replacement, nth, line: lineOf(file, start) };
  });
  writeFileSync(LIST, `${JSON.stringify(list, undefined, 2)}\n`);
}

function lineOf(file, offset) {
  return textOf(file).slice(0, offset).split("\n").length;
}

/** Mulberry32, so that a seed always draws the same. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Each mutant with its place in the sources of today; a text that is gone has none. A moved file is found by its text. */
function placeMutants(list) {
  const byFile = new Map();
  const mutationsIn = (file) => {
    if (!byFile.has(file)) byFile.set(file, mutationsOf(file, textOf(file)));
    return byFile.get(file);
  };
  const isSame = (a, b) => ["operator", "within", "original", "replacement", "nth"].every((key) => a[key] === b[key]);
  const found = new Map();
  for (const mutant of list) {
    const candidates = sources.includes(mutant.file)
      ? [mutant.file]
      : sources.filter((file) => path.basename(file) === path.basename(mutant.file));
    for (const file of candidates) {
      const mutation = mutationsIn(file).find((each) => isSame(each, mutant));
      if (mutation) found.set(mutant.id, { ...mutation, id: mutant.id, file });
    }
  }
  return found;
}

function copyRepository(placed) {
  mkdirSync(copy, { recursive: true });
  for (const name of ["reach", "killed"]) mkdirSync(path.join(folder, name));
  for (const file of files) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    const own = [...placed.values()].filter((mutation) => mutation.file === file);
    if (own.length === 0) cpSync(path.join(ROOT, file), path.join(copy, file), { verbatimSymlinks: true });
    else writeFileSync(path.join(copy, file), instrument(textOf(file), own));
  }
  const modules = ["node_modules", ...readdirSync(path.join(ROOT, "packages")).map((name) => `packages/${name}/node_modules`)];
  for (const name of modules.filter((each) => existsSync(path.join(ROOT, each))))
    execFileSync("cp", ["-al", path.join(ROOT, name), path.join(copy, name)]);
  const git = (...args) => execFileSync("git", args, { cwd: copy, stdio: "ignore" });
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=mutants", "-c", "user.email=mutants@example.com", "commit", "-qm", "Sources with mutants");
}

function build() {
  const { status, stdout, stderr } = spawnSync("npm", ["run", "build"], { cwd: copy, encoding: "utf8" });
  if (status !== 0) throw new Error(`The instrumented sources can't be built:\n${stdout}${stderr}`);
}

function runTests(names, environment, flags) {
  const result = path.join(folder, "result.json");
  rmSync(result, { force: true });
  const config = process.env["GODWIT_MUTANT_CONFIG"] ? ["--config", process.env["GODWIT_MUTANT_CONFIG"]] : [];
  const args = [
    "node_modules/vitest/vitest.mjs",
    "run",
    ...config,
    ...names,
    ...flags,
    "--reporter=json",
    `--outputFile=${result}`,
  ];
  const require = `--require ${path.join(copy, "test/mutants/record.cjs")}`;
  spawnSync(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, NODE_OPTIONS: require, ...environment },
    stdio: "ignore",
  });
  return existsSync(result) ? JSON.parse(readFileSync(result, "utf8")) : { success: false, testResults: [] };
}
