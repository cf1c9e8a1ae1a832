import type { FileReport } from "./tsserver.js";

type Counts = Pick<FileReport["contracts"][number], "left" | "known" | "fixable">;

/** The status bar's text. */
export function describeLeft({ contracts }: FileReport): string {
  const left = contracts.reduce((sum, each) => sum + each.left, 0);
  const known = contracts.reduce((sum, each) => sum + each.known, 0);
  if (left === 0) return "$(pass) godwit";
  return known === 0 ? `$(milestone) godwit: ${left} left` : `$(milestone) godwit: ${left - known} new, ${known} known`;
}

/** `5 left, 3 with a safe fix` */
export function describeCounts({ left, known, fixable }: Counts): string {
  const parts = known === 0 ? [`${left} left`] : [`${left - known} new`, `${known} known`];
  return [...parts, ...(fixable === 0 ? [] : [`${fixable} with a safe fix`])].join(", ");
}

/** The status bar's tooltip, as Markdown. */
export function tooltipFor({ contracts, inForce }: FileReport): string {
  const lines = contracts.map((each) => `- ${escapeMarkdown(each.title)}: ${describeCounts(each)}`);
  if (lines.length === 0) return `Nothing is left in this file of ${count(inForce, "contract")}.`;
  return `**Left in this file**\n\n${lines.join("\n")}`;
}

/** `1 file`, `2 files` */
export function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~$]/g, "\\$&");
}
