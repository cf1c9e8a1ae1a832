import * as z from "zod";
import { type RuleDescription, optionSchema } from "../rule-options.js";
import { type JsonSchema, toJsonSchema } from "./json-schema.js";
import {
  either,
  bridge,
  checked,
  count,
  date,
  filled,
  glob,
  identifier,
  ignoredGlob,
  importTarget,
  list,
  named,
  object,
  oneOf,
  oneOrMany,
  repositoryFile,
  type Schema,
} from "./fields.js";

const severity = oneOf(["error", "warn"]).optional();
const commands = (description: string) => list(filled("a command"), "a list of commands").optional().describe(description);
/** A command of `validate`, and where it runs. */
const checkCommand = either(
  [
    filled("a command"),
    object({
      run: filled("a command").describe("The command."),
      in: oneOf(["root", "package"])
        .optional()
        .describe("Where it runs: in the root, or in each package that has changed files."),
    }),
  ],
  "a command, or { run, in }",
);
const checks = (description: string) => list(checkCommand, "a list of commands").optional().describe(description);
const texts = (expected: string) => list(filled(), expected);

const scopePath = () =>
  checked("a path such as context or this.context", "bad-scope", (value) =>
    /^(this|[\p{ID_Start}$_][\p{ID_Continue}$]*)(\.#?[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u.test(value)
      ? undefined
      : `${JSON.stringify(value)} is no path; write names joined by dots, such as context.userId or this.context.`,
  );
const scopePaths = oneOrMany(scopePath(), "a path or a list of paths");

const injected = () =>
  checked("a constructor's parameter", "bad-inject", (value) =>
    /^(?:(?:private|protected|public|readonly) +)+[\p{ID_Start}$_][\p{ID_Continue}$]* *: *[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(
      value,
    )
      ? undefined
      : `${JSON.stringify(value)} is no parameter that becomes a member; write one such as "private readonly logger: Logger".`,
  );

/** The schema of a `scope` entry in its three spellings. */
const scopeEntry = z.union(
  [
    scopePath(),
    z.array(scopePath()).min(1, { error: "at least one path" }),
    object({
      from: scopePaths.describe("Candidate paths in order."),
      type: identifier("a name from imports")
        .optional()
        .describe("A name in `imports`: it makes a fix only where the candidate is of this type."),
      inject: injected()
        .optional()
        .describe("The parameter that the constructor of a decorated class takes, as a container fills it."),
    }),
  ],
  { error: "a path, a list of paths, or { from, type, inject }" },
);

const phase = object({
  name: filled("the phase's name").describe("The phase's name; no two are the same."),
  files: list(glob(), "a list of globs").optional().describe("The files of the phase; all that is left when not given."),
  ignores: list(ignoredGlob(), "a list of globs").optional().describe("Files that the phase leaves out."),
  allow: count("a number from 0")
    .optional()
    .describe("How many violations may remain when the phase counts as done; 0 when not given."),
  due: date().optional().describe("The day by which the phase is to be done."),
  severity: severity.describe("`error` or `warn` for the phase's files; the contract's when not given."),
});

const component = object({
  from: repositoryFile().describe("The file of the component, `./` and a path."),
  requiredMethods: texts("a list of method names").optional().describe("Methods that it must keep."),
  initializationDependencies: texts("a list of names").optional().describe("What its construction must be given."),
  consumerExpectations: named(filled(), "consumers with what they expect").optional().describe("What each consumer relies on."),
  businessValueRequirements: texts("a list of texts").optional().describe("What must stay true for the business."),
});

const gate = (rules: readonly RuleDescription[]) =>
  object({
    name: filled("the gate's name").describe("The gate's name; no two are the same."),
    when: object(
      {
        rules: list(oneOf(rules.map(({ name }) => name)), "a list of rules")
          .min(1, { error: "at least one rule" })
          .optional()
          .describe("No violation of these rules is left."),
        phase: filled("a phase's name").optional().describe("This phase is done."),
        run: filled("a command").optional().describe("This command succeeds."),
        manual: filled("what a person does").optional().describe("A person says so, with evidence."),
        bridges: z.literal("removed", { error: "the word removed" }).optional().describe("The bridges are gone."),
      },
      "an object with one condition, such as { run: npm test }",
    )
      .meta({ minProperties: 1, maxProperties: 1 })
      .describe("What must hold: one of these."),
  });

const ruleShape = (rules: readonly RuleDescription[]) =>
  Object.fromEntries(rules.map((rule) => [rule.name, optionSchema(rule).optional()]));

/** The schema of each key of the front matter, in the order in which docs list them. */
const frontMatterShape = (known: readonly RuleDescription[]) => ({
  title: filled("a title").describe("What the migration is called; required."),
  track: filled("a track's name").optional().describe("The group that the contract belongs to."),
  status: oneOf(["planned", "active", "complete"])
    .optional()
    .describe(
      "`planned` is counted but not reported, `active` reports, `complete` reports and accepts no baseline; active when not given.",
    ),
  risk: oneOf(["low", "medium", "high", "critical"])
    .optional()
    .describe("What `migrate` demands before it changes files; low when not given."),
  severity: severity.describe("How lint reports: `error` (when not given) or `warn`."),
  owner: filled("the owner's name").optional().describe('Who answers for the migration, such as `"@acme/identity"`.'),
  why: filled("the reason").optional().describe("One sentence that every message ends with."),
  links: texts("a list of addresses").optional().describe("Where to read more."),
  dependsOn: texts("a list of contract ids").optional().describe("Ids of contracts that must be done before this one."),
  due: date().optional().describe("The day by which the migration is to be done."),
  files: list(glob(), "a list of globs")
    .optional()
    .describe(
      "The files meant, as globs from the root; every JS and TS file but declaration files when not given, and never `*.min.js`.",
    ),
  ignores: list(ignoredGlob(), "a list of globs").optional().describe("Files that are left out."),
  imports: named(importTarget(), "names with their modules")
    .optional()
    .describe(
      "The names that templates and patterns use: `./file`, `./file#export` or a package; `#default` is the default export, `#*` the namespace; `repository` leaves it to `godwit.imports` of package.json.",
    ),
  scope: named(scopeEntry, "holes with their paths")
    .optional()
    .describe("Where a hole that the match did not bind may come from."),
  rules: object(ruleShape(known), "at least one rule with its option")
    .meta({ minProperties: 1 })
    .describe("The rules with their options; required, at least one."),
  phases: list(phase, "a list of phases")
    .optional()
    .describe("Ordered parts; a violation belongs to the first whose files match."),
  components: named(component, "components with what they must keep")
    .optional()
    .describe("What must stay true of the thing being migrated."),
  bridges: list(bridge(), "a list of files").optional().describe("Compatibility shims, deletable only when nothing uses them."),
  gates: list(gate(known), "a list of gates")
    .optional()
    .describe("What must hold before the migration counts as done, in order."),
  validate: object(
    {
      before: checks("Once, before the first change."),
      each: checks("After each consumer."),
      after: checks("Once, at the end."),
    },
    "an object with before, each and after",
  )
    .optional()
    .describe(
      "Commands that `migrate` runs, each a text or `{ run, in: package }`; `{files}`, `{package}` and `{consumer}` are filled in.",
    ),
  rollback: commands("Commands that undo the migration."),
});

const schemas = new WeakMap<readonly RuleDescription[], Schema>();

/** The schema of a contract's front matter, which may use these rules. */
export function frontMatterSchema(rules: readonly RuleDescription[]): Schema {
  const known =
    schemas.get(rules) ?? object(frontMatterShape(rules), "keys and values").describe("The contract of one godwit migration.");
  schemas.set(rules, known);
  return known;
}

/** The JSON Schema (draft-07) of a rule's option, for ESLint's `meta.schema`. */
export function ruleOptionSchema(rule: RuleDescription): JsonSchema {
  const { $schema: _, ...schema } = toJsonSchema(optionSchema(rule));
  return schema;
}

/** The published JSON Schema of a contract's front matter, which may use these rules. */
export function contractJsonSchema(rules: readonly RuleDescription[]): JsonSchema {
  const { $schema, ...schema } = toJsonSchema(frontMatterSchema(rules));
  return { $schema, title: "godwit contract", ...schema };
}

/** The keys that make a Markdown file's front matter a contract. */
export const CONTRACT_KEYS: readonly string[] = Object.keys(frontMatterShape([]));

/** The keys of a contract from a package that a repository may say itself. */
export const OVERRIDABLE = ["status", "files", "ignores", "phases", "owner", "due", "severity"] as const;

/** The schema of what a repository says instead of a contract from a package. */
export function overrideSchema(): Schema {
  const shape = frontMatterShape([]);
  return object(Object.fromEntries(OVERRIDABLE.map((key) => [key, shape[key]])), "keys of the contract");
}
