import * as z from "zod";
import { complexity, consumerRisk, count, type Data, file, owners, site } from "./shapes.js";

const counts = z.strictObject({
  total: count,
  fix: count.describe("With a safe fix that nothing holds back"),
  held: count.describe("With a safe fix that waits for a test"),
  suggestion: count.describe("With an edit that a person has to look at"),
  hint: count.describe("That only a person can write"),
  known: count.describe("How many of all the baseline knows"),
});

const plannedConsumer = z.strictObject({
  file,
  counts,
  sites: z.array(site).describe("In the order of the text"),
  complexity,
  risk: consumerRisk,
  /** In words. */
  riskReasons: z.array(z.string()),
  owners,
  package: z.string().describe("The folder of the package; . for the root"),
  tests: z.array(file).describe("Tests that reach the file by imports"),
  isTest: z.boolean().exactOptional().describe("Whether it is a test; tests are migrated after code"),
  /** With violations of the contract, whatever their phase: the mocks of its tests, say. */
  together: z.array(file).describe("Other files that move in the same step"),
});

const batch = z.strictObject({
  id: z.string().describe("For migrate --batch; the same as long as contract, phase, owner and package are"),
  owners,
  package: z.string(),
  risk: consumerRisk.describe("The highest of its consumers"),
  counts,
  consumers: z.array(plannedConsumer),
  /** It does what can be done without a person, or shows what a person has to do. */
  command: z.string(),
});

const phase = z.strictObject({
  name: z.string().nullable().describe("Null: the violations that are in no phase"),
  due: z.string().nullable(),
  /** Null: the phase is never done while one remains, as it is none of the contract's. */
  allow: z.int().min(0).nullable().describe("How many may remain"),
  done: z.boolean(),
  waitsFor: z.string().nullable().describe("The first phase before it that is not done"),
  counts,
  batches: z.array(batch),
});

/** Whether one gate of a contract holds. */
export const gateVerdict = z.strictObject({
  name: z.string(),
  kind: z.enum(["rules", "phase", "run", "manual", "bridges"]),
  state: z.enum(["met", "open", "outdated", "failed"]),
  detail: z.string().describe("Why, in words"),
});

const evidence = z.strictObject({
  command: z.string().nullable().describe("The command that ran; null for a gate that a person judges"),
  exitCode: z.int().nullable(),
  note: z.string().nullable(),
  at: z.string().describe("When, as ISO 8601 in UTC"),
  commit: z.string().nullable().describe("What was checked out; null without git"),
  author: z.string().nullable(),
  changeSince: z.string().nullable().describe("Where the code is another one since: how, in words; such evidence does not count"),
});

const gate = z.strictObject({
  ...gateVerdict.shape,
  evidence: evidence
    .nullable()
    .describe("What is recorded for the gate in .gates/; null for nothing, and for gates that the code itself answers"),
});

const blocker = z.strictObject({
  contract: z.string(),
  /** `23 violations are left in Endpoints and Agents` */
  why: z.string(),
});

const checkpoint = z.strictObject({
  when: z.enum(["before", "each", "after", "phase"]),
  /** The phase that has to be done, for `phase`. */
  phase: z.string().exactOptional(),
  /** Of the contract, or the one that shows whether the phase is done. */
  commands: z.array(z.string()),
});

const manualWork = z.strictObject({
  rule: z.string(),
  /** `held`: the fix is safe, and waits for a test. */
  level: z.enum(["suggestion", "hint", "held"]),
  reason: z.string(),
  sites: count,
  files: count,
});

const lever = z.strictObject({
  file,
  line: z.int().min(1),
  /** What is to be changed there: `function delegate`; undefined: the file. */
  within: z.string().optional(),
  /** What is missing there, as the sites say it. */
  reason: z.string(),
  frees: count.describe("How many sites it frees"),
});

/** What a run adds: the commands of `validate`, and that the project's own compiler confirms it. */
const cost = z.strictObject({
  seconds: count.describe("CPU seconds of all processes"),
  megabytes: count.describe("The most memory of all processes together"),
  files: count.describe("How many files the type checker may have to look at"),
});

const contract = z.strictObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(["planned", "active", "complete"]),
  risk: z.enum(["low", "medium", "high", "critical"]),
  owner: z.string().nullable(),
  due: z.string().nullable(),
  dependsOn: z.array(z.string()),
  done: z.boolean(),
  /** Contracts that it depends on and that are not done. */
  blockedBy: z.array(blocker),
  round: z.int().min(1).describe("1: can be worked on now; 2: when those of round 1 are done; and so on"),
  counts,
  phases: z.array(phase),
  gates: z.array(gate),
  checkpoints: z.array(checkpoint),
  manual: z.array(manualWork).describe("What no fix takes away, and edits across files or a person have to do, most sites first"),
  levers: z.array(lever).describe("The places that free most sites"),
  cost: cost.exactOptional().describe("What a dry run costs about; not there where a run can do nothing"),
});

/** The part of the result of `godwit plan --format json`, version 1, that a plan is. */
export const planSchema = z.strictObject({
  version: z.literal(1),
  contracts: z.array(contract).describe("Those to work on in their order, then those that are done"),
});

/** How many violations there are of each kind. */
export type SiteCounts = Data<typeof counts>;
/** The unit of work: one file that uses what a contract replaces, with what it takes to move it. */
export type PlanConsumer = Data<typeof plannedConsumer>;
/** Consumers of one phase that have one owner and one package, or that a person has put together; code first, smallest risk first. */
export type PlanBatch = Data<typeof batch>;
/** A phase of a contract; a contract without phases has one, without a name. */
export type PlanPhase = Data<typeof phase>;
/** Why a contract can't be migrated yet. */
export type Blocker = Data<typeof blocker>;
/** A place where a person's work lets other sites be fixed. */
export type Lever = Data<typeof lever>;
/** Sites that no fix takes away, by the reason that they give. */
export type ManualWork = Data<typeof manualWork>;
/** A moment at which something is checked before the work goes on. */
export type Checkpoint = Data<typeof checkpoint>;
/** Whether one gate of a contract holds. */
export type GateVerdict = Data<typeof gateVerdict>;
/** What is recorded for a gate, and whether the code is still the same. */
export type PlanEvidence = Data<typeof evidence>;
/** One gate of a contract with what is known of it. */
export type PlanGate = Data<typeof gate>;
/** What a dry run of a contract costs about. */
export type RunCost = Data<typeof cost>;
/** One contract with its work in order. */
export type PlanContract = Data<typeof contract>;
/** What to do next, in order. */
export type Plan = Data<typeof planSchema>;
