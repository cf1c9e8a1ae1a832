import path from "node:path";
import { printable } from "@godwit/core/contracts";
import {
  actionsAt,
  exportFixes,
  fixFile,
  type AcrossFilesArguments,
  type ActionSetting,
  type EditorAction,
  type ExportSetting,
  type FileFindings,
  type FixAllAction,
  type SiteAction,
  type Span,
  draftContract,
  parseChanged,
} from "@godwit/project/editor";
import { ruleIdOf } from "@godwit/project";
import {
  CodeActionKind,
  type CodeAction,
  type CodeActionContext,
  type CodeActionParams,
  type Diagnostic,
  type Position,
  type Range,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { exists } from "@godwit/core/disk";
import ts from "typescript";
import { COMMANDS, type ContractArgument, creationOf, editFor, toTextEdits } from "../commands.js";
import { type ServerState, toPath } from "../state.js";
import { contractProblems, toDiagnostic } from "./diagnostics.js";

/** The kind under which editors fix a file when it is saved. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.godwit`;

/** The actions at a range, in the order of the menu; only "fix all" where the editor asks for that. */
export function codeActions(state: ServerState, { textDocument: { uri }, range, context }: CodeActionParams): CodeAction[] {
  const wants = (kind: string): boolean =>
    !context.only || context.only.some((each) => kind === each || kind.startsWith(`${each}.`) || each === "");
  const contract = state.openContract(uri);
  if (contract) return wants(CodeActionKind.QuickFix) ? contractFixes(state, uri, range) : [];
  const findings = state.findingsAt(uri);
  const drafts = wants(CodeActionKind.Refactor)
    ? [...rootActions(state, uri, range), ...newContractAction(state, uri, range)]
    : [];
  if (!findings) return drafts;
  const all = context.only && wants(FIX_ALL) ? fixOnSave(state, uri, findings) : [];
  if (!wants(CodeActionKind.QuickFix)) return [...all, ...drafts];
  const document = state.documents.get(uri);
  const span = document ? ([document.offsetAt(range.start), document.offsetAt(range.end)] as const) : ([0, 0] as const);
  const { project } = findings;
  const setting: ActionSetting = {
    safeInProject: ({ id }) => state.scan.countOf(project, id)?.fixable,
    filesAcross: ({ id }, subject) => state.acrossFiles.filesOf({ contract: id, root: project.root, subject }),
  };
  return [
    ...all,
    ...actionsAt(findings, span, setting).map((action, index) =>
      toCodeAction(state, { uri, findings, action, context, late: { span, index } }),
    ),
    ...drafts,
  ];
}

function fixOnSave(state: ServerState, uri: string, findings: FileFindings): CodeAction[] {
  const edits = fixFile(findings);
  if (edits.length === 0) return [];
  const changes = { [uri]: toTextEdits(state, findings.document.text, edits) };
  return [{ title: "Fix all of godwit in this file", kind: FIX_ALL, edit: { changes } }];
}

interface Offer {
  readonly uri: string;
  readonly findings: FileFindings;
  readonly action: EditorAction;
  readonly context: CodeActionContext;
  /** Where it is found again when it is chosen. */
  readonly late: Pick<LateEdit, "span" | "index">;
}

/** What a code action carries to the editor and back, where its edit is made when it is chosen. */
interface LateEdit {
  readonly uri: string;
  readonly version: number | undefined;
  readonly span: Span;
  readonly index: number;
}

/** The action with its edit; without one where the text has changed since. */
export function resolveCodeAction(state: ServerState, action: CodeAction): CodeAction {
  const late = action.data as LateEdit | undefined;
  const findings = late && state.documents.get(late.uri)?.version === late.version ? state.findingsAt(late.uri) : undefined;
  const chosen = late && findings ? actionsAt(findings, late.span)[late.index] : undefined;
  if (!chosen || !findings || !("edits" in chosen)) return action;
  return { ...action, edit: editOf(state, late!.uri, findings, chosen) };
}

function editOf(state: ServerState, uri: string, { document }: FileFindings, action: SiteAction | FixAllAction): WorkspaceEdit {
  const caret = "caret" in action ? action.caret : undefined;
  return editFor(state, { uri, text: document.text, edits: action.edits(), caret });
}

function toCodeAction(state: ServerState, offer: Offer): CodeAction {
  const { uri, findings, action, late } = offer;
  const { title } = action;
  if (action.kind === "across-files") {
    const asked: AcrossFilesArguments = { contract: action.contract.id, root: findings.project.root, subject: action.subject };
    const command = { title, command: COMMANDS.acrossFiles, arguments: [asked] };
    return { title, kind: CodeActionKind.QuickFix, diagnostics: diagnosticsOf(state, offer), command };
  }
  if ("place" in action) {
    const argument: ContractArgument = { contract: action.contract.id, root: findings.project.root, line: action.place.line };
    const command = action.kind === "fix-project" ? COMMANDS.fixProject : COMMANDS.openContract;
    const diagnostics = diagnosticsOf(state, offer);
    return { title, kind: CodeActionKind.QuickFix, diagnostics, command: { title, command, arguments: [argument] } };
  }
  const data: LateEdit = { uri, version: state.documents.get(uri)?.version, ...late };
  return {
    title,
    kind: CodeActionKind.QuickFix,
    ...(action.kind === "fix" && { isPreferred: true }),
    diagnostics: diagnosticsOf(state, offer),
    ...(state.abilities.lateEdits ? { data } : { edit: editOf(state, uri, findings, action) }),
  };
}

/** Those of the editor's diagnostics that an action is about. VS Code moves actions without any to the end of the menu. */
function diagnosticsOf(state: ServerState, { findings, context, action }: Offer): Diagnostic[] {
  if (!("finding" in action))
    return context.diagnostics.filter(({ code }) => typeof code === "string" && code.startsWith(`${action.contract.id}/`));
  const { finding } = action;
  const { start, end } = state.rangeIn(findings.document.text, finding.violation.range);
  const isSame = (a: Position, b: Position): boolean => a.line === b.line && a.character === b.character;
  return context.diagnostics.filter(
    ({ code, range }) => code === ruleIdOf(finding) && isSame(range.start, start) && isSame(range.end, end),
  );
}

/** "Quote this", "did you mean", "use the export", at the problems that a range touches. */
function contractFixes(state: ServerState, uri: string, range: Range): CodeAction[] {
  const contract = state.openContract(uri)!;
  const text = contract.document.getText();
  const before = (a: Range["start"], b: Range["start"]): boolean =>
    a.line < b.line || (a.line === b.line && a.character <= b.character);
  const setting: ExportSetting = {
    project: contract.project,
    exportsOf: (file) => state.exportsOf(file),
    textOf: (file) => state.textOf(file),
  };
  return contractProblems(contract, state)
    .map((problem) => ({ problem, diagnostic: toDiagnostic(problem, contract, state) }))
    .filter(({ diagnostic }) => before(diagnostic.range.start, range.end) && before(range.start, diagnostic.range.end))
    .flatMap(({ problem, diagnostic }) =>
      [...problem.fixes, ...exportFixes(text, problem, setting)].map(({ title, edit }, index): CodeAction => ({
        title: printable(title),
        kind: CodeActionKind.QuickFix,
        ...(index === 0 && { isPreferred: true }),
        diagnostics: [diagnostic],
        edit: { changes: { [uri]: toTextEdits(state, text, [edit]) } },
      })),
    );
}

/** "New contract from this code…", where the selection is an expression and the editor can make files. */
function newContractAction(state: ServerState, uri: string, range: Range): CodeAction[] {
  const document = state.documents.get(uri);
  const file = toPath(uri);
  const span = document && ([document.offsetAt(range.start), document.offsetAt(range.end)] as const);
  if (!document || file === undefined || !span || span[0] === span[1] || !state.abilities.createsFiles) return [];
  const project = state.workspace.openProject(file);
  if (!project || file.endsWith(".md")) return [];
  // Where a contract finds something there is one already.
  if (state.findings(file)?.open.some(({ violation }) => violation.range[0] < span[1] && span[0] < violation.range[1])) return [];
  const { root, directory } = project;
  const fileOf = (id: string): string => path.join(root, directory, `${id}.md`);
  const draft = draftContract({
    project,
    source: parseChanged(ts, file, document.getText()),
    span,
    isTaken: (id) => exists(fileOf(id)),
  });
  if (!draft) return [];
  const edit = creationOf(state, fileOf(draft.id), draft.text);
  const argument: ContractArgument = { contract: draft.id, root, line: draft.line };
  const title = `New contract from ${shortened(document.getText(range))}…`;
  const command = { title, command: COMMANDS.openContract, arguments: [argument] };
  return [{ title, kind: CodeActionKind.Refactor, edit, command }];
}

function shortened(code: string): string {
  const line = code.trim().replaceAll(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** "Give startRun a logger (frees 37 sites)", on the line of a root that a run of this session has found. */
function rootActions(state: ServerState, uri: string, range: Range): CodeAction[] {
  const file = toPath(uri);
  if (file === undefined) return [];
  const here = state.acrossFiles
    .rootsIn({ file })
    .filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line);
  return here.flatMap((root) => {
    const given = state.acrossFiles.give(root);
    return given ? [{ title: root.title, kind: CodeActionKind.RefactorRewrite, edit: editFor(state, { uri, ...given }) }] : [];
  });
}
