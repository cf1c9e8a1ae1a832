import { Option, type Command } from "commander";
import type { HistoryCommandOptions } from "./commands/history.js";
import { REPORT_FORMAT_NAMES } from "./commands/check-options.js";
import { HISTORY_FORMATS, OVERVIEW_FORMATS, STATUS_FORMATS } from "./commands/overview-formats.js";
import type { ReportOptions } from "./commands/report.js";
import type { StatusOptions } from "./commands/status.js";
import type { ProcessCommandsHost } from "./process-commands.js";

/** What the commands that look at everything need from the program. */
export interface OverviewCommandsHost extends ProcessCommandsHost {
  contractOption(): Option;
  readonly version: string;
}

/** Adds the commands that show where the migrations stand. */
export function addOverview(program: Command, host: OverviewCommandsHost): void {
  addStatus(program, host);
  addHistory(program, host);
  addReport(program, host);
}

function addStatus(program: Command, { terminal, cwd, exit, contractOption }: OverviewCommandsHost): void {
  program
    .command("status")
    .description("show where each contract stands, on one screen; godwit alone does the same")
    .addOption(contractOption())
    .option("--by <groups>", "also what is left by owner, package or phase; several with commas")
    .option("--no-cache", "count everything again, and keep nothing for the next run")
    .addOption(new Option("--format <format>", "how to print the status").choices(STATUS_FORMATS).default("stylish"))
    .option("-o, --output <file>", "write the status to a file instead of stdout; its ending chooses the format")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Left is out of the most that the history or the baseline knows. The trend is that of the last four weeks, and the day on which a
contract is done follows from it.

Exit codes: 0 counted, whatever is left; 2 could not run as asked, or not every file could be counted.

Examples:
  godwit status
  godwit status --by owner,package
  godwit status --contract unified-ids --format json`,
    )
    .action(async (options: StatusOptions) => {
      const { runStatus } = await import("./commands/status.js");
      exit(runStatus(options, cwd(), terminal));
    });
}

function addHistory(program: Command, { terminal, cwd, exit, contractOption }: OverviewCommandsHost): void {
  program
    .command("history")
    .description("count what was left at each commit of the main branch")
    .addOption(contractOption())
    .option("--as-they-were", "with the contracts as they were at each commit; default: as they are now")
    .option("--ref <name>", "another branch or commit than the main branch")
    .option("--last <n>", "only the newest n commits")
    .option("--no-cache", "count everything again, and keep nothing for the next run")
    .addOption(new Option("--format <format>", "how to print the counts").choices(HISTORY_FORMATS).default("stylish"))
    .option("-o, --output <file>", "write the counts to a file instead of stdout; its ending chooses the format")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Follows first parents, so that a merge counts once. Each version of a file is analysed once, and kept in .godwit/history, which git
does not see. An old version is judged as if it were in today's tree: what it imports is looked up among the files of today.

Exit codes: 0 counted, 2 could not run as asked, or not every version could be counted.

Examples:
  godwit history                              all contracts, with the pace of the last four weeks
  godwit history --format csv -o history.csv  for a spreadsheet
  godwit history --as-they-were               what the contracts of each day would have said
  godwit history --contract unified-ids --last 200`,
    )
    .action(async (options: HistoryCommandOptions) => {
      const { runHistory } = await import("./commands/history.js");
      exit(runHistory(options, cwd(), terminal));
    });
}

function addReport(program: Command, { terminal, cwd, exit, contractOption, version }: OverviewCommandsHost): void {
  program
    .command("report")
    .description("write a page about all migrations, or join the results of shards")
    .option(
      "--format <name[=file]>",
      `${OVERVIEW_FORMATS.join(", ")}; default: what --output ends in, else md (json with --from); repeatable, with =file for all but one`,
      (value: string, values: string[] | undefined) => [...(values ?? []), value],
    )
    .option("-o, --output <file>", "the file for the format without one, instead of stdout")
    .addOption(contractOption())
    .option("--no-history", "leave the past out: no burn-down and no pace")
    .option("--no-cache", "count everything again, and keep nothing for the next run")
    .option(
      "--from <files...>",
      `instead: results of godwit check --format json, one or all shards of a run, written as ${REPORT_FORMAT_NAMES.join(", ")}`,
    )
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
The page is one file that needs no network: dashboard by track, burn-down with due dates, dependencies, risk and what it demands, owners,
gates with evidence, bridges, runs, and from every number a way to the list of violations. No command of a contract runs.

Exit codes: 0 written, whatever is left; 2 could not run as asked, or something could not be counted (the page says what). With --from
those that one run of godwit check over all files would have.

Examples:
  godwit report -o report.html
  godwit report --format md >> "$GITHUB_STEP_SUMMARY"
  godwit report --format html=report.html --format csv=violations.csv
  godwit report --from 1.json 2.json 3.json --format json=godwit.json`,
    )
    .action(async (options: ReportOptions) => {
      const { runReport } = await import("./commands/report.js");
      exit(await runReport(options, version, { cwd: cwd(), terminal }));
    });
}
