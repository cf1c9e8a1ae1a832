import {
  type Contract,
  type ContractRoot,
  errorsOf,
  findPackages,
  inDependencyOrder,
  loadContracts,
  type Problem,
  rootAt,
  withoutAdvice,
} from "@godwit/core/contracts";
import { ruleDescriptions, type Engine } from "@godwit/core/engine";
import { dirname, join } from "node:path";
import { listNames, statsAt } from "@godwit/core/disk";
import type { KeptContracts } from "./cache/kept-run.js";
import { baselineProblems, withBaselines } from "./baseline/known-violations.js";
import { baselineFile, listBaselines, readBaselines } from "./baseline/store.js";
import type { ActiveContract, Project } from "./project.js";
import { settledStamp } from "./cache/footprint.js";

/** A text that changes with everything on which a project's contracts and module resolution depend, but the modules that they name. */
export function stampOfRoot(root: string): string {
  const { directory, shared } = rootAt(root);
  const folder = join(root, directory);
  const contractFiles = namesOfContracts(folder).map((name) => join(folder, name));
  const files = stampOfFiles([...contractFiles, ...(shared ? findPackages(root, shared).inputs : [])], settledStampOf);
  const baselineFiles = listBaselines(root, directory).map((id) => join(root, baselineFile(directory, id)));
  return [files, stampOfFiles(baselineFiles, settledStampOf), stampOfSettings(root)].join("\n");
}

/** The same for the modules that a project's contracts name: one that does not work may do so once its module is there. */
export function stampOfNamed({ root, contracts, waiting = [] }: Project): string {
  return stampOfModules(root, [...contracts.map(({ contract }) => contract), ...waiting]);
}

/** The same for the root's files that decide what a specifier means. */
function stampOfSettings(root: string): string {
  return stampOfFiles(["package.json", "tsconfig.json", "tsconfig.base.json", "jsconfig.json"].map((name) => join(root, name)));
}

function stampOfModules(root: string, contracts: readonly Contract[]): string {
  const modules = contracts.flatMap(({ imports }) => Object.values(imports).map(({ module }) => module));
  return stampOfFiles([...new Set(modules)].filter((module) => module.startsWith("./")).map((module) => join(root, module)));
}

/** The same for a folder and its parents, where a root may appear or disappear. */
export function stampOfRoots(folder: string): string {
  const parts: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    parts.push(stampOfFile(join(at, "package.json")), stampOfFile(join(at, "migrations")));
    if (dirname(at) === at) return parts.join();
  }
}

function stampOfFiles(paths: readonly string[], stampOf = stampOfFile): string {
  return paths.map((path) => `${path}:${stampOf(path)}`).join("\n");
}

function namesOfContracts(folder: string): string[] {
  return listNames(folder).filter((name) => name.endsWith(".md"));
}

function stampOfFile(path: string): string {
  const stats = statsAt(path);
  return stats ? `${stats.mtimeMs}.${stats.ctimeMs}.${stats.size}.${stats.ino}` : "";
}

/** How often a stamp was good for one look only. */
let looks = 0;

/** The same, for what is read beside its stamp: what was just written may be written again in one tick. */
function settledStampOf(path: string): string {
  const stats = statsAt(path);
  if (!stats) return "";
  return settledStamp(stats, Date.now()) || `look ${++looks}`;
}

/** How to treat broken contracts. */
export interface ProjectLoaderOptions {
  readonly engine: Engine;
  /** Whether a broken contract stays in force in its last working version. */
  readonly keepsLastGood?: boolean;
  /** Whether contracts with errors are checked to the end, so that one run shows all problems. */
  readonly checksDrafts?: boolean;
  /** The text that an editor has for a contract file (absolute path) and has not saved. */
  readonly unsaved?: ((path: string) => string | undefined) | undefined;
  /** Opens what earlier processes found out about the contracts; only the first load asks. */
  readonly openKept?: (() => KeptContracts) | undefined;
}

type Compiled = ReturnType<Engine["compileContract"]>;

interface Memory {
  readonly compiled: Compiled;
  readonly order: number;
  /** A stamp of everything outside the contract on which its rules depend. */
  readonly stamp: string;
}

/** One load. */
interface Loading {
  /** A stamp of the root's settings. */
  readonly settings: string;
  readonly kept: KeptContracts | undefined;
}

/** Loads the contracts of one root, again after each change; an unchanged contract is not parsed, validated or compiled again. */
export class ProjectLoader {
  readonly #options: ProjectLoaderOptions;
  #known = new WeakMap<Contract, Memory>();
  #good: ReadonlyMap<string, ActiveContract> = new Map();
  #isFirst = true;

  constructor(options: ProjectLoaderOptions) {
    this.#options = options;
  }

  /** Compiles everything again at the next load: compiled rules hold identities of modules. */
  forget(): void {
    this.#known = new WeakMap();
  }

  /** Reads, validates and compiles the contracts; `directory` is their folder if it is not the root's own. */
  load(root: ContractRoot | string, directory?: string): Project {
    const { engine, checksDrafts = false, unsaved, openKept } = this.#options;
    const kept = this.#isFirst ? openKept?.() : undefined;
    this.#isFirst = false;
    const loaded = loadContracts(root, ruleDescriptions, {
      ...(directory !== undefined && { directory }),
      ...(unsaved && { unsaved }),
      ...(kept && { kept: kept.parses }),
    });
    const problems: Problem[] = [...loaded.problems];
    if (checksDrafts) problems.push(...loaded.drafts.flatMap((draft) => engine.validate(draft)));
    const unusable = new Map(loaded.broken);
    const read = new Set(loaded.contracts.map(({ file }) => file));
    const broken = loaded.problems.filter(({ file, severity }) => severity === "error" && !read.has(file));
    const settings = stampOfSettings(loaded.root);
    const found: ActiveContract[] = [];
    for (const [order, contract] of inDependencyOrder([...loaded.contracts, ...this.#lastGood(broken)]).entries()) {
      const { rules, problems: own } = this.#compileBeside(found, contract, order, { settings, kept });
      const isRead = read.has(contract.file);
      if (isRead) problems.push(...(contract.package ? withoutAdvice(own, contract.file) : own));
      if (!rules) unusable.set(contract.id, errorsOf(own));
      const last = rules ? undefined : this.#lastGood(own)[0];
      const lastRules = last && this.#lastRules(last, order, { settings, kept });
      if (rules) found.push(active(contract, rules, order, isRead ? [] : broken));
      else if (last && lastRules) found.push(active(last, lastRules, order, isRead ? own : broken));
    }
    const contracts: readonly ActiveContract[] = found;
    kept?.save(engine.modules.looks());
    this.#good = new Map(contracts.map((each) => [each.contract.file, each]));
    const inForce = new Set(contracts.map(({ contract }) => contract.file));
    const waiting = [...loaded.contracts, ...loaded.drafts].filter(({ file }) => !inForce.has(file));
    const { root: path, directory: folder } = loaded;
    const baselines = readBaselines(path, folder);
    problems.push(...baselineProblems(baselines, contracts));
    return { root: path, directory: folder, engine, contracts: withBaselines(contracts, baselines), problems, waiting, unusable };
  }

  /** The last good versions of broken contracts, if those are to stay in force. */
  #lastGood(problems: readonly Problem[]): Contract[] {
    if (!this.#options.keepsLastGood) return [];
    return [...new Set(problems.map(({ file }) => file))].flatMap((file) => this.#good.get(file)?.contract ?? []);
  }

  /** The rules of a last good version; as they were, where a module that it names is missing now. */
  #lastRules(last: Contract, order: number, loading: Loading): ActiveContract["rules"] | undefined {
    return this.#compile(last, order, loading).rules ?? this.#good.get(last.file)?.rules;
  }

  /** Compiles a contract that comes after others: what it writes must not be replaced again and again, by itself or by them. */
  #compileBeside(others: readonly ActiveContract[], contract: Contract, order: number, loading: Loading): Compiled {
    const compiled = this.#compile(contract, order, loading);
    if (!compiled.rules || contract.status === "planned") return compiled;
    const beside = others.filter((other) => other.contract.status !== "planned" && shareFiles(other.contract, contract));
    const rules = [...beside.flatMap((other) => other.rules), ...compiled.rules];
    const find = (): readonly Problem[] => this.#options.engine.findEndless(contract, rules);
    const { kept } = loading;
    const endless = kept ? kept.foundEndless(contract, contractsOf(beside), find) : find();
    return endless.length === 0 ? compiled : { rules: undefined, problems: [...compiled.problems, ...endless] };
  }

  #compile(contract: Contract, order: number, { settings, kept }: Loading): Compiled {
    const { engine } = this.#options;
    const stamp = `${settings}\n${stampOfModules(engine.root, [contract])}`;
    const known = this.#known.get(contract);
    if (known?.order === order && known.stamp === stamp) return known.compiled;
    const compiled = kept
      ? engine.compileContract(contract, order, (each) => kept.validated(each, engine.validate))
      : engine.compileContract(contract, order);
    // A file outside of the stamp may solve the problem.
    if (compiled.problems.length === 0) this.#known.set(contract, { compiled, order, stamp });
    return compiled;
  }
}

function contractsOf(all: readonly ActiveContract[]): Contract[] {
  return all.map(({ contract }) => contract);
}

/** Whether some file surely belongs to both, if there is one: globs that differ may still have files in common. */
function shareFiles(a: Contract, b: Contract): boolean {
  return !a.files || !b.files || a.files.some((glob) => b.files!.includes(glob));
}

function active(contract: Contract, rules: ActiveContract["rules"], order: number, why: readonly Problem[]): ActiveContract {
  const outdatedBy = why.find(({ file, severity }) => severity === "error" && file === contract.file);
  return { contract, rules, order, ...(outdatedBy && { outdatedBy }) };
}
