/** Puts violations into words, in one place, so that all fronts say the same. */
import { oncePer } from "../modules/index.js";
import { inOneLine } from "../reasons/reasons.js";
import type { Action } from "../rules/define-rule.js";
import type { Move, Replacement } from "../rules/replacement.js";
import type { Purpose, Violation } from "./engine.js";

/** Editors and terminals show a message in one line of about this length: code is cut for it, a reason is not. */
const LONGEST_MESSAGE = 139;
/** Only a reason that quotes a page of code is longer. */
const LONGEST_REASON = 600;
/** A message below this is read at a glance. */
const EASILY_READ = 80;
/** A text that is cut to make room for a long reason keeps this length. */
const SHORTEST_TEXT = 34;
const LONGEST_PROBLEM = 60;

/**
 * The message of a violation, in one line: what to write instead of what, or what is wrong, and why there is no fix.
 * The reason for the migration is not part of it: see `describePurpose`.
 */
export function describeViolation({ found, problem, replacement, level, reason }: Violation): string {
  const why = reason === null ? undefined : { label: level === "hint" ? "By hand" : "Review", reason };
  const wrong = cutBetweenTokens(problem, LONGEST_PROBLEM);
  if (replacement === null) return fitted([found], ([site]) => `${site} ${wrong}.`, why);
  const written = describeReplacement(replacement);
  if (replacement.kind === "words") return fitted([written, found], ([write, site]) => `${site} ${wrong}. Use ${write}.`, why);
  const tell = (site: string) => fitted([written, site], ([write, instead]) => `Use ${write} instead of ${instead}.`, why);
  const site = withoutName(found, replacement);
  const inFull = tell(site);
  return inFull.length < EASILY_READ ? inFull : tell(whatDiffers(site, replacement));
}

/** `"…/legacy/…"` of `"../src/legacy/agents.js"` where the new module is `"../src/runtime/agents.js"`. */
function whatDiffers(found: string, replacement: Replacement): string {
  const [move, ...others] = replacement.kind === "moved" ? replacement.moves : [];
  const written = replacement.kind === "moved" ? (replacement.specifier ?? move?.module) : undefined;
  const old = /^"([^"]+)"$/u.exec(found)?.[1]?.split("/");
  if (!old || written === undefined || others.length > 0) return found;
  const fresh = written.split("/");
  const before = old.findIndex((part, index) => part !== fresh[index]);
  const after = [...old].reverse().findIndex((part, index) => part !== fresh.at(-1 - index));
  const different = old.slice(before, old.length - after);
  if (before < 0 || after < 0 || different.length === 0) return found;
  return `"${[...(before > 0 ? ["…"] : []), ...different, ...(after > 0 ? ["…"] : [])].join("/")}"`;
}

/** `"./old.js"` of `Engine from "./old.js"` where the new module has the same name. */
function withoutName(found: string, replacement: Replacement): string {
  const [move] = replacement.kind === "moved" ? replacement.moves : [];
  const from = move?.name === undefined || move.module === undefined ? undefined : `${move.name} from `;
  return from !== undefined && found.startsWith(from) ? found.slice(from.length) : found;
}

/** The reason for the migration: `One ID generator: IDs of one format keep sessions apart.` Found out once for all violations of a contract. */
export const describePurpose = oncePer(({ title, why }: Purpose): string | undefined => {
  if (title === undefined || title === "") return why === undefined ? undefined : sentence(why);
  return why === undefined || why === "" ? sentence(title) : `${title.trim().replace(/[.:]$/u, "")}: ${sentence(why)}`;
});

interface Why {
  readonly label: string;
  readonly reason: string;
}

/** The message; if it is too long, its texts are shortened and share the space that the reason leaves: the code is at hand, what to do is not. */
function fitted(texts: readonly string[], write: (texts: readonly string[]) => string, why: Why | undefined): string {
  const lines = texts.map(inOneLine);
  const tail = why ? ` ${why.label}: ${cutBetweenTokens(inOneLine(why.reason), LONGEST_REASON)}.` : "";
  const room = LONGEST_MESSAGE - tail.length - write(texts.map(() => "")).length;
  const shown = lines.map((line) => shorten(line, Math.max(SHORTEST_TEXT, Math.floor(room / lines.length))));
  // What one leaves, the others take.
  for (const [index, line] of lines.entries()) {
    const taken = shown.reduce((sum, { length }, other) => (other === index ? sum : sum + length), 0);
    shown[index] = shorten(line, Math.max(shown[index]!.length, room - taken));
  }
  return write(shown) + tail;
}

/** What to write instead: `newId("user")`, `Engine from "./src/engine.ts"`, `UserId of ./src/ids.ts`. */
export function describeReplacement(replacement: Replacement): string {
  switch (replacement.kind) {
    case "code":
      return replacement.code;
    case "moved":
      return replacement.moves.map((move) => describeMove(asWritten(move, replacement.specifier))).join(", ");
    case "type":
      return describeMove({ name: replacement.name, module: replacement.specifier ?? replacement.home });
    case "words":
      return replacement.words;
  }
}

/** The move with the specifier, if there is one, instead of the module's path. */
function asWritten(move: Move, specifier: string | undefined): Move {
  return move.module === undefined || specifier === undefined ? move : { ...move, module: specifier };
}

function describeMove({ name, module }: Move): string {
  if (module === undefined) return name ?? "";
  return name === undefined ? `"${module}"` : `${name} from "${module}"`;
}

/** The title of an edit of a violation: `Use newId("user")`, `Remove it`, `Pass the context`. */
export function describeAction(action: Action, replacement: Replacement | null): string {
  switch (action.kind) {
    case "take":
      return `Take ${action.what}`;
    case "pass":
      return `Pass the ${action.what}`;
    case "replace":
      return replacement === null ? "Remove it" : `Use ${describeReplacement(replacement)}`;
  }
}

/** What to write instead, in a few words after an arrow; `written` is the present text. */
export function describeShortly(
  { replacement, found }: Pick<Violation, "found" | "replacement">,
  written: string,
  longest: number,
): string {
  if (replacement === null) return "";
  const lines = waysToTell(replacement, { written, found }).map((way) => `→ ${way.replaceAll(/\s+/gu, " ")}`);
  return lines.find((line) => line.length <= longest) ?? shorten(lines.at(-1)!, longest);
}

/** What is there now: the text at the place, and how messages name it. */
interface Present {
  readonly written: string;
  readonly found: string;
}

/** The possible texts, the longest first. Several moves are not shortened, because each may be the one that counts. */
function waysToTell(replacement: Replacement, present: Present): string[] {
  if (replacement.kind === "code") return [withoutClass(inOneLine(replacement.code))];
  const [move, ...others] = replacement.kind === "moved" ? replacement.moves : [];
  if (!move || others.length > 0 || replacement.kind !== "moved") return [describeReplacement(replacement)];
  return waysToTellMove(asWritten(move, replacement.specifier), present);
}

/** The move in full, with only the part of the path that is new, and with only the name or the module. */
function waysToTellMove(move: Move, { written, found }: Present): string[] {
  const { name, module } = move;
  if (module === undefined) return [describeMove(move)];
  const shorter = newParts(module, /"([^"]+)"$/u.exec(found)?.[1] ?? "");
  const ways = [move, ...shorter.map((each) => ({ name, module: each }))].map(describeMove);
  // If the name stays the same, the module is the news.
  return name !== undefined && name !== written ? [...ways, name] : [...ways, ...waysToTellFile(shorter)];
}

/** A whole file's name says more without quotes than a part of it in quotes. */
function waysToTellFile(shorter: readonly string[]): string[] {
  const last = shorter.at(-1)!;
  return [...shorter.map((each) => `"${each}"`), last, ...endsOf(last)];
}

/** `…/runtime/agents.js` of `../src/runtime/agents.js` that was `../src/legacy/agents.js`, and `…/runtime/…`: what begins with the new part, the longest first. */
function newParts(module: string, old: string): string[] {
  const [fresh, before] = [module.split("/"), old.split("/")];
  if (fresh.length < 2) return [module];
  const first = Math.max(
    fresh.findIndex((part, index) => part !== before[index]),
    1,
  );
  const same = [...fresh].reverse().findIndex((part, index) => part !== before.at(-1 - index));
  const last = Math.max(fresh.length - 1 - Math.max(same, 0), first);
  const least = last === fresh.length - 1 ? [] : [`…/${fresh[last]!}/…`];
  return [`…/${fresh.slice(first).join("/")}`, `…/${fresh.slice(last).join("/")}`, ...least];
}

/** `"…-context.js"` of `…/user-execution-context.js`: where even the file's name is too long. */
function endsOf(name: string): string[] {
  return [...name.matchAll(/(?<=[^/…])[-_.](?=.*\.)/gu)].map(({ index }) => `"…${name.slice(index)}"`);
}

function sentence(text: string): string {
  const line = inOneLine(text);
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

/** Shortens code, paths and prose for a row, a hint or a line of a hover. Nothing is cut within a word or a quotation. */

/** Strings, words, spaces, operators, and single characters. */
const TOKENS =
  /"(?:[^"\\]|\\.)*"|(?<!\p{ID_Continue})'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|[\p{ID_Continue}$-]+|\s+|[=<>!&|?.+*]{2,}|./gsu;
const CLOSED_BY: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
/** What is behind this is in no row. */
const LONGEST_READ = 2_000;

/**
 * A text of at most so many characters: as much as fits of its lists (`run(input, …)`) and paths (`"…/runtime/agents.js"`), else its beginning.
 */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const read = text.slice(0, LONGEST_READ);
  return leavingOut(read, length) ?? leavingOut(withoutClass(read), length) ?? cutBetweenTokens(read, length);
}

/** `UnifiedIdGenerator.generateBaseId("user")` → `generateBaseId("user")`: the class is longer and says less. */
function withoutClass(code: string): string {
  return code.replace(/^((?:\(\) => |await )*)[A-Z]\w*\.(?=[\w$]+\()/u, "$1");
}

/** The end of a text, of at most so many characters, from a word or an operator on. */
export function keepEnd(text: string, length: number): string {
  if (text.length <= length) return text;
  for (const { 0: token, index } of text.matchAll(TOKENS))
    if (text.length - index < length && /[^\s)\]},;.]/u.test(token)) return `…${text.slice(index)}`;
  return "…";
}

/** The beginning of a text, of at most so many characters. */
function cutBetweenTokens(text: string, length: number): string {
  if (text.length <= length) return text;
  let end = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    if (end + token.length > length - 1) break;
    end += token.length;
  }
  if (end >= Math.min(5, length / 4)) return `${text.slice(0, end).replace(/\s+[=<>!&|?+*]*\s*$/u, "")}…`;
  // A long string or word at the beginning would leave nothing to read.
  const cut = text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/u, "");
  const words = cut.replace(/[\p{ID_Continue}$-]+$/u, "");
  return `${words.length >= cut.length / 2 ? words : cut}…`;
}

/** Leaves out one part after the other, the largest first, until leaving out one more is enough. */
function leavingOut(text: string, length: number): string | undefined {
  for (let now = text; now.length > length;) {
    const parts = partsToLeaveOut(now);
    const least = now.length - length + 1;
    const enough = parts.filter((part) => sizeOf(part) >= least);
    const chosen = enough.length > 0 ? smallestOf(enough) : largestOf(parts);
    if (!chosen || sizeOf(chosen) < 2) return undefined;
    now = `${now.slice(0, chosen[0])}…${now.slice(chosen[1])}`;
    if (enough.length > 0) return now;
  }
  return text;
}

type Part = readonly [start: number, end: number];

/** The ends of lists in brackets, and the first folders of paths in quotes. */
function partsToLeaveOut(text: string): Part[] {
  const parts: Part[] = [];
  const open: { readonly closer: string; readonly starts: number[] }[] = [];
  for (const { 0: token, index } of text.matchAll(TOKENS)) {
    const end = index + token.length;
    const innermost = open.at(-1);
    if (CLOSED_BY[token] !== undefined) open.push({ closer: CLOSED_BY[token], starts: [end] });
    else if (token === ",") innermost?.starts.push(text[end] === " " ? end + 1 : end);
    else if (innermost && token === innermost.closer) {
      open.pop();
      parts.push(...innermost.starts.map((start): Part => [start, index]));
    } else if (/^["'`][^\s]*\/[^\s]*["'`]$/u.test(token))
      parts.push(...[...token.slice(0, -2).matchAll(/\//gu)].map((slash): Part => [index + 1, index + slash.index]));
  }
  return parts;
}

function sizeOf([start, end]: Part): number {
  return end - start;
}

function smallestOf(parts: readonly Part[]): Part {
  return parts.reduce((least, each) => (sizeOf(each) < sizeOf(least) ? each : least));
}

function largestOf(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>((most, each) => (most && sizeOf(most) >= sizeOf(each) ? most : each), undefined);
}
