/** A type that is almost a canonical one. */
export interface NearDuplicate {
  readonly contract: string;
  /** The canonical type's name in `imports`, and its module as `imports` has it. */
  readonly canonical: string;
  readonly home: string;
  readonly name: string;
  /** The declaration's name. */
  readonly range: readonly [number, number];
  /** From 0 to 1: equal members count fully, members that share only the name count half. */
  readonly overlap: number;
  /** Names of members that only the canonical type has. */
  readonly missing: readonly string[];
  /** Names of members that only this one has. */
  readonly extra: readonly string[];
  readonly different: readonly string[];
  /** Whether the rule reports it as well: it has the canonical type's name. */
  readonly reported: boolean;
}
