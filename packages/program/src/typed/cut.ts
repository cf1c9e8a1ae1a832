/** A way for plain values from one place of a program to another. */
export interface FlowEdge<Node> {
  /** Undefined: where plain values come from. */
  readonly from: Node | undefined;
  /** Undefined: a place that has the type in any case. */
  readonly to: Node | undefined;
  /** What it costs to turn the values into the type on this way. */
  readonly cost: number;
}

const SOURCE = 0;
const SINK = 1;
const LEAST = 1e-9;

interface Arc {
  readonly to: number;
  left: number;
  readonly back: number;
}

/** The places that stay plain in the cheapest cut between plain values and places with the type; of several, the one with fewest. */
export function plainSide<Node>(edges: readonly FlowEdge<Node>[]): ReadonlySet<Node> {
  const numbers = new Map<Node, number>();
  const arcs: Arc[][] = [[], []];
  const numberOf = (node: Node | undefined, outside: number): number => {
    if (node === undefined) return outside;
    let number = numbers.get(node);
    if (number === undefined) {
      numbers.set(node, (number = arcs.length));
      arcs.push([]);
    }
    return number;
  };
  for (const { from, to, cost } of edges) {
    const [a, b] = [numberOf(from, SOURCE), numberOf(to, SINK)];
    if (a === b) continue;
    arcs[a]!.push({ to: b, left: cost, back: arcs[b]!.length });
    arcs[b]!.push({ to: a, left: 0, back: arcs[a]!.length - 1 });
  }
  while (augment(arcs));
  const reached = reach(arcs);
  return new Set([...numbers].flatMap(([node, number]) => (reached.has(number) ? [node] : [])));
}

/** The nodes that the source still reaches, each with the arc that leads to it. */
function reach(arcs: readonly Arc[][]): Map<number, Arc | undefined> {
  const seen = new Map<number, Arc | undefined>([[SOURCE, undefined]]);
  const queue = [SOURCE];
  for (let at = queue.shift(); at !== undefined; at = queue.shift())
    for (const arc of arcs[at]!) {
      if (arc.left <= LEAST || seen.has(arc.to)) continue;
      seen.set(arc.to, arc);
      queue.push(arc.to);
    }
  return seen;
}

/** Sends as much as one more way takes; false if there is none. */
function augment(arcs: readonly Arc[][]): boolean {
  const seen = reach(arcs);
  if (!seen.has(SINK)) return false;
  const way: Arc[] = [];
  for (let arc = seen.get(SINK); arc; arc = seen.get(backOf(arcs, arc).to)) way.push(arc);
  const most = Math.min(...way.map(({ left }) => left));
  for (const arc of way) {
    arc.left -= most;
    backOf(arcs, arc).left += most;
  }
  return true;
}

function backOf(arcs: readonly Arc[][], { to, back }: Arc): Arc {
  return arcs[to]![back]!;
}
