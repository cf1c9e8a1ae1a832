/** Problems in the rule's option that its schema can't find. */
import { errorAt, warningAt } from "../../contracts/index.js";
import { findValueForType } from "../option-facts.js";
import { KEYWORD_TYPES, typeNames, type RequireContextOptions } from "./options.js";
import { unwrap } from "../../syntax/nodes.js";
import { TemplateSyntaxError, type Template } from "../../patterns/template.js";
import { wordsOf } from "../../naming/words.js";
import type { OptionProblem } from "../define-rule.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";
import { HANDLER_HOLES } from "./handlers.js";

/** Finds entries that mean nothing, mean everything, or contradict each other. */
export function* problemsOfContext(entries: readonly RequireContextOptions[], setting: RuleSetting): Generator<OptionProblem> {
  for (const [index, entry] of entries.entries())
    for (const problem of problemsOfEntry(entry, setting)) yield { ...problem, path: [index, ...problem.path] };
}

function* problemsOfEntry(option: RequireContextOptions, setting: RuleSetting): Generator<OptionProblem> {
  if (!selectsSomething(option))
    yield errorAt(
      [],
      "nothing-selected",
      "Nothing says which functions are meant. Write names, files, decorators, handlers or calls.",
    );
  yield* problemsOfNames(option);
  yield* problemsOfPatterns(option, setting);
  yield* problemsOfDecorators(option);
  yield* problemsOfType(option, setting);
}

function selectsSomething({ names, files, decorators, handlers, calls }: RequireContextOptions): boolean {
  return [names, files, decorators, handlers, calls].some((each) => each !== undefined && each.length > 0);
}

const EVERY_FILE = /^(?:\*{1,2}\/)*\*{1,2}(?:\.[\w{},]*|\.\*)?$/u;

function* problemsOfNames({ names, files, decorators }: RequireContextOptions): Generator<OptionProblem> {
  const isList = Array.isArray(names);
  for (const [index, name] of [names ?? []].flat().entries()) {
    if (files !== undefined || wordsOf(name).length > 0) continue;
    const path = isList ? ["names", index] : ["names"];
    yield errorAt(
      path,
      "matches-everything",
      `${JSON.stringify(name)} fits every function. Write a word of the names that are meant, or add files.`,
    );
  }
  if (names !== undefined || decorators !== undefined) return;
  for (const [index, glob] of (files ?? []).entries())
    if (EVERY_FILE.test(glob))
      yield errorAt(
        ["files", index],
        "matches-everything",
        `${glob} means every exported function. Write a folder such as src/routes/**, or add names.`,
      );
}

function* problemsOfPatterns(option: RequireContextOptions, setting: RuleSetting): Generator<OptionProblem> {
  for (const key of ["handlers", "calls"] as const) {
    for (const [index, text] of (option[key] ?? []).entries()) {
      const template = parsed(text, setting);
      const root = template && unwrap(template.root);
      if (!template || !root) continue;
      const path = [key, index];
      if (root.type !== "CallExpression" && root.type !== "NewExpression")
        yield errorAt(
          path,
          "no-call",
          `${text} is no call. Write one, such as ${key === "calls" ? `${callText(text)}($$$_)` : "app.get($_, $handler)"}.`,
        );
      else if (key === "handlers" && !template.holes.some(({ name }) => (HANDLER_HOLES as readonly string[]).includes(name)))
        yield errorAt(
          path,
          "no-handler",
          `${text} does not say which argument is the handler. Write $handler in its place, or $$$handlers for the last of a list.`,
        );
    }
  }
}

function callText(text: string): string {
  return /^[\w$.]+$/u.test(text) ? text : "createThread";
}

/** The parsed template; undefined if it can't be parsed, which is reported elsewhere. */
function parsed(text: string, setting: RuleSetting): Template | undefined {
  try {
    return setting.template(text);
  } catch (caught) {
    if (caught instanceof TemplateSyntaxError) return undefined;
    throw caught;
  }
}

function* problemsOfDecorators({ decorators }: RequireContextOptions): Generator<OptionProblem> {
  for (const [index, text] of (decorators ?? []).entries())
    if (!/^@?[\w$]+(?:\.[\w$]+)*(?:\(.*\))?$/su.test(text.trim()))
      yield errorAt(
        ["decorators", index],
        "no-decorator",
        `${JSON.stringify(text)} is no decorator's name. Write one such as Get, for @Get().`,
      );
}

function* problemsOfType(option: RequireContextOptions, setting: RuleSetting): Generator<OptionProblem> {
  const { parameter, type } = option;
  const stated = setting.scopeRule(parameter);
  const types = typeNames(option);
  if (types.length > 0 && !stated.isDefault && stated.type && !types.includes(stated.type.name))
    yield errorAt(
      ["type"],
      "contradiction",
      `The scope says that ${parameter} is of type ${stated.type.name}. Write the same type in both.`,
    );
  for (const [index, each] of types.entries())
    yield* problemsOfName(each, Array.isArray(type) ? ["type", index] : ["type"], setting);
}

function* problemsOfName(type: string, path: OptionProblem["path"], setting: RuleSetting): Generator<OptionProblem> {
  const name = /^[\w$]+/u.exec(type)?.[0] ?? type;
  if (setting.findExport(name)) yield* findValueForType(name, path, setting);
  else if (!GLOBALS.has(name) && !KEYWORD_TYPES.has(name))
    yield warningAt(
      path,
      "undeclared-type",
      `${name} is not in imports, so it is only compared by its name and no edit can import it. Add \`${name}: ./path/of/its/module.ts\` to imports.`,
    );
}

/** Types of the language and its platforms that hold what belongs to one call. */
const GLOBALS = new Set([
  "AbortController",
  "AbortSignal",
  "Date",
  "Map",
  "ReadonlyMap",
  "ReadonlySet",
  "Set",
  "URL",
  "URLSearchParams",
]);
