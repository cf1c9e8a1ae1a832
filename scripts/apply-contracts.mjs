// Applies every contract of a project as far as that goes without a person: planned ones too, and what the contract itself leaves to
// suggestions (`fix: suggest`).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { applyTextEdits } from "@godwit/engine";
import { check } from "../packages/cli/dist/check/check.js";
import { contractsFor, findInSource } from "../packages/cli/dist/check/finding.js";
import { openSource } from "../packages/cli/dist/host/source-file.js";
import { openProject } from "../packages/cli/dist/project.js";

/** The reason of a suggestion that is one only because its entry says `fix: suggest`. */
const BY_CONTRACT = "the contract asks a person to look";
/** A file has not as many sites as this. */
const MOST_SUGGESTIONS = 50;

/** Activates planned contracts, applies all fixes in one pass, then the suggestions that contracts ask for, and says how many of each. */
export function applyContracts(directory) {
  const activated = activatePlanned(path.join(directory, "migrations"));
  const before = check({ cwd: directory }).result;
  const fixed = check({ cwd: directory, fix: true }).result.fixed;
  const left = check({ cwd: directory }).result;
  const files = new Set(left.violations.filter(isByContract).map(({ file }) => file));
  const suggested = [...files].reduce((sum, file) => sum + applySuggestions(directory, file), 0);
  const after = check({ cwd: directory }).result;
  return { activated, before, fixed, suggested, after };
}

function activatePlanned(folder) {
  return readdirSync(folder).filter((name) => {
    const file = path.join(folder, name);
    const text = readFileSync(file, "utf8");
    const active = text.replace(/^status: planned$/m, "status: active");
    if (active !== text) writeFileSync(file, active);
    return active !== text;
  });
}

const isByContract = ({ level, reason }) => level === "suggestion" && reason === BY_CONTRACT;

/** One suggestion at a time, since each is made for the text as it is. */
function applySuggestions(directory, file) {
  const project = openProject(directory);
  const absolute = path.join(directory, file);
  for (let count = 0; count < MOST_SUGGESTIONS; count++) {
    const text = readFileSync(absolute, "utf8");
    const { open } = findInSource(
      project.engine,
      openSource(absolute, text),
      file,
      contractsFor(project.contracts, file),
      undefined,
    );
    const next = open.map(({ violation }) => violation).find((violation) => isByContract(violation));
    if (!next) return count;
    writeFileSync(absolute, applyTextEdits(text, next.suggestions[0].edits()));
  }
  throw new Error(`${file} never runs out of suggestions`);
}
