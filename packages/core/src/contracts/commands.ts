/** The commands of a contract: which there are, and what is left of them where nobody said that they may run. */
import { type CheckCommand, type Contract, describeCheck, type Gate } from "./contract.js";
import { asList, asObject } from "./finding.js";
import type { ContractPackage } from "./packages/packages.js";

type Commands = Pick<Contract, "gates" | "validate" | "rollback">;

/** Reads the commands of a front matter that its schema accepts. */
export function readCommands(data: Readonly<Record<string, unknown>>): Commands {
  const validate = asObject(data["validate"]) ?? {};
  return {
    gates: (Array.isArray(data["gates"]) ? data["gates"] : []) as Gate[],
    validate: {
      before: commandsOf(validate["before"]),
      each: commandsOf(validate["each"]),
      after: commandsOf(validate["after"]),
    },
    rollback: asList(data["rollback"]) as readonly string[],
  };
}

/** All commands, in the order in which they may run. */
export function listCommands({ gates, validate, rollback }: Commands): readonly string[] {
  const inGates = gates.flatMap(({ when }) => ("run" in when ? [when.run] : []));
  return [...new Set([...[...validate.before, ...validate.each, ...validate.after].map(describeCheck), ...inGates, ...rollback])];
}

/** What is left of a package's commands where nobody said that they may run: a person has to see to the gates. */
export function withoutCommands({ gates }: Commands, { name, version }: ContractPackage): Commands {
  const manual = (command: string): string =>
    `run ${JSON.stringify(command)} yourself, since ${name}@${version} is not in godwit.trust`;
  return {
    gates: gates.map((gate) => ("run" in gate.when ? { ...gate, when: { manual: manual(gate.when.run) } } : gate)),
    validate: { before: [], each: [], after: [] },
    rollback: [],
  };
}

function commandsOf(value: unknown): readonly CheckCommand[] {
  return (asList(value) as readonly (string | Partial<CheckCommand>)[]).map((each) =>
    typeof each === "string" ? { run: each, in: "root" } : { run: each.run!, in: each.in ?? "root" },
  );
}
