import type ts from "typescript";
import { diffArrays } from "diff";
import type { TypeScript } from "./typescript.js";

/** An error of the type checker, as plain data. */
export interface TypeError {
  /** Absolute path. */
  readonly file: string;
  /** Both start at 1. */
  readonly line: number;
  readonly column: number;
  /** Its range in the text. */
  readonly start: number;
  readonly end: number;
  /** `2345`, which people know as TS2345. */
  readonly code: number;
  readonly message: string;
  /** What stays the same when lines move: declaration around it, and the text of its line without blanks. */
  readonly key: string;
  /** The same without its line, for lines that were edited. */
  readonly keyBesideLine: string;
  /** The text that it is about, without blanks. */
  readonly subject: string;
  /** The same without its message, but with the code that it is about, for errors that are told in other words. */
  readonly keyBesideMessage: string;
}

/**
 * Errors that TypeScript tells with a guess at the name that was meant, by those that they are without one. It guesses for the first ten names
 * that it misses, in the order of its checks, and among the names that are there by then, so that an error has one or none by chance.
 */
const GUESSES: ReadonlyMap<number, number> = new Map([
  [2552, 2304],
  [2833, 2503],
  [2551, 2339],
]);

/** `@acme/log` and `dayjs/utc`; `@/log` and `~/log` are aliases of paths. */
const PACKAGE = /'((?:@[a-z\d][\w.-]*\/)?[a-z\d][\w.-]*)(?:\/[^']*)?'/u;

/** The package that an error of this code and message does not find; undefined for any other error. */
export function missedPackage(code: number, message: string): string | undefined {
  return code === CANNOT_FIND_MODULE ? PACKAGE.exec(message)?.[1] : undefined;
}

const CANNOT_FIND_MODULE = 2307;
/** "Type of property 'x' circularly references itself in mapped type": told where the checker comes upon the type first. */
const CIRCULAR_MAPPED_TYPE = 2615;

/** The beginning of a path by an alias, which is no package: `~/`, `@/`. */
const ALIAS = /^[~@#]\//u;
const IMPORTED = /\b(?:from|import)\s*\(?\s*["']([^"'\n]+)["']/gu;

/** Makes plain data of the errors of one file. */
export function describeErrors(ts: TypeScript, file: ts.SourceFile, diagnostics: readonly ts.Diagnostic[]): readonly TypeError[] {
  const lines = file.getLineStarts();
  return diagnostics
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map((diagnostic) => {
      const start = diagnostic.start ?? 0;
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      const text = withoutBlanks(file.text.slice(lines[line], lines[line + 1] ?? file.text.length));
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
      const around = enclosing(ts, file, start);
      const code = GUESSES.get(diagnostic.code) ?? diagnostic.code;
      const plain = code === diagnostic.code ? message : message.replace(/\. Did you mean [^]*$/u, ".");
      const told = missedPackage(diagnostic.code, message) === undefined ? plain : plain.replace(PACKAGE, "'$1'");
      const keyBesideLine = JSON.stringify([file.fileName, code, shortened(told), around]);
      const key = `${keyBesideLine} ${text}`;
      const end = start + (diagnostic.length ?? 0);
      const first = withoutBlanks(file.text.slice(lines[line], start));
      const subject = withoutBlanks(file.text.slice(start, end));
      const keyBesideMessage = JSON.stringify([file.fileName, code, around, text, first, subject]);
      const place = { file: file.fileName, line: line + 1, column: character + 1, start, end };
      return { ...place, code: diagnostic.code, message, key, keyBesideLine, subject, keyBesideMessage };
    });
}

const withoutBlanks = (text: string): string => text.replace(/\s+/gu, "");

/** The errors of one file in one state of its text. */
export interface ErrorsOfText {
  readonly errors: readonly TypeError[];
  readonly text: string;
}

/** How the errors of a text differ from those of the text before. */
export interface ErrorChange {
  readonly added: readonly TypeError[];
  /** Old errors with a message that they did not have. */
  readonly reworded: readonly TypeError[];
}

/**
 * The errors of `after` beyond those of `before`, as a multiset of their keys. Where the line of an error was edited, it is the same if the
 * rest of its key is, and its line is at the same place between lines that stayed; also if it is about the same text somewhere between these, as
 * formatters divide lines anew. Where its line stayed, it is the same with other words if it has the same code and is about the same text of
 * that line.
 */
export function compareErrors(before: ErrorsOfText, after: ErrorsOfText): ErrorChange {
  // Each path into a package that is not installed is missed alike: another path, or one more, is no new error.
  const missing = new Set(
    before.errors.flatMap(({ code, keyBesideLine }) => (code === CANNOT_FIND_MODULE ? [keyBesideLine] : [])),
  );
  const others = after.errors.filter(
    (error) => !missing.has(error.keyBesideLine) && !isToldElsewhere(error, before, after) && !isMissedByAlias(error, before),
  );
  const same = withoutSame(before.errors, others, ({ key }) => key);
  if (same.before.length === 0 || same.after.length === 0) return { added: same.after, reworded: [] };
  const { lines, editedBefore, editedAfter } = matchLines(before.text, after.text);
  const old = same.before.map((error) => placed(error, lines.get(error.line), editedBefore));
  const now = same.after.map((error) => placed(error, error.line, editedAfter));
  const moved = withoutSame(old, now, ({ error, line }) => `${error.keyBesideLine}\0${line}`);
  const divided = withoutSame(moved.before, moved.after, ({ error, edited }) => `${error.keyBesideLine}\0${edited}`);
  const told = withoutSame(divided.before, divided.after, ({ error, line }) => `${error.keyBesideMessage}\0${line}`);
  const added = told.after.map(({ error }) => error);
  return { added, reworded: divided.after.map(({ error }) => error).filter((error) => !added.includes(error)) };
}

/** Whether it stands on a line that stayed, and is told at another one by chance. */
function isToldElsewhere({ code, line }: TypeError, before: ErrorsOfText, after: ErrorsOfText): boolean {
  return code === CIRCULAR_MAPPED_TYPE && before.text.split("\n").includes(after.text.split("\n")[line - 1]!);
}

/** Whether a file is not found by an alias by which the text before found none: a project reads the sources of another one without its aliases. */
function isMissedByAlias(error: TypeError, { errors, text }: ErrorsOfText): boolean {
  const pathOf = ({ code, message }: TypeError): string => (code === CANNOT_FIND_MODULE && /'([^']*)'/u.exec(message)?.[1]) || "";
  const alias = ALIAS.exec(pathOf(error))?.[0];
  if (alias === undefined) return false;
  const missed = new Set(errors.map(pathOf));
  const paths = [...text.matchAll(IMPORTED)].flatMap(([, each]) => (each!.startsWith(alias) ? [each!] : []));
  return paths.length > 0 && paths.every((each) => missed.has(each));
}

function placed(error: TypeError, line: number | undefined, edited: ReadonlyMap<number, number>): PlacedError {
  const own = `of ${error.key}`;
  const block = edited.get(error.line);
  return { error, line: String(line ?? own), edited: block === undefined ? own : `${block} ${error.subject}` };
}

/** An error with the line that it has in the text after. */
interface PlacedError {
  readonly error: TypeError;
  readonly line: string;
  /** The edited lines that it is among, and the text that it is about. */
  readonly edited: string;
}

/** What is left of two multisets when what they have in common is taken out of both. */
function withoutSame<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): { readonly before: readonly Item[]; readonly after: readonly Item[] } {
  const known = new Map<string, Item[]>();
  for (const item of before) known.set(keyOf(item), [...(known.get(keyOf(item)) ?? []), item]);
  const rest = after.filter((item) => known.get(keyOf(item))?.shift() === undefined);
  return { before: [...known.values()].flat(), after: rest };
}

/**
 * A message without the members of the object types in it: the checker lists them, and leaves some of them out, in the order in which it
 * came upon them, which another check of the same text can change.
 */
function shortened(message: string): string {
  const shorter = message.replace(/\{[^{}]*\}/gu, "<members>");
  return shorter === message ? message : shortened(shorter);
}

/** The names of the declarations around a place, from the outside in. */
function enclosing(ts: TypeScript, file: ts.SourceFile, place: number): string {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (place < node.pos || place >= node.end) return;
    const { name } = node as Partial<ts.NamedDeclaration>;
    if (
      name &&
      (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isVariableDeclaration(node))
    )
      names.push(name.getText(file));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return names.join(".");
}

/** Lines of two texts; all start at 1. */
interface MatchedLines {
  /** Which line of the text before is which line of the text after. */
  readonly lines: ReadonlyMap<number, number>;
  /** The edited lines of each text, with the number of the place between lines that stayed. */
  readonly editedBefore: ReadonlyMap<number, number>;
  readonly editedAfter: ReadonlyMap<number, number>;
}

/**
 * Which line of the text before is which line of the text after: lines that stayed keep their order, and an edited line is
 * between the same lines that stayed. Where there are more of them in the text after, those above are the added ones, as imports are.
 */
function matchLines(before: string, after: string): MatchedLines {
  const lines = new Map<number, number>();
  const [editedBefore, editedAfter] = [new Map<number, number>(), new Map<number, number>()];
  // Compared from the end, so that of several equal lines the lowest stay.
  const [old, now] = [before.split("\n").reverse(), after.split("\n").reverse()];
  let [from, to] = [old.length, now.length];
  let [removed, added] = [0, 0];
  const matchTogether = (count: number): void => {
    for (let index = 0; index < count; index++) lines.set(from - index, to - index);
  };
  const matchEdited = (): void => {
    matchTogether(Math.min(removed, added));
    for (let index = 0; index < removed; index++) editedBefore.set(from - index, from - removed);
    for (let index = 0; index < added; index++) editedAfter.set(to - index, from - removed);
    [from, to] = [from - removed, to - added];
    [removed, added] = [0, 0];
  };
  for (const { value, removed: isRemoved, added: isAdded } of diffArrays(old, now)) {
    if (isRemoved) removed += value.length;
    else if (isAdded) added += value.length;
    else {
      matchEdited();
      matchTogether(value.length);
      [from, to] = [from - value.length, to - value.length];
    }
  }
  matchEdited();
  return { lines, editedBefore, editedAfter };
}
