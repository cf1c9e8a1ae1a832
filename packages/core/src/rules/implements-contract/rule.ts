import { findingsOfComponent } from "./findings.js";
import { componentsOption, findComponentFaults, homeOf, readComponents, type ComponentSetting } from "./options.js";
import { problemsOfComponents } from "./problems.js";
import { NOTHING } from "../../scan/needs.js";
import { defineRule } from "../define-rule.js";

/** Finds methods and dependencies that the contract's components lack although others rely on them. */
export const implementsContract = defineRule<Record<string, never>, ComponentSetting>({
  name: "implements-contract",
  docs: {
    description: "require components to keep their methods and initialization dependencies",
    isRecommended: false,
    best: "hint",
    checksComponents: true,
  },
  option: componentsOption,
  findFaults: (_, frontMatter) => findComponentFaults(frontMatter),

  compile: (_, setting) => readComponents(setting),

  problems: (_, setting) => problemsOfComponents(readComponents(setting)),

  // Only the components' files are checked, whatever their text is.
  needs: () => NOTHING,

  cannotPrefilter: (options, path) => options.components.some((component) => homeOf(options, component)?.path === path),

  *find(file, options) {
    for (const component of options.components) {
      const home = homeOf(options, component);
      if (home?.path === file.path) yield* findingsOfComponent(file, component, home.name);
    }
  },
});
