import type { StringIdEntry } from "@godwit/contracts";
import { defineRule } from "../define-rule.js";
import { readStringIdEntries, tokensOfEntries, type StringIdSetting } from "./entries.js";
import { findingsOf } from "./findings.js";

/** Finds IDs that are plain strings, and gives them their type. */
export const noStringId = defineRule<readonly StringIdEntry[], StringIdSetting>({
  name: "no-string-id",
  docs: { description: "disallow IDs that are plain strings where the project has a type for them", isRecommended: false },

  compile: (option, setting) => readStringIdEntries(option, setting),

  tokens: (options) => tokensOfEntries(options),

  replacements: ({ entries }) =>
    entries.flatMap(({ type, wrap, replace }) => [
      type,
      ...[wrap, ...replace.flatMap((each) => each.with ?? [])].flatMap((template) => template.names.map(({ name }) => name)),
    ]),

  find: (file, options) => findingsOf(file, options),
});
