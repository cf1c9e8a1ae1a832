import { join } from "node:path";
import { statsAt } from "@godwit/files";
import { listFiles, ruleIdOf, type Finding, type Project } from "@godwit/project";
import { describeViolation } from "@godwit/engine";
import type { Span } from "./document.js";
import type { FileFindings } from "./findings.js";
import type { Workspace } from "./workspace.js";

/** One violation somewhere in the project. */
export interface Site {
  readonly contract: string;
  /** `unified-ids/no-raw-uuid` */
  readonly rule: string;
  readonly span: Span;
  readonly level: Finding["violation"]["level"];
  readonly message: string;
}

/** A file with violations. */
export interface SitedFile {
  /** Absolute path. */
  readonly path: string;
  /** The text in which the spans are. */
  readonly text: string;
  readonly sites: readonly Site[];
}

/** How many violations of a contract or rule there are. */
export interface ContractCount {
  readonly left: number;
  /** The number of them with a safe fix. */
  readonly fixable: number;
  readonly files: number;
}

/** What a scan needs from an editor front. */
export interface ScanHost {
  /** The findings of a file by its absolute path: the buffer's where it is open, else the disk's. */
  findings(path: string): FileFindings | undefined;
  /** Whether the file is open in the editor, so that its text may differ from the disk's. */
  isOpen?(path: string): boolean;
  /** Told what went wrong; a file that can't be analysed is left out. */
  log(message: string): void;
  /** Called when a scan is done and has other counts than before. */
  onCounted?(root: string): void;
}

interface KnownFile {
  readonly stamp: string;
  readonly file: SitedFile | undefined;
}

interface RootScan {
  readonly project: Project;
  readonly files: Map<string, KnownFile>;
  /** Undefined until the first scan is done. */
  counts?: ReadonlyMap<string, ContractCount>;
  /** The scan that runs now. */
  running?: Promise<void>;
  doneAt: number;
}

/** How long a scan may keep the editor waiting at a time, in milliseconds. */
const SLICE = 10;
/** How long the pause after a slice is, so that the editor's own requests come first. */
const PAUSE = 10;
/** How long counts are used before the disk is asked again, in milliseconds. */
const FRESH = 5_000;

/**
 * Counts what is left in whole projects, in small slices in the background; the first question starts it. Files that have not changed
 * since are not read again.
 */
export class ProjectScan {
  readonly #workspace: Workspace;
  readonly #host: ScanHost;
  readonly #scans = new Map<string, RootScan>();
  #isOver = false;

  constructor(workspace: Workspace, host: ScanHost) {
    this.#workspace = workspace;
    this.#host = host;
  }

  /** What is left of a contract (`unified-ids`) or of one of its rules (`unified-ids/no-raw-uuid`); undefined if it is not known yet. */
  countOf(project: Project, id: string): ContractCount | undefined {
    const scan = this.#scanOf(project);
    if (!scan.running && performance.now() - scan.doneAt > FRESH) void this.#start(scan);
    return scan.counts && (scan.counts.get(id) ?? { left: 0, fixable: 0, files: 0 });
  }

  /** All files with violations, once they are all known. */
  async filesOf(project: Project): Promise<readonly SitedFile[]> {
    const scan = this.#scanOf(project);
    await (scan.running ?? this.#start(scan));
    return [...scan.files.values()].flatMap(({ file }) => file ?? []);
  }

  /** Ends all scans. */
  dispose(): void {
    this.#isOver = true;
    this.#scans.clear();
  }

  #scanOf(project: Project): RootScan {
    const known = this.#scans.get(project.root);
    if (known?.project === project) return known;
    const scan: RootScan = { project, files: new Map(), doneAt: -Infinity, ...(known?.counts && { counts: known.counts }) };
    this.#scans.set(project.root, scan);
    return scan;
  }

  #start(scan: RootScan): Promise<void> {
    scan.running = this.#run(scan)
      .catch((error: unknown) => this.#host.log(`The project could not be counted: ${String(error)}`))
      .finally(() => {
        delete scan.running;
        scan.doneAt = performance.now();
      });
    return scan.running;
  }

  async #run(scan: RootScan): Promise<void> {
    const { root } = scan.project;
    await pause();
    // Else git would be asked about each file with findings.
    this.#workspace.askForAllIgnored(root);
    const present = new Set<string>();
    let until = performance.now() + SLICE;
    for (const { path } of listFiles(root)) {
      if (this.#isOver) return;
      const file = join(root, path);
      present.add(file);
      this.#look(scan, file);
      if (performance.now() < until) continue;
      await pause();
      until = performance.now() + SLICE;
    }
    for (const file of scan.files.keys()) if (!present.has(file)) scan.files.delete(file);
    const counts = countFiles([...scan.files.values()].flatMap(({ file }) => file ?? []));
    const isNew = JSON.stringify([...counts]) !== JSON.stringify([...(scan.counts ?? [])]);
    scan.counts = counts;
    if (isNew && this.#scans.get(root) === scan) this.#host.onCounted?.(root);
  }

  #look(scan: RootScan, path: string): void {
    const stats = statsAt(path);
    const stamp = stats ? `${stats.mtimeMs}.${stats.size}` : "";
    const isOpen = this.#host.isOpen?.(path) ?? false;
    if (!isOpen && scan.files.get(path)?.stamp === stamp) return;
    scan.files.set(path, { stamp: isOpen ? "" : stamp, file: this.#sitesIn(path) });
  }

  #sitesIn(path: string): SitedFile | undefined {
    try {
      const findings = this.#host.findings(path);
      return findings && sitesOf(findings);
    } catch (error) {
      this.#host.log(`${path} was not counted: ${String(error)}`);
      return undefined;
    }
  }
}

/** What is left of each contract and of each of its rules in some files. */
function countFiles(files: readonly SitedFile[]): ReadonlyMap<string, ContractCount> {
  const counts = new Map<string, ContractCount>();
  for (const { sites } of files) {
    for (const id of new Set(sites.flatMap(({ contract, rule }) => [contract, rule]))) {
      const own = sites.filter(({ contract, rule }) => contract === id || rule === id);
      const { left, fixable, files: before } = counts.get(id) ?? { left: 0, fixable: 0, files: 0 };
      const safe = own.filter(({ level }) => level === "fix").length;
      counts.set(id, { left: left + own.length, fixable: fixable + safe, files: before + 1 });
    }
  }
  return counts;
}

function sitesOf({ document, open }: FileFindings): SitedFile | undefined {
  if (open.length === 0) return undefined;
  const sites = open.map((finding): Site => {
    const { range, level } = finding.violation;
    return {
      contract: finding.contract.id,
      rule: ruleIdOf(finding),
      span: range,
      level,
      message: describeViolation(finding.violation),
    };
  });
  return { path: document.path, text: document.text, sites };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE).unref());
}
