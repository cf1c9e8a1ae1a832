/** The contract model: what one `migrations/<id>.md` says, after parsing. */

/** How far a migration is: a planned one is counted but not reported, a complete one accepts no baseline. */
export type Status = "planned" | "active" | "complete";
/** How much damage a mistake in the migration can do. */
export type Risk = "low" | "medium" | "high" | "critical";
/** How lint reports violations. */
export type Severity = "error" | "warn";

/** A place in a text: lines and columns start at 1, columns count UTF-16 units; offset starts at 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** A place in the file that says something of a contract: its own, or the repository's package.json. */
export interface ContractPosition extends Position {
  /** Relative to the root, with `/`. */
  readonly file: string;
}

/** The installed package that a contract comes from. */
export interface ContractOrigin {
  readonly name: string;
  readonly version: string;
  /** Its commands that do not run, since `godwit.trust` does not name this version. */
  readonly withheld: readonly string[];
}

/** One thing that is wrong in a contract, with what to write instead. */
export interface Problem {
  /** Path of the contract file relative to the root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Stable kebab-case code such as `unknown-key`, `yaml`, `bad-glob`, `dependency-cycle`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** The export that a name in `imports` means: `./src/a.ts#b`, `bson`, `./legacy.ts#default`, `./x.ts#*`. */
export interface ImportTarget {
  /** The local name that templates and patterns use. */
  readonly name: string;
  /** `./…` (a file of the repository) or a package specifier. */
  readonly module: string;
  /** The exported name; `default` and `*` (namespace) included. */
  readonly exported: string;
}

/** Where a hole that the match did not bind may come from. */
export interface ScopeEntry {
  /** Candidate paths in order: `context`, `this.context`, `request.userId`. */
  readonly from: readonly string[];
  /** The type that a candidate must have for a fix, a name in `imports`; undefined if no type is checked. */
  readonly type?: string;
  /** The parameter by which a decorated class takes it, as a container fills it: `private readonly logger: Logger`. */
  readonly inject?: string;
}

/** An ordered part of a contract: some files, the number of violations allowed to remain, and a due date (YYYY-MM-DD). */
export interface Phase {
  readonly name: string;
  /** Globs; undefined for all files that no earlier phase has. */
  readonly files?: readonly string[];
  readonly ignores?: readonly string[];
  readonly allow: number;
  readonly due?: string;
  readonly severity?: Severity;
}

/** A component under migration, with the methods and expectations that it must keep. */
export interface Component {
  readonly from: string;
  readonly requiredMethods: readonly string[];
  readonly initializationDependencies: readonly string[];
  readonly consumerExpectations: Readonly<Record<string, string>>;
  readonly businessValueRequirements: readonly string[];
}

/** What a gate requires: rules without violations, a phase that is done, a command that succeeds, a manual check, or removed bridges. */
export type GateCondition =
  | { readonly rules: readonly string[] }
  | { readonly phase: string }
  | { readonly run: string }
  | { readonly manual: string }
  | { readonly bridges: "removed" };

/** A condition that must hold before the migration counts as done. */
export interface Gate {
  readonly name: string;
  readonly when: GateCondition;
}

/** A code example in the prose that tests the contract: a pair of fences, or one `valid` fence. */
export interface Example {
  /** `before`/`after` pair (`after` undefined: reported, not fixed) or a `valid` fence. */
  readonly kind: "fix" | "report" | "valid";
  readonly language: string;
  readonly before: string;
  readonly after?: string;
  /** Path relative to the root, from `before=PATH` or `valid=PATH`. */
  readonly path?: string;
  /** Line of the opening fence of `before`/`valid` in the contract file. */
  readonly line: number;
}

/** A command of `validate`: it runs in the root, or in each package that has changed files. */
export interface CheckCommand {
  readonly run: string;
  readonly in: "root" | "package";
}

/** A command of `validate` for people. */
export function describeCheck({ run, in: place }: CheckCommand): string {
  return place === "package" ? `${run} (in each package)` : run;
}

/** One migration, read from `migrations/<id>.md`; keys that the file leaves out have their defaults. */
export interface Contract {
  readonly id: string;
  /** Path of the contract file relative to the root, with `/`. */
  readonly file: string;
  /** The package that it comes from; undefined for a contract of the repository itself. */
  readonly package?: ContractOrigin;
  /** The names of `imports` whose modules `godwit.imports` in package.json says: code imports them as they are called there. */
  readonly bound?: readonly string[];
  /** The names of `imports` that are at fault, which `imports` lacks: of a contract with errors. */
  readonly unreadImports?: readonly string[];
  /** The keys that `godwit.overrides` in package.json says instead of the file. */
  readonly overridden?: readonly string[];
  readonly title: string;
  readonly track?: string;
  readonly status: Status;
  readonly risk: Risk;
  readonly severity: Severity;
  readonly owner?: string;
  readonly why?: string;
  readonly links: readonly string[];
  readonly dependsOn: readonly string[];
  readonly due?: string;
  /** Globs; undefined for every JS/TS file except declaration files. */
  readonly files?: readonly string[];
  readonly ignores: readonly string[];
  readonly imports: Readonly<Record<string, ImportTarget>>;
  readonly scope: Readonly<Record<string, ScopeEntry>>;
  /** The option of each rule by the rule's name, validated against its schema; a rule with entries has a list of them. */
  readonly rules: Readonly<Record<string, unknown>>;
  readonly phases: readonly Phase[];
  readonly components: Readonly<Record<string, Component>>;
  readonly bridges: readonly string[];
  readonly gates: readonly Gate[];
  readonly validate: Readonly<Record<"before" | "each" | "after", readonly CheckCommand[]>>;
  readonly rollback: readonly string[];
  /** The Markdown after the front matter. */
  readonly prose: string;
  readonly examples: readonly Example[];
  /** Hex digest of the file's bytes, what the repository says of them, and the parser's version; changes when the contract does. */
  readonly hash: string;
  /** The position of the key or value at a path such as `["rules", "no-raw-uuid"]`; that of the nearest known ancestor if there is none. */
  locate(path: readonly (string | number)[]): ContractPosition;
}
