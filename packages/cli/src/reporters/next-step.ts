import type { CheckOutcome } from "../check/check.js";
import type { ListedFinding } from "../check/finding.js";
import { counted, type Colours } from "../terminal.js";

/** What was listed, and by which command. */
export interface ListedRun {
  readonly findings: readonly ListedFinding[];
  readonly command: string;
}

/** The last line: which command, or what else, comes next; nothing where all is well. */
export function renderNextStep(outcome: CheckOutcome, listed: ListedRun, colours: Colours): string[] {
  const step = findStep(outcome, listed, (command) => colours.bold(command));
  return step === undefined ? [] : [`Next: ${step}`];
}

function findStep(
  { result, findings, baselines }: CheckOutcome,
  { findings: shown, command: asked }: ListedRun,
  command: (text: string) => string,
): string | undefined {
  // Only a contract ends with .md: a file that could not be checked is source code.
  if (result.problems.some(({ file }) => file.endsWith(".md")))
    return `see what keeps a contract from working with ${command("godwit contracts validate")}`;
  const prune = `drop what is gone, and follow files that moved, with ${command("godwit baseline prune")}`;
  if (baselines.moved > 0) return prune;
  const isFixed = result.fixed !== undefined;
  const fixable = shown.filter(isFixable).length;
  if (fixable > 0 && !isFixed) return `${counted(fixable, "violation")} can be fixed with ${command(`${asked} --fix`)}`;
  if (baselines.gone > 0) return prune;
  const test = shown.find(({ heldBack }) => heldBack !== undefined)?.heldBack?.by;
  if (test !== undefined) return `change ${test} by hand, which holds fixes back, and run ${command(`${asked} --fix`)} again`;
  if (shown.length > 0) return stepForRest(baselines.exist, command);
  const known = findings.filter((finding) => finding.tolerated && isFixable(finding)).length;
  if (known > 0 && !isFixed) return `${counted(known, "known violation")} can be fixed with ${command(`${asked} --fix`)}`;
  if (result.warnings?.length)
    return `correct what the warnings name, and look again with ${command("godwit contracts validate")}`;
  return undefined;
}

/** What no fix takes away. */
function stepForRest(hasBaseline: boolean, command: (text: string) => string): string {
  return hasBaseline
    ? `change them by hand, or let them be known with ${command("godwit baseline write --force")}`
    : `change them by hand, or fail for new ones only with ${command("godwit baseline write")}`;
}

/** A fix that waits for a test is not written. */
function isFixable({ level, heldBack }: ListedFinding): boolean {
  return level === "fix" && heldBack === undefined;
}
