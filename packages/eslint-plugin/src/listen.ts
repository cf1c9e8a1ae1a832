import { type CompiledRule, type TextEdit, type Violation, describeAction, describeReplacement } from "@godwit/core/engine";
import { describeMany, settingsProblems } from "@godwit/project";
import type { TSESLint } from "@typescript-eslint/utils";
import { engineFor } from "./compiled-rules.js";
import { type Session, type SessionHost, physicalPath, sessionOf } from "./session.js";

/** The texts of a rule's reports. */
export const MESSAGES = {
  violation: "{{message}}",
  suggestion: "{{title}}",
  alone: "Fix this one only.",
  held: "Fix it all the same, though {{reason}} ({{by}}).",
  failed: "godwit could not check this file: {{message}}",
  settings: "{{file}}: {{message}}",
};

/** The name of one of those texts. */
export type MessageId = keyof typeof MESSAGES;

/** The context of a rule, with options as its linter's config has them. */
export type HostContext<Options extends readonly unknown[]> = Readonly<TSESLint.RuleContext<MessageId, Options>>;

/** A contract's rule to be run in one file. */
export interface RuleInFile {
  readonly root: string;
  readonly compiled: CompiledRule;
  /** The path in the root of the baseline that applies; undefined if none does. */
  readonly baseline?: string | undefined;
}

/** What differs between the linters that run the rules. */
export interface RuleHost<Options extends readonly unknown[]> extends SessionHost {
  /** What one of the linter's rules runs in the file. Throws what is wrong in the config. */
  select(context: HostContext<Options>, file: string): readonly RuleInFile[];
  /** The message of a violation. */
  describe(violation: Violation): string;
}

/** What a linter's rule does in a file: it reports its part of the file's one analysis. */
export function listen<Options extends readonly unknown[]>(
  context: HostContext<Options>,
  host: RuleHost<Options>,
): TSESLint.RuleListener {
  // A block of a README that a processor makes a file of: no baseline knows it, and `check` reads no Markdown.
  if (context.filename !== context.physicalFilename) return {};
  const file = physicalPath(context);
  let selected: readonly RuleInFile[];
  try {
    selected = host.select(context, file);
    if (selected.length === 0) return {};
  } catch (error) {
    return { Program: () => reportFailure(context, error) };
  }
  const session = sessionOf(context, file, host);
  for (const { root, compiled, baseline } of selected) session.register(root, compiled, baseline);
  return {
    Program: () => {
      try {
        for (const { root, compiled } of selected)
          for (const [violation, count] of session.listedOf(root, compiled))
            report(context, describeMany(describe(violation, host, session), count), violation, session);
        for (const root of new Set(selected.map((each) => each.root))) reportSettings(context, root, { file, session });
      } catch (error) {
        reportFailure(context, error);
      }
    },
  };
}

/** The message, with why a safe fix is not written: a terminal shows nothing else. */
function describe<Options extends readonly unknown[]>(violation: Violation, host: RuleHost<Options>, session: Session): string {
  const held = session.heldBack(violation);
  return held ? `${host.describe(violation)} (not fixed: in ${held.by} ${held.reason})` : host.describe(violation);
}

/** Reports what is wrong with files of settings, each in one of the linted files: they are known once the file's rules have asked for them. */
function reportSettings<Options extends readonly unknown[]>(
  context: HostContext<Options>,
  root: string,
  { file, session }: { readonly file: string; readonly session: Session },
): void {
  for (const problem of settingsProblems(engineFor(root)))
    if (isFirstToSay(`${root}\0${problem.file}\0${problem.message}`, file) && session.isNews(`${root}\0${problem.file}`))
      context.report({ loc: { line: 1, column: 0 }, messageId: "settings", data: { ...problem } });
}

/** Reports an error in an option, or in godwit, once in this file; the other rules and files are still linted. */
function reportFailure<Options extends readonly unknown[]>(context: HostContext<Options>, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  context.report({ loc: { line: 1, column: 0 }, messageId: "failed", data: { message } });
}

function report<Options extends readonly unknown[]>(
  context: HostContext<Options>,
  message: string,
  violation: Violation,
  session: Session,
): void {
  const { sourceCode } = context;
  const [start, end] = violation.range;
  context.report({
    loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
    messageId: "violation",
    data: {
      message,
      contract: violation.contract,
      replacement: violation.replacement === null ? "" : describeReplacement(violation.replacement),
      reason: violation.reason ?? "",
    },
    ...editsOf(violation, session, sourceCode.text.length),
  });
}

function editsOf(
  violation: Violation,
  session: Session,
  length: number,
): Pick<TSESLint.ReportDescriptor<MessageId>, "fix" | "suggest"> {
  const suggestions = violation.suggestions.map((suggestion) => ({
    messageId: "suggestion" as const,
    data: { title: describeAction(suggestion.action, violation.replacement) },
    fix: apply(() => suggestion.edits()),
  }));
  const own: TSESLint.ReportFixFunction = (fixer) => applied(fixer, violation.fix() ?? []);
  const held = session.heldBack(violation);
  if (held) return { fix: null, suggest: [{ messageId: "held", data: { ...held }, fix: own }, ...suggestions] };
  if (!session.isFixable(violation)) return { fix: null, suggest: suggestions };
  const all = session.fixAllBy(violation);
  if (!all)
    return { fix: (fixer) => behindCarrier(fixer, own(fixer) as TSESLint.RuleFix[], session, length), suggest: suggestions };
  // Because it begins at 0, it wins over every other fix of this pass, and it contains all of them.
  const carrier: TSESLint.ReportFixFunction = (fixer) => [fixer.insertTextBeforeRange([0, 0], ""), ...applied(fixer, all)];
  return { fix: carrier, suggest: [...(session.offersAlone ? [{ messageId: "alone" as const, fix: own }] : []), ...suggestions] };
}

/** If several fixes begin at 0, ESLint applies the one that ends first, so the others are extended beyond the carrier's end. */
function behindCarrier(
  fixer: TSESLint.RuleFixer,
  fixes: TSESLint.RuleFix[],
  session: Session,
  length: number,
): TSESLint.RuleFix[] {
  const end = Math.min(length, session.carrierEnd() + 1);
  if (fixes[0]?.range[0] !== 0 || fixes.at(-1)!.range[1] >= end) return fixes;
  return [...fixes, fixer.insertTextAfterRange([end, end], "")];
}

function apply(edits: () => readonly TextEdit[]): TSESLint.ReportFixFunction {
  return (fixer) => applied(fixer, edits());
}

function applied(fixer: TSESLint.RuleFixer, edits: readonly TextEdit[]): TSESLint.RuleFix[] {
  return edits.map(({ range, text }) => fixer.replaceTextRange([range[0], range[1]], text));
}

const said = new Map<string, string>();

/** Whether something that is not about one file is to be said in this one: in the first file that asks, and there always. */
export function isFirstToSay(text: string, file: string): boolean {
  const first = said.get(text) ?? file;
  said.set(text, first);
  return first === file;
}
