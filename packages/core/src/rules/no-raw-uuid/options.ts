import { isBuiltin } from "node:module";
import { type Finding, asList, asObject, errorAt, fields, warningAt } from "../../contracts/index.js";
import { fixLevel, template } from "../option-facts.js";
import { endlessReplacement } from "../option-templates.js";
import { type Expectation, expectFile, expectImport, expectTargets, expectWord } from "../expectation.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import type { OptionProblem } from "../define-rule.js";
import { listedExports, type ModuleExport, type ModuleIdentity, type Modules, type PassageQuery } from "../../modules/index.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";

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
  const { sources = [], replace = [], entities = [] } = option;
  const known = readSources(option.sources, modules).map(({ id }) => id);
  const named = new Set(Array.isArray(entities) ? entities : Object.values(entities));
  const [listed, path] = "only" in sources ? [sources.only, ["sources", "only"]] : [sources, ["sources"]];
  if (Object.keys(option).length === 0) return [EVERYTHING];
  return [
    ...listed.flatMap((source, index): Expectation[] => expectationsOfSource(source, [...path, index], modules)),
    ...replace.flatMap(({ when }, index) => {
      const { files = [], name, entity, source } = when ?? {};
      const path = ["replace", index, "when"];
      const globs = [files].flat();
      return [
        ...expectTargets([...path, "name"], name),
        ...expectTargets([...path, "entity"], entity).filter((_, at) => !named.has([entity].flat()[at] ?? "")),
        ...expectSources([...path, "source"], source, known),
        ...globs.flatMap((glob, at) => expectFile([...path, "files", ...(typeof files === "string" ? [] : [at])], glob)),
      ];
    }),
  ];
}

/** Expects each source of a condition to be one that the rule looks for. */
function expectSources(
  path: readonly (string | number)[],
  wanted: string | readonly string[] = [],
  known: readonly string[],
): Expectation[] {
  const ids = [...known, HAND_MADE];
  return [wanted].flat().flatMap((source, index): Expectation[] => {
    if (ids.some((id) => isSource(source, id))) return [];
    const modules = ids.map((id) => id.slice(0, id.lastIndexOf("#")));
    const message = `The rule looks for no source ${source}.`;
    const near = { text: source, among: [...ids, ...new Set(modules)] };
    return [{ path: typeof wanted === "string" ? path : [...path, index], code: "matches-nothing", message, near }];
  });
}

function expectationsOfSource(
  source: string,
  path: readonly (string | number)[],
  modules: RuleSetting["modules"],
): Expectation[] {
  const at = source.lastIndexOf("#");
  const [module, exported] = at > 0 ? [source.slice(0, at), source.slice(at + 1)] : [source, "default"];
  const identity = modules.resolveContractModule(module);
  if (identity.kind !== "file") return [expectImport(path, module, modules), ...expectKnown(path, module, exported)];
  const file = modules.relative(identity.path);
  if (exported === "default" || exported === "*" || modules.exportOrigin(identity, exported)) return [];
  return [{ ...expectWord(path, exported), ...(file !== undefined && { near: { text: exported, among: { file } } }) }];
}

/** Expects the name in the code where the package is known for a similar one. */
function expectKnown(path: readonly (string | number)[], module: string, exported: string): Expectation[] {
  const names = Object.hasOwn(KNOWN, module) && !isBuiltin(module) ? KNOWN[module]! : [];
  if (names.length === 0 || names.includes(exported)) return [];
  const message = `Nothing imports ${exported} from ${module}.`;
  return [{ ...expectWord(path, exported, { mayBeDone: true, near: { text: exported, among: names } }), message }];
}

/** Finds replacements that keep the raw uuid, which would be found again. */
export function* uuidProblems({ replace = [] }: RawUuidOptions, setting: RuleSetting): Generator<OptionProblem> {
  for (const [index, entry] of replace.entries())
    for (const [at, text] of [entry.with].flat().entries()) {
      const path = ["replace", index, "with", ...(typeof entry.with === "string" ? [] : [at])];
      yield* endlessReplacement(path, { with: text }, setting);
    }
}

/** One way to make a random ID. */
export interface UuidSource {
  /** `module#export`, as `when.source` and messages name it. */
  readonly id: string;
  readonly module: ModuleIdentity;
  readonly moduleName: string;
  readonly exported: string;
  /** Whether it makes a generator instead of an ID. */
  readonly isFactory: boolean;
  /** The path by which it is also available from the global object. */
  readonly global?: readonly string[];
}

/** The source of an ID that is made by hand. */
export const HAND_MADE = "Math#random";

/** Whether a condition's `uuid`, `uuid#v4` or `node:crypto` means the source. */
export function isSource(wanted: string, id: string): boolean {
  const plain = wanted.replace(/^node:/u, "");
  return plain === id || plain === id.slice(0, id.lastIndexOf("#"));
}

/**
 * The packages that make random IDs: https://github.com/uuidjs/uuid, https://nodejs.org/api/crypto.html,
 * https://github.com/ai/nanoid, https://github.com/ulid/javascript, https://github.com/paralleldrive/cuid2.
 */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  uuid: ["v1", "v4", "v6", "v7", "default"],
  "uuid/v1": ["default"],
  "uuid/v4": ["default"],
  crypto: ["randomUUID"],
  nanoid: ["nanoid", "default", "customAlphabet", "customRandom"],
  "nanoid/non-secure": ["nanoid", "default", "customAlphabet"],
  "nanoid/async": ["nanoid", "default", "customAlphabet", "customRandom"],
  "nanoid/generate": ["default"],
  ulid: ["ulid", "default", "monotonicFactory", "factory"],
  cuid: ["default", "slug"],
  "@paralleldrive/cuid2": ["createId", "init"],
};
/** Packages whose CommonJS module is an object of functions; in old versions some of them were functions. */
const NAMESPACES = new Set(["uuid", "nanoid", "nanoid/non-secure", "nanoid/async", "ulid"]);
const FACTORIES = new Set(["customAlphabet", "customRandom", "monotonicFactory", "factory", "init"]);

/** The sources that an option asks for. */
export function readSources(option: RawUuidOptions["sources"], modules: Modules): UuidSource[] {
  const known = Object.entries(KNOWN).flatMap(([module, names]) => names.map((name) => makeSource(`${module}#${name}`, modules)));
  if (option === undefined) return known;
  if ("only" in option) return option.only.flatMap((text) => expand(text, modules));
  return [...known, ...option.flatMap((text) => expand(text, modules))];
}

/** Reads `module#export`; a module alone means its known sources, or its default export if none is known. */
function expand(text: string, modules: Modules): UuidSource[] {
  const plain = text.replace(/^node:/u, "");
  if (plain.includes("#")) return withOrigins(makeSource(plain, modules), modules);
  return (KNOWN[plain] ?? ["default"]).map((name) => makeSource(`${plain}#${name}`, modules));
}

/** A source of the repository, which its package may know by the module that declares it. */
function withOrigins(source: UuidSource, modules: Modules): UuidSource[] {
  const way = source.module.kind === "file" ? modules.exportWay(source.module, source.exported) : [];
  return [source, ...way.slice(1).map((step) => ({ ...source, module: step.module, exported: step.name }))];
}

function makeSource(id: string, modules: Modules): UuidSource {
  const at = id.lastIndexOf("#");
  const [moduleName, exported] = [id.slice(0, at), id.slice(at + 1)];
  return {
    id,
    moduleName,
    exported,
    module: modules.resolveContractModule(moduleName),
    isFactory: FACTORIES.has(exported),
    ...(moduleName === "crypto" && { global: ["crypto", exported] }),
  };
}

/** Drops steps that only lead to the members of a module or the global object: `default`, `webcrypto`, `globalThis`. */
function plainPath(path: readonly string[], isGlobal: boolean): readonly string[] {
  let at = 0;
  while (
    at < path.length - 1 &&
    (isGlobal ? GLOBAL_OBJECT_NAMES.has(path[at] as string) : path[at] === "default" || path[at] === "webcrypto")
  )
    at++;
  return path.slice(at);
}

/** The source at a path from the global object. */
export function findGlobalSource(sources: readonly UuidSource[], path: readonly string[]): UuidSource | undefined {
  const plain = plainPath(path, true).join(".");
  return sources.find((source) => source.global?.join(".") === plain);
}

/** The source at a path from a module; with `isWhole` the module itself counts as its default export. */
export function findModuleSource(
  sources: readonly UuidSource[],
  path: readonly string[],
  isWhole: boolean,
): UuidSource | undefined {
  const plain = plainPath(path, false);
  const [name] = plain;
  if (plain.length === 0) return isWhole ? sources.find((source) => source.exported === "default") : undefined;
  return plain.length === 1 ? sources.find((source) => source.exported === name) : undefined;
}

/** How to find modules that re-export sources. */
function passageOfSources(sources: readonly UuidSource[], modules: Modules): PassageQuery {
  return {
    names: listedExports(sources.map(({ exported }) => exported)),
    isTarget: (module) => sources.some((source) => modules.isSameModule(module, source.module)),
    get tokens() {
      const lists = sources.map(({ module, moduleName }) =>
        module.kind === "package" ? [moduleName] : modules.tokensFor(module),
      );
      return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
    },
  };
}

/** Finds the source at a path from a module that re-exports sources. */
export function findPassedSource(
  passed: PassedSources,
  module: ModuleIdentity,
  [name, ...rest]: readonly string[],
): UuidSource | undefined {
  if (name === undefined) return undefined;
  const { sources, modules, isHome } = passed;
  const way = modules.exportWay(module, name);
  // A path through the project's own generator leads to no raw source.
  if (way.some(isHome)) return undefined;
  for (const step of way.slice(1)) {
    const own = sources.filter((source) => modules.isSameModule(source.module, step.module));
    if (own.length > 0) return findModuleSource(own, step.name === "*" ? rest : [step.name, ...rest], false);
  }
  const last = way.at(-1);
  return last?.name === "*" ? findPassedSource(passed, last.module, rest) : undefined;
}

/** Sources that are re-exported by modules of the repository. */
export interface PassedSources {
  readonly sources: readonly UuidSource[];
  readonly modules: Modules;
  readonly query: PassageQuery;
  /** Whether an export is the replacement, or of a bridge to it. */
  isHome(step: ModuleExport): boolean;
}

/** Whether `require` of the sources' module returns the function that makes an ID. */
export function isOneFunction(sources: readonly UuidSource[]): boolean {
  return sources.some((source) => source.exported === "default" && !NAMESPACES.has(source.moduleName));
}

/** The global names that can start a path to a source. */
export const GLOBAL_ROOTS: ReadonlySet<string> = new Set(["crypto", ...GLOBAL_OBJECT_NAMES]);

/** The sources of an option, and how modules of the project pass them on. */
export function passedSources(option: RawUuidOptions, setting: RuleSetting): PassedSources {
  const { modules, context } = setting;
  const sources = readSources(option.sources, modules);
  const names = (option.replace ?? []).flatMap((entry) => [entry.with].flat().flatMap((text) => setting.template(text).names));
  const homes = [
    ...names.flatMap(({ name }) => setting.findExport(name) ?? []),
    ...(context.bridges ?? []).map((bridge) => ({
      module: modules.resolveContractModule(bridge.replace(/#.*$/u, "")),
      exported: "*",
    })),
  ];
  return {
    sources,
    modules,
    query: passageOfSources(sources, modules),
    isHome: (step) =>
      homes.some(({ module, exported }) => ["*", step.name].includes(exported) && modules.isSameModule(module, step.module)),
  };
}
