import { hasEscapedName, spelledOut } from "../scan/spellings.js";
import type { EngineRule } from "./pending-violation.js";

/** What takes modules inside of functions: the names that it gives may be looked for. */
const LOADS = String.raw`\brequire\b|\bimport\s*\(`;
/** Declarations that take names from a module, as far as a glance shows them: uses of other names are asked for when a rule follows them. */
const TAKES =
  /\bimport\s([^"'`;]{0,5000})from\s*["'][^"'\n]*["']|\b(?:const|let|var)\s([^=;]{0,300})=[^;]{0,100}?\b(?:require|import)\s*\([^)\n]{0,300}\)/gu;
const WORDS = new Set(["as", "type", "await"]);
const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Where a text has what the rules look for, in order; undefined where one of them looks at everything. */
export function findPlaces(text: string, rules: readonly EngineRule[]): readonly number[] | undefined {
  if (hasEscapedName(text)) return undefined;
  const looked: string[] = [];
  for (const { prepared } of rules) {
    const own = prepared.looksFor(text);
    if (own === undefined) return undefined;
    looked.push(own);
  }
  const written = new RegExp(looked.join("|"), "gu");
  const spelled = spelledOut(text);
  if (spelled !== undefined && endsOf(spelled, written).length !== endsOf(text, written).length) return undefined;
  const names = new Set<string>();
  for (const [declaration, imported, taken = ""] of text.matchAll(TAKES))
    if (declaration.search(written) !== -1)
      for (const [name] of (imported ?? taken).matchAll(NAME)) if (!WORDS.has(name)) names.add(name);
  const locals = [...names].map((name) => name.replaceAll("$", String.raw`\$`));
  const used = locals.length > 0 ? [String.raw`(?<![\w$])(?:${locals.join("|")})(?![\w$])`] : [];
  return endsOf(text, new RegExp([...looked, LOADS, ...used].join("|"), "gu"));
}

/** The last character of each match; a node that has it has the whole of what is looked for. */
function endsOf(text: string, pattern: RegExp): readonly number[] {
  const ends: number[] = [];
  pattern.lastIndex = 0;
  while (pattern.test(text)) {
    // A pattern that matches nothing matches everywhere.
    if (ends.at(-1) === pattern.lastIndex - 1) pattern.lastIndex++;
    else ends.push(pattern.lastIndex - 1);
  }
  return ends;
}
