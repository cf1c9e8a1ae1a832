import { describeOrigin, originOf } from "@godwit/project";
import { printableData, printableJson } from "../../reporters/printable.js";
import type { Line } from "../../reporters/document/document.js";
import { renderTerminal } from "../../reporters/document/render-terminal.js";
import { countProblems, renderProblemLines } from "./validate.js";
import { requireProject } from "../../project.js";
import { coloursFor, type CommandPlace, lookOf } from "../../terminal.js";
import type { OptionsOf } from "../../tables/define-command.js";
import type { contractsListCommand } from "../../tables/contracts.js";

/** Prints a table of the contracts, in dependency order. */
export function runContractsList({ cwd, terminal }: CommandPlace, { format }: OptionsOf<typeof contractsListCommand>): number {
  const project = requireProject(cwd);
  const contracts = project.contracts.map(({ contract }) => contract);
  const errors = project.problems.filter(({ severity }) => severity === "error");
  if (format === "json") {
    const list = contracts.map((contract) => {
      const { id, title, status, risk, track, owner, due, dependsOn, file, rules } = contract;
      return {
        ...{ id, title, status, risk, track: track ?? null, owner: owner ?? null, due: due ?? null },
        ...{ dependsOn, file, rules: Object.keys(rules) },
        ...originOf(contract),
      };
    });
    terminal.out(printableJson({ version: 1, contracts: list, problems: errors }));
    return errors.length > 0 ? 2 : 0;
  }
  const colours = coloursFor(terminal.hasColour);
  const rows = contracts.map((contract): Line[] => {
    const { id, status, risk, due = "", rules, dependsOn, title } = contract;
    const origin = contract.package ? describeOrigin(originOf(contract)) : "";
    return [[{ code: id }], status, risk, due, Object.keys(rules).join(" "), dependsOn.join(" "), title, origin];
  });
  const head = ["contract", "status", "risk", "due", "rules", "after", "title", ""];
  const look = { ...lookOf(terminal, undefined), margin: "" };
  if (rows.length > 0) terminal.out(renderTerminal(printableData([{ kind: "table", head, rows }]), look));
  if (errors.length > 0)
    terminal.err(`${[...renderProblemLines(errors, colours), `${countProblems(errors)} in contract files`].join("\n")}\n`);
  return errors.length > 0 ? 2 : 0;
}
