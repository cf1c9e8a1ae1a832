import { mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LspClient } from "../../language-server/lsp-client.js";
import { sortReports, type BatchedCase, type FrontReport, type FrontResult } from "./front.js";

/** The language server over stdio, for many projects in one process. */
export async function runLanguageServer(cases: readonly BatchedCase[]): Promise<FrontResult[]> {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-lsp-")));
  const client = await LspClient.start(home, { initializationOptions: { diagnostics: "on" } });
  try {
    const results: FrontResult[] = [];
    for (const each of cases) results.push(await runCase(client, each));
    return results;
  } finally {
    await client.stop();
  }
}

async function runCase(client: LspClient, { root, files }: BatchedCase): Promise<FrontResult> {
  const problems: string[] = [];
  // An editor's buffer has no byte order mark; the file keeps it.
  const buffers = new Map(Object.entries(files).map(([file, text]) => [file, text.replace(/^\uFEFF/, "")]));
  const markOf = (file: string): string => (files[file]!.startsWith("\uFEFF") ? "\uFEFF" : "");
  const show = (file: string): string => client.show(path.join(root, file), buffers.get(file)!);
  const addresses = new Map([...buffers.keys()].map((file) => [file, show(file)]));
  const reports: FrontReport[] = [];
  for (const [file, text] of buffers) {
    const uri = addresses.get(file)!;
    for (const diagnostic of await client.diagnostics(uri)) {
      if (diagnostic.code === "godwit/contracts") problems.push(diagnostic.message);
      else reports.push(await toReport(client, { uri, file, text, mark: markOf(file) }, diagnostic));
    }
  }
  const fixAll = async (): Promise<Record<string, string>> => {
    const fixed: Record<string, string> = {};
    for (const file of buffers.keys()) {
      const [action] = await actionsIn(client, addresses.get(file)!, WHOLE, ["source.fixAll.godwit"]);
      if (action) {
        buffers.set(file, applied(buffers.get(file)!, action));
        show(file);
      }
      fixed[file] = markOf(file) + buffers.get(file)!;
    }
    return fixed;
  };
  const fixed = await fixAll();
  const fixedTwice = await fixAll();
  for (const uri of addresses.values()) client.notify("textDocument/didClose", { textDocument: { uri } });
  return { reports: sortReports(reports), fixed, fixedTwice, problems };
}

const WHOLE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

interface Buffer {
  readonly uri: string;
  readonly file: string;
  readonly text: string;
  readonly mark: string;
}

async function toReport(client: LspClient, { uri, file, text, mark }: Buffer, diagnostic: any): Promise<FrontReport> {
  const [, contract, rule] = /^([\w-]+)\/([\w-]+)$/.exec(diagnostic.code)!;
  const all = await actionsIn(client, uri, diagnostic.range, ["quickfix"], [diagnostic]);
  const actions = all.filter(({ diagnostics = [] }) => diagnostics.length > 0);
  const fix = actions.find(({ isPreferred }) => isPreferred);
  const suggestions = actions.filter(({ title }) => title.startsWith("Review: "));
  return {
    ...{ file, contract: contract!, rule: rule!, message: diagnostic.message },
    start: placeOf(diagnostic.range.start),
    end: placeOf(diagnostic.range.end),
    isKnown: diagnostic.severity === 4,
    level: fix ? "fix" : suggestions.length > 0 ? "suggestion" : "hint",
    ...(fix && { alone: mark + applied(text, fix) }),
    suggestions: suggestions.map((each) => ({
      title: each.title.replace(/^Review: (.)/u, (_: string, first: string) => first.toUpperCase()),
      text: mark + applied(text, each),
    })),
  };
}

function actionsIn(
  client: LspClient,
  uri: string,
  range: object,
  only: readonly string[],
  diagnostics: readonly object[] = [],
): Promise<any[]> {
  return client.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics, only } });
}

function placeOf({ line, character }: { readonly line: number; readonly character: number }): string {
  return `${line + 1}:${character + 1}`;
}

/** A text after the edits of an action, which has no other files. */
function applied(text: string, { edit }: any): string {
  const starts = [0, ...[...text.matchAll(/\r\n|[\n\r]/g)].map((end) => end.index + end[0].length)];
  const at = ({ line, character }: any): number => starts[line]! + character;
  return (Object.values(edit.changes).flat() as any[])
    .sort((a, b) => at(b.range.start) - at(a.range.start) || at(b.range.end) - at(a.range.end))
    .reduce((all, { range, newText }) => all.slice(0, at(range.start)) + newText + all.slice(at(range.end)), text);
}
