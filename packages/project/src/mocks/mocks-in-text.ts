import { mayHaveTests } from "@godwit/core/engine";
import { escapePattern } from "@godwit/core/modules";

/** The specifiers of modules that a text may mock; undefined where only its tree tells. */
export interface NamedInMocks {
  /** `vi.mock("./a", …)` and kin. */
  readonly mocked: readonly string[] | undefined;
  /** Modules that it has as a whole, so that it may spy on their exports: `import * as a from "./a"`. */
  readonly spied: readonly string[] | undefined;
}

/** A text without one of these mocks and spies on nothing. */
const MOCKS =
  /\b(?:mock|doMock|setMock|unstable_mockModule|module|spyOn|mocked|stub|method|stubGlobal|replaceProperty)\s*(?:<|\()/u;
/** What replaces a global by plain code; of production code, where it is common, it is no mock. */
const REPLACES_GLOBALS =
  /\b(?:defineProperty|assign)\s*\(|\b(?:globalThis|global|window|self|crypto|Math|Date|process|performance|navigator|location|console)\b[^\n;=]{0,320}[^=!<>\n]=(?![=>])/u;

const REPLACING = /\b(?:mock|doMock|setMock|unstable_mockModule|module)(?=\s*[<(])/gu;
const LOADING = /\b(?:import|require|(?:import|require)(?:Actual|Mock)|(?:create|gen)MockFromModule)(?=\s*[<(])/gu;
const NAMESPACE = /\*\s*as\s+[^;"'`]*?\bfrom\s*(["'`])([^"'`\s\\]{1,300})\1/gu;
const SPYING = /\b(?:spyOn|stub|method|replace|fake|spy)\b/u;

/** Whether a text may mock a module or replace a global; bytes that were read as latin1 will do. */
export function mayMockAnything(text: string): boolean {
  return MOCKS.test(text) || (mayHaveTests(text) && REPLACES_GLOBALS.test(text));
}

/** The modules that a text may mock; more than that is found, which does no harm. */
export function namedInMocks(text: string): NamedInMocks {
  const mocked = namedInCalls(text, REPLACING);
  if (!SPYING.test(text)) return { mocked, spied: [] };
  const namespaces = [...text.matchAll(NAMESPACE)].map(([, , specifier]) => specifier!);
  const loaded = namedInCalls(text, LOADING);
  return { mocked, spied: loaded && [...namespaces, ...loaded] };
}

/** Whether a text may replace a global of this name, or a member of it. */
export function mayStub(text: string, name: string): boolean {
  const own = escapePattern(name);
  // `from "crypto"` and `vi.mock("crypto")` name a module, `vi.stubGlobal("crypto", …)` and `vi.spyOn(globalThis, "crypto")` the global.
  return new RegExp(
    `(?<![\\w$"'\`]|\\bnode:)${own}(?![\\w$"'\`])|(?:[,[]|\\bstubGlobal\\b[^"'\`]{0,100})\\s*["'\`]${own}["'\`]`,
    "u",
  ).test(text);
}

/** The texts that calls of some functions have as their first argument; undefined where such an argument can't be told by the text. */
function namedInCalls(text: string, names: RegExp): readonly string[] | undefined {
  const found: string[] = [];
  for (const { 0: name, index } of text.matchAll(names)) {
    const argument = firstArgument(text, index + name.length);
    if (argument === undefined) return undefined;
    if (argument !== "") found.push(argument);
  }
  return found;
}

const SPACE = String.raw`(?:\s|/\*[^]*?\*/|//[^\n]*\n)*`;
const QUOTED = /(["'`])((?:(?!\1)[^\\])*)\1/.source;
const ARGUMENT = new RegExp(
  String.raw`${SPACE}(?:<[^>\n]*>${SPACE})?\(${SPACE}(?:import${SPACE}\(${SPACE})?(?:${QUOTED}|(?!import\b)[^"'\x60/<(\s])`,
  "uy",
);

/** The text that a call at a place has first; "" where that is no name of a module, undefined where it takes a parser to see. */
function firstArgument(text: string, at: number): string | undefined {
  ARGUMENT.lastIndex = at;
  const found = ARGUMENT.exec(text);
  if (!found) return undefined;
  const [, , quoted = ""] = found;
  return /[\s$]/u.test(quoted) ? "" : quoted;
}
