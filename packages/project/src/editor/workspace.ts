import { dirname } from "node:path";
import { RootFinder } from "@godwit/core/contracts";
import { isOfPackageManager } from "@godwit/core/disk";
import { createEngine, type Engine, type EngineHost } from "@godwit/core/engine";
import { createModules, type ModulesOptions } from "@godwit/core/modules";
import { IgnoredFiles, ProjectLoader, stampOfNamed, stampOfRoot, stampOfRoots, type Project } from "../index.js";

/** What a workspace needs from an editor front. */
export interface WorkspaceHost extends EngineHost {
  /** The front's own module resolution, if it has one. */
  readonly native?: ModulesOptions["native"];
  /** Text of a file, unsaved or on disk. */
  readonly readFile?: ModulesOptions["readFile"];
  /** The text of an open contract file (absolute path) that is not saved; such a text counts at once. */
  unsavedContract?(path: string): string | undefined;
  log(message: string): void;
  /** Called once for each root whose contracts are read, so that the front can watch the folder. */
  onProject?(project: Project): void;
}

/** Everything that is cached for one root. */
interface Entry {
  readonly loader: ProjectLoader;
  readonly ignored: IgnoredFiles;
  project: Project;
  stamp: string;
  /** When the stamp was last compared. */
  checked: number;
}

/** How long an answer is used without checking the disk, in milliseconds; a front that watches files calls `invalidate`. */
const TRUST = 1_000;

/** Finds the contracts that apply to a file, and reads them again when they change. */
export class Workspace {
  readonly #host: WorkspaceHost;
  readonly #entries = new Map<string, Entry>();
  readonly #roots = new Map<string, { readonly root: string | undefined; readonly stamp: string; checked: number }>();
  #finder = new RootFinder();

  constructor(host: WorkspaceHost) {
    this.#host = host;
  }

  /** The contracts in force for a file (absolute path); undefined if there is no root, or the root has none. */
  projectOf(path: string): Project | undefined {
    const project = this.openProject(path);
    return project && project.contracts.length > 0 ? project : undefined;
  }

  /** The root of a file (absolute path), even if all of its contracts have errors. */
  openProject(path: string): Project | undefined {
    if (isOfPackageManager(path)) return undefined;
    const root = this.#rootOf(dirname(path));
    return root === undefined ? undefined : this.#open(root, path);
  }

  /** Checks the disk again before the next answer. */
  invalidate(): void {
    for (const entry of this.#entries.values()) entry.checked = -Infinity;
    for (const entry of this.#roots.values()) entry.checked = -Infinity;
  }

  /** Reads the contracts of all roots again before the next answer, whatever the disk says: an unsaved contract was edited. */
  reloadContracts(): void {
    for (const entry of this.#entries.values()) Object.assign(entry, { checked: -Infinity, stamp: "" });
  }

  /** Drops everything cached about modules, after files were added, removed or renamed. */
  forgetModules(): void {
    for (const entry of this.#entries.values()) {
      entry.project.engine.modules.forget();
      entry.loader.forget();
      // Findings are cached by project.
      entry.project = entry.loader.load(entry.project.root);
      entry.ignored.forget();
    }
  }

  /** Whether git ignores a file of a root; ask only for a file with findings. */
  isIgnored(path: string, root: string): boolean {
    return this.#entries.get(root)?.ignored.isIgnored(path) ?? false;
  }

  /** Asks git once about all files of a root, for callers that need many. */
  askForAllIgnored(root: string): void {
    this.#entries.get(root)?.ignored.askForAll();
  }

  #rootOf(folder: string): string | undefined {
    const known = this.#roots.get(folder);
    const now = performance.now();
    if (known && now - known.checked < TRUST) return known.root;
    const stamp = stampOfRoots(folder);
    if (known?.stamp === stamp) {
      known.checked = now;
      return known.root;
    }
    this.#finder = new RootFinder();
    const root = this.#finder.find(folder)?.root;
    this.#roots.set(folder, { root, stamp, checked: now });
    return root;
  }

  #open(root: string, path: string): Project | undefined {
    if (!this.#finder.owns(root, path)) return undefined;
    const known = this.#entries.get(root);
    const now = performance.now();
    if (!known) return this.#add(root, now);
    if (now - known.checked < TRUST) return known.project;
    known.checked = now;
    const stamp = stampOfRoot(root);
    if (stamp + stampOfNamed(known.project) !== known.stamp) this.#reload(known, stamp);
    return known.project;
  }

  #add(root: string, now: number): Project {
    const unsaved = this.#host.unsavedContract?.bind(this.#host);
    const loader = new ProjectLoader({ engine: this.#createEngine(root), keepsLastGood: true, checksDrafts: true, unsaved });
    // Taken first: what comes or goes while the contracts are read counts at the next look.
    const stamp = stampOfRoot(root);
    const project = loader.load(root);
    const entry = { loader, ignored: new IgnoredFiles(root), project, stamp: stamp + stampOfNamed(project), checked: now };
    this.#entries.set(root, entry);
    this.#logErrors(project);
    this.#host.onProject?.(project);
    return project;
  }

  #reload(entry: Entry, stamp: string): void {
    entry.project.engine.modules.forget();
    entry.ignored.forget();
    entry.project = entry.loader.load(entry.project.root);
    entry.stamp = stamp + stampOfNamed(entry.project);
    this.#logErrors(entry.project);
  }

  #logErrors({ problems }: Project): void {
    for (const { file, line, column, severity, message } of problems)
      if (severity === "error") this.#host.log(`${file}:${line}:${column} ${message}`);
  }

  #createEngine(root: string): Engine {
    const { parse, findFault, native, readFile } = this.#host;
    const modules = createModules({ root, parse, ...(native && { native }), ...(readFile && { readFile }) });
    return createEngine({ root, host: { parse, ...(findFault && { findFault }) }, modules });
  }
}
