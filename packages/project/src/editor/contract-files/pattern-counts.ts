import { LineIndex, toRuleContext, type Contract } from "@godwit/core/contracts";
import type { CompiledRule, SourceFile } from "@godwit/core/engine";
import type { Project } from "../../index.js";
import type { EditorInlayHint } from "../inlay-hints.js";
import { type ProjectScan, type SitedFile, Slices } from "../project/project-scan.js";
import { childrenAt, readContractText, type Step } from "./contract-text.js";

/** What one pattern of a contract matches by itself, whatever the patterns before it take. */
export interface PatternCount {
  /** The path of the entry in the front matter. */
  readonly path: readonly Step[];
  /** The entry as it was tried. */
  readonly entry: unknown;
  readonly sites: number;
  readonly files: number;
  /** The first few places, as `src/a.ts:12`. */
  readonly places: readonly string[];
}

/** What counting needs from an editor front. */
export interface PatternHost {
  /** Opens a text as a file; throws if it does not parse. */
  open(path: string, text: string): SourceFile;
  log(message: string): void;
  /** Called when patterns have other counts than before. */
  onCounted(root: string): void;
}

interface Known {
  readonly project: Project;
  counts?: readonly PatternCount[];
  isRunning: boolean;
  doneAt: number;
}

/** How many places are named. */
const MOST_PLACES = 5;
/** How long counts are used before the project is asked again, in milliseconds. */
const FRESH = 5_000;

/** Tries each pattern of the contracts that someone looks at, in the background; ends when the contracts change meanwhile. */
export class PatternCounts {
  readonly #scan: ProjectScan;
  readonly #host: PatternHost;
  readonly #known = new Map<string, Known>();

  constructor(scan: ProjectScan, host: PatternHost) {
    this.#scan = scan;
    this.#host = host;
  }

  /** What each pattern of a contract matches; undefined if it is not known yet, or the contract does not work as it is. */
  countsOf(project: Project, id: string): readonly PatternCount[] | undefined {
    const active = project.contracts.find(({ contract }) => contract.id === id);
    if (!active || active.outdatedBy) return undefined;
    const key = `${project.root}\n${id}`;
    let known = this.#known.get(key);
    if (known?.project !== project) {
      known = { project, isRunning: false, doneAt: -Infinity };
      this.#known.set(key, known);
    }
    if (!known.isRunning && performance.now() - known.doneAt > FRESH) void this.#start(key, known, active.contract);
    return known.counts;
  }

  async #start(key: string, known: Known, contract: Contract): Promise<void> {
    known.isRunning = true;
    try {
      const counts = await this.#count(known, contract, new Slices(() => this.#known.get(key) !== known));
      const isNew = counts && JSON.stringify(counts) !== JSON.stringify(known.counts);
      if (counts) known.counts = counts;
      if (isNew) this.#host.onCounted(known.project.root);
    } catch (error) {
      this.#host.log(`The patterns of ${contract.file} could not be tried: ${String(error)}`);
    }
    known.isRunning = false;
    known.doneAt = performance.now();
  }

  async #count({ project }: Known, contract: Contract, slices: Slices): Promise<readonly PatternCount[] | undefined> {
    const patterns = patternsOf(project, contract);
    if (patterns.length === 0) return [];
    const files = await this.#scan.filesOf(project);
    const found = new Map(patterns.map((pattern) => [pattern, { sites: 0, files: 0, places: [] as string[] }]));
    for (const file of files) {
      for (const pattern of patterns) {
        const places = this.#placesIn(project, file, pattern);
        const count = found.get(pattern)!;
        count.sites += places.length;
        count.files += places.length > 0 ? 1 : 0;
        count.places.push(...places.slice(0, MOST_PLACES - count.places.length));
        if (!(await slices.goOn())) return undefined;
      }
      this.#parsed = undefined;
    }
    return patterns.map((pattern) => ({ path: pattern.path, entry: pattern.entry, ...found.get(pattern)! }));
  }

  /** The file that is tried now. */
  #parsed: SourceFile | undefined;

  #placesIn({ engine }: Project, { path, text, sites }: SitedFile, { rule, id, compiled }: Pattern): string[] {
    if (!sites.some((site) => site.rule === id) || !compiled.mayConcern(path, text)) return [];
    if (this.#parsed?.path !== path) this.#parsed = this.#open(path, text);
    const violations = this.#parsed ? engine.analyse(this.#parsed, [compiled]).violations : [];
    const lines = new LineIndex(text, "plain");
    return violations
      .filter((violation) => violation.rule === rule && !violation.disabled)
      .map(({ range }) => `${engine.modules.relative(path) ?? path}:${lines.positionAt(range[0]).line}`);
  }

  #open(path: string, text: string): SourceFile | undefined {
    try {
      return this.#host.open(path, text);
    } catch {
      // A buffer may be broken at the moment.
      return undefined;
    }
  }
}

interface Pattern {
  readonly path: readonly Step[];
  readonly entry: unknown;
  readonly rule: string;
  /** `unified-ids/no-raw-uuid` */
  readonly id: string;
  /** The rule with this entry alone. */
  readonly compiled: CompiledRule;
}

/** The entries that say what to look for, each compiled alone; without those that only work together with others. */
function patternsOf({ engine, root }: Project, contract: Contract): readonly Pattern[] {
  return Object.entries(contract.rules).flatMap(([rule, option]) => {
    const { entries, path, alone } = entriesOf(option);
    return entries.flatMap((entry, index): Pattern[] => {
      if (!isPattern(entry)) return [];
      try {
        const compiled = engine.compile(rule, alone(entry), toRuleContext(contract, root, 0));
        return [{ path: ["rules", rule, ...path, index], entry, rule, id: `${contract.id}/${rule}`, compiled }];
      } catch {
        return [];
      }
    });
  });
}

interface Entries {
  readonly entries: readonly unknown[];
  /** Where they are in the option. */
  readonly path: readonly Step[];
  /** The option with one of them. */
  alone(entry: unknown): unknown;
}

function entriesOf(option: unknown): Entries {
  if (Array.isArray(option)) return { entries: option, path: [], alone: (entry) => [entry] };
  const { replace } = (option ?? {}) as { readonly replace?: unknown };
  const entries: readonly unknown[] = Array.isArray(replace) ? replace : [];
  return { entries, path: ["replace"], alone: (entry) => ({ ...(option as object), replace: [entry] }) };
}

function isPattern(entry: unknown): boolean {
  return typeof entry === "object" && entry !== null && PATTERN_KEYS.some((key) => key in entry);
}

/** The keys under which an entry says what it looks for. */
const PATTERN_KEYS = ["match", "from"];

/** What to show beside those patterns of a contract's text that were tried as they are there. */
export function patternHints(text: string, counts: readonly PatternCount[]): readonly EditorInlayHint[] {
  const contract = readContractText(text);
  if (!contract) return [];
  return counts.flatMap(({ path, entry: tried, sites, files, places }): EditorInlayHint[] => {
    const present = childrenAt(contract, path.slice(0, -1)).find((entry) => entry.path.at(-1) === path.at(-1));
    if (JSON.stringify(present?.data) !== JSON.stringify(tried)) return [];
    const pattern = childrenAt(contract, path).find((entry) => PATTERN_KEYS.includes(String(entry.path.at(-1))));
    if (!pattern) return [];
    const start = pattern.key?.[0] ?? pattern.value[0];
    const more = sites > places.length ? [`and ${sites - places.length} more`] : [];
    const offset = start + text.slice(start).search(/\r|\n|$/);
    return [{ offset, text: describeMatches({ sites, files }), tooltip: [...places, ...more].join("\n") }];
  });
}

/** `matches 14 sites in 9 files` */
export function describeMatches({ sites, files }: { readonly sites: number; readonly files: number }): string {
  const matched = `matches ${sites} site${sites === 1 ? "" : "s"}`;
  return files === 0 ? matched : `${matched} in ${files} file${files === 1 ? "" : "s"}`;
}
