import { writeOutputs } from "../files/outputs.js";
import { requireProject } from "../project.js";
import { contractsGraph } from "../reporters/contracts-graph.js";
import { renderDot, renderMermaid } from "../reporters/document/graph.js";
import { printable, printableData } from "../reporters/printable.js";
import type { CommandPlace } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { contractsGraphCommand } from "../tables/contracts.js";

type ContractsGraphOptions = OptionsOf<typeof contractsGraphCommand>;

/** Prints which contract waits for which; the exit code is 2 where a contract has errors, since its arrows may be missing. */
export function runContractsGraph({ cwd, terminal }: CommandPlace, { format, output }: ContractsGraphOptions): number {
  const { contracts, problems } = requireProject(cwd);
  const errors = problems.filter(({ severity }) => severity === "error");
  const circle = errors.find(({ code }) => code === "dependency-cycle");
  if (circle) throw new UsageError(`${circle.file}:${circle.line}:${circle.column} ${circle.message} Nothing was drawn.`);
  const drawn = printableData(
    contracts.map(({ contract: { id, title, status, track, risk, dependsOn } }) => ({
      id,
      title,
      status,
      track,
      risk,
      dependsOn,
    })),
  );
  const render = (): string => (format === "dot" ? renderDot : renderMermaid)(contractsGraph(drawn));
  const isWritten = writeOutputs([{ format, file: output }], render, { cwd, terminal });
  for (const { file, line, column, message } of errors) terminal.err(`${printable(`${file}:${line}:${column} ${message}`)}\n`);
  return isWritten && errors.length === 0 ? 0 : 2;
}
