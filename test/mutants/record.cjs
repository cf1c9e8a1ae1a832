// Loaded before everything else in each process of a test run over instrumented sources: says which mutation is on, and notes which are reached.
const { appendFileSync } = require("node:fs");

const reached = new Set();
/** One mutation for the runner, which sets it; several for a suite that is asked about them all at once. */
const together = new Set((process.env["GODWIT_MUTANTS"] ?? "").split(",").filter(Boolean).map(Number));
const state = { active: Number(process.env["GODWIT_MUTANT"] ?? -1), reached, times: 0 };
globalThis.__godwitMutants = state;
globalThis.__godwitMutant = (id) => {
  if (!reached.has(id)) {
    reached.add(id);
    const notes = process.env["GODWIT_MUTANT_NOTES"];
    // A process of its own can tell the test only by a file.
    if (notes) appendFileSync(notes, `${id}\n`);
  }
  if (state.active !== id && !together.has(id)) return false;
  if (state.times++ > 3_000_000) throw new Error(`mutant ${id} does not end`);
  return true;
};
