import type { ExportRef } from "../semantics/module-view.js";
import type { Contract, Problem, RuleContext } from "../contracts/index.js";
import type { FileTree, Modules, PassageQuery } from "../modules/index.js";
import type { Edit, Level } from "../edits/edit.js";
import type { MockingFile, SetUp } from "./mocked-modules.js";
import type { ContractFacts } from "./contract-facts.js";
import type { Action, Finding, MethodLeft, NearDuplicate, PreparedRule } from "../rules/define-rule.js";
import type { ReasonCode } from "../reasons/reasons.js";
import type { DisablingComment } from "../semantics/directives.js";
import type { NarrowedPart } from "../rules/narrowing.js";
import type { RepositoryFile } from "../rules/expectation.js";
import type { UnmatchedSearch } from "./search-unmatched.js";
import type { Replacement } from "../rules/replacement.js";
import type { Content } from "../scan/content-scan.js";
import type { EngineHost, SourceFile } from "../syntax/source-file.js";
import type { TextEdit } from "../syntax/ranges.js";
import type { RuleSetting } from "../patterns/rule-setting.js";

/** Something a person may apply at a violation. */
export interface Suggestion {
  readonly action: Action;
  edits(): readonly TextEdit[];
}

/** A migration's title and reason. */
export type Purpose = Pick<RuleContext, "title" | "why">;

/** A value that a site lacks, and that a function around it could take from its callers. */
export interface Lack {
  /** The hole, or the parameter, that stands for it. */
  readonly name: string;
  /** The paths that may hold it, as the contract's `scope` lists them. */
  readonly from: readonly string[];
  /** Its type by its name in the contract's `imports`; undefined if the contract does not say. */
  readonly type: LackedType | undefined;
  /** The parameter by which a class takes it where a container makes its instances: `private readonly logger: Logger`. */
  readonly inject: string | undefined;
  /** Whether the function of that name is what has to take it; otherwise the code around the place has to have it. */
  readonly isTaken: boolean;
  /** The expression that the value alone replaces at the site, if it means the same in every file. */
  readonly replaced: ReplacedExpression | undefined;
  /** The name that the site only declares for it, and that goes where it means the value: `logger`, `this.logger`. */
  readonly declares: string | undefined;
}

/** An export and the code behind its name: `Logger` and `.getInstance()`. */
export interface ReplacedExpression {
  readonly root: LackedType;
  readonly rest: string;
}

/** Where a type or another export is declared; `file` is absolute. */
export interface LackedType {
  readonly name: string;
  readonly exported: string;
  readonly module: { readonly file: string } | { readonly package: string };
}

/** One place that a contract's rule reports, as data; `describeViolation` and similar functions put it into words. */
export interface Violation {
  /** The contract's id; "" for a rule that is used without a contract. */
  readonly contract: string;
  readonly rule: string;
  readonly range: readonly [number, number];
  /** What is there, as the file has it: `uuidv4()`. */
  readonly found: string;
  /** What is wrong with it: `is a raw uuid`. */
  readonly problem: string;
  /** What to write instead; null if the contract names nothing. */
  readonly replacement: Replacement | null;
  readonly level: Level;
  /** Which entry of the option's list decides, from 0; undefined where the rule can't tell. */
  readonly entry?: number;
  /** Why there is no fix (or only a suggestion); null for a fix. */
  readonly reason: string | null;
  /** By what other code knows the reason, where it has to. */
  readonly reasonCode?: ReasonCode;
  /** What a person can do about the reason; null where nothing better is known than to look. */
  readonly help: string | null;
  readonly purpose: Purpose;
  /** Whether a disable comment covers it: then it is not reported and never edited. */
  readonly disabled: boolean;
  /** The kind of that comment; undefined if there is none. */
  readonly disabledBy?: DisablingComment;
  /** The written type at the site that should be one of the contract's types. */
  readonly narrows?: NarrowedPart;
  /** All that keeps it from an edit, if that is only values that its callers may have. */
  readonly lacks?: readonly Lack[];
  /** The values that its suggestion takes from what is there, whose types another file declares. */
  readonly unproved?: readonly Lack[];
  /** Whether its edit waits where the code around it can't wait yet; nothing else may keep it from a fix. */
  readonly needsAsync?: boolean;
  /** Whether the site is a mock, or only serves one: `vi.mocked(x)`. */
  readonly isMock: boolean;
  /** The exports that the site uses and its edit leaves, and those that it needs instead. */
  exportsChanged(): ExportChange;
  /** Its own fix, complete by itself; undefined if the level is not `fix`. */
  fix(): readonly TextEdit[] | undefined;
  readonly suggestions: readonly Suggestion[];
}

/** An export by a text that is the same for its module in every file; `*` for all of the module. */
export interface ExportUse {
  readonly module: string;
  readonly exported: string;
}

/** What an edit changes in the exports that a file uses. */
export interface ExportChange {
  readonly left: readonly ExportUse[];
  readonly needed: readonly ExportUse[];
  /** What the replacement itself gives on: code that uses it gets what a test mocks in place of these. */
  readonly givenOn: readonly ExportUse[];
  /** The class, if any, of which the replacement makes no instance any more: who asks for one will not find one. */
  readonly classes: readonly ExportUse[];
  /** What is left and declared as one of `givenOn`, or read by what replaces it: it stays the same object, so spies on it still see its uses. */
  readonly same: readonly ExportUse[];
  /** The name of a function that what replaces it calls with other arguments: a test may ask what a mock of it was called with. */
  readonly reshaped?: string;
  /** What is left gives something else each time; `kept`: what replaces it still calls it. */
  readonly random?: "kept" | "left";
  /** The method of what the code is given that it no longer calls: tests may give it a double. */
  readonly methodLeft?: MethodLeft;
}

/** Everything that the given rules find in one file, sorted by range, then contract order. */
export interface Analysis {
  readonly violations: readonly Violation[];
  /** The safe edits of the given violations (default: all that are not disabled) as one change of the file. */
  fixAll(only?: readonly Violation[]): readonly TextEdit[];
  /** The same for chosen violations, whose suggestions are taken as well. */
  editAll(chosen: readonly Violation[]): readonly TextEdit[];
  /** The violations whose edits were left out so far because the file would not parse with them. */
  faults(): readonly EditFault[];
}

/** An edit that would break its file. */
export interface EditFault {
  readonly violation: Violation;
  /** What the parser says. */
  readonly fault: string;
}

/** A rule compiled with its contract, ready for any number of files. */
export interface CompiledRule {
  readonly rule: string;
  readonly contract: RuleContext;
  /** Whether `nearDuplicates` can list anything for it. */
  readonly listsNearDuplicates: boolean;
  /** Whether it may have fixes; one that only bans has none. */
  readonly mayWrite: boolean;
  /**
   * A cheap check: false only if `analyse` would report nothing. All rules of an engine share one pass over a content, so ask them of
   * one content before the next; `path` is absolute. `isNamed` is the answer of `namesWhatItFinds`, where that is known.
   */
  mayConcern(path: string, content: Content, isNamed?: boolean): boolean;
  /** The same, unless the file takes what the rule finds from a module that passes it on. */
  namesWhatItFinds(path: string, content: Content): boolean;
  /** The exports that it may find in files that take them from modules which pass them on. */
  passages(): readonly PassageQuery[];
}

/** A contract's compiled rules; undefined if a problem is an error. */
export interface CompiledContract {
  readonly rules: readonly CompiledRule[] | undefined;
  readonly problems: readonly Problem[];
}

/** Finds violations in the files of one root, for any of its contracts. */
export interface Engine {
  readonly root: string;
  readonly modules: Modules;
  /** Compiles a rule's option; throws `RuleOptionError` on one that can't work. */
  compile(rule: string, option: unknown, context: RuleContext): CompiledRule;
  /**
   * Validates a contract and compiles all its rules; `order` is its place among the root's contracts, and `validate` stands in for
   * the engine's own validation, such as one that knows what an earlier run found.
   */
  compileContract(contract: Contract, order: number, validate?: Engine["validate"]): CompiledContract;
  /** The rules that say whether a contract's components hold, be they in the contract or not. */
  componentRules(contract: Contract): readonly CompiledRule[];
  /**
   * Finds what the rules report; it does not ask `mayConcern`, but rules are silent where a replacement is declared. Of the `claiming` ones,
   * which nobody asked for, no fix is taken along.
   */
  analyse(source: SourceFile, rules: readonly CompiledRule[], claiming?: readonly CompiledRule[]): Analysis;
  /** Whether the rules need little of a file, so that it pays to read its nodes one by one. */
  readPlaces(rules: readonly CompiledRule[]): boolean;
  /** What a file mocks for the code under its tests, which setup files may mock things for too. */
  readMocks(source: SourceFile, setUp?: SetUp): MockingFile;
  /** The classes of which a file asks whether something is an instance. */
  classesAskedFor(source: SourceFile): readonly ExportUse[];
  /** How a file makes a double that has a method, and lacks what a fix calls or reads instead; a `spy` only looks at calls of the real method. */
  doublesMethod(source: SourceFile, method: MethodLeft): "double" | "spy" | undefined;
  /** Whether what a contract says to write comes from a module that loads many files with it. */
  bringsManyFiles(contract: Contract): boolean;
  /** A cheap check: false only if `nearDuplicates` would list nothing. */
  mayHoldNearDuplicates(path: string, content: Content, rules: readonly CompiledRule[]): boolean;
  /** Types of a file that are almost one of the rules' canonical types, in the order of the text. */
  nearDuplicates(source: SourceFile, rules: readonly CompiledRule[]): readonly NearDuplicate[];
  /** The problems that only a parser and a resolver can find: in templates, holes, free names, modules and exports. */
  validate(contract: Contract): readonly Problem[];
  /**
   * What a contract writes that would be replaced again without end, by its own rules or by those in force beside it; `rules` are all of
   * them. Only for a contract without errors.
   */
  findEndless(contract: Contract, rules: readonly CompiledRule[]): readonly Problem[];
  /**
   * Begins to look for what of contracts that work matches nothing in the repository, whose source files these are. `wasNever` says whether
   * no commit had a bridge.
   */
  searchUnmatched(
    contracts: readonly Contract[],
    files: readonly RepositoryFile[],
    wasNever: (contract: Contract, bridge: string) => boolean,
  ): UnmatchedSearch;
  /** What a contract without errors says independently of any file: what it bans and what to write instead. */
  factsOf(contract: Contract): ContractFacts;
}

/** What an engine needs: its root as an absolute path, and the host that parses for it. */
export interface EngineOptions {
  readonly root: string;
  readonly host: EngineHost;
  /** Default: oxc-resolver over the file system. */
  readonly modules?: Modules;
  /** For that default: what was read of the disk before. */
  readonly tree?: FileTree | undefined;
}

/** A compiled rule with what only the engine needs of it. */
export interface EngineRule extends CompiledRule {
  readonly prepared: PreparedRule;
  readonly setting: RuleSetting;
  /** Whether the rule keeps silent in a file: it holds a replacement, or is a bridge. */
  isExempt(path: string): boolean;
  /** The entries of which the rule keeps silent in a file, as it holds their replacements. */
  heldIn(path: string): readonly HeldEntry[];
  /** A cheap check: false only if the rule would list no near duplicate. */
  mayHoldNear(content: Content): boolean;
}

/** An entry of a rule's option whose replacement a file holds. */
export interface HeldEntry {
  readonly entry: number;
  readonly replacement: ExportRef;
}

/** A finding on its way to a violation: its edit may still change because of others. */
export interface PendingViolation {
  readonly rule: EngineRule;
  readonly finding: Finding;
  readonly isDisabled: boolean;
  readonly disabledBy?: DisablingComment;
  edit: Edit;
}

/** The place of a draft's contract: the lower one's fix wins. */
export function orderOf(draft: PendingViolation): number {
  return draft.rule.contract.order ?? 0;
}
