import { grouped } from "../../terminal.js";
import * as library from "@dagrejs/dagre";
import { dayOf, type PastCount } from "@godwit/project";
import { scaleLinear, scaleUtc } from "d3-scale";
import { area, curveStepAfter, line } from "d3-shape";
import type { ReportContract } from "../../report/overview-report.js";
import { firstCharacters } from "../printable.js";
import { html, Html } from "./html.js";
import { type Burning, noPast, paceText } from "./whole.js";

const SIZE = { width: 640, height: 230, left: 44, right: 16, top: 40, bottom: 26 };
/** More points than that no screen shows. */
const MOST_POINTS = 200;
/** A due date further off than this many times the past would press the past flat. */
const MOST_AHEAD = 1.5;

/** What was left over time, where the pace leads, and what is due when; nothing without a past. */
export function burnDown(contract: Burning, now: number): Html {
  const { past, left, total, pace, phases } = contract;
  const first = past[0];
  if (!first || past.length < 2) return html`<p class="quiet">${noPast(contract)}</p>`;
  const points = [...thinned(past), { time: now, left }];
  const furthest = now + (now - first.time) * MOST_AHEAD + 86_400 * 14;
  const dues = [...phases.flatMap(({ name, due }) => (due === null ? [] : [{ name: name ?? "due", time: secondsOf(due) }]))];
  const end = pace?.doneOn ? secondsOf(pace.doneOn) : undefined;
  const last = Math.max(now, ...[...dues.map(({ time }) => time), end ?? now].filter((time) => time <= furthest));
  const x = scaleUtc([first.time * 1_000, last * 1_000], [SIZE.left, SIZE.width - SIZE.right]);
  const y = scaleLinear([0, Math.max(total, 1)], [SIZE.height - SIZE.bottom, SIZE.top]).nice(4);
  const at = ({ time }: PastCount): number => x(time * 1_000);
  const height = (count: PastCount): number => y(count.left);
  const curve = line<PastCount>(at, height).curve(curveStepAfter)(points)!;
  const below = area<PastCount>(at, y(0), height).curve(curveStepAfter)(points)!;
  const summary = `${contract.id}: ${left} of ${total} left on ${dayOf(now)}${pace?.doneOn ? `, at this pace done on ${pace.doneOn}` : ""}`;
  return html`<svg
      class="chart"
      viewBox="0 0 ${attribute(SIZE.width)} ${attribute(SIZE.height)}"
      role="img"
      aria-label="${summary}"
    >
      ${y
        .ticks(4)
        .filter(Number.isInteger)
        .map(
          (tick) =>
            html`<line
                class="grid"
                x1="${attribute(SIZE.left)}"
                x2="${attribute(SIZE.width - SIZE.right)}"
                y1="${attribute(y(tick))}"
                y2="${attribute(y(tick))}"
              /><text class="tick" text-anchor="end" x="${attribute(SIZE.left - 6)}" y="${attribute(y(tick) + 4)}"
                >${tick}</text
              >`,
        )}
      ${daysAt(x.ticks(5)).map((tick) => html`<text class="tick" text-anchor="middle" x="${attribute(x(tick))}" y="${attribute(SIZE.height - 8)}">${monthOf(tick)}</text>`)}
      <path class="area" d="${below}" />
      <path class="line" d="${curve}" />
      ${pace && pace.fewer > 0 && left > 0 ? forecast(pace, { left, now, last, x, y }) : ""}
      <line
        class="today"
        x1="${attribute(x(now * 1_000))}"
        x2="${attribute(x(now * 1_000))}"
        y1="${attribute(SIZE.top)}"
        y2="${attribute(y(0))}"
      />
      ${dues.filter(({ time }) => time <= last && time >= first.time).map((due, index) => dueMark(due, index, { x, y, isLate: due.time < now && left > 0 }))}</svg
    >${pace ? html`<p class="quiet">${paceText(pace)}.</p>` : ""}`;
}

/** The first of the times on each day, as no label says more than the day. */
function daysAt(ticks: readonly Date[]): readonly Date[] {
  return ticks.filter((tick, index) => index === 0 || monthOf(tick) !== monthOf(ticks[index - 1]!));
}

interface Forecast {
  readonly left: number;
  readonly now: number;
  readonly last: number;
  x(time: number): number;
  y(count: number): number;
}

/** The pace carried on, as far as the chart goes. */
function forecast(pace: { readonly fewer: number; readonly days: number }, { left, now, last, x, y }: Forecast): Html {
  const perSecond = pace.fewer / (pace.days * 86_400);
  const until = Math.min(last, now + left / perSecond);
  const then = Math.max(0, left - (until - now) * perSecond);
  return html`<line
    class="forecast"
    x1="${attribute(x(now * 1_000))}"
    y1="${attribute(y(left))}"
    x2="${attribute(x(until * 1_000))}"
    y2="${attribute(y(then))}"
  />`;
}

function dueMark(
  { name, time }: { readonly name: string; readonly time: number },
  index: number,
  { x, y, isLate }: Pick<Forecast, "x" | "y"> & { readonly isLate: boolean },
): Html {
  const at = x(time * 1_000);
  const isRight = at > SIZE.width / 2;
  const label = name.length > 30 ? `${firstCharacters(name, 29)}…` : name;
  return html`<line
      class="due${isLate ? " late" : ""}"
      x1="${attribute(at)}"
      x2="${attribute(at)}"
      y1="${attribute(SIZE.top)}"
      y2="${attribute(y(0))}"
    /><text
      class="due-name"
      text-anchor="${isRight ? "end" : "start"}"
      x="${attribute(at + (isRight ? -4 : 4))}"
      y="${attribute(SIZE.top - 28 + (index % 3) * 12)}"
      >${label} ${dayOf(time)}</text
    >`;
}

/** A number as SVG takes it. */
function attribute(value: number): Html {
  return new Html(String(Math.round(value * 10) / 10));
}

function thinned(past: readonly PastCount[]): readonly PastCount[] {
  const changes = past.filter((point, index) => index === 0 || index === past.length - 1 || point.left !== past[index - 1]!.left);
  if (changes.length <= MOST_POINTS) return inOrder(changes);
  const step = (changes.length - 1) / (MOST_POINTS - 1);
  return inOrder(Array.from({ length: MOST_POINTS }, (_, index) => changes[Math.round(index * step)]!));
}

/** A clock that went back would draw a line that does. */
function inOrder(past: readonly PastCount[]): readonly PastCount[] {
  let latest = 0;
  return past.map(({ time, left }) => ({ left, time: (latest = Math.max(latest, time)) }));
}

function secondsOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`) / 1_000;
}

function monthOf(date: Date): string {
  return date.toISOString().slice(0, date.getUTCDate() === 1 ? 7 : 10);
}

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
  const words = done ? "done" : `${grouped(left)} left, ${state === "active" ? `${risk} risk` : state}`;
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
