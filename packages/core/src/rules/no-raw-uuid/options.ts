import { type Finding, asList, asObject, errorAt, fields, warningAt } from "../../contracts/index.js";
import { fixLevel, template } from "../option-fields.js";
import { endlessReplacement } from "../option-templates.js";
import { type Expectation, expectFile, expectImport, expectWord } from "../expectation.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { OptionProblem } from "../define-rule.js";

const { either, filled, flag, glob, idSource, list, named, namePattern, object, oneOf, oneOrMany } = fields;

const decoration = oneOf(["slice", "strip", "template", "case", "none"]);

/** What the code does to a raw ID right away: `.slice(0, 8)`, the removal of dashes, a template around it, a change of case, nothing. */
export type Decoration = fields.ValueOf<typeof decoration>;

const condition = object({
  name: oneOrMany(namePattern(), "a name, a pattern or a list of them")
    .optional()
    .describe("The target's name, compared by words; `*` stands for any words."),
  entity: oneOrMany(namePattern(), "an entity or a list of them").optional().describe("The entity inferred from the target."),
  decoration: oneOrMany(decoration, "slice, strip, template, case, none, or a list of them")
    .optional()
    .describe(
      "What hangs on the source: `.slice(0, 8)`, the removal of dashes, a template around it, a change of case, nothing. What is not named here makes a suggestion.",
    ),
  source: oneOrMany(filled("a source"), "a source or a list of them")
    .optional()
    .describe("The source, as `module#export`, a module, or a global's name."),
  files: oneOrMany(glob(), "a glob or a list of globs").optional().describe("The files that this entry is for."),
});

/** The option of no-raw-uuid. */
export const rawUuidOption = object({
  replace: list(
    object({
      when: condition.optional().describe("When this entry decides; the first that holds does."),
      with: oneOrMany(template(), "a template in quotes, or a list of them").describe(
        "What to write instead; of a list the first whose holes all resolve.",
      ),
      fix: fixLevel,
    }),
    "a list of replacements with when and with",
  )
    .optional()
    .describe("Replacements in order."),
  sources: either(
    [
      list(idSource(), "a list of sources"),
      object({ only: list(idSource(), "a list of sources").describe("The sources, and no others.") }),
    ],
    "a list such as [nanoid#nanoid], or { only: […] }",
  )
    .optional()
    .describe("More sources, `module#export`; `{ only: […] }` replaces the known ones."),
  handMade: flag()
    .optional()
    .describe("Whether IDs made by hand count, such as `Math.random().toString(36)`; true when not given."),
  entities: either(
    [list(filled("an entity"), "a list of entities"), named(filled("an entity"), "words with their entities")],
    "a list of entities, or an object from words to entity",
  )
    .optional()
    .describe(
      "The entities that there are, or words with the entity that they mean; adjectives before them are dropped, and any other entity makes a suggestion.",
    ),
  entityCase: oneOf(["snake", "kebab", "camel"])
    .optional()
    .describe("How `$entity` is written where `entities` does not; snake when not given."),
}).describe("Random IDs that do not come from the project's generator.");

/** The option of no-raw-uuid as data. */
export type RawUuidOptions = fields.ValueOf<typeof rawUuidOption>;

/** Finds sources that leave nothing to find, and entries that are never used. */
export function findUuidFaults(option: unknown): Finding[] {
  const { sources, replace, entities } = asObject(option) ?? {};
  return [...findSourceFaults(sources), ...findEntityFaults(entities), ...findOrderFaults(asList(replace))];
}

function findEntityFaults(entities: unknown): Finding[] {
  const isEmpty = typeof entities === "object" && entities !== null && Object.keys(entities).length === 0;
  if (!isEmpty) return [];
  const message = "With no entity at all nothing that uses $entity is fixed: write at least one, or leave it out.";
  return [errorAt(["entities"], "contradiction", message)];
}

function findSourceFaults(sources: unknown): Finding[] {
  const only = asObject(sources)?.["only"];
  if (!Array.isArray(only) || only.length > 0) return [];
  const message = "With no source at all the rule finds nothing: write at least one, such as uuid#v4.";
  return [errorAt(["sources", "only"], "contradiction", message)];
}

function findOrderFaults(replace: readonly unknown[]): Finding[] {
  const last = replace.map((entry) => asObject(entry) ?? {}).findIndex(isUnconditional);
  if (last < 0 || last === replace.length - 1) return [];
  const message = "The entry before has no condition and takes every site: move it to the end.";
  return [warningAt(["replace", last + 1], "unreachable", message)];
}

function isUnconditional({ when }: Record<string, unknown>): boolean {
  return when === undefined || Object.keys(asObject(when) ?? { when }).length === 0;
}

const EVERYTHING: Expectation = {
  path: [],
  code: "means-everything",
  message: "{} means every known source of random IDs, and nothing to write instead: add replace.",
};

/** What the option expects: the sources that it adds, the files of its conditions, and something to write. */
export function uuidExpectations(option: RawUuidOptions, { modules }: RuleSetting): Expectation[] {
  const { sources = [], replace = [] } = option;
  const [listed, path] = "only" in sources ? [sources.only, ["sources", "only"]] : [sources, ["sources"]];
  if (Object.keys(option).length === 0) return [EVERYTHING];
  return [
    ...listed.flatMap((source, index): Expectation[] => expectationsOfSource(source, [...path, index], modules)),
    ...replace.flatMap(({ when }, index) => {
      const { files = [] } = when ?? {};
      return [files]
        .flat()
        .flatMap((glob, at) => expectFile(["replace", index, "when", "files", ...(typeof files === "string" ? [] : [at])], glob));
    }),
  ];
}

function expectationsOfSource(
  source: string,
  path: readonly (string | number)[],
  modules: RuleSetting["modules"],
): Expectation[] {
  const at = source.lastIndexOf("#");
  const [module, exported] = at > 0 ? [source.slice(0, at), source.slice(at + 1)] : [source, "default"];
  const identity = modules.resolveContractModule(module);
  if (identity.kind !== "file") return [expectImport(path, module, modules)];
  const file = modules.relative(identity.path);
  if (exported === "default" || exported === "*" || modules.exportOrigin(identity, exported)) return [];
  return [{ ...expectWord(path, exported), ...(file !== undefined && { near: { text: exported, among: { file } } }) }];
}

/** Finds replacements that keep the raw uuid, which would be found again. */
export function* uuidProblems({ replace = [] }: RawUuidOptions, setting: RuleSetting): Generator<OptionProblem> {
  for (const [index, entry] of replace.entries())
    for (const [at, text] of [entry.with].flat().entries()) {
      const path = ["replace", index, "with", ...(typeof entry.with === "string" ? [] : [at])];
      yield* endlessReplacement(path, { with: text }, setting);
    }
}
