import path from "node:path";
import { findMockers, listFiles, readSource, type ActiveContract, type Mocker, type Plan, type Project } from "@godwit/project";
import { withSource } from "../host/source-file.js";
import { buildPlan } from "../plan/build-plan.js";
import type { FoundInFile } from "../plan/read-sites.js";
import { requireProject, selectContracts } from "../project.js";
import type { KeptAnswers } from "./types/kept-answers.js";

/** A root with its plan. */
export interface PlannedProject {
  readonly project: Project;
  readonly plan: Plan;
  readonly mockers: readonly Mocker[];
  /** What the plan found, by contract and file. */
  readonly found: ReadonlyMap<string, ReadonlyMap<string, FoundInFile>>;
}

/** Where a root is planned, and who is told. */
interface PlanHost {
  readonly cwd: string;
  readonly listener: { progress(done: number, total: number, doing: string): void };
}

/** What is kept of a plan for the next run: texts are on the disk. */
interface KeptPlan {
  readonly plan: Plan;
  /** The files that mock modules. */
  readonly mockers: readonly string[];
  readonly found: ReadonlyMap<string, ReadonlyMap<string, Omit<FoundInFile, "text">>>;
}

/**
 * Plans one contract of a root, and those that it waits for: the others have no say in its run. What an earlier run planned over the same texts
 * is taken as it is.
 */
export function planProject(contract: string, { cwd, listener }: PlanHost, answers: KeptAnswers | undefined): PlannedProject {
  listener.progress(0, 0, "reading the contracts");
  const project = requireProject(cwd);
  const asked = selectContracts(project, [contract]);
  const question = answers?.questionForToday("plan", contract);
  const known = question === undefined ? undefined : (answers!.find(question) as KeptPlan | undefined);
  if (known) return { project, ...restore(known, project) };
  const contracts = withAllBefore(asked, project);
  const planned = buildPlan({ ...project, contracts }, (done, total) => listener.progress(done, total, "planning"));
  if (question !== undefined) answers!.keep(question, withoutTexts(planned));
  return { project, ...planned };
}

/** Contracts with those that they depend on, directly or not. */
function withAllBefore(asked: readonly ActiveContract[], { contracts }: Project): readonly ActiveContract[] {
  const ids = new Set(asked.map(({ contract: { id } }) => id));
  for (const id of ids)
    for (const before of contracts.find((each) => each.contract.id === id)?.contract.dependsOn ?? []) ids.add(before);
  return contracts.filter(({ contract: { id } }) => ids.has(id));
}

function withoutTexts({ plan, mockers, found }: Omit<PlannedProject, "project">): KeptPlan {
  return {
    plan,
    mockers: mockers.map(({ file }) => file),
    found: mapFound(found, ({ text: _, ...rest }) => rest),
  };
}

function restore({ plan, mockers, found }: KeptPlan, { root, engine }: Project): Omit<PlannedProject, "project"> {
  const mocking = new Set(mockers);
  return {
    plan,
    mockers: findMockers(
      engine,
      listFiles(root).filter((file) => mocking.has(file.path)),
      withSource,
    ),
    found: mapFound(found, (own, file) => {
      const read = readSource(path.join(root, file));
      // A text that nobody can read any more is another one than what was found.
      return { ...own, text: read.kind === "text" ? read.text : "" };
    }),
  };
}

function mapFound<From, To>(
  found: ReadonlyMap<string, ReadonlyMap<string, From>>,
  map: (own: From, file: string) => To,
): ReadonlyMap<string, ReadonlyMap<string, To>> {
  return new Map(
    [...found].map(([contract, files]) => [contract, new Map([...files].map(([file, own]) => [file, map(own, file)]))]),
  );
}
