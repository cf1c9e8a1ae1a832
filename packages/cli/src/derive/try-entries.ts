import path from "node:path";
import { applyTextEdits } from "@godwit/core/engine";
import type { ActiveContract } from "@godwit/project";
import { findForCheck } from "../check/finding.js";
import { compileDraft, type DraftText } from "../contracts/compile-draft.js";
import { testContract, type TestPlace } from "../contracts/test-examples.js";
import { openSource } from "../host/source-file.js";
import type { Entry, ExampleSource, NotDerived } from "./entry.js";
import { writeContract, type ContractSubject, type TriedEntry } from "./write-contract.js";

/** A contract whose examples hold, and what had to be left out. */
export interface TriedContract {
  /** Undefined where nothing is left. */
  readonly text: string | undefined;
  readonly entries: readonly Entry[];
  readonly refused: readonly Omit<NotDerived, "file">[];
}

/** Keeps the entries that work, each by itself and all together, and writes their contract. */
export function tryEntries(
  place: TestPlace,
  source: Source,
  { subject, entries }: { readonly subject: ContractSubject; readonly entries: readonly Entry[] },
): TriedContract {
  const refused: Omit<NotDerived, "file">[] = [];
  const kept: TriedEntry[] = [];
  for (const entry of entries) {
    const tried = tryEntry(place, source, { subject, entry });
    const text = typeof tried === "string" ? undefined : writeContract(subject, [...kept, tried]);
    const fault = typeof tried === "string" ? tried : faultOf(place, source, text!);
    if (fault === undefined) kept.push(tried as TriedEntry);
    else refused.push({ line: entry.line, what: entry.what, reason: fault });
  }
  return {
    text: kept.length === 0 ? undefined : writeContract(subject, kept),
    entries: kept.map(({ entry }) => entry),
    refused,
  };
}

type Source = Omit<DraftText, "text">;

/** Runs an entry's example; returns why it is no good. */
function tryEntry(
  place: TestPlace,
  source: Source,
  { subject, entry }: { readonly subject: ContractSubject; readonly entry: Entry },
): TriedEntry | string {
  const compiled = compile(place, source, writeContract(subject, [{ entry }]));
  if (typeof compiled === "string") return compiled;
  const { path: file, before, isFixed, old } = entry.example;
  const result = run(place, compiled, entry.example);
  if (result === undefined) return "the rule does not find a use of it";
  const isChanged = result.after !== before;
  if (!isFixed && isChanged) return "its use would be changed where a person has to look";
  return { entry, example: { path: file, before, ...(isChanged && !mentions(result.after, old) && { after: result.after }) } };
}

function run(
  place: TestPlace,
  active: ActiveContract,
  { path: file, before }: ExampleSource,
): { readonly after: string } | undefined {
  const found = findForCheck(
    { engine: place.engine, contracts: [active] },
    openSource(path.join(place.root, file), before),
    file,
  );
  return found.open.length === 0 ? undefined : { after: applyTextEdits(before, found.safeEdits()) };
}

function compile({ engine }: TestPlace, source: Source, text: string): ActiveContract | string {
  const { active, problems, ruleProblems } = compileDraft(engine, { ...source, text }, 0);
  const error = [...problems, ...ruleProblems].find(({ severity }) => severity === "error");
  const fault = error ?? ruleProblems.find(({ code }) => SERIOUS.has(code));
  return fault?.message ?? active ?? "its rules do not compile";
}

/** Warnings that nobody may get from a contract that a program wrote. */
const SERIOUS = new Set(["never-ends", "unreachable", "repeated", "unbound-hole", "contradiction"]);

/** Why a whole contract does not hold; undefined where each example does. */
function faultOf(place: TestPlace, source: Source, text: string): string | undefined {
  const compiled = compile(place, source, text);
  if (typeof compiled === "string") return compiled;
  const failed = testContract(place, compiled).find(({ failure }) => failure !== null);
  return failed && `its example ${failed.failure!.split("\n")[0]!}`;
}

/** Whether a text has another, not as a part of a longer word. */
function mentions(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (!/[\w$]/.test(text.charAt(at - 1)) && !/[\w$]/.test(text.charAt(at + part.length))) return true;
  }
  return false;
}
