import { asList, asObject, fields, warningAt, type Finding } from "../../contracts/index.js";
import { findNamesForAll, findRepeatedMatches } from "../option-faults.js";
import { fixLevel, replacements, targetNames, template } from "../option-fields.js";

const { identifier, object } = fields;

/** An entry of no-string-id. */
export const stringIdEntry = object({
  type: identifier("a name from imports").describe("The ID's type, a name in `imports`."),
  names: targetNames.describe("Names of targets that hold such an ID; the type's own words when not given."),
  wrap: template().optional().describe("How a plain value becomes the type; `Type($value)` when not given."),
  replace: replacements.optional().describe("Replacements for values whose target has such a name."),
  fix: fixLevel,
}).describe("IDs that are plain strings.");

/** An entry of no-string-id as data. */
export type StringIdEntry = fields.ValueOf<typeof stringIdEntry>;

/** How a plain value becomes the entry's type. */
export function wrapTemplate({ type, wrap }: StringIdEntry): string {
  return wrap ?? `${type}($value)`;
}

/** Finds entries that match every target, and entries that can never match because of an earlier one. */
export function findIdFaults(option: unknown): Finding[] {
  const entries = asList(option);
  const types = entries.map((entry) => asObject(entry)?.["type"]);
  return entries.flatMap((entry, index) => [
    ...findNamesForAll(entry, [index]),
    ...findRepeatedMatches(entry, [index]),
    ...(types[index] !== undefined && types.indexOf(types[index]) < index
      ? [warningAt([index, "type"], "unreachable", `An earlier entry is of ${String(types[index])} already: join the two.`)]
      : []),
  ]);
}
