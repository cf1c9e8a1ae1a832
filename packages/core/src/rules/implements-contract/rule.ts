import { errorAt, warningAt } from "../../contracts/index.js";
import { type Edit, hint } from "../../edits/edit.js";
import { NOTHING } from "../../scan/needs.js";
import type { FileView } from "../../semantics/file-view.js";
import { isClass } from "../../syntax/nodes.js";
import type { Range } from "../../syntax/ranges.js";
import { defineRule, type Finding, type OptionProblem } from "../define-rule.js";
import { replacementWords } from "../replacement.js";
import { constructionsOf, isPassed, type Making, makingOf, placeOf } from "./dependencies.js";
import { statusOf } from "./methods.js";
import {
  type ComponentSetting,
  componentsOption,
  findComponentFaults,
  homeOf,
  readComponents,
  type RequiredComponent,
} from "./options.js";
import { findShapes, type Shape, UNKNOWN } from "./shapes.js";
import { because } from "../../reasons/reasons.js";

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

/** Reports the methods and dependencies that a component lacks; `name` is its name in the file. */
function* findingsOfComponent(file: FileView, component: RequiredComponent, name: string): Generator<Finding> {
  const shapes = findShapes(file, name);
  if (!shapes) {
    yield* findingsOfModule(file, component);
    return;
  }
  const seen = new Set<string>();
  for (const shape of shapes) {
    if (shape === UNKNOWN) continue;
    for (const finding of findingsOfShape(file, component, shape)) {
      const key = `${finding.range.join("-")} ${finding.problem}`;
      if (!seen.has(key)) yield finding;
      seen.add(key);
    }
  }
}

function* findingsOfShape(file: FileView, component: RequiredComponent, shape: Shape): Generator<Finding> {
  const missing: string[] = [];
  for (const method of component.methods) {
    const status = statusOf(shape, method);
    if (status === "missing") missing.push(method);
    else if (typeof status === "object" && status.file !== file) missing.push(method);
    else if (typeof status === "object")
      yield finding(component, {
        range: status.member.range,
        found: method,
        problem: status.problem,
        replacement: replacementWords(`a public method ${method}(…)`),
      });
  }
  if (missing.length > 0) yield lacking(component, shape, missing);
  yield* findingsOfMaking(file, component, shape);
}

function lacking(component: RequiredComponent, { range, name }: Pick<Shape, "range" | "name">, missing: string[]): Finding {
  return finding(component, {
    range,
    found: name,
    problem: `has no method ${listed(missing)}`,
    replacement: replacementWords(missing.map((each) => `${each}(…)`).join(", ")),
  });
}

function* findingsOfMaking(file: FileView, component: RequiredComponent, shape: Shape): Generator<Finding> {
  const making = makingOf(shape);
  if (!making || component.dependencies.length === 0) return;
  const places = component.dependencies.map((dependency) => ({ dependency, place: placeOf(making, dependency) }));
  const missing = places.filter(({ place }) => place === undefined).map(({ dependency }) => dependency);
  if (missing.length > 0)
    yield finding(component, {
      range: rangeOfMaking(file, shape, making),
      found: shape.name,
      problem: `is not given ${listed(missing)}`,
      replacement: replacementWords(`${isClass(shape.node) && !shape.maker ? "constructor" : shape.name}(${missing.join(", ")})`),
    });
  for (const construction of constructionsOf(file, shape)) {
    const lacking = places.flatMap(({ dependency, place }) =>
      typeof place === "object" && !isPassed(construction, place) ? [dependency] : [],
    );
    if (lacking.length === 0) continue;
    const call = `${construction.type === "NewExpression" ? "new " : ""}${file.textOf(construction.callee)}`;
    yield finding(component, {
      range: construction.range,
      found: file.textOf(construction),
      problem: `is made without ${listed(lacking)}`,
      replacement: replacementWords(`${call}(${component.dependencies.join(", ")})`),
    });
  }
}

/** The constructor, if the class has one of its own. */
function rangeOfMaking(file: FileView, shape: Shape, making: Making): Range {
  if (!isClass(shape.node) || shape.maker || shape.file !== file || making.file !== file) return shape.range;
  const own = shape.node.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
  return own && "key" in own ? own.key.range : shape.range;
}

function finding(component: RequiredComponent, lack: Omit<Finding, "edit">): Finding {
  return { ...lack, edit: hintForConsumers(component) };
}

function hintForConsumers({ name, consumers }: RequiredComponent): Edit {
  if (consumers.length === 0) return hint(because("promised", `${name} has to keep what the contract promises of it`));
  return hint(because("reliedOn", `${listed(consumers)} ${consumers.length === 1 ? "relies" : "rely"} on it`));
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) as string}`;
}

/** The finding for a file that declares nothing with the component's name, and whose functions are not the component or lack some. */
function* findingsOfModule(file: FileView, component: RequiredComponent): Generator<Finding> {
  const module = { kind: "file", path: file.path } as const;
  const { name, methods } = component;
  const kinds = methods.map((method) => file.modules.exportOrigin(module, method)?.kind);
  const missing = methods.filter((_, index) => !/^(?:value|unknown)$/u.test(kinds[index] ?? ""));
  const range: Range = [0, file.text === "" ? 0 : 1];
  if (!kinds.includes("value"))
    yield finding(component, {
      range,
      found: name,
      problem: "is not in this file",
      replacement: replacementWords(`another \`from\` in the contract, or export ${name} here`),
    });
  else if (missing.length > 0) yield lacking(component, { range, name }, missing);
}

/** Finds components that don't exist or have no requirements; the contract's parser reports a contract without components. */
function* problemsOfComponents({ setting, components }: ComponentSetting): Generator<OptionProblem> {
  for (const { name, from, methods, dependencies } of components) {
    const path = ["components", name];
    if (setting.modules.resolveContractModule(from).kind === "missing") {
      const message = `${from} is not there. Write the path of the file that declares ${name}, from the root.`;
      yield { ...errorAt([...path, "from"], "missing-module", message), isOfContract: true };
    } else if (methods.length === 0 && dependencies.length === 0) {
      const message = `Nothing is asked of ${name}. Add requiredMethods or initializationDependencies.`;
      yield { ...warningAt(path, "empty-component", message), isOfContract: true };
    }
  }
}
