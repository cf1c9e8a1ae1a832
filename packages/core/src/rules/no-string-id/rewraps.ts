import { atMostSuggestion, type Edit } from "../../edits/edit.js";
import { replaceExpression } from "../../edits/replace-expression.js";
import { fillingFor } from "../../patterns/filling.js";
import { matchTemplate } from "../../patterns/match.js";
import { mayFit } from "../../patterns/may-fit.js";
import { renderTemplate } from "../../patterns/render.js";
import { unwrap, type Node } from "../../syntax/nodes.js";
import type { IdFile } from "./edits.js";
import type { IdEntry } from "./entries.js";
import { isShownToBe } from "./values.js";

/** A value in its wrap. */
export interface WrapSite {
  readonly node: Node;
  readonly value: Node;
  readonly entry: IdEntry;
}

/** A wrap around a value that is an ID already. */
export interface RewrapSite extends WrapSite {
  readonly edit: Edit;
}

/** Finds `UserId(userId)` where the file shows that `userId` is a `UserId`. */
export function* findRewraps(id: IdFile): Generator<RewrapSite> {
  for (const site of findWraps(id)) if (isShownToBe(id, site.entry, site.value)) yield { ...site, edit: unwrapped(id, site) };
}

/** Finds `UserId(userId)`, whatever `userId` is. */
export function* findWraps(id: IdFile): Generator<WrapSite> {
  for (const entry of id.options.entries) {
    const { root } = entry.wrap;
    if (entry.isCastWrap || (root.type !== "CallExpression" && root.type !== "NewExpression")) continue;
    for (const node of id.file.nodes(root.type)) {
      if (!mayFit(root, node, id.setting.findExport)) continue;
      const match = matchTemplate({ file: id.file, findExport: id.setting.findExport }, entry.wrap, node);
      const binding = match?.bindings.get("value");
      const value = binding && "node" in binding ? binding.node : undefined;
      if (value) yield { node, value, entry };
    }
  }
}

/** The value without its wrap: what an ID is made of is not changed by it, unless the wrap does more than to state the type. */
export function unwrapped({ file, setting }: IdFile, { entry, node, value }: WrapSite): Edit {
  const isSimple =
    /^(?:Identifier|CallExpression|MemberExpression|NewExpression)$/u.test(unwrap(value).type) && unwrap(value) === value;
  const template = setting.template(isSimple ? "$value" : "($value)");
  const edit = replaceExpression(file, node, renderTemplate(file, template, fillingFor(setting, { value }), node), {
    bound: [value],
  });
  return entry.brand().isCast ? edit : atMostSuggestion(edit, `${entry.type} may do more than to state the type`);
}
