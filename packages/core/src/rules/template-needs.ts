import { type Node, childrenOf, memberName, stringValue, unwrap } from "../syntax/nodes.js";
import { allOf, anyOf, ANYTHING, contains, containsWord, type Needs } from "../scan/needs.js";
import { wordsOf } from "../naming/words.js";
import type { Template } from "../patterns/template.js";
import { holeOf } from "../patterns/template-holes.js";
import type { RuleSetting } from "../patterns/rule-setting.js";

/** What every file in which one of the patterns matches contains. */
export function needsOfTemplates(templates: readonly Template[], setting: RuleSetting): Needs {
  return anyOf(templates.map((template) => needsOfTemplate(template, setting)));
}

/** What a text must contain for one pattern: the most distinctive of its member names, strings and free names, and its callee's names. */
function needsOfTemplate(template: Template, setting: RuleSetting): Needs {
  const members = allOf(memberNames(calleeOf(template.root)).map(containsWord));
  const fixed = mostTelling(fixedTexts(template.root));
  if (fixed !== undefined && isTelling(fixed)) return allOf([contains(fixed), members]);
  const free = mostTelling(template.names.flatMap(({ name }) => textOfName(name, setting) ?? []));
  if (free !== undefined && (fixed === undefined || free.length > fixed.length)) return allOf([containsWord(free), members]);
  if (fixed !== undefined) return allOf([contains(fixed), members]);
  for (const { name } of template.names) {
    const wanted = setting.findExport(name);
    const tokens = wanted && setting.modules.tokensFor(wanted.module);
    if (tokens) return containsOneOf(tokens);
  }
  return ANYTHING;
}

/** One of some texts is there: those by which a module can be named, say. */
export function containsOneOf(texts: readonly string[]): Needs {
  return anyOf(texts.map(contains));
}

/** The head of a call, whose names are written where it is called; its arguments may come from elsewhere, by a spread. */
function calleeOf(root: Node): Node {
  const node = unwrap(root);
  if (node.type === "AwaitExpression") return calleeOf(node.argument);
  if (node.type === "CallExpression" || node.type === "NewExpression") return calleeOf(node.callee);
  return node;
}

/** The names of a chain of members and calls: `getInstance` and `get` of `X.getInstance().get`. */
function memberNames(node: Node): string[] {
  const inner = unwrap(node);
  if (inner.type === "CallExpression" || inner.type === "NewExpression") return memberNames(inner.callee);
  if (inner.type !== "MemberExpression") return [];
  const name = memberName(inner);
  return [...(name !== undefined && !holeOf(name) ? [name] : []), ...memberNames(inner.object)];
}

/** The text of a free name in every file that imports it; undefined for a default export or namespace, which can have any name. */
function textOfName(name: string, setting: RuleSetting): string | undefined {
  const wanted = setting.findExport(name);
  if (!wanted) return name;
  return wanted.exported === "default" || wanted.exported === "*" ? undefined : wanted.exported;
}

function mostTelling(texts: readonly string[]): string | undefined {
  return texts.toSorted((a, b) => b.length - a.length)[0];
}

/** Whether a text is distinctive: `get`, `run` and `instance` appear in most files, a name of several words does not. */
export function isTelling(text: string): boolean {
  return wordsOf(text).length > 1 || text.length > 10;
}

/** Member names and strings: they appear in the code as in the pattern, even through `const` aliases. */
export function fixedTexts(node: Node): string[] {
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const own = name !== undefined && !holeOf(name) ? [name] : [];
    return [...own, ...fixedTexts(node.object)];
  }
  const text = stringValue(node);
  if (text !== undefined) return /^[\w$-]+$/u.test(text) ? [text] : [];
  return childrenOf(node).flatMap(fixedTexts);
}
