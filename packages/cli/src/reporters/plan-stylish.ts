import { ruleDocs } from "@godwit/core/engine";
import type { Plan, PlanBatch, PlanConsumer, PlanContract, PlanPhase, SiteCounts } from "@godwit/project";
import { renderGate } from "../gates/judge-gates.js";
import { type Colours, coloursFor, counted } from "../terminal.js";
import { firstCharacters } from "./printable.js";
import { wrap } from "./table.js";

/** How a plan is shown. */
export interface PlanLayout {
  readonly hasColour: boolean;
  /** Where long lines break; undefined: nowhere. */
  readonly columns?: number | undefined;
  /** Whether one contract was asked for: then everything of it is listed. */
  readonly isDetailed: boolean;
  /** Whether what edits across files would do comes below, so that nobody has to be told how to see it. */
  readonly hasAcrossFiles?: boolean;
  /** Whether everything could be counted. */
  readonly isComplete: boolean;
}

/** So many contracts are shown with their next command, and so many more in a line each: a screen has 40 lines. */
const MOST_NOW = 3;
const MOST_LINES = 6;
const MOST_CONSUMERS = 15;
const MOST_LEVERS = 5;
const MOST_REASONS = 8;

/** The plan for people. */
export function renderPlan({ contracts }: Plan, layout: PlanLayout): string {
  const view: View = { ...layout, colours: coloursFor(layout.hasColour) };
  const open = contracts.filter(({ done }) => !done);
  const done = contracts.filter((contract) => contract.done);
  const lines = layout.isDetailed
    ? contracts.flatMap((contract) => [...renderContract(contract, view), ""])
    : [
        ...renderNow(
          open.filter(({ round }) => round === 1),
          view,
        ),
        ...renderLater(
          open.filter(({ round }) => round !== 1),
          view,
        ),
        ...(done.length > 0 ? [`${view.colours.green("✔")} Done: ${done.map(({ id }) => id).join(", ")}`] : []),
      ];
  return `${[...lines, ...renderEnd(open, view)].join("\n")}\n`;
}

/** The contracts that wait for nothing: the first with their next command, more of them in a line each. */
function renderNow(now: readonly PlanContract[], view: View): string[] {
  const more = now.slice(MOST_NOW);
  return [
    ...(now.length > 0 ? [view.colours.bold("Now"), ""] : []),
    ...now.slice(0, MOST_NOW).flatMap((contract) => [...renderContract(contract, view), ""]),
    ...(more.length > 0 ? [...more.slice(0, MOST_LINES).map((contract) => renderLine(contract, view)), ...restOf(more), ""] : []),
  ];
}

/** Those that wait, in the order of their rounds. */
function renderLater(later: readonly PlanContract[], view: View): string[] {
  if (later.length === 0) return [];
  return [
    ...[view.colours.bold("Later"), ""],
    ...[...later.slice(0, MOST_LINES).map((contract) => renderLine(contract, view)), ...restOf(later), ""],
  ];
}

function restOf(contracts: readonly PlanContract[]): string[] {
  const rest = contracts.length - MOST_LINES;
  return rest > 0 ? [`  … and ${counted(rest, "more contract")}`] : [];
}

/** A contract in one line: how much, until when, and what it waits for. */
function renderLine({ id, status, counts, due, blockedBy }: PlanContract, { colours, columns }: View): string {
  const facts = [
    ...(status === "active" ? [] : [status]),
    `${counts.total.toLocaleString("en-US")} left`,
    ...(due === null ? [] : [`due ${due}`]),
    ...(blockedBy.length > 0 ? [`waits for ${blockedBy.map(({ contract }) => contract).join(", ")}`] : []),
  ].join(", ");
  const room = columns === undefined ? Infinity : columns - id.length - 4;
  return `  ${colours.cyan(id)}  ${facts.length > room ? `${firstCharacters(facts, Math.max(room - 1, 1))}…` : facts}`;
}

interface View extends PlanLayout {
  readonly colours: Colours;
}

function renderEnd(open: readonly PlanContract[], view: View): string[] {
  const { colours, isDetailed, isComplete, columns } = view;
  if (open.length === 0 && !isComplete)
    return ["Whether anything is left to do is not known, since not everything could be counted."];
  if (open.length === 0) return [colours.green("✔ Nothing is left to do.")];
  if (isDetailed) return [];
  const left = open.reduce((sum, { counts }) => sum + counts.total, 0);
  return [
    `${counted(open.length, "contract")} to do, ${counted(left, "violation")} left.`,
    ...wrap(`See one of them in full: godwit plan ${open[0]!.id}   all for a page: godwit plan --format md`, columns),
  ];
}

function renderContract(contract: PlanContract, view: View): string[] {
  const { id, title, status, risk, owner, due, counts, blockedBy, done } = contract;
  const { colours, isDetailed } = view;
  const facts = [
    ...(status === "active" ? [] : [status]),
    `${risk} risk`,
    ...(owner === null ? [] : [owner]),
    ...(due === null ? [] : [`due ${due}`]),
  ];
  return [
    ...paragraph(`${colours.cyan(colours.bold(id))}  ${title}`, 0, view, id.length + 2 + title.length),
    ...paragraph(`${done ? `${colours.green("done")}, ` : ""}${facts.join(", ")}`, 2, view),
    ...paragraph(describeCounts(counts), 2, view),
    ...blockedBy.flatMap(({ contract: other, why }) => paragraph(`waits for ${other}: ${why}`, 2, view).map(colours.yellow)),
    ...shownPhases(contract, view).flatMap((phase) => renderPhase(contract, phase, view)),
    ...(isDetailed
      ? [...renderManual(contract, view), ...renderCheckpoints(contract, view), ...renderGates(contract, view)]
      : []),
    ...renderNext(contract, view),
  ];
}

/** All phases in full; else those that are next, since the others wait for them. */
function shownPhases({ phases }: PlanContract, { isDetailed }: View): readonly PlanPhase[] {
  const named = phases.filter(({ name, counts: { total } }) => name !== null || total > 0);
  return isDetailed ? named : named.filter(({ done, waitsFor }) => !done && waitsFor === null).slice(0, 2);
}

/** A text in lines that fit; `length` where colours make the text longer than it looks. */
function paragraph(text: string, indent: number, { columns }: View, length = text.length): string[] {
  const space = " ".repeat(indent);
  if (columns === undefined || length + indent <= columns) return [space + text];
  return wrap(text, columns - indent).map((line) => space + line);
}

function renderPhase(contract: PlanContract, phase: PlanPhase, view: View): string[] {
  const { done, counts, due, waitsFor, allow, batches } = phase;
  const { colours, isDetailed } = view;
  const width = Math.max(...shownPhases(contract, view).map((each) => nameOfPhase(contract, each).length));
  const sign = done ? colours.green("✔") : waitsFor === null ? colours.yellow("▸") : colours.dim("·");
  const facts = [
    done ? (counts.total === 0 ? "" : `${counts.total} left, ${allow} allowed`) : describeCounts(counts),
    ...(due === null || done ? [] : [`due ${due}`]),
    ...(waitsFor === null || done || !isDetailed ? [] : [`after ${waitsFor}`]),
  ].filter((fact) => fact !== "");
  const name = nameOfPhase(contract, phase);
  const text = facts.join("; ");
  const isNarrow = view.columns !== undefined && width + 6 + text.length > view.columns;
  const head =
    isNarrow || text === ""
      ? [`  ${sign} ${name}`, ...(text === "" ? [] : paragraph(text, 6, view).map(colours.dim))]
      : [`  ${sign} ${name.padEnd(width)}  ${colours.dim(text)}`];
  return [...(isDetailed ? [""] : []), ...head, ...(isDetailed ? batches.flatMap((batch) => renderBatch(batch, view)) : [])];
}

function renderBatch(batch: PlanBatch, view: View): string[] {
  const { colours } = view;
  const shown = batch.consumers.slice(0, MOST_CONSUMERS);
  const width = Math.max(...shown.map(({ file }) => file.length));
  const rest = batch.consumers.length - shown.length;
  const shared = sharedReasons(batch);
  const most = shared.length > 0 ? `; most of them: ${shared.join(", ")}` : "";
  return [
    ...paragraph(`${describeBatch(batch)}; ${batch.risk} risk${most}`, 4, view),
    `    ${colours.bold(batch.command)}`,
    ...shown.flatMap((consumer) => renderConsumer(consumer, shared, width, view)),
    ...(rest > 0 ? [colours.dim(`      … and ${rest} more ${rest === 1 ? "file" : "files"}: --format md lists all`)] : []),
  ];
}

/** What makes most files of a batch risky: it is said once, and not in each line. */
function sharedReasons({ consumers }: PlanBatch): readonly string[] {
  if (consumers.length < 2) return [];
  const all = consumers.map((each) => reasonsOf(each));
  return [...new Set(all.flat())].filter((reason) => all.filter((own) => own.includes(reason)).length > consumers.length / 2);
}

/** Why a file is risky, but for what its counts say. */
function reasonsOf({ riskReasons }: PlanConsumer): readonly string[] {
  return riskReasons.filter((reason) => !/ (?:by hand|to look at|held back by a test)$/.test(reason));
}

function renderConsumer(consumer: PlanConsumer, shared: readonly string[], width: number, view: View): string[] {
  const { file, risk, counts, together } = consumer;
  const { colours } = view;
  const paint = { low: colours.green, medium: colours.yellow, high: colours.red }[risk];
  const reasons = reasonsOf(consumer).filter((reason) => !shared.includes(reason));
  const text = [
    describeKinds(counts),
    ...reasons,
    ...(together.length > 0
      ? [`moves with ${together.length > 2 ? counted(together.length, "other file") : together.join(" and ")}`]
      : []),
  ].join("; ");
  const start = `      ${paint(risk.padEnd(6))}  `;
  const room = view.columns === undefined ? Infinity : view.columns - 14 - 2 - text.length;
  if (file.length > room) return [start + file, ...paragraph(text, 14, view).map(colours.dim)];
  return [`${start}${file.padEnd(Math.min(width, room))}  ${colours.dim(text)}`];
}

function renderManual(contract: PlanContract, view: View): string[] {
  const { id, manual, levers } = contract;
  if (manual.length === 0) return [];
  const { colours } = view;
  const top = levers.filter(({ frees }) => frees > 1).slice(0, MOST_LEVERS);
  const width = Math.max(...manual.map(({ sites }) => String(sites).length));
  const rest = manual.length - MOST_REASONS;
  return [
    ...["", `  ${colours.bold(LEFT_BY_FIXES)}`],
    ...manual
      .slice(0, MOST_REASONS)
      .flatMap(({ sites, reason, rule }) => hanging(`${String(sites).padStart(width)}  ${reason} (${rule})`, width + 6, view)),
    ...(rest > 0 ? [colours.dim(`    … and ${rest} more ${rest === 1 ? "reason" : "reasons"}: --format md lists all`)] : []),
    ...(view.hasAcrossFiles
      ? []
      : paragraph(`What edits across files would do of it: godwit plan ${id} --across-files`, 4, view).map(colours.dim)),
    ...adviceFor(contract).flatMap((text) => paragraph(text, 4, view).map(colours.dim)),
    ...(top.length > 0 ? ["", `  ${colours.bold("The places that free most")}`] : []),
    ...top.flatMap(({ file, line, within, reason, frees }) =>
      hanging(
        `${String(frees).padStart(width)}  ${file}:${line}${within === undefined ? "" : ` ${within}`}: ${reason}`,
        width + 6,
        view,
      ),
    ),
  ];
}

/** A paragraph whose further lines are indented like the first one's words. */
function hanging(text: string, indent: number, view: View): string[] {
  const space = view.columns === undefined ? undefined : view.columns - indent;
  const start = indent - 4;
  const [first = "", ...rest] = wrap(text.slice(start), space);
  return [`    ${text.slice(0, start)}${first}`, ...rest.map((line) => " ".repeat(indent) + line)];
}

function renderCheckpoints({ checkpoints }: PlanContract, view: View): string[] {
  const own = checkpoints.filter(({ when }) => when !== "phase");
  if (own.length === 0) return [];
  const words = { before: "before", each: "after each file", after: "at the end", phase: "" };
  return [
    ...["", `  ${view.colours.bold("Checkpoints")}`],
    ...own.flatMap(({ when, commands }) => commands.map((command) => `    ${words[when].padEnd(15)}  ${command}`)),
  ];
}

function renderGates({ gates }: PlanContract, { colours, columns }: View): string[] {
  if (gates.length === 0) return [];
  return ["", `  ${colours.bold("Gates")}`, ...gates.flatMap((gate) => renderGate(gate, colours, columns))];
}

function renderNext(contract: PlanContract, view: View): string[] {
  const { status, blockedBy, done } = contract;
  const { colours, isDetailed } = view;
  const batch = done ? undefined : nextBatch(contract);
  if (blockedBy.length > 0 || !batch) return [];
  const space = isDetailed ? [""] : [];
  if (status === "planned") return [...space, ...paragraph("Next: set status: active when the work begins", 2, view)];
  return [...space, `  Next: ${colours.bold(batch.command)}`];
}

/** `12 left: 1 fixable, 2 to look at, 9 by hand` */
export function describeCounts(counts: SiteCounts): string {
  if (counts.total === 0) return "nothing left";
  return `${counts.total.toLocaleString("en-US")} left: ${describeKinds(counts)}`;
}

/** `1 fixable, 2 to look at, 9 by hand` */
export function describeKinds({ fix, held, suggestion, hint }: SiteCounts): string {
  const kinds = [
    [fix, "fixable"],
    [held, "held back by tests"],
    [suggestion, "to look at"],
    [hint, "by hand"],
  ] as const;
  return kinds.flatMap(([count, kind]) => (count > 0 ? [`${count.toLocaleString("en-US")} ${kind}`] : [])).join(", ");
}

/** What share of the sites a command can fix alone. */
export function fixableShare({ fix, total }: SiteCounts): string {
  return total === 0 ? "–" : `${Math.floor((100 * fix) / total)} %`;
}

/** A phase's name; of a contract without phases, and of what is in none, what it is. */
export function nameOfPhase(contract: PlanContract, { name }: PlanPhase): string {
  return name ?? (contract.phases.length === 1 ? "Everything" : "In no phase");
}

/** Over what no fix takes away: edits across files may, which need the type checker. */
export const LEFT_BY_FIXES = "What is left to edits across files, or to a person";

/** What would make suggestions safe, by the rules that have some left. */
export function adviceFor({ manual }: PlanContract): readonly string[] {
  const rules = new Set(manual.filter(({ level }) => level === "suggestion").map(({ rule }) => rule));
  return [...rules].flatMap((rule) => ruleDocs(rule).advice ?? []);
}

/** `3 files, @acme/identity, packages/api` */
export function describeBatch({ consumers, owners, package: folder }: PlanBatch): string {
  const parts = [counted(consumers.length, "file"), ...(owners.length > 0 ? owners : ["nobody's"])];
  return [...parts, ...(folder === "." ? [] : [folder])].join(", ");
}

/** The first batch of a contract that is worked on next. */
export function nextBatch({ phases }: PlanContract): PlanBatch | undefined {
  return phases.find(({ done, batches }) => !done && batches.length > 0)?.batches[0];
}
