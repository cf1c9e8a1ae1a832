import { fields, matchesGlob } from "@godwit/contracts";
import type { ExportRef } from "../../semantics/export-ref.js";
import type { ScopeRule } from "../../semantics/scope-lookup.js";
import type { Template } from "../../patterns/template.js";
import { wordsOf } from "../../naming/words.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { fixLevel, targetNames, template } from "../option-fields.js";

const { filled, glob, identifier, list, object } = fields;

/** The option of require-context. */
export const requireContextOption = object({
  parameter: identifier("the parameter's name").describe("The context parameter's name."),
  type: filled("a type's name").optional().describe("The context's type."),
  names: targetNames.describe("The functions meant."),
  files: list(glob(), "a list of globs").optional().describe("The files whose functions are meant."),
  decorators: list(filled(), "a list of decorators").optional().describe("Functions under these decorators are meant."),
  handlers: list(template(), "a list of patterns").optional().describe("Patterns of calls that take a handler as `$handler`."),
  calls: list(template(), "a list of patterns").optional().describe("Patterns of calls that must pass a context."),
  fix: fixLevel,
}).describe("Functions that must take, or pass on, the context.");

/** The option of require-context as data. */
export type RequireContextOptions = fields.ValueOf<typeof requireContextOption>;

/** The rule's option, with its names resolved. */
export interface ContextSetting {
  readonly setting: RuleSetting;
  readonly parameter: string;
  /** The type's name as it is written in annotations; undefined: only names tell. */
  readonly type: string | undefined;
  /** The type by identity, where `imports` declares it. */
  readonly typeRef: ExportRef | undefined;
  /** Where a context may come from at a place. */
  readonly scope: ScopeRule;
  readonly names: readonly string[] | undefined;
  readonly files: readonly string[] | undefined;
  readonly decorators: readonly string[];
  readonly handlers: readonly Template[];
  readonly calls: readonly Template[];
  readonly fix: RequireContextOptions["fix"];
  /** Names of a context, as words. */
  readonly spoken: ReadonlySet<string>;
  /** Names that say it whatever the framework calls its own: the parameter's and the type's. */
  readonly own: ReadonlySet<string>;
  /** `req.context`: paths that the contract's scope vouches for. */
  readonly paths: readonly string[];
}

export function readContextOptions(option: RequireContextOptions, setting: RuleSetting): ContextSetting {
  const scope = setting.scopeRule(option.parameter);
  const type = option.type?.match(/^[\w$]+/u)?.[0] ?? scope.type?.name;
  const own = [option.parameter, ...(type === undefined ? [] : [type])].map(spoken);
  return {
    setting,
    parameter: option.parameter,
    type,
    typeRef: type === undefined ? undefined : setting.findExport(type),
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

function spoken(name: string): string {
  return wordsOf(name).join(" ");
}

/** Whether a name is one of a context: `context`, `_context`, `userContext` for `UserContext`, and what the scope lists. */
export function isContextName(context: ContextSetting, name: string | undefined): boolean {
  return name !== undefined && context.spoken.has(spoken(name));
}

/** Whether a name is the parameter's or the type's own: not merely one that the scope lists. */
export function isOwnName(context: ContextSetting, name: string): boolean {
  return context.own.has(spoken(name));
}

/** Whether a name is where a path of the scope starts: `req`, for `req.context`. */
export function isRootOfPath({ paths }: ContextSetting, name: string): boolean {
  return paths.some((path) => path.split(".")[0] === name);
}

/** Whether the functions of a file are meant. */
export function isMeantFile({ files, setting }: ContextSetting, path: string): boolean {
  if (files === undefined) return true;
  const relative = setting.modules.relative(path);
  return relative !== undefined && files.some((glob) => matchesGlob(relative, glob));
}

/** Whether nothing but the files says which functions are meant. */
export function isByFileAlone({ files, names, decorators, handlers }: ContextSetting): boolean {
  return files !== undefined && names === undefined && decorators.length === 0 && handlers.length === 0;
}

/** What to write: `context: UserContext`. */
export function declarationText({ parameter, type }: ContextSetting): string {
  return type === undefined ? parameter : `${parameter}: ${type}`;
}
