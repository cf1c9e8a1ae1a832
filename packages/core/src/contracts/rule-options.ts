import type { Contract } from "./contract.js";
import type { Finding, PathStep } from "./finding.js";
import { formatImportTarget } from "./module-path.js";
import { findSchemaFaults } from "./schema/explain.js";
import { oneOrMany, type Schema } from "./schema/fields.js";

const schemas = new WeakMap<RuleDescription, Schema>();

/** The schema of a rule's option as people write it: a rule with entries takes one or a list. */
export function optionSchema(rule: RuleDescription): Schema {
  const known = schemas.get(rule) ?? (rule.hasEntries ? entriesSchema(rule.option) : rule.option);
  schemas.set(rule, known);
  return known;
}

function entriesSchema(entry: Schema): Schema {
  return oneOrMany(entry, "an entry or a list of entries").describe(entry.description ?? "");
}

/** Checks a rule's option and wraps a single entry into a list; `value` is undefined if a problem is an error. */
export function parseRuleOption(
  rule: RuleDescription,
  option: unknown,
): { readonly value?: unknown; readonly problems: readonly Finding[] } {
  const problems = [...findSchemaFaults(optionSchema(rule), option), ...findOptionFaults(rule, option)];
  if (problems.some((problem) => problem.severity === "error")) return { problems };
  return { value: wrapEntries(rule, option), problems };
}

/** Finds contradictions in a rule's option as people write it. */
export function findOptionFaults(rule: RuleDescription, option: unknown, frontMatter?: Record<string, unknown>): Finding[] {
  return asWritten(rule, option, rule.findFaults?.(wrapEntries(rule, option), frontMatter) ?? []);
}

/** The places in a rule's option, as people write it, that must contain a name from `imports`. */
export function findDeclaredNames(rule: RuleDescription, option: unknown): OptionName[] {
  return asWritten(rule, option, rule.declaredNames?.(wrapEntries(rule, option)) ?? []);
}

/** A rule's option with its entries in a list. */
export function wrapEntries(rule: RuleDescription, option: unknown): unknown {
  return isSingleEntry(rule, option) ? [option] : option;
}

function isSingleEntry(rule: RuleDescription, option: unknown): boolean {
  return rule.hasEntries === true && !Array.isArray(option);
}

/** Paths into an option as it is written: a single entry is not in a list, so the path has no index for it. */
function asWritten<T extends { readonly path: readonly PathStep[] }>(
  rule: RuleDescription,
  option: unknown,
  places: readonly T[],
): T[] {
  if (!isSingleEntry(rule, option)) return [...places];
  return places.map((place) => (typeof place.path[0] === "number" ? { ...place, path: place.path.slice(1) } : place));
}

/**
 * The contract around a rule, as the rule's second ESLint option carries it: plain JSON, in the
 * spelling of the YAML, so that ESLint's own cache notices a changed contract and people can write it by hand.
 */
export interface RuleContext {
  /** The contract's id; undefined if a rule is used without a contract. */
  readonly id?: string;
  /** Absolute path of the root; if undefined, it is found from the linted file. */
  readonly root?: string;
  /** The contract's place in dependency order, then by id: if two contracts claim a site, the lower one's fix wins. */
  readonly order?: number;
  readonly imports?: Readonly<Record<string, string>>;
  /** The names of `imports` that code imports under the name of the export, since the repository chose that. */
  readonly bound?: readonly string[];
  readonly scope?: Readonly<
    Record<string, string | readonly string[] | { readonly from: string | readonly string[]; readonly type?: string }>
  >;
  readonly components?: Readonly<Record<string, unknown>>;
  readonly bridges?: readonly string[];
  /** The files that it is about, as globs; all, if neither is given. */
  readonly files?: readonly string[];
  readonly ignores?: readonly string[];
  readonly title?: string;
  readonly why?: string;
  readonly links?: readonly string[];
  /** A digest that changes with the contract or its baseline. */
  readonly hash?: string;
  /** Path of the contract's baseline relative to the root: violations in it are not reported. The file need not exist. */
  readonly baseline?: string;
}

/** The contract as the second option of its ESLint rules: plain JSON. */
export function toRuleContext(contract: Contract, root: string, order: number): RuleContext {
  return {
    id: contract.id,
    root,
    order,
    imports: mapValues(contract.imports, formatImportTarget),
    ...(contract.bound && { bound: [...contract.bound] }),
    scope: mapValues(contract.scope, (entry) => ({ ...entry, from: [...entry.from] })),
    components: { ...contract.components },
    bridges: [...contract.bridges],
    ...(contract.files && { files: [...contract.files] }),
    ignores: [...contract.ignores],
    title: contract.title,
    ...(contract.why !== undefined && { why: contract.why }),
    links: [...contract.links],
    hash: contract.hash,
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

/** A place in an option that contains a name from `imports`. */
export interface OptionName {
  readonly path: readonly PathStep[];
  /** The value as the author wrote it; it is checked only if it is a text. */
  readonly name: unknown;
}

/**
 * What is needed of a rule to read contracts. The functions get the option with its entries in a list. The schema may have refused
 * that data, since one run should show all problems.
 */
export interface RuleDescription {
  /** The rule's key under `rules`. */
  readonly name: string;
  /** The option's schema, or that of one entry where the option is a list of them; its description is the rule's line in the docs. */
  readonly option: Schema;
  /** Whether the option is a list of entries; a single entry may be written without the list. */
  readonly hasEntries?: boolean;
  /** Finds contradictions in an option; the front matter is undefined if the rule is used without a contract. */
  findFaults?(option: unknown, frontMatter: Readonly<Record<string, unknown>> | undefined): readonly Finding[];
  /** Places in the option that must contain a name from `imports`. */
  declaredNames?(option: unknown): readonly OptionName[];
}
