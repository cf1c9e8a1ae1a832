/** What a text loads, by the text alone: fast, and an import in a comment counts too. */

const IMPORTS = /^[ \t]*(?:import|export)\b(?!\s+type\b)[^;'"]*?(["'])([^"'\n\r]+)\1|\brequire\(\s*(["'])([^"'\n\r]+)\3\s*\)/gm;

/** The specifiers of what is loaded before the text's own code runs, unless it is left out because only its types are used. */
export function importsIn(text: string): string[] {
  return [...text.matchAll(IMPORTS)].map(([, , imported, , required]) => imported ?? required ?? "");
}
