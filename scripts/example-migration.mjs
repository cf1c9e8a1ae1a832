// Takes a copy of the example through its migrations, contract by contract in the order of the plan, as a person would who has an hour.
import { rmSync } from "node:fs";
import { CLI, colours, commitAll, copyExample, diffOf, godwitCheck, node, verify } from "./example-run.mjs";

/** How much may be left at most: one violation in ten. */
const MOST_LEFT = 0.1;

/** The active contracts with something left, in the order of the plan. */
async function contractsInOrder(cwd) {
  const { stdout } = await node([CLI, "-C", cwd, "plan", "--format", "json"], { cwd });
  return JSON.parse(stdout)
    .contracts.filter(({ status, done }) => status === "active" && !done)
    .map(({ id }) => id);
}

/** What is there before, two files of it as the terminal shows them, and the contracts to migrate; nothing of it needs another. */
async function look(cwd) {
  const [{ result: before }, ids] = await Promise.all([godwitCheck(cwd), contractsInOrder(cwd)]);
  const frames = (await node([CLI, "-C", cwd, "check", ...SHOWN], { cwd, env: colours() })).stdout;
  return { before, frames, ids };
}

/** What is left, and whether all of it still holds. */
async function lookAgain(cwd) {
  const [{ result: after }, proof] = await Promise.all([godwitCheck(cwd), verify(cwd)]);
  return { after, proof };
}

/** Migrates contracts, one after the other in one run, and commits what was kept. */
async function migrateContracts(cwd, ids) {
  const args = ["migrate", ...ids, "--keep-going", "--suggestions", "--format", "json"];
  const { code, stdout, stderr } = await node([CLI, "-C", cwd, ...args], { cwd });
  const { runs = [], notBegun = [] } = code === 0 || code === 1 ? JSON.parse(stdout) : {};
  await commitAll(cwd, "Migrate what is left");
  const reports = new Map(runs.map((report) => [report.contract, report]));
  const said = new Map(notBegun.map(({ contract, reason }) => [contract, reason]));
  return ids.map((id) => ({ id, report: reports.get(id), said: said.get(id) ?? stderr }));
}

function* complaintsAbout({ before, after, migrations, proof }) {
  for (const { id, report, said } of migrations)
    if (report?.outcome !== "complete") yield `godwit migrate ${id} should have come to its end:\n${report?.stopped ?? said}`;
  if (after.violations.length > before.violations.length * MOST_LEFT)
    yield `At most one violation in ten should be left, and ${after.violations.length} of ${before.violations.length} are.`;
  for (const { file, line, level, reason } of after.violations)
    if (level !== "fix" && !reason) yield `${file}:${line} is left without a reason.`;
  if (!proof.types.ok) yield `The type check fails after the migrations:\n${proof.types.output}`;
  if (!proof.tests.ok)
    yield `Tests fail after the migrations (${proof.tests.passed} of ${proof.tests.total} pass):\n${proof.tests.output}`;
}

/** Checks, migrates, checks again and verifies. `step(title, work)` may show progress; `complaints` is all that is not as expected. */
export async function migrateExample({ step = (_, work) => work() } = {}) {
  const { folder, directory } = await step("Copy the example to a temporary folder", copyExample);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const { before, frames, ids } = await step(
      "godwit check, and godwit plan",
      () => look(directory),
      ({ ids: order }) => order.join(" → "),
    );
    const migrations = await step(
      "godwit migrate, all of them, --keep-going --suggestions",
      () => migrateContracts(directory, ids),
      (done) => done.map(({ report }) => (report ? `${report.before} → ${report.after}` : "could not run")).join(", "),
    );
    const { after, proof } = await step("godwit check, again, with the type check and the tests", () => lookAgain(directory));
    const since = "HEAD~1";
    const stat = await diffOf(directory, "--shortstat", since);
    const diffs = await Promise.all(SHOWN.map((file) => diffOf(directory, "--unified=2", since, "--", file)));
    const complaints = [...complaintsAbout({ before, after, migrations, proof })];
    return { directory, remove, before, frames, migrations, after, proof, stat, diffs, complaints };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The files whose violations and diffs are shown in full. */
const SHOWN = ["src/services/export-service.ts", "src/services/run-service.ts"];
