import { fields } from "../../contracts/index.js";
import { fixLevel } from "../option-fields.js";

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
