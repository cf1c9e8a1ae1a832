import type { TSESTree } from "@typescript-eslint/types";
import { atMost, hint } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { FileNarrowing, RuleNarrowing } from "../narrowing.js";
import { writeType } from "./edits.js";
import { entryForName, type LooseSetting } from "./entries.js";

/** Writes named types in places where a type checker has found that they hold; nothing makes a value of such a type. */
export const looseNarrowing: RuleNarrowing<LooseSetting> = {
  isOfTexts: false,
  typeForName: (options, name) => entryForName(options, name, "one")?.type,
  open: (file, options) => openNarrowing(file, options),
};

function openNarrowing(file: FileView, { entries }: LooseSetting): FileNarrowing {
  return {
    retype(type, part) {
      const entry = entries.find((each) => each.type === type);
      if (!entry) return hint(`the contract has no type ${type}`);
      return atMost(writeType(file, entry, part as TSESTree.TypeNode), entry.fix);
    },
    wrap: (type) => hint(`nothing makes a ${type} of a text`),
  };
}
