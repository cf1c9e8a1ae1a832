import { defineRule } from "../define-rule.js";
import { needsOfLooseTypes, readLooseEntries, type LooseSetting } from "./entries.js";
import { findingsOf } from "./findings.js";
import { findLooseFaults, looseTypeEntry, type LooseTypeEntry } from "./options.js";
import { looseNarrowing } from "./narrowing.js";
import { looseProblems } from "./problems.js";

/** Finds loose types of things that have a named one, and writes the name. */
export const noLooseType = defineRule<readonly LooseTypeEntry[], LooseSetting>({
  name: "no-loose-type",
  docs: { description: "disallow loose types where a named type exists", isRecommended: false },
  option: looseTypeEntry,
  hasEntries: true,
  findFaults: findLooseFaults,

  compile: (option, setting) => readLooseEntries(option, setting),

  problems: (option, setting) => looseProblems(option, setting),

  needs: (options) => needsOfLooseTypes(options),

  replacements: ({ entries }) => entries.flatMap(({ uses }) => uses.map(({ ref }) => ref.name)),

  usedNames: (option) => option.map(({ type }) => type),

  written: (option) => option.map(({ type }) => type),

  narrowing: looseNarrowing,

  find: (file, options) => findingsOf(file, options),
});
