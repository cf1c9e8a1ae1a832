import type { Risk, Status } from "@godwit/core/contracts";
import type { Graph } from "./document/graph.js";

/** A contract as a graph shows it. */
export interface GraphContract {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly track?: string | null | undefined;
  readonly risk: Risk;
  readonly dependsOn: readonly string[];
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
