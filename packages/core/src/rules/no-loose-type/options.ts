import { asList, fields, type Finding } from "../../contracts/index.js";
import { findNamesForAll } from "../option-faults.js";
import { fixLevel, targetNames } from "../option-fields.js";

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
