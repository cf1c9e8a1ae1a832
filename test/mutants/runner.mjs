import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { TestRunner } from "vitest";
import { getFn } from "vitest/suite";

const FOLDER = process.env["GODWIT_MUTANT_FOLDER"];
/** A test that takes longer is asked in a process of its own, with the other tests of its file. */
const LONGEST = Number(process.env["GODWIT_MUTANT_LONGEST"] ?? 3000);
const state = globalThis.__godwitMutants;
const notes = path.join(FOLDER, `notes-${process.pid}`);
process.env["GODWIT_MUTANT_NOTES"] = notes;

/**
 * Runs each test once as it is, then once more for each mutation that it reached and that no test has found yet. A
 * failure counts only where the test passes again without the mutation, as some tests can't run twice.
 */
export default class MutantRunner extends TestRunner {
  inFile = new Set();
  /** Those that no test of the file could be asked about here: reached outside of tests, in long ones, or only the first time. */
  untried = new Set();

  async runTask(test) {
    this.#takeUntried();
    const began = performance.now();
    await getFn(test)();
    const time = performance.now() - began;
    if (time > LONGEST) return this.#takeUntried();
    const reached = this.#take();
    for (const id of reached) {
      if (existsSync(killedBy(id))) continue;
      if (!(await this.#fails(test, id))) {
        if (!this.#take().has(id)) this.untried.add(id);
        continue;
      }
      if (await this.#fails(test, -1)) {
        for (const each of reached) this.untried.add(each);
        break;
      }
      writeFileSync(killedBy(id), `${test.file.name} > ${test.name}\n`);
    }
    this.#take();
  }

  async #fails(test, id) {
    Object.assign(state, { active: id, times: 0 });
    process.env["GODWIT_MUTANT"] = String(id);
    try {
      await getFn(test)();
      return false;
    } catch {
      return true;
    } finally {
      state.active = -1;
      process.env["GODWIT_MUTANT"] = "-1";
      test.result.errors = undefined;
      test.result.state = "run";
    }
  }

  #takeUntried() {
    for (const id of this.#take()) this.untried.add(id);
  }

  /** What was reached since it was last asked. */
  #take() {
    const here = new Set(state.reached);
    if (existsSync(notes)) for (const id of readFileSync(notes, "utf8").split("\n")) if (id) here.add(Number(id));
    rmSync(notes, { force: true });
    state.reached.clear();
    for (const id of here) this.inFile.add(id);
    return here;
  }

  onAfterRunFiles() {
    this.#takeUntried();
    super.onAfterRunFiles?.();
  }

  async onAfterRunSuite(suite) {
    await super.onAfterRunSuite(suite);
    if (suite.filepath === undefined) return;
    this.#takeUntried();
    const file = path.join(FOLDER, "reach", `${suite.name.replaceAll(/[/\\]/g, "!")}.json`);
    writeFileSync(file, JSON.stringify({ file: suite.name, reached: [...this.inFile], untried: [...this.untried] }));
    this.inFile.clear();
    this.untried.clear();
  }
}

function killedBy(id) {
  return path.join(FOLDER, "killed", String(id));
}
