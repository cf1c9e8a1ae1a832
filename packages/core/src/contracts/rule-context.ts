import type { Contract } from "./contract.js";
import { formatImportTarget } from "./module-path.js";

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
  readonly scope?: Readonly<
    Record<string, string | readonly string[] | { readonly from: string | readonly string[]; readonly type?: string }>
  >;
  readonly components?: Readonly<Record<string, unknown>>;
  readonly bridges?: readonly string[];
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
    scope: mapValues(contract.scope, (entry) => ({ ...entry, from: [...entry.from] })),
    components: { ...contract.components },
    bridges: [...contract.bridges],
    title: contract.title,
    ...(contract.why !== undefined && { why: contract.why }),
    links: [...contract.links],
    hash: contract.hash,
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
