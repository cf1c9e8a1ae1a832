import { localNamesOf } from "../../semantics/local-names.js";
import { asList, asObject } from "../../contracts/index.js";
import { atMost } from "../../edits/edit.js";
import { defineRule } from "../define-rule.js";
import { replacementType, type TypeReplacement } from "../replacement.js";
import { readCanonicalTypes, type DuplicateTypeSetting } from "./canonical-types.js";
import { findDuplicates, type Duplicate } from "./duplicates.js";
import { duplicateEdit, isForTypeChecker } from "./levels.js";
import { duplicateNarrowing } from "./narrowing.js";
import { findNearDuplicates, needsOfNear } from "./near-duplicates.js";
import { duplicateTypeOption, type DuplicateTypeOptions } from "./options.js";
import { problemsOfCanonical } from "./problems.js";
import { needsOfDuplicates } from "./needs.js";
import { findTypedefs } from "./typedefs.js";
import type { FileView } from "../../semantics/file-view.js";

/** Finds duplicates of types that have a home, and imports the type from its home instead. */
export const noDuplicateType = defineRule<DuplicateTypeOptions, DuplicateTypeSetting>({
  name: "no-duplicate-type",
  docs: { description: "disallow types that repeat one with a home", isRecommended: false },
  option: duplicateTypeOption,
  declaredNames: (option) => asList(asObject(option)?.["canonical"]).map((name, index) => ({ path: ["canonical", index], name })),

  compile: (option, setting) => readCanonicalTypes(option, setting),

  problems: (option, setting) => problemsOfCanonical(option, setting),

  needs: (options) => needsOfDuplicates(options),

  replacements: ({ types }) => types.map(({ name }) => name),

  usedNames: ({ canonical }) => canonical ?? [],

  written: ({ canonical }) => canonical,

  *find(file, options) {
    for (const duplicate of findDuplicates(file, options)) {
      const { node, type } = duplicate;
      const isJudged = options.fix !== "suggest" && isForTypeChecker(file, duplicate);
      yield {
        range: node.id.range,
        found: shownAs(file, duplicate),
        problem: problemOf(duplicate),
        replacement: replacementOf(file, options, duplicate),
        edit: atMost(duplicateEdit(file, duplicate), options.fix),
        ...(isJudged && { narrows: { part: node.id.range, type: type.name, declares: node.id.name } }),
      };
    }
    for (const { range, found, type, edit } of findTypedefs(file, options))
      yield { range, found, problem: "is a second type of this name", replacement: replacementOf(file, options, { type }), edit };
  },

  narrowing: duplicateNarrowing,

  near: {
    needs: (options) => needsOfNear(options),
    find: (file, options) => findNearDuplicates(file, options),
  },
});

function problemOf({ isNamed, isSame, type }: Duplicate): string {
  if (!isNamed) return `is the same type as ${type.name}`;
  return isSame ? "is a second declaration of the same type" : "is a second type of this name";
}

/** The canonical type, with the specifier by which this file would import it. */
function replacementOf(file: FileView, { setting }: DuplicateTypeSetting, { type }: Pick<Duplicate, "type">): TypeReplacement {
  const replacement = replacementType(type.name, setting.context.imports);
  const source = localNamesOf(file).importOf(type.ref, true);
  return "refused" in source ? replacement : { ...replacement, specifier: source.specifier };
}

/** `type UserId = string`, `interface Message`. */
function shownAs(file: FileView, { node }: Duplicate): string {
  if (node.type === "TSInterfaceDeclaration") return `interface ${node.id.name}`;
  if (node.type === "TSEnumDeclaration") return `enum ${node.id.name}`;
  const text = file.textOf(node).replace(/;$/u, "");
  return /[{\n]/u.test(text) ? `type ${node.id.name}` : text.replace(/^declare\s+/u, "");
}
