import { type Contract, type Demand, demandsOfRisk, isMet } from "@godwit/core/contracts";
import type { PlanContract } from "@godwit/project";
import { describeWithheld } from "../contracts/compile-draft.js";
import { UsageError } from "../failure.js";
import { commandFault } from "./commands.js";
import type { MigrateOptions } from "./options.js";

/** What is asked of a run that its contract has a say in. */
type DemandOptions = Pick<MigrateOptions, "verify" | "force">;

/**
 * Throws `UsageError` if a contract may not be migrated as asked: it is planned, blocked, or its risk demands more than it has. The last is
 * only told where `tell` is given.
 */
export function requireDemands(
  contract: Contract,
  planned: PlanContract,
  options: DemandOptions,
  tell?: (text: string) => void,
): void {
  requireWorkingCommands(contract, options.verify ?? []);
  const faults = missingFor(contract, options);
  if (faults.length > 0) {
    const advice = describeWithheld(contract) ?? `Add it to ${contract.file}, or lower the risk there.`;
    const text = `${contract.id} has risk: ${contract.risk}, which demands ${faults.join("; ")}. ${advice}`;
    if (!tell) throw new UsageError(`${text} Nothing was changed.`);
    tell(text);
  }
  if (options.force) return;
  if (contract.status === "planned") {
    const how = contract.package
      ? `"godwit": { "overrides": { ${JSON.stringify(contract.id)}: { "status": "active" } } } in package.json`
      : `status: active in ${contract.file}`;
    throw new UsageError(`${contract.id} is planned. Write ${how} to begin, or use --force.`);
  }
  if (planned.blockedBy.length > 0) {
    const why = planned.blockedBy.map((blocker) => `${blocker.contract} is not done (${blocker.why})`).join(", ");
    const first = planned.blockedBy[0]!.contract;
    throw new UsageError(
      `${contract.id} is blocked: ${why}. Begin with godwit migrate ${first}, or use --force. Nothing was changed.`,
    );
  }
}

/** What a contract lacks for its risk. */
function missingFor(contract: Contract, { verify = [] }: DemandOptions): readonly string[] {
  return demandsOf(contract, verify.length).flatMap(({ what, why, isMet }) => (isMet ? [] : [`${what}, ${why}`]));
}

function requireWorkingCommands({ validate, file }: Contract, verify: readonly string[]): void {
  const named = [
    ...Object.entries(validate).flatMap(([key, commands]) =>
      commands.map(({ run }) => [`validate.${key} in ${file}`, run] as const),
    ),
    ...verify.map((command) => ["--verify", command] as const),
  ];
  for (const [where, command] of named) {
    const fault = commandFault(command);
    if (fault !== undefined) throw new UsageError(`The command ${JSON.stringify(command)} of ${where} ${fault}.`);
  }
}

/** What the risk of a contract demands, and whether the contract has it; `--verify` gives further commands for each consumer. */
export function demandsOf(contract: Contract, verifyCommands = 0): readonly (Demand & { readonly isMet: boolean })[] {
  return demandsOfRisk(contract.risk).map((demand) => ({
    ...demand,
    isMet: isMet(demand, contract) || (demand.what === "validate.each" && verifyCommands > 0),
  }));
}
