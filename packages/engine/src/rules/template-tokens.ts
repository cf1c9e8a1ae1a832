import { type Node, childrenOf, memberName, stringValue } from "../syntax/nodes.js";
import { wordsOf } from "../naming/words.js";
import type { Template } from "../patterns/template.js";
import { holeOf } from "../patterns/template-holes.js";
import type { RuleSetting } from "../patterns/rule-setting.js";

/** Every file in which one of the patterns matches contains at least one of these strings. */
export function tokensOfTemplate(templates: readonly Template[], setting: RuleSetting): readonly string[] | "all" {
  const tokens = templates.map((template) => tokenOf(template, setting));
  return tokens.includes(undefined) ? "all" : [...new Set(tokens.flatMap((list) => list ?? []))];
}

/** What a text must contain for one pattern: the most distinctive of its member names, strings and free names. */
function tokenOf(template: Template, setting: RuleSetting): readonly string[] | undefined {
  const fixed = mostTelling(fixedTexts(template.root));
  if (fixed !== undefined && isTelling(fixed)) return [fixed];
  const free = mostTelling(template.names.flatMap(({ name }) => textOfName(name, setting) ?? []));
  if (free !== undefined && (fixed === undefined || free.length > fixed.length)) return [free];
  if (fixed !== undefined) return [fixed];
  for (const { name } of template.names) {
    const wanted = setting.findExport(name);
    const tokens = wanted && setting.modules.tokensFor(wanted.module);
    if (tokens) return tokens;
  }
  return undefined;
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
