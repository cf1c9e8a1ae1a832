import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { memberName, stringValue, type Node } from "../file/nodes.js";
import { holeOf, type Template } from "../matching/template.js";
import type { RuleSetting } from "./define-rule.js";

/** Strings of which a file has one if any of the patterns fits something in it. */
export function tokensOfTemplate(templates: readonly Template[], setting: RuleSetting): readonly string[] | "all" {
  const tokens = templates.map((template) => tokenOf(template, setting));
  return tokens.includes(undefined) ? "all" : [...new Set(tokens.flatMap((list) => list ?? []))];
}

/** What a text must hold for one pattern: a member's name or a string if there is one, else a free name or its module. */
function tokenOf(template: Template, setting: RuleSetting): readonly string[] | undefined {
  const fixed = fixedTexts(template.root);
  const longest = fixed.reduce((best, text) => (text.length > best.length ? text : best), "");
  if (longest !== "") return [longest];
  for (const { name } of template.names) {
    const wanted = setting.wanted(name);
    if (!wanted) return [name];
    // An import names the export, its module's default is named as one likes.
    if (wanted.exported !== "default" && wanted.exported !== "*")
      return [wanted.exported, ...(wanted.name === wanted.exported ? [] : [])];
    const tokens = setting.modules.tokensFor(wanted.module);
    if (tokens) return tokens;
  }
  return undefined;
}

/** Member names and strings: they stand in the code as they stand in the pattern, even through aliases of `const`. */
function fixedTexts(node: Node): string[] {
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const own = name !== undefined && !holeOf(name) ? [name] : [];
    return [...own, ...fixedTexts(node.object)];
  }
  const text = stringValue(node);
  if (text !== undefined) return /^[\w$-]+$/u.test(text) ? [text] : [];
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, unknown>)[key];
    return (Array.isArray(child) ? child : [child])
      .filter((item): item is Node => !!item && typeof (item as Node).type === "string")
      .flatMap(fixedTexts);
  });
}
