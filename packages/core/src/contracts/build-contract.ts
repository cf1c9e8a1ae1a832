import { describeCheck, type CheckCommand, type Component, type Contract, type Gate, type Phase } from "./contract.js";
import { asList, asObject, asTexts } from "./finding.js";
import type { ContractPackage } from "./packages.js";
import type { RuleDescription } from "./rule-description.js";
import { wrapEntries } from "./rule-options.js";
import { namedRecord, readImports, readScope } from "./scope.js";

type Data = Record<string, unknown>;

/** The parts of a contract that are not in its front matter. */
export interface ContractFrame extends Pick<Contract, "id" | "file" | "prose" | "examples" | "hash" | "locate"> {
  readonly package?: ContractPackage | undefined;
  readonly overridden: readonly string[];
}

/** Builds a contract from a front matter that its schema accepts. */
export function buildContract(data: Data, frame: ContractFrame, rules: readonly RuleDescription[]): Contract {
  const files = data["files"];
  const commands = readCommands(data);
  const { package: from } = frame;
  return {
    id: frame.id,
    file: frame.file,
    ...(from && { package: { name: from.name, version: from.version, withheld: from.isTrusted ? [] : listCommands(commands) } }),
    ...(frame.overridden.length > 0 && { overridden: frame.overridden }),
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
    ...(from && !from.isTrusted ? withoutCommands(commands, from) : commands),
    prose: frame.prose,
    examples: frame.examples,
    hash: frame.hash,
    locate: frame.locate,
  };
}

type Commands = Pick<Contract, "gates" | "validate" | "rollback">;

function readCommands(data: Data): Commands {
  const validate = asObject(data["validate"]) ?? {};
  return {
    gates: asObjects(data["gates"]) as unknown as Gate[],
    validate: {
      before: commandsOf(validate["before"]),
      each: commandsOf(validate["each"]),
      after: commandsOf(validate["after"]),
    },
    rollback: listOf(data["rollback"]),
  };
}

function listCommands({ gates, validate, rollback }: Commands): readonly string[] {
  const inGates = gates.flatMap(({ when }) => ("run" in when ? [when.run] : []));
  return [...new Set([...[...validate.before, ...validate.each, ...validate.after].map(describeCheck), ...inGates, ...rollback])];
}

/** What is left of a package's commands where nobody said that they may run: a person has to see to the gates. */
function withoutCommands({ gates }: Commands, { name, version }: ContractPackage): Commands {
  const manual = (command: string): string =>
    `run ${JSON.stringify(command)} yourself, since ${name}@${version} is not in godwit.trust`;
  return {
    gates: gates.map((gate) => ("run" in gate.when ? { ...gate, when: { manual: manual(gate.when.run) } } : gate)),
    validate: { before: [], each: [], after: [] },
    rollback: [],
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
