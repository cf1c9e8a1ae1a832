import {
  contractsDeriveCommand,
  contractsGraphCommand,
  contractsListCommand,
  contractsNewCommand,
  contractsPackCommand,
  contractsTestCommand,
  contractsValidateCommand,
} from "./tables/contracts.js";
import { baselineCheckCommand, baselineMergeCommand, baselinePruneCommand, baselineWriteCommand } from "./tables/baseline.js";
import { doctorCommand, explainCommand, initCommand, mcpCommand } from "./tables/begin.js";
import { checkCommand } from "./tables/check.js";
import type { ArgumentsOf, CommandTable, OptionsOf } from "./tables/define-command.js";
import { historyCommand, reportCommand, statusCommand } from "./tables/overview.js";
import { migrateCommand, rollbackCommand } from "./tables/migrate.js";
import { bridgesCommand, consumersCommand, gatesRecordCommand, planCommand } from "./tables/process.js";
import type { CommandPlace } from "./terminal.js";

/** A command with what runs it; its code is loaded when it runs, so that starting one does not load the others. */
export interface RunnableCommand {
  readonly table: CommandTable;
  /** Returns the exit code. `given` are its arguments and, last, its options. */
  run(place: CommandPlace, given: readonly unknown[]): Promise<number>;
}

type Run<Table extends CommandTable> = (
  place: CommandPlace,
  ...given: [...ArgumentsOf<Table["takes"]>, options: OptionsOf<Table>]
) => number | Promise<number>;

/** Joins a table with the function of its command; that takes the place, the arguments and the options. */
function command<Table extends CommandTable>(table: Table, load: () => Promise<Run<Table>>): RunnableCommand {
  return {
    table,
    run: async (place, given) => {
      const run = (await load()) as unknown as (place: CommandPlace, ...given: readonly unknown[]) => number | Promise<number>;
      return run(place, ...given);
    },
  };
}

/** All commands, in the order of `godwit --help`. */
export const COMMANDS: readonly RunnableCommand[] = [
  command(initCommand, async () => (await import("./commands/init.js")).runInit),
  command(checkCommand, async () => (await import("./commands/check.js")).runCheck),
  command(explainCommand, async () => (await import("./commands/explain.js")).runExplain),
  command(statusCommand, async () => (await import("./commands/status.js")).runStatus),
  command(migrateCommand, async () => (await import("./commands/migrate.js")).runMigrate),
  command(rollbackCommand, async () => (await import("./commands/rollback.js")).runRollback),
  command(planCommand, async () => (await import("./commands/plan.js")).runPlan),
  command(consumersCommand, async () => (await import("./commands/consumers.js")).runConsumers),
  command(bridgesCommand, async () => (await import("./commands/bridges.js")).runBridges),
  command(gatesRecordCommand, async () => (await import("./commands/gates-record.js")).runGatesRecord),
  command(reportCommand, async () => (await import("./commands/report/overview.js")).runReport),
  command(historyCommand, async () => (await import("./commands/history.js")).runHistory),
  command(contractsListCommand, async () => (await import("./commands/contracts/list.js")).runContractsList),
  command(contractsValidateCommand, async () => (await import("./commands/contracts/validate.js")).runContractsValidate),
  command(contractsTestCommand, async () => (await import("./commands/contracts/test.js")).runContractsTest),
  command(contractsPackCommand, async () => (await import("./commands/contracts/pack.js")).runContractsPack),
  command(contractsGraphCommand, async () => (await import("./commands/contracts/graph.js")).runContractsGraph),
  command(contractsNewCommand, async () => (await import("./commands/contracts/new.js")).runContractsNew),
  command(contractsDeriveCommand, async () => (await import("./commands/contracts/derive.js")).runContractsDerive),
  command(baselineWriteCommand, async () => (await import("./commands/baseline.js")).runBaselineWrite),
  command(baselinePruneCommand, async () => (await import("./commands/baseline.js")).runBaselinePrune),
  command(baselineCheckCommand, async () => (await import("./commands/baseline.js")).runBaselineCheck),
  command(baselineMergeCommand, async () => (await import("./commands/baseline.js")).runBaselineMerge),
  command(doctorCommand, async () => (await import("./commands/doctor.js")).runDoctor),
  command(mcpCommand, async () => (await import("./commands/mcp.js")).runMcp),
];

/** What the commands with a second word are about. */
export const COMMAND_GROUPS: Readonly<Record<string, string>> = {
  gates: "record that a gate of a contract holds",
  contracts: "begin, derive, list, validate, test, pack and draw contracts",
  baseline: "tolerate the violations that are there, and no new ones",
};

/** The headings of `godwit --help`, by the command that comes first below each. */
export const HELP_HEADINGS: Readonly<Record<string, string>> = {
  init: "Every day:",
  plan: "A migration from start to end:",
  contracts: "Contracts and set-up:",
};
