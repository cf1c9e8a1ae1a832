import type { Contract, Problem, RuleContext, RuleName } from "@godwit/contracts";
import type { Modules } from "./modules/modules.js";
import type { ParsedSource, SourceFile } from "./source-file.js";

/** A change of text: `[start, end)` in UTF-16 offsets. Lists are sorted and do not overlap. */
export interface TextEdit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** fix: safe; suggestion: right, but look; hint: by hand. */
export type Level = "fix" | "suggestion" | "hint";

/** Something a person may apply at a violation. */
export interface Suggestion {
  readonly title: string;
  edits(): readonly TextEdit[];
}

/** One place that a contract's rule reports. */
export interface Violation {
  /** The contract's id; "" for a rule that is used without one. */
  readonly contract: string;
  readonly rule: RuleName;
  readonly range: readonly [number, number];
  readonly message: string;
  /** What to write instead, with double quotes; null where the contract names nothing. */
  readonly replacement: string | null;
  readonly level: Level;
  /** Why there is no fix (or only a suggestion); null for a fix. */
  readonly reason: string | null;
  /** An `eslint-disable` comment covers it: not reported, never edited. */
  readonly disabled: boolean;
  /** Its own fix, complete by itself; undefined where the level is not `fix`. */
  fix(): readonly TextEdit[] | undefined;
  readonly suggestions: readonly Suggestion[];
}

/** All that the given rules find in one file. Sorted by range, then contract order. */
export interface Analysis {
  readonly violations: readonly Violation[];
  /** The safe edits of the given violations (default: all that are not disabled) as one change of the file. */
  fixAll(only?: readonly Violation[]): readonly TextEdit[];
}

/** A rule with the contract around it, ready for any number of files. */
export interface CompiledRule {
  readonly rule: RuleName;
  readonly contract: RuleContext;
  /** Cheap and sound: false only where `find` would report nothing. */
  mayConcern(path: string, text: string): boolean;
}

/** A type that is almost a canonical one. */
export interface NearDuplicate {
  readonly contract: string;
  /** The canonical type's name in `imports`, and its module as `imports` says it. */
  readonly canonical: string;
  readonly home: string;
  readonly name: string;
  /** The declaration's name. */
  readonly range: readonly [number, number];
  /** From 0 to 1: equal members count whole, members of one name half. */
  readonly overlap: number;
  /** Names of members that only the canonical type has. */
  readonly missing: readonly string[];
  /** Names of members that only this one has. */
  readonly extra: readonly string[];
  readonly different: readonly string[];
  /** Whether the rule reports it as well: it has the canonical type's name. */
  readonly reported: boolean;
}

export interface EngineHost {
  /** Parses a text; throws `SourceSyntaxError`. Used for templates and for the modules behind re-exports. */
  parse(path: string, text: string): ParsedSource;
}

/** A contract's rules, ready; undefined where something in it can't work, which the problems say. */
export interface CompiledContract {
  readonly rules: readonly CompiledRule[] | undefined;
  readonly problems: readonly Problem[];
}

export interface Engine {
  readonly root: string;
  readonly modules: Modules;
  /** Compiles a rule's option; throws `RuleOptionError` on one that can't work. */
  compile(rule: RuleName, option: unknown, context: RuleContext): CompiledRule;
  /** Validates a contract and compiles all its rules; `order` is its place among the root's contracts. */
  compileContract(contract: Contract, order: number): CompiledContract;
  analyse(source: SourceFile, rules: readonly CompiledRule[]): Analysis;
  /** Cheap and sound: false only where `nearDuplicates` would list nothing. */
  mayHoldNearDuplicates(path: string, text: string, rules: readonly CompiledRule[]): boolean;
  /** Types of a file that are almost one of the rules' canonical types; in the order of the text. */
  nearDuplicates(source: SourceFile, rules: readonly CompiledRule[]): readonly NearDuplicate[];
  /** What only a parser and a resolver can see: templates, holes, free names, modules and exports that are not there. */
  validate(contract: Contract): readonly Problem[];
}

export interface EngineOptions {
  readonly root: string;
  readonly host: EngineHost;
  /** Default: oxc-resolver over the file system. */
  readonly modules?: Modules;
}
