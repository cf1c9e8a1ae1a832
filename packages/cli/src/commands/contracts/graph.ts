import type { ContractStatus } from "@godwit/project";
import { writeOutputs } from "../../files/outputs.js";
import { requireProject } from "../../project.js";
import { type Graph, renderDot, renderMermaid } from "../../reporters/document/graph.js";
import { printable, printableData } from "../../reporters/printable.js";
import type { CommandPlace } from "../../terminal.js";
import { UsageError } from "../../failure.js";
import type { OptionsOf } from "../../tables/define-command.js";
import type { contractsGraphCommand } from "../../tables/contracts.js";

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

/** A contract as a graph shows it. */
interface GraphContract extends Pick<ContractStatus, "id" | "title" | "status" | "risk" | "dependsOn"> {
  readonly track?: string | null | undefined;
}

const KINDS = [
  { name: "critical", colour: "#b3261e" },
  { name: "high", colour: "#c77700" },
  { name: "medium", colour: "#0b62c1" },
  { name: "low", colour: "#5c6570" },
] as const;
const SHAPES = { complete: "round", planned: "slanted", active: "box" } as const;

/** Which contract waits for which: an arrow leads to what waits. An edge to a contract that is not shown is left out. */
export function contractsGraph(contracts: readonly GraphContract[]): Graph {
  const names = new Map(contracts.map(({ id }, index) => [id, `c${index + 1}`]));
  return {
    name: "contracts",
    nodes: contracts.map(({ id, title, status, track, risk }) => ({
      ...{ id: names.get(id)!, lines: [id, title], shape: SHAPES[status] },
      ...{ kind: status === "complete" ? undefined : risk, group: track ?? undefined },
    })),
    edges: contracts.flatMap(({ id, dependsOn }) =>
      [...new Set(dependsOn)].flatMap((other) => (names.has(other) ? [{ from: names.get(other)!, to: names.get(id)! }] : [])),
    ),
    kinds: KINDS,
  };
}
