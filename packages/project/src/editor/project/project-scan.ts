import { join } from "node:path";
import { statsAt } from "@godwit/core/disk";
import { type SourceFile, describeViolation } from "@godwit/core/engine";
import {
  type Finding,
  type ListedFile,
  type Mocker,
  type Project,
  type SiteOfExports,
  findHeldBack,
  kindOfSite,
  listFiles,
  openingWith,
  outsideSites,
  MockerSearch,
  ruleIdOf,
} from "../../index.js";
import type { Span } from "../document.js";
import { usesOf } from "./project-fixes.js";
import type { FileFindings } from "../findings.js";
import type { Workspace } from "../workspace.js";

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
  /** The number of them whose fix `godwit check --fix`, and the fix of the project, would write now. */
  readonly fixable: number;
  /** The number of them whose fix waits, because it would part code from the mocks of its tests. */
  readonly heldBack: number;
  readonly files: number;
}

/** What a scan needs from an editor front. */
export interface ScanHost {
  /** The findings of a file by its absolute path: the buffer's where it is open, else the disk's. */
  findings(path: string): FileFindings | undefined;
  /** What planned contracts find in it; where it is missing, they count as without violations. */
  planned?(path: string): FileFindings | undefined;
  /** The text of a file that is open in the editor, which may differ from the disk's. */
  openText?(path: string): string | undefined;
  /** Opens a text as a file; throws if it does not parse. Where it is missing, no fix counts as held back. */
  open?(path: string, text: string): SourceFile;
  /** Told what went wrong; a file that can't be analysed is left out. */
  log(message: string): void;
  /** Called when a scan is done and has other counts than before. */
  onCounted?(root: string): void;
}

interface KnownFile {
  /** What changes when the file on disk does. */
  readonly stamp: string;
  /** The editor's text that was looked at; undefined for the disk's. */
  readonly buffer: string | undefined;
  readonly file: SitedFile | undefined;
  /** What the violations do to exports: first those of the file's sites that contracts in force have, then disabled ones. */
  readonly uses: readonly SiteOfExports[];
}

interface RootScan {
  readonly project: Project;
  readonly files: Map<string, KnownFile>;
  /** Undefined until the first scan is done. */
  counts?: ReadonlyMap<string, ContractCount>;
  /** Whether the counts are those of earlier contracts, which say nothing of new ones. */
  areCountsOld: boolean;
  /** The scan that runs now. */
  running?: Promise<void>;
  doneAt: number;
}

/** How long counts are used before the disk is asked again, in milliseconds. */
const FRESH = 5_000;

/**
 * Counts what is left in whole projects, in small slices in the background; the first question starts it. Files that have not changed
 * since are not read again. When contracts change, what runs for the old ones ends.
 */
export class ProjectScan {
  readonly #workspace: Workspace;
  readonly #host: ScanHost;
  readonly #scans = new Map<string, RootScan>();
  readonly #mocks = new Map<string, MockSearch>();
  #isOver = false;

  constructor(workspace: Workspace, host: ScanHost) {
    this.#workspace = workspace;
    this.#host = host;
  }

  /** What is left of a contract (`unified-ids`) or of one of its rules (`unified-ids/no-raw-uuid`); undefined if it is not known yet. */
  countOf(project: Project, id: string): ContractCount | undefined {
    const scan = this.#scanOf(project);
    if (!scan.running && performance.now() - scan.doneAt > FRESH) void this.#start(scan);
    return scan.counts && (scan.counts.get(id) ?? (scan.areCountsOld ? undefined : NOTHING));
  }

  /** Waits until the counts of a project are known, but no longer than some milliseconds. */
  async wait(project: Project, longest: number): Promise<void> {
    const scan = this.#scanOf(project);
    if (scan.counts && !scan.areCountsOld) return;
    let timer: NodeJS.Timeout | undefined;
    const isOver = new Promise<void>((resolve) => (timer = setTimeout(resolve, longest)));
    await Promise.race([scan.running ?? this.#start(scan), isOver]);
    clearTimeout(timer);
  }

  /** All files with violations as they are now, once they are all known. */
  async filesOf(project: Project): Promise<readonly SitedFile[]> {
    let scan = this.#scanOf(project);
    do {
      // Contracts that changed meanwhile have a scan of their own.
      scan = this.#scans.get(project.root) ?? scan;
      // What runs already may have listed the files before the last of them was written.
      await scan.running;
      await (scan.running ?? this.#start(scan));
    } while (!this.#isOver && this.#isOutdated(scan));
    return [...scan.files.values()].flatMap(({ file }) => file ?? []);
  }

  /** Ends all scans. */
  dispose(): void {
    this.#isOver = true;
    this.#scans.clear();
  }

  #isOutdated(scan: RootScan): boolean {
    return this.#isOver || this.#scans.get(scan.project.root) !== scan;
  }

  #scanOf(project: Project): RootScan {
    const known = this.#scans.get(project.root);
    if (known?.project === project) return known;
    const old = known?.counts && { counts: known.counts };
    const scan: RootScan = { project, files: new Map(), doneAt: -Infinity, areCountsOld: old !== undefined, ...old };
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
    const slices = new Slices(() => this.#isOutdated(scan));
    if (!(await slices.rest())) return;
    // Else git would be asked about each file with findings.
    this.#workspace.askForAllIgnored(root);
    const listed = listFiles(root);
    for (const { path } of listed) {
      this.#look(scan, join(root, path));
      if (!(await slices.goOn())) return;
    }
    const present = new Set(listed.map(({ path }) => join(root, path)));
    for (const file of scan.files.keys()) if (!present.has(file)) scan.files.delete(file);
    const held = await this.#findHeldBack(scan, listed, slices);
    if (!held) return;
    const counts = countFiles([...scan.files.values()], held);
    const isNew = JSON.stringify([...counts]) !== JSON.stringify([...(scan.counts ?? [])]);
    scan.counts = counts;
    scan.areCountsOld = false;
    if (isNew) this.#host.onCounted?.(root);
  }

  #look(scan: RootScan, path: string): void {
    const stats = statsAt(path);
    const stamp = stats ? `${stats.mtimeMs}.${stats.ctimeMs}.${stats.size}` : "";
    const buffer = this.#host.openText?.(path);
    const known = scan.files.get(path);
    if (known?.buffer === buffer && (buffer !== undefined || known?.stamp === stamp)) return;
    scan.files.set(path, { stamp, buffer, ...this.#sitesIn(path) });
  }

  #sitesIn(path: string): Pick<KnownFile, "file" | "uses"> {
    try {
      const [findings, planned] = [this.#host.findings(path), this.#host.planned?.(path)];
      return { file: sitesOf(findings, planned), uses: findings && this.#host.open ? usesOf(findings) : [] };
    } catch (error) {
      this.#host.log(`${path} was not counted: ${String(error)}`);
      return { file: undefined, uses: [] };
    }
  }

  /** The kinds of fixes that wait; undefined if nobody wants them any more. */
  async #findHeldBack(
    { project, files }: RootScan,
    listed: readonly ListedFile[],
    slices: Slices,
  ): Promise<ReadonlySet<string> | undefined> {
    const { open } = this.#host;
    const { root } = project;
    const uses = [...files.values()].flatMap((known) => known.uses);
    if (!open || !uses.some(({ isWritten }) => isWritten)) return new Set();
    const mocks = this.#mocks.get(root) ?? new MockSearch();
    this.#mocks.set(root, mocks);
    const stampOf = (file: string): string => files.get(join(root, file))?.stamp ?? "";
    const question = { project, files: listed, stampOf, open: open.bind(this.#host) };
    const mockers = await mocks.find(question, slices);
    if (!mockers) return undefined;
    const outside = outsideSites({ ...project, open: question.open }, mockers);
    return new Set([...findHeldBack([...uses, ...outside], mockers).keys()].map(kindOfSite));
  }
}

/** `62 left, 51 safe, 4 held back` */
export function describeLeft({ left, fixable, heldBack }: ContractCount): string {
  return [`${left} left`, `${fixable} safe`, ...(heldBack > 0 ? [`${heldBack} held back`] : [])].join(", ");
}

const NOTHING: ContractCount = { left: 0, fixable: 0, heldBack: 0, files: 0 };

/** What is left of each contract and of each of its rules in some files. */
function countFiles(files: readonly KnownFile[], held: ReadonlySet<string>): ReadonlyMap<string, ContractCount> {
  const counts = new Map<string, ContractCount>();
  for (const { file, uses } of files) {
    const sites = (file?.sites ?? []).map((site, index) => ({
      ...site,
      waits: uses[index] && held.has(kindOfSite(uses[index])),
    }));
    for (const id of new Set(sites.flatMap(({ contract, rule }) => [contract, rule]))) {
      const own = sites.filter(({ contract, rule }) => contract === id || rule === id);
      const before = counts.get(id) ?? NOTHING;
      const safe = own.filter(({ level }) => level === "fix");
      const waiting = safe.filter(({ waits }) => waits).length;
      counts.set(id, {
        left: before.left + own.length,
        fixable: before.fixable + safe.length - waiting,
        heldBack: before.heldBack + waiting,
        files: before.files + 1,
      });
    }
  }
  return counts;
}

function sitesOf(findings: FileFindings | undefined, planned: FileFindings | undefined): SitedFile | undefined {
  const open = [...(findings?.open ?? []), ...(planned?.open ?? [])];
  const document = (findings ?? planned)?.document;
  if (!document || open.length === 0) return undefined;
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

/** A root whose mocks are wanted. */
interface MockQuestion {
  readonly project: Project;
  readonly files: readonly ListedFile[];
  /** What changes when a file on disk (relative to the root) does. */
  stampOf(file: string): string;
  /** Opens a text as a file; throws if it does not parse. */
  open(file: string, text: string): SourceFile;
}

/** Finds the files of a root that mock modules, in slices, and keeps them while no file changes. */
class MockSearch {
  #stamps: ReadonlyMap<string, string> | undefined;
  #engine: Project["engine"] | undefined;
  #mockers: readonly Mocker[] = [];

  /** The same list as before if nothing has changed; undefined if the slices end meanwhile. */
  async find(question: MockQuestion, slices: Slices): Promise<readonly Mocker[] | undefined> {
    const { project, files, stampOf, open } = question;
    const stamps = new Map(files.map(({ path }) => [path, stampOf(path)]));
    if (this.#engine === project.engine && isSame(stamps, this.#stamps)) return this.#mockers;
    const mockers: Mocker[] = [];
    const search = new MockerSearch(project.engine, openingWith(open));
    for (const { path } of files) {
      const mocker = search.open(path);
      if (mocker) mockers.push(mocker);
      // Read now, in a slice of its own, it keeps nobody waiting later.
      mocker?.mocks();
      if (!(await slices.goOn())) return undefined;
    }
    mockers.push(...search.tests(files, mockers));
    [this.#stamps, this.#engine, this.#mockers] = [stamps, project.engine, mockers];
    return mockers;
  }
}

function isSame(stamps: ReadonlyMap<string, string>, others: ReadonlyMap<string, string> | undefined): boolean {
  return others?.size === stamps.size && [...stamps].every(([file, stamp]) => others.get(file) === stamp);
}

/** How long background work may keep the editor waiting at a time, in milliseconds. */
const SLICE = 10;
/** How long the pause after a slice is, so that the editor's own requests come first. */
const PAUSE = 10;

/** Background work in small slices. */
export class Slices {
  readonly #isOver: () => boolean;
  #until = 0;

  /** `isOver` says that nobody wants the result any more. */
  constructor(isOver: () => boolean) {
    this.#isOver = isOver;
  }

  /** Call it after each step: waits where a slice is over. False: end the work. */
  goOn(): Promise<boolean> | boolean {
    return performance.now() < this.#until ? !this.#isOver() : this.rest();
  }

  /** Waits, and begins a new slice. False: end the work. */
  async rest(): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, PAUSE).unref());
    this.#until = performance.now() + SLICE;
    return !this.#isOver();
  }
}
