import { testContract } from "../contracts/compile-draft.js";
import { requireProject, selectContracts } from "../project.js";
import { renderResults } from "../reporters/examples.js";
import { printableJson } from "../reporters/printable.js";
import { coloursFor, type CommandPlace, counted } from "../terminal.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { contractsTestCommand } from "../tables/contracts.js";

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
  else terminal.out(renderResults(results, contracts.length, coloursFor(terminal.hasColour)));
  if (errors.length > 0) {
    if (format !== "json") terminal.err(`${counted(errors.length, "error")} in contract files. See: godwit contracts validate\n`);
    return 2;
  }
  return results.some(({ failure }) => failure !== null) ? 1 : 0;
}
