import { isBuiltin } from "node:module";
import path from "node:path";
import { type Component, type Contract, LineIndex, suggestNearest } from "@godwit/core/contracts";
import { isFile, readText } from "@godwit/core/disk";
import { type ExportUse, keyOfModule, type SourceFile, type Trace, type TraceTarget, traceValue } from "@godwit/core/engine";
import type { ModuleIdentity } from "@godwit/core/modules";
import {
  type ActiveContract,
  type ConsumedTarget,
  type ConsumersReport,
  groupBy,
  ImportGraph,
  listAllFiles,
  listConsumers,
  listFiles,
  type Project,
  readSource,
} from "@godwit/project";
import { didYouMean, UsageError } from "../failure.js";
import { writeOutputs } from "../files/outputs.js";
import { OtherCode } from "../host/other-code.js";
import { openSource } from "../host/source-file.js";
import { createFileFacts } from "../plan/build-plan.js";
import { readSites, type UncountedFile } from "../plan/read-sites.js";
import { openProject } from "../project.js";
import { consumersDocument, consumersGraph } from "../reporters/consumers-words.js";
import { renderDot, renderMermaid } from "../reporters/document/graph.js";
import { renderMarkdown } from "../reporters/document/render-markdown.js";
import { renderTerminal } from "../reporters/document/render-terminal.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { consumersCommand } from "../tables/process.js";
import { type CommandPlace, lookOf, progressOn, type Terminal } from "../terminal.js";

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
  const rendered = (): string => render(report, unread, options, terminal);
  const isWritten = writeOutputs([{ format: options.format, file: options.output }], rendered, { cwd, terminal });
  for (const [message, own] of groupBy(unread, (each) => each.message.replace(/\.$/, "")))
    terminal.err([`${printable(message)}:`, ...own.map(({ file }) => `  ${printable(file)}`), ""].join("\n"));
  if (unread.length > 0) terminal.err("There may be consumers in what could not be read.\n");
  return isWritten && unread.length === 0 ? 0 : 2;
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
  terminal: Terminal,
): string {
  if (format === "json") return printableJson({ ...report, problems });
  const safe = printableData(report);
  if (format === "mermaid") return renderMermaid(consumersGraph(safe));
  if (format === "dot") return renderDot(consumersGraph(safe));
  const blocks = consumersDocument(safe, problems.length > 0);
  if (format === "md") return renderMarkdown(blocks);
  return renderTerminal(blocks, lookOf(terminal, output));
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
    .map((file) => ({ file, message: "This loads it or what gives it, and godwit parses JavaScript and TypeScript only." }));
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

/** What to trace, and how it is called. */
interface FoundTarget {
  readonly target: TraceTarget;
  readonly described: Omit<ConsumedTarget, "contracts">;
}

/**
 * Finds what a text means: a component of a contract, a name of a contract's `imports`, a file, `file#export`, `package#export`.
 * Throws `UsageError` with what is near.
 */
function findTarget(project: Project, text: string, cwd: string): FoundTarget {
  const [module, exported] = splitTarget(text.endsWith("#") ? text.slice(0, -1) : text);
  const file = findFile(project.root, module, cwd);
  if (file !== undefined) return targetInFile(project, { text, file, exported });
  if (exported === undefined) {
    const named = findComponent(project, text) ?? findImport(project, text);
    if (named) return named;
  }
  const identity = project.engine.modules.resolveContractModule(module);
  const isUsed = identity.kind === "package" && (isBuiltin(module) || isDeclared(project, module));
  if (isUsed) return targetFor({ text, kind: "package", module, exported: exported ?? null, expectations: {} }, identity);
  if (text.trim() === "") throw new UsageError("Name a component, a file, FILE#EXPORT or PACKAGE#EXPORT.");
  throw new UsageError(unknownTarget(project, text, module));
}

function splitTarget(text: string): readonly [module: string, exported: string | undefined] {
  const at = text.lastIndexOf("#");
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
}

/** Whether a package is one that the root, or a package of it, declares. */
function isDeclared({ engine, root }: Project, specifier: string): boolean {
  const [, name = ""] = /^(@[\w.-]+\/[\w.-]+|[\w.-]+)(?:\/.*)?$/.exec(specifier) ?? [];
  const files = listFiles(root).map(({ path: file }) => path.join(root, file));
  return engine.modules.declaredPackages(files).has(name);
}

/** A file relative to the working directory, else to the root; its extension may be left out. */
function findFile(root: string, text: string, cwd: string): string | undefined {
  const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", "/index.ts", "/index.tsx", "/index.js"];
  for (const base of [cwd, root]) {
    for (const ending of endings) {
      const file = path.resolve(base, text + ending);
      if (isFile(file) && /\.[cm]?[jt]sx?$/.test(file)) return file;
    }
  }
  return undefined;
}

interface InFile {
  readonly text: string;
  /** Absolute. */
  readonly file: string;
  readonly exported: string | undefined;
}

function targetInFile({ root, engine }: Project, { text, file, exported }: InFile): FoundTarget {
  const inside = path.relative(root, file).replaceAll("\\", "/");
  if (inside.startsWith("..") || path.isAbsolute(inside)) throw new UsageError(`${text} lies outside the root ${root}.`);
  const identity = engine.modules.resolveContractModule(`./${inside}`);
  const described = {
    text,
    kind: exported === undefined ? "file" : "export",
    module: inside,
    exported: exported ?? null,
    expectations: {},
  } as const;
  if (exported !== undefined && engine.modules.exportOrigin(identity, exported) === undefined) {
    const advice = didYouMean(exported, engine.modules.exportedNames(identity), "It has none.");
    throw new UsageError(`${inside} has no export ${exported}. ${advice}`);
  }
  return targetFor(described, identity);
}

function findComponent(project: Project, name: string): FoundTarget | undefined {
  const owners = project.contracts.filter(({ contract }) => Object.hasOwn(contract.components, name));
  const froms = [...new Set(owners.map(({ contract }) => componentOf(contract, name).from))];
  const [from] = froms;
  if (from === undefined) return undefined;
  if (froms.length > 1)
    throw new UsageError(
      `Several contracts have a component ${name}. Name its file: ${froms.map((each) => `${each}#${name}`).join(" or ")}`,
    );
  const identity = project.engine.modules.resolveContractModule(from);
  const exported = exportOfComponent(project, identity, name);
  const expectations = Object.assign(
    {},
    ...owners.map(({ contract }) => componentOf(contract, name).consumerExpectations),
  ) as Record<string, string>;
  return targetFor(
    { text: name, kind: "component", module: from.replace(/^\.\//, ""), exported: exported ?? null, expectations },
    identity,
  );
}

function componentOf(contract: ActiveContract["contract"], name: string): Component {
  return contract.components[name]!;
}

/** A component that its file exports under no name of its own is looked for by the whole file. */
function exportOfComponent({ engine: { modules } }: Project, module: ModuleIdentity, name: string): string | undefined {
  if (modules.exportOrigin(module, name)) return name;
  return modules.exportOrigin(module, "default")?.local === name ? "default" : undefined;
}

function findImport(project: Project, name: string): FoundTarget | undefined {
  const targets = project.contracts.flatMap(({ contract }) =>
    Object.hasOwn(contract.imports, name) ? [contract.imports[name]!] : [],
  );
  const distinct = [...new Map(targets.map((target) => [`${target.module}#${target.exported}`, target])).values()];
  const [target] = distinct;
  if (!target) return undefined;
  if (distinct.length > 1)
    throw new UsageError(
      `Contracts mean different things by ${name}. Name one: ${distinct.map(({ module, exported }) => `${module}#${exported}`).join(" or ")}`,
    );
  const identity = project.engine.modules.resolveContractModule(target.module);
  const exported = target.exported === "*" ? null : target.exported;
  const module = target.module.replace(/^\.\//, "");
  const kind = identity.kind === "package" ? "package" : exported === null ? "file" : "export";
  return targetFor({ text: name, kind, module, exported, expectations: {} }, identity);
}

function targetFor(described: FoundTarget["described"], module: ModuleIdentity): FoundTarget {
  return { described, target: { module, exported: described.exported ?? undefined } };
}

function unknownTarget({ contracts, root }: Project, text: string, module: string): string {
  const names = [
    ...new Set(contracts.flatMap(({ contract }) => [...Object.keys(contract.components), ...Object.keys(contract.imports)])),
  ];
  const nearest = suggestNearest(text, names);
  const start = `Nothing is called ${text}: it is no component or name of a contract`;
  if (nearest) return `${start}. Did you mean ${nearest}?`;
  const looksLikePath = /[/\\]|\.[cm]?[jt]sx?$/.test(module);
  if (looksLikePath) return `${start}, and there is no file ${module} below ${root}.`;
  const known = names.slice(0, 8);
  return `${start}, and no file. ${known.length > 0 ? `There are: ${known.join(", ")}${names.length > known.length ? ", …" : ""}; or name a file` : "Name a file"}: ./src/a.ts, ./src/a.ts#name.`;
}
