import { hasEscapedName, spelledOut } from "../scan/spellings.js";
import type { EngineRule } from "./pending-violation.js";

/** What takes modules inside of functions: the names that it gives may be looked for. */
const LOADS = String.raw`\brequire\b|\bimport\s*\(`;
/** Declarations that take names from a module; more than that is found, which does no harm. */
const TAKES =
  /\bimport\s([^"'`;]*)from\s*["'][^"'\n]*["']|\b(?:const|let|var)\s([^=;]*)=[^;]*?\b(?:require|import)\s*\([^)\n]*\)/gu;
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
  if (spelled !== undefined && matchesIn(spelled, written) !== matchesIn(text, written)) return undefined;
  const names = new Set<string>();
  for (const [declaration, imported, taken = ""] of text.matchAll(TAKES))
    if (declaration.search(written) !== -1) for (const [name] of (imported ?? taken).matchAll(NAME)) names.add(name);
  const locals = [...names].map((name) => name.replaceAll("$", String.raw`\$`));
  const used = locals.length > 0 ? [String.raw`(?<![\w$])(?:${locals.join("|")})(?![\w$])`] : [];
  return [...text.matchAll(new RegExp([...looked, LOADS, ...used].join("|"), "gu"))].map(({ index }) => index);
}

function matchesIn(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
