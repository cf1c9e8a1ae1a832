import path from "node:path";
import type { ConsumersReport } from "@godwit/project";
import { buildConsumers } from "../consumers/build-consumers.js";
import { findTarget } from "../consumers/find-target.js";
import { writeOutput } from "../files/write-output.js";
import { openProject } from "../project.js";
import { consumersDocument } from "../reporters/consumers-document.js";
import { consumersGraph } from "../reporters/consumers-graph.js";
import { renderDot, renderMermaid } from "../reporters/document/graph.js";
import { renderConsumers } from "../reporters/consumers-stylish.js";
import { renderMarkdown } from "../reporters/document/render-markdown.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import { type CommandPlace, progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../usage-error.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { consumersCommand } from "../tables/process.js";

type ConsumersCommandOptions = OptionsOf<typeof consumersCommand>;

const FAR = 100;

/** Prints every consumer of a component, file or export; the exit code is 2 where not every file could be read. */
export function runConsumers({ cwd, terminal }: CommandPlace, text: string, options: ConsumersCommandOptions): number {
  const project = openProject(cwd);
  const found = findTarget(project, text, cwd);
  const progress = progressOn(terminal, "reading");
  // All that a file exports goes everywhere, so that only its own consumers say something.
  const usual = found.described.exported === null ? 1 : FAR;
  const maxDepth = options.depth === undefined ? usual : readDepth(options.depth);
  const { report, unread } = buildConsumers(project, found, { maxDepth, onProgress: progress.step });
  progress.clear();
  const output = render(report, unread, options, terminal);
  if (options.output === undefined) terminal.out(output);
  else {
    const failure = writeOutput(path.resolve(cwd, options.output), output);
    if (failure !== undefined) throw new UsageError(failure);
  }
  for (const { file, message } of unread) terminal.err(`${printable(`${file}: ${message}`)}\n`);
  if (unread.length > 0) terminal.err("There may be consumers in what could not be read.\n");
  return unread.length > 0 ? 2 : 0;
}

function readDepth(text: string): number {
  const depth = Number(text);
  if (!Number.isInteger(depth) || depth < 1) throw new UsageError(`--depth takes a whole number from 1 on, not ${text}.`);
  return depth;
}

function render(
  report: ConsumersReport,
  problems: readonly { readonly file: string; readonly message: string }[],
  { format, output }: ConsumersCommandOptions,
  { hasColour, columns }: Terminal,
): string {
  if (format === "json") return printableJson({ ...report, problems });
  const safe = printableData(report);
  const isPartial = problems.length > 0;
  if (format === "md") return renderMarkdown(consumersDocument(safe, isPartial));
  if (format === "mermaid") return renderMermaid(consumersGraph(safe));
  if (format === "dot") return renderDot(consumersGraph(safe));
  return renderConsumers(safe, output === undefined ? { hasColour, columns, isPartial } : { hasColour: false, isPartial });
}
