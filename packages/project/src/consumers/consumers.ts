import { isTestFile, type Trace, type TracedFile } from "@godwit/core/engine";
import type { ModuleIdentity, Modules } from "@godwit/core/modules";
import path from "node:path";
import type { FileFacts } from "../plan/make-plan.js";
import { byText, complexityOf, judgeRisk } from "../plan/plan.js";
import type { ConsumedTarget, Consumer, ConsumersReport } from "../results/consumers-result.js";
import type { PlanSite } from "../results/shapes.js";

/** What is known of the files that a trace found. */
export interface ConsumersInput {
  readonly target: ConsumedTarget;
  readonly trace: Trace;
  readonly modules: Modules;
  factsOf(file: string): FileFacts;
  /** What contracts about the target ask to be changed in a file. */
  changesIn(file: string): readonly PlanSite[];
  /** The line and column of an offset of a file. */
  placeOf(file: string, offset: number): { readonly line: number; readonly column: number };
}

/** Describes every consumer of a target. */
export function listConsumers(input: ConsumersInput): ConsumersReport {
  const { target, trace, modules } = input;
  const nameOf = (path: string): string => modules.relative(path) ?? path;
  const consumers = trace.files
    .map((traced) => describeConsumer(input, nameOf(traced.path), traced))
    .sort((a, b) => a.depth - b.depth || Number(a.isTest) - Number(b.isTest) || byText(a.file, b.file));
  const wrappers = trace.givers
    .map(({ path, exported, depth }) => ({ file: nameOf(path), exported, depth }))
    .sort((a, b) => a.depth - b.depth || byText(a.file, b.file) || byText(a.exported, b.exported));
  return { version: 1, target, consumers, wrappers };
}

function describeConsumer(input: ConsumersInput, file: string, { depth, uses, via }: TracedFile): Consumer {
  const { owners, package: folder, tests, isTest, dependents } = input.factsOf(file);
  const changes = input.changesIn(file);
  const { risk, reasons } = judgeRisk({ sites: changes, isTest, tests: tests.length, dependents });
  return {
    ...{ file, depth, via: via.map((giver) => describeGiver(input.modules, giver)) },
    uses: uses.map(({ kind, name, range }) => ({ how: kind, name, ...input.placeOf(file, range[0]) })),
    ...{ changes, complexity: changes.length === 0 ? null : complexityOf(changes), risk, riskReasons: reasons },
    ...{ owners, package: folder, isTest, tests },
  };
}

const HANDED_BY = "handed by ";

/** From where a consumer has its target, as its `via` says it. */
export interface Giver {
  readonly file: string;
  /** The export that gives it; empty for a whole file. */
  readonly exported: string;
  /** Whether the file hands it over as an argument. */
  readonly isHanded: boolean;
}

/** Reads one step of a consumer's `via`. */
export function readGiver(text: string): Giver {
  if (text.startsWith(HANDED_BY)) return { file: text.slice(HANDED_BY.length), exported: "", isHanded: true };
  const at = text.lastIndexOf("#");
  return { file: at < 0 ? text : text.slice(0, at), exported: at < 0 ? "" : text.slice(at + 1), isHanded: false };
}

function describeGiver(modules: Modules, giver: TracedFile["via"][number]): string {
  if (giver.kind === "argument") return HANDED_BY + (modules.relative(giver.path) ?? giver.path);
  const { module, exported } = giver;
  const name =
    module.kind === "file"
      ? (modules.relative(module.path) ?? module.path)
      : module.kind === "package"
        ? [module.name, module.subpath].filter(Boolean).join("/")
        : module.stem;
  return exported === "*" ? name : `${name}#${exported}`;
}

/** One file that names another, and whether it only wants types. */
export interface ImportEdge {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly isTypeOnly: boolean;
}

/** Which files of a root name which others: imports, re-exports, `require`, dynamic imports and mocks. Reads each text once. */
export class ImportGraph {
  readonly #modules: Modules;
  readonly #importers = new Map<string, ImportEdge[]>();
  readonly #ofPackages = new Map<string, string[]>();
  readonly #dependents = new Map<string, readonly string[]>();
  readonly #files: readonly string[];

  constructor(modules: Modules, files: readonly string[]) {
    this.#modules = modules;
    this.#files = files;
    for (const file of files) {
      for (const { module, isTypeOnly } of modules.namedModules(path.join(modules.root, file))) {
        if (module.kind === "package") this.#addPackage(module, file);
        const named = module.kind === "file" ? modules.relative(module.path) : undefined;
        if (named !== undefined && named !== file) this.#add(named, { file, isTypeOnly });
      }
    }
  }

  /** All files that the graph was made of, relative to the root. */
  get files(): readonly string[] {
    return this.#files;
  }

  /** The files that name a file (relative to the root) themselves, sorted. */
  importersOf(file: string): readonly ImportEdge[] {
    return this.#importers.get(file) ?? [];
  }

  /** The files (relative to the root) that name a module, sorted. */
  filesNaming(module: ModuleIdentity): readonly string[] {
    if (module.kind === "package") return this.#ofPackages.get(`${module.name}/${module.subpath}`) ?? [];
    const file = module.kind === "file" ? this.#modules.relative(module.path) : undefined;
    return file === undefined ? [] : this.importersOf(file).map((edge) => edge.file);
  }

  /** The files that load a file at run time, directly or through others, sorted. */
  dependentsOf(file: string): readonly string[] {
    const known = this.#dependents.get(file);
    if (known) return known;
    const reached = new Set([file]);
    // The set grows while it is walked.
    for (const at of reached)
      for (const { file: importer, isTypeOnly } of this.importersOf(at)) if (!isTypeOnly) reached.add(importer);
    reached.delete(file);
    const dependents = [...reached].sort();
    this.#dependents.set(file, dependents);
    return dependents;
  }

  /** The tests that load a file, directly or through others, sorted. */
  testsOf(file: string): readonly string[] {
    return this.dependentsOf(file).filter(isTestFile);
  }

  #addPackage({ name, subpath }: ModuleIdentity & { readonly kind: "package" }, file: string): void {
    const key = `${name}/${subpath}`;
    const files = this.#ofPackages.get(key);
    if (files) files.push(file);
    else this.#ofPackages.set(key, [file]);
  }

  #add(file: string, edge: ImportEdge): void {
    const edges = this.#importers.get(file);
    if (edges) edges.push(edge);
    else this.#importers.set(file, [edge]);
  }
}

const FOR_TESTS =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|e2e|specs?|cypress|playwright|fixtures|testing|test-support|test-utils)\/|[.-](?:mock|fake|stub|fixture)s?\.[cm]?[jt]sx?$/i;

/** Whether a file (relative to the root) belongs to the tests: it holds some, or is for them by its folder or its name. */
export function isTestCode(file: string): boolean {
  return isTestFile(file) || FOR_TESTS.test(file);
}
