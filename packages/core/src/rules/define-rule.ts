import type { Variable } from "@typescript-eslint/scope-manager";
import type { PassedOn } from "../patterns/filling.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { PassageQuery } from "../modules/index.js";
import { type Problem, type RuleDescription, asList } from "../contracts/index.js";
import type { BanSetting, Destination, OptionBan, OptionTemplate, ValueWrap } from "./option-facts.js";
import type { Expectation } from "./expectation.js";
import type { Edit, Level } from "../edits/edit.js";
import type { ExportRef } from "../semantics/module-view.js";
import type { ModuleMock } from "../semantics/mocks/module-mocks.js";
import type { FileView } from "../semantics/file-view.js";
import type { Range } from "../syntax/ranges.js";
import type { NarrowedPart, PreparedNarrowing, RuleNarrowing } from "./narrowing.js";
import type { Replacement } from "./replacement.js";
import { NOTHING, type Needs } from "../scan/needs.js";
import type { Why } from "../reasons/reasons.js";

/** What an edit does with the site: writes the replacement (or removes the site if there is none), or makes it take or pass something. */
export type Action = { readonly kind: "replace" } | { readonly kind: "take" | "pass"; readonly what: string };

/** What a rule reports at one place, before the contract's words are put around it. */
export interface Finding {
  readonly range: Range;
  /** What is there: `uuidv4()`. */
  readonly found: string;
  /** What is wrong with it, as a predicate: `is a raw uuid`. */
  readonly problem: string;
  /** What to write instead; null if the contract names nothing. */
  readonly replacement: Replacement | null;
  readonly edit: Edit;
  /** Which entry of the option's list decides, from 0; undefined where the rule can't tell. */
  readonly entry?: number | undefined;
  /** The edit is safe only where the imported name comes from its new home in the same run; otherwise a person has to look. */
  readonly safeOnlyIfMoved?: { readonly name: Variable; readonly reason: Why };
  /** The mock whose keys, or whose path, are the site: its edit and those of the file's uses go together. */
  readonly mock?: ModuleMock;
  /** Whether it is a mock's handle or a spy, whatever is said of its edit. */
  readonly isMockHandle?: boolean;
  readonly passedOn?: PassedOn | undefined;
  /** The site gives something else each time, so who mocks that asks for what the mock gives; `kept`: so does the replacement, by the same source. */
  readonly random?: "kept" | "left";
  /** The class of which the replacement makes no instance any more. */
  readonly classLeft?: ExportRef | undefined;
  /** The method that the replacement calls no more, of what the code is given. */
  readonly methodLeft?: MethodLeft | undefined;
  /** What tests call the function that the edit calls with other arguments. */
  readonly reshapes?: string | undefined;
  /** What the edit does if it does not write the replacement itself. */
  readonly action?: Action;
  /** The written type that should be one of the contract's types, where that is what the site is about. */
  readonly narrows?: NarrowedPart;
}

/** A method that code called by its name alone, and what it calls or reads instead, if that is one. */
export interface MethodLeft {
  readonly from: string;
  readonly to: string | undefined;
}

/** A problem in a rule's option that only the rule can find, with its path below the rule's key. */
export interface OptionProblem extends Pick<Problem, "code" | "severity" | "message"> {
  readonly path: readonly (string | number)[];
  /** The path starts at the front matter's top: the rule reads more of the contract than its option. */
  readonly isOfContract?: boolean;
}

/** A near duplicate as a rule lists it, before the engine adds the contract's name. */
type Near = Omit<NearDuplicate, "contract">;

/** What a rule says about itself, for pages, presets and editors. */
export interface RuleDocs {
  /** What it disallows or requires, in a few words. */
  readonly description: string;
  readonly isRecommended: boolean;
  /** What makes its suggestions safe; a plan says it where some are left. */
  readonly advice?: string;
  /** The best level that its reports can have; `fix` when not given. */
  readonly best?: Level;
  /** How editors mark a violation's place: `deprecated` is struck through. */
  readonly tags?: readonly "deprecated"[];
  /** Its edits move imports: an edit of another rule for a moved name becomes part of the same edit. */
  readonly movesImports?: boolean;
  /** Its edits change written types, with which other code has to agree. */
  readonly changesTypes?: boolean;
  /** It says, with an empty option, whether a contract's components hold. */
  readonly checksComponents?: boolean;
}

/**
 * One rule: what it does once for an option, and once for each file. Leave out a member for which the rule has nothing to say.
 * `templates`, `usedNames` and `destinations` also read contracts with errors; parts that the schema refused are missing in their options.
 */
export interface Rule<Option, Compiled> extends RuleDescription {
  readonly docs: RuleDocs;
  compile(option: Option, setting: RuleSetting): Compiled;
  /** Its templates; they are checked when the contract is read. */
  templates?(option: Option): readonly OptionTemplate[];
  /** Names of `imports` that the option uses outside of templates; their exports have to exist. */
  usedNames?(option: Option): readonly (string | undefined)[];
  /** Where exports are from now on: they have to exist there, and editors offer them first. */
  destinations?(option: Option): readonly Destination[];
  /** Texts that people should write from now on: editors offer each word in them that `imports` declares first. */
  written?(option: Option): readonly (string | undefined)[];
  /** What should not be imported any more: editors warn of it before it is written. */
  bans?(option: Option, setting: BanSetting): readonly OptionBan[];
  /** How plain values become types of the contract: editors offer it where the type checker expects such a type. */
  wraps?(option: Option): readonly ValueWrap[];
  /** Contradictions and missing names in an option that its schema has accepted. */
  problems?(option: Option, setting: RuleSetting): Iterable<OptionProblem>;
  /** What it expects to be in the repository, besides the words of its patterns; asked by whoever can see all files. */
  expectations?(option: Option, setting: RuleSetting): Iterable<Expectation>;
  /** What every file in which the rule reports something contains. */
  needs(compiled: Compiled): Needs;
  /** Whether it has fixes with this option, and does not only ban; it has, if this is not given. */
  mayWrite?(option: Option): boolean;
  /** It asks for nodes by the words in them, so that little of a file is read for it; others look at all nodes. */
  readsPlaces?(compiled: Compiled): boolean;
  /** Whether the rule may report something in a file that does not fulfil its needs, since of where it is; `path` is absolute. */
  cannotPrefilter?(compiled: Compiled, path: string): boolean;
  /** The exports that it may report, too, in files that import them from modules that pass them on. */
  passages?(compiled: Compiled): readonly PassageQuery[];
  /** Names in `imports`, or module paths, that hold a replacement; the rule is silent in those modules. */
  replacements?(compiled: Compiled): readonly string[];
  /** The same of each entry: in those modules the rule is silent of that entry, and finds what the others replace. */
  replacementsByEntry?(compiled: Compiled): readonly (readonly string[])[];
  find(file: FileView, compiled: Compiled): Iterable<Finding>;
  /** How places come to hold the option's types, wherever a type checker finds that they should. */
  readonly narrowing?: RuleNarrowing<Compiled>;
  /** How to list what is almost a violation; it is listed for a whole program and never reported. */
  readonly near?: {
    /** What every file in which `find` lists something contains. */
    needs(compiled: Compiled): Needs;
    find(file: FileView, compiled: Compiled): Iterable<Near>;
  };
}

type Erased = Rule<unknown, unknown>;

/** A rule whose option types are erased, so that all rules fit into one list. */
export interface AnyRule
  extends
    RuleDescription,
    Required<Pick<Erased, "docs" | "templates" | "destinations" | "bans" | "wraps" | "problems" | "expectations">> {
  usedNames(option: unknown): readonly string[];
  written(option: unknown): readonly string[];
  /** Compiles an option that its schema has accepted. */
  prepare(option: unknown, setting: RuleSetting): PreparedRule;
}

/** A rule with its option bound. */
export interface PreparedRule {
  readonly needs: Needs;
  /** Whether it may have fixes; one that only bans has none. */
  readonly mayWrite: boolean;
  readonly readsPlaces: boolean;
  cannotPrefilter(path: string): boolean;
  /** Found out when first asked for: most files fulfil the needs, or hold nothing. */
  passages(): readonly PassageQuery[];
  readonly replacements: readonly string[];
  readonly replacementsByEntry: readonly (readonly string[])[];
  find(file: FileView): Iterable<Finding>;
  /** Undefined if the rule gives no types to places. */
  readonly narrowing: PreparedNarrowing | undefined;
  /** Whether the rule can list near duplicates. */
  readonly listsNear: boolean;
  readonly nearNeeds: Needs;
  findNear(file: FileView): Iterable<Near>;
}

/** Makes a rule for the list of all rules and fills in defaults for what it leaves out. */
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
      let passages: readonly PassageQuery[] | undefined;
      return {
        needs: rule.needs(compiled),
        mayWrite: rule.mayWrite?.(option as Option) ?? true,
        readsPlaces: rule.readsPlaces?.(compiled) ?? false,
        cannotPrefilter: (path) => rule.cannotPrefilter?.(compiled, path) ?? false,
        passages: () => (passages ??= rule.passages?.(compiled) ?? []),
        replacements: rule.replacements?.(compiled) ?? [],
        replacementsByEntry: rule.replacementsByEntry?.(compiled) ?? [],
        find: (file) => rule.find(file, compiled),
        narrowing: rule.narrowing && prepareNarrowing(rule.narrowing, compiled),
        listsNear: rule.near !== undefined,
        nearNeeds: rule.near?.needs(compiled) ?? NOTHING,
        findNear: (file) => rule.near?.find(file, compiled) ?? [],
      };
    },
  };
}

function prepareNarrowing<Compiled>(narrowing: RuleNarrowing<Compiled>, compiled: Compiled): PreparedNarrowing {
  return {
    isOfTexts: narrowing.isOfTexts,
    typeForName: (name) => narrowing.typeForName(compiled, name),
    open: (file) => narrowing.open(file, compiled),
  };
}

/** Whether the schema accepts the option, with its entries in a list; in a contract with errors the refused parts are missing. */
function accepts({ option: schema, hasEntries }: RuleDescription, option: unknown): boolean {
  return (hasEntries ? asList(option) : [option]).every((each) => schema.safeParse(each).success);
}

function present(texts: readonly (string | undefined)[] = []): readonly string[] {
  return texts.filter((text) => text !== undefined);
}

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
