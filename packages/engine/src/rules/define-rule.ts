import type { RuleSetting } from "../patterns/rule-setting.js";
import { asList, type Problem, type RuleDescription } from "@godwit/contracts";
import type { Variable } from "@typescript-eslint/scope-manager";
import type { BanSetting, Destination, OptionBan, OptionTemplate, ValueWrap } from "./option-facts.js";
import type { NearDuplicate } from "./near-duplicate.js";
import type { Expectation } from "./expectation.js";
import type { Edit, Level } from "../edits/edit.js";
import type { ModuleMock } from "../semantics/module-mocks.js";
import type { FileView } from "../semantics/file-view.js";
import type { Range } from "../syntax/ranges.js";
import type { Replacement } from "./replacement.js";
import { withoutLongerOnes, type Tokens } from "./tokens.js";

/** What an edit does with the site: writes the replacement (or removes what nothing replaces), or makes it take or pass something. */
export type Action = { readonly kind: "replace" } | { readonly kind: "take" | "pass"; readonly what: string };

/** What a rule reports at one place, before the contract's words are put around it. */
export interface Finding {
  readonly range: Range;
  /** What is there: `uuidv4()`. */
  readonly found: string;
  /** What is wrong with it: `is a raw uuid`. */
  readonly problem: string;
  /** What to write instead; null: the contract names nothing. */
  readonly replacement: Replacement | null;
  readonly edit: Edit;
  /** The edit is safe only where the imported name comes from its new home in the same run; otherwise a person has to look. */
  readonly safeOnlyIfMoved?: { readonly name: Variable; readonly reason: string };
  /** The mock whose keys, or whose path, are the site: its edit and those of the file's uses go together. */
  readonly mock?: ModuleMock;
  /** What the edit does where it does not write the replacement itself. */
  readonly action?: Action;
}

/** What only the rule can see wrong in its option, with where it stands below the rule's key. */
export interface OptionProblem extends Pick<Problem, "code" | "severity" | "message"> {
  readonly path: readonly (string | number)[];
  /** The path is the whole contract's: the rule reads more of it than its option. */
  readonly isOfContract?: boolean;
}

/** What a rule lists of a file, before the contract's name is put to it. */
type Near = Omit<NearDuplicate, "contract">;

/** What a rule says of itself: for pages, presets and editors. */
export interface RuleDocs {
  /** What it disallows or requires, in a few words. */
  readonly description: string;
  readonly isRecommended: boolean;
  /** The most that its reports can be; `fix` when not given. */
  readonly best?: Level;
  /** What editors make of a violation's place: `deprecated` is struck through. */
  readonly tags?: readonly "deprecated"[];
  /** Its edits move imports: what another rule does with a moved name is done in the same edit. */
  readonly movesImports?: boolean;
}

/**
 * One rule: what is done once for an option, and once for each file. A member that is left out says that there is nothing of its kind.
 * `templates`, `usedNames` and `destinations` also read contracts with errors: what the schema refused in the option is missing there.
 */
export interface Rule<Option, Compiled> extends RuleDescription {
  readonly docs: RuleDocs;
  compile(option: Option, setting: RuleSetting): Compiled;
  /** Its templates, which are checked when the contract is read. */
  templates?(option: Option): readonly OptionTemplate[];
  /** Names of `imports`, used outside of templates, whose exports have to be there. */
  usedNames?(option: Option): readonly (string | undefined)[];
  /** Where exports are from now on: they have to be there, and editors offer them first. */
  destinations?(option: Option): readonly Destination[];
  /** Texts of which each word that `imports` declares is what to write from now on; editors offer it first. */
  written?(option: Option): readonly (string | undefined)[];
  /** What nobody is to import any more: editors warn of it before it is written. */
  bans?(option: Option, setting: BanSetting): readonly OptionBan[];
  /** How plain values become types of the contract: editors offer it where the type checker wants one. */
  wraps?(option: Option): readonly ValueWrap[];
  /** Contradictions, and names that are not there, in an option that its schema has accepted. */
  problems?(option: Option, setting: RuleSetting): Iterable<OptionProblem>;
  /** What it expects to be in the repository, besides the words of its patterns; asked by whoever can see all files. */
  expectations?(option: Option, setting: RuleSetting): Iterable<Expectation>;
  /** Strings of which a file has at least one if the rule reports anything in it. */
  tokens(compiled: Compiled): Tokens;
  /** Whether a file may be reported although it has none of the tokens. */
  cannotPrefilter?(compiled: Compiled, path: string, text: string): boolean;
  /** Names in `imports`, or module paths, that hold a replacement; the rule is silent in those modules. */
  replacements?(compiled: Compiled): readonly string[];
  find(file: FileView, compiled: Compiled): Iterable<Finding>;
  /** What is almost a violation: listed for a whole program, never reported. */
  readonly near?: {
    /** Cheap and sound: false only where `find` would list nothing. */
    mayConcern(compiled: Compiled, text: string): boolean;
    find(file: FileView, compiled: Compiled): Iterable<Near>;
  };
}

/** A rule with the types of its option forgotten. */
export interface AnyRule extends RuleDescription {
  readonly docs: RuleDocs;
  templates(option: unknown): readonly OptionTemplate[];
  usedNames(option: unknown): readonly string[];
  destinations(option: unknown): readonly Destination[];
  written(option: unknown): readonly string[];
  bans(option: unknown, setting: BanSetting): readonly OptionBan[];
  wraps(option: unknown): readonly ValueWrap[];
  problems(option: unknown, setting: RuleSetting): Iterable<OptionProblem>;
  expectations(option: unknown, setting: RuleSetting): Iterable<Expectation>;
  /** Compiles an option that its schema has accepted. */
  prepare(option: unknown, setting: RuleSetting): PreparedRule;
}

/** A rule with its option bound. */
export interface PreparedRule {
  readonly tokens: Tokens;
  cannotPrefilter(path: string, text: string): boolean;
  readonly replacements: readonly string[];
  find(file: FileView): Iterable<Finding>;
  /** Whether the rule lists near duplicates at all. */
  readonly listsNear: boolean;
  mayHoldNear(text: string): boolean;
  findNear(file: FileView): Iterable<Near>;
}

/** Makes a rule for the list of all rules: what it leaves out gets its default. */
export function defineRule<Option, Compiled>(rule: Rule<Option, Compiled>): AnyRule {
  return {
    name: rule.name,
    docs: rule.docs,
    option: rule.option,
    hasEntries: rule.hasEntries ?? false,
    findFaults: (option, frontMatter) => rule.findFaults?.(option, frontMatter) ?? [],
    declaredNames: (option) => rule.declaredNames?.(option) ?? [],
    templates: (option) => rule.templates?.(option as Option) ?? [],
    usedNames: (option) => present(rule.usedNames?.(option as Option)),
    destinations: (option) => rule.destinations?.(option as Option) ?? [],
    written: (option) => present(rule.written?.(option as Option)),
    bans: (option, setting) => rule.bans?.(option as Option, setting) ?? [],
    wraps: (option) => rule.wraps?.(option as Option) ?? [],
    problems: (option, setting) => (accepts(rule, option) ? rule.problems?.(option as Option, setting) : undefined) ?? [],
    expectations: (option, setting) => rule.expectations?.(option as Option, setting) ?? [],
    prepare(option, setting) {
      const compiled = rule.compile(option as Option, setting);
      return {
        tokens: withoutLongerOnes(rule.tokens(compiled)),
        cannotPrefilter: (path, text) => rule.cannotPrefilter?.(compiled, path, text) ?? false,
        replacements: rule.replacements?.(compiled) ?? [],
        find: (file) => rule.find(file, compiled),
        listsNear: rule.near !== undefined,
        mayHoldNear: (text) => rule.near?.mayConcern(compiled, text) ?? false,
        findNear: (file) => rule.near?.find(file, compiled) ?? [],
      };
    },
  };
}

/** Whether the schema takes the option, whose entries are in a list; a contract with errors has one that lacks what was refused. */
function accepts({ option: schema, hasEntries }: RuleDescription, option: unknown): boolean {
  return (hasEntries ? asList(option) : [option]).every((each) => schema.safeParse(each).success);
}

function present(texts: readonly (string | undefined)[] = []): readonly string[] {
  return texts.filter((text) => text !== undefined);
}
