import { printable, type Contract } from "@godwit/core/contracts";
import { describeAction, type TextEdit, applyTextEdits } from "@godwit/core/engine";
import { fixInRounds, isFixable, ruleIdOf, type Finding } from "../index.js";
import { subjectOf, titleOf, type AcrossFilesSubject } from "./across-files/tell.js";
import { contractPlace, shortTitle, type ContractPlace } from "./diagnostics.js";
import { type Document, lineStartBefore, type Span, touches } from "./document.js";
import { type FileFindings, findingsOf } from "./findings.js";
import { textChanges } from "./text-changes.js";
import type { Workspace } from "./workspace.js";

interface Offer {
  readonly title: string;
  readonly contract: Contract;
}

/** An edit of one site. */
export interface SiteAction extends Offer {
  /** A suggestion has to be looked at; `ignore` writes a comment that counts once a person has added the reason. */
  readonly kind: "fix" | "suggestion" | "ignore";
  readonly finding: Finding;
  edits(): readonly TextEdit[];
  /** For `ignore`: where in the text of the only edit the reason goes. */
  readonly caret?: number;
}

/** All safe fixes of a contract in a file. */
export interface FixAllAction extends Offer {
  readonly kind: "fix-file";
  readonly count: number;
  edits(): readonly TextEdit[];
}

/** What an editor does by a command of its own: fix the whole project, or open the contract. */
export interface CommandAction extends Offer {
  readonly kind: "fix-project" | "open-contract";
  readonly place: ContractPlace;
}

/** An edit of the whole program that begins at a finding; it takes a run of the project's own `godwit` to know it. */
export interface AcrossFilesAction extends Offer {
  readonly kind: "across-files";
  readonly place: ContractPlace;
  readonly subject: AcrossFilesSubject;
}

/** An action that an editor offers at a finding. */
export type EditorAction = SiteAction | FixAllAction | CommandAction | AcrossFilesAction;

/** What a front knows beside the file. */
export interface ActionSetting {
  /** How many fixes of a contract the whole project would get; undefined while nobody knows. */
  safeInProject?(contract: Contract): number | undefined;
  /** How many files an edit across files would change; undefined while nobody knows, or where something has changed since. */
  filesAcross?(contract: Contract, subject: AcrossFilesSubject): number | undefined;
}

/** A selection of more findings gets the actions of the first: nobody reads a menu of hundreds. "Fix all" is about all of them. */
const MOST_TOUCHED = 20;

/**
 * The actions for the findings that a span touches, in the order of the menu: safe fixes, suggestions, all in the file, all in the
 * project, through the program, the contract, ignoring with a reason.
 */
export function actionsAt(findings: FileFindings, span: Span, setting: ActionSetting = {}): readonly EditorAction[] {
  const touched = findings.open.filter(({ violation }) => touches(violation.range, span));
  // A request for a whole site comes from its diagnostic and gets that finding's actions; a cursor gets those of all findings around it.
  const exact = touched.filter(({ violation: { range } }) => range[0] === span[0] && range[1] === span[1]);
  const here = (exact.length > 0 ? exact : touched).slice(0, MOST_TOUCHED);
  const contracts = [...new Map(here.map((finding) => [finding.contract.id, finding])).values()];
  const actions: readonly EditorAction[] = [
    ...here.flatMap(fixOf),
    ...here.flatMap(suggestionsOf),
    ...contracts.flatMap(({ contract }) => fixAllOf(findings, contract.id) ?? []),
    ...contracts.flatMap((finding) => projectFixOf(findings, finding, setting)),
    ...acrossFilesOf(findings, here, setting),
    ...contracts.map((finding): CommandAction => {
      const { contract } = finding;
      return {
        kind: "open-contract",
        title: `Open contract "${shortTitle(contract)}"`,
        contract,
        place: contractPlace(findings, finding),
      };
    }),
    ...here.flatMap((finding) => ignoreOf(findings, finding)),
  ];
  return actions.map((action) => ({ ...action, title: printable(action.title) }));
}

/** The safe fixes of a contract in the file, without those that are not to be taken; undefined if there are none. */
export function fixAllOf(
  findings: FileFindings,
  contract: string,
  isTaken: (finding: Finding) => boolean = () => true,
): FixAllAction | undefined {
  const isOwn = (finding: Finding): boolean => finding.contract.id === contract && isTaken(finding);
  const fixable = fixableOf(findings, isOwn);
  const [first] = fixable;
  if (!first) return undefined;
  return {
    kind: "fix-file",
    contract: first.contract,
    title: `Fix all of "${shortTitle(first.contract)}" in this file (${fixable.length})`,
    count: fixable.length,
    edits: () => editsOf(findings, isOwn),
  };
}

/** The safe fixes of all contracts in the file, as "fix on save" takes them; empty if there are none. */
export function fixFile(findings: FileFindings): readonly TextEdit[] {
  return fixableOf(findings, () => true).length === 0 ? [] : editsOf(findings, () => true);
}

function fixableOf({ open }: FileFindings, isMeant: (finding: Finding) => boolean): readonly Finding[] {
  return open.filter((finding) => isFixable(finding) && isMeant(finding));
}

function editsOf(findings: FileFindings, isMeant: (finding: Finding) => boolean): readonly TextEdit[] {
  const { text } = findings.document;
  const fixed = fixInRounds<FileFindings>({
    text,
    findings,
    edits: (left) => left.fixAll(fixableOf(left, isMeant)),
    find: (next) => findings.after(next),
  });
  return fixed.edits ?? textChanges(text, fixed.text);
}

function fixOf(finding: Finding): SiteAction[] {
  const { violation, contract } = finding;
  // With an edit that would break the file there is none to offer.
  const edits = violation.fix();
  if (!edits) return [];
  const title = describeAction({ kind: "replace" }, violation.replacement);
  return [{ kind: "fix", title, contract, finding, edits: () => edits }];
}

function suggestionsOf(finding: Finding): SiteAction[] {
  const { suggestions, replacement } = finding.violation;
  const sound = suggestions.filter(({ edits }) => edits().length > 0);
  return sound.map(({ action, edits }) => {
    const what = describeAction(action, replacement);
    const title = `Review: ${what.charAt(0).toLowerCase()}${what.slice(1)}`;
    return { kind: "suggestion", title, contract: finding.contract, finding, edits };
  });
}

/** Offered where the file itself has something to fix, because nobody knows of the others before they are searched. */
function projectFixOf(findings: FileFindings, finding: Finding, { safeInProject }: ActionSetting): CommandAction[] {
  const { contract } = finding;
  if (fixableOf(findings, (each) => each.contract.id === contract.id).length === 0) return [];
  const safe = safeInProject?.(contract);
  const title = `Fix all of "${shortTitle(contract)}" in the project${safe === undefined ? "" : ` (${safe})`}…`;
  return [{ kind: "fix-project", title, contract, place: contractPlace(findings, finding) }];
}

/** One for each type and value, however many findings ask for it. */
function acrossFilesOf(
  findings: FileFindings,
  here: readonly Finding[],
  { filesAcross }: ActionSetting,
): readonly AcrossFilesAction[] {
  const found = here.flatMap((finding): readonly (readonly [string, AcrossFilesAction])[] => {
    const subject = subjectOf(finding);
    if (!subject) return [];
    const { contract } = finding;
    const files = filesAcross?.(contract, subject);
    const title = `${titleOf(subject)}${files === undefined ? "" : ` (${files} ${files === 1 ? "file" : "files"})`}…`;
    const place = contractPlace(findings, finding);
    return [[`${contract.id} ${subject.name}`, { kind: "across-files", title, contract, place, subject }]];
  });
  return [...new Map(found).values()];
}

function ignoreOf(findings: FileFindings, finding: Finding): SiteAction[] {
  const ruleId = ruleIdOf(finding);
  const ignore = ignoreHere(findings.document, ruleId, finding.violation.range[0]);
  if (!ignore) return [];
  const title = `Ignore ${ruleId} here, with a reason`;
  const { edit, caret } = ignore;
  return [
    {
      kind: "ignore",
      title,
      contract: finding.contract,
      finding,
      edits: () => [edit],
      ...(caret !== undefined && { caret }),
    },
  ];
}

/** A comment that disables a rule for a line. */
interface IgnoreComment {
  readonly edit: TextEdit;
  /** Where in the edit's text a person writes the reason; undefined where the comment has one. */
  readonly caret?: number;
}

/**
 * A comment above an offset's line that disables a rule for the line; undefined if no comment can be written there. It ends with `--`:
 * linters read that as part of the rule's name, so the comment counts only once a space and a reason follow.
 */
function ignoreHere({ text, parse }: Document, ruleId: string, offset: number): IgnoreComment | undefined {
  const line = lineStartBefore(text, offset);
  const merged = mergeWithDirective(text, line, ruleId);
  if (merged) return merged === "waits" ? undefined : merged;
  const tree = parse()?.program;
  const place = tree ? placeOf(tree, line, line + indentAt(text, line).length) : "code";
  if (place === "template") return undefined;
  const [open, close] = place === "jsx" ? ["{/* ", "*/}"] : ["// ", ""];
  const before = `${indentAt(text, line)}${open}eslint-disable-next-line ${ruleId} --`;
  return { edit: { range: [line, line], text: before + close + (/\r\n|\n|\r/.exec(text)?.[0] ?? "\n") }, caret: before.length };
}

/** Adds the rule to a directive that is already on the line above, because two directives would be hard to read. */
function mergeWithDirective(text: string, line: number, ruleId: string): IgnoreComment | "waits" | undefined {
  const end = line - (text.slice(Math.max(0, line - 2), line) === "\r\n" ? 2 : 1);
  if (end < 0) return undefined;
  const start = lineStartBefore(text, end);
  const above = text.slice(start, end);
  const directive = /^\s*(?:\{\s*)?(?:\/\/|\/\*)\s*eslint-disable-next-line\s+([\w@/.,\s-]*?)(?=\s+--|\s*\*\/|\s*$)/.exec(above);
  if (!directive || directive[1] === "") return undefined;
  const at = start + directive[0].length;
  const rest = above.slice(directive[0].length);
  // Such a comment waits for its reason already.
  if (/^\s+--\s*(?:\*|$)/.test(rest)) return "waits";
  const added = `, ${ruleId}`;
  if (/^\s+--/.test(rest)) return { edit: { range: [at, at], text: added } };
  const space = /^\s*(?=\*|$)/.exec(rest)?.[0].length ?? 0;
  const asking = `${added} --`;
  return { edit: { range: [at, at + space], text: asking }, caret: asking.length };
}

function indentAt(text: string, line: number): string {
  return /^[^\S\r\n\u2028\u2029]*/.exec(text.slice(line, line + 1_000))![0];
}

interface Node {
  readonly type: string;
  readonly range: Span;
}

/** What a new line before the offset would be part of, by the innermost node that begins before it. */
function placeOf(program: object, line: number, offset: number): "code" | "jsx" | "template" {
  let place: "code" | "jsx" | "template" = "code";
  for (let node: Node | undefined = program as Node; node; node = childAround(node, offset)) {
    if (node.type === "TemplateElement" && node.range[0] < line) place = "template";
    else if (node.range[0] === offset) continue;
    else if (node.type === "JSXElement" || node.type === "JSXFragment") place = isAmongChildren(node, offset) ? "jsx" : "code";
    else if (node.type === "JSXExpressionContainer") place = "code";
  }
  return place;
}

function isAmongChildren(node: Node, offset: number): boolean {
  const { openingElement, openingFragment, closingElement, closingFragment } = node as Node &
    Record<string, Node | null | undefined>;
  const opening = openingElement ?? openingFragment;
  const closing = closingElement ?? closingFragment;
  return opening != null && closing != null && opening.range[1] <= offset && offset <= closing.range[0];
}

function childAround(node: Node, offset: number): Node | undefined {
  for (const [key, value] of Object.entries(node)) {
    if (key === "parent" || typeof value !== "object" || value === null) continue;
    for (const child of (Array.isArray(value) ? value : [value]) as (Node | null)[])
      if (child && typeof child.type === "string" && child.range[0] <= offset && offset < child.range[1]) return child;
  }
  return undefined;
}

/** The rules whose violations count; all where none are given. */
export type ReviewedRules = readonly Finding["violation"]["rule"][];

/** What the contracts say of a change that something else wants to make. */
export interface ChangeReview {
  /** The violations that the change would bring. */
  readonly violations: readonly Finding[];
  /** The same change with their safe fixes on top, as edits of the document; undefined where one has none. */
  readonly instead: readonly TextEdit[] | undefined;
}

/** A change that something else wants to make. */
export interface ProposedChange {
  readonly edits: readonly TextEdit[];
  /** Parses the changed text. */
  readonly parse: (text: string) => ReturnType<Document["parse"]>;
  readonly rules?: ReviewedRules | undefined;
}

/** What the contracts say of a change, such as an import that is to be added; undefined where it adds no violation. */
export function reviewChange(
  workspace: Workspace,
  document: Document,
  { edits, parse, rules }: ProposedChange,
): ChangeReview | undefined {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0]);
  const text = applyTextEdits(document.text, sorted);
  const after = findingsOf(workspace, { path: document.path, text, version: {}, parse: () => parse(text) });
  if (!after) return undefined;
  const before = new Set(findingsOf(workspace, document)?.open.map((finding) => keyOf(finding, shiftBy(sorted))));
  const counts = ({ violation }: Finding): boolean => rules?.includes(violation.rule) ?? true;
  const violations = after.open.filter((finding) => counts(finding) && !before.has(keyOf(finding, (offset) => offset)));
  if (violations.length === 0) return undefined;
  const isSafe = violations.every(isFixable);
  return { violations, instead: isSafe ? textChanges(document.text, applyTextEdits(text, after.fixAll(violations))) : undefined };
}

function keyOf({ violation }: Finding, at: (offset: number) => number): string {
  return `${violation.contract}/${violation.rule} ${at(violation.range[0])}`;
}

/** Where an offset of the text lies after the edits. */
function shiftBy(edits: readonly TextEdit[]): (offset: number) => number {
  return (offset) =>
    edits
      .filter(({ range }) => range[1] <= offset)
      .reduce((at, { range, text }) => at + text.length - (range[1] - range[0]), offset);
}
