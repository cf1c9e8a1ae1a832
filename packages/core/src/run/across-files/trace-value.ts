import type { ModuleIdentity, Modules } from "../../modules/index.js";
import {
  beforeStep,
  importedWays,
  ITSELF,
  NEW,
  NOWHERE,
  union,
  type Ways,
  FlowState,
  type FlowEnvironment,
} from "../../semantics/flows/flow-state.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { collectFlows } from "../../semantics/flows/collect.js";
import { listUses, type FileFlow, type FlowUse } from "../../semantics/flows/uses.js";
import { FileView } from "../../semantics/file-view.js";

/** What is traced: exports of a module, or all that it has. */
export interface TraceTarget {
  readonly module: ModuleIdentity;
  /** Undefined: the whole module. */
  readonly exported: string | undefined;
}

/** How to get at the files of a repository. */
export interface TraceOptions {
  readonly modules: Modules;
  /** A file by its absolute path; undefined if it can't be read or parsed. */
  open(path: string): SourceFile | undefined;
  /** The files (absolute) that name a module. */
  importersOf(module: ModuleIdentity): readonly string[];
  /** Files further away than this are left out. */
  readonly maxDepth: number;
}

/** From what a file gets the value. */
export type Giver =
  | { readonly kind: "export"; readonly module: ModuleIdentity; readonly exported: string }
  /** Another file hands it to a function of the file. */
  | { readonly kind: "argument"; readonly path: string };

/** A file that uses the traced value. */
export interface TracedFile {
  /** Absolute. */
  readonly path: string;
  /** 1: it names the value, be it through barrels; 2: it gets it from something in a file of depth 1; and so on. */
  readonly depth: number;
  readonly uses: readonly FlowUse[];
  /** From where it has the value, and from where that has it, up to the value. */
  readonly via: readonly Giver[];
}

/** An export that gives the traced value, apart from the value itself. */
export interface GivingExport {
  readonly path: string;
  readonly exported: string;
  readonly depth: number;
}

/** Where a value gets to. */
export interface Trace {
  /** Sorted by path; the value's own file is not among them. */
  readonly files: readonly TracedFile[];
  readonly givers: readonly GivingExport[];
}

interface Gift {
  readonly ways: Ways;
  readonly depth: number;
  /** The file that gives it. */
  readonly path: string;
}

interface Source {
  readonly giver: Giver;
  readonly gift: Gift;
  /** What is imported only has the value inside. */
  readonly isAside: boolean;
}

/** Follows a value from its module through the files of a repository. */
export function traceValue(target: TraceTarget, options: TraceOptions): Trace {
  const tracer = new Tracer(target, options);
  tracer.run();
  return tracer.result();
}

const MOST_TRACES = 8;

class Tracer {
  readonly #target: TraceTarget;
  readonly #options: TraceOptions;
  readonly #ownPath: string | undefined;
  readonly #ownName: string | undefined;
  readonly #gifts = new Map<string, Map<string, Gift>>();
  readonly #arguments = new Map<string, Gift>();
  readonly #open = new Map<string, TraceableFile | undefined>();
  readonly #flows = new Map<string, FileFlow>();
  readonly #traced = new Map<string, number>();
  readonly #queue = new Set<string>();

  constructor(target: TraceTarget, options: TraceOptions) {
    this.#target = target;
    this.#options = options;
    const { module, exported } = target;
    const declared = exported === undefined ? undefined : options.modules.declarations.findExported(module, exported);
    this.#ownPath = declared?.module.path ?? (module.kind === "file" ? module.path : undefined);
    this.#ownName = declared?.name;
  }

  run(): void {
    if (this.#target.exported !== undefined && this.#ownPath !== undefined) this.#queue.add(this.#ownPath);
    for (const importer of this.#options.importersOf(this.#target.module)) this.#queue.add(importer);
    for (const path of this.#queue) {
      // A set is walked in the order in which its members were added, and one that is added again comes again.
      this.#queue.delete(path);
      const count = this.#traced.get(path) ?? 0;
      if (count >= MOST_TRACES) continue;
      this.#traced.set(path, count + 1);
      this.#trace(path);
    }
  }

  result(): Trace {
    const files = [...this.#flows]
      .filter(([path, { uses }]) => path !== this.#ownPath && uses.some(({ isAside }) => !isAside))
      .map(([path, { uses }]) => ({
        path,
        depth: this.#depthOf(path),
        uses: uses.filter((use) => isShown(use, uses)),
        via: this.#viaOf(path),
      }))
      .filter(({ depth }) => depth <= this.#options.maxDepth)
      .sort((a, b) => (a.path < b.path ? -1 : 1));
    const givers = [...this.#gifts].flatMap(([path, gifts]) =>
      [...gifts].flatMap(([exported, { depth, ways }]) =>
        ways.size === 0 || this.#isTarget({ kind: "file", path }, exported) ? [] : [{ path, exported, depth }],
      ),
    );
    return { files, givers };
  }

  #trace(path: string): void {
    const file = this.#openFile(path);
    const flow = file?.trace(this.#environment());
    if (!flow) return;
    this.#flows.set(path, flow);
    const depth = path === this.#ownPath ? 0 : this.#depthOf(path);
    if (depth > this.#options.maxDepth) return;
    let isRicher = false;
    for (const [exported, ways] of flow.exported) {
      const giftDepth = flow.passedOn.has(exported) ? Math.max(0, depth - 1) : depth;
      isRicher = this.#give(path, exported, { ways, depth: giftDepth, path }) || isRicher;
    }
    if (isRicher) for (const importer of this.#options.importersOf({ kind: "file", path })) this.#queue.add(importer);
    for (const [parameter, ways] of flow.handed) {
      const before = this.#arguments.get(parameter);
      if (before && ways.size === union(before.ways, ways).size && before.depth <= depth) continue;
      this.#arguments.set(parameter, {
        ways: union(before?.ways ?? NOWHERE, ways),
        depth: Math.min(before?.depth ?? depth, depth),
        path: before?.path ?? path,
      });
      const other = pathOfParameter(parameter);
      if (other !== path) this.#queue.add(other);
    }
  }

  #give(path: string, exported: string, gift: Gift): boolean {
    const gifts = this.#gifts.get(path) ?? new Map<string, Gift>();
    this.#gifts.set(path, gifts);
    const before = gifts.get(exported);
    const ways = union(before?.ways ?? NOWHERE, gift.ways);
    if (before && ways.size === before.ways.size && before.depth <= gift.depth) return false;
    gifts.set(exported, { ...gift, ways, depth: Math.min(before?.depth ?? gift.depth, gift.depth) });
    return true;
  }

  #openFile(path: string): TraceableFile | undefined {
    if (!this.#open.has(path)) {
      const source = this.#options.open(path);
      this.#open.set(path, source && openForTracing(source, this.#options.modules));
    }
    return this.#open.get(path);
  }

  #environment(): FlowEnvironment {
    return {
      exportWays: (module, exported) => importedWays(this.#waysOf(module, exported)),
      passedWays: (module, exported) => union(this.#waysOf(module, exported), this.#waysThroughStar(module, exported)),
      parameterWays: (parameter) => this.#arguments.get(parameter)?.ways ?? NOWHERE,
      ownWays: (path, name) => (path === this.#ownPath && name === this.#ownName ? TRACED : NOWHERE),
    };
  }

  #waysOf(module: ModuleIdentity, exported: string): Ways {
    const own = module.kind === "file" ? this.#gifts.get(module.path)?.get(exported)?.ways : undefined;
    if (this.#isTarget(module, exported)) return union(TRACED, own ?? NOWHERE);
    const isWhole = exported === "*";
    const ofTarget =
      isWhole && this.#target.exported !== undefined && this.#isTargetModule(module)
        ? beforeStep(this.#target.exported, TRACED)
        : NOWHERE;
    if (module.kind !== "file") return ofTarget;
    if (!isWhole) return own ?? NOWHERE;
    const gifts = this.#gifts.get(module.path) ?? new Map<string, Gift>();
    return union(ofTarget, ...[...gifts].map(([name, { ways }]) => beforeStep(name, ways)));
  }

  /** What `export *` of a target that is a whole module passes on: each of its names. */
  #waysThroughStar(module: ModuleIdentity, exported: string): Ways {
    if (exported !== "*" || this.#target.exported !== undefined || !this.#isTargetModule(module)) return NOWHERE;
    return union(NOWHERE, ...this.#options.modules.exportedNames(module).map((name) => beforeStep(name, TRACED)));
  }

  #isTargetModule(module: ModuleIdentity): boolean {
    return this.#options.modules.isSameModule(module, this.#target.module);
  }

  #isTarget(module: ModuleIdentity, exported: string): boolean {
    const { exported: wanted } = this.#target;
    return this.#isTargetModule(module) && (wanted === undefined || exported === wanted);
  }

  #giftFor(use: FlowUse): Gift | undefined {
    const { module, exported } = use;
    if (!module || exported === undefined) return undefined;
    const ofTarget: Gift = { ways: TRACED, depth: 0, path: this.#ownPath ?? "" };
    if (this.#isTargetModule(module) && (exported === "*" || this.#isTarget(module, exported))) return ofTarget;
    if (module.kind !== "file") return undefined;
    const gifts = this.#gifts.get(module.path);
    if (exported !== "*") return gifts?.get(exported);
    return [...(gifts?.values() ?? [])].sort((a, b) => a.depth - b.depth)[0];
  }

  /** One more than what is nearest to the value of all that the file gets. */
  #depthOf(path: string): number {
    return 1 + Math.min(...this.#sourcesOf(path).map(({ gift }) => gift.depth));
  }

  #sourcesOf(path: string): readonly Source[] {
    const uses = this.#flows.get(path)?.uses ?? [];
    const imported = uses.flatMap((use) => {
      const gift = this.#giftFor(use);
      const { module, exported } = use;
      const isAside = use.isAside === true;
      return gift && module && exported !== undefined
        ? [{ giver: { kind: "export", module, exported } as const, gift, isAside }]
        : [];
    });
    const handed = [...this.#arguments].flatMap(([parameter, gift]) =>
      pathOfParameter(parameter) === path && gift.path !== path
        ? [{ giver: { kind: "argument", path: gift.path } as const, gift, isAside: false }]
        : [],
    );
    return [...imported, ...handed].sort((a, b) => a.gift.depth - b.gift.depth || Number(a.isAside) - Number(b.isAside));
  }

  #viaOf(path: string): readonly Giver[] {
    const via: Giver[] = [];
    const visited = new Set([path]);
    for (let at: string | undefined = path; at !== undefined;) {
      const [source] = this.#sourcesOf(at);
      if (!source) break;
      via.push(source.giver);
      const next =
        source.giver.kind === "argument"
          ? source.giver.path
          : source.giver.module.kind === "file"
            ? source.giver.module.path
            : undefined;
      at = next === undefined || next === this.#ownPath || visited.has(next) ? undefined : next;
      if (at !== undefined) visited.add(at);
    }
    return via;
  }
}

/** A namespace from which a file takes the value belongs to its uses, like any import. */
function isShown({ isAside, exported }: FlowUse, all: readonly FlowUse[]): boolean {
  return !isAside || (exported === "*" && all.some((other) => !other.isAside && other.kind !== "re-export"));
}

/** The value itself, of which instances can be made. */
const TRACED = union(ITSELF, beforeStep(NEW, ITSELF));

function pathOfParameter(parameter: string): string {
  return parameter.replace(/:\d+:\d+$/, "");
}

/** A file through which a value can be traced, again each time that more is known of other files. */
interface TraceableFile {
  trace(environment: FlowEnvironment): FileFlow;
}

/** Opens a file for tracing. */
function openForTracing(source: SourceFile, modules: Modules): TraceableFile {
  const file = new FileView(source, modules);
  return {
    trace(environment) {
      const all = collected(file, environment);
      // What one file hands to a function says nothing of what others get from the function's file.
      const own = all.hasReceived ? collected(file, { ...environment, parameterWays: () => NOWHERE }) : all;
      return { uses: listUses(all), exported: own.exported, passedOn: own.passedOn, handed: all.handed };
    },
  };
}

function collected(file: FileView, environment: FlowEnvironment): FlowState {
  const state = new FlowState(file, environment);
  collectFlows(state);
  return state;
}
