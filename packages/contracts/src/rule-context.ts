/**
 * The contract around a rule, as the rule's second ESLint option carries it: plain JSON, in the
 * spelling of the YAML, so that ESLint's own cache notices a changed contract and people can write it by hand.
 */
export interface RuleContext {
  /** The contract's id; undefined where a rule is used by hand without one. */
  readonly id?: string;
  /** Absolute path of the root; undefined: found from the linted file. */
  readonly root?: string;
  /** Place in dependency order, then id: the lower one's fix wins a site that two contracts claim. */
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
  /** Changes when the contract or its baseline does. */
  readonly hash?: string;
  /** Path of the contract's baseline relative to the root: what it knows is not reported. The file need not be there. */
  readonly baseline?: string;
}
