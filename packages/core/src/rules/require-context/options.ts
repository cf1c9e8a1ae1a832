import { fields, matchesGlob } from "../../contracts/index.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { ScopeRule } from "../../semantics/scope-lookup.js";
import type { Template } from "../../patterns/template.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { fixLevel, targetNames, template } from "../option-facts.js";

const { filled, glob, identifier, list, object, oneOrMany } = fields;

/** The option of require-context. */
export const requireContextOption = object({
  parameter: identifier("the parameter's name").describe("The context parameter's name."),
  type: oneOrMany(filled("a type's name"), "a type's name or a list of them")
    .optional()
    .describe("The context's type, or a list of types of which each will do; the first is written."),
  names: targetNames.describe("The functions meant."),
  files: list(glob(), "a list of globs")
    .optional()
    .describe("The files whose functions are meant; with names or decorators, the files where these count."),
  decorators: list(filled(), "a list of decorators").optional().describe("Functions under these decorators are meant."),
  handlers: list(template(), "a list of patterns").optional().describe("Patterns of calls that take a handler as `$handler`."),
  calls: list(template(), "a list of patterns").optional().describe("Patterns of calls that must pass a context."),
  fix: fixLevel,
}).describe("Functions that must take, or pass on, the context.");

/** The option of require-context as data. */
export type RequireContextOptions = fields.ValueOf<typeof requireContextOption>;

/** One type of a context: its name, and what it is where `imports` declares it. */
export interface ContextType {
  readonly name: string;
  readonly ref: ExportRef | undefined;
}

/** The rule's option, with its names resolved. */
export interface ContextSetting {
  readonly setting: RuleSetting;
  readonly parameter: string;
  /** The type's name as annotations write it; undefined if only names identify the context. */
  readonly type: string | undefined;
  /** The type's export, if `imports` declares it. */
  readonly typeRef: ExportRef | undefined;
  /** Every type that will do, the one that is written first. */
  readonly types: readonly ContextType[];
  /** Where a context may come from. */
  readonly scope: ScopeRule;
  readonly names: readonly string[] | undefined;
  readonly files: readonly string[] | undefined;
  readonly decorators: readonly string[];
  readonly handlers: readonly Template[];
  readonly calls: readonly Template[];
  readonly fix: RequireContextOptions["fix"];
  /** All names of a context, as words. */
  readonly spoken: ReadonlySet<string>;
  /** The names of the parameter and the type, which identify the context even if the framework has a context of its own. */
  readonly own: ReadonlySet<string>;
  /** Paths to a context that the contract's scope lists: `req.context`. */
  readonly paths: readonly string[];
}

/** Types that are words of the language: much is of them, so that names decide besides. */
export const KEYWORD_TYPES = new Set(["any", "bigint", "boolean", "number", "object", "string", "symbol", "unknown"]);

/** Parses the option's templates and collects the names of a context. Throws `TemplateSyntaxError`. */
export function readContextOptions(option: RequireContextOptions, setting: RuleSetting): ContextSetting {
  const scope = setting.scopeRule(option.parameter);
  const written = typeNames(option).flatMap((type) => /^[\w$]+/u.exec(type)?.[0] ?? []);
  const types = (written.length > 0 ? written : [scope.type?.name])
    .filter((name) => name !== undefined)
    .map((name) => ({ name, ref: setting.findExport(name) }));
  const named = types.filter(({ name }) => !KEYWORD_TYPES.has(name));
  const own = [option.parameter, ...named.map(({ name }) => name)].map(spoken);
  return {
    setting,
    parameter: option.parameter,
    type: types[0]?.name,
    typeRef: types[0]?.ref,
    types,
    scope: { ...scope, from: [...new Set([option.parameter, ...scope.from])] },
    names: option.names === undefined ? undefined : [option.names].flat(),
    files: option.files,
    decorators: option.decorators ?? [],
    handlers: (option.handlers ?? []).map((text) => setting.template(text)),
    calls: (option.calls ?? []).map((text) => setting.template(text)),
    fix: option.fix,
    own: new Set(own),
    spoken: new Set([...own, ...scope.from.filter((path) => !path.includes(".")).map(spoken)]),
    paths: scope.from.filter((path) => path.includes(".")),
  };
}

/** The types of an option, as it writes them. */
export function typeNames({ type }: Partial<RequireContextOptions>): readonly string[] {
  return type === undefined ? [] : [type].flat();
}

function spoken(name: string): string {
  return wordsOf(name).join(" ");
}

/** Whether a name is one of a context: `context`, `_context`, `userContext` for `UserContext`, and what the scope lists. */
export function isContextName(context: ContextSetting, name: string | undefined): boolean {
  return name !== undefined && context.spoken.has(spoken(name));
}

/** Whether a name is the parameter's or the type's, and not only one that the scope lists. */
export function isOwnName(context: ContextSetting, name: string): boolean {
  return context.own.has(spoken(name));
}

/** Whether a name is where a path of the scope starts: `req`, for `req.context`. */
export function isRootOfPath({ paths }: ContextSetting, name: string): boolean {
  return paths.some((path) => path.split(".")[0] === name);
}

/** Whether the option selects functions of a file. */
export function isMeantFile({ files, setting }: ContextSetting, path: string): boolean {
  if (files === undefined) return true;
  const relative = setting.modules.relative(path);
  return relative !== undefined && files.some((glob) => matchesGlob(relative, glob));
}

/** Whether nothing but the files says which functions are meant; handlers are meant besides, wherever they are registered. */
export function isByFileAlone({ files, names, decorators }: ContextSetting): boolean {
  return files !== undefined && names === undefined && decorators.length === 0;
}

/** What to write: `context: UserContext`. */
export function declarationText({ parameter, type }: ContextSetting): string {
  return type === undefined ? parameter : `${parameter}: ${type}`;
}
