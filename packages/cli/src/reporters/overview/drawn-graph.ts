import * as library from "@dagrejs/dagre";
import { line } from "d3-shape";
import type { ReportContract } from "../../report/overview-report.js";
import { attribute } from "./burn-down.js";
import { html, type Html } from "./html.js";

const NODE_HEIGHT = 44;
const LETTER = 7.6;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** What is used of dagre, whose own types name files without their extension, which Node's resolution does not find. */
interface LayoutGraph {
  setGraph(settings: Readonly<Record<string, unknown>>): void;
  setDefaultEdgeLabel(label: () => object): void;
  setNode(id: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string): void;
  graph(): { readonly width?: number; readonly height?: number };
  edges(): readonly Edge[];
  edge(edge: Edge): { readonly points: readonly Point[] };
  node(id: string): Placed;
}

const dagre = library as unknown as {
  readonly graphlib: { readonly Graph: new () => LayoutGraph };
  layout(graph: LayoutGraph): void;
};

interface Edge {
  readonly v: string;
  readonly w: string;
}

interface Placed extends Point {
  readonly width: number;
  readonly height: number;
}

/** Which contract waits for which, drawn from left to right; each leads to its part of the page. */
export function drawnGraph(contracts: readonly ReportContract[]): Html {
  const ids = new Set(contracts.map(({ id }) => id));
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "LR", nodesep: 16, ranksep: 56, marginx: 8, marginy: 8 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of contracts) graph.setNode(id, { width: Math.max(90, id.length * LETTER + 24), height: NODE_HEIGHT });
  for (const { id, dependsOn } of contracts) for (const other of dependsOn) if (ids.has(other)) graph.setEdge(other, id);
  dagre.layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  const path = line<Point>(
    ({ x }) => x,
    ({ y }) => y,
  );
  const edges = graph.edges().map((edge) => graph.edge(edge).points);
  return html`<svg
    class="graph"
    width="${attribute(width)}"
    height="${attribute(height)}"
    viewBox="0 0 ${attribute(width)} ${attribute(height)}"
    role="group"
    aria-label="Which contract waits for which"
  >
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">
        <path class="arrow" d="M0 0 8 4 0 8z" />
      </marker>
    </defs>
    ${edges.map((points) => html`<path class="edge" marker-end="url(#arrow)" d="${path(points)!}" />`)}
    ${contracts.map((contract) => node(contract, graph.node(contract.id)))}
  </svg>`;
}

function node({ id, done, left, isLate, blockedBy, status, risk }: ReportContract, { x, y, width, height }: Placed): Html {
  const state = done ? "done" : isLate ? "late" : blockedBy.length > 0 ? "blocked" : status;
  const words = done ? "done" : `${left.toLocaleString("en-US")} left, ${state === "active" ? `${risk} risk` : state}`;
  return html`<a href="#contract-${id}" aria-label="${id}: ${words}"
    ><rect
      class="node ${state}"
      x="${attribute(x - width / 2)}"
      y="${attribute(y - height / 2)}"
      width="${attribute(width)}"
      height="${attribute(height)}"
      rx="6"
    /><text class="node-name" text-anchor="middle" x="${attribute(x)}" y="${attribute(y - 3)}">${id}</text
    ><text class="node-words" text-anchor="middle" x="${attribute(x)}" y="${attribute(y + 13)}">${words}</text></a
  >`;
}
