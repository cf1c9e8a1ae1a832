import type { CheckCommand, Component, Contract, Gate, Phase } from "./contract.js";
import { asList, asObject, asTexts } from "./finding.js";
import type { RuleDescription } from "./rule-description.js";
import { wrapEntries } from "./rule-options.js";
import { namedRecord, readImports, readScope } from "./scope.js";

type Data = Record<string, unknown>;

/** The parts of a contract that are not in its front matter. */
export type ContractFrame = Pick<Contract, "id" | "file" | "prose" | "examples" | "hash" | "locate">;

/** Builds a contract from a front matter that its schema accepts. */
export function buildContract(data: Data, frame: ContractFrame, rules: readonly RuleDescription[]): Contract {
  const files = data["files"];
  const validate = asObject(data["validate"]) ?? {};
  return {
    id: frame.id,
    file: frame.file,
    title: data["title"] as string,
    ...pick(data, "track", "owner", "why", "due"),
    status: (data["status"] ?? "active") as Contract["status"],
    risk: (data["risk"] ?? "low") as Contract["risk"],
    severity: (data["severity"] ?? "error") as Contract["severity"],
    links: listOf(data["links"]),
    dependsOn: listOf(data["dependsOn"]),
    ...(files !== undefined && { files: asTexts(files) }),
    ignores: listOf(data["ignores"]),
    imports: readImports(data["imports"]),
    scope: readScope(data["scope"]),
    rules: buildRules(asObject(data["rules"]) ?? {}, rules),
    phases: asObjects(data["phases"]).map(buildPhase),
    components: buildComponents(asObject(data["components"]) ?? {}),
    bridges: listOf(data["bridges"]),
    gates: asObjects(data["gates"]) as unknown as Gate[],
    validate: {
      before: commandsOf(validate["before"]),
      each: commandsOf(validate["each"]),
      after: commandsOf(validate["after"]),
    },
    rollback: listOf(data["rollback"]),
    prose: frame.prose,
    examples: frame.examples,
    hash: frame.hash,
    locate: frame.locate,
  };
}

function buildRules(options: Data, rules: readonly RuleDescription[]): Contract["rules"] {
  return Object.fromEntries(
    rules.filter(({ name }) => Object.hasOwn(options, name)).map((rule) => [rule.name, wrapEntries(rule, options[rule.name])]),
  );
}

function buildPhase(phase: Data): Phase {
  return { ...phase, allow: phase["allow"] ?? 0 } as unknown as Phase;
}

function buildComponents(raw: Data): Record<string, Component> {
  const components = namedRecord<Component>();
  for (const [name, value] of Object.entries(raw)) {
    const component = asObject(value) ?? {};
    components[name] = {
      from: component["from"] as string,
      requiredMethods: listOf(component["requiredMethods"]),
      initializationDependencies: listOf(component["initializationDependencies"]),
      consumerExpectations: (component["consumerExpectations"] ?? {}) as Record<string, string>,
      businessValueRequirements: listOf(component["businessValueRequirements"]),
    };
  }
  return components;
}

function pick<K extends "track" | "owner" | "why" | "due">(data: Data, ...keys: readonly K[]): { [P in K]?: string } {
  return Object.fromEntries(keys.flatMap((key) => (data[key] === undefined ? [] : [[key, data[key]]]))) as { [P in K]?: string };
}

function commandsOf(value: unknown): readonly CheckCommand[] {
  return (asList(value) as readonly (string | Partial<CheckCommand>)[]).map((each) =>
    typeof each === "string" ? { run: each, in: "root" } : { run: each.run!, in: each.in ?? "root" },
  );
}

function listOf(value: unknown): readonly string[] {
  return value === undefined ? [] : asTexts(value);
}

function asObjects(value: unknown): Data[] {
  return Array.isArray(value) ? (value as Data[]) : [];
}
