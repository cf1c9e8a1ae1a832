import { fields } from "../contracts/index.js";

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
