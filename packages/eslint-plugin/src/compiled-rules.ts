import path from "node:path";
import { RootFinder, type ContractRoot, type RuleContext } from "@godwit/core/contracts";
import { createEngine, type CompiledRule, type Engine, type Violation } from "@godwit/core/engine";
import {
  BUILD,
  IgnoredFiles,
  isLinkInside,
  KeptContracts,
  MockIndex,
  ProjectLoader,
  type HeldBack,
  type Project,
} from "@godwit/project";
import { findFault, openSource, parseSource } from "./parse.js";

/** All that the process knows of one root. */
interface Root {
  readonly engine: Engine;
  readonly loader: ProjectLoader;
  readonly ignored: IgnoredFiles;
  /** What `migrations()` loaded; undefined where rules are configured by hand. */
  project?: Project;
  mocks?: MockIndex | undefined;
  usedAt: number;
}

const roots = new Map<string, Root>();

/** After a pause of this length (an editor), what is known of the disk and of git is asked again. */
const STALE_AFTER_MS = 10_000;

function openRoot(root: string): Root {
  const now = Date.now();
  const known = roots.get(root);
  if (!known) {
    const engine = createEngine({ root, host: { parse: parseSource, findFault } });
    const loader = new ProjectLoader({ engine, openKept: openKeptIn(root) });
    const opened: Root = { engine, loader, ignored: new IgnoredFiles(root).askForAll(), usedAt: now };
    roots.set(root, opened);
    return opened;
  }
  if (now - known.usedAt > STALE_AFTER_MS) {
    known.engine.modules.forget();
    known.mocks = undefined;
    known.ignored.forget();
    known.ignored.askForAll();
  }
  known.usedAt = now;
  return known;
}

/** Without a bundle nobody knows of which version of godwit's code an answer is. */
function openKeptIn(root: string): (() => KeptContracts) | undefined {
  const build = BUILD;
  return build === undefined ? undefined : () => new KeptContracts({ root, build });
}

/** The engine of a root; one for the process. */
export function engineFor(root: string): Engine {
  return openRoot(root).engine;
}

/** The contracts of a root, whose rules need not be compiled again for the files. */
export function loadProject(at: ContractRoot | string, directory: string | undefined): Project {
  const root = openRoot(typeof at === "string" ? at : at.root);
  root.mocks = undefined;
  return (root.project = root.loader.load(at, directory));
}

/** The violations of a file (absolute path) whose fix would part a test from what it mocks. */
export function heldBackIn(at: string, file: string, violations: readonly Violation[]): ReadonlyMap<Violation, HeldBack> {
  const root = openRoot(at);
  const { engine, project } = root;
  root.mocks ??= new MockIndex({ engine, contracts: project?.contracts ?? [], open: openSource });
  return root.mocks.heldBackIn(path.relative(at, file).replaceAll(path.sep, "/"), violations);
}

/**
 * Whether `godwit check` leaves out a file of this root: git ignores it, or it is a link to a file that is looked at itself. Git is asked
 * once for all of its files, so ask only for a file with violations.
 */
export function isLeftOut(root: string, file: string): boolean {
  return openRoot(root).ignored.isIgnored(file) || isLinkInside(root, file);
}

interface KnownRule {
  readonly root: string;
  readonly option: unknown;
  readonly compiled: CompiledRule;
}

const byIdentity = new WeakMap<object, Map<string, KnownRule>>();
const byText = new Map<string, CompiledRule>();
const BY_HAND: RuleContext = {};

/** A rule as one config asks for it. */
export interface ConfiguredRule {
  readonly rule: string;
  readonly option: unknown;
  /** The contract around it; undefined where the rule is used by hand. */
  readonly context: RuleContext | undefined;
  /** `<namespace>/<rule>` */
  readonly id: string;
  readonly root: string;
}

/**
 * A rule compiled once per option: ESLint hands over the same objects for every file that one config governs. This runs for
 * each rule and file, so it looks objects up and builds no text where it knows them.
 */
export function compileRule({ rule, option, context = BY_HAND, id, root }: ConfiguredRule): CompiledRule {
  const known = byIdentity.get(context)?.get(id);
  if (known && known.option === option && known.root === root) return known.compiled;
  const textKey = textKeyOf(root, id, option, context);
  let compiled = byText.get(textKey);
  if (!compiled) {
    // The namespace is what disable comments name, so a rule without a contract gets it as its id.
    const namespace = id.slice(0, Math.max(0, id.lastIndexOf("/")));
    compiled = engineFor(root).compile(rule, option ?? {}, { ...context, id: namespace, root });
    byText.set(textKey, compiled);
  }
  const rules = byIdentity.get(context) ?? new Map<string, KnownRule>();
  byIdentity.set(context, rules.set(id, { root, option, compiled }));
  return compiled;
}

/** Keeps a rule that the loading of its contract has compiled, for the files that will ask for it with this context. */
export function keepCompiled(compiled: CompiledRule, option: unknown, context: RuleContext & { readonly root: string }): void {
  byText.set(textKeyOf(context.root, `${context.id ?? ""}/${compiled.rule}`, option, context), compiled);
}

function textKeyOf(root: string, id: string, option: unknown, context: RuleContext): string {
  return `${root}\0${id}\0${JSON.stringify([option, context])}`;
}

let finder = new RootFinder();
let finderAt = 0;
/** By root and folder: whether the folder belongs to the root. */
let owned = new Map<string, boolean>();

/** What folders are roots is asked again after a pause, too. */
function freshFinder(): RootFinder {
  const now = Date.now();
  if (now - finderAt > STALE_AFTER_MS) {
    finder = new RootFinder();
    owned = new Map();
  }
  finderAt = now;
  return finder;
}

/** The root that a folder belongs to, with the folder of its contracts. */
export function findContractRoot(folder: string): ContractRoot | undefined {
  return freshFinder().find(folder);
}

/** The root for a rule that is used without `migrations()`: found from the file, else the working directory. */
export function rootOf(file: string, cwd: string): string {
  return findContractRoot(path.dirname(file))?.root ?? cwd;
}

/** Whether the file belongs to this root, and not to one nested in it. */
export function isOwned(root: string, file: string): boolean {
  const fresh = freshFinder();
  const key = `${root}\0${path.dirname(file)}`;
  const isOwn = owned.get(key) ?? fresh.owns(root, file);
  owned.set(key, isOwn);
  return isOwn;
}
