/** A graph as data, from which Mermaid and Graphviz are made. */
export interface Graph {
  readonly name: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
  /** Kinds of nodes with a colour, such as a risk. */
  readonly kinds: readonly { readonly name: string; readonly colour: string }[];
}

/** A node; `id` is a word that no language of graphs has a meaning for. */
export interface GraphNode {
  readonly id: string;
  /** One line below the other. */
  readonly lines: readonly string[];
  readonly shape: keyof typeof SHAPES;
  /** One of the graph's kinds. */
  readonly kind?: string | undefined;
  /** The nodes of a group are drawn in a frame. */
  readonly group?: string | undefined;
}

interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
}

/** How a node is drawn: its brackets in Mermaid, its style in Graphviz. */
const SHAPES = {
  box: { before: "[", after: "]", style: "solid" },
  round: { before: "([", after: "])", style: "rounded" },
  slanted: { before: "[/", after: "/]", style: "dashed" },
} as const;

/** A graph as a Mermaid flowchart. */
export function renderMermaid({ nodes, edges, kinds }: Graph): string {
  const draw = ({ id, lines, shape }: GraphNode): string =>
    `${id}${SHAPES[shape].before}"${lines.map(mermaidText).join("<br/>")}"${SHAPES[shape].after}`;
  return toText([
    "flowchart LR",
    ...inGroups(nodes, draw, (group, index) => ({ head: [`subgraph t${index} ["${mermaidText(group)}"]`], end: "end" })),
    ...edges.map(({ from, to, label }) => `  ${from} ${label ? `-- "${mermaidText(label)}" -->` : "-->"} ${to}`),
    ...kinds.flatMap(({ name, colour }) => {
      const own = nodes.filter(({ kind }) => kind === name).map(({ id }) => id);
      return own.length === 0 ? [] : [`  classDef ${name} stroke:${colour},stroke-width:2px`, `  class ${own.join(",")} ${name}`];
    }),
  ]);
}

/** The same for Graphviz. */
export function renderDot({ name, nodes, edges, kinds }: Graph): string {
  const draw = ({ id, lines, shape, kind }: GraphNode): string => {
    const colour = kinds.find((each) => each.name === kind)?.colour;
    const attributes = [
      `label=${dotText(lines.join("\n"))}`,
      `style=${SHAPES[shape].style}`,
      ...(colour === undefined ? [] : [`color="${colour}"`]),
    ];
    return `${id} [${attributes.join(", ")}];`;
  };
  return toText([
    `digraph ${name} {`,
    "  rankdir=LR;",
    "  node [shape=box, fontname=sans-serif];",
    ...inGroups(nodes, draw, (group, index) => ({
      head: [`subgraph cluster_${index} {`, `  label=${dotText(group)};`],
      end: "}",
    })),
    ...edges.map(({ from, to, label }) => `  ${from} -> ${to}${label ? ` [label=${dotText(label)}]` : ""};`),
    "}",
  ]);
}

/** The nodes by their groups; those without one are last. */
function inGroups(
  nodes: readonly GraphNode[],
  draw: (node: GraphNode) => string,
  frame: (group: string, index: number) => { readonly head: readonly string[]; readonly end: string },
): readonly string[] {
  const groups = [...new Set(nodes.flatMap(({ group }) => group ?? []))];
  const framed = groups.flatMap((group, index) => {
    const { head, end } = frame(group, index + 1);
    const own = nodes.filter((node) => node.group === group);
    return [...head, ...own.map((node) => `  ${draw(node)}`), end];
  });
  const free = nodes.filter(({ group }) => group === undefined).map(draw);
  return [...framed, ...free].map((line) => `  ${line}`);
}

function toText(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}

/** Mermaid takes entities in quoted text, with `#` for `&`. */
function mermaidText(text: string): string {
  return text.replaceAll(/[&<>"'#`\\;{}[\]()|]/g, (sign) => `#${sign.charCodeAt(0)};`);
}

function dotText(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
