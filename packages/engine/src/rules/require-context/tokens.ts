import { memberName, unwrap } from "../../syntax/nodes.js";
import type { Template } from "../../patterns/template.js";
import { wordsOf } from "../../naming/words.js";
import { tokensOfTemplate } from "../template-tokens.js";
import type { Tokens } from "../tokens.js";
import { decoratorName } from "./functions.js";
import { isByFileAlone, type ContextSetting } from "./options.js";

/** What a file must contain for the rule to report its functions, calls or state; files that the option lists are exempt. */
export function contextTokens(contexts: readonly ContextSetting[]): Tokens {
  const patterns = contexts.map(patternsOf);
  if (patterns.length === 0) return [];
  return patterns.includes("all") ? "all" : { pattern: new RegExp(patterns.flat().join("|"), "u") };
}

function patternsOf(context: ContextSetting): readonly string[] | "all" {
  const calls = tokensOfTemplate(context.calls, context.setting);
  const functions = context.files === undefined || isByFileAlone(context) ? functionPatterns(context) : [];
  if (calls === "all" || functions === "all") return "all";
  return [...calls.map(escape), ...functions, ...statePatterns(context)];
}

/** Whether a text names the context: only such files are searched for places that store it. */
export function namesContext(context: ContextSetting, text: string): boolean {
  return new RegExp(statePatterns(context).join("|"), "u").test(text);
}

function statePatterns({ parameter, types, scope }: ContextSetting): string[] {
  const names = [
    parameter,
    ...types.flatMap(({ name, ref }) => [name, ref?.exported]),
    ...scope.from.map((path) => path.replace(/^this\./u, "").split(".")[0]),
  ];
  return [...new Set(names.filter((name) => name !== undefined && name !== "default" && name !== "*"))].map((name) =>
    word(name as string),
  );
}

function functionPatterns(context: ContextSetting): string[] | "all" {
  const names = (context.names ?? []).map(wordPattern);
  const handlers = context.handlers.map((template) => handlerPattern(template, context));
  const decorators = context.decorators.map((listed) => {
    const name = decoratorName(listed).split(".").at(-1) as string;
    const exported = context.setting.findExport(name)?.exported ?? name;
    return exported === "default" || exported === "*" ? undefined : word(exported);
  });
  const all = [...names, ...handlers, ...decorators];
  return all.includes(undefined) ? "all" : all.filter((pattern) => pattern !== undefined);
}

/** `app.get($_, $handler)`: every file with the call contains the member's whole name. */
function handlerPattern(template: Template, { setting }: ContextSetting): string | undefined {
  const root = unwrap(template.root);
  const callee = root.type === "CallExpression" ? unwrap(root.callee) : root;
  const member = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (member !== undefined && !member.startsWith("$")) return word(member);
  const tokens = tokensOfTemplate([template], setting);
  return tokens === "all" ? undefined : tokens.map(escape).join("|");
}

/** The longest word of a name's pattern, in any case: `Thread` of `create*Thread`. */
function wordPattern(pattern: string): string | undefined {
  const words = pattern.split("*").flatMap(wordsOf);
  const longest = words.reduce((best, each) => (each.length > best.length ? each : best), "");
  return longest === "" ? undefined : [...longest].map(inAnyCase).join("");
}

function inAnyCase(character: string): string {
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  return lower === upper || upper.length !== 1 ? escape(character) : `[${lower}${upper}]`;
}

function word(name: string): string {
  return `(?<![\\w$])${escape(name)}(?![\\w$])`;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
}
