/** A sentence for a syntax error of YAML that says what to write, with the offset where to write it. */
export function hintForSyntax(yaml: string, offset: number, code: string, message: string): { offset: number; message: string } {
  if (code === "TAB_AS_INDENT" || isIndentedByTab(yaml, offset)) return { offset, message: ADVICE["TAB_AS_INDENT"]! };
  const value = findValue(yaml, offset);
  if (value && needsQuotes(value)) return { offset: value.start, message: `${reasonFor(value.text)} ${advice(value)}` };
  return { offset: offset + /^ */.exec(yaml.slice(offset, offset + LONGEST))![0].length, message: plainAdvice(code, message) };
}

function isIndentedByTab(yaml: string, offset: number): boolean {
  const lineStart = yaml.lastIndexOf("\n", offset - 1) + 1;
  return /^ *\t/.test(yaml.slice(lineStart, offset));
}

/** "Quote this: key: 'value'." for the value at an offset. */
export function quoteAdvice(yaml: string, offset: number): string {
  const value = findValue(yaml, offset);
  return value ? advice(value) : "Put the text in quotes.";
}

/** Finds a ` #` that cuts a value short and does not look like a comment. */
export function findCutComment(
  yaml: string,
  key: string,
  start: number,
  end: number,
): { offset: number; message: string } | undefined {
  const comment = /[ \t]*#[^\r\n]*/y;
  comment.lastIndex = end;
  const found = comment.exec(yaml)?.[0];
  if (found === undefined) return undefined;
  const value = yaml.slice(start, end);
  const isCode = /^\s*#[^\s#!]/.test(found) || !isBalanced(value);
  if (!isCode) return undefined;
  const whole = `${value}${found}`.trim();
  return { offset: end, message: `" #" begins a YAML comment and cuts the value short. Quote this: ${key}: ${quoted(whole)}.` };
}

/** Whether a key's value is prose; a ` #` after prose does begin a comment. */
export function isProse(key: string): boolean {
  return key === "title" || key === "why" || key === "track" || key === "owner";
}

/** A text in quotes, as YAML writes it. */
function quoted(text: string): string {
  return text.includes('"') || text.includes("\\") ? `'${text.replaceAll("'", "''")}'` : `"${text}"`;
}

interface Value {
  readonly start: number;
  readonly key: string;
  readonly text: string;
  /** Whether it is inside brackets, where commas and brackets end it. */
  readonly isInFlow: boolean;
}

/** The longest value that a hint repeats. */
const LONGEST = 300;

/** The unquoted value around an offset: after `key: ` or `- ` on the same line, or between the commas of `{ … }` and `[ … ]`. */
function findValue(yaml: string, offset: number): Value | undefined {
  const lineStart = yaml.lastIndexOf("\n", offset - 1) + 1;
  const newline = yaml.indexOf("\n", lineStart);
  const line = yaml.slice(lineStart, newline < 0 ? undefined : newline).replace(/[\r\s]+$/, "");
  if (line.length > LONGEST) return undefined;
  const lead = /^[ \t]*(?:[-?][ \t]+)*/.exec(line)![0].length;
  const rest = line.slice(lead);
  const key = /^(?:"[^"]*"|'[^']*'|[^\s"'#{[,&*!|>@%`][^:{[]*?):(?:[ \t]+|$)/.exec(rest)?.[0] ?? "";
  const text = rest.slice(key.length);
  const start = lineStart + lead + key.length;
  const inner = offset > start ? findFlowValue(text, offset - start) : undefined;
  if (inner) return { start: start + inner.start, key: inner.key, text: inner.text, isInFlow: true };
  return text === "" ? undefined : { start, key: key.trimEnd(), text, isInFlow: false };
}

/** The innermost part of `{ key: value, … }` or `[ value, … ]` at an index. */
function findFlowValue(text: string, index: number): { start: number; key: string; text: string } | undefined {
  if (!/^[{[]/.test(text) || !/[\]}]$/.test(text)) return undefined;
  const parts: { start: number; end: number }[] = [];
  let [depth, start] = [0, 1];
  for (let at = 1; at < text.length; at++) {
    at = behindQuoted(text, at);
    const character = text[at]!;
    if ("([{".includes(character)) depth++;
    const isEnd = at === text.length - 1;
    if (isEnd || (character === "," && depth === 0)) {
      parts.push({ start, end: at });
      start = at + 1;
    }
    if (")]}".includes(character)) depth--;
  }
  const part = parts.find(({ end }) => index <= end);
  if (!part) return undefined;
  const raw = text.slice(part.start, part.end);
  const key = /^\s*[\w$-]+:\s+/.exec(raw)?.[0] ?? /^\s*/.exec(raw)![0];
  const value = raw.slice(key.length).trimEnd();
  if (value === "") return undefined;
  const begin = part.start + key.length;
  const inner = index > begin ? findFlowValue(value, index - begin) : undefined;
  return inner ? { ...inner, start: begin + inner.start } : { start: begin, key: key.trim(), text: value };
}

/** The index after a quoted value that begins at an index; the same index if none does. */
function behindQuoted(text: string, at: number): number {
  const quoted = /(?<=[{[,:]\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/y;
  quoted.lastIndex = at;
  return quoted.test(text) ? quoted.lastIndex : at;
}

function needsQuotes({ text, isInFlow }: Value): boolean {
  const isQuoted = /^"(?:[^"\\]|\\.)*"$/.test(text) || /^'(?:[^']|'')*'$/.test(text);
  if (isQuoted) return false;
  if (/^[{[]/.test(text)) return !/[\]}]$/.test(text) || /^(\{[^{}]*\}|\[[^[\]]*\])./.test(text);
  if (isInFlow && /[[\]{}]/.test(text)) return true;
  return /^[`@%*&!#|>,\]}]/.test(text) || /: |:$|\s#/.test(text) || /^(["']).*\1./.test(text);
}

function reasonFor(text: string): string {
  const first = text[0]!;
  if (first === "`") return "A value can't begin with a backtick.";
  if (first === "@" || first === "%") return `A value can't begin with ${first}.`;
  if (first === "*") return "* begins a YAML alias.";
  if (first === "&") return "& begins a YAML anchor.";
  if (first === "!") return "! begins a YAML tag.";
  if (first === "#") return "# begins a YAML comment.";
  if (first === "|" || first === ">") return `${first} begins a YAML block.`;
  if (first === "{" || first === "[") return `${first} begins a YAML ${first === "{" ? "object" : "list"}, and text follows it.`;
  if (first === '"' || first === "'") return "Text follows the closing quote.";
  if (/[[\]{}]/.test(text) && !/: |:$/.test(text)) return "Brackets of an unquoted value between brackets end it.";
  return "A colon in an unquoted value begins a key.";
}

function advice({ key, text }: Value): string {
  return `Quote this: ${key === "" ? "" : `${key} `}${quoted(text)}.`;
}

const ADVICE: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "Indent with spaces, not with tabs.",
  BAD_INDENT: "The indentation does not fit: indent the lines of one list or object alike.",
  MISSING_CHAR: "Something is not closed here: write the missing quote, bracket or colon.",
  BAD_PROP_ORDER: "An anchor or tag stands in the wrong place: put the text in quotes.",
  MULTIPLE_ANCHORS: "& begins a YAML anchor: put the text in quotes.",
  MULTIPLE_TAGS: "! begins a YAML tag: put the text in quotes.",
  MULTILINE_IMPLICIT_KEY: "A key has to be on one line, with a colon behind it.",
  KEY_OVER_1024_CHARS: "The key is longer than 1,024 characters: write a colon behind a short one.",
  BAD_COLLECTION_TYPE: "A list item and a key stand in one block: write either - items or key: values.",
};

function plainAdvice(code: string, message: string): string {
  return ADVICE[code] ?? `The YAML can't be read here (${message}): put text with special characters in quotes.`;
}

/** Whether brackets and quotes of a value are all closed. */
function isBalanced(value: string): boolean {
  const open: string[] = [];
  let quote = "";
  for (const character of value) {
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (`"'\``.includes(character)) quote = character;
    else if ("([{".includes(character)) open.push(character);
    else if (")]}".includes(character)) open.pop();
  }
  return open.length === 0 && quote === "";
}
