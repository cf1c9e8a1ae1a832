import { WRITTEN_RULES } from "@godwit/core/engine";
import type { Entry } from "./entry.js";

/** What a derived contract is about. */
export interface ContractSubject {
  readonly title: string;
  readonly why: string;
  /** The first sentence of the prose. */
  readonly intro: string;
}

/** An entry with the example that was tried out: `after` is undefined where the use is only reported. */
export interface TriedEntry {
  readonly entry: Entry;
  readonly example?: { readonly path: string; readonly before: string; readonly after?: string };
}

/** The text of a contract that says what some entries say. */
export function writeContract(subject: ContractSubject, entries: readonly TriedEntry[]): string {
  const all = entries.map(({ entry }) => entry);
  const names = Object.entries(Object.assign({}, ...all.map((entry) => entry.names)) as Record<string, string>);
  const moves = all.flatMap((entry) => entry.moves);
  const bans = all.flatMap((entry) => entry.bans);
  const bridges = all.flatMap(({ bridge }) => bridge ?? []);
  const lines = [
    "---",
    `title: ${quote(subject.title)}`,
    `why: ${quote(subject.why)}`,
    ...(bans.length === 0 ? [] : ["imports:", ...names.map(([name, target]) => `  ${key(name)}: ${quote(target)}`)]),
    "rules:",
    ...(moves.length === 0 ? [] : [`  ${WRITTEN_RULES.moves}:`, ...moves.map((move) => `    - ${flow(move)}`)]),
    ...(bans.length === 0
      ? []
      : [`  ${WRITTEN_RULES.replacements}:`, "    replace:", ...bans.map((match) => `      - ${flow({ match })}`)]),
    ...(bridges.length === 0 ? [] : ["bridges:", ...[...new Set(bridges)].map((bridge) => `  - ${quote(bridge)}`)]),
    "---",
    "",
    subject.intro,
    "",
    ...all.map(({ what, found }) => `- ${code(what)} ${prose(found)}`),
    "",
    ...entries.flatMap(({ example }) => (example ? exampleLines(example) : [])),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function exampleLines({ path, before, after }: NonNullable<TriedEntry["example"]>): readonly string[] {
  const language = /\.[cm]?js$/.test(path) ? "js" : "ts";
  const fence = (word: string, text: string): readonly string[] => [`\`\`\`${language} ${word}`, text.trimEnd(), "```", ""];
  return [...fence(`before=${path}`, before), ...(after === undefined ? [] : fence("after", after))];
}

/** A plain word needs no quotes, unless YAML takes it for a value. */
function key(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(name) ? name : quote(name);
}

/** JSON is YAML, and needs no knowledge of what YAML makes of a text. */
function quote(text: string): string {
  return JSON.stringify(text);
}

function flow(entry: object): string {
  return `{ ${Object.entries(entry)
    .map(
      ([key, value]) =>
        `${key}: ${typeof value === "string" && /^(?:suggest|uses)$/.test(value) ? value : JSON.stringify(value)}`,
    )
    .join(", ")} }`;
}

function code(text: string): string {
  return `\`${text.replaceAll("`", "'")}\``;
}

/** Text from code must not begin a fence or a heading of the contract. */
function prose(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[`*_<>[\]]/g, " ");
}
