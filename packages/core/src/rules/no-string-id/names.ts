import type { TSESTree } from "@typescript-eslint/types";
import { matchesWords, singularOf, wordsOf } from "../../naming/words.js";
import { anyOf, type Needs } from "../../scan/needs.js";
import { needsOfName } from "../template-needs.js";
import type { FileView } from "../../semantics/file-view.js";
import { type AnnotatedPlace, annotatedPlaceOf, isGetter } from "../../naming/annotated-places.js";

/** The names for one kind of ID. */
export interface IdNames {
  /** How well a name fits: the number of words that the pattern spells out, more for a pattern without `*`; 0: not at all. */
  fit(name: string): number;
  /** What every text with a fitting name contains. */
  readonly needs: Needs;
}

/** How a name says that IDs are held: one, many, or as keys of other values. */
export type Shape = "one" | "many" | "key";

/** Words that make a name mean something kept for an ID: `tokenForUserId` is no ID, `createdByUserId` is one. */
const HOLDINGS = new Set(["for", "of", "per"]);
/** Words after which a function's name says where its result comes from: `getUserIdFromToken`. */
const RELATIONS = new Set([...HOLDINGS, "by", "from", "with", "without", "to", "in", "via", "on"]);
/** What a function does to make another text of an ID. */
const TRANSFORMS = new Set([
  "hash",
  "format",
  "mask",
  "encode",
  "encrypt",
  "redact",
  "stringify",
  "anonymize",
  "render",
  "describe",
  "label",
  "obfuscate",
  "truncate",
  "shorten",
  "sanitize",
]);

/** Reads an entry's `names`; by default the words of its type, alone or at the end. */
export function readIdNames(type: string, names: string | readonly string[] | undefined): IdNames {
  const own = wordsOf(type).join("_");
  const patterns = names === undefined ? [own, `*_${own}`] : [names].flat();
  return {
    fit: (name) => Math.max(0, ...patterns.filter((pattern) => matchesWords(pattern, name)).map(weightOf)),
    needs: anyOf(patterns.map(needsOfName)),
  };
}

function weightOf(pattern: string): number {
  const words = wordsOf(pattern.replaceAll("*", " ")).length;
  return words + (pattern.includes("*") ? 0.25 : 0.5);
}

/** The part of a name to compare with the ID's names, for a value in some shape; undefined if the name means something else. */
export function spokenName(name: string, shape: Shape): string | undefined {
  const words = wordsOf(name);
  if (shape === "key") {
    const by = words.lastIndexOf("by");
    return by < 0 ? undefined : words.slice(by + 1).join("_");
  }
  if (words.slice(1).some((word) => HOLDINGS.has(word))) return undefined;
  return shape === "one" ? words.join("_") : singularOf(words);
}

/** The name of a function's result, from the function's name: `getUserIdFromToken` → `get_user_id`. */
export function resultName(name: string): string | undefined {
  const words = wordsOf(name);
  if (words.some((word) => TRANSFORMS.has(word))) return undefined;
  const end = words.findIndex((word) => RELATIONS.has(word));
  return words.slice(0, end < 0 ? words.length : end).join("_");
}

const NOT_IDS = new Set([
  "id",
  "ids",
  "asc",
  "desc",
  "ascending",
  "descending",
  "string",
  "number",
  "uuid",
  "text",
  "varchar",
  "char",
  "integer",
  "int",
  "bigint",
  "required",
  "optional",
]);

/** A constant's name: `DEPLOYMENT_ID`. */
const CONSTANT = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)+$/u;

/** Whether a text is clearly no ID: prose, a sort order, the name of a type, or the target's own name, as a key or a header has it. */
export function isOtherText(text: string, targetName: string): boolean {
  if (isProse(text)) return true;
  const words = wordsOf(text);
  if (words.length === 1 && NOT_IDS.has(words[0] as string)) return true;
  if (words.length === 0) return false;
  const [said, own] = [words.join(), wordsOf(targetName).join()];
  const isConstant = CONSTANT.test(targetName);
  // The target's own name, or a path that ends in it, "ctx.project.id", or for a constant any text: "x-project-id".
  const isPath = /^[\w$]+(?:\.[\w$]+)+$/u.test(text);
  // Of a constant that names a path, "app.user_id", the last words of both: ATTRIBUTE_USER_ID.
  if (isConstant && isPath && words.slice(-2).join() === wordsOf(targetName).slice(-2).join()) return true;
  const mayBeLonger = isConstant || isPath;
  // Of a constant that names the constant "PROJECT_ID", the last words do: PROPERTY_PROJECT_ID.
  const mayBeShorter = isConstant && CONSTANT.test(text);
  return said === own || (mayBeLonger && said.endsWith(`,${own}`)) || (mayBeShorter && own.endsWith(`,${said}`));
}

/** Text with blanks, or one that starts as a placeholder or a path does. */
export function isProse(text: string): boolean {
  return /\s/u.test(text) || /^[%?:[<{$./]/u.test(text);
}

/** A type in a place whose name may tell that it is an ID. */
export interface NamedType extends AnnotatedPlace {
  /** The part of the name that describes the value. */
  readonly spoken: string;
  readonly shape: Shape;
}

/** Finds the named place whose type is or contains this one; undefined if there is none. */
export function namedTypeOf(file: FileView, part: TSESTree.TypeNode): NamedType | undefined {
  const place = annotatedPlaceOf(file, part);
  if (!place || place.shape === "value") return undefined;
  const { shape } = place;
  const name = place.kind === "return" && !isGetter(place.holder) ? resultName(place.name) : place.name;
  const spoken = name === undefined ? undefined : spokenName(name, shape);
  return spoken === undefined ? undefined : { ...place, shape, spoken };
}
