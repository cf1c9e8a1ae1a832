import { escapePattern } from "../../modules/index.js";
import type { Template } from "../../patterns/template.js";
import { anyOf, ANYTHING, containsWord, type Needs, NOTHING } from "../../scan/needs.js";
import { memberName, unwrap } from "../../syntax/nodes.js";
import { needsOfTemplates, needsOfLongestWord } from "../template-needs.js";
import { decoratorName } from "./functions.js";
import { type ContextSetting, isByFileAlone } from "./options.js";

/** What a file must contain for the rule to report its functions, calls or state; files that the option lists are exempt. */
export function needsOfContexts(contexts: readonly ContextSetting[]): Needs {
  return anyOf(contexts.map(needsOfContext));
}

function needsOfContext(context: ContextSetting): Needs {
  const functions = context.files === undefined || isByFileAlone(context) ? needsOfFunctions(context) : NOTHING;
  const state = anyOf(stateNames(context).map(containsWord));
  return anyOf([needsOfTemplates(context.calls, context.setting), functions, state]);
}

/** Whether a text names the context: only such files are searched for places that store it. */
export function namesContext(context: ContextSetting, text: string): boolean {
  return new RegExp(stateNames(context).map(word).join("|"), "u").test(text);
}

function stateNames({ parameter, types, scope }: ContextSetting): string[] {
  const names = [
    parameter,
    ...types.flatMap(({ name, ref }) => [name, ref?.exported]),
    ...scope.from.map((path) => path.replace(/^this\./u, "").split(".")[0]),
  ];
  return [...new Set(names.filter((name) => name !== undefined && name !== "default" && name !== "*"))] as string[];
}

function needsOfFunctions(context: ContextSetting): Needs {
  const decorators = context.decorators.map((listed) => {
    const name = decoratorName(listed).split(".").at(-1) as string;
    const exported = context.setting.findExport(name)?.exported ?? name;
    return exported === "default" || exported === "*" ? ANYTHING : containsWord(exported);
  });
  const handlers = context.handlers.map((template) => needsOfHandler(template, context));
  return anyOf([...(context.names ?? []).map(needsOfLongestWord), ...handlers, ...decorators]);
}

/** `app.get($_, $handler)`: every file with the call has the member's whole name. */
function needsOfHandler(template: Template, { setting }: ContextSetting): Needs {
  const root = unwrap(template.root);
  const callee = root.type === "CallExpression" ? unwrap(root.callee) : root;
  const member = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  return member === undefined || member.startsWith("$") ? needsOfTemplates([template], setting) : containsWord(member);
}

function word(name: string): string {
  return `(?<![\\w$])${escapePattern(name)}(?![\\w$])`;
}
