import { allOf, atMostSuggestion, type Edit } from "../../edits/edit.js";
import type { Node } from "../../syntax/nodes.js";
import type { AliasSite } from "./aliases.js";
import { namedTypeOf } from "./annotations.js";
import { retype, withBrand, type IdFile } from "./edits.js";
import { entryFor } from "./entries.js";
import { flowEdit } from "./flows.js";

/** Removes a duplicate of a type: a fix if everything declared with it can be seen to hold IDs. */
export function aliasEdit(id: IdFile, alias: AliasSite): Edit {
  const { entry, node } = alias;
  if (!alias.isTopLevel)
    return atMostSuggestion(retype({ ...id, aliases: new Map() }, entry, node.typeAnnotation), "its values may be strings");
  if (entry.brand().isPlain) return alias.removal;
  if (alias.isExported) return atMostSuggestion(alias.removal, "other files may use it for strings");
  const flows = alias.uses.map((use) => useEdit(id, alias, use));
  return allOf(alias.removal, ...(flows.length > 0 ? [withBrand(entry, alias.removal)] : []), ...flows);
}

/** The edit that makes a place declared with the alias hold only IDs. */
function useEdit(id: IdFile, alias: AliasSite, use: Node): Edit {
  const reference = use.parent as Node;
  const site = reference.type === "TSTypeReference" ? namedTypeOf(id.file, reference) : undefined;
  const look = () => atMostSuggestion({ level: "fix", changes: [], imports: [] }, "its values may be strings");
  if (!site || entryFor(id.options, site.spoken) !== alias.entry) return look();
  const edit = flowEdit(id, alias.entry, site, new Set());
  return edit.level === "fix" ? edit : look();
}
