import { asList, asObject } from "../../contracts/index.js";
import { defineRule } from "../define-rule.js";
import { expectNames, expectWord } from "../expectation.js";
import { findingsOf } from "./findings.js";
import { readEventOptions, stringEventOption, type CompiledEvents, type StringEventOptions } from "./options.js";
import { eventProblems } from "./problems.js";
import { NOTHING } from "../../scan/needs.js";
import { needsOfEvents } from "./needs.js";

/** Finds events that are plain strings, and writes the enum's members. */
export const noStringEvent = defineRule<StringEventOptions, CompiledEvents | undefined>({
  name: "no-string-event",
  docs: { description: "disallow string events where an enum has them", isRecommended: false },
  option: stringEventOption,
  declaredNames: (option) => [
    { path: ["enum"], name: asObject(option)?.["enum"] },
    ...asList(asObject(option)?.["types"]).map((name, index) => ({ path: ["types", index], name })),
  ],

  compile: (option, setting) => readEventOptions(option, setting),

  problems: (option, setting) => eventProblems(option, setting),

  *expectations({ methods = {}, functions = {}, properties = [] }, { findExport }) {
    for (const [key, names] of Object.entries({ methods, functions }))
      for (const name of Object.keys(names)) if (!findExport(name)) yield expectWord([key, name], name);
    yield* expectNames(["properties"], properties, () => false);
  },

  needs: (compiled) => (compiled ? needsOfEvents(compiled) : NOTHING),

  replacements: (compiled) => (compiled ? [compiled.name] : []),

  usedNames: (option) => [option.enum, ...(option.types ?? [])],

  written: (option) => [option.enum],

  find: (file, compiled) => (compiled ? findingsOf(file, compiled) : []),
});
