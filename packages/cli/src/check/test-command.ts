import path from "node:path";
import { quoteWord, readSource } from "@godwit/project";

/** How each runner is told from a test's text, and called. */
const RUNNERS: readonly (readonly [RegExp, string])[] = [
  [/["']vitest["']|\bvi\.(?:mock|fn|spyOn)\b/u, "npx vitest run"],
  [/\bjest\./u, "npx jest"],
  [/["']node:test["']/u, "node --test"],
];

/** A command line that a person reads. */
const MOST_FILES = 10;

/** The command that runs some tests (relative to the root); null where no runner is known. */
export function commandForTests(root: string, tests: readonly string[]): string | null {
  const [first] = tests;
  const read = first === undefined ? undefined : readSource(path.join(root, first));
  const runner = read?.kind === "text" ? RUNNERS.find(([shown]) => shown.test(read.text))?.[1] : undefined;
  if (runner === undefined) return null;
  return tests.length > MOST_FILES ? runner : [runner, ...tests.map(quoteWord)].join(" ");
}
