/** Code that the contracts are about, to be put among other code. */
const BAITS = [
  'import { v4 } from "uuid";\nexport const userId = v4();',
  'import { Old } from "../lib/services.js";\nconst service = Old.getInstance();',
  'import { a, foo } from "../lib/old.js";',
  'import b, { type c } from "foo"; /* kept */',
  "const a: string = b;",
  "function f(userId: string, x: any) { return foo(/* one */ a.b, f(1)); }",
  'bus.emit("started", { type: "foo" });',
  "interface Foo { a: string }",
  "class Foo { constructor(private id: string) {} }",
  "const x = <Foo id={a.b} {...c}>{f(1)}</Foo>;",
];
const WORDS = [
  "foo",
  "a",
  "b",
  "f",
  "userId",
  "Foo",
  "id",
  "Old.getInstance()",
  "v4()",
  "string",
  "any",
  '"started"',
  "await f(1)",
];
const TOKENS =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[\p{L}_$][\p{L}\p{N}_$]*|\d[\w.]*|\s+|[^\s\w]/gu;

/** A generator of numbers below 1 that gives the same ones for the same seed. */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A text changed at a few places: names and words of the contracts, comments, lost, doubled and foreign pieces. */
export function mutate(text, other, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const tokens = text.match(TOKENS) ?? [];
  const foreign = other.match(TOKENS) ?? [];
  const changes = Math.floor(random() * 4);
  for (let count = 0; count < changes; count++) {
    const at = Math.floor(random() * tokens.length);
    const length = 1 + Math.floor(random() * 4);
    const kind = random();
    if (kind < 0.6) replaceWord(tokens, at, pick(WORDS));
    else if (kind < 0.8) tokens.splice(at, 0, pick([" /* note */ ", " // note\n", "\r\n", "\t"]));
    else if (kind < 0.84) tokens.splice(at, length);
    else if (kind < 0.88) tokens.splice(at, 0, ...tokens.slice(at, at + length));
    else if (kind < 0.92 && foreign.length > 0) {
      const from = Math.floor(random() * foreign.length);
      tokens.splice(at, length, ...foreign.slice(from, from + length));
    } else if (kind < 0.94) tokens.splice(at, 0, "(", pick(WORDS), ")");
    else tokens.unshift(`${pick(BAITS)}\n`);
  }
  return [random() < 0.5 ? `${pick(BAITS)}\n` : "", tokens.join(""), random() < 0.5 ? `\n${pick(BAITS)}\n` : ""].join("");
}

/** Replaces the next word at or behind a place. */
function replaceWord(tokens, from, word) {
  const at = tokens.findIndex((token, index) => index >= from && /^[\p{L}_$"']/u.test(token));
  if (at !== -1) tokens[at] = word;
}
