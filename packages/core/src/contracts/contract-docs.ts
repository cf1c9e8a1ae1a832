import type { Contract } from "./contract.js";
import { escapeMarkdown, findSafeAddress, renderSafeMarkdown } from "./markdown/safe-markdown.js";

/** What a caller can add to a contract's docs. */
export interface ContractDocsOptions {
  /** A line of Markdown below the title, such as what to write instead; it is not sanitised. */
  readonly lead?: string;
  /** Lines of Markdown below the facts, such as a progress bar; they are not sanitised. */
  readonly notes?: readonly string[];
  /** Whether the prose follows; true when not given. */
  readonly prose?: boolean;
  /** The prose ends at the last line break before this many characters. */
  readonly maxLength?: number;
}

/** A contract as Markdown for hovers and reports: title, why, facts, links and prose, safe to show in any viewer. */
export function renderContractDocs(contract: Contract, options: ContractDocsOptions = {}): string {
  const parts = [
    `**${escapeMarkdown(contract.title)}**`,
    options.lead ?? "",
    contract.why === undefined ? "" : escapeMarkdown(contract.why),
    renderFacts(contract),
    ...(options.notes ?? []),
    renderLinks(contract),
    options.prose === false ? "" : renderSafeMarkdown(shorten(withoutTitle(contract), options.maxLength)),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function renderFacts({ status, risk, track, owner, due, dependsOn }: Contract): string {
  const facts: [string, string | undefined][] = [
    ["Status", status],
    ["risk", risk],
    ["track", track],
    ["owner", owner],
    ["due", due],
    ["after", dependsOn.length === 0 ? undefined : dependsOn.join(", ")],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${escapeMarkdown(value)}`])).join(" · ");
}

function renderLinks({ links }: Contract): string {
  const safe = links.flatMap((link) => findSafeAddress(link) ?? []);
  return safe.map((link) => `[${escapeMarkdown(link)}](${link})`).join(" · ");
}

/** Most contracts repeat their title as the first heading. */
function withoutTitle({ prose, title }: Contract): string {
  const heading = /^\s*# ([^\r\n]*)/.exec(prose);
  return heading && heading[1]!.trim() === title.trim() ? prose.slice(heading[0].length) : prose;
}

function shorten(prose: string, maxLength = Infinity): string {
  if (prose.length <= maxLength) return prose;
  return `${prose.slice(0, Math.max(prose.lastIndexOf("\n", maxLength), 0))}\n\n…`;
}
