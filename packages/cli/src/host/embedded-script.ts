import { embedsScript } from "@godwit/core/contracts";
import { isBindable, type Range } from "@godwit/core/engine";

/** The code of a file as rules read it, each character at its place in the file. */
export interface FileCode {
  /** Absolute path of a file that would hold the code alone, as it does for the tools that compile a component. */
  readonly home: string;
  readonly code: string;
  /** The scripts of a component, as parts of its text; undefined where all of the file is code. */
  readonly parts?: readonly Range[];
  /** Whether each of these is a module. */
  readonly hasModules?: boolean;
}

/** Takes the code out of a component; all of another file is code. */
export function codeOf(file: string, text: string): FileCode {
  if (!embedsScript(file)) return { home: file, code: text };
  const script = findEmbeddedScript(file, text);
  if (!script) return { home: `${file}.js`, code: "", parts: [] };
  const { parts } = script;
  const used = namesBeside(text, parts, file.endsWith(".svelte"));
  // A template uses them unseen: so they are used below the end of the file, where nothing is reported and nothing may change.
  const code = used.length === 0 ? script.text : `${script.text}\n;() => [${used.join(", ")}];`;
  return { home: `${file}.${script.ending}`, code, parts, hasModules: file.endsWith(".astro") && parts.length > 1 };
}

const WORD = /[\p{ID_Start}_$][\p{ID_Continue}$]*/gu;
const KEBAB = /\b[a-z]\w*(?:-\w+)+/gu;

/** The words of scripts that the text around them has too, also as `user-card`; in Svelte `$user` is a use of `user`. */
function namesBeside(text: string, parts: readonly Range[], hasStores: boolean): readonly string[] {
  const own = new Set(parts.flatMap(([start, end]) => text.slice(start, end).match(WORD) ?? []));
  const borders = [0, ...parts.flat(), text.length];
  const beside = borders.flatMap((start, at) => (at % 2 === 0 ? [text.slice(start, borders[at + 1])] : [])).join(" ");
  const words = beside.match(WORD) ?? [];
  const stores = hasStores ? [...words, ...own].flatMap((word) => (word.startsWith("$") ? [word.slice(1)] : [])) : [];
  const components = (beside.match(KEBAB) ?? []).flatMap((name) => {
    const camel = name.replace(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
    return [camel, camel[0]!.toUpperCase() + camel.slice(1)];
  });
  return [...new Set([...words, ...stores, ...components])].filter((word) => own.has(word) && isBindable(word));
}

/** The script of a component: a text of the same length and lines, in which everything else is blank. */
interface EmbeddedScript {
  readonly text: string;
  readonly parts: readonly Range[];
  /** The ending of a file with such a text. */
  readonly ending: "ts" | "tsx" | "js" | "jsx";
}

/** What a comment of HTML begins with, or a script's opening tag. */
const COMMENT_OR_SCRIPT = /<!--|<script(?=[\s>])/gi;
/** What stands between two lines of dashes at the top of an Astro file. */
const FRONT = /^\uFEFF?\s*---[ \t]*\r?\n([^]*?\n)??---/;
const LANGUAGE = /\slang\s*=\s*["']?([\w-]+)/i;
const TYPE = /\stype\s*=\s*["']?([^\s"'>]+)/i;
/** Types of a script that is no data and no template. */
const CODE_TYPE = /^(?:module|(?:text|application)\/(?:javascript|typescript|ecmascript)|ts)$/i;
const ENDINGS: ReadonlyMap<string, EmbeddedScript["ending"]> = new Map([
  ...(["js", "jsx", "ts", "tsx"] as const).map((each) => [each, each] as const),
  ["javascript", "js"],
  ["typescript", "ts"],
]);

interface Block {
  readonly start: number;
  readonly end: number;
  readonly ending: EmbeddedScript["ending"];
}

/** Takes the script out of a Vue, Svelte or Astro file; all its scripts are one. Undefined if it has none in JavaScript or TypeScript. */
function findEmbeddedScript(file: string, text: string): EmbeddedScript | undefined {
  const front = file.endsWith(".astro") ? frontOf(text) : undefined;
  const blocks = [...(front ? [front] : []), ...tagsIn(text, front?.end ?? 0, file.endsWith(".astro") ? "ts" : "js")];
  if (blocks.length === 0) return undefined;
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of blocks) {
    const script = text.slice(start, end);
    const isOnTagsLine = !/^[ \t]*\r?\n/u.test(script);
    // What the tags end and begin with parts the script from other code, and from blanks that are none, on its line.
    pieces.push(blank(text.slice(at, start)).replace(/ $/u, isOnTagsLine ? ";" : " "), script, ";");
    at = end + 1;
  }
  const parts = blocks.map(({ start, end }): Range => [start, end]);
  return { text: pieces.join("") + blank(text.slice(at)), parts, ending: widest(blocks.map(({ ending }) => ending)) };
}

function frontOf(text: string): Block | undefined {
  const found = FRONT.exec(text);
  if (!found) return undefined;
  const end = found[0].length - "---".length;
  return { start: end - (found[1] ?? "").length, end, ending: "ts" };
}

function* tagsIn(text: string, from: number, fallback: "ts" | "js"): Generator<Block> {
  const tags = new RegExp(COMMENT_OR_SCRIPT);
  tags.lastIndex = from;
  for (let found = tags.exec(text); found; found = tags.exec(text)) {
    const isComment = found[0] === "<!--";
    const opened = tags.lastIndex;
    const start = isComment ? opened : endOfTag(text, opened) + 1;
    // A comment may hold a script, which nothing runs.
    const end = isComment ? text.indexOf("-->", start) : endOfScript(text, start);
    // What does not end has nothing behind it.
    if (start === 0 || end < 0) return;
    tags.lastIndex = end;
    const ending = isComment ? undefined : endingOf(text.slice(opened, start), fallback);
    if (ending) yield { start, end, ending };
  }
}

/** Where the `>` of a tag is, beyond those in its attributes; -1 if it has none. */
function endOfTag(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (character === ">") return at;
    if (character !== '"' && character !== "'") continue;
    at = text.indexOf(character, at + 1);
    if (at < 0) return -1;
  }
  return -1;
}

function endOfScript(text: string, start: number): number {
  const length = text.slice(start).search(/<\/script[\s>]/i);
  return length < 0 ? -1 : start + length;
}

/** Undefined for data, and for languages that are compiled to JavaScript. */
function endingOf(attributes: string, fallback: "ts" | "js"): EmbeddedScript["ending"] | undefined {
  const [language, type] = [LANGUAGE.exec(attributes)?.[1], TYPE.exec(attributes)?.[1]];
  if (type !== undefined && !CODE_TYPE.test(type)) return undefined;
  if (language === undefined) return fallback;
  return ENDINGS.get(language);
}

function widest(endings: readonly EmbeddedScript["ending"][]): EmbeddedScript["ending"] {
  return (["tsx", "ts", "jsx"] as const).find((each) => endings.includes(each)) ?? "js";
}

function blank(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, " ");
}
