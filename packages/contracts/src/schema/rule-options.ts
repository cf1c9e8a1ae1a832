import { z } from "zod";
import type { RuleName } from "../contract.js";
import {
  count,
  flag,
  filled,
  glob,
  identifier,
  idSource,
  list,
  modulePattern,
  named,
  namePattern,
  object,
  oneOf,
  oneOrMany,
} from "./fields.js";

const fix = oneOf(["auto", "suggest", "none"])
  .optional()
  .describe("Lowers the level: `suggest` and `none` never write without a person.");
const template = () => filled("a template in quotes");
const names = oneOrMany(namePattern(), "a name or a list of names").optional();
const identifiers = (expected: string) => list(identifier(), expected);

const match = object({
  match: template().describe("The expression to replace, with holes such as `$x`."),
  with: template().optional().describe("What to write instead; without it the site is reported with a hint."),
  fix,
});
const replacements = list(match, "a list of replacements with match and with");

const condition = object({
  name: oneOrMany(namePattern(), "a name, a pattern or a list of them")
    .optional()
    .describe("The target's name, compared by words; `*` stands for any words."),
  entity: oneOrMany(namePattern(), "an entity or a list of them").optional().describe("The entity inferred from the target."),
  decoration: oneOrMany(oneOf(["slice", "strip", "template", "none"]), "slice, strip, template, none, or a list of them")
    .optional()
    .describe("What hangs on the source: `.slice(0, 8)`, the removal of dashes, a template around it, nothing."),
  source: oneOrMany(filled("a source"), "a source or a list of them")
    .optional()
    .describe("The source, as `module#export`, a module, or a global's name."),
  files: oneOrMany(glob(), "a glob or a list of globs").optional().describe("The files that this entry is for."),
});

const rawUuid = object({
  replace: list(
    object({
      when: condition.optional().describe("When this entry decides; the first that holds does."),
      with: oneOrMany(template(), "a template in quotes, or a list of them").describe(
        "What to write instead; of a list the first whose holes all resolve.",
      ),
      fix,
    }),
    "a list of replacements with when and with",
  )
    .optional()
    .describe("Replacements in order."),
  sources: z
    .union(
      [
        list(idSource(), "a list of sources"),
        object({ only: list(idSource(), "a list of sources").describe("The sources, and no others.") }),
      ],
      {
        error: "a list such as [nanoid#nanoid], or { only: […] }",
      },
    )
    .optional()
    .describe("More sources, `module#export`; `{ only: […] }` replaces the known ones."),
  handMade: flag()
    .optional()
    .describe("Whether IDs made by hand count, such as `Math.random().toString(36)`; true when not given."),
  entityCase: oneOf(["snake", "kebab", "camel"]).optional().describe("How `$entity` is written; snake when not given."),
});

const singleton = object({
  classes: identifiers("a list of class names").optional().describe("The classes meant; any when not given."),
  accessors: identifiers("a list of names")
    .optional()
    .describe("Static members that give the instance; getInstance, instance, shared when not given."),
  objects: identifiers("a list of names from imports")
    .optional()
    .describe("Names from `imports` that are module-level instances."),
  functions: identifiers("a list of names").optional().describe("Functions that give the instance."),
  declarations: flag().optional().describe("Whether the declarations of instances are reported; true when not given."),
  construct: flag().optional().describe("Whether `new X()` outside the class's module and factories is reported."),
  replace: replacements.optional().describe("Replacements in order; whatever a `match` matches is a violation too."),
});

const deprecatedImport = object({
  from: modulePattern().describe(
    "The module: `./` and a path, a package, or a pattern with `*` (within a segment) and `**` (across).",
  ),
  name: oneOrMany(filled("an export's name"), "an export's name or a list of them")
    .optional()
    .describe("The exports meant; the whole module when not given."),
  to: modulePattern().optional().describe("Where it is now; wildcards take those of `from` in order."),
  as: filled("an export's name").optional().describe("The export's new name."),
  rename: oneOf(["alias", "uses"])
    .optional()
    .describe("`alias` imports under the old name, `uses` renames every use; alias when not given."),
  remove: flag().optional().describe("Nothing replaces it: an unused import goes."),
  fix,
});

const stringId = object({
  type: identifier("a name from imports").describe("The ID's type, a name in `imports`."),
  names: names.describe("Names of targets that hold such an ID; the type's own words when not given."),
  wrap: template().optional().describe("How a plain value becomes the type; `Type($value)` when not given."),
  replace: replacements.optional().describe("Replacements for values whose target has such a name."),
  fix,
});

const deprecatedCall = object({
  replace: replacements.min(1, { error: "at least one replacement" }).describe("Replacements in order."),
});

const argumentIndex = count("the argument's index, counted from 0");
const stringEvent = object({
  enum: identifier("a name from imports").describe("The enum, a name in `imports`."),
  methods: named(argumentIndex, "an object such as { emit: 0 }").optional().describe("Methods and which argument is the event."),
  functions: named(argumentIndex, "an object such as { sendEvent: 1 }")
    .optional()
    .describe("Functions and which argument is the event."),
  properties: identifiers("a list of names").optional().describe("Properties that hold an event."),
  fix,
});

const looseType = object({
  type: filled("a type's name").describe("The named type to write instead."),
  names: names.describe("The targets that are of this type."),
  functions: oneOrMany(namePattern(), "a function's name or a list of names")
    .optional()
    .describe("Functions that return this type."),
  fix,
});

const duplicateType = object({
  canonical: list(identifier(), "a list of names from imports")
    .min(1, { error: "at least one name" })
    .describe("The types, by their names in `imports`."),
  fix,
});

const requireContext = object({
  parameter: identifier("the parameter's name").describe("The context parameter's name."),
  type: filled("a type's name").optional().describe("The context's type."),
  names: names.describe("The functions meant."),
  files: list(glob(), "a list of globs").optional().describe("The files whose functions are meant."),
  decorators: list(filled(), "a list of decorators").optional().describe("Functions under these decorators are meant."),
  handlers: list(template(), "a list of patterns").optional().describe("Patterns of calls that take a handler as `$handler`."),
  calls: list(template(), "a list of patterns").optional().describe("Patterns of calls that must pass a context."),
  fix,
});

const implementsContract = object({}, "an empty object: {}");

/** One entry of each rule's option (the option itself where the rule has no entries). */
const ruleEntries = {
  "no-raw-uuid": rawUuid.describe("Random IDs that do not come from the project's generator."),
  "no-singleton-access": singleton.describe("Access to, and creation of, process-wide instances."),
  "no-deprecated-import": deprecatedImport.describe("Imports of a module, an export or a path pattern that has moved."),
  "no-string-id": stringId.describe("IDs that are plain strings."),
  "no-deprecated-call": deprecatedCall.describe("Expressions that another one replaces."),
  "no-string-event": stringEvent.describe("String events that an enum's members replace."),
  "no-loose-type": looseType.describe("Loose types where a named type exists."),
  "no-duplicate-type": duplicateType.describe("Types that have a home elsewhere."),
  "require-context": requireContext.describe("Functions that must take, or pass on, the context."),
  "implements-contract": implementsContract.describe("Components that must have their methods and dependencies."),
} as const satisfies Record<RuleName, z.ZodType>;

const withEntries: ReadonlySet<RuleName> = new Set<RuleName>(["no-deprecated-import", "no-string-id", "no-loose-type"]);

/** Whether the rule's option is a list of entries (one alone may stand without the list). */
export function hasEntries(rule: RuleName): boolean {
  return withEntries.has(rule);
}

/** The schema of a rule's option as people write it: where the rule has entries, one or a list. */
export function optionSchema(rule: RuleName): z.ZodType {
  const entry = ruleEntries[rule];
  if (!hasEntries(rule)) return entry;
  const many = z.array(entry).min(1, { error: "at least one entry" });
  return z.union([entry, many], { error: "an entry or a list of entries" }).describe(entry.description ?? "");
}
