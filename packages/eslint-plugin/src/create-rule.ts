import { type RuleContext, type RuleDescription, ruleOptionSchema } from "@godwit/core/contracts";
import { describeViolation, ruleDocs } from "@godwit/core/engine";
import type { TSESLint } from "@typescript-eslint/utils";
import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import { compileRule, isOwned, rootOf } from "./compiled-rules.js";
import { type HostContext, MESSAGES, type MessageId, type RuleHost, listen } from "./listen.js";
import { toSourceFile } from "./source-file.js";

/** ESLint: a rule gets the contract's part and what is around it as options, which ESLint's cache sees. */
const eslintHost: RuleHost<[unknown?, RuleContext?]> = {
  obeys: (comment) => comment !== "oxlint-disable",
  describe: describeViolation,
  toSourceFile,
  fixesReported: "each",
  offersAlone: true,
  select({ id, options: [option, around], cwd, sourceCode }, file) {
    const name = id.slice(id.lastIndexOf("/") + 1);
    const root = around?.root ?? rootOf(file, cwd);
    const isForeign = (): boolean => around?.root !== undefined && !isOwned(root, file);
    try {
      const compiled = compileRule({ rule: name, option, context: around, id, root });
      // Most files end here, so the cheapest check comes first.
      if (!compiled.mayConcern(file, sourceCode.text) || isForeign()) return [];
      return [{ root, compiled, baseline: around?.baseline }];
    } catch (error) {
      if (isForeign()) return [];
      throw error;
    }
  },
};

const define = RuleCreator(ruleUrl);

/** A rule as an ESLint rule: it compiles its option, and reports its part of the file's one analysis. */
export function createRule(description: RuleDescription): TSESLint.RuleModule<MessageId, [unknown?, RuleContext?]> {
  const { name } = description;
  const { description: purpose, best = "fix" } = ruleDocs(name);
  const create = (context: HostContext<[unknown?, RuleContext?]>): TSESLint.RuleListener => listen(context, eslintHost);
  const rule = define<[unknown?, RuleContext?], MessageId>({
    name,
    meta: {
      type: "suggestion",
      docs: { description: purpose },
      ...(best === "fix" && { fixable: "code" as const }),
      hasSuggestions: best !== "hint",
      schema: [ruleOptionSchema(description), RULE_CONTEXT_SCHEMA] as never,
      defaultOptions: [],
      messages: MESSAGES,
    },
    create,
  });
  // RuleCreator's own `create` clones the options for each rule and file; these rules use them as they are.
  return { ...rule, create };
}

const text = { type: "string" };
const texts = { type: "array", items: text };

/** JSON Schema of a rule's second option, the contract around it. */
const RULE_CONTEXT_SCHEMA = {
  type: "object",
  additionalProperties: false,
  properties: {
    id: text,
    root: text,
    order: { type: "integer" },
    imports: { type: "object", additionalProperties: text },
    bound: texts,
    scope: {
      type: "object",
      additionalProperties: {
        anyOf: [
          text,
          texts,
          {
            type: "object",
            additionalProperties: false,
            required: ["from"],
            properties: { from: { anyOf: [text, texts] }, type: text },
          },
        ],
      },
    },
    components: { type: "object" },
    bridges: texts,
    files: texts,
    ignores: texts,
    title: text,
    why: text,
    links: texts,
    hash: text,
    baseline: text,
  },
};

/** The page of a rule. */
export function ruleUrl(rule: string): string {
  return `https://github.com/godwit-dev/godwit/blob/main/docs/rules/${rule}.md`;
}
