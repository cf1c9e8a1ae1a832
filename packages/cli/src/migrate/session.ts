import { findRoot, type FormatCommand } from "@godwit/contracts";
import { typeCheckerInThread, type AsyncTypeChecker } from "@godwit/program";
import {
  listFiles,
  readSource,
  type ActiveContract,
  type ListedFile,
  type Mocker,
  type Plan,
  type PlanContract,
  type Project,
} from "@godwit/project";
import { holdBack } from "../check/held-back.js";
import { buildPlan } from "../plan/build-plan.js";
import type { FoundInFile } from "../plan/read-sites.js";
import { requireProject, selectContracts } from "../project.js";
import type { ProcessHost } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import type { SiteQuestions } from "./ask-sites.js";
import { Components } from "./components.js";
import { createRunner, type CommandRunner } from "./commands.js";
import type { EditSearch } from "./edit-file.js";
import type { Interrupt } from "./interrupt.js";
import type { MigrateOptions } from "./options.js";
import { Settlement } from "./settle-baselines.js";
import { Types } from "./verify-types.js";

/** What a run tells while it goes on. */
export interface RunListener {
  /** A command is about to run. */
  command(description: string): void;
  /** Something that a person should know now. */
  note(text: string): void;
  /** `done` of `total` units are through; `doing` is what happens now. */
  progress(done: number, total: number, doing: string): void;
}

/** What a run works with. */
export interface RunHost {
  readonly cwd: string;
  readonly process: ProcessHost;
  readonly interrupt: Interrupt;
  readonly listener: RunListener;
  /** Asks at each site, if that was asked for. */
  readonly questions?: SiteQuestions;
  /** Opens the type checker of some files; without it, one on a thread of its own. */
  readonly openTypeChecker?: (root: string, files: readonly string[]) => AsyncTypeChecker;
}

/** One contract, opened to be migrated. */
export interface Session {
  readonly options: MigrateOptions;
  readonly host: RunHost;
  readonly project: Project;
  readonly active: ActiveContract;
  readonly planned: PlanContract;
  readonly files: readonly ListedFile[];
  /** The files that mock modules. */
  readonly mockers: readonly Mocker[];
  /** What the plan found of the contract, by file. */
  readonly found: ReadonlyMap<string, FoundInFile>;
  readonly search: EditSearch;
  readonly types: Types;
  readonly runner: CommandRunner;
  readonly settlement: Settlement;
  readonly components: Components;
  readonly format: readonly FormatCommand[] | undefined;
}

const TIME_LIMIT_MINUTES = 30;

/** A root with its plan. */
export interface PlannedProject {
  readonly project: Project;
  readonly plan: Plan;
  readonly mockers: readonly Mocker[];
  /** What the plan found, by contract and file. */
  readonly found: ReadonlyMap<string, ReadonlyMap<string, FoundInFile>>;
}

function planProject({ cwd, listener }: RunHost): PlannedProject {
  listener.progress(0, 0, "reading the contracts");
  const project = requireProject(cwd);
  return { project, ...buildPlan(project, (done, total) => listener.progress(done, total, "planning")) };
}

/** Opens a contract, of a root that is planned already or is now. Throws `UsageError` if there is none of that name, or it is broken. */
export function openSession(options: MigrateOptions, host: RunHost, known: PlannedProject = planProject(host)): Session {
  const { listener, interrupt, openTypeChecker = typeCheckerInThread } = host;
  const { project, plan, mockers } = known;
  const found = known.found.get(options.contract) ?? new Map<string, FoundInFile>();
  const { root, engine } = project;
  const [active] = selectContracts(project, [options.contract]) as [ActiveContract];
  const planned = plan.contracts.find(({ id }) => id === options.contract);
  if (!planned) throw new UsageError(`There is no plan for ${options.contract}. See: godwit contracts validate`);
  const files = listFiles(root);
  const paths = files.map((file) => file.path);
  const base = { engine, contracts: [active], phase: undefined };
  // Commands after each unit run the tests: what a mock can't follow fails there, and is put back.
  const isTried = active.contract.validate.each.length + (options.verify?.length ?? 0) > 0;
  const sites = [...found.values()].flatMap(({ exports }) => exports);
  listener.progress(0, 0, "looking for mocks that hold edits back");
  const heldBack = isTried ? undefined : holdBack(base, { root, all: files, selected: files, mockers, sites })?.heldBack;
  const timeLimitMs = (options.timeLimit ?? TIME_LIMIT_MINUTES) * 60_000;
  return {
    ...{ options, host, project, active, planned, files, mockers, found },
    search: { ...base, root, heldBack, takesSuggestions: options.suggestions ?? false },
    types: new Types(openTypeChecker(root, paths), interrupt),
    runner: createRunner({ root, host: host.process, interrupt, timeLimitMs, onCommand: (text) => listener.command(text) }),
    settlement: new Settlement({
      engine,
      contracts: project.contracts,
      root,
      fix: false,
      keepsSources: true,
      read: (_, absolute) => readSource(absolute),
    }),
    components: new Components(engine, active.contract),
    format: findRoot(host.cwd)?.format,
  };
}
