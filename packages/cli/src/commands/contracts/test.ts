import type { ExampleResult } from "@godwit/project";
import { testContract } from "../../contracts/compile-draft.js";
import { requireProject, sayProblem, selectContracts } from "../../project.js";
import { printable, printableJson, printableLines } from "../../reporters/printable.js";
import { type Colours, type CommandPlace, coloursFor, counted } from "../../terminal.js";
import type { OptionsOf } from "../../tables/define-command.js";
import type { contractsTestCommand } from "../../tables/contracts.js";

/** Runs the examples of the contracts' prose; exit code 1 if one fails. */
export function runContractsTest(
  { cwd, terminal }: CommandPlace,
  { contract: ids = [], format }: OptionsOf<typeof contractsTestCommand>,
): number {
  const project = requireProject(cwd);
  // Those of packages were tested where they were packed: their examples have the paths of another repository.
  const contracts = selectContracts(project, ids).filter(({ contract }) => !contract.package);
  const results = contracts.flatMap((each) => testContract(project, each));
  const errors = project.problems.filter(({ severity }) => severity === "error");
  if (format === "json") terminal.out(printableJson({ version: 1, examples: results, problems: errors }));
  else if (contracts.length > 0) terminal.out(renderResults(results, contracts.length, coloursFor(terminal.hasColour)));
  else if (errors.length === 0) terminal.out("○ There is no contract of this repository to test.\n");
  const unnamed = project.problems.filter(
    ({ code, file }) => code === "unnamed-example" && contracts.some(({ contract }) => contract.file === file),
  );
  if (format !== "json") for (const problem of unnamed) terminal.err(`${printable(sayProblem(problem))}\n`);
  if (errors.length > 0) {
    if (format !== "json") terminal.err(`${counted(errors.length, "error")} in contract files. See: godwit contracts validate\n`);
    return 2;
  }
  return unnamed.length > 0 || results.some(({ failure }) => failure !== null) ? 1 : 0;
}

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
