import type { StringEventOptions } from "@godwit/contracts";
import { defineRule } from "../define-rule.js";
import { findingsOf } from "./findings.js";
import { readEventOptions, type EventSetting } from "./options.js";
import { eventProblems } from "./problems.js";
import { eventTokens } from "./tokens.js";

/** Finds events that are plain strings, and writes the enum's members. */
export const noStringEvent = defineRule<StringEventOptions, EventSetting | undefined>({
  name: "no-string-event",
  docs: { description: "disallow string events where an enum has them", isRecommended: false },

  compile: (option, setting) => readEventOptions(option, setting),

  problems: (option, setting) => eventProblems(option, setting),

  tokens: (options) => (options ? eventTokens(options) : []),

  replacements: (options) => (options ? [options.name] : []),

  find: (file, options) => (options ? findingsOf(file, options) : []),
});
