import type { ExampleResult } from "@godwit/project";
import { type Colours, counted } from "../terminal.js";
import { printable, printableLines } from "./printable.js";

/** The examples that do not hold, and how many do. */
export function renderResults(results: readonly ExampleResult[], contracts: number, colours: Colours): string {
  if (results.length === 0)
    return `○ ${contracts === 1 ? "The contract has" : `The ${contracts} contracts have`} no example yet. A block \`\`\`ts before=src/a.ts and one \`\`\`ts after below the front matter are one.\n`;
  const failed = results.filter(({ failure }) => failure !== null);
  const lines = failed.flatMap(({ file, line, failure }) => [
    `${colours.bold(`${printable(file)}:${line}`)}  ${colours.red("the example")} ${printable(failure!.split("\n")[0]!)}`,
    ...printableLines(failure!)
      .split("\n")
      .slice(1)
      .map((each) => `  ${each.startsWith("+") ? colours.green(each) : each.startsWith("-") ? colours.red(each) : each}`),
    "",
  ]);
  const total = `${counted(results.length, "example")} of ${counted(contracts, "contract")}`;
  lines.push(
    failed.length > 0
      ? colours.red(`✖ ${failed.length} of ${total} ${failed.length === 1 ? "does" : "do"} not hold`)
      : colours.green(`✔ ${total} ${results.length === 1 ? "holds" : "hold"}`),
  );
  return `${lines.join("\n")}\n`;
}
