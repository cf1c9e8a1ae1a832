import { type Finding, type PathStep, asList, asObject, asTexts, errorAt, warningAt, fields } from "../contracts/index.js";
import type { ModuleIdentity, Modules } from "../modules/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { ExportRef } from "../semantics/module-view.js";

/** A template in a rule's option. */
export interface OptionTemplate {
  readonly text: string;
  /** Where it is in the option. */
  readonly path: readonly PathStep[];
  readonly kind: "match" | "with";
  /** The holes that the match binds. */
  readonly bound: ReadonlySet<string>;
  /** The pattern that it replaces, if it replaces one. */
  readonly match?: string;
}

/** An export, or a whole module, that a rule replaces. */
export interface OptionBan {
  /** Whether a specifier that leads to this module means the banned one. */
  matches(module: ModuleIdentity, specifier: string | undefined): boolean;
  /** Whether it speaks of the export; one of the module as a whole speaks of each, and of none (undefined). */
  bans(exported: string | undefined): boolean;
  /** The exports of which it speaks by their names; undefined for a whole module, or for a pattern. */
  readonly names?: readonly string[];
  /** What people import the export as, where its own name says too little: `uuidv4` for `v4` of uuid. */
  readonly nicknames?: readonly string[];
  /** In place of the export itself, these static members of it. */
  readonly members?: { readonly of: string; readonly names: readonly string[] };
  /** The export itself, where it gives something else each time. */
  readonly random?: Pick<ExportRef, "module" | "exported">;
  /** What to write instead, for people; undefined if the contract names nothing. */
  readonly replacement: string | undefined;
}

/** What a rule needs to say what it bans. */
export interface BanSetting extends Pick<RuleSetting, "modules" | "findExport"> {
  /** Whether the contract says to write this export: then it is not banned, only used in another way. */
  isWritten(target: ExportRef): boolean;
}

/** Where exports are from now on. */
export interface Destination {
  /** The path of this in the option. */
  readonly path: readonly PathStep[];
  /** The module as the contract writes it. */
  readonly module: string;
  /** Whether it has wildcards, so that only a use says which module it is. */
  readonly isPattern: boolean;
  readonly names: readonly string[];
}

/** How a plain value becomes a type of the contract. */
export interface ValueWrap {
  /** The type's name in `imports`. */
  readonly type: string;
  /** A template with `$value`. */
  readonly template: string;
}

/** The ban of one export of a module. */
export function banExport(module: ModuleIdentity, name: string, replacement: string | undefined, modules: Modules): OptionBan {
  return {
    matches: (other) => modules.isSameModule(other, module),
    bans: (exported) => exported === name,
    names: [name],
    replacement,
  };
}

/** The ban of static members of an export: of `Registry.getInstance`, and not of `Registry`. */
export function banMembers(
  module: ModuleIdentity,
  members: NonNullable<OptionBan["members"]>,
  replacement: string | undefined,
  modules: Modules,
): OptionBan {
  return { matches: (other) => modules.isSameModule(other, module), bans: () => false, members, replacement };
}

/** Finds repeated patterns: the second replacement of a pattern is never used. */
export function findRepeatedMatches(option: unknown, path: readonly number[] = []): Finding[] {
  const texts = asList(asObject(option)?.["replace"]).map((entry) => asObject(entry)?.["match"]);
  return texts.flatMap((text, index) =>
    typeof text === "string" && texts.indexOf(text) < index
      ? [
          warningAt(
            [...path, "replace", index, "match"],
            "unreachable",
            `An earlier entry matches ${text} already: remove one of them.`,
          ),
        ]
      : [],
  );
}

/** Finds `names: "*"`, which matches every target. */
export function findNamesForAll(entry: unknown, path: readonly number[]): Finding[] {
  const names = asObject(entry)?.["names"];
  if (!asTexts(names).some((name) => /^\**$/u.test(name))) return [];
  return [
    errorAt(
      [...path, "names"],
      "matches-everything",
      `${JSON.stringify(names)} means every target there is: write what the targets are called.`,
    ),
  ];
}

/** Finds that a name in `imports` is a value alone, where a type is asked for. */
export function findValueForType(name: string, path: Finding["path"], { modules, findExport }: RuleSetting): Finding[] {
  const ref = findExport(name);
  const declared = ref && modules.declarations.findExported(ref.module, ref.exported);
  const isValue = ref?.exported === "*" || declared?.module.values.has(declared.name);
  if (!declared || !isValue || declared.module.types.has(declared.name)) return [];
  return [
    errorAt(path, "not-a-type", `${name} is a value, not a type. Name an interface, an alias, a class or an enum in imports.`),
  ];
}

const { filled, identifier, list, namePattern, object, oneOf, oneOrMany } = fields;

/** `fix`: how far an entry's edits may go. */
export const fixLevel = oneOf(["auto", "suggest", "none"])
  .optional()
  .describe("Lowers the level: `suggest` and `none` never write without a person.");

/** The value of `fix`. */
export type FixLevel = fields.ValueOf<typeof fixLevel>;

/** A pattern or a replacement: TypeScript with holes. */
export const template = () => filled("a template in quotes");

/** `names`: the names of the targets or functions. */
export const targetNames = oneOrMany(namePattern(), "a name or a list of names").optional();

/** A list of names as code writes them. */
export const identifiers = (expected: string) => list(identifier(), expected);

const matchEntry = object({
  match: template().describe("The expression to replace, with holes such as `$x`."),
  with: template().optional().describe("What to write instead; without it the site is reported with a hint."),
  fix: fixLevel,
});

/** One `match` with its `with`. */
export type MatchEntry = fields.ValueOf<typeof matchEntry>;

/** `replace`: patterns with what to write instead. */
export const replacements = list(matchEntry, "a list of replacements with match and with");
