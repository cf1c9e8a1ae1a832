import { atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import { localOf } from "../../edits/imports/declaration-plan.js";
import type { FileView } from "../../semantics/file-view.js";
import { localNamesOf } from "../../semantics/local-names.js";
import type { Node } from "../../syntax/nodes.js";
import type { FileNarrowing, RuleNarrowing } from "../narrowing.js";
import type { CanonicalType, DuplicateTypeSetting } from "./canonical-types.js";
import { findDuplicates, type Duplicate } from "./duplicates.js";
import { mindComments, removeDuplicate } from "./removals.js";

/** Puts canonical types in the place of duplicates for which a type checker has found that they do. */
export const duplicateNarrowing: RuleNarrowing<DuplicateTypeSetting> = {
  isOfTexts: false,
  typeForName: () => undefined,
  open: (file, options) => openNarrowing(file, options),
};

function openNarrowing(file: FileView, options: DuplicateTypeSetting): FileNarrowing {
  let known: readonly Duplicate[] | undefined;
  const duplicateAt = (part: Node): Duplicate | undefined =>
    (known ??= findDuplicates(file, options)).find(({ node }) => node.id === part);
  return {
    retype(name, part) {
      const duplicate = duplicateAt(part);
      if (duplicate) return mindComments(file, duplicate, removeDuplicate(file, duplicate));
      const type = options.types.find((each) => each.name === name);
      return type ? takeFromHome(file, type, part) : hint(`the contract has no type ${name}`);
    },
    remove(_, part) {
      const duplicate = duplicateAt(part);
      if (!duplicate) return hint("no type is declared there");
      return mindComments(file, duplicate, removeDuplicate(file, duplicate, { isPassedOn: false }));
    },
    wrap: (type) => hint(`nothing makes a ${type} of a text`),
  };
}

/** Lets an import, or a re-export, of a duplicate take the type from its home under the same name. */
function takeFromHome(file: FileView, type: CanonicalType, specifier: Node): Edit {
  const names = file.moduleReferences().flatMap((reference) => reference.names);
  const name = names.find(({ node }) => node === specifier);
  if (!name) return hint("no name is imported there");
  const source = localNamesOf(file).importOf(type.ref, true);
  if ("refused" in source) return hint(source.refused);
  const { module, specifier: written, exported } = source;
  const edit = fix([], [{ kind: "move", name, module, specifier: written, exported, local: localOf(name), renamed: [] }]);
  return source.reason === undefined ? edit : atMostSuggestion(edit, source.reason);
}
