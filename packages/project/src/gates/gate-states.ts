import { type Contract, type Gate, matchesContract } from "@godwit/core/contracts";
import { quoteWord, phasesOf } from "../plan/plan.js";
import type { GateVerdict, PlanEvidence, PlanGate } from "../results/plan-result.js";
import type { PlanSite } from "../results/shapes.js";
import { createHash } from "node:crypto";
import path from "node:path";
import { FileError, findBytes, makeFolder, readText, writeWhole } from "@godwit/core/disk";
import * as z from "zod";
import { askGit } from "../files/git.js";

/** What the states of a contract's gates depend on. */
export interface GateFacts {
  /** The contract's violations. */
  readonly sites: readonly PlanSite[];
  /** The contract's bridges that are still in the code. */
  readonly bridges: readonly string[];
  /** Those that never were. */
  readonly unknownBridges: readonly string[];
  evidenceFor(gate: Gate): Evidence | undefined;
  /** What changed in the contract's files since the evidence was recorded, in words; undefined if nothing did. */
  changeSince(evidence: Evidence): string | undefined;
}

type State = Pick<GateVerdict, "state" | "detail"> & { readonly evidence?: PlanEvidence };

/** The kind of a gate, by its condition. */
export function kindOfGate({ when }: Gate): PlanGate["kind"] {
  return (["rules", "phase", "run", "manual", "bridges"] as const).find((kind) => kind in when)!;
}

/** Which gates of a contract hold, in their order. */
export function gateStates(contract: Contract, facts: GateFacts): readonly PlanGate[] {
  return contract.gates.map((gate) => ({
    ...{ name: gate.name, kind: kindOfGate(gate), evidence: null },
    ...stateOf(contract, gate, facts),
  }));
}

function stateOf(contract: Contract, gate: Gate, facts: GateFacts): State {
  const { when } = gate;
  if ("rules" in when) return stateOfRules(when.rules, facts);
  if ("phase" in when) return stateOfPhase(contract, when.phase, facts);
  if ("bridges" in when) return stateOfBridges(facts);
  return stateOfEvidence(contract, gate, facts);
}

function stateOfRules(rules: readonly string[], { sites }: GateFacts): State {
  const left = sites.filter(({ rule }) => rules.includes(rule)).length;
  return left === 0 ? { state: "met", detail: "none is left" } : { state: "open", detail: `${left} left` };
}

function stateOfPhase(contract: Contract, name: string, { sites }: GateFacts): State {
  const phase = phasesOf(contract, sites).find((each) => each.name === name);
  if (!phase) return { state: "open", detail: `there is no phase called ${name}` };
  return phase.done ? { state: "met", detail: "the phase is done" } : { state: "open", detail: `${phase.left} left` };
}

function stateOfBridges({ bridges, unknownBridges }: GateFacts): State {
  const details = [
    ...(bridges.length > 0 ? [`${bridges.length} still there`] : []),
    ...unknownBridges.map((bridge) => `${bridge} never was there`),
  ];
  return details.length === 0 ? { state: "met", detail: "all are deleted" } : { state: "open", detail: details.join("; ") };
}

function stateOfEvidence(contract: Contract, gate: Gate, facts: GateFacts): State {
  const evidence = facts.evidenceFor(gate);
  const command = `godwit gates record ${contract.id} ${quoteWord(gate.name)}`;
  if (!evidence) {
    const how = "run" in gate.when ? command : `${command} --note "…"`;
    return { state: "open", detail: `no evidence: ${how}` };
  }
  const { command: ran, exitCode, note, at: time, commit, author } = evidence;
  const change = facts.changeSince(evidence);
  const kept = { command: ran, exitCode, note, at: time, commit, author, changeSince: change ?? null };
  return { ...stateOfRecorded(gate, evidence, change), evidence: kept };
}

function stateOfRecorded({ when }: Gate, evidence: Evidence, change: string | undefined): State {
  const at = `${evidence.at.slice(0, 10)}${evidence.author === null ? "" : ` by ${evidence.author}`}`;
  const told = `${evidence.note === null ? "" : `${evidence.note}, `}${at}`;
  if (evidence.exitCode !== null && evidence.exitCode !== 0)
    return { state: "failed", detail: `exit code ${evidence.exitCode}, ${told}` };
  if ("run" in when && evidence.command !== when.run)
    return { state: "outdated", detail: `the command is another one since ${told}` };
  return change === undefined ? { state: "met", detail: told } : { state: "outdated", detail: `${told}; ${change}` };
}

const evidenceSchema = z.object({
  version: z.literal(1),
  contract: z.string(),
  gate: z.string(),
  /** The command that ran; null for a gate that a person judges. */
  command: z.string().nullable(),
  exitCode: z.int().nullable(),
  note: z.string().nullable(),
  /** When, as ISO 8601 in UTC. */
  at: z.string().refine((at) => !Number.isNaN(Date.parse(at))),
  /** The commit that was checked out; null without git or without a commit. */
  commit: z.string().nullable(),
  author: z.string().nullable(),
  /** A digest of the contract's files as they were. */
  files: z.string(),
});

/** That a gate held once: the result of its command, or what a person says. */
export type Evidence = Readonly<z.infer<typeof evidenceSchema>>;

/** A file of evidence that can't be used. */
export interface EvidenceFault {
  /** Relative to the root. */
  readonly file: string;
  readonly message: string;
}

/** The file of a gate's evidence, relative to the root. */
function evidenceFile(directory: string, contract: string, gate: string): string {
  const plain = gate
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60);
  // Two gates may differ only in what no file name can have.
  const digest = createHash("sha256").update(gate).digest("hex").slice(0, 6);
  return path.posix.join(directory, ".gates", contract, `${plain === "" ? "gate" : plain}-${digest}.json`);
}

/** Reads the evidence of a gate: undefined if there is none, a fault if it can't be used. */
export function readEvidence(
  root: string,
  directory: string,
  contract: string,
  gate: string,
): Evidence | EvidenceFault | undefined {
  const file = evidenceFile(directory, contract, gate);
  let text: string;
  try {
    text = readText(path.join(root, file), "settings");
  } catch (error) {
    if (error instanceof FileError && error.fault === "missing") return undefined;
    return { file, message: `The evidence can't be read: ${(error as Error).message}` };
  }
  const evidence = parseEvidence(text);
  if (typeof evidence === "string") return { file, message: `${evidence} Record the gate again, or restore the file.` };
  if (evidence.contract !== contract || evidence.gate !== gate)
    return {
      file,
      message: `The evidence is for the gate ${evidence.gate} of ${evidence.contract}. Move it back, or record the gate again.`,
    };
  return evidence;
}

function parseEvidence(text: string): Evidence | string {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return /^<{7}|^>{7}/m.test(text) ? "The evidence has conflict markers of a merge." : "The evidence is no JSON.";
  }
  if (typeof data !== "object" || data === null || Array.isArray(data)) return "The evidence is no JSON object.";
  if (!("version" in data) || data.version !== 1) return "The evidence is of another version of godwit.";
  return evidenceSchema.safeParse(data).data ?? "The evidence lacks a key, or has one of another type.";
}

/** Writes the evidence of a gate in one step, and returns its file, relative to the root. */
export function writeEvidence(root: string, directory: string, evidence: Evidence): string {
  const file = evidenceFile(directory, evidence.contract, evidence.gate);
  const target = path.join(root, file);
  makeFolder(path.dirname(target), root);
  writeWhole(target, `${JSON.stringify(evidence, null, 2)}\n`, { root });
  return file;
}

/** A digest of the contract's files, by their paths and bytes: equal as long as the code is. */
export function digestOfFiles(root: string, contract: Contract, files: readonly string[]): string {
  const digest = createHash("sha256");
  for (const file of files) {
    if (!matchesContract(contract, file)) continue;
    digest.update(`${file}\0`);
    const bytes = findBytes(path.join(root, file), "scanned");
    digest.update(bytes ? createHash("sha256").update(bytes).digest() : "unreadable");
  }
  return digest.digest("hex").slice(0, 32);
}

/** Who records evidence, and at which commit; both are null where git does not say. */
export function originOfEvidence(root: string): Pick<Evidence, "commit" | "author"> {
  const ask = (...args: string[]): string | null => {
    const answer = askGit(root, args);
    return answer?.status === 0 ? answer.entries.join("").trim() || null : null;
  };
  const identity = ask("var", "GIT_AUTHOR_IDENT");
  return { commit: ask("rev-parse", "--quiet", "--verify", "HEAD"), author: identity?.replace(/ <[^>]*>.*$/s, "") ?? null };
}

/** How the contract's files differ from those of the evidence, in words; undefined if they do not. */
export function changeSince(
  root: string,
  contract: Contract,
  files: readonly string[],
  { files: then, commit }: Evidence,
): string | undefined {
  if (digestOfFiles(root, contract, files) === then) return undefined;
  const changed = commit === null ? undefined : askGit(root, ["diff", "-z", "--relative", "--name-only", commit, "--"]);
  if (changed?.status !== 0) return "the code is another one since";
  const count = changed.entries.filter((file) => matchesContract(contract, file)).length;
  return count === 0
    ? "the code is another one since"
    : `older than the code: ${count} ${count === 1 ? "file has" : "files have"} changed since`;
}
