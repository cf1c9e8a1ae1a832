import type { FileView } from "../../semantics/file-view.js";
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
import { namesContext, needsOfContexts } from "./needs.js";
import { defineRule, type Finding } from "../define-rule.js";
import { expectFile } from "../expectation.js";
import { patternTemplate } from "../option-templates.js";

/** Finds functions that take no context, calls that pass none, and places that store one in shared state. */
export const requireContext = defineRule<readonly RequireContextOptions[], readonly ContextSetting[]>({
  name: "require-context",
  docs: { description: "require functions to take the context and to pass it on", isRecommended: false, best: "suggestion" },
  option: requireContextOption,
  hasEntries: true,

  compile: (option, setting) => option.map((entry) => readContextOptions(entry, setting)),

  problems: (option, setting) => problemsOfContext(option, setting),

  needs: (contexts) => needsOfContexts(contexts),

  cannotPrefilter: (contexts, path) => contexts.some((context) => context.files !== undefined && isMeantFile(context, path)),

  replacements: (contexts) => contexts.flatMap(({ types }) => types.map(({ name }) => name)),

  templates: (option) =>
    option.flatMap(({ handlers = [], calls = [] }, entry) => [
      ...handlers.map((text, index) => patternTemplate(text, [entry, "handlers", index])),
      ...calls.map((text, index) => patternTemplate(text, [entry, "calls", index])),
    ]),

  usedNames: (option) => option.flatMap(typeNames),

  written: (option) => option.flatMap((entry) => typeNames(entry).slice(0, 1)),

  expectations: (option) =>
    option.flatMap(({ files = [] }, entry) => files.flatMap((glob, index) => expectFile([entry, "files", index], glob))),

  *find(file, contexts) {
    // What two entries say of one place, for one parameter, is one report: that of the first.
    const seen = new Set<string>();
    for (const context of contexts) {
      for (const finding of findingsOf(file, context)) {
        const key = [context.parameter, ...finding.range].join();
        if (!seen.has(key)) yield finding;
        seen.add(key);
      }
    }
  },
});

function* findingsOf(file: FileView, context: ContextSetting): Generator<Finding> {
  yield* findingsOfFunctions(file, context);
  yield* findingsOfCalls(file, context);
  if (namesContext(context, file.text)) yield* findingsOfState(file, context);
}
