import { errorsOf } from "@godwit/core/contracts";
import type { BatchSizing, Plan } from "@godwit/project";
import { writeOutputs } from "../files/outputs.js";
import type { AcrossFiles } from "../migrate/dry-run.js";
import type { PlannedProject } from "../migrate/plan-project.js";
import { buildPlan, recordBatches } from "../plan/build-plan.js";
import { sayUnfinished } from "../migrate/recover.js";
import { withRunHost } from "../migrate/progress-bar.js";
import { requireProject, selectContracts } from "../project.js";
import { renderHtml } from "../reporters/document/render-html.js";
import { renderMarkdown } from "../reporters/document/render-markdown.js";
import { acrossFilesBlocks } from "../reporters/waves.js";
import { renderTerminal } from "../reporters/document/render-terminal.js";
import { planDocument, planScreen } from "../reporters/plan.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import { type CommandPlace, lookOf, progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { planCommand } from "../tables/process.js";

type PlanOptions = OptionsOf<typeof planCommand>;

/** Of a table on a screen; a page has all. */
const MOST_ROWS = 15;

/** Prints what to do next, in order, for all contracts or for one; the exit code is 2 where not everything could be counted. */
export async function runPlan(
  { cwd, terminal }: CommandPlace,
  contract: string | undefined,
  options: PlanOptions,
): Promise<number> {
  if (options.acrossFiles && contract === undefined)
    throw new UsageError("Say for which contract: godwit plan <contract> --across-files");
  const sizing = sizingOf(contract, options);
  const project = requireProject(cwd);
  sayUnfinished(project.root, terminal);
  if (contract !== undefined) selectContracts(project, [contract]);
  const progress = progressOn(terminal, "counting");
  const built = buildPlan(project, progress.step);
  progress.clear();
  const chosen = built.plan.contracts.filter(({ id }) => contract === undefined || id === contract);
  const recorded = sizing && chosen[0] ? recordBatches(project, chosen[0], sizing) : undefined;
  const plan: Plan = { ...built.plan, contracts: recorded ? [recorded.planned] : chosen };
  const across = options.acrossFiles
    ? await tryAcrossFiles(contract!, { cwd, terminal, planned: { project, ...built } })
    : undefined;
  if (typeof across === "number") return across;
  const broken = errorsOf(project.problems);
  const problems = [
    ...broken.map(({ file, line, message }) => ({ file, message: `${line}: ${message}` })),
    ...built.uncounted,
    ...built.faults,
  ];
  const isDetailed = contract !== undefined;
  const text = (): string => render({ plan, across, problems }, { ...options, isDetailed }, terminal);
  const isWritten = writeOutputs([{ format: options.format, file: options.output }], text, { cwd, terminal });
  if (recorded) terminal.err(`${printable(`The batches are in ${recorded.file}: commit it, so that their ids stay.`)}\n`);
  for (const { file, message } of problems) terminal.err(`${printable(`${file}: ${message}`)}\n`);
  if (built.uncounted.length > 0) terminal.err("The counts leave out what these files hold.\n");
  return isWritten && problems.length === 0 ? 0 : 2;
}

/** How batches are asked for; undefined: as they are. */
function sizingOf(contract: string | undefined, { filesPerBatch, by }: PlanOptions): BatchSizing | undefined {
  if (filesPerBatch === undefined && by === undefined) return undefined;
  if (contract === undefined) throw new UsageError("Say for which contract: godwit plan <contract> --files-per-batch 20");
  if (filesPerBatch === undefined)
    throw new UsageError(`Say how many files: godwit plan ${contract} --files-per-batch 20 --by ${String(by)}`);
  return { files: filesPerBatch, by: by === undefined || by === true ? "owner" : by };
}

/** What edits across files would do in a contract; an exit code if somebody ended that. */
async function tryAcrossFiles(
  contract: string,
  { cwd, terminal, planned }: { readonly cwd: string; readonly terminal: Terminal; readonly planned: PlannedProject },
): Promise<AcrossFiles | number> {
  const { findAcrossFiles } = await import("../migrate/dry-run.js");
  const { explainMachineError } = await import("../failure.js");
  try {
    return await withRunHost({ terminal, cwd, isQuiet: false }, "a plan writes nothing.", async (host) => {
      const found = await findAcrossFiles(contract, host, planned);
      return found ?? host.interrupt.exitCode!;
    });
  } catch (error) {
    throw explainMachineError(error);
  }
}

interface Planned {
  readonly plan: Plan;
  readonly across: AcrossFiles | undefined;
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

function render(
  { plan, across, problems }: Planned,
  { format, output, isDetailed }: PlanOptions & { readonly isDetailed: boolean },
  terminal: Terminal,
): string {
  const [contract] = plan.contracts;
  if (format === "json")
    return printableJson({ ...plan, ...(across && { acrossFiles: { contract: contract!.id, ...across } }), problems });
  const safe = printableData(plan);
  const acrossBlocks = across ? acrossFilesBlocks(printableData(across)) : [];
  const page = [...planDocument(safe), ...acrossBlocks];
  if (format === "md") return renderMarkdown(page);
  if (format === "html") return renderHtml("Migration plan", page);
  const screen = planScreen(safe, { isDetailed, hasAcrossFiles: across !== undefined, isComplete: problems.length === 0 });
  return renderTerminal([...screen, ...acrossBlocks], { ...lookOf(terminal, output), mostRows: MOST_ROWS });
}
