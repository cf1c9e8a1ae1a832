import type { Plan, PlanBatch, PlanContract, PlanPhase } from "@godwit/project";
import { counted } from "../terminal.js";
import type { Block, Line } from "./document/document.js";
import {
  adviceFor,
  describeBatch,
  describeCounts,
  describeKinds,
  fixableShare,
  LEFT_BY_FIXES,
  nameOfPhase,
  nextBatch,
} from "./plan-stylish.js";

const MOST_LEVERS = 10;

/** A plan as a document. */
export function planDocument({ contracts }: Plan): readonly Block[] {
  const open = contracts.filter(({ done }) => !done);
  const done = contracts.filter((contract) => contract.done);
  const left = open.reduce((sum, { counts }) => sum + counts.total, 0);
  return [
    { kind: "heading", level: 1, text: "Migration plan" },
    {
      kind: "paragraph",
      text: `${counted(open.length, "contract")} to do with ${counted(left, "violation")} left, ${done.length} done.`,
    },
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
      ...[counts.total.toLocaleString("en-US"), fixableShare(counts), blockedBy.map(({ contract }) => contract).join(", ")],
    ]),
  };
}

function contractBlocks(contract: PlanContract): readonly Block[] {
  const { id, title, status, risk, owner, due, counts, blockedBy, gates } = contract;
  const facts = [status, `${risk} risk`, owner ?? "nobody's", ...(due === null ? [] : [`due ${due}`])];
  return [
    { kind: "heading", level: 2, text: [{ code: id }, ` ${title}`] },
    { kind: "paragraph", text: `${facts.join(", ")}. ${describeCounts(counts)}.` },
    ...blockedBy.map((blocker): Block => ({
      kind: "paragraph",
      text: [{ strong: "Blocked" }, " by ", { code: blocker.contract }, `: ${blocker.why}.`],
    })),
    ...nextStep(contract),
    ...contract.phases.flatMap((phase) => phaseBlocks(contract, phase)),
    ...manualBlocks(contract),
    ...checkpointBlocks(contract),
    ...gateBlocks(gates),
  ];
}

function nextStep(contract: PlanContract): readonly Block[] {
  const batch = contract.blockedBy.length === 0 ? nextBatch(contract) : undefined;
  if (!batch) return [];
  if (contract.status === "planned")
    return [{ kind: "paragraph", text: [{ strong: "Next" }, ": set ", { code: "status: active" }, " when the work begins."] }];
  return [
    { kind: "paragraph", text: [{ strong: "Next" }, `: ${describeBatch(batch)}.`] },
    { kind: "code", lines: [batch.command] },
  ];
}

function phaseBlocks(contract: PlanContract, phase: PlanPhase): readonly Block[] {
  const { due, allow, done, waitsFor, counts, batches } = phase;
  if (counts.total === 0 && phase.name === null) return [];
  const facts = [
    done ? (counts.total === 0 ? "done" : `done: ${counts.total} left, ${allow} allowed`) : describeCounts(counts),
    ...(due === null ? [] : [`due ${due}`]),
    ...(waitsFor === null || done ? [] : [`after ${waitsFor}`]),
  ];
  return [
    { kind: "heading", level: 3, text: nameOfPhase(contract, phase) },
    { kind: "paragraph", text: `${facts.join("; ")}.` },
    ...batches.flatMap(batchBlocks),
  ];
}

function batchBlocks(batch: PlanBatch): readonly Block[] {
  return [
    {
      kind: "details",
      summary: [`${describeBatch(batch)}: ${describeKinds(batch.counts)}, ${batch.risk} risk`],
      blocks: [
        { kind: "code", lines: [batch.command] },
        {
          kind: "table",
          head: ["file", "what to do", "complexity", "risk", "because", "tests", "moves with"],
          numbers: [5],
          rows: batch.consumers.map((consumer): Line[] => [
            ...[[{ code: consumer.file }], describeKinds(consumer.counts), consumer.complexity, consumer.risk],
            ...[consumer.riskReasons.join(", "), String(consumer.tests.length), consumer.together.join(", ")],
          ]),
        },
      ],
    },
  ];
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
    ...adviceFor(contract).map((text): Block => ({ kind: "paragraph", text })),
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
