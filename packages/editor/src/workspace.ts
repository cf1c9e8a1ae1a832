import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { RootFinder } from "@godwit/contracts";
import { createEngine, type Engine, type EngineHost } from "@godwit/engine";
import { createIgnoredBelow, createModules, type ModulesOptions } from "@godwit/modules";
import { loadProject, type Project } from "./project.js";
import { stampOf, stampOfRoots } from "./stamps.js";

/** What an editor front gives to a workspace. */
export interface WorkspaceHost extends EngineHost {
  /** The front's own module resolution, where it has one. */
  readonly native?: ModulesOptions["native"];
  /** Text of a file, unsaved or on disk. */
  readonly readFile?: ModulesOptions["readFile"];
  log(message: string): void;
  /** Called once for each root whose contracts are read, so that the front can watch the folder. */
  onProject?(project: Project): void;
}

interface Entry {
  project: Project;
  stamp: string;
  /** When the stamp was last compared. */
  checked: number;
}

/** How long an answer is trusted without looking at the disk, in milliseconds; a front that watches calls `invalidate`. */
const TRUST = 1_000;

/** Finds the contracts that a file is under, and reads them again when they change. */
export class Workspace {
  readonly #host: WorkspaceHost;
  readonly #entries = new Map<string, Entry>();
  readonly #roots = new Map<string, { readonly root: string | undefined; readonly stamp: string; checked: number }>();
  readonly #ignored = new Map<string, boolean>();
  #finder = new RootFinder();

  constructor(host: WorkspaceHost) {
    this.#host = host;
  }

  /** The contracts in force for a file (absolute path); undefined where there is no root or it has none. */
  projectOf(path: string): Project | undefined {
    const project = this.openProject(path);
    return project && project.contracts.length > 0 ? project : undefined;
  }

  /** The root of a file (absolute path), also where none of its contracts works. */
  openProject(path: string): Project | undefined {
    if (/[\\/]node_modules[\\/]/.test(path)) return undefined;
    const root = this.#rootOf(dirname(path));
    return root === undefined ? undefined : this.#open(root, path);
  }

  /** Looks at the disk again before the next answer. */
  invalidate(): void {
    for (const entry of this.#entries.values()) entry.checked = -Infinity;
    for (const entry of this.#roots.values()) entry.checked = -Infinity;
  }

  /** Drops what is known of modules: files were added, removed or renamed. */
  forgetModules(): void {
    for (const entry of this.#entries.values()) {
      entry.project.engine.modules.forget();
      // Compiled rules hold identities of modules; and findings are kept by project.
      entry.project = loadProject(this.#rootAt(entry.project), entry.project.engine, entry.project);
    }
    this.#ignored.clear();
  }

  /** Whether git leaves the file out; asked only for a file that has findings. */
  isIgnored(path: string, root: string): boolean {
    const known = this.#ignored.get(path);
    if (known !== undefined) return known;
    const asked = spawnSync("git", ["check-ignore", "-q", "--", path], { cwd: dirname(path), stdio: "ignore", timeout: 2_000 });
    // 0 and 1 are answers; without a repository, or without git, the ignore files below the root are all there is.
    const answer = asked.status === 0 || asked.status === 1 ? asked.status === 0 : createIgnoredBelow(root)(path);
    this.#ignored.set(path, answer);
    return answer;
  }

  /** Asks git once about many files (absolute paths); where it can't say, `isIgnored` asks for each. */
  learnIgnored(root: string, paths: readonly string[]): void {
    const unknown = paths.filter((path) => !this.#ignored.has(path));
    if (unknown.length === 0) return;
    const input = unknown.join("\0");
    const asked = spawnSync("git", ["check-ignore", "--stdin", "-z"], { cwd: root, input, encoding: "utf8", timeout: 10_000 });
    if (asked.status !== 0 && asked.status !== 1) return;
    const left = new Set(asked.stdout.split("\0"));
    for (const path of unknown) this.#ignored.set(path, left.has(path));
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
    if (known && now - known.checked < TRUST) return known.project;
    if (known && stampOf(known.project) === known.stamp) {
      known.checked = now;
      return known.project;
    }
    return this.#load(root, known?.project, now);
  }

  #load(root: string, previous: Project | undefined, now: number): Project {
    const engine = previous?.engine ?? this.#createEngine(root);
    engine.modules.forget();
    this.#ignored.clear();
    const project = loadProject(this.#rootAt({ root }), engine, previous);
    for (const { file, line, column, severity, message } of project.problems)
      if (severity === "error") this.#host.log(`${file}:${line}:${column} ${message}`);
    // The modules that the contracts name are part of the stamp.
    this.#entries.set(root, { project, stamp: stampOf(project), checked: now });
    if (!previous) this.#host.onProject?.(project);
    return project;
  }

  #rootAt({ root }: { readonly root: string }) {
    return new RootFinder().find(root) ?? { root, directory: "migrations", problems: [] };
  }

  #createEngine(root: string): Engine {
    const { parse, native, readFile } = this.#host;
    const modules = createModules({ root, parse, ...(native && { native }), ...(readFile && { readFile }) });
    return createEngine({ root, host: { parse }, modules });
  }
}
