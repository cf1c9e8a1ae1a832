import path from "node:path";
import { linkStatsAt } from "@godwit/core/disk";
import { LineIndex, type LinePosition } from "@godwit/core/contracts";
import { childrenOf, identifiersIn, judgeOf, type Node, type SourceFile, type TextEdit } from "@godwit/core/engine";
import { contractsFor, fixInRounds, isMovable, readSource, SourceText, type Finding } from "@godwit/project";
import { createTwoFilesPatch } from "diff";
import { findForCheck, type FileFindings, type Search } from "../../check/finding.js";
import { openSource } from "../../host/source-file.js";

/** A violation that a run may edit, by its place in the file as it was before. */
export interface Site {
  readonly file: string;
  readonly rule: string;
  readonly level: "fix" | "suggestion";
  /** Line and column for people; both start at 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A file's bytes before and after the edits of chosen sites. */
export interface EditedFile {
  readonly file: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** The sites that were chosen. */
  readonly sites: readonly Site[];
  /** Which of some of these an error at a place in the text after is about: those in the smallest piece of code around it that has any. */
  pointedAt?(place: LinePosition, among: readonly Site[]): readonly Site[];
}

/** A file that was read and searched, ready to be edited. */
export interface EditableFile {
  readonly file: string;
  readonly bytes: Buffer;
  readonly sites: readonly Site[];
  /** The same, those as one of which none may be edited without the others. */
  together(): readonly (readonly Site[])[];
  /** The file with some of its sites edited. Throws `BrokenFixError` if the result would not parse. */
  edit(chosen: readonly Site[]): EditedFile;
}

/** Says that edits would break a file. */
export class BrokenFixError extends Error {
  override readonly name = "BrokenFixError";
}

/** What is taken of what is found. */
export interface EditSearch extends Search {
  readonly root: string;
  readonly takesSuggestions: boolean;
  /** Who looks at suggestions; without it types alone. */
  readonly judge?: "tests" | "person";
  /** Whether edits across files try the written types of a file: those that they leave can't have their type. */
  isTypedByWaves(file: string): boolean;
  /** The text of a file that a dry run would leave, on top of which it goes on; undefined where the disk has it. */
  readonly textNow?: (file: string) => string | undefined;
}

/** Reads and searches a file (relative to the root); a text says why it can't be edited. */
export function openEditable(search: EditSearch, file: string): EditableFile | string {
  const absolute = path.join(search.root, file);
  if (linkStatsAt(absolute)?.isSymbolicLink()) return "it is a link; migrate the file that it leads to";
  const read = readNow(search, file, absolute);
  if (read.kind === "gone") return "the file is gone";
  if (read.kind === "problem") return read.message;
  const find = (text: string): FileFindings => findForCheck(search, openSource(absolute, text), file);
  let first: FileFindings;
  try {
    first = find(read.text);
  } catch (error) {
    return `the file does not parse: ${(error as Error).message}`;
  }
  // Of a file that the contract leaves out only the mocks move.
  const isOwn = contractsFor(search.contracts, file).length > 0;
  const isTaken = (finding: Finding): boolean => takes(search, finding, file) && (isOwn || isMovable(finding));
  const sites = new Map(first.open.filter(isTaken).map((finding) => [siteOf(finding, first), finding]));
  let opened: SourceFile | undefined;
  const source = (): SourceFile => (opened ??= openSource(absolute, read.text));
  return {
    ...{ file, bytes: read.bytes, sites: [...sites.keys()] },
    together: () => sitesTogether(sites, source()),
    edit(chosen) {
      const findings = new Set(chosen.flatMap((site) => sites.get(site) ?? []));
      const excluded = first.open.filter((finding) => isTaken(finding) && !findings.has(finding));
      const excludes = followPlaces(excluded.map(({ violation }) => ({ rule: violation.rule, start: violation.range[0] })));
      const rounds: (readonly TextEdit[])[] = [];
      const fixed = fixInRounds<FileFindings>({
        text: read.text,
        findings: first,
        edits(left) {
          const wanted = left.open.filter((finding) =>
            rounds.length === 0 ? findings.has(finding) : isTaken(finding) && !excludes.has(finding),
          );
          const edits = left.editAll(wanted);
          rounds.push(edits);
          excludes.move(edits);
          return edits;
        },
        find,
      });
      const [broken] = [first, fixed.left].flatMap((found) => found?.faults() ?? []);
      if (broken) throw new BrokenFixError(`the edits would break ${file} (${broken.fault}). Please report it`);
      const after = Buffer.from((read.hasBom ? "\uFEFF" : "") + fixed.text, "utf8");
      return {
        ...{ file, before: read.bytes, after, sites: chosen },
        pointedAt(place, among) {
          const { program } = source();
          const at = rounds.reduceRight(placeBefore, LineIndex.of(fixed.text).offsetAt(place));
          const isIn = ([start, end]: Node["range"], site: Site): boolean => {
            const [begin] = sites.get(site)!.violation.range;
            return start <= begin && begin < end;
          };
          for (const { range } of codeAround(program, at)) {
            const found = among.filter((site) => isIn(range, site));
            if (found.length > 0) return found;
          }
          return [];
        },
      };
    },
  };
}

/** The nodes in which an offset is, the smallest first. */
function nodesAround(program: SourceFile["program"], at: number): readonly Node[] {
  const isAround = ({ range: [start, end] }: Node): boolean => start <= at && at < end;
  const found: Node[] = [];
  for (let next = childrenOf(program).find(isAround); next; next = childrenOf(next).find(isAround)) found.unshift(next);
  return found;
}

/** The list in which a place is an element, or is in one of its lists: a half of its members would make it one of anything. */
function listAround(program: SourceFile["program"], [start, end]: readonly [number, number]): Node | undefined {
  const outer = nodesAround(program, start).filter(({ range }) => range[0] < start || end < range[1]);
  const beyond = outer.findIndex(({ type }) => type !== "ArrayExpression");
  return outer[beyond - 1];
}

/** The nodes in which an offset is, the smallest first, then the statements that declare what is used there, and what these use. */
function* codeAround(program: SourceFile["program"], at: number): Generator<Node> {
  const found = nodesAround(program, at);
  yield* found;
  const others = new Map<Node, readonly string[]>(program.body.map((node) => [node, namesDeclaredBy(node)]));
  const statements = found.slice(-1);
  for (const statement of statements) {
    yield statement;
    others.delete(statement);
    const used = new Set(identifiersIn(statement).map(({ name }) => name));
    for (const [other, names] of others)
      if (names.some((name) => used.has(name))) {
        others.delete(other);
        statements.push(other);
      }
  }
}

function namesDeclaredBy(statement: Node): readonly string[] {
  const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  if (node?.type === "ImportDeclaration") return node.specifiers.map(({ local }) => local.name);
  if (node?.type === "VariableDeclaration")
    return node.declarations.flatMap(({ id }) => identifiersIn(id).map(({ name }) => name));
  return node && "id" in node && node.id?.type === "Identifier" ? [node.id.name] : [];
}

/** Where an offset in the text after some edits was before them. */
function placeBefore(after: number, edits: readonly TextEdit[]): number {
  let added = 0;
  for (const { range, text } of edits) {
    const start = range[0] + added;
    if (after < start) break;
    if (after < start + text.length) return range[0];
    added += text.length - (range[1] - range[0]);
  }
  return after - added;
}

/** Sites of which one is edited with the other, uses what the other imports, or is suggested for the same reason in the same list. */
function sitesTogether(sites: ReadonlyMap<Site, Finding>, { program, text }: SourceFile): readonly (readonly Site[])[] {
  const known = [...sites].map(([site, { violation }]) => {
    const [start] = violation.range;
    const isAround = ({ range }: Pick<TextEdit, "range">): boolean => range[0] <= start && start < range[1];
    const edits = violation.fix() ?? violation.suggestions[0]?.edits() ?? [];
    const around = violation.level === "fix" ? program.body.find(isAround) : undefined;
    const imported = around?.type === "ImportDeclaration" ? around.specifiers.map(({ local }) => local.name) : [];
    const list = violation.level === "suggestion" ? listAround(program, violation.range) : undefined;
    const words = new Set(text.slice(...violation.range).split(/[^\w$]+/u));
    return { site, isAround, edits, imported, list, words, reason: violation.reason };
  });
  type Known = (typeof known)[number];
  const needs = (a: Known, b: Known): boolean =>
    a.edits.some(b.isAround) ||
    a.imported.some((name) => b.words.has(name)) ||
    (a.list !== undefined && a.list === b.list && a.reason === b.reason);
  let groups: (readonly Known[])[] = [];
  for (const each of known) {
    const own = groups.filter((group) => group.some((other) => needs(each, other) || needs(other, each)));
    groups = [...groups.filter((group) => !own.includes(group)), [...own.flat(), each]];
  }
  return groups.map((group) => group.map(({ site }) => site));
}

function readNow({ textNow }: EditSearch, file: string, absolute: string): ReturnType<typeof readSource> {
  const read = readSource(absolute);
  const text = textNow?.(file);
  if (text === undefined || read.kind !== "text") return read;
  return new SourceText(Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8"), read.hasBom);
}

/** Whether a run writes the edit of a finding in a file, and has it judged. */
export function takes(
  { takesSuggestions, judge, isTypedByWaves, heldBack }: EditSearch,
  finding: Finding,
  file: string,
): boolean {
  const { level, narrows, reasonCode } = finding.violation;
  if (level === "hint" || heldBack?.(file, finding)) return false;
  const isJudged = takesSuggestions && mayJudge(judgeOf(reasonCode), judge);
  return level === "fix" || (isJudged && !(narrows && isTypedByWaves(file)));
}

/** Whether a run with a judge, or types alone, can tell what a suggestion needs. */
export function mayJudge(needed: ReturnType<typeof judgeOf>, judge: EditSearch["judge"]): boolean {
  return needed === "types" || judge === "person" || judge === needed;
}

/** A site as reports list it. */
export function siteOf(finding: Finding, found: FileFindings): Site {
  const { file, line, column, rule, message, level } = found.list(finding);
  return { file, rule, level: level === "fix" ? "fix" : "suggestion", line, column, message };
}

/** Follows places through edits, so that a site that was not chosen is not edited in a later round. */
function followPlaces(places: readonly { readonly rule: string; readonly start: number }[]): {
  has(finding: Finding): boolean;
  move(edits: readonly TextEdit[]): void;
} {
  let current = places;
  return {
    has: ({ violation }) => current.some(({ rule, start }) => rule === violation.rule && start === violation.range[0]),
    move(edits) {
      current = current.map(({ rule, start }) => {
        const before = edits.filter(({ range }) => range[1] <= start);
        return { rule, start: before.reduce((at, { range, text }) => at + text.length - (range[1] - range[0]), start) };
      });
    },
  };
}

/** The patch of one file, as git writes it. */
export function patchOf({ file, before, after }: Pick<EditedFile, "file" | "before" | "after">, context = 3): string {
  if (before.equals(after)) return "";
  const [a, b] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  const patch = createTwoFilesPatch(a, b, before.toString("utf8"), after.toString("utf8"), undefined, undefined, { context });
  // The library begins with a line of its own, which git does not know.
  return `diff --git ${a} ${b}\n${patch.slice(patch.indexOf("--- "))}`;
}

/** As git writes names that have other characters than most. */
function quoted(name: string): string {
  if (!/["\\\u0000-\u001F\u007F]/u.test(name)) return name;
  return JSON.stringify(name);
}
