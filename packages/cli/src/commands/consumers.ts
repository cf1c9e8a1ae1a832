import path from "node:path";
import { type Contract, LineIndex } from "@godwit/core/contracts";
import { readText } from "@godwit/core/disk";
import { type ExportUse, keyOfModule, type SourceFile, type Trace, type TraceTarget, traceValue } from "@godwit/core/engine";
import {
  type ConsumersReport,
  ImportGraph,
  listAllFiles,
  listConsumers,
  listFiles,
  type Project,
  readSource,
} from "@godwit/project";
import { findTarget, type FoundTarget } from "../consumers/find-target.js";
import { writeOutput } from "../files/outputs.js";
import { OtherCode } from "../host/other-code.js";
import { openSource } from "../host/source-file.js";
import { createFileFacts } from "../plan/build-plan.js";
import { readSites, type UncountedFile } from "../plan/read-sites.js";
import { openProject } from "../project.js";
import { consumersDocument, consumersGraph, renderConsumers } from "../reporters/consumers-words.js";
import { renderDot, renderMermaid } from "../reporters/document/graph.js";
import { renderMarkdown } from "../reporters/document/render-markdown.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { consumersCommand } from "../tables/process.js";
import { type CommandPlace, progressOn, type Terminal } from "../terminal.js";
import { UsageError } from "../failure.js";

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

/** The consumers of a target, and the files that could not be looked at. */
interface BuiltConsumers {
  readonly report: ConsumersReport;
  readonly unread: readonly UncountedFile[];
}

/** How far to look. */
interface ConsumersOptions {
  readonly maxDepth: number;
  onProgress?(done: number, total: number): void;
}

/** Finds every consumer of a target, with what has to change there. */
function buildConsumers(project: Project, found: FoundTarget, options: ConsumersOptions): BuiltConsumers {
  const { root, engine } = project;
  const { target, described } = found;
  const files = listFiles(root);
  const paths = files.map((file) => file.path);
  const graph = new ImportGraph(engine.modules, paths);
  const unread: UncountedFile[] = [];
  const texts = new Map<string, LineIndex>();
  const open = (file: string): SourceFile | undefined => {
    const opened = openListed(file, engine.modules.relative(file) ?? file);
    if ("message" in opened) {
      unread.push(opened);
      return undefined;
    }
    return opened;
  };
  const trace = traceValue(target, {
    modules: engine.modules,
    maxDepth: options.maxDepth,
    open,
    importersOf: (module) => graph.filesNaming(module).map((file) => path.join(root, file)),
  });
  const contracts = project.contracts.filter(({ contract }) => isAbout(project, contract, target));
  const sites = readSites({ ...project, contracts }, files, options.onProgress);
  const changes = sites.sites.filter((site) => touches(sites.exportsOf(site), target));
  const report = listConsumers({
    target: { ...described, contracts: contracts.map(({ contract }) => contract.id) },
    trace,
    modules: engine.modules,
    factsOf: createFileFacts(project, graph),
    changesIn: (file) => changes.filter((site) => site.file === file),
    placeOf(file, offset) {
      const lines = texts.get(file) ?? new LineIndex(readText(path.join(root, file), "source").replace(/^\uFEFF/u, ""));
      texts.set(file, lines);
      const { line, column } = lines.positionAt(offset);
      return { line, column };
    },
  });
  return { report, unread: [...unread, ...findInOtherCode(project, target, trace), ...sites.uncounted] };
}

/** Components and pages that load the target, or what gives it: how they use it is not known. */
function findInOtherCode({ root, engine: { modules } }: Project, target: TraceTarget, { givers }: Trace): UncountedFile[] {
  const code = new OtherCode(modules, listAllFiles(root));
  const given = givers.map(({ path: file, exported }) => ({ module: { kind: "file" as const, path: file }, exported }));
  const files = new Set([target, ...given].flatMap((each) => code.usersOf(each)).map(({ file }) => file));
  return [...files]
    .sort()
    .map((file) => ({ file, message: "It loads this or what gives it, and godwit parses JavaScript and TypeScript only." }));
}

function openListed(absolute: string, file: string): SourceFile | UncountedFile {
  const read = readSource(absolute);
  if (read.kind !== "text") return { file, message: read.kind === "problem" ? read.message : "It is gone." };
  try {
    return openSource(absolute, read.text);
  } catch (error) {
    return { file, message: `It does not parse: ${(error as Error).message}` };
  }
}

/** Whether a contract names the target: as a component, a bridge, an import, or as what it bans. */
function isAbout({ engine }: Project, contract: Contract, target: TraceTarget): boolean {
  const { modules } = engine;
  const isModule = (text: string): boolean => modules.isSameModule(modules.resolveContractModule(text), target.module);
  const isExport = (exported: string): boolean =>
    target.exported === undefined || exported === "*" || exported === target.exported;
  return (
    Object.values(contract.components).some(({ from }) => isModule(from)) ||
    contract.bridges.some((bridge) => isModule(bridge.replace(/#.*$/, ""))) ||
    Object.values(contract.imports).some(({ module, exported }) => isModule(module) && isExport(exported)) ||
    engine.factsOf(contract).bans.some((ban) => ban.matches(target.module, undefined) && ban.bans(target.exported))
  );
}

/** Whether a site leaves the target, or needs it. */
function touches(exports: readonly ExportUse[], { module, exported }: TraceTarget): boolean {
  const key = keyOfModule(module);
  return exports.some(
    (use) => use.module === key && (exported === undefined || use.exported === "*" || use.exported === exported),
  );
}
