import type { StringEventOptions } from "@godwit/contracts";
import { defineRule } from "./define-rule.js";
import { findingsOf } from "./string-events/findings.js";
import { readEventOptions, type EventSetting } from "./string-events/options.js";
import { eventProblems } from "./string-events/problems.js";
import { eventTokens } from "./string-events/tokens.js";

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
