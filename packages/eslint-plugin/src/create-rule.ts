import { ruleOptionSchema, type RuleContext, type RuleDescription } from "@godwit/contracts";
import {
  describeAction,
  describeReplacement,
  describeViolation,
  ruleDocs,
  type CompiledRule,
  type TextEdit,
  type Violation,
} from "@godwit/engine";
import type { TSESLint } from "@typescript-eslint/utils";
import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import { compileRule, isOwned, rootOf } from "./compiled-rules.js";
import { RULE_CONTEXT_SCHEMA } from "./rule-context-schema.js";
import { ruleUrl } from "./rule-url.js";
import { physicalPath, sessionOf, type Session } from "./session.js";

type Options = [unknown?, RuleContext?];
type MessageId = "violation" | "suggestion" | "alone" | "failed";
type Context = Readonly<TSESLint.RuleContext<MessageId, Options>>;

const define = RuleCreator(ruleUrl);

/** A rule as an ESLint rule: it compiles its option, and reports its part of the file's one analysis. */
export function createRule(description: RuleDescription): TSESLint.RuleModule<MessageId, Options> {
  const { name } = description;
  const { description: purpose, best = "fix" } = ruleDocs(name);
  const rule = define<Options, MessageId>({
    name,
    meta: {
      type: "suggestion",
      docs: { description: purpose },
      ...(best === "fix" && { fixable: "code" as const }),
      hasSuggestions: best !== "hint",
      schema: [ruleOptionSchema(description), RULE_CONTEXT_SCHEMA] as never,
      defaultOptions: [],
      messages: {
        violation: "{{message}}",
        suggestion: "{{title}}",
        alone: "Fix this one only.",
        failed: "godwit could not check this file: {{message}}",
      },
    },
    create: (context) => createListener(name, context),
  });
  // RuleCreator's own `create` clones the options for each rule and file; these rules use them as they are.
  return { ...rule, create: (context) => createListener(name, context) };
}

function createListener(name: string, context: Context): TSESLint.RuleListener {
  const file = physicalPath(context);
  const [option, around] = context.options;
  const root = around?.root ?? rootOf(file, context.cwd);
  const isForeign = (): boolean => around?.root !== undefined && !isOwned(root, file);
  let compiled: CompiledRule;
  try {
    compiled = compileRule({ rule: name, option, context: around, id: context.id, root });
    // Most files end here, so the cheapest check comes first.
    if (!compiled.mayConcern(file, context.sourceCode.text) || isForeign()) return {};
  } catch (error) {
    return isForeign() ? {} : { Program: () => reportFailure(context, error) };
  }
  const session = sessionOf(context, file);
  session.register(root, compiled, around?.baseline);
  return {
    Program: () => {
      try {
        for (const violation of session.violationsOf(root, compiled)) report(context, violation, session);
      } catch (error) {
        reportFailure(context, error);
      }
    },
  };
}

/** Reports an error in an option, or in godwit, once in this file; the other rules and files are still linted. */
function reportFailure(context: Context, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  context.report({ loc: { line: 1, column: 0 }, messageId: "failed", data: { message } });
}

function report(context: Context, violation: Violation, session: Session): void {
  const { sourceCode } = context;
  const [start, end] = violation.range;
  context.report({
    loc: { start: sourceCode.getLocFromIndex(start), end: sourceCode.getLocFromIndex(end) },
    messageId: "violation",
    data: {
      message: describeViolation(violation),
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
  if (violation.disabled || violation.level !== "fix") return { fix: null, suggest: suggestions };
  const all = session.fixAllBy(violation);
  const own: TSESLint.ReportFixFunction = (fixer) => applied(fixer, violation.fix() ?? []);
  if (!all)
    return { fix: (fixer) => behindCarrier(fixer, own(fixer) as TSESLint.RuleFix[], session, length), suggest: suggestions };
  // Because it begins at 0, it wins over every other fix of this pass, and it contains all of them.
  const carrier: TSESLint.ReportFixFunction = (fixer) => [fixer.insertTextBeforeRange([0, 0], ""), ...applied(fixer, all)];
  return { fix: carrier, suggest: [{ messageId: "alone", fix: own }, ...suggestions] };
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
