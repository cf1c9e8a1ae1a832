import path from "node:path";
import { type Contract, embedsScript, matchesContract, meansEmbedded, type Problem } from "@godwit/core/contracts";
import { concerning, listFiles, readSource, type ListedFile, type Project, type SourceRead } from "@godwit/project";
import { counted } from "../terminal.js";
import { openSource } from "../host/source-file.js";
import { CLEAN, toProblem, type FileCheck, type FileResult } from "./check-file.js";
import { type FileProblem, findForCheck, isAsked } from "./finding.js";
import type { ListedFinding } from "./listed-finding.js";

/**
 * Looks for violations in the script that a file embeds. They are named, and neither counted nor fixed: what a template uses of a script
 * is not known. Never throws.
 */
export function checkEmbedded(check: FileCheck, listed: ListedFile): FileResult {
  const contracts = check.contracts.filter(
    (each) =>
      each.contract.status !== "planned" && meansEmbedded(each.contract, listed.path) && isAsked(check, each, listed.path),
  );
  return contracts.length === 0 ? CLEAN : checkScript({ ...check, contracts }, listed.path);
}

/** What all scripts of a root have that files embed. */
export function findAllEmbedded({ root, engine, contracts }: Project): readonly ListedFinding[] {
  const check: FileCheck = {
    ...{ root, engine, contracts, inForce: contracts, fix: false },
    read: (_, absolute, space) => readSource(absolute, space),
  };
  const listed = listFiles(root, { embedding: true }).filter(({ path: file }) => embedsScript(file));
  return listed.flatMap((file) => checkEmbedded(check, file).findings);
}

function checkScript(check: FileCheck, file: string): FileResult {
  const absolute = path.join(check.root, file);
  const read = check.read(file, absolute);
  if (read.kind === "gone") return { ...CLEAN, isGone: true };
  if (read.kind === "problem") return { ...CLEAN, problems: [unread(file, read)] };
  try {
    return { ...CLEAN, findings: findInScript(check, file, { absolute, text: read.text }) };
  } catch (error) {
    return { ...CLEAN, problems: [{ ...toProblem(error, file), isBlocking: false }] };
  }
}

/** Warnings of contracts whose `files` leave out components by their ending alone, though there are violations in their scripts. */
export function listLeftOut(check: FileCheck, listed: readonly ListedFile[]): readonly Problem[] {
  const left = new Map<Contract, string[]>();
  for (const { path: file } of listed.filter((each) => embedsScript(each.path))) {
    const contracts = check.contracts.filter((each) => each.contract.status !== "planned" && leavesOut(each.contract, file));
    const { findings } = contracts.length === 0 ? CLEAN : checkScript({ ...check, contracts }, file);
    const found = new Set(findings.map(({ contract }) => contract));
    for (const { contract } of contracts) if (found.has(contract.id)) left.set(contract, [...(left.get(contract) ?? []), file]);
  }
  return [...left].flatMap(([contract, files]): Problem[] => {
    const { file, line, column } = contract.locate(["files"]);
    // Nobody here can change what a package says.
    if (contract.package && file === contract.file) return [];
    const endings = [...new Set(files.map((file) => path.extname(file)))].sort();
    const ending = endings[0]!.slice(1);
    const subject = `${counted(files.length, `${endings.join(" and ")} file`)} ${files.length === 1 ? "has" : "have"} violations`;
    const message = `${subject}, such as ${files[0]}, and "files" leaves ${files.length === 1 ? "it" : "them"} out: name the ending there, as in *.{ts,${ending}}, or put **/*.${ending} under "ignores".`;
    return [{ file, line, column, code: "left-out", severity: "warning", message }];
  });
}

/** Whether a contract would be about a component if it were a module, and does not say that it isn't. */
function leavesOut(contract: Contract, file: string): boolean {
  if (contract.files === undefined || meansEmbedded(contract, file)) return false;
  const stem = file.slice(0, -path.extname(file).length);
  const isIgnored = !meansEmbedded({ ignores: contract.ignores }, file);
  return !isIgnored && ["ts", "js"].some((ending) => matchesContract(contract, `${stem}.${ending}`));
}

function unread(file: string, { code, message }: SourceRead & { kind: "problem" }): FileProblem {
  return { file, line: 1, column: 1, code, message, isBlocking: false };
}

/** `check` has only the contracts that are about the file (relative to the root). */
function findInScript(
  check: FileCheck,
  file: string,
  { absolute, text }: { readonly absolute: string; readonly text: string },
): readonly ListedFinding[] {
  const script = findEmbeddedScript(file, text);
  if (!script) return [];
  // A file of this name would hold the script alone, as it does for the tools that compile it.
  const home = `${absolute}.${script.ending}`;
  const contracts = concerning(check.contracts, home, script.text);
  if (contracts.length === 0) return [];
  const { open, list } = findForCheck({ ...check, contracts, heldBack: undefined }, openSource(home, script.text), file);
  return open.map((finding) => list(finding));
}

/** The script of a file that embeds one: a text of the same length and lines, in which everything else is blank. */
export interface EmbeddedScript {
  readonly text: string;
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
export function findEmbeddedScript(file: string, text: string): EmbeddedScript | undefined {
  const front = file.endsWith(".astro") ? frontOf(text) : undefined;
  const blocks = [...(front ? [front] : []), ...tagsIn(text, front?.end ?? 0, file.endsWith(".astro") ? "ts" : "js")];
  if (blocks.length === 0) return undefined;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of blocks) {
    // What the closing tag begins with separates two scripts on one line.
    parts.push(blank(text.slice(at, start)), text.slice(start, end), ";");
    at = end + 1;
  }
  return { text: parts.join("") + blank(text.slice(at)), ending: widest(blocks.map(({ ending }) => ending)) };
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
