/** What a text loads, by the text alone: fast, and an import in a comment counts too. */

const IMPORTS = /^[ \t]*(?:import|export)\b(?!\s+type\b)[^;'"]*?(["'])([^"'\n\r]+)\1|\brequire\(\s*(["'])([^"'\n\r]+)\3\s*\)/gm;
/** `typeof import("./a")` and `import("./a").Type` are types. */
const ON_DEMAND = /(?<!\btypeof\s+)\bimport\(\s*(["'`])([^"'`\s$]+)\1(?!\s*\)\.\p{Lu})/gu;
const COMMENTS = /\/\*[\s\S]*?\*\/|^[ \t]*\/\/.*$/gm;
const STATEMENTS = /^(import|export)\b(?!\s+type\b)([^;'"]*?)(["'])([^"'\n\r]+)\3/gm;

/** The specifiers of what is loaded before the text's own code runs, unless it is left out because only its types are used. */
export function importsIn(text: string): string[] {
  return [...text.matchAll(IMPORTS)].map(([, , imported, , required]) => imported ?? required ?? "");
}

/** Those, and what `import()` may load later. */
export function possibleLoadsIn(text: string): string[] {
  return [...importsIn(text), ...[...text.matchAll(ON_DEMAND)].map(([, , specifier = ""]) => specifier)];
}

/** The specifiers of what is loaded for certain: for its effects, by `export *`, or since the code calls what it imports. */
export function certainLoadsIn(text: string): string[] {
  const code = text.replace(COMMENTS, "");
  return [...code.matchAll(STATEMENTS)].flatMap(([, keyword, clause = "", , specifier = ""]) =>
    (keyword === "export" ? isPassedOn(clause) : isNeeded(clause, code)) ? [specifier] : [],
  );
}

/** A compiler may leave out what could be a type, and a type's name rarely begins with a small letter. */
function isPassedOn(clause: string): boolean {
  return /^\s*\*/.test(clause) || namesIn(clause).some((name) => /^[a-z]/.test(name));
}

function isNeeded(clause: string, code: string): boolean {
  return clause.trim() === "" || namesIn(clause).some((name) => isCalled(name, code));
}

/** `new A(`, `a(`, `a.b(`, `class B extends A`, `<A `: what no type contains. */
function isCalled(name: string, code: string): boolean {
  const word = name.replaceAll("$", String.raw`\$`);
  const uses = [
    String.raw`(?<![\w$.])${word}(?:\.[\w$]+)*\(`,
    String.raw`\bclass\s+[\w$]+\s+extends\s+${word}\b`,
    String.raw`(?<![\w$.])<${word}[\s/]`,
  ];
  return new RegExp(uses.join("|")).test(code);
}

/** `a`, `B` and `d` of `a, { B, type C, c as d } from`. */
function namesIn(clause: string): string[] {
  const names = clause.replace(/\bfrom\s*$/, "").split(/[{},]/);
  return names.flatMap((name) => (/^\s*type\s/.test(name) ? [] : (/([\w$]+)\s*$/.exec(name)?.slice(1) ?? [])));
}
