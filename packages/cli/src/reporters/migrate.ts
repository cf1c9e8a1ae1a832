import type { DryRun } from "../migrate/dry-run.js";
import type { LeftGroup, MigrateReport, UnitResult } from "../migrate/report.js";
import { coloursFor, counted, type Colours } from "../terminal.js";
import { renderWaves } from "./waves.js";
import { printable } from "./printable.js";
import { renderTable } from "./table.js";

const MOST_ROWS = 30;
const OUTPUT_LINES = 15;

/** The end of a run for people: what was kept, put back and left, each with its reason, and what to do next. */
export function renderMigration(report: MigrateReport, { hasColour }: { readonly hasColour: boolean }): string {
  const colours = coloursFor(hasColour);
  const of = (outcome: UnitResult["outcome"]): readonly UnitResult[] => report.units.filter((unit) => unit.outcome === outcome);
  const lines = [
    ...renderKept(of("kept"), of("put-back"), colours),
    ...renderFailed("Put back, every byte", of("put-back"), colours),
    ...renderFailed("Left alone, as somebody else changed it", of("abandoned"), colours),
    ...renderWaves(report.waves, colours),
    ...renderLeft(report.left, colours),
    ...renderNotes(report.notes, colours),
    renderTotals(report, colours),
    ...(report.stopped === null ? [] : indentRest(colours.yellow(`! ${report.stopped}`))),
    ...report.next.map((step, index) => `${index === 0 ? "Next: " : "      "}${step}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a dry run adds up to, for stderr: stdout has the patch. */
export function renderDryRun({ files, sites, refused, waves, commands, format }: DryRun): string {
  const lines = [
    ...renderWaves(waves, coloursFor(false)),
    ...refused.map(({ unit, reason }) => `would not be kept: ${printable(`${unit}: ${reason}`)}`),
    `${counted(sites, "site")} in ${counted(files, "file")} would change; nothing is written.`,
    ...(format !== null && files > 0
      ? [`A run also formats what it writes; the patch is not formatted: ${printable(format)}`]
      : []),
    ...(commands.length > 0 ? [`A run also asks these, which were not run: ${commands.map(printable).join("; ")}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function renderKept(kept: readonly UnitResult[], putBack: readonly UnitResult[], colours: Colours): string[] {
  if (kept.length === 0) return [];
  const rows =
    kept.length > MOST_ROWS
      ? byPackage(kept, putBack)
      : kept.map((unit) => [unit.unit, counted(unit.sites, "site"), describeOthers(unit), ""]);
  return [colours.bold("Kept"), ...indent(renderTable(rows, (text, column) => (column === 0 ? colours.green(text) : text))), ""];
}

function describeOthers({ unit, files }: UnitResult): string {
  const others = files.filter((file) => file !== unit);
  return others.length > 0 ? `with ${others.join(", ")}` : "";
}

/** `dal  151 of 154 sites in 23 files` */
function byPackage(kept: readonly UnitResult[], putBack: readonly UnitResult[]): string[][] {
  return [...new Set(kept.map((unit) => unit.package))].map((name) => {
    const own = kept.filter((unit) => unit.package === name);
    const sites = sum(own);
    const all = sites + sum(putBack.filter((unit) => unit.package === name));
    const share = all === sites ? counted(sites, "site") : `${sites} of ${all} sites`;
    return [name === "." ? "the root package" : name, share, `in ${counted(new Set(own.map(({ unit }) => unit)).size, "file")}`];
  });
}

function sum(units: readonly UnitResult[]): number {
  return units.reduce((total, { sites }) => total + sites, 0);
}

function renderFailed(title: string, failed: readonly UnitResult[], colours: Colours): string[] {
  if (failed.length === 0) return [];
  const shown = new Set<string>();
  const lines = failed.flatMap(({ unit, sites, reason, output }) => {
    const count = sites > 0 ? colours.dim(` (${counted(sites, "site")})`) : "";
    const end = output === undefined || shown.has(output) ? [] : output.split("\n").slice(-OUTPUT_LINES);
    if (output !== undefined) shown.add(output);
    return [`  ${colours.red(unit)}${count}`, `    ${reason ?? ""}`, ...end.map((line) => colours.dim(`      ${line}`))];
  });
  return [colours.bold(title), ...lines, ""];
}

function renderLeft(left: readonly LeftGroup[], colours: Colours): string[] {
  if (left.length === 0) return [];
  const rows = left
    .slice(0, MOST_ROWS)
    .map(({ count, level, reason, first }) => [
      String(count).padStart(5),
      { fix: "fixable", suggestion: "to look at", hint: "by hand" }[level],
      count > 1 ? `${first} …` : first,
      reason,
    ]);
  const more = left.length - rows.length;
  return [
    colours.bold("Left"),
    ...indent(renderTable(rows, (text, column) => (column === 2 ? colours.cyan(text) : column === 1 ? colours.dim(text) : text))),
    ...(more > 0 ? [colours.dim(`  and ${counted(more, "more reason")}`)] : []),
    "",
  ];
}

function renderNotes(notes: readonly string[], colours: Colours): string[] {
  return notes.length === 0 ? [] : [...notes.map((note) => colours.yellow(`! ${note}`)), ""];
}

function renderTotals(report: MigrateReport, colours: Colours): string {
  const { outcome, before, after, contract, units, durationMs, run, commits } = report;
  const kept = sum(units.filter((unit) => unit.outcome === "kept"));
  const refused = sum(units.filter((unit) => unit.outcome !== "kept"));
  const isGood = outcome === "complete" && refused === 0;
  const parts = [
    kept + refused === 0 ? nothing(report) : `${kept.toLocaleString("en-US")} of ${counted(kept + refused, "site")} kept`,
    ...(commits.length > 0 ? [`in ${counted(commits.length, "commit")}`] : []),
    `${contract} has ${before.toLocaleString("en-US")} → ${after.toLocaleString("en-US")} violations`,
  ];
  const word = { complete: "", stopped: "Stopped: ", interrupted: "Interrupted: ", failed: "Failed: ", "rolled-back": "" }[
    outcome
  ];
  const paint = isGood ? colours.green : colours.yellow;
  const time = durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`;
  return `${paint(`${isGood ? "✔" : "!"} ${word}${parts.join(", ")}`)} ${colours.dim(`(${run === null ? "" : `run ${run}, `}${time})`)}`;
}

function nothing({ left, outcome }: MigrateReport): string {
  if (outcome !== "complete") return "nothing was changed";
  return left.length === 0 ? "nothing is left to migrate" : "nothing that migrate can do as asked";
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function indentRest(text: string): string[] {
  const [first, ...rest] = text.split("\n");
  return [first!, ...rest.slice(-OUTPUT_LINES).map((line) => `    ${line}`)];
}
