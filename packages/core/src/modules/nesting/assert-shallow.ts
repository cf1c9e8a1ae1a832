import { SourceSyntaxError } from "../parsed-source.js";
import { NestingScanner } from "./scanner.js";

/**
 * 500 brackets in each other, or a chain of 2,000 operators. The native parser's thread ends with the process at 970 to 5,000 brackets,
 * depending on their kind, and recursion in JavaScript ends at about 2,500 links. The deepest file of public repositories has 1/4 of it.
 */
const LIMIT = 2_000;

/** Throws `SourceSyntaxError` for a text that is nested too deeply for a parser, which would end the process. */
export function assertShallow(file: string, text: string): void {
  // Nothing so short is too deep: `<(=` costs most, and twelve of them are let through.
  if (text.length <= 36) return;
  const offset = new NestingScanner(text, LIMIT, !/\.[cm]?ts$/u.test(file)).findTooDeep();
  if (offset === undefined) return;
  const before = text.slice(0, offset).split("\n");
  throw new SourceSyntaxError(
    "brackets, operators or statements are nested too deeply here.",
    before.length,
    before.at(-1)!.length + 1,
  );
}
