/** Puts violations into words: one place for all fronts, so that each of them says the same. */
import type { Action } from "../rules/define-rule.js";
import type { Move, Replacement } from "../rules/replacement.js";
import type { Purpose, Violation } from "./engine.js";

const LONGEST_FOUND = 80;

/** The message of a violation: what it is, what to write, why there is no fix, and why the migration is. */
export function describeViolation(violation: Violation): string {
  const purpose = describePurpose(violation.purpose);
  return purpose === undefined ? describeSite(violation) : `${describeSite(violation)} ${purpose}`;
}

/** The message without why the migration is, for a list that says that once. */
export function describeSite({ found, problem, replacement, level, reason }: Violation): string {
  const parts = [`${cutTo(LONGEST_FOUND, inOneLine(found))} ${problem}.`];
  if (replacement !== null) parts.push(`Use ${describeReplacement(replacement)}.`);
  if (reason !== null) parts.push(`${level === "hint" ? "By hand" : "Look first"}: ${reason}.`);
  return parts.join(" ");
}

/** `One ID generator: IDs of one format keep sessions apart.` */
function describePurpose({ title, why }: Purpose): string | undefined {
  if (title === undefined || title === "") return why === undefined ? undefined : sentence(why);
  return why === undefined || why === "" ? sentence(title) : `${title.trim().replace(/[.:]$/u, "")}: ${sentence(why)}`;
}

/** What to write instead: `newId("user")`, `Engine from "./src/engine.ts"`, `UserId of ./src/ids.ts`. */
export function describeReplacement(replacement: Replacement): string {
  switch (replacement.kind) {
    case "code":
      return replacement.code;
    case "moved":
      return replacement.moves.map(describeMove).join(", ");
    case "type":
      return `${replacement.name} of ${replacement.home}`;
    case "words":
      return replacement.words;
  }
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

/** What to write instead in a few words behind an arrow; `written` is the text that is there now. */
export function describeShortly(replacement: Replacement, written: string, longest: number): string {
  const lines = waysToTell(replacement, written).map((way) => `→ ${way.replaceAll(/\s+/gu, " ")}`);
  return lines.find((line) => line.length <= longest) ?? cutTo(longest, lines.at(-1)!);
}

/** The longest first. Of several moves each may be the one that counts, so none is shortened. */
function waysToTell(replacement: Replacement, written: string): string[] {
  if (replacement.kind === "code") return [withoutClass(replacement.code)];
  const [move, ...others] = replacement.kind === "moved" ? replacement.moves : [];
  return move && others.length === 0 ? waysToTellMove(move, written) : [describeReplacement(replacement)];
}

/** In full, with the module's last part alone, then only the name or only the module. */
function waysToTellMove(move: Move, written: string): string[] {
  const module = move.module?.replace(/^.*\//su, "…/");
  // What keeps its name is told by where it went.
  const isRenamed = move.name !== undefined && move.name !== written;
  const shortest = isRenamed ? { name: move.name, module: undefined } : { name: undefined, module };
  return [move, { name: move.name, module }, module === undefined ? move : shortest].map(describeMove);
}

/** `UnifiedIdGenerator.generateBaseId("user")` → `generateBaseId("user")`: the class is the longer and duller part. */
function withoutClass(code: string): string {
  return inOneLine(code).replace(/^((?:await )?)[A-Z]\w*\.(?=[\w$]+\()/u, "$1");
}

function sentence(text: string): string {
  const line = inOneLine(text);
  return /[.!?]$/u.test(line) ? line : `${line}.`;
}

function inOneLine(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function cutTo(length: number, text: string): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
