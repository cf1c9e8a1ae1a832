import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import {
  OXLINT,
  OxlintServer,
  type CodeAction,
  type Diagnostic,
  type Position,
  type ProtocolEdit,
} from "../../support/oxlint-server.js";
import { sortReports, type BatchedCase, type FrontReport, type FrontResult } from "./front.js";

const PLUGIN = path.resolve(import.meta.dirname, "../../../packages/eslint-plugin/dist/oxlint.js");
const CONFIG = {
  jsPlugins: [PLUGIN],
  categories: { correctness: "off" },
  rules: { "godwit/errors": "error", "godwit/warnings": "warn" },
};

const LINE_END = /\r\n|[\n\r]/g;

/**
 * Oxlint with the plugin, for many projects below one folder: reports and edits from its language server, which is the only
 * place where it tells of them, and the text after all fixes from `oxlint --fix`.
 */
export async function runOxlint(base: string, cases: readonly BatchedCase[]): Promise<FrontResult[]> {
  writeFileSync(path.join(base, ".oxlintrc.json"), JSON.stringify(CONFIG));
  const server = await OxlintServer.start(base);
  const reported: FrontReport[][] = [];
  try {
    for (const each of cases) reported.push(await reportsOf(server, each));
  } finally {
    server.stop();
  }
  const listed = listedByCommand(base);
  const fixed = fixedByCommand(base, cases);
  const fixedTwice = fixedByCommand(base, cases);
  return cases.map(({ root, files }, index) => {
    const reports = sortReports(reported[index]!.filter(({ rule }) => rule !== ""));
    const faults = reported[index]!.filter(({ rule }) => rule === "").map(({ file, message }) => `${file}: ${message}`);
    const commanded = Object.keys(files).flatMap((file) => listed.get(path.join(root, file)) ?? []);
    const isEqual =
      commanded.sort().join("\n") ===
      reported[index]!.map(({ message, start }) => `${start} ${message}`)
        .sort()
        .join("\n");
    const problems = isEqual ? faults : [...faults, `the command reports otherwise: ${JSON.stringify(commanded)}`];
    return { reports, fixed: fixed[index]!, fixedTwice: fixedTwice[index]!, problems };
  });
}

async function reportsOf(server: OxlintServer, { root, files }: BatchedCase): Promise<FrontReport[]> {
  const reports: FrontReport[] = [];
  for (const [file, text] of Object.entries(files)) {
    const absolute = path.join(root, file);
    const diagnostics = await server.open(absolute, text);
    for (const diagnostic of diagnostics) {
      const offered = await server.actionsAt(absolute, diagnostic);
      reports.push(toReport(file, text, diagnostic, actionsOf(diagnostic, diagnostics, offered)));
    }
    server.close(absolute);
  }
  return reports;
}

/** The server offers the actions of all diagnostics at a place, those of each followed by two that disable its rule. */
function actionsOf(diagnostic: Diagnostic, all: readonly Diagnostic[], offered: readonly CodeAction[]): CodeAction[] {
  const groups: CodeAction[][] = [[]];
  for (const action of offered) {
    if (!/^Disable godwit\/\w+ for this /.test(action.title)) groups.at(-1)!.push(action);
    else if (action.title.endsWith("whole file")) groups.push([]);
  }
  const here = all.filter((other) => isOwn(other) && touches(other, diagnostic));
  // The server offers nothing for an error of the parser.
  if (!isOwn(diagnostic)) return [];
  if (groups.length - 1 !== here.length) throw new Error(`${groups.length - 1} groups of actions for ${JSON.stringify(here)}`);
  return groups[here.indexOf(diagnostic)]!;
}

function isOwn({ code }: Diagnostic): boolean {
  return code?.startsWith("godwit(") ?? false;
}

function touches({ range: a }: Diagnostic, { range: b }: Diagnostic): boolean {
  const isBefore = (x: Position, y: Position): boolean => x.line < y.line || (x.line === y.line && x.character < y.character);
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

/** A problem of oxlint or of the contracts has no contract and no rule. */
function toReport(file: string, text: string, diagnostic: Diagnostic, actions: readonly CodeAction[]): FrontReport {
  const [, message, contract, rule] = /^(.*) \(([\w-]+)\/([\w-]+)\)$/s.exec(diagnostic.message) ?? [];
  const fix = actions.find(({ title }) => /^Fix godwit\/\w+ problem$/.test(title));
  const own = actions.find(({ title }) => title === "Fix this one only.") ?? fix;
  const suggestions = actions.filter((action) => action !== fix && action !== own);
  const apply = ({ edit }: CodeAction): string => applyEdits(text, Object.values(edit!.changes).flat());
  return {
    file,
    contract: contract ?? "",
    rule: rule ?? "",
    start: placeOf(diagnostic.range.start),
    end: placeOf(diagnostic.range.end),
    message: message ?? diagnostic.message,
    level: fix ? "fix" : suggestions.length > 0 ? "suggestion" : "hint",
    ...(own && { alone: apply(own) }),
    suggestions: suggestions.map((action) => ({ title: action.title, text: apply(action) })),
  };
}

function placeOf({ line, character }: Position): string {
  return `${line + 1}:${character + 1}`;
}

function applyEdits(text: string, edits: readonly ProtocolEdit[]): string {
  const lines = [0, ...[...text.matchAll(LINE_END)].map((end) => end.index + end[0].length)];
  const offsetOf = ({ line, character }: Position): number => lines[line]! + character;
  return [...edits]
    .sort((a, b) => offsetOf(b.range.start) - offsetOf(a.range.start))
    .reduce(
      (result, { range, newText }) => result.slice(0, offsetOf(range.start)) + newText + result.slice(offsetOf(range.end)),
      text,
    );
}

function oxlint(base: string, ...args: string[]): string {
  const { stdout, stderr, error } = spawnSync(process.execPath, [OXLINT, ...args, "."], {
    cwd: base,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  if (error ?? stderr !== "") throw error ?? new Error(stderr);
  return stdout;
}

/** What `oxlint` prints, by file: place and message. */
function listedByCommand(base: string): ReadonlyMap<string, string[]> {
  const { diagnostics } = JSON.parse(oxlint(base, "--format", "json")) as {
    diagnostics: { message: string; filename: string; labels: { span: { offset: number } }[] }[];
  };
  const byFile = new Map<string, string[]>();
  for (const { message, filename, labels } of diagnostics) {
    const file = path.resolve(base, filename);
    const text = message.replace(/ \([\w-]+\/[\w-]+\)$/, "");
    // Its columns count bytes.
    const before = readFileSync(file).subarray(0, labels[0]!.span.offset).toString("utf8").split(LINE_END);
    const place = `${before.length}:${before.at(-1)!.length + 1}`;
    byFile.set(file, [...(byFile.get(file) ?? []), `${place} ${text}`]);
  }
  return byFile;
}

function fixedByCommand(base: string, cases: readonly BatchedCase[]): Record<string, string>[] {
  oxlint(base, "--fix", "--silent");
  return cases.map(({ root, files }) =>
    Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(path.join(root, file), "utf8")])),
  );
}
