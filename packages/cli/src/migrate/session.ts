import path from "node:path";
import { embedsScript, findRoot, type Contract, type FormatCommand } from "@godwit/core/contracts";
import { typeCheckerInThread, type AsyncTypeChecker } from "@godwit/program";
import {
  cacheFor,
  createPackageFinder,
  listFiles,
  readSource,
  type ActiveContract,
  type CacheOptions,
  type HeldBack,
  type ListedFile,
  type Mocker,
  type PlanContract,
  type Project,
  type SiteOfExports,
} from "@godwit/project";
import { describeWithheld } from "../contracts/compile-draft.js";
import { heldBackBy, holdBack } from "../check/held-back.js";
import { type FoundInFile, mayRunTests } from "../plan/read-sites.js";
import { selectContracts } from "../project.js";
import type { ProcessHost } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { SiteQuestions } from "./units/ask-sites.js";
import { createRunner, type CommandRunner } from "./commands.js";
import { type EditSearch, mayJudge } from "./units/edit-file.js";
import type { Interrupt } from "./interrupt.js";
import type { MigrateOptions } from "./options.js";
import { planProject, type PlannedProject } from "./plan-project.js";
import { Settlement } from "./disk/settle-baselines.js";
import { KeptAnswers } from "./types/kept-answers.js";
import { Types } from "./types/verify-types.js";
import { describeViolation, type Engine } from "@godwit/core/engine";
import { openSource } from "../host/source-file.js";

/** What a run tells while it goes on. */
export interface RunListener {
  /** A command is about to run. */
  command(description: string): void;
  /** The command has ended. */
  commandEnd(): void;
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
  /** What types said of the contract before, where a run migrates several: its type checker goes on. */
  readonly types?: Types;
  /** Where answers of the type checker are kept; without it, in the usual place. */
  readonly cache?: CacheOptions;
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
  /** Whether it edits across files. */
  readonly hasWaves: boolean;
  /** The files of written types that edits across files have left, as no tsconfig includes them. */
  readonly unseenByWaves: Set<string>;
  /** Whether the plan was of this contract alone, so that no other claims what it would find. */
  readonly isPlannedAlone: boolean;
  readonly search: EditSearch;
  readonly types: Types;
  readonly runner: CommandRunner;
  readonly settlement: Settlement;
  readonly components: Components;
  readonly format: readonly FormatCommand[] | undefined;
  /** The folder of the package that a file belongs to. */
  packageOf(file: string): string;
}

const TIME_LIMIT_MINUTES = 30;

/** What earlier runs of a contract asked. */
export function openAnswers({ contract }: MigrateOptions, { cwd, cache = cacheFor({}) }: RunHost): KeptAnswers | undefined {
  return cache && new KeptAnswers({ root: findRoot(cwd)?.root ?? cwd, contract, ...cache });
}

/** Opens a contract, of a root that is planned already or is now; `answers` are those of earlier runs. Throws `UsageError` if there is none of that name, or it is broken. */
export function openSession(
  options: MigrateOptions,
  host: RunHost,
  answers = openAnswers(options, host),
  known: PlannedProject = planProject(options.contract, host, answers),
): Session {
  const { listener, interrupt, openTypeChecker = typeCheckerInThread } = host;
  const { project, plan, mockers } = known;
  const found = known.found.get(options.contract) ?? new Map<string, FoundInFile>();
  const { root, engine } = project;
  answers?.watch(engine);
  const [active] = selectContracts(project, [options.contract]) as [ActiveContract];
  const planned = plan.contracts.find(({ id }) => id === options.contract);
  const withheld = describeWithheld(active.contract);
  if (withheld !== undefined) listener.note(withheld);
  if (!planned) throw new UsageError(`There is no plan for ${options.contract}. See: godwit contracts validate`);
  const files = listFiles(root, { embedding: true });
  const paths = files.flatMap(({ path: file }) => (embedsScript(file) ? [] : [file]));
  const base = { engine, contracts: [active], phase: undefined };
  // Where commands after each unit run tests, what a mock can't follow fails there, and is put back.
  const commands = [...active.contract.validate.each.map(({ run }) => run), ...(options.verify ?? [])];
  const isTried = commands.some(mayRunTests);
  const judge = host.questions ? "person" : isTried ? "tests" : undefined;
  const takesSuggestions = options.suggestions ?? false;
  const isTaken = ({ suggestedTo }: SiteOfExports): boolean =>
    suggestedTo !== undefined && takesSuggestions && mayJudge(suggestedTo, judge);
  const sites = [...found.values()].flatMap(({ exports }) =>
    exports.map((site) => ({ ...site, isWritten: site.isWritten || isTaken(site) })),
  );
  listener.progress(0, 0, "looking for mocks that hold edits back");
  const findHeld = () =>
    holdBack(base, { root, all: files, selected: files, mockers, sites })?.held ?? new Map<string, HeldBack>();
  // Other contracts of the same plan claim some of its sites.
  const asked = plan.contracts.map(({ id }) => id);
  const askHeld = () =>
    answers?.findOrAsk(answers.questionForToday("held back", [options.contract, asked, takesSuggestions, judge]), findHeld);
  const held = isTried ? undefined : (askHeld() ?? findHeld());
  const hasWaves = !options.fixesOnly && !host.questions;
  const unseenByWaves = new Set<string>();
  const timeLimitMs = (options.timeLimit ?? TIME_LIMIT_MINUTES) * 60_000;
  return {
    ...{ options, host, project, active, planned, files, mockers, found },
    isPlannedAlone: plan.contracts.length === 1,
    ...{ hasWaves, unseenByWaves },
    search: {
      ...{ ...base, root, heldBack: held && heldBackBy(held, takesSuggestions), takesSuggestions },
      ...(judge && { judge }),
      isTypedByWaves: (file) => hasWaves && !unseenByWaves.has(file),
    },
    types: new Types(host.types ?? openTypeChecker(root, paths), interrupt, answers),
    runner: createRunner({
      ...{ root, host: host.process, interrupt, timeLimitMs },
      onCommand: (text) => listener.command(text),
      onCommandEnd: () => listener.commandEnd(),
    }),
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
    packageOf: createPackageFinder(root),
  };
}

/** Watches the components of a contract: what they lack at the start is known, and nothing may be added. */
class Components {
  readonly #engine: Engine;
  readonly #contract: Contract;
  readonly #known: readonly string[];

  constructor(engine: Engine, contract: Contract) {
    this.#engine = engine;
    this.#contract = contract;
    this.#known = this.#lacks();
  }

  /** What a component lacks since the start; undefined if all hold. */
  findBroken(): string | undefined {
    if (Object.keys(this.#contract.components).length === 0) return undefined;
    // The modules on the way to a component may have changed.
    this.#engine.modules.forget();
    const left = [...this.#known];
    return this.#lacks().find((lack) => {
      const index = left.indexOf(lack);
      if (index >= 0) left.splice(index, 1);
      return index < 0;
    });
  }

  #lacks(): readonly string[] {
    const rules = this.#engine.componentRules(this.#contract);
    const homes = new Set(Object.values(this.#contract.components).map(({ from }) => from));
    return [...homes].flatMap((home) => {
      const module = this.#engine.modules.resolveContractModule(home);
      if (module.kind !== "file") return [`the module ${home} of a component is missing`];
      const read = readSource(module.path);
      if (read.kind !== "text") return [`the module ${home} of a component can't be read`];
      try {
        const { violations } = this.#engine.analyse(openSource(module.path, read.text), rules);
        const file = path.relative(this.#engine.root, module.path).replaceAll("\\", "/");
        return violations.map((violation) => `a component no longer holds, in ${file}: ${describeViolation(violation)}`);
      } catch (error) {
        return [`the module ${home} of a component does not parse: ${(error as Error).message}`];
      }
    });
  }
}
