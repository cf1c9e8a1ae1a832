import path from "node:path";
import { LineIndex, type Contract } from "@godwit/core/contracts";
import { keyOfModule, traceValue, type ExportUse, type SourceFile, type Trace, type TraceTarget } from "@godwit/core/engine";
import { readText } from "@godwit/core/disk";
import {
  ImportGraph,
  listAllFiles,
  listConsumers,
  listFiles,
  readSource,
  type ConsumersReport,
  type Project,
} from "@godwit/project";
import { OtherCode } from "../host/other-code.js";
import { openSource } from "../host/source-file.js";
import { createFileFacts } from "../plan/build-plan.js";
import { readSites, type UncountedFile } from "../plan/read-sites.js";
import type { FoundTarget } from "./find-target.js";

/** The consumers of a target, and the files that could not be looked at. */
export interface BuiltConsumers {
  readonly report: ConsumersReport;
  readonly unread: readonly UncountedFile[];
}

/** How far to look. */
export interface ConsumersOptions {
  readonly maxDepth: number;
  onProgress?(done: number, total: number): void;
}

/** Finds every consumer of a target, with what has to change there. */
export function buildConsumers(project: Project, found: FoundTarget, options: ConsumersOptions): BuiltConsumers {
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
