import path from "node:path";
import { RootFinder, type RuleContext, type RuleName } from "@godwit/contracts";
import { createEngine, type CompiledRule, type Engine } from "@godwit/engine";
import { parseSource } from "./parse.js";

const engines = new Map<string, { readonly engine: Engine; usedAt: number }>();

/** After a pause of this length (an editor), what is known of the modules on disk is asked again. */
const STALE_AFTER_MS = 10_000;

/** The engine of a root; one for the process. */
export function engineFor(root: string): Engine {
  const now = Date.now();
  const known = engines.get(root);
  if (!known) {
    const engine = createEngine({ root, host: { parse: parseSource } });
    engines.set(root, { engine, usedAt: now });
    return engine;
  }
  if (now - known.usedAt > STALE_AFTER_MS) known.engine.modules.forget();
  known.usedAt = now;
  return known.engine;
}

interface KnownRule {
  readonly root: string;
  readonly option: unknown;
  readonly compiled: CompiledRule;
}

const byIdentity = new WeakMap<object, Map<string, KnownRule>>();
const byText = new Map<string, CompiledRule>();
const BY_HAND: RuleContext = {};

/**
 * A rule compiled once per option: ESLint hands over the same objects for every file that one config governs. This runs for
 * each rule and file, so it looks objects up and builds no text where it knows them. `id` is `<namespace>/<rule>`.
 */
export function compileRule(
  rule: RuleName,
  option: unknown,
  around: RuleContext | undefined,
  id: string,
  root: string,
): CompiledRule {
  const context = around ?? BY_HAND;
  const known = byIdentity.get(context)?.get(id);
  if (known && known.option === option && known.root === root) return known.compiled;
  const textKey = `${root}\0${id}\0${JSON.stringify([option, context])}`;
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

let finder = new RootFinder();
let finderAt = 0;

/** What folders are roots is asked again after a pause, too. */
function freshFinder(): RootFinder {
  const now = Date.now();
  if (now - finderAt > STALE_AFTER_MS) finder = new RootFinder();
  finderAt = now;
  return finder;
}

/** The root for a rule that is used without `migrations()`: found from the file, else the working directory. */
export function rootOf(file: string, cwd: string): string {
  return freshFinder().find(path.dirname(file))?.root ?? cwd;
}

/** Whether the file belongs to this root, and not to one nested in it. */
export function isOwned(root: string, file: string): boolean {
  return freshFinder().owns(root, file);
}
