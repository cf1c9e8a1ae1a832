import { asObject, fields, warningAt, type Finding } from "../../contracts/index.js";
import { type ModuleView, openModule } from "../../semantics/module-view.js";
import type { DeclaringModule } from "../../modules/index.js";
import type { RuleSetting } from "../../patterns/rule-setting.js";

/** The option of implements-contract: it has no keys, since the rule reads the contract's components. */
export const componentsOption = fields
  .object({}, "an empty object: {}")
  .describe("Components that must have their methods and dependencies.");

/** Finds that a contract has no components to check; a rule that is used without a contract has them in its context. */
export function findComponentFaults(frontMatter: Readonly<Record<string, unknown>> | undefined): Finding[] {
  if (!frontMatter || Object.keys(asObject(frontMatter["components"]) ?? {}).length > 0) return [];
  return [warningAt([], "contradiction", 'The rule checks "components", and there are none: add them, or remove the rule.')];
}

/** One of the contract's components: what it must have, and who relies on it. */
export interface RequiredComponent {
  readonly name: string;
  readonly from: string;
  readonly methods: readonly string[];
  readonly dependencies: readonly string[];
  readonly consumers: readonly string[];
}

/** The components of a contract. */
export interface ComponentSetting {
  readonly setting: RuleSetting;
  readonly components: readonly RequiredComponent[];
}

/** Reads the components from a rule's context; skips those that are not written as one. */
export function readComponents(setting: RuleSetting): ComponentSetting {
  const components = Object.entries(setting.context.components ?? {}).flatMap(
    ([name, value]) => readComponent(name, value) ?? [],
  );
  return { setting, components };
}

/** Reads a component; in a rule that is used without a contract no schema has checked it. */
function readComponent(name: string, value: unknown): RequiredComponent | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { from, requiredMethods, initializationDependencies, consumerExpectations } = value as Readonly<Record<string, unknown>>;
  if (typeof from !== "string") return undefined;
  return {
    name,
    from,
    methods: textsOf(requiredMethods).map(methodName),
    dependencies: textsOf(initializationDependencies),
    consumers: Object.keys(consumerExpectations ?? {}),
  };
}

/** The name alone: `notify` of `notify()` and of `async notify(id: string): Promise<void>`. */
function methodName(written: string): string {
  return written
    .replace(/\(.*$/su, "")
    .replace(/^\s*async\s+/u, "")
    .trim();
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

/** Where a component is declared: its file, and its name there. */
export interface ComponentHome {
  readonly path: string;
  readonly name: string;
}

/** Follows a component's name from its file through re-exports; undefined if the file does not exist. */
export function homeOf({ setting }: ComponentSetting, { from, name }: RequiredComponent): ComponentHome | undefined {
  const module = setting.modules.resolveContractModule(from);
  if (module.kind !== "file") return undefined;
  const declared = setting.modules.declarations.findExported(module, name);
  return declared ? { path: declared.module.path, name: declared.name } : { path: module.path, name };
}

/** The view of a component's module. */
export function viewOf(file: ModuleView, module: DeclaringModule): ModuleView {
  return module.path === file.path ? file : openModule(file.modules, module);
}
