import type { Risk, Status } from "@godwit/contracts";

/** A contract as a graph shows it. */
export interface GraphContract {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly track?: string | null | undefined;
  readonly risk: Risk;
  readonly dependsOn: readonly string[];
}

const COLOURS = { critical: "#b3261e", high: "#c77700", medium: "#0b62c1", low: "#5c6570" } as const;
const RISKS: readonly Risk[] = ["critical", "high", "medium", "low"];

/** Which contract waits for which as a Mermaid flowchart: an arrow leads to what waits. */
export function renderContractsMermaid(contracts: readonly GraphContract[]): string {
  const { nameOf, edges, tracks } = graphOf(contracts);
  const node = ({ id, title, status }: GraphContract): string => {
    const text = `"${mermaidText(id)}<br/>${mermaidText(title)}"`;
    return status === "complete"
      ? `${nameOf(id)}([${text}])`
      : status === "planned"
        ? `${nameOf(id)}[/${text}/]`
        : `${nameOf(id)}[${text}]`;
  };
  const lines = [
    "flowchart LR",
    ...tracks.flatMap(([track, own], index) =>
      track === null
        ? own.map((contract) => `  ${node(contract)}`)
        : [`  subgraph t${index + 1} ["${mermaidText(track)}"]`, ...own.map((contract) => `    ${node(contract)}`), "  end"],
    ),
    ...edges.map(([from, to]) => `  ${from} --> ${to}`),
    ...RISKS.flatMap((risk) => {
      const own = contracts
        .filter((contract) => contract.risk === risk && contract.status !== "complete")
        .map(({ id }) => nameOf(id));
      return own.length === 0
        ? []
        : [`  classDef ${risk} stroke:${COLOURS[risk]},stroke-width:2px`, `  class ${own.join(",")} ${risk}`];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for Graphviz. */
export function renderContractsDot(contracts: readonly GraphContract[]): string {
  const { nameOf, edges, tracks } = graphOf(contracts);
  const style = { complete: "rounded", planned: "dashed", active: "solid" } as const;
  const node = ({ id, title, status, risk }: GraphContract): string =>
    `${nameOf(id)} [label=${dotText(`${id}\n${title}`)}, style=${style[status]}, color="${COLOURS[risk]}"];`;
  const lines = [
    "digraph contracts {",
    "  rankdir=LR;",
    "  node [shape=box, fontname=sans-serif];",
    ...tracks.flatMap(([track, own], index) =>
      track === null
        ? own.map((contract) => `  ${node(contract)}`)
        : [
            `  subgraph cluster_${index + 1} {`,
            `    label=${dotText(track)};`,
            ...own.map((contract) => `    ${node(contract)}`),
            "  }",
          ],
    ),
    ...edges.map(([from, to]) => `  ${from} -> ${to};`),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

interface Graph {
  nameOf(id: string): string;
  readonly edges: readonly (readonly [from: string, to: string])[];
  /** The contracts of each track; those without one are last. */
  readonly tracks: readonly (readonly [track: string | null, contracts: readonly GraphContract[]])[];
}

/** Names that no language of graphs has a meaning for; an edge to a contract that is not shown is left out. */
function graphOf(contracts: readonly GraphContract[]): Graph {
  const names = new Map(contracts.map(({ id }, index) => [id, `c${index + 1}`]));
  const edges = contracts.flatMap(({ id, dependsOn }) =>
    [...new Set(dependsOn)].flatMap((other) => (names.has(other) ? [[names.get(other)!, names.get(id)!] as const] : [])),
  );
  const tracks = [...new Set(contracts.map(({ track }) => track ?? null))].sort(
    (a, b) => Number(a === null) - Number(b === null),
  );
  return {
    nameOf: (id) => names.get(id)!,
    edges,
    tracks: tracks.map((track) => [track, contracts.filter((contract) => (contract.track ?? null) === track)]),
  };
}

/** Mermaid takes entities in quoted text, with `#` for `&`. */
function mermaidText(text: string): string {
  return text.replaceAll(/[&<>"'#`\\;{}[\]()|]/g, (sign) => `#${sign.charCodeAt(0)};`);
}

function dotText(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
