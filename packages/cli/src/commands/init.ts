import path from "node:path";
import { exists, makeFolder, replaceFile, toFileError, writeWhole } from "@godwit/core/disk";
import type { Candidate } from "../init/found-project.js";
import { type InitFindings, lookAround, planInit } from "../init/plan-init.js";
import { type FileChange, runCommand, type SetUpPart } from "../init/set-up/set-up-part.js";
import { printable } from "../reporters/printable.js";
import { renderChanges, renderChangesOnScreen } from "../reporters/set-up-changes.js";
import { renderTable } from "../reporters/table.js";
import type { initCommand } from "../tables/begin.js";
import type { OptionsOf } from "../tables/define-command.js";
import {
  grouped,
  type AskKey,
  askKeyAt,
  type Colours,
  coloursFor,
  type CommandPlace,
  counted,
  progressOn,
  type Terminal,
} from "../terminal.js";
import { UsageError } from "../failure.js";
import { recipeNamed } from "../recipes.js";

type InitOptions = OptionsOf<typeof initCommand>;

/** Without questions no more contracts than this begin at once. */
const MOST_AT_ONCE = 3;

/** Sets godwit up from what it finds: shows the difference, asks, and writes; returns the exit code. */
export async function runInit({ cwd, version, terminal }: CommandPlace, options: InitOptions): Promise<number> {
  const ask = options.yes || options.dryRun ? undefined : askKeyAt(terminal);
  const progress = progressOn(terminal, "looking");
  const recipes = (options.recipe ?? []).map(recipeNamed);
  const wanted = recipes.length > 0 ? recipes.map(({ name, title, text }) => ({ id: name, found: title, text })) : undefined;
  const findings = lookAround(cwd, progress.step, wanted);
  progress.clear();
  const { candidates, existing, found, blocking } = findings;
  for (const { name } of recipes) assertFound(name, findings);
  if (existing.length === 0 && candidates.length === 0) throw new UsageError(nothingFound(findings));
  if (candidates.length > 0) terminal.out(`${renderCandidates(candidates, terminal.hasColour)}\n`);
  const chosen = wanted ? candidates : await choose(candidates, ask);
  if (chosen === undefined || (existing.length === 0 && chosen.length === 0)) return say(terminal, "Nothing was written.");
  const plan = planInit(findings, { chosen, version, agents: options.agents ?? false });
  const notes = [...findings.notes, ...blocking.map((each) => `godwit check exits with 2 until this is repaired: ${each}`)];
  if (plan.changes.length === 0) {
    terminal.out(renderAdvice(plan, notes, terminal.hasColour));
    return say(terminal, "✔ Everything is set up, so nothing was written.");
  }
  const advice = renderAdvice(plan, notes, terminal.hasColour);
  if (!ask) terminal.out(`${renderChanges(plan.changes, terminal.hasColour)}\n${advice}`);
  if (options.dryRun)
    return say(terminal, `Nothing was written: that is what ${counted(plan.changes.length, "file")} would get.`);
  if (ask && !(await isWanted(plan, advice, { ask, terminal }))) return say(terminal, "Nothing was written.");
  writeChanges(found.root, plan.changes);
  const colours = coloursFor(terminal.hasColour);
  terminal.out(`${colours.green(`✔ ${counted(plan.changes.length, "file")} written.`)}\n`);
  return say(terminal, renderNext(found, chosen, colours));
}

/** Shows what would be written, and asks; all of it where a person wants to see that first. */
async function isWanted(
  { changes }: SetUpPart,
  advice: string,
  { ask, terminal }: { readonly ask: AskKey; readonly terminal: Terminal },
): Promise<boolean> {
  const { hasColour, columns } = terminal;
  const { text, isShort } = renderChangesOnScreen(changes, { hasColour, columns, others: advice });
  terminal.out(`${text}${advice}`);
  const showAll = (): void => {
    // Line by line: of a longer text a terminal gets a screen.
    for (const line of renderChanges(changes, hasColour).split("\n")) terminal.out(`${line}\n`);
  };
  const question = `Write ${counted(changes.length, "file")}?`;
  return (await ask(question, isShort ? { key: "d", words: "[d]ifferences in full", show: showAll } : undefined)) === "yes";
}

/** The way to the first fix. */
function renderNext(found: InitFindings["found"], chosen: readonly Candidate[], colours: Colours): string {
  const command = (text: string): string => colours.bold(runCommand(found, text));
  const fixed = chosen.find(({ fixable }) => fixable > 0)?.id;
  const suggested = chosen.find(({ suggestible, baseline }) => suggestible > 0 && baseline)?.id;
  const first =
    fixed !== undefined
      ? `The first fixes: ${command(`migrate ${fixed} --dry-run`)} shows them, ${command(`migrate ${fixed}`)} writes and checks them.`
      : suggested !== undefined
        ? `The first changes, one by one: ${command(`migrate ${suggested} --suggestions --interactive`)}`
        : undefined;
  return [
    `Next: commit the files. ${command("check")} is green now, and red at the first new violation; ${command("check --all")} lists what it knows.`,
    ...(first === undefined ? [] : [first]),
  ].join("\n");
}

function say(terminal: Terminal, line: string): number {
  terminal.out(`${line}\n`);
  return 0;
}

/** The best, or those that a person takes; undefined if the person wants none of this. */
async function choose(candidates: readonly Candidate[], ask: AskKey | undefined): Promise<readonly Candidate[] | undefined> {
  if (!ask) return candidates.slice(0, MOST_AT_ONCE);
  const chosen: Candidate[] = [];
  for (const candidate of candidates) {
    const answer = await ask(`Begin with ${candidate.id} (${counted(candidate.violations, "violation")})?`);
    if (answer === "quit") return undefined;
    if (answer === "yes") chosen.push(candidate);
  }
  return chosen;
}

/** Throws where a recipe that somebody has named is there already, or would find nothing. */
function assertFound(name: string, { found, candidates, existing, notes }: InitFindings): void {
  if (existing.includes(name))
    throw new UsageError(`A contract called ${name} is there already, and nothing is overwritten. Leave its recipe out.`);
  if (candidates.some(({ id }) => id === name)) return;
  const [nothing, advice] =
    notes.length > 0
      ? [`The recipe ${name} can't begin here yet.`, "Add what is missing, or take the contract and change it there"]
      : [
          `The recipe ${name} finds nothing in the ${counted(found.sources.length, "source file")} of ${found.root}.`,
          "To have it all the same",
        ];
  throw new UsageError([nothing, ...notes, `${advice}: godwit contracts new --recipe ${name}`].join("\n"));
}

function nothingFound({ found, notes }: InitFindings): string {
  if (found.sources.length === 0)
    return `There is no JavaScript or TypeScript file below ${found.root} that git tracks or does not ignore: go to the project's folder, or name it with -C.`;
  return [
    `Nothing in the ${counted(found.sources.length, "source file")} of ${found.root} is what a first contract could be about: ` +
      "calls of uuid, exports marked @deprecated, imports past a package's entry, getInstance(), plain IDs that have a type.",
    ...notes,
    "Take a ready contract (godwit contracts new --list-recipes lists them, godwit init --recipe NAME begins with one), or write your own with godwit contracts new ID.",
  ].join("\n");
}

/** Writes new files and changes those that still are as they were read; throws `UsageError` at the first that can't be written. */
function writeChanges(root: string, changes: readonly FileChange[]): void {
  for (const { file, before, after, mode } of changes) {
    const target = path.join(root, file);
    try {
      if (before === undefined) {
        if (exists(target)) throw new UsageError(`${file} is there meanwhile, and was left alone. Run the command again.`);
        makeFolder(path.dirname(target), root);
        writeWhole(target, after, { root, ...(mode !== undefined && { mode }) });
      } else if (!replaceFile(target, { expected: Buffer.from(before), bytes: Buffer.from(after), root, kind: "settings" }))
        throw new UsageError(`${file} changed meanwhile, and was left alone. Run the command again.`);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${file} can't be written: ${toFileError(target, error).message}.`);
    }
  }
}

/** The contracts that could be the first, as a table. */
function renderCandidates(candidates: readonly Candidate[], hasColour: boolean): string {
  const rows = candidates.map(({ id, found, violations, files, fixable, baseline }) => [
    id,
    counted(violations, "violation"),
    `in ${counted(files, "file")}`,
    fixable > 0 ? `${grouped(fixable)} fixable` : baseline ? "" : "only planned",
    printable(found),
  ]);
  return `${coloursFor(hasColour).bold("What a first contract could be about")}\n${renderTable(rows, (text) => text).join("\n")}\n`;
}

/** What is left to do for a person, and what comes next. */
function renderAdvice({ advice }: SetUpPart, notes: readonly string[], hasColour: boolean): string {
  const colours = coloursFor(hasColour);
  const lines = [...notes.map((note) => colours.yellow(`! ${printable(note)}`)), ...advice.map(printable)];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
