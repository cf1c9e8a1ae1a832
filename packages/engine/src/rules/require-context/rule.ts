import { findingsOfCalls } from "./calls.js";
import { findingsOfFunctions } from "./findings.js";
import { findingsOfState } from "./module-state.js";
import {
  isMeantFile,
  readContextOptions,
  requireContextOption,
  typeNames,
  type ContextSetting,
  type RequireContextOptions,
} from "./options.js";
import { problemsOfContext } from "./problems.js";
import { contextTokens, namesContext } from "./tokens.js";
import { defineRule } from "../define-rule.js";
import { patternTemplate } from "../option-templates.js";

/** Finds functions that take no context, calls that pass none on, and places that hide one from those that should. */
export const requireContext = defineRule<RequireContextOptions, ContextSetting>({
  name: "require-context",
  docs: { description: "require functions to take the context and to pass it on", isRecommended: false, best: "suggestion" },
  option: requireContextOption,

  compile: (option, setting) => readContextOptions(option, setting),

  problems: (option, setting) => problemsOfContext(option, setting),

  tokens: (context) => contextTokens(context),

  cannotPrefilter: (context, path) => context.files !== undefined && isMeantFile(context, path),

  replacements: ({ types }) => types.map(({ name }) => name),

  templates: ({ handlers = [], calls = [] }) => [
    ...handlers.map((text, index) => patternTemplate(text, ["handlers", index])),
    ...calls.map((text, index) => patternTemplate(text, ["calls", index])),
  ],

  usedNames: (option) => typeNames(option),

  written: (option) => typeNames(option).slice(0, 1),

  *find(file, context) {
    yield* findingsOfFunctions(file, context);
    yield* findingsOfCalls(file, context);
    if (namesContext(context, file.text)) yield* findingsOfState(file, context);
  },
});
