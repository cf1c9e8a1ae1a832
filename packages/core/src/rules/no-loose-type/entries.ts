import type { TSESTree } from "@typescript-eslint/types";
import { asList, fields, type Finding } from "../../contracts/index.js";
import type { PlaceShape } from "../../naming/annotated-places.js";
import { matchesAnyWords, singularOf, wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { anyOf, type Needs } from "../../scan/needs.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { childrenOf, type Node } from "../../syntax/nodes.js";
import { needsOfName } from "../template-needs.js";
import { findNamesForAll, fixLevel, targetNames } from "../option-facts.js";

/** One named type, and the names of the places that should have it. */
export interface LooseEntry {
  /** The type as the contract writes it. */
  readonly type: string;
  /** The names in the type that `imports` declares, with their ranges in its text. */
  readonly uses: readonly { readonly ref: ExportRef; readonly range: readonly [number, number] }[];
  readonly names: readonly string[];
  readonly functions: readonly string[];
  readonly fix: LooseTypeEntry["fix"];
}

/** The rule's option, compiled. */
export interface LooseSetting {
  readonly setting: RuleSetting;
  readonly entries: readonly LooseEntry[];
}

/** Reads the entries; without `names` the type's own words are the name. */
export function readLooseEntries(options: readonly LooseTypeEntry[], setting: RuleSetting): LooseSetting {
  const entries = options.map((option) => ({
    type: option.type,
    uses: usesIn(option.type, setting),
    names: option.names === undefined ? [ownName(option.type)] : [option.names].flat(),
    functions: [option.functions ?? []].flat(),
    fix: option.fix,
  }));
  return { setting, entries };
}

/** `AuthResult` of `AuthResult<User>`. */
function ownName(type: string): string {
  return /^[\w$.]*/u.exec(type.trim())?.[0] ?? type;
}

const HEAD = "type T = ";

/** Parses a type; undefined if the text is none. */
export function parseType(type: string, setting: RuleSetting): TSESTree.TypeNode | undefined {
  try {
    const [statement, ...others] = setting.host.parse("type.ts", `${HEAD}${type};`).program.body;
    return others.length === 0 && statement?.type === "TSTypeAliasDeclaration" ? statement.typeAnnotation : undefined;
  } catch {
    return undefined;
  }
}

function usesIn(type: string, setting: RuleSetting): LooseEntry["uses"] {
  const parsed = parseType(type, setting);
  return (parsed ? identifiersIn(parsed) : []).flatMap(({ name, range }) => {
    const ref = setting.findExport(name);
    return ref ? [{ ref, range: [range[0] - HEAD.length, range[1] - HEAD.length] as const }] : [];
  });
}

function identifiersIn(node: Node): TSESTree.Identifier[] {
  if (node.type === "Identifier") return [node];
  if (node.type === "TSQualifiedName") return identifiersIn(node.left);
  return childrenOf(node).flatMap(identifiersIn);
}

/** The entry for something with a name that holds values in some shape. */
export function entryForName({ entries }: LooseSetting, name: string, shape: PlaceShape): LooseEntry | undefined {
  const spoken = spokenFor(name, shape);
  return spoken.length === 0
    ? undefined
    : entries.find(({ names }) => names.length > 0 && spoken.some((each) => matchesAnyWords(names, each)));
}

/** The names that a holder's values have: `auths` → auth, `authByToken` → auth; the rule does not cover keys. */
function spokenFor(name: string, shape: PlaceShape): string[] {
  const words = wordsOf(name);
  if (shape === "key") return [];
  if (shape === "one") return [words.join("_")];
  const by = shape === "value" ? words.indexOf("by") : -1;
  const own = by > 0 ? words.slice(0, by) : words;
  return [singularOf(own), by > 0 ? own.join("_") : undefined].filter((each) => each !== undefined);
}

/** The entry for a function's result. */
export function entryForFunction({ entries }: LooseSetting, name: string): LooseEntry | undefined {
  return entries.find(({ functions }) => functions.length > 0 && matchesAnyWords(functions, name));
}

/** The names of targets and functions, in any spelling. */
export function needsOfLooseTypes({ entries }: LooseSetting): Needs {
  return anyOf(entries.flatMap(({ names, functions }) => [...names, ...functions]).map(needsOfName));
}

const { filled, namePattern, object, oneOrMany } = fields;

/** An entry of no-loose-type. */
export const looseTypeEntry = object({
  type: filled("a type's name").describe("The named type to write instead."),
  names: targetNames.describe("The targets that are of this type."),
  functions: oneOrMany(namePattern(), "a function's name or a list of names")
    .optional()
    .describe("Functions that return this type."),
  fix: fixLevel,
}).describe("Loose types where a named type exists.");

/** An entry of no-loose-type as data. */
export type LooseTypeEntry = fields.ValueOf<typeof looseTypeEntry>;

/** Entries that take every target. */
export function findLooseFaults(option: unknown): Finding[] {
  return asList(option).flatMap((entry, index) => findNamesForAll(entry, [index]));
}
