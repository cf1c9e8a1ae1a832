import {
  CONTRACT,
  defineCommand,
  flag,
  format,
  HISTORY_FORMATS,
  list,
  many,
  OVERVIEW_FORMATS,
  PLAIN_FORMATS,
  REPORT_FORMAT_NAMES,
  text,
} from "./define-command.js";

/** `godwit status`. */
export const statusCommand = defineCommand({
  name: "status",
  summary: "show where each contract stands; godwit alone does the same",
  takes: [],
  options: {
    contract: CONTRACT,
    by: text("--by <groups>", "also what is left by owner, package or phase; several with commas"),
    cache: flag("--no-cache", "count everything again, and keep nothing for the next run"),
    format: format(PLAIN_FORMATS, "stylish", "how to print the status"),
    output: text("-o, --output <file>", "write the status to a file instead of stdout; its ending chooses the format"),
  },
  about: `Left is out of the most that the history or the baseline knows. The trend is that of the last four weeks, and the day on which a
contract is done follows from it.`,
  exits: "0 counted, whatever is left; 2 could not run as asked, or not every file could be counted.",
  examples: `
godwit status
godwit status --by owner,package
godwit status --contract unified-ids --format json`,
});

/** `godwit history`. */
export const historyCommand = defineCommand({
  name: "history",
  summary: "count what was left at each commit of the main branch",
  takes: [],
  options: {
    contract: CONTRACT,
    asTheyWere: flag("--as-they-were", "with the contracts as they were at each commit; default: as they are now"),
    ref: text("--ref <name>", "another branch or commit than the main branch"),
    last: text("--last <n>", "only the newest n commits"),
    cache: flag("--no-cache", "count everything again, and keep nothing for the next run"),
    format: format(HISTORY_FORMATS, "stylish", "how to print the counts"),
    output: text("-o, --output <file>", "write the counts to a file instead of stdout; its ending chooses the format"),
  },
  about: `Follows first parents, so that a merge counts once. Each version of a file is analysed once, and kept in .godwit/history, which git
does not see. An old version is judged as if it were in today's tree: what it imports is looked up among the files of today.`,
  exits: "0 counted, 2 could not run as asked, or not every version could be counted.",
  examples: `
godwit history                              all contracts, with the pace of the last four weeks
godwit history --format csv -o history.csv  for a spreadsheet
godwit history --as-they-were               what the contracts of each day would have said
godwit history --contract unified-ids --last 200`,
});

/** `godwit report`. */
export const reportCommand = defineCommand({
  name: "report",
  summary: "write a page about the migrations of one repository or many",
  takes: [],
  options: {
    format: many(
      "--format <name[=file]>",
      `${OVERVIEW_FORMATS.join(", ")}; default: what --output ends in, else md (json with --from); repeatable, with =file for all but one`,
    ),
    output: text("-o, --output <file>", "the file for the format without one, instead of stdout"),
    contract: CONTRACT,
    history: flag("--no-history", "leave the past out: no burn-down and no pace"),
    cache: flag("--no-cache", "count everything again, and keep nothing for the next run"),
    repository: many(
      "--repository <name=file...>",
      "instead: the result of godwit check --format json of a repository (repeatable), for one page about all",
    ),
    past: list("--past <files...>", "with --repository: the JSON of earlier such reports, for the weeks before"),
    from: many(
      "--from <files...>",
      `instead: results of godwit check --format json, one or all shards of a run, written as ${REPORT_FORMAT_NAMES.join(", ")}`,
    ),
  },
  about: `The page is one file that needs no network: dashboard by track, burn-down with due dates, dependencies, risk and what it demands, owners,
gates with evidence, bridges, runs, and from every number a way to the list of violations. No command of a contract runs.`,
  exits: `0 written, whatever is left; 2 could not run as asked, or something could not be counted (the page says what). With --from
those that one run of godwit check over all files would have. With --repository 2 where a result is missing, old or not whole.`,
  examples: `
godwit report -o report.html
godwit report --format md >> "$GITHUB_STEP_SUMMARY"
godwit report --format html=report.html --format csv=violations.csv
godwit report --from 1.json 2.json 3.json --format json=godwit.json
godwit report --repository web=web.json --repository api=api.json --past fleet.json --format html=fleet.html --format json=fleet.json`,
});
