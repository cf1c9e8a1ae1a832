import { askKeyAt, type AskKey } from "../init/ask-key.js";
import type { Candidate } from "../init/candidate.js";
import { lookAround, planInit, type InitFindings } from "../init/plan-init.js";
import { writeChanges } from "../init/write-changes.js";
import { runCommand } from "../init/set-up/run-command.js";
import { renderAdvice, renderCandidates, renderChanges } from "../reporters/init.js";
import { coloursFor, type CommandPlace, counted, progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { initCommand } from "../tables/begin.js";

type InitOptions = OptionsOf<typeof initCommand>;

/** Without questions no more contracts than this begin at once. */
const MOST_AT_ONCE = 3;

/** Sets godwit up from what it finds: shows the difference, asks, and writes; returns the exit code. */
export async function runInit({ cwd, version, terminal }: CommandPlace, options: InitOptions): Promise<number> {
  const ask = options.yes || options.dryRun ? undefined : askKeyAt(terminal);
  const progress = progressOn(terminal, "looking");
  const findings = lookAround(cwd, progress.step);
  progress.clear();
  const { candidates, existing, found, blocking } = findings;
  if (existing.length === 0 && candidates.length === 0) throw new UsageError(nothingFound(findings));
  if (candidates.length > 0) terminal.out(`${renderCandidates(candidates, terminal.hasColour)}\n`);
  const chosen = await choose(candidates, ask);
  if (chosen === undefined || (existing.length === 0 && chosen.length === 0)) return say(terminal, "Nothing was written.");
  const plan = planInit(findings, { chosen, version, agents: options.agents ?? false });
  const notes = [...findings.notes, ...blocking.map((each) => `godwit check exits with 2 until this is repaired: ${each}`)];
  if (plan.changes.length === 0) {
    terminal.out(renderAdvice(plan, notes, terminal.hasColour));
    return say(terminal, "✔ Everything is set up, so nothing was written.");
  }
  terminal.out(`${renderChanges(plan.changes, terminal.hasColour)}\n${renderAdvice(plan, notes, terminal.hasColour)}`);
  if (options.dryRun)
    return say(terminal, `Nothing was written: that is what ${counted(plan.changes.length, "file")} would get.`);
  const answer = ask ? await ask(`Write ${counted(plan.changes.length, "file")}?`) : "yes";
  if (answer !== "yes") return say(terminal, "Nothing was written.");
  writeChanges(found.root, plan.changes);
  const colours = coloursFor(terminal.hasColour);
  terminal.out(`${colours.green(`✔ ${counted(plan.changes.length, "file")} written.`)}\n`);
  return say(
    terminal,
    `Next: ${colours.bold(runCommand(found, "check"))} is green now, and red at the first new violation. Commit the files.`,
  );
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

function nothingFound({ found, notes }: InitFindings): string {
  return [
    `Nothing in the ${counted(found.sources.length, "source file")} of ${found.root} is what a first contract could be about: ` +
      "calls of uuid, exports marked @deprecated, imports past a package's entry, getInstance(), plain IDs that have a type.",
    ...notes,
    "Run godwit contracts new ID, or godwit contracts new --list-recipes for ready ones, and then godwit init again for the rest.",
  ].join("\n");
}
