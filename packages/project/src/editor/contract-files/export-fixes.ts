import { join } from "node:path";
import { editDistance, LineIndex, nearestIn, type Problem, findIdFault } from "@godwit/core/contracts";
import { type TextEdit, type SourceFile, WRITTEN_RULES, listModuleSpecifiers } from "@godwit/core/engine";
import { listFiles, type Project } from "../../index.js";
import { childrenAt, type ContractText, readContractText, type Entry } from "./contract-text.js";
import type { Span } from "../document.js";

/** What fixes that name exports need to know of the project. */
export interface ExportSetting {
  readonly project: Project;
  /** The names that a file (absolute path) exports. */
  exportsOf(path: string): readonly string[];
  textOf(path: string): string | undefined;
}

/** How many exports are offered. */
const MOST = 5;
/** How many files are read for one name at most, after their text was searched. */
const MOST_READ = 20;
const SOURCE = /\.(?:[cm]?[jt]sx?)$/;

/** "Use the export …": of a module that lacks the one that `imports` names, or of the module that has a name that a template uses. */
export function exportFixes(text: string, found: ContractFileProblem, setting: ExportSetting): ContractFileProblem["fixes"] {
  const contract = readContractText(text);
  if (!contract) return [];
  const { code, message } = found.problem;
  if (code === "missing-export") return otherExports(contract, found, setting);
  const name = code === "unknown-name" ? /^([\w$]+) is neither/.exec(message)?.[1] : undefined;
  return name === undefined ? [] : declarations(contract, name, setting);
}

function otherExports(
  contract: ContractText,
  { span }: ContractFileProblem,
  { project, exportsOf }: ExportSetting,
): ContractFileProblem["fixes"] {
  const entry = childrenAt(contract, ["imports"]).find(({ key, value }) => key?.[0] === span[0] || value[0] === span[0]);
  if (typeof entry?.data !== "string") return [];
  const [module = "", fragment] = entry.data.split("#", 2);
  const key = String(entry.path.at(-1));
  const raw = contract.text.slice(...entry.value);
  const start = entry.value[0] + raw.indexOf(entry.data);
  const wanted = fragment ?? key;
  const distance = (name: string): number => Math.min(editDistance(wanted.toLowerCase(), name.toLowerCase(), 20), 20);
  return [...exportsOf(join(project.root, module))]
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, MOST)
    .map((name) => ({
      title: `Use the export ${name}`,
      edit: { range: [start, start + String(entry.data).length], text: name === key ? module : `${module}#${name}` },
    }));
}

function declarations(contract: ContractText, name: string, setting: ExportSetting): ContractFileProblem["fixes"] {
  return modulesWith(name, setting).flatMap((file) => {
    const edit = declaring(contract, `${name}: ./${file}`);
    return edit ? [{ title: `Use the export ${name} of ./${file}`, edit }] : [];
  });
}

/** The files of the project that export a name, the shortest path first. */
function modulesWith(name: string, { project, exportsOf, textOf }: ExportSetting): string[] {
  const word = new RegExp(`\\bexport\\b[^;]*?(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`);
  const files = listFiles(project.root).filter(
    ({ path }) => SOURCE.test(path) && word.test(textOf(join(project.root, path)) ?? ""),
  );
  return files
    .map(({ path }) => path)
    .sort((a, b) => a.length - b.length)
    .slice(0, MOST_READ)
    .filter((path) => exportsOf(join(project.root, path)).includes(name))
    .slice(0, MOST);
}

/** Adds a line to `imports`, or `imports` above `rules`. */
function declaring(contract: ContractText, line: string): TextEdit | undefined {
  const { text, entries } = contract;
  const top = childrenAt(contract, []);
  const [first] = childrenAt(contract, ["imports"]);
  const at = first?.key?.[0];
  if (at !== undefined) {
    const lineStart = text.lastIndexOf("\n", at - 1) + 1;
    const before = text.slice(lineStart, at);
    return { range: [at, at], text: before.trim() === "" ? `${line}\n${before}` : `${line}, ` };
  }
  const rules = top.find(({ path }) => path[0] === "rules")?.key?.[0];
  const isEmpty = entries.some(({ path }) => path.length === 1 && path[0] === "imports");
  return rules === undefined || isEmpty ? undefined : { range: [rules, rules], text: `imports:\n  ${line}\n` };
}

/** A problem of a contract with the part of the text that it is about. */
export interface ContractFileProblem {
  readonly problem: Problem;
  readonly span: Span;
  /** What a person most likely meant, as edits with titles. */
  readonly fixes: readonly { readonly title: string; readonly edit: TextEdit }[];
}

/** The problems of one contract file, as an editor underlines them. */
export function problemsIn(text: string, problems: readonly Problem[]): readonly ContractFileProblem[] {
  const contract = readContractText(text);
  const lines = new LineIndex(text, "plain");
  return problems.map((problem) => {
    const start = Math.min(lines.offsetAt(problem), text.length);
    const span = spanAt(text, contract, start);
    return { problem, span, fixes: [...quoting(text, start, problem), ...nearest(text, span, problem)] };
  });
}

function spanAt(text: string, contract: ContractText | undefined, start: number): Span {
  const entry = contract?.entries.findLast(({ key, value }) => key?.[0] === start || value[0] === start);
  if (entry?.key?.[0] === start) return entry.key;
  const isOneLine = entry && !/[\r\n]/.test(text.slice(...entry.value));
  if (entry && isOneLine && entry.value[1] > start) return entry.value;
  return [start, start + Math.max(/^[^\s,\]}]*/.exec(text.slice(start, start + 200))![0].length, start < text.length ? 1 : 0)];
}

/** "Quote this", where the problem's message says how. */
function quoting(text: string, start: number, { message }: Problem): ContractFileProblem["fixes"] {
  const quoted = /Quote this: (?:[^"']*\s)?((["']).*\2)\.$/s.exec(message)?.[1];
  if (quoted === undefined) return [];
  const raw = quoted.startsWith("'") ? quoted.slice(1, -1).replaceAll("''", "'") : quoted.slice(1, -1);
  const at = text.startsWith(raw, start) ? start : text.lastIndexOf(raw, start);
  if (raw === "" || at === -1 || start > at + raw.length) return [];
  return [{ title: `Quote this: ${quoted}`, edit: { range: [at, at + raw.length], text: quoted } }];
}

function nearest(text: string, span: Span, { code, message }: Problem): ContractFileProblem["fixes"] {
  // What a module exports is offered as such.
  const meant = code === "missing-export" ? undefined : nearestIn(message);
  if (meant === undefined) return [];
  const written = /"([^"]+)"|^(\S+) /
    .exec(message)
    ?.slice(1)
    .find((each) => each !== undefined);
  const part = text.slice(...span);
  const at = written === undefined ? -1 : part.indexOf(written);
  const range: Span = at === -1 ? span : [span[0] + at, span[0] + at + written!.length];
  return [{ title: `Write ${meant}`, edit: { range, text: meant } }];
}

/** How the files of a project are read. */
export interface ImporterHost {
  readonly project: Project;
  textOf(path: string): string | undefined;
  /** Opens a text as a file; throws if it does not parse. */
  open(path: string, text: string): SourceFile;
}

/** How many files of the project import a module that has just moved, by its old or its new path. */
export function countImporters({ project, textOf, open }: ImporterHost, { from, to }: MovedPath): number {
  const { root, engine } = project;
  const { modules } = engine;
  const stem = (file: string): string => file.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, "");
  const wanted = new Set([stem(join(root, from)), stem(join(root, to))]);
  const names = [from, to].map((file) => stem(file).replace(/^.*\//, ""));
  const imports = (path: string): boolean => {
    const text = textOf(path);
    if (text === undefined || !names.some((name) => text.includes(name))) return false;
    try {
      return listModuleSpecifiers(open(path, text), modules).some(({ specifier }) => {
        const module = modules.resolve(path, specifier);
        const file = module.kind === "file" ? stem(module.path) : module.kind === "missing" ? module.stem : undefined;
        return file !== undefined && wanted.has(file);
      });
    } catch {
      // A file that does not parse now can't be counted.
      return false;
    }
  };
  return listFiles(root).filter(({ path }) => imports(join(root, path))).length;
}

/** The contract by which other branches and packages follow a module that has moved. */
export function contractOfMove(
  { from, to }: MovedPath,
  isTaken: (id: string) => boolean,
): { readonly id: string; readonly text: string } {
  const name = from.replace(/^.*\//, "").replace(/\..*$/, "");
  const plain = `move-${name.replaceAll(/[^A-Za-z\d]+/g, "-").toLowerCase()}`;
  const wanted = findIdFault(plain) ? "moved-module" : plain;
  let id = wanted;
  for (let count = 2; isTaken(id); count++) id = `${wanted}-${count}`;
  const text = `---
title: ${JSON.stringify(`${from} has moved`)}
why: "Say in one sentence why it moved."
rules:
  ${WRITTEN_RULES.moves}:
    - { from: ${JSON.stringify(`./${from}`)}, to: ${JSON.stringify(`./${to}`)} }
---

Branches that still import \`${from}\` follow with \`godwit check --fix\`.
`;
  return { id, text };
}

/** A file or folder that gets another name; paths relative to the root, with `/`. */
export interface MovedPath {
  readonly from: string;
  readonly to: string;
}

/**
 * The edits that let a contract name moved files as they are now. What speaks of the past stays: the `from` and `sources` of rules, and
 * the examples.
 */
export function followMovesIn(text: string, moves: readonly MovedPath[]): readonly TextEdit[] {
  return (readContractText(text)?.entries ?? []).flatMap((entry): TextEdit[] => {
    if (typeof entry.data !== "string" || !entry.data.startsWith("./") || speaksOfThePast(entry)) return [];
    const moved = moves.map((move) => renamed(entry.data as string, move)).find((each) => each !== undefined);
    const start = entry.value[0] + text.slice(...entry.value).indexOf(entry.data);
    if (moved === undefined || start < entry.value[0]) return [];
    return [{ range: [start, start + entry.data.length], text: moved }];
  });
}

function speaksOfThePast({ path }: Entry): boolean {
  return path[0] === "rules" && path.some((step) => step === "from" || step === "sources");
}

function renamed(value: string, { from, to }: MovedPath): string | undefined {
  const path = `./${from}`;
  if (value !== path && !value.startsWith(`${path}/`) && !value.startsWith(`${path}#`)) return undefined;
  return `./${to}${value.slice(path.length)}`;
}
