import type { ModuleIdentity } from "../../modules/index.js";
import type { Range } from "../../syntax/ranges.js";
import type { ParameterKey } from "./flow-environment.js";
import type { Ways } from "./ways.js";

/** How a file uses the traced value. */
export type UseKind =
  | "import"
  | "dynamic-import"
  | "re-export"
  | "construct"
  | "call"
  | "member"
  | "extend"
  | "implement"
  | "pass"
  | "receive"
  | "hold"
  | "type"
  | "mock";

/** One place where a file uses the traced value, or what gives it. */
export interface FlowUse {
  readonly kind: UseKind;
  readonly range: Range;
  /** The name of what is used: the export, the member, the function that gets it. */
  readonly name: string;
  /** The module that gives it, for imports, re-exports and mocks. */
  readonly module?: ModuleIdentity;
  /** The export of `module`; `*` for all of it. */
  readonly exported?: string;
  /** An imported name that nothing in the file mentions. */
  readonly isUnused?: boolean;
  /** It names what only has the value inside: that alone is no use of the value. */
  readonly isAside?: boolean;
}

/** What one file does with the traced value. */
export interface FileFlow {
  readonly uses: readonly FlowUse[];
  /** By the exports of the file itself: what they give to importers. */
  readonly exported: ReadonlyMap<string, Ways>;
  /** Those of `exported` that other modules hold, and the file only passes on. */
  readonly passedOn: ReadonlySet<string>;
  /** What the file hands to parameters of functions in any file. */
  readonly handed: ReadonlyMap<ParameterKey, Ways>;
}
