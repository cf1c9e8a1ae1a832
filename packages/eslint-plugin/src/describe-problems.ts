import type { Problem } from "@godwit/core/contracts";

/** The problems of contract files as the text of an error. */
export function describeProblems(problems: readonly Problem[]): string {
  const lines = problems.map((problem) => `  ${describeProblem(problem)}`);
  return [`godwit found ${lines.length === 1 ? "a problem" : `${lines.length} problems`} in its contracts:`, ...lines].join("\n");
}

/** One problem of a contract file in one line. */
export function describeProblem({ file, line, column, message }: Problem): string {
  return `${file}:${line}:${column} ${message}`;
}
