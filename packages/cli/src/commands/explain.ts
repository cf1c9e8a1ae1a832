import { groupBy } from "@godwit/project";
import { COMMON_REASONS, type ExplainedRule, explainRules } from "../explain/explain-rule.js";
import { explainPlace, readPlace } from "../explain/explain-target.js";
import type { ExplainedPlace, ExplainedViolation } from "../explain/explain-source.js";
import { requireProject, sayBroken } from "../project.js";
import { printable, printableJson, printableLines } from "../reporters/printable.js";
import type { explainCommand } from "../tables/begin.js";
import type { OptionsOf } from "../tables/define-command.js";
import { type Colours, coloursFor, type CommandPlace, counted, kindsText, progressOn, paintDiffLine } from "../terminal.js";

type ExplainOptions = OptionsOf<typeof explainCommand>;

/** Explains a rule, a contract, or a place in a file; returns the exit code. */
export function runExplain({ cwd, terminal }: CommandPlace, what: string, options: ExplainOptions): number {
  const project = requireProject(cwd);
  const place = readPlace(what, cwd);
  if (place) {
    const explained = explainPlace(project, place, cwd);
    terminal.out(options.format === "json" ? printableJson(explained) : renderPlace(explained, terminal.hasColour));
    return sayBroken(project, terminal) ? 2 : 0;
  }
  const progress = progressOn(terminal, "counting");
  const rules = explainRules(project, what, progress.step);
  progress.clear();
  terminal.out(options.format === "json" ? printableJson({ version: 1, rules }) : renderRules(rules, terminal.hasColour));
  return sayBroken(project, terminal) ? 2 : 0;
}

/** What becomes of a violation, in words. */
const STATES: Readonly<Record<ExplainedViolation["state"], string>> = {
  new: "it fails godwit check",
  known: "the baseline knows it, so it does not fail godwit check",
  disabled: "a comment disables it, so it is not reported and never edited",
  planned: "its contract is planned: it is counted, and not reported yet",
  warning: "it is a warning, which does not fail godwit check",
};

/** The answer about a place, for people. */
function renderPlace(place: ExplainedPlace, hasColour: boolean): string {
  const colours = coloursFor(hasColour);
  const { file, line, lineText, violations, silent } = place;
  const about = silent.filter(({ isAbout }) => isAbout);
  const others = silent.filter(({ isAbout }) => !isAbout);
  const where = line === null ? file : `${file}:${line}`;
  return `${[
    ...violations.flatMap((violation) => [...renderViolation(violation, colours), ""]),
    ...(violations.length > 0
      ? []
      : [
          `${colours.green("✔")} No contract reports anything at ${colours.bold(printable(where))}.`,
          ...(lineText === null || lineText.trim() === "" ? [] : [`  ${colours.dim(printable(lineText.trim()))}`]),
          "",
        ]),
    ...[...groupBy([...about, ...others], ({ reason }) => reason)].map(
      ([reason, own]) => `${own.map(({ contract }) => colours.cyan(contract)).join(", ")}: ${printable(reason)}`,
    ),
  ]
    .join("\n")
    .trimEnd()}\n`;
}

function renderViolation(violation: ExplainedViolation, colours: Colours): string[] {
  const { contract, rule, file, line, column, message, title, why, state, phase, entry, reason, help, heldBack } = violation;
  const row = (name: string, text: string): string => `  ${colours.dim(name.padEnd(9))} ${printable(text)}`;
  return [
    `${colours.bold(printable(`${file}:${line}:${column}`))} ${colours.cyan(`${contract}/${rule}`)}`,
    `  ${printable(message)}`,
    row("contract", `${title}${why === null ? "" : `: ${why}`}`),
    row("entry", `${entry.file}:${entry.line}`),
    row("state", `${STATES[state]}${phase === null ? "" : `; phase ${phase}`}`),
    ...(violation.fix !== null || reason === null ? [] : [row("no fix", reason)]),
    ...(heldBack === null
      ? []
      : [row("held back", `godwit check --fix does not write it because of ${heldBack.by}: ${heldBack.reason}`)]),
    ...(help === null ? [] : [row("to do", help)]),
    ...(violation.fix === null
      ? []
      : [
          row("fix", heldBack ? "the editor writes" : "godwit check --fix, or the editor, writes"),
          ...renderDiff(violation.fix, colours),
        ]),
    ...violation.suggestions.flatMap((each) => [row("suggested", each.title), ...renderDiff(each.diff, colours)]),
  ];
}

/** A patch without the lines that name its file. */
function renderDiff(patch: string, colours: Colours): string[] {
  const lines = printableLines(patch).trimEnd().split("\n").slice(3);
  return lines.map((line) => paintDiffLine(line, colours, `    ${line}`.trimEnd()));
}

/** The answer about rules, for people. */
function renderRules(rules: readonly ExplainedRule[], hasColour: boolean): string {
  const colours = coloursFor(hasColour);
  return `${rules.map((rule) => renderRule(rule, colours).join("\n")).join("\n\n")}\n`;
}

function renderRule(rule: ExplainedRule, colours: Colours): string[] {
  const { levels, heldBack, suppressed, known, violations } = rule;
  const kinds = kindsText([
    [levels.fix - heldBack, "fixable"],
    [heldBack, "held back by tests"],
    [levels.suggestion, "to look at"],
    [levels.hint, "by hand"],
    [known, "known"],
    [suppressed, "disabled by comments"],
  ]);
  return [
    `${colours.cyan(colours.bold(`${rule.contract}/${rule.rule}`))}: ${printable(rule.description)}`,
    `  ${printable(rule.purpose)}`,
    `  ${counted(violations, "violation")}${kinds === "" ? "" : `: ${kinds}`}${rule.status === "active" ? "" : ` (the contract is ${rule.status})`}`,
    ...(rule.files === null ? [] : [`  files    ${printable(rule.files.join(", "))}`]),
    ...(rule.ignores.length === 0 ? [] : [`  ignores  ${printable(rule.ignores.join(", "))}`]),
    `  ${colours.bold(printable(`${rule.file}:${rule.line}`))}`,
    ...printableLines(rule.source)
      .split("\n")
      .map((line) => colours.dim(`  ${line}`.trimEnd())),
    ...(rule.reasons.length === 0 ? [] : ["", "  Why not all are fixed, and what to do:"]),
    ...rule.reasons
      .slice(0, COMMON_REASONS)
      .flatMap(({ reason, count, example, help }) => [
        `  ${String(count).padStart(5)}  ${printable(reason)} (${printable(example)})`,
        ...(help === null ? [] : [colours.dim(`         ${printable(help)}`)]),
      ]),
  ];
}
