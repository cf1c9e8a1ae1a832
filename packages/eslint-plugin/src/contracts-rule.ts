import type { TSESLint } from "@typescript-eslint/utils";
import { RuleCreator } from "@typescript-eslint/utils/eslint-utils";
import type { Problem } from "@godwit/core/contracts";
import { isOwned } from "./compiled-rules.js";
import { ruleUrl } from "./create-rule.js";
import { physicalPath } from "./session.js";

/** The option that `migrations()` passes to `godwit/contracts`: the problems of the contract files. */
export interface ContractProblems {
  readonly root: string;
  readonly problems: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
}

/** Reports the problems of contract files at the start of each linted file, so that a broken contract is never silent. */
export const contractsRule: TSESLint.RuleModule<"problem", [ContractProblems?]> = RuleCreator(ruleUrl)<
  [ContractProblems?],
  "problem"
>({
  name: "contracts",
  meta: {
    type: "problem",
    docs: { description: "report the problems of contract files" },
    schema: [
      {
        type: "object",
        additionalProperties: false,
        required: ["root", "problems"],
        properties: {
          root: { type: "string" },
          problems: {
            type: "array",
            items: {
              type: "object",
              additionalProperties: false,
              required: ["file", "line", "column", "message"],
              properties: {
                file: { type: "string" },
                line: { type: "integer" },
                column: { type: "integer" },
                message: { type: "string" },
              },
            },
          },
        },
      },
    ],
    defaultOptions: [],
    messages: { problem: "{{file}}:{{line}}:{{column}} {{message}}" },
  },
  create(context) {
    const [found] = context.options;
    if (!found || !isOwned(found.root, physicalPath(context))) return {};
    return {
      Program() {
        for (const problem of found.problems) {
          context.report({ loc: { line: 1, column: 0 }, messageId: "problem", data: { ...problem } });
        }
      },
    };
  },
});

/** The problems of contract files as the text of an error. */
export function describeProblems(problems: readonly Problem[]): string {
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
  return [`godwit found ${lines.length === 1 ? "a problem" : `${lines.length} problems`} in its contracts:`, ...lines].join("\n");
}

/** One problem of a contract file in one line. */
export function describeProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column} ${message}`;
}
