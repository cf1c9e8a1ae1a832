import { ruleDocs } from "@godwit/core/engine";
import type { ConsumerRisk, Plan, PlanBatch, PlanContract, PlanPhase, RunCost, SiteCounts } from "@godwit/project";
import { grouped, counted, kindsText } from "../terminal.js";
import type { JudgedGate } from "../gates/judge-gates.js";
import { type Block, type Inline, type Line, paragraph } from "./document/document.js";

/** So many contracts that wait for nothing are shown with their next command, the others in a line each: a screen has 40 lines. */
const MOST_NOW = 3;
const MOST_LINES = 6;
const MOST_PHASES = 2;
const MOST_LEVERS = 10;

/** What a screen shows of a plan. */
interface PlanLayout {
  /** Whether one contract was asked for: then everything of it is listed. */
  readonly isDetailed: boolean;
  /** Whether what edits across files would do comes below, so that nobody has to be told how to see it. */
  readonly hasAcrossFiles: boolean;
  /** Whether everything could be counted. */
  readonly isComplete: boolean;
}

/** The plan as a screen: one contract in full, else what is next of the first, and the others in a line each. */
export function planScreen({ contracts }: Plan, { isDetailed, hasAcrossFiles, isComplete }: PlanLayout): readonly Block[] {
  const open = contracts.filter(({ done }) => !done);
  const end = endOf(open, isComplete);
  if (isDetailed) {
    const left = hasAcrossFiles ? [] : open.filter(({ manual }) => manual.length > 0);
    return [
      ...contracts.flatMap(contractBlocks),
      ...left.map(({ id }) => paragraph(["What edits across files would do: ", { strong: `godwit plan ${id} --across-files` }])),
      ...(open.length === 0 ? [end] : []),
    ];
  }
  const now = open.filter(({ round }) => round === 1);
  const done = contracts.filter((contract) => contract.done);
  return [
    ...now.slice(0, MOST_NOW).flatMap(shortBlocks),
    ...briefly("More to do now", now.slice(MOST_NOW)),
    ...briefly(
      "Later",
      open.filter(({ round }) => round !== 1),
    ),
    ...(done.length > 0 ? [paragraph([{ tone: "good", text: "✔" }, ` Done: ${done.map(({ id }) => id).join(", ")}`])] : []),
    { kind: "heading", level: 2, text: "Next" },
    end,
    ...(open.length > 0
      ? [
          paragraph([
            "One of them in full: ",
            { strong: `godwit plan ${open[0]!.id}` },
            "; all for a page: ",
            { strong: "godwit plan --format md" },
          ]),
        ]
      : []),
  ];
}

function endOf(open: readonly PlanContract[], isComplete: boolean): Block {
  const left = open.reduce((sum, { counts }) => sum + counts.total, 0);
  if (open.length > 0) return paragraph(`${counted(open.length, "contract")} to do, ${counted(left, "violation")} left.`);
  if (isComplete) return paragraph([{ tone: "good", text: "✔ Nothing is left to do." }]);
  return paragraph("Whether anything is left to do is not known, since not everything could be counted.");
}

/** What a contract asks for next. */
function shortBlocks(contract: PlanContract): readonly Block[] {
  const next = contract.phases.filter(({ name, counts, done, waitsFor }) => {
    return (name !== null || (contract.phases.length > 1 && counts.total > 0)) && !done && waitsFor === null;
  });
  return [
    ...headBlocks(contract),
    ...next.slice(0, MOST_PHASES).map((phase) => paragraph([{ strong: phase.name ?? REST }, `: ${factsOf(phase).join("; ")}.`])),
    ...nextStep(contract),
  ];
}

/** Contracts in a line each: how much, until when, and what they wait for. */
function briefly(head: string, contracts: readonly PlanContract[]): readonly Block[] {
  const rest = contracts.length - MOST_LINES;
  if (contracts.length === 0) return [];
  return [
    { kind: "heading", level: 2, text: head },
    {
      kind: "list",
      items: contracts.slice(0, MOST_LINES).map(({ id, status, counts, due, blockedBy }): Line => {
        const facts = [
          ...(status === "active" ? [] : [status]),
          `${grouped(counts.total)} left`,
          ...(due === null ? [] : [`due ${due}`]),
          ...(blockedBy.length > 0 ? [`waits for ${blockedBy.map(({ contract }) => contract).join(", ")}`] : []),
        ];
        return [{ code: id }, ` ${facts.join(", ")}`];
      }),
    },
    ...(rest > 0 ? [paragraph(`… and ${counted(rest, "more contract")}`)] : []),
  ];
}

/** A plan as a page. */
export function planDocument({ contracts }: Plan): readonly Block[] {
  const open = contracts.filter(({ done }) => !done);
  const done = contracts.filter((contract) => contract.done);
  const left = open.reduce((sum, { counts }) => sum + counts.total, 0);
  return [
    { kind: "heading", level: 1, text: "Migration plan" },
    paragraph(`${counted(open.length, "contract")} to do with ${counted(left, "violation")} left, ${done.length} done.`),
    ...(open.length > 0 ? [overview(open)] : []),
    ...open.flatMap(contractBlocks),
    ...(done.length > 0
      ? ([
          { kind: "heading", level: 2, text: "Done" },
          { kind: "list", items: done.map(({ id, title }) => [{ code: id }, ` ${title}`]) },
        ] as const)
      : []),
  ];
}

function overview(contracts: readonly PlanContract[]): Block {
  return {
    kind: "table",
    head: ["round", "contract", "risk", "due", "left", "fixable", "waits for"],
    numbers: [4, 5],
    rows: contracts.map(({ round, id, risk, due, counts, blockedBy }): Line[] => [
      ...[String(round), [{ code: id }], risk, due ?? ""],
      ...[grouped(counts.total), fixableShare(counts), blockedBy.map(({ contract }) => contract).join(", ")],
    ]),
  };
}

function contractBlocks(contract: PlanContract): readonly Block[] {
  // The batches come with their commands; the first of them may have to wait, which its phase says.
  const isFirst = nextBatch(contract) === contract.phases[0]?.batches[0];
  return [
    ...headBlocks(contract),
    ...(isFirst && contract.status === "active" ? [] : nextStep(contract)),
    ...contract.phases.flatMap((phase) => phaseBlocks(phase, contract.phases.length === 1)),
    ...manualBlocks(contract),
    ...checkpointBlocks(contract),
    ...gateBlocks(contract.gates),
  ];
}

/** What a contract is, how much of it is left, and what it waits for. */
function headBlocks({ id, title, status, risk, owner, due, counts, blockedBy, cost }: PlanContract): readonly Block[] {
  const facts = [status, `${risk} risk`, ...(owner === null ? [] : [owner]), ...(due === null ? [] : [`due ${due}`])];
  return [
    { kind: "heading", level: 2, text: [{ code: id }, ` ${title}`] },
    paragraph(`${facts.join(", ")}. ${describeCounts(counts)}.${cost ? ` ${describeCost(cost)}` : ""}`),
    ...blockedBy.map((blocker) => paragraph([{ strong: "Blocked" }, " by ", { code: blocker.contract }, `: ${blocker.why}.`])),
  ];
}

/** Rounded, since it is an estimate. */
function describeCost({ seconds, megabytes }: RunCost): string {
  const tens = Math.max(10, Math.round(seconds / 10) * 10);
  const time = tens < 100 ? `${tens} s` : `${Math.round(seconds / 60)} min`;
  return `A dry run takes about ${time} of CPU and ${(megabytes / 1000).toFixed(1)} GB.`;
}

function nextStep(contract: PlanContract): readonly Block[] {
  const batch = contract.blockedBy.length === 0 ? nextBatch(contract) : undefined;
  if (!batch) return [];
  if (contract.status === "planned")
    return [paragraph([{ strong: "Next" }, ": set ", { code: "status: active" }, " when the work begins."])];
  return [paragraph([{ strong: "Next" }, `: ${describeBatch(batch)}.`]), { kind: "code", lines: [batch.command] }];
}

function phaseBlocks(phase: PlanPhase, isOnly: boolean): readonly Block[] {
  const batches = phase.batches.flatMap(batchBlocks);
  // What is left of it is said of the contract.
  if (phase.name === null && (isOnly || phase.counts.total === 0)) return batches;
  return [{ kind: "heading", level: 3, text: phase.name ?? REST }, paragraph(`${factsOf(phase).join("; ")}.`), ...batches];
}

function factsOf({ due, allow, done, waitsFor, counts }: PlanPhase): readonly string[] {
  return [
    done ? (counts.total === 0 ? "done" : `done: ${counts.total} left, ${allow} allowed`) : describeCounts(counts),
    ...(due === null ? [] : [`due ${due}`]),
    ...(waitsFor === null || done ? [] : [`after ${waitsFor}`]),
  ];
}

function batchBlocks(batch: PlanBatch): readonly Block[] {
  const shared = sharedReasons(batch);
  const most = shared.length > 0 ? `; most of them: ${shared.join(", ")}` : "";
  return [
    {
      kind: "details",
      summary: `${describeBatch(batch)}: ${describeKinds(batch.counts)}; ${batch.risk} risk${most}`,
      blocks: [
        { kind: "code", lines: [batch.command] },
        {
          kind: "table",
          head: ["file", "what to do", "complexity", "risk", "because", "tests", "moves with"],
          numbers: [5],
          rows: batch.consumers.map((consumer): Line[] => [
            ...[[{ code: consumer.file }], describeKinds(consumer.counts), consumer.complexity, inColour(consumer.risk)],
            consumer.riskReasons.filter((reason) => !shared.includes(reason)).join(", "),
            ...[String(consumer.tests.length), consumer.together.join(", ")],
          ]),
        },
      ],
    },
  ];
}

/** What makes most files of a batch risky: it is said once, and not of each. */
function sharedReasons({ consumers }: PlanBatch): readonly string[] {
  if (consumers.length < 2) return [];
  const all = consumers.map(({ riskReasons }) => riskReasons);
  return [...new Set(all.flat())].filter((reason) => all.filter((own) => own.includes(reason)).length > consumers.length / 2);
}

/** A risk in its colour. */
export function inColour(risk: ConsumerRisk): readonly Inline[] {
  return [{ tone: ({ low: "good", medium: "warn", high: "bad" } as const)[risk], text: risk }];
}

function manualBlocks(contract: PlanContract): readonly Block[] {
  const { manual, levers } = contract;
  if (manual.length === 0) return [];
  const words = { held: "waits for a test", suggestion: "to look at", hint: "by hand" };
  const top = levers.filter(({ frees }) => frees > 1).slice(0, MOST_LEVERS);
  const places: Block[] = [
    { kind: "heading", level: 3, text: "The places that free most" },
    {
      kind: "table",
      head: ["place", "what is missing there", "frees"],
      numbers: [2],
      rows: top.map(({ file, line, within, reason, frees }): Line[] => [
        [{ code: `${file}:${line}` }, ...(within === undefined ? [] : [` ${within}`])],
        ...[reason, String(frees)],
      ]),
    },
  ];
  return [
    { kind: "heading", level: 3, text: LEFT_BY_FIXES },
    {
      kind: "table",
      head: ["rule", "how", "why", "sites", "files"],
      numbers: [3, 4],
      rows: manual.map(({ rule, level, reason, sites, files }) => [rule, words[level], reason, String(sites), String(files)]),
    },
    ...adviceFor(contract).map(paragraph),
    ...(top.length > 0 ? places : []),
  ];
}

function checkpointBlocks({ checkpoints }: PlanContract): readonly Block[] {
  if (checkpoints.length === 0) return [];
  const when = {
    before: "before the first batch",
    each: "after each file",
    after: "at the end",
    phase: "when the phase is through",
  };
  return [
    { kind: "heading", level: 3, text: "Checkpoints" },
    {
      kind: "table",
      head: ["when", "command"],
      rows: checkpoints.flatMap((point) =>
        point.commands.map((command): Line[] => [
          point.phase === undefined ? when[point.when] : `${when[point.when]}: ${point.phase}`,
          [{ code: command }],
        ]),
      ),
    },
  ];
}

function gateBlocks(gates: PlanContract["gates"]): readonly Block[] {
  if (gates.length === 0) return [];
  return [
    { kind: "heading", level: 3, text: "Gates" },
    {
      kind: "table",
      head: ["gate", "state", "because"],
      rows: gates.map(({ name, state, detail }) => [name, state, detail]),
    },
  ];
}

/** `12 left: 1 fixable, 2 to look at, 9 by hand` */
function describeCounts(counts: SiteCounts): string {
  if (counts.total === 0) return "nothing left";
  return `${grouped(counts.total)} left: ${describeKinds(counts)}`;
}

/** `1 fixable, 2 to look at, 9 by hand` */
function describeKinds({ fix, held, suggestion, hint }: SiteCounts): string {
  return kindsText([
    [fix, "fixable"],
    [held, "held back by tests"],
    [suggestion, "to look at"],
    [hint, "by hand"],
  ]);
}

/** What share of the sites a command can fix alone. */
function fixableShare({ fix, total }: SiteCounts): string {
  return total === 0 ? "–" : `${Math.floor((100 * fix) / total)} %`;
}

/** What no phase of a contract with phases takes. */
const REST = "In no phase";

/** Over what no fix takes away: edits across files may, which need the type checker. */
const LEFT_BY_FIXES = "What is left to edits across files, or to a person";

/** What would make suggestions safe, by the rules that have some left. */
function adviceFor({ manual }: PlanContract): readonly string[] {
  const rules = new Set(manual.filter(({ level }) => level === "suggestion").map(({ rule }) => rule));
  return [...rules].flatMap((rule) => ruleDocs(rule).advice ?? []);
}

/** `3 files, @acme/identity, packages/api` */
function describeBatch({ consumers, owners, package: folder }: PlanBatch): string {
  return [counted(consumers.length, "file"), ...owners, ...(folder === "." ? [] : [folder])].join(", ");
}

/** The first batch of a contract that is worked on next. */
function nextBatch({ phases }: PlanContract): PlanBatch | undefined {
  return phases.find(({ done, batches }) => !done && batches.length > 0)?.batches[0];
}

const GATE_TONES = { met: "good", open: "quiet", outdated: "warn", failed: "bad" } as const;

/** The states of gates for people, by contract. */
export function gatesBlocks(gates: readonly JudgedGate[]): readonly Block[] {
  const open = gates.filter(({ state }) => state !== "met").length;
  const end = open === 0 ? `✔ All ${gates.length} gates hold.` : `✖ ${open} of ${gates.length} gates do not hold.`;
  if (gates.length === 0) return [GATES_HEADING, paragraph("No contract has gates.")];
  return [
    GATES_HEADING,
    {
      kind: "table",
      head: ["contract", "gate", "state", "because"],
      rows: gates.map(({ contract, name, state, detail }): Line[] => [
        ...[[{ code: contract }], name, [{ tone: GATE_TONES[state], text: state }], detail],
      ]),
    },
    paragraph([{ tone: open === 0 ? "good" : "bad", text: end }]),
  ];
}

const GATES_HEADING: Block = { kind: "heading", level: 2, text: "Gates" };
