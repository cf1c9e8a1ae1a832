import path from "node:path";
import { printable } from "@godwit/core/contracts";
import {
  completeContract,
  contractOfMove,
  countImporters,
  definitionAt,
  followMovesIn,
  linksIn,
  openText,
  type OutlineItem,
  outlineOf,
} from "@godwit/project/editor";
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionParams,
  type DefinitionParams,
  type DocumentLink,
  type DocumentSymbol,
  InsertTextFormat,
  InsertTextMode,
  type Location,
  type RenameFilesParams,
  SymbolKind,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { exists } from "@godwit/core/disk";
import ts from "typescript";
import { type ServerState, toPath } from "../state.js";
import { toTextEdits, createContract } from "../commands.js";

const KINDS: Readonly<Record<string, CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  word: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  hole: CompletionItemKind.Variable,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  contract: CompletionItemKind.Module,
  snippet: CompletionItemKind.Snippet,
};

/** What may be written in a contract: keys, words, names, holes, paths, globs, exports, ids. */
export function completion(state: ServerState, { textDocument: { uri }, position }: CompletionParams): CompletionItem[] {
  const contract = state.openContract(uri);
  if (!contract) return [];
  const text = contract.document.getText();
  const { project } = contract;
  const exportsOf = (file: string): readonly string[] => state.exportsOf(file);
  const { snippets } = state.abilities;
  return completeContract(text, state.offsetAt(uri, position), { project, exportsOf }).map((each, index) => ({
    label: each.label,
    kind: KINDS[each.kind]!,
    textEdit: {
      range: state.rangeIn(text, each.span),
      newText: snippets.inCompletion ? (each.snippet ?? each.text) : each.text,
    },
    ...(each.snippet !== undefined && {
      ...(snippets.inCompletion && { insertTextFormat: InsertTextFormat.Snippet }),
      // Its lines are indented already.
      insertTextMode: InsertTextMode.asIs,
    }),
    sortText: String(index).padStart(4, "0"),
    filterText: each.label,
    ...(each.description !== undefined && { documentation: { kind: "markdown" as const, value: each.description } }),
  }));
}

/** The file behind a path, or the line in `imports` of a name. */
export function definition(state: ServerState, { textDocument: { uri }, position }: DefinitionParams): Location | undefined {
  const contract = state.openContract(uri);
  const text = contract?.document.getText();
  if (!contract || text === undefined) return undefined;
  const found = definitionAt(text, state.offsetAt(uri, position), contract.project.root);
  if (found?.kind === "here") return { uri, range: state.rangeIn(text, found.span) };
  if (!found) return undefined;
  const target = state.textOf(found.path) ?? "";
  return state.locationIn(found.path, target, declarationOf(target, found.exported));
}

/** Where a text declares a name, by its words; the start of the text if it does not. */
function declarationOf(text: string, name: string | undefined): readonly [number, number] {
  const escaped = name?.replaceAll("$", "\\$") ?? "";
  const declared = new RegExp(`\\b(?:class|function|const|let|var|type|interface|enum|namespace)\\s+${escaped}(?![\\w$])`).exec(
    text,
  );
  if (!declared || escaped === "") return [0, 0];
  const end = declared.index + declared[0].length;
  return [end - name!.length, end];
}

/** The files and pages that a contract names. */
export function documentLinks(state: ServerState, uri: string): DocumentLink[] {
  const contract = state.openContract(uri);
  if (!contract) return [];
  const text = contract.document.getText();
  return linksIn(text, contract.project.root).map(({ span, target }) => ({ range: state.rangeIn(text, span), target }));
}

const SYMBOLS: Readonly<Record<OutlineItem["kind"], SymbolKind>> = {
  key: SymbolKind.Property,
  rule: SymbolKind.Event,
  heading: SymbolKind.String,
  example: SymbolKind.Object,
};

/** A contract's outline. */
export function documentSymbols(state: ServerState, uri: string): DocumentSymbol[] {
  const contract = state.openContract(uri);
  if (!contract) return [];
  const text = contract.document.getText();
  const toSymbol = ({ name, detail, kind, span, nameSpan, children }: OutlineItem): DocumentSymbol => ({
    name: printable(name) || "–",
    kind: SYMBOLS[kind],
    range: state.rangeIn(text, span),
    selectionRange: state.rangeIn(text, nameSpan),
    children: children.map(toSymbol),
    ...(detail !== undefined && { detail: printable(detail) }),
  });
  return outlineOf(text).map(toSymbol);
}

/** The edits by which contracts follow files that an editor is about to rename or move. */
export function followRenames(state: ServerState, { files }: RenameFilesParams): WorkspaceEdit | undefined {
  const moves = files.flatMap(({ oldUri, newUri }) => {
    const [from, to] = [toPath(oldUri), toPath(newUri)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  const changes: NonNullable<WorkspaceEdit["changes"]> = {};
  const roots = new Map(
    moves.flatMap(({ from }) => state.workspace.openProject(from) ?? []).map((project) => [project.root, project]),
  );
  for (const project of roots.values()) {
    const relative = moves.map(({ from, to }) => ({
      from: slashed(path.relative(project.root, from)),
      to: slashed(path.relative(project.root, to)),
    }));
    const inside = relative.filter(({ from, to }) => !from.startsWith("..") && !to.startsWith(".."));
    for (const { contract } of project.contracts) {
      const file = path.join(project.root, contract.file);
      const text = state.textOf(file);
      const edits = text === undefined ? [] : followMovesIn(text, inside);
      if (edits.length > 0) changes[state.uriOf(file)] = toTextEdits(state, text!, edits);
    }
  }
  return Object.keys(changes).length > 0 ? { changes } : undefined;
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}

/** Fewer importers are changed by hand, and a question would only disturb. */
const FEWEST = 5;
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Asks after the move of a module that many files import whether a contract should let other branches follow. */
export async function offerContract(state: ServerState, { files }: RenameFilesParams): Promise<void> {
  const [only] = files;
  // Who moves many files at once is asked nothing.
  if (!only || files.length > 1 || !state.abilities.createsFiles) return;
  const [from, to] = [toPath(only.oldUri), toPath(only.newUri)];
  const project = to === undefined ? undefined : state.workspace.projectOf(to);
  if (from === undefined || to === undefined || !project || !SOURCE.test(from) || !SOURCE.test(to)) return;
  state.workspace.forgetModules();
  const { root, directory } = project;
  const move = { from: slashed(path.relative(root, from)), to: slashed(path.relative(root, to)) };
  if (move.from.startsWith("..")) return;
  const open = (file: string, text: string): ReturnType<typeof openText> => openText(ts, file, text);
  const count = countImporters({ project, textOf: (file) => state.textOf(file), open }, move);
  if (count < FEWEST) return;
  const write = "Write a contract";
  const question = `${count} files import ${move.from}, which is now ${move.to}. Write a contract, so that other branches follow?`;
  const answer = await state.connection.window.showInformationMessage(question, { title: write });
  if (answer?.title !== write) return;
  await createContract(
    state,
    root,
    contractOfMove(move, (id) => exists(path.join(root, directory, `${id}.md`))),
  );
}
