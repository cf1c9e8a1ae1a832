import type { RuleContext } from "@godwit/contracts";
import type { Level } from "../edits/edit.js";
import type { Finding } from "../rules/define-rule.js";

const LONGEST_FOUND = 80;

/** What it is, what to write, why there is no fix, and why the migration is: one text in every front. */
export function messageOf(finding: Finding, level: Level, reason: string | null, contract: RuleContext): string {
  const parts = [`${shorten(finding.found)} ${finding.problem}.`];
  if (finding.replacement !== null) parts.push(`Use ${finding.replacement}.`);
  if (reason !== null) parts.push(`${level === "hint" ? "By hand" : "Look first"}: ${reason}.`);
  const why = whyOf(contract);
  if (why !== undefined) parts.push(why);
  return parts.join(" ");
}

/** `One ID generator: IDs of one format keep sessions apart.` */
function whyOf({ title, why }: RuleContext): string | undefined {
  if (title === undefined || title === "") return why === undefined ? undefined : sentence(why);
  return why === undefined || why === "" ? sentence(title) : `${title.trim().replace(/[.:]$/u, "")}: ${sentence(why)}`;
}

function sentence(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  return line.length <= LONGEST_FOUND ? line : `${line.slice(0, LONGEST_FOUND - 1)}…`;
}
