import { fields } from "../../contracts/index.js";
import { type DeclaringModule, oncePer, possibleNames } from "../../modules/index.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { ExportRef } from "../../semantics/module-view.js";
import { fixLevel } from "../option-facts.js";
import { weightOf, type Shape, identityOf } from "./shape.js";
import { type ReadType, type TypeDeclaration, TypeReader } from "./type-reader.js";
import { allOf, anyOf, confirmedBy, containsInAnyCase, containsWord, NOTHING, type Needs } from "../../scan/needs.js";

/** A canonical type, as far as its home declares it readably. */
export interface CanonicalType {
  readonly name: string;
  readonly ref: ExportRef;
  /** The names, as words, that a duplicate of it may have. */
  readonly words: ReadonlySet<string>;
  /** Its declaration, read again when its module has changed; undefined if it is in a package, or no declaration. */
  home(): Home | undefined;
}

/** A canonical type's declaration. */
export interface Home extends ReadType {
  readonly declaration: TypeDeclaration;
  readonly module: DeclaringModule;
  readonly identity: string;
  /** How distinctive its shape is: see `weightOf`. */
  readonly weight: number;
  /** Whether the name is also a value: a class, an enum, a constructor with the type's name. */
  readonly isValue: boolean;
}

/** The rule's option, compiled. */
export interface DuplicateTypeSetting {
  readonly setting: RuleSetting;
  readonly types: readonly CanonicalType[];
  readonly fix: DuplicateTypeOptions["fix"];
}

/** Reads the option; skips names that `imports` does not declare. */
export function readCanonicalTypes(option: DuplicateTypeOptions, setting: RuleSetting): DuplicateTypeSetting {
  const types = option.canonical.flatMap((name): CanonicalType[] => {
    const ref = setting.findExport(name);
    return ref ? [{ name, ref, words: new Set(namesOf(ref).map(wordsKey)), home: homeOf(setting, ref) }] : [];
  });
  return { setting, types, fix: option.fix };
}

/** A key that is equal for names with equal words. */
export function wordsKey(name: string): string {
  return wordsOf(name).join(" ");
}

/** The names that a duplicate may have: the contract's name for the type, and its module's. */
function namesOf({ name, exported }: ExportRef): string[] {
  return exported === "default" || exported === "*" ? [name] : [...new Set([name, exported])];
}

function homeOf(setting: RuleSetting, ref: ExportRef): () => Home | undefined {
  let known: { readonly module: DeclaringModule; readonly home: Home | undefined } | undefined;
  return () => {
    const declared = setting.modules.declarations.findExported(ref.module, ref.exported);
    if (!declared) return undefined;
    const { module, name } = declared;
    if (known?.module !== module) known = { module, home: readHome(setting, module, name) };
    return known.home;
  };
}

function readHome(setting: RuleSetting, module: DeclaringModule, name: string): Home | undefined {
  const declaration = module.types.get(name);
  if (!declaration || !isTypeDeclaration(declaration)) return undefined;
  const read = new TypeReader(setting.modules).read(declaration, module);
  const identity = identityOf(module, name);
  return { ...read, declaration, module, identity, weight: weightOf(read.shape), isValue: module.values.has(name) };
}

function isTypeDeclaration(node: { readonly type: string }): node is TypeDeclaration {
  return /^(?:TSTypeAliasDeclaration|TSInterfaceDeclaration|TSEnumDeclaration|ClassDeclaration)$/u.test(node.type);
}

const { identifier, list, object } = fields;

/** The option of no-duplicate-type. */
export const duplicateTypeOption = object({
  canonical: list(identifier(), "a list of names from imports")
    .min(1, { error: "at least one name" })
    .describe("The types, by their names in `imports`."),
  fix: fixLevel,
}).describe("Types that have a home elsewhere.");

/** The option of no-duplicate-type as data. */
export type DuplicateTypeOptions = fields.ValueOf<typeof duplicateTypeOption>;

/** Words for the kind of a type that don't say what it describes. */
const KINDS = new Set(
  "i t type types interface enum data dto info item entry record row object obj model entity details detail props options option params param input output args payload request response result shape schema config state status kind list map id ids".split(
    " ",
  ),
);

/** Whether a declaration's name is related to the type's: `ChatMessage`, `IMessage` and `MessageDto` to `Message`. */
export function areRelated(name: string, { ref }: CanonicalType): boolean {
  const words = telling(name);
  return namesOf(ref).some((own) => telling(own).some((word) => words.includes(word)));
}

/** Whether one name only adds words to the other: `ChatMessage` to `Message`, but not `CartAddress` to `OrderAddress`. */
export function isSameSubject(name: string, { ref }: CanonicalType): boolean {
  const words = telling(name);
  return namesOf(ref)
    .map(telling)
    .some((own) => own.every((word) => words.includes(word)) || words.every((word) => own.includes(word)));
}

function telling(name: string): string[] {
  const words = wordsOf(name).map((word) => word.replace(/s$/u, ""));
  const rest = words.filter((word) => !KINDS.has(word));
  return rest.length > 0 ? rest : words;
}

/** A name that is declared; in an import something else follows it. */
const DECLARED =
  /\b(?:type|interface|enum)(?:\s|\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029])+([\p{ID_Start}$_][\p{ID_Continue}$]*)(?=\s*(?:[=<{/]|extends\b))/gu;
const LEAST_MEMBERS = 2;

/** A declaration with a type's name, or all words of a type's shape. */
export function needsOfDuplicates({ types }: DuplicateTypeSetting): Needs {
  if (types.length === 0) return NOTHING;
  const names = new Set(types.flatMap(({ ref }) => namesOf(ref)).map(wordsKey));
  const longest = [...names].map((name) => longestOf(wordsOf(name)));
  const keyword = anyOf(["type", "interface", "enum", "typedef"].map(containsWord));
  return allOf([
    keyword,
    anyOf([
      allOf([anyOf(longest.map(containsInAnyCase)), confirmedBy(declarationOf(names))]),
      // An editor may change a type's home, so its words are asked for when a file is.
      confirmedBy((text) => types.some((type) => isSpelledOut(text, type))),
    ]),
  ]);
}

function longestOf(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), "");
}

/** A test whether a text declares one of the names, by their words. */
function declarationOf(names: ReadonlySet<string>): (text: string) => boolean {
  const squeezed = new Set([...names].map((name) => name.replaceAll(" ", "")));
  // Few names are worth being split into words; how letters beyond ASCII become small ones depends on their neighbours.
  const mayBeOne = (name: string): boolean => !/^[\w$]+$/u.test(name) || squeezed.has(name.toLowerCase().replace(/[_$]+/gu, ""));
  const isOne = (name: string): boolean => mayBeOne(name) && names.has(wordsKey(name));
  return (text) => {
    for (const match of text.matchAll(DECLARED)) if (isOne(match[1] as string)) return true;
    if (!text.includes("@typedef")) return false;
    return possibleNames(text).some(isOne);
  };
}

/** Whether a text may contain a declaration of the type's shape: it has every word that such a declaration spells out. */
export function isSpelledOut(text: string, type: CanonicalType): boolean {
  const home = type.home();
  if (!home || home.weight < LEAST_MEMBERS) return false;
  return textsOf(home.shape).some(
    (texts) => texts.length > 0 && texts.every((each) => text.includes(each)) && texts.every((each) => isWord(text, each)),
  );
}

const words = new Map<string, RegExp>();

function isWord(text: string, word: string): boolean {
  const pattern = words.get(word) ?? new RegExp(String.raw`(?<!\w)${word}(?!\w)`, "u");
  words.set(word, pattern);
  return pattern.test(text);
}

/** Lists of words: a file with a declaration of the shape contains all words of at least one list. The longest word is first. */
const textsOf = oncePer((shape: Shape): readonly (readonly string[])[] => {
  const lists = [writtenIn(shape), ...(shape.schema === undefined ? [] : [[shape.schema.replace(/^.*#/su, "")]])];
  return lists.map((list) => [...new Set(list)].filter((each) => PLAIN.test(each)).sort((a, b) => b.length - a.length));
});

const PLAIN = /^[A-Za-z_]\w*$/u;

/** The words that every declaration of the shape spells out. */
function writtenIn(shape: Shape): string[] {
  switch (shape.kind) {
    case "union":
      return [...shape.names, ...shape.parts.filter((part) => part.startsWith('"')).map((part) => part.slice(1, -1))];
    case "other":
      return [...shape.key.matchAll(/"(\w+)"/gu)].map((match) => match[1] as string);
    default:
      return [...shape.members.keys()];
  }
}
