import path from "node:path";
import { isFixable, type ActiveContract, type Project } from "../../index.js";
import { actionsAt, fixAllOf, fixFile, type EditorAction } from "../actions.js";
import { contractPlace, diagnosticsOf, shortTitle, summaryOf } from "../diagnostics.js";
import type { FileFindings } from "../findings.js";
import { inlayHintsIn, INLAY_HINT_SETTINGS, type InlayHintSetting } from "../inlay-hints.js";
import type { ProjectFix } from "../project/project-fixes.js";
import {
  type ActionArguments,
  type ActionEdits,
  type ActionEntry,
  type ContractEntry,
  createPositions,
  type ExtensionRequests,
  type FileFixes,
  type FileReport,
  type RangeArguments,
  spanOf,
} from "./protocol.js";

/** The answer to `_godwit.file`. */
export function reportOf(
  project: Project,
  findings: FileFindings | undefined,
  {
    inlayHints,
    isUnderlined,
  }: Pick<ExtensionRequests["_godwit.file"]["arguments"], "inlayHints"> & Pick<FileReport, "isUnderlined">,
): FileReport {
  const { root } = project;
  const inForce = project.contracts.length;
  if (!findings) return { root, inForce, contracts: [], violations: [], isUnderlined, hints: [] };
  const { text } = findings.document;
  const rangeOf = createPositions(text);
  return {
    root,
    inForce,
    contracts: summaryOf(findings).map(({ contract, left, known, fixable }) => ({
      ...entryOf(project, { contract }),
      left,
      known,
      fixable,
    })),
    isUnderlined,
    violations: diagnosticsOf(findings).map(({ finding, span, id, message, contract, severity, isKnown, isDeprecated }) => ({
      ...rangeOf(span),
      contract: finding.contract.id,
      rule: id,
      message,
      level: finding.violation.level,
      shownAs: isKnown ? "known" : severity,
      isDeprecated,
      contractPath: contract.path,
      contractLine: contract.line - 1,
    })),
    hints: inlayHintsIn(findings, [0, text.length], inlayHints).map(({ offset, text: label, tooltip }) => ({
      position: rangeOf([offset, offset]).start,
      text: label,
      tooltip,
    })),
  };
}

/** A contract of a project, as an extension gets it. */
export function entryOf({ root }: Project, { contract }: Pick<ActiveContract, "contract">): ContractEntry {
  return {
    id: contract.id,
    title: shortTitle(contract),
    status: contract.status,
    path: path.join(root, contract.file),
    root,
  };
}

/** The answer to `_godwit.fixFile`. */
export function fileFixesOf(findings: FileFindings, contract: string | undefined): FileFixes | undefined {
  if (contract !== undefined) {
    const all = fixAllOf(findings, contract);
    return all && toFileFixes({ ...fileOf(findings), count: all.count, edits: all.edits() });
  }
  const edits = fixFile(findings);
  return edits.length > 0
    ? toFileFixes({ ...fileOf(findings), count: findings.open.filter(isFixable).length, edits })
    : undefined;
}

/** The fixes of a file, as an extension gets them. */
export function toFileFixes({ file, text, count, edits }: ProjectFix): FileFixes {
  const rangeOf = createPositions(text);
  return { file, count, edits: edits.map(({ range, text: newText }) => ({ ...rangeOf(range), newText })) };
}

/** The answer to `_godwit.actions`. */
export function actionEntriesOf(findings: FileFindings, { range }: Pick<RangeArguments, "range">): ActionEntry[] {
  const { text } = findings.document;
  const rangeOf = createPositions(text);
  return actionsAt(findings, spanOf(text, range)).map((action) => {
    const finding = firstOf(findings, action);
    const { path: file, line } = contractPlace(findings, finding);
    return {
      ...{ kind: action.kind, title: action.title, contract: action.contract.id },
      ...{ root: findings.project.root, path: file, contractLine: line - 1 },
      ...("finding" in action && { solves: rangeOf(action.finding.violation.range) }),
      ...("subject" in action && { subject: action.subject }),
    };
  });
}

/** The violation that an action is about, or the first of its contract. */
function firstOf({ open }: FileFindings, action: EditorAction): FileFindings["open"][number] {
  return "finding" in action ? action.finding : open.find(({ contract }) => contract === action.contract)!;
}

/** The answer to `_godwit.action`. */
export function actionEditsOf(findings: FileFindings, { range, index, title }: ActionArguments): ActionEdits | undefined {
  const { text } = findings.document;
  const action = actionsAt(findings, spanOf(text, range))[index];
  if (!action || action.title !== title || !("edits" in action)) return undefined;
  const rangeOf = createPositions(text);
  const edits = action.edits().map(({ range: span, text: newText }) => ({ ...rangeOf(span), newText }));
  return { edits, ...("caret" in action && { caret: action.caret }) };
}

/** The links to the VS Code extension's commands in the hover of a contract, as Markdown. */
export function commandLinks(root: string): (contract: { readonly id: string }) => readonly string[] {
  return ({ id }) => {
    const given = encodeURIComponent(JSON.stringify([{ contract: id, root }]));
    return [`[Show all](command:godwit.showAll?${given})`, `[Fix project](command:godwit.fixProject?${given})`];
  };
}

function fileOf({ document: { path: file, text } }: FileFindings): Pick<ProjectFix, "file" | "text"> {
  return { file, text };
}

/** What a person sets of godwit in an editor: in tsconfig's `plugins` entry, in the editor, or through an extension. */
export interface EditorSettings {
  /** `auto` shows them, unless an extension turns them off because ESLint shows the same ones. */
  readonly diagnostics: "auto" | "on" | "off";
  readonly inlayHints: InlayHintSetting;
}

const DEFAULTS: EditorSettings = { diagnostics: "auto", inlayHints: "new" };

/** The settings in `config`; missing or invalid ones come from `fallback`. */
export function readEditorSettings(config: unknown, fallback: EditorSettings = DEFAULTS): EditorSettings {
  const given = typeof config === "object" && config !== null ? (config as Record<string, unknown>) : {};
  return {
    diagnostics: oneOf(["auto", "on", "off"], given["diagnostics"]) ?? fallback.diagnostics,
    inlayHints: oneOf(INLAY_HINT_SETTINGS, given["inlayHints"]) ?? fallback.inlayHints,
  };
}

/** The settings for one file; those of the innermost folder in `folders: [{ path, … }]`, which an extension may send, win. */
export function settingsForFile(file: string, config: unknown, fallback: EditorSettings): EditorSettings {
  const given = typeof config === "object" && config !== null ? (config as { readonly folders?: unknown }).folders : undefined;
  const folders = (Array.isArray(given) ? (given as readonly unknown[]) : []).filter(
    (each): each is { readonly path: string } =>
      typeof (each as { readonly path?: unknown } | null)?.path === "string" &&
      isBelow(file, (each as { readonly path: string }).path),
  );
  const [innermost] = folders.sort((a, b) => b.path.length - a.path.length);
  return readEditorSettings(innermost, readEditorSettings(config, fallback));
}

function isBelow(file: string, folder: string): boolean {
  const local = path.relative(folder, file);
  return local !== "" && !path.isAbsolute(local) && local.split(path.sep)[0] !== "..";
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T | undefined {
  return allowed.find((each) => each === value);
}
