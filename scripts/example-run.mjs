// Runs godwit on a copy of the example, and says where the result differs from what is expected. The example itself is never touched.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { applyContracts } from "./apply-contracts.mjs";

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");
const MODULES = path.join(REPOSITORY, "node_modules");
export const CLI = path.join(REPOSITORY, "packages/cli/dist/main.js");
const NOT_COPIED = new Set(["node_modules", ".vite"]);

/** What each contract must find in the example, so that a run which finds nothing does not pass. */
const AT_LEAST = {
  "typed-ids": { violations: 110, fixable: 8, suggestible: 100 },
  "unified-ids": { violations: 60, fixable: 50, suggestible: 4 },
  "websocket-factory": { violations: 12, fixable: 1 },
  "user-context": { violations: 40, fixable: 5 },
  "execution-engine": { violations: 50, fixable: 40 },
  "auth-results": { violations: 5, fixable: 0, suggestible: 4 },
  "websocket-events": { violations: 25, fixable: 20 },
  "auth-service": { violations: 10, fixable: 10 },
};
/** The contract that is complete: nothing in the example violates it. */
const COMPLETE = "jwt-secrets";
const OLD_SECRET = "export const secret = (): string | undefined => process.env.JWT_SECRET;\n";

/** Runs a program and returns its exit code and output; never rejects. */
function run(command, args, { cwd, env = {} }) {
  return new Promise((resolve) => {
    const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 };
    execFile(command, args, options, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : 1) : 0;
      resolve({ code, stdout, stderr });
    });
  });
}

export const node = (args, options) => run(process.execPath, args, options);

/** Copies the example next to a link to the repository's packages, and makes it a git repository of its own. */
export async function copyExample() {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-start-")));
  const directory = path.join(folder, "chat-platform");
  cpSync(EXAMPLE, directory, { recursive: true, filter: (source) => !NOT_COPIED.has(path.basename(source)) });
  symlinkSync(MODULES, path.join(folder, "node_modules"), "junction");
  const own = path.join(EXAMPLE, "node_modules");
  if (existsSync(own)) symlinkSync(own, path.join(directory, "node_modules"), "junction");
  await run("git", ["init", "--quiet"], { cwd: directory });
  writeFileSync(path.join(directory, ".git/info/exclude"), "node_modules\n.vite\n");
  await commitAll(directory, "The example as it is");
  return { folder, directory };
}

/** Commits all that is in a copy of the example. */
export async function commitAll(cwd, message) {
  const settings = {
    "user.name": "godwit",
    "user.email": "godwit@example.com",
    "commit.gpgsign": "false",
    "core.hooksPath": "/dev/null",
  };
  const who = Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`]);
  await run("git", ["add", "--all"], { cwd });
  await run("git", [...who, "commit", "--quiet", "--message", message], { cwd });
}

function* filesBelow(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (NOT_COPIED.has(entry.name)) continue;
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(file);
    else yield file;
  }
}

function fingerprint(directory) {
  const hash = createHash("sha256");
  for (const file of [...filesBelow(directory)].sort())
    hash.update(path.relative(directory, file)).update("\0").update(readFileSync(file));
  return hash.digest("hex");
}

/** The type check and the tests of the copy. */
export async function verify(cwd) {
  const [types, tests] = await Promise.all([
    node([path.join(MODULES, "typescript/bin/tsc"), "--noEmit"], { cwd }),
    node([path.join(MODULES, "vitest/vitest.mjs"), "run", "--reporter=json"], { cwd, env: { NO_COLOR: "1" } }),
  ]);
  return { types: { ok: types.code === 0, output: types.stdout + types.stderr }, tests: readTests(tests) };
}

function readTests({ code, stdout, stderr }) {
  try {
    const { numPassedTests: passed, numTotalTests: total, testResults } = JSON.parse(stdout.slice(stdout.indexOf('{"num')));
    const output = testResults.filter(({ status }) => status !== "passed").map(({ name, message }) => `${name}\n${message}`);
    return {
      ok: code === 0 && passed === total && total > 0,
      passed,
      total,
      output: stripVTControlCharacters(output.join("\n") || stderr),
    };
  } catch {
    return { ok: false, passed: 0, total: 0, output: stdout + stderr };
  }
}

export async function godwitCheck(cwd, ...args) {
  const { code, stdout, stderr } = await node([CLI, "-C", cwd, "check", "--format", "json", ...args], { cwd });
  try {
    return { code, result: JSON.parse(stdout) };
  } catch {
    throw new Error(`godwit check ${args.join(" ")} gave no JSON (exit code ${code}):\n${stdout}${stderr}`);
  }
}

/** The number of violations that ESLint finds in the copy. */
async function lint(cwd) {
  const { stdout, stderr } = await node([path.join(MODULES, "eslint/bin/eslint.js"), ".", "--format", "json"], { cwd });
  try {
    return JSON.parse(stdout).flatMap(({ messages }) => messages);
  } catch {
    throw new Error(`eslint gave no JSON:\n${stdout}${stderr}`);
  }
}

export const diffOf = async (cwd, ...args) => (await run("git", ["diff", ...args], { cwd })).stdout;

/** Migrates one phase of a contract, and takes it back. */
async function migratePhase(cwd) {
  const args = ["migrate", "typed-ids", "--phase", "Shared and database"];
  const { code, stdout, stderr } = await node([CLI, "-C", cwd, ...args], { cwd, env: colours() });
  const diff = await diffOf(cwd, "--shortstat");
  const back = await node([CLI, "-C", cwd, "rollback"], { cwd, env: colours() });
  return {
    command: `godwit ${args.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg)).join(" ")}`,
    code,
    stdout,
    stderr,
    diff,
    back,
    left: await diffOf(cwd),
  };
}

/** How a phase that was migrated and taken back differs from what is expected. */
function* complainAboutMigration({ code, stdout, stderr, diff, back, left }) {
  if (code !== 0 || diff === "")
    yield `godwit migrate should have kept something and exited with 0, and exited with ${code}:\n${stdout}${stderr}`;
  if (back.code !== 0 || left !== "")
    yield `godwit rollback should have put back every byte:\n${back.stdout}${back.stderr}${left}`;
}

/** How the first check differs from what is expected. */
function* complainAboutFinding({ code, result }, lintMessages) {
  if (code !== 1) yield `The first check should exit with 1 and exited with ${code}.`;
  for (const problem of result.problems) yield `${problem.file}:${problem.line}: ${problem.message}`;
  if (result.contracts.length !== 9) yield `There should be nine contracts, and there are ${result.contracts.length}.`;
  for (const [id, least] of Object.entries(AT_LEAST)) {
    const contract = result.contracts.find((each) => each.id === id);
    for (const [key, count] of Object.entries(least)) {
      if (!(contract?.[key] >= count)) yield `${id} should have at least ${count} ${key}, and has ${contract?.[key]}.`;
    }
  }
  const complete = result.contracts.find(({ id }) => id === COMPLETE);
  if (complete?.status !== "complete" || complete.violations !== 0)
    yield `${COMPLETE} should be complete and find nothing: ${JSON.stringify(complete)}.`;
  if (lintMessages.length !== result.violations.length) {
    yield `ESLint sees ${lintMessages.length} violations where godwit check sees ${result.violations.length}.`;
  }
}

/** How the result of a fix differs from what is expected. */
function* complainAboutFix(before, fixed, after, isStable) {
  // If two contracts claim a site, the fix of one also removes the other's violation.
  const fixable = before.result.violations.filter(({ level }) => level === "fix").length;
  const waiting = fixed.result.violations.filter(({ heldBack }) => heldBack).length;
  if (!(fixed.result.fixed >= fixable - waiting))
    yield `${fixable - waiting} violations should have been fixed, and ${fixed.result.fixed} were.`;
  for (const problem of fixed.result.problems) yield `${problem.file}:${problem.line}: ${problem.message}`;
  for (const violation of fixed.result.violations) {
    if (violation.level === "fix" && !violation.heldBack)
      yield `${violation.file}:${violation.line} is left although it has a fix.`;
  }
  if (after.result.violations.length !== before.result.violations.length - fixed.result.fixed) {
    yield `${before.result.violations.length - fixed.result.fixed} violations should be left, and ${after.result.violations.length} are.`;
  }
  if (!isStable) yield "A second --fix changed something.";
}

/** Checks that a complete contract reports new violations. */
async function complainAboutStrictness(cwd) {
  const file = "src/auth/old-secret.ts";
  writeFileSync(path.join(cwd, file), OLD_SECRET);
  const { code, result } = await godwitCheck(cwd, "--contract", COMPLETE);
  rmSync(path.join(cwd, file));
  const found = result.violations.filter((violation) => violation.file === file && violation.severity === "error");
  return code === 1 && found.length === 1
    ? []
    : [`${COMPLETE} is complete, so a direct read of the secret should be an error; the check said ${JSON.stringify(found)}.`];
}

/** How the result of applying all nine contracts differs from what is expected. */
function* complainAboutAll({ before, fixed, suggested, after }) {
  for (const problem of [...before.problems, ...after.problems]) yield `${problem.file}:${problem.line}: ${problem.message}`;
  if (!(suggested > 0)) yield "Suggestions that a contract asks for should have been applied, and there was none.";
  if (!(fixed > 0)) yield "The planned contracts should have fixed something.";
  for (const { file, line, level, heldBack } of after.violations)
    if (level === "fix" && !heldBack) yield `${file}:${line} is left although it has a fix, with the planned contracts active.`;
}

function* complainAboutProof(when, { types, tests }) {
  if (!types.ok) yield `The type check fails ${when} the fixes:\n${types.output}`;
  if (!tests.ok) yield `Tests fail ${when} the fixes (${tests.passed} of ${tests.total} pass):\n${tests.output}`;
}

/**
 * Takes the example through all steps: verify, check, fix, check again, verify again. `step(title, work)` may show progress. Returns
 * the results, with `complaints`: everything that is not as expected.
 */
export async function runExample({ step = (_, work) => work() } = {}) {
  const original = fingerprint(EXAMPLE);
  const { folder, directory } = await step("Copy the example to a temporary folder", copyExample);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const proofBefore = await step("Type check and tests, as it is", () => verify(directory));
    const before = await step("godwit check", () => godwitCheck(directory));
    const lintMessages = await step("eslint . with the same contracts", () => lint(directory));
    const migrated = await step("godwit migrate typed-ids, one phase, each consumer with its tests", () =>
      migratePhase(directory),
    );
    const fixed = await step("godwit check --fix", () => godwitCheck(directory, "--fix"));
    const diff = await diffOf(directory);
    const after = await step("godwit check, again", () => godwitCheck(directory));
    await step("godwit check --fix, again", () => godwitCheck(directory, "--fix"));
    const isStable = diff === (await diffOf(directory));
    const proofAfter = await step("Type check and tests, after the fixes", () => verify(directory));
    const strictness = await step("A direct read of the secret, which is a thing of the past", () =>
      complainAboutStrictness(directory),
    );
    const all = await step("The planned contracts too, and what contracts leave to suggestions", () => applyContracts(directory));
    const proofAll = await step("Type check and tests, after all nine contracts", () => verify(directory));
    const complaints = [
      ...complainAboutProof("before", proofBefore),
      ...complainAboutFinding(before, lintMessages),
      ...complainAboutMigration(migrated),
      ...complainAboutFix(before, fixed, after, isStable),
      ...complainAboutProof("after", proofAfter),
      ...strictness,
      ...complainAboutAll(all),
      ...complainAboutProof("after all contracts and", proofAll),
      ...(fingerprint(EXAMPLE) === original ? [] : ["The example itself was changed."]),
    ];
    return { remove, all, complaints };
  } catch (error) {
    remove();
    throw error;
  }
}

export const colours = () => (process.stdout.isTTY && !process.env.NO_COLOR ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" });
