import { asList, asObject } from "../../contracts/index.js";
import { defineRule } from "../define-rule.js";
import { replacementTemplate, templatesOfReplace, writtenByReplace } from "../option-templates.js";
import { openNarrowing, typeForName } from "./narrowing.js";
import { findingsOf } from "./findings.js";
import {
  findIdFaults,
  stringIdEntry,
  wrapTemplate,
  type StringIdEntry,
  readStringIdEntries,
  needsOfEntries,
  type StringIdSetting,
} from "./options.js";

/** Finds IDs that are plain strings, and gives them their type. */
export const noStringId = defineRule<readonly StringIdEntry[], StringIdSetting>({
  name: "no-string-id",
  docs: {
    description: "disallow IDs that are plain strings where the project has a type for them",
    isRecommended: false,
    advice:
      "While a type is a bare alias (export type UserId = string) all its annotations are safe: migrate with that first, and make the brand a step of its own.",
  },
  option: stringIdEntry,
  hasEntries: true,
  findFaults: findIdFaults,
  declaredNames: (option) => asList(option).map((entry, index) => ({ path: [index, "type"], name: asObject(entry)?.["type"] })),

  compile: (option, setting) => readStringIdEntries(option, setting),

  needs: (options) => needsOfEntries(options),

  replacements: ({ entries }) =>
    entries.flatMap(({ type, wrap, replace }) => [
      type,
      ...[wrap, ...replace.flatMap((each) => each.with ?? [])].flatMap((template) => template.names.map(({ name }) => name)),
    ]),

  templates: (option) =>
    option.flatMap(({ wrap, replace }, index) => [
      ...(wrap === undefined ? [] : [replacementTemplate(wrap, [index, "wrap"])]),
      ...templatesOfReplace(replace, [index, "replace"]),
    ]),

  usedNames: (option) => option.map(({ type }) => type),

  written: (option) => option.flatMap(({ type, wrap, replace }) => [type, wrap, ...writtenByReplace(replace)]),

  wraps: (option) => option.map((entry) => ({ type: entry.type, template: wrapTemplate(entry) })),

  find: (file, options) => findingsOf(file, options),

  narrowing: { isOfTexts: true, typeForName, open: openNarrowing },
});
