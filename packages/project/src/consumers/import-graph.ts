import path from "node:path";
import type { ModuleIdentity, Modules } from "@godwit/core/modules";

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

const NAMES = /(?:[.\-_](?:test|tests|spec|e2e|cy|bench)|(?:^|\/)(?:test|tests|spec))\.[cm]?[jt]sx?$/i;
const FOLDERS =
  /(?:^|\/)(?:tests?|__tests__|__mocks__|__fixtures__|e2e|specs?|cypress|playwright|fixtures|testing|test-support|test-utils)\//i;

/** Whether a file (relative to the root) holds tests, by its name. */
export function isTestFile(file: string): boolean {
  return NAMES.test(file) || /(?:^|\/)__tests__\/[^/]+$/.test(file);
}

/** Whether a file (relative to the root) belongs to the tests: it holds some, or is in a folder for them. */
export function isTestCode(file: string): boolean {
  return isTestFile(file) || FOLDERS.test(file);
}
