import path from "node:path";
import { applyTextEdits, WRITTEN_RULES } from "@godwit/core/engine";
import type { ActiveContract } from "@godwit/project";
import { findForCheck } from "../check/finding.js";
import { compileDraft, type DraftText, testContract, type TestPlace } from "../contracts/compile-draft.js";
import { openSource } from "../host/source-file.js";

/** What a derived contract is about. */
export interface ContractSubject {
  readonly title: string;
  readonly why: string;
  /** The first sentence of the prose. */
  readonly intro: string;
}

/** An entry with the example that was tried out: `after` is undefined where the use is only reported. */
interface TriedEntry {
  readonly entry: Entry;
  readonly example?: { readonly path: string; readonly before: string; readonly after?: string };
}

/** The text of a contract that says what some entries say. */
function writeContract(subject: ContractSubject, entries: readonly TriedEntry[]): string {
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
        `${key}: ${typeof value === "string" && /^(?:suggest|none|uses)$/.test(value) ? value : JSON.stringify(value)}`,
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

/** What a contract says of one deprecated export, or of one member. */
export interface Entry {
  /** As people call it: `createUser`, `Clock.now`. */
  readonly what: string;
  readonly line: number;
  /** In words: `is another name of createAccount`. */
  readonly found: string;
  /** Moves of exports. */
  readonly moves: readonly Move[];
  /** Expressions that are reported, with the names that they need. */
  readonly bans: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  /** Deletable when nothing uses it; undefined for what is in a package. */
  readonly bridge: string | undefined;
  readonly example: ExampleSource;
}

/** An entry of the rule for imports; without `to` and `as` it is a ban. */
export interface Move {
  readonly from: string;
  readonly name?: string;
  readonly to?: string;
  readonly as?: string;
  readonly rename?: "uses";
  readonly fix?: "suggest" | "none";
}

/** A file that uses what is deprecated, as an example before the fix. */
export interface ExampleSource {
  /** Relative to the root. */
  readonly path: string;
  readonly before: string;
  /** Whether the contract fixes it; else it is only reported. */
  readonly isFixed: boolean;
  /** What must be gone when it is fixed. */
  readonly old: string;
}

/** Something deprecated for which no contract can be written. */
export interface NotDerived {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly reason: string;
}

/** A contract whose examples hold, and what had to be left out. */
interface TriedContract {
  /** Undefined where nothing is left. */
  readonly text: string | undefined;
  readonly entries: readonly Entry[];
  readonly refused: readonly Omit<NotDerived, "file">[];
}

/** Keeps the entries that work, each by itself and all together, and writes their contract. */
export function tryEntries(
  place: TestPlace,
  source: Source,
  { subject, entries }: { readonly subject: ContractSubject; readonly entries: readonly Entry[] },
): TriedContract {
  const refused: Omit<NotDerived, "file">[] = [];
  const kept: TriedEntry[] = [];
  for (const entry of entries) {
    const tried = tryEntry(place, source, { subject, entry });
    const text = typeof tried === "string" ? undefined : writeContract(subject, [...kept, tried]);
    const fault = typeof tried === "string" ? tried : faultOf(place, source, text!);
    if (fault === undefined) kept.push(tried as TriedEntry);
    else refused.push({ line: entry.line, what: entry.what, reason: fault });
  }
  return {
    text: kept.length === 0 ? undefined : writeContract(subject, kept),
    entries: kept.map(({ entry }) => entry),
    refused,
  };
}

type Source = Omit<DraftText, "text">;

/** Runs an entry's example; returns why it is no good. */
function tryEntry(
  place: TestPlace,
  source: Source,
  { subject, entry }: { readonly subject: ContractSubject; readonly entry: Entry },
): TriedEntry | string {
  const compiled = compile(place, source, writeContract(subject, [{ entry }]));
  if (typeof compiled === "string") return compiled;
  const { path: file, before, isFixed, old } = entry.example;
  const result = run(place, compiled, entry.example);
  if (result === undefined) return "the rule does not find a use of it";
  const isChanged = result.after !== before;
  if (!isFixed && isChanged) return "its use would be changed where a person has to look";
  return { entry, example: { path: file, before, ...(isChanged && !mentions(result.after, old) && { after: result.after }) } };
}

function run(
  place: TestPlace,
  active: ActiveContract,
  { path: file, before }: ExampleSource,
): { readonly after: string } | undefined {
  const found = findForCheck(
    { engine: place.engine, contracts: [active] },
    openSource(path.join(place.root, file), before),
    file,
  );
  return found.open.length === 0 ? undefined : { after: applyTextEdits(before, found.safeEdits()) };
}

function compile({ engine }: TestPlace, source: Source, text: string): ActiveContract | string {
  const { active, problems, ruleProblems } = compileDraft(engine, { ...source, text }, 0);
  const error = [...problems, ...ruleProblems].find(({ severity }) => severity === "error");
  const fault = error ?? ruleProblems.find(({ code }) => SERIOUS.has(code));
  return fault?.message ?? active ?? "its rules do not compile";
}

/** Warnings that nobody may get from a contract that a program wrote. */
const SERIOUS = new Set(["never-ends", "unreachable", "repeated", "unbound-hole", "contradiction"]);

/** Why a whole contract does not hold; undefined where each example does. */
function faultOf(place: TestPlace, source: Source, text: string): string | undefined {
  const compiled = compile(place, source, text);
  if (typeof compiled === "string") return compiled;
  const failed = testContract(place, compiled).find(({ failure }) => failure !== null);
  return failed && `its example ${failed.failure!.split("\n")[0]!}`;
}

/** Whether a text has another, not as a part of a longer word. */
function mentions(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!/[\w$]/.test(text.charAt(at - 1)) && !/[\w$]/.test(text.charAt(at + part.length))) return true;
  }
  return false;
}
