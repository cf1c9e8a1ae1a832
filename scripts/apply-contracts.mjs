// Applies every contract of a project as far as possible without a person: also planned ones, and edits that the contract itself makes
// suggestions (`fix: suggest`).
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { toRuleContext } from "@godwit/core/contracts";
import { applyTextEdits } from "@godwit/core/engine";
import { contractsFor } from "@godwit/project";
import { check } from "../packages/cli/dist/check/check.js";
import { openSource } from "../packages/cli/dist/host/source-file.js";
import { openProject } from "../packages/cli/dist/project.js";

/** More than the number of sites in any file. */
const MOST_SUGGESTIONS = 50;

/** Activates planned contracts, applies all fixes in one pass, then the suggestions that contracts ask for, and returns their numbers. */
export function applyContracts(directory) {
  const activated = activatePlanned(path.join(directory, "migrations"));
  const before = check({ cwd: directory }).result;
  const fixed = check({ cwd: directory, fix: true }).result.fixed;
  const project = openProject(directory);
  const left = check({ cwd: directory }).result.violations.filter(({ level }) => level === "suggestion");
  const files = [...new Set(left.map(({ file }) => file))];
  const suggested = files.reduce((sum, file) => sum + applySuggestions(project, file), 0);
  return { activated, before, fixed, suggested, after: check({ cwd: directory, fix: true }).result };
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

/** Applies one suggestion at a time, since each is made for the present text. */
function applySuggestions(project, file) {
  const absolute = path.join(project.root, file);
  const contracts = contractsFor(project.contracts, file).map(({ contract }) => contract);
  const [rules, withoutAsked] = [(option) => option, withoutAskedEntries].map((shape) =>
    contracts.flatMap((contract) => compile(project, contract, shape)),
  );
  for (let count = 0; count < MOST_SUGGESTIONS; count++) {
    const text = readFileSync(absolute, "utf8");
    const source = openSource(absolute, text);
    const byHand = new Set(suggestionsOf(project.engine.analyse(source, withoutAsked)).map(keyOf));
    const next = suggestionsOf(project.engine.analyse(source, rules)).find((violation) => !byHand.has(keyOf(violation)));
    if (!next) return count;
    writeFileSync(absolute, applyTextEdits(text, next.suggestions[0].edits()));
  }
  throw new Error(`${file} never runs out of suggestions`);
}

const suggestionsOf = ({ violations }) => violations.filter(({ level, disabled }) => level === "suggestion" && !disabled);
const keyOf = ({ contract, rule, range }) => `${contract}/${rule}@${range.join("-")}`;

function compile({ engine, root, contracts }, contract, shape) {
  const order = contracts.findIndex((each) => each.contract === contract);
  const context = toRuleContext(contract, root, order);
  return Object.entries(contract.rules).map(([rule, option]) => engine.compile(rule, shape(option), context));
}

/** The option with `fix: none` instead of `fix: suggest`: a suggestion that is missing with it is one that an entry asks for. */
function withoutAskedEntries(option) {
  const lower = (entry) => (entry.fix === "suggest" ? { ...entry, fix: "none" } : entry);
  if (Array.isArray(option)) return option.map(lower);
  return option.replace ? { ...lower(option), replace: option.replace.map(lower) } : lower(option);
}
