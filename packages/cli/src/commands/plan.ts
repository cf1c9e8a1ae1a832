import type { PLAN_FORMATS } from "./process-formats.js";
import path from "node:path";
import type { Plan } from "@godwit/project";
import { writeOutput } from "../files/write-output.js";
import { buildPlan, type BuiltPlan } from "../plan/build-plan.js";
import { requireProject, selectContracts } from "../project.js";
import { renderHtml } from "../reporters/document/render-html.js";
import { renderMarkdown } from "../reporters/document/render-markdown.js";
import { planDocument } from "../reporters/plan-document.js";
import { renderPlan } from "../reporters/plan-stylish.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import { progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";

/** The options of `godwit plan`. */
export interface PlanOptions {
  readonly format: (typeof PLAN_FORMATS)[number];
  readonly output?: string;
}

/** Prints what to do next, in order, for all contracts or for one; the exit code is 2 where not everything could be counted. */
export function runPlan(contract: string | undefined, options: PlanOptions, cwd: string, terminal: Terminal): number {
  const project = requireProject(cwd);
  if (contract !== undefined) selectContracts(project, [contract]);
  const progress = progressOn(terminal, "counting");
  const built = buildPlan(project, progress.step);
  progress.clear();
  const plan: Plan =
    contract === undefined ? built.plan : { ...built.plan, contracts: built.plan.contracts.filter(({ id }) => id === contract) };
  const broken = project.problems.filter(({ severity }) => severity === "error");
  const problems = [
    ...broken.map(({ file, line, message }) => ({ file, message: `${line}: ${message}` })),
    ...built.uncounted,
    ...built.faults,
  ];
  const text = render({ ...built, plan }, problems, { ...options, isDetailed: contract !== undefined }, terminal);
  if (options.output === undefined) terminal.out(text);
  else {
    const failure = writeOutput(path.resolve(cwd, options.output), text);
    if (failure !== undefined) throw new UsageError(failure);
  }
  for (const { file, message } of problems) terminal.err(`${printable(`${file}: ${message}`)}\n`);
  if (built.uncounted.length > 0) terminal.err("The counts leave out what these files hold.\n");
  return problems.length > 0 ? 2 : 0;
}

type Problems = readonly { readonly file: string; readonly message: string }[];

function render(
  { plan }: BuiltPlan,
  problems: Problems,
  { format, output, isDetailed }: PlanOptions & { readonly isDetailed: boolean },
  { hasColour, columns }: Terminal,
): string {
  if (format === "json") return printableJson({ ...plan, problems });
  const safe = printableData(plan);
  if (format === "md") return renderMarkdown(planDocument(safe));
  if (format === "html") return renderHtml("Migration plan", planDocument(safe));
  return output === undefined
    ? renderPlan(safe, { hasColour, columns, isDetailed })
    : renderPlan(safe, { hasColour: false, isDetailed });
}
