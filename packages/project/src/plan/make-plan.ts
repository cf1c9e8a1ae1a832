import { createHash } from "node:crypto";
import { type Contract, describeCheck } from "@godwit/core/contracts";
import { groupBy } from "../group-by.js";
import {
  byText,
  complexityOf,
  countSites,
  judgeRisk,
  quoteWord,
  blockersOf,
  inPlanOrder,
  phasesOf,
  type Progress,
  progressOfAll,
} from "./plan.js";
import type {
  Checkpoint,
  Lever,
  ManualWork,
  Plan,
  PlanBatch,
  PlanConsumer,
  PlanContract,
  PlanGate,
  PlanPhase,
  SiteCounts,
} from "../results/plan-result.js";
import type { ConsumerRisk, PlanSite } from "../results/shapes.js";

/** What a plan needs to know about a file. */
export interface FileFacts {
  /** By CODEOWNERS; empty where it names nobody. */
  readonly owners: readonly string[];
  /** The folder of its package, relative to the root; `.` for the root. */
  readonly package: string;
  /** Tests that reach it by imports. */
  readonly tests: readonly string[];
  readonly isTest: boolean;
  /** How many files import it, directly or through others. */
  readonly dependents: number;
}

/** What a plan is made from: plain data, so that the same input gives the same plan. */
export interface PlanInput {
  /** All contracts that work, whatever their order. */
  readonly contracts: readonly Contract[];
  /** The violations of all contracts, planned ones included. */
  readonly sites: readonly PlanSite[];
  factsOf(file: string): FileFacts;
  /** Whether a value that the function around a site is given would make it one that is fixed. */
  readonly lacksValue: (site: PlanSite) => boolean;
  /** Files that move together because of the mocks in one of them, for one contract. */
  readonly groups: (contract: string) => readonly (readonly string[])[];
  gatesOf(contract: Contract, sites: readonly PlanSite[]): readonly PlanGate[];
}

/** Makes the plan of all contracts. */
export function makePlan(input: PlanInput): Plan {
  const progress = progressOfAll(input.contracts, input.sites);
  const byContract = groupBy(input.sites, ({ contract }) => contract);
  const contracts = inPlanOrder(input.contracts, progress).map(({ contract, round }) =>
    planContract(input, { contract, round, progress, sites: [...(byContract.get(contract.id) ?? [])].sort(byPlace) }),
  );
  return { version: 1, contracts };
}

interface Work {
  readonly contract: Contract;
  readonly round: number;
  readonly progress: ReadonlyMap<string, Progress>;
  readonly sites: readonly PlanSite[];
}

function planContract(input: PlanInput, { contract, round, progress, sites }: Work): PlanContract {
  const { id, title, status, risk, owner, due, dependsOn } = contract;
  return {
    ...{ id, title, status, risk, owner: owner ?? null, due: due ?? null, dependsOn },
    done: progress.get(id)!.done,
    blockedBy: blockersOf(contract, progress),
    round,
    counts: countSites(sites),
    phases: planPhases(input, contract, sites),
    gates: input.gatesOf(contract, sites),
    checkpoints: checkpointsOf(contract),
    manual: manualWorkOf(sites),
    levers: findLevers(sites, input.lacksValue),
  };
}

function planPhases(input: PlanInput, contract: Contract, sites: readonly PlanSite[]): readonly PlanPhase[] {
  const together = togetherOf(input.groups(contract.id));
  const byPhase = groupBy(sites, ({ phase }) => phase);
  let waitsFor: string | null = null;
  return phasesOf(contract, sites).map(({ name, allow, due, done }): PlanPhase => {
    const own = byPhase.get(name) ?? [];
    const consumers = [...groupBy(own, ({ file }) => file)].map(([file, inFile]) =>
      rankConsumer(input, contract, { file, sites: inFile, together: together(file) }),
    );
    const frame = { contract: contract.id, phase: name, phases: contract.phases.map((each) => each.name) };
    const phase = { name, due, allow, done, waitsFor, counts: countSites(own), batches: makeBatches(frame, consumers) };
    if (!done) waitsFor ??= name;
    return phase;
  });
}

/** Finds the other files of a file's group. */
function togetherOf(groups: readonly (readonly string[])[]): (file: string) => readonly string[] {
  const groupOf = new Map(groups.flatMap((group) => group.map((file) => [file, group] as const)));
  return (file) => (groupOf.get(file) ?? []).filter((other) => other !== file).sort(byText);
}

function rankConsumer(
  input: PlanInput,
  contract: Contract,
  { file, sites, together }: Pick<PlanConsumer, "file" | "sites" | "together">,
): RankedConsumer {
  const { owners, package: folder, tests, isTest, dependents } = input.factsOf(file);
  const { risk, points, reasons } = judgeRisk({ sites, isTest, tests: tests.length, dependents });
  const consumer: PlanConsumer = {
    ...{ file, counts: countSites(sites), sites, complexity: complexityOf(sites), risk, riskReasons: reasons },
    owners: owners.length > 0 || contract.owner === undefined ? owners : [contract.owner],
    ...{ package: folder, tests, isTest, together },
  };
  return { consumer, points };
}

function checkpointsOf({ id, validate, phases }: Contract): readonly Checkpoint[] {
  const points: Checkpoint[] = [
    { when: "before", commands: validate.before.map(describeCheck) },
    { when: "each", commands: validate.each.map(describeCheck) },
    ...phases.map(({ name }): Checkpoint => ({
      when: "phase",
      phase: name,
      commands: [`godwit check --contract ${id} --phase ${quoteWord(name)}`],
    })),
    { when: "after", commands: validate.after.map(describeCheck) },
  ];
  return points.filter(({ commands }) => commands.length > 0);
}

function byPlace(a: PlanSite, b: PlanSite): number {
  return byText(a.file, b.file) || a.line - b.line || a.column - b.column || byText(a.rule, b.rule);
}

/** Sites that no fix takes away, by rule and reason, most sites first. */
function manualWorkOf(sites: readonly PlanSite[]): readonly ManualWork[] {
  const open = sites.flatMap((site) => {
    const reason = reasonOf(site);
    return reason === undefined ? [] : [{ site, reason }];
  });
  return [...groupBy(open, ({ site, reason }) => JSON.stringify([site.rule, levelOf(site), reason])).values()]
    .map((group): ManualWork => {
      const [{ site, reason }] = group as [(typeof group)[number]];
      const files = new Set(group.map((each) => each.site.file)).size;
      return { rule: site.rule, level: levelOf(site), reason, sites: group.length, files };
    })
    .sort((a, b) => b.sites - a.sites || byText(a.rule, b.rule) || byText(a.reason, b.reason));
}

/**
 * The places where one change by a person frees most sites: a function that lacks a value which several of its sites need, or a
 * test that holds fixes back.
 */
function findLevers(sites: readonly PlanSite[], lacksValue: PlanInput["lacksValue"]): readonly Lever[] {
  const places = sites.flatMap((site): { readonly key: string; readonly lever: Omit<Lever, "frees"> }[] => {
    const reason = reasonOf(site);
    const { heldBack, line, within } = site;
    if (reason === undefined || !(heldBack || lacksValue(site))) return [];
    const lever = heldBack
      ? { file: heldBack.by, line: 1, within: undefined, reason: heldBack.reason }
      : { file: site.file, line, within, reason };
    return [{ key: JSON.stringify([lever.file, lever.within ?? null, reason]), lever }];
  });
  return [...groupBy(places, ({ key }) => key).values()]
    .map((group): Lever => {
      const first = group.map(({ lever }) => lever).sort((a, b) => a.line - b.line)[0]!;
      return { ...first, frees: group.length };
    })
    .sort((a, b) => b.frees - a.frees || byText(a.file, b.file) || a.line - b.line || byText(a.reason, b.reason));
}

function reasonOf({ heldBack, reason }: PlanSite): string | undefined {
  return heldBack?.reason ?? reason ?? undefined;
}

function levelOf({ level }: PlanSite): ManualWork["level"] {
  return level === "fix" ? "held" : level;
}

const RISKS: readonly ConsumerRisk[] = ["low", "medium", "high"];

/** A consumer with the points that order it. */
interface RankedConsumer {
  readonly consumer: PlanConsumer;
  readonly points: number;
}

/** The contract and the phase for which batches are made. */
interface BatchFrame {
  readonly contract: string;
  /** Null: the violations in no phase. */
  readonly phase: string | null;
  /** All phases of the contract. */
  readonly phases: readonly string[];
}

/** Consumers of one phase by owner and package, smallest risk first. */
function makeBatches(frame: BatchFrame, consumers: readonly RankedConsumer[]): readonly PlanBatch[] {
  const groups = [...groupBy(consumers, ({ consumer }) => JSON.stringify([consumer.owners, consumer.package]))];
  const ids = idsOf(groups.map(([key, [first]]) => ({ key, id: idOf(frame, first!.consumer) })));
  const batches = groups.map(([key, group]) => ({
    batch: makeBatch(
      frame,
      ids.get(key)!,
      [...group].sort(byRisk).map(({ consumer }) => consumer),
    ),
    points: Math.max(...group.map(({ points }) => points)),
  }));
  return batches
    .sort((a, b) => a.points - b.points || a.batch.counts.total - b.batch.counts.total || byText(a.batch.id, b.batch.id))
    .map(({ batch }) => batch);
}

/** One batch of some consumers, in their order: code first, tests after. */
export function makeBatch(frame: BatchFrame, id: string, consumers: readonly PlanConsumer[]): PlanBatch {
  const counts = countSites(consumers.flatMap(({ sites }) => sites));
  const folders = new Set(consumers.map((each) => each.package));
  return {
    id,
    owners: [...new Set(consumers.flatMap(({ owners }) => owners))],
    package: folders.size === 1 ? [...folders][0]! : ".",
    risk: RISKS[Math.max(...consumers.map(({ risk }) => RISKS.indexOf(risk)))]!,
    counts,
    consumers: [...consumers].sort((a, b) => Number(a.isTest) - Number(b.isTest)),
    command: commandFor(frame, id, counts),
  };
}

function commandFor({ contract, phase }: BatchFrame, id: string, { fix, held, suggestion }: SiteCounts): string {
  const migrate = `godwit migrate ${contract} --batch ${id}`;
  if (fix + held > 0) return migrate;
  if (suggestion > 0) return `${migrate} --suggestions`;
  return `godwit check --all --contract ${contract}${phase === null ? "" : ` --phase ${quoteWord(phase)}`}`;
}

function byRisk(a: RankedConsumer, b: RankedConsumer): number {
  return a.points - b.points || a.consumer.counts.total - b.consumer.counts.total || byText(a.consumer.file, b.consumer.file);
}

function idOf({ contract, phase, phases }: BatchFrame, { owners, package: folder }: PlanConsumer): string {
  return [contract, slugOfPhase(phase, phases), slugOfOwners(owners), ...(folder === "." ? [] : [slug(folder)])].join("/");
}

/** So many owners are named in the ids of batches, which people type. */
const MOST_OWNERS = 2;

/** The name of owners in the ids of batches. */
export function slugOfOwners(owners: readonly string[]): string {
  const [first] = owners;
  if (first === undefined) return "nobody";
  const all = owners.join(" ");
  return owners.length > MOST_OWNERS ? `${slug(first)}-and-${owners.length - 1}-more-${digest(all)}` : slug(all);
}

/** The name of a phase in the ids of batches; two phases may have one slug (`Core`, `core!`), or that of what is in none. */
export function slugOfPhase(phase: string | null, phases: readonly string[]): string {
  const outside = phases.length > 0 ? "no-phase" : "all";
  if (phase === null) return outside;
  const own = slug(phase);
  const isShared = own === outside || phases.some((other) => other !== phase && slug(other) === own);
  return isShared ? `${own}-${digest(phase)}` : own;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}

/** Two owners may have one slug (`@a/b-c`, `@a-b/c`): then a digest of the key tells them apart. */
function idsOf(named: readonly { readonly key: string; readonly id: string }[]): ReadonlyMap<string, string> {
  const sizes = groupBy(named, ({ id }) => id);
  return new Map(named.map(({ key, id }) => [key, sizes.get(id)!.length > 1 ? `${id}-${digest(key)}` : id]));
}

/** A text as a part of an id. */
export function slug(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return plain === "" ? digest(text) : plain;
}
