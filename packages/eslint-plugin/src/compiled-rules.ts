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

type KnownRules = Map<string, { readonly option: unknown; readonly compiled: CompiledRule }>;
const byIdentity = new WeakMap<object, KnownRules>();
const byText = new Map<string, CompiledRule>();
const BY_HAND: RuleContext = {};

/** A rule compiled once per option: ESLint hands over the same objects for every file that one config governs. */
export function compileRule(
  rule: RuleName,
  option: unknown,
  around: RuleContext | undefined,
  namespace: string,
  root: string,
): CompiledRule {
  const context = around ?? BY_HAND;
  const key = `${root}\0${namespace}/${rule}`;
  let known = byIdentity.get(context);
  if (!known) byIdentity.set(context, (known = new Map() as KnownRules));
  const entry = known.get(key);
  if (entry && entry.option === option) return entry.compiled;
  const textKey = `${key}\0${JSON.stringify([option, context])}`;
  let compiled = byText.get(textKey);
  if (!compiled) {
    // The namespace is what disable comments name, so a rule without a contract gets it as its id.
    compiled = engineFor(root).compile(rule, option ?? {}, { ...context, id: namespace, root });
    byText.set(textKey, compiled);
  }
  known.set(key, { option, compiled });
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
