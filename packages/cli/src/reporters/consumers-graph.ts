import type { Consumer, ConsumersReport } from "@godwit/project";

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
}

interface Graph {
  readonly target: string;
  readonly nodes: readonly (Pick<Consumer, "file" | "isTest" | "risk"> & { readonly id: string })[];
  readonly edges: readonly Edge[];
}

/** Who gets the target from whom, as a Mermaid flowchart. */
export function renderMermaid(report: ConsumersReport): string {
  const { target, nodes, edges } = graphOf(report);
  const lines = [
    "flowchart LR",
    `  target(["${mermaidText(target)}"])`,
    ...nodes.map(({ id, file, isTest }) => (isTest ? `  ${id}[/"${mermaidText(file)}"/]` : `  ${id}["${mermaidText(file)}"]`)),
    ...edges.map(({ from, to, label }) =>
      label === "" ? `  ${from} --> ${to}` : `  ${from} -- "${mermaidText(label)}" --> ${to}`,
    ),
    "  classDef high stroke:#c62828,stroke-width:2px",
    "  classDef medium stroke:#f9a825,stroke-width:2px",
    ...(["high", "medium"] as const).flatMap((risk) => {
      const ids = nodes.filter((node) => node.risk === risk).map(({ id }) => id);
      return ids.length > 0 ? [`  class ${ids.join(",")} ${risk}`] : [];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for Graphviz. */
export function renderDot(report: ConsumersReport): string {
  const { target, nodes, edges } = graphOf(report);
  const colours = { high: "#c62828", medium: "#f9a825", low: "#9e9e9e" };
  const lines = [
    "digraph consumers {",
    "  rankdir=LR;",
    "  node [shape=box, fontname=sans-serif];",
    `  target [label=${dotText(target)}, shape=oval];`,
    ...nodes.map(
      ({ id, file, isTest, risk }) =>
        `  ${id} [label=${dotText(file)}, color="${colours[risk]}"${isTest ? ", style=dashed" : ""}];`,
    ),
    ...edges.map(({ from, to, label }) => `  ${from} -> ${to}${label === "" ? "" : ` [label=${dotText(label)}]`};`),
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

/** Each consumer has one edge: from the nearest file that gives it the target. */
function graphOf({ target, consumers }: ConsumersReport): Graph {
  const nodes = consumers.map(({ file, isTest, risk }, index) => ({ file, isTest, risk, id: `c${index + 1}` }));
  const ids = new Map(nodes.map(({ file, id }) => [file, id]));
  const edges = consumers.map(({ file, via }): Edge => {
    // A barrel that only passes on what holds the target is no consumer itself.
    const givers = via.map(giverOf);
    const nearest = givers.find((giver) => ids.has(giver.file)) ?? givers.at(-1);
    return { from: ids.get(nearest?.file ?? "") ?? "target", to: ids.get(file)!, label: nearest?.label ?? "" };
  });
  return { target: target.text, nodes, edges };
}

function giverOf(text: string): { readonly file: string; readonly label: string } {
  const handed = /^handed by (.*)$/.exec(text)?.[1];
  if (handed !== undefined) return { file: handed, label: "argument" };
  const at = text.lastIndexOf("#");
  return at < 0 ? { file: text, label: "" } : { file: text.slice(0, at), label: text.slice(at + 1) };
}

function mermaidText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function dotText(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
