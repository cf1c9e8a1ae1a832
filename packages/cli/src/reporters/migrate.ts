import { listWords } from "@godwit/project";
import type { DryRun, LeftGroup, MigrateReport, UnitResult } from "../results/schemas.js";
import { noteOfReworded, shortReason } from "../migrate/types/verify-types.js";
import { grouped, coloursFor, counted, timeText, type Colours } from "../terminal.js";
import type { Block, Line } from "./document/document.js";
import { renderTerminal } from "./document/render-terminal.js";
import { refusedByReason, wavesBlocks } from "./waves.js";
import { printable, printableData } from "./printable.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { migrateCommand } from "../tables/migrate.js";
import { renderTable, wrap } from "./table.js";

const MOST_ROWS = 30;
const MOST_OTHERS = 3;
const OUTPUT_LINES = 15;

/** How a report is drawn. */
export interface MigrationView {
  readonly hasColour: boolean;
  /** Columns of the terminal; undefined: as wide as it gets. */
  readonly columns?: number | undefined;
  /** What the run was asked for. */
  readonly asked?: MigrationAsked;
}

type MigrationAsked = Partial<Pick<OptionsOf<typeof migrateCommand>, "phase" | "batch" | "keepGoing">>;

/** The end of a run for people: what was kept, put back and left, each with its reason, and what to do next. */
export function renderMigration(report: MigrateReport, { hasColour, columns, asked }: MigrationView): string {
  const colours = coloursFor(hasColour);
  const of = (outcome: UnitResult["outcome"]): readonly UnitResult[] => report.units.filter((unit) => unit.outcome === outcome);
  const isInPart = of("put-back").some(({ unit }) => of("kept").some((kept) => kept.unit === unit));
  const lines = [
    ...renderKept(of("kept"), of("put-back"), colours),
    ...renderFailed({ title: isInPart ? "Put back" : "Put back, every byte", failed: of("put-back") }, colours, columns),
    ...renderFailed({ title: "Left alone, as somebody else changed it", failed: of("abandoned") }, colours, columns),
    ...renderWaves(report.waves, { hasColour, columns }),
    ...draw(leftBlocks(report.left), { hasColour, columns }),
    ...renderNotes(report.notes, colours),
    renderTotals(report, asked ?? {}, colours),
    ...(report.stopped === null ? [] : indentRest(colours.yellow(`! ${report.stopped}`))),
    ...report.next.map((step, index) => `${index === 0 ? "Next: " : "      "}${step}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** What a dry run adds up to, for stderr: stdout has the patch. */
export function renderDryRun(contract: string, found: DryRun): string {
  const { files, sites, refused, left, waves, rewordedErrors, notes, commands, format } = found;
  const lines = [
    ...renderWaves(waves, { hasColour: false }),
    ...draw(leftBlocks(left), { hasColour: false }),
    ...refusedByReason(refused).map(({ units, reason }) => `would not be kept: ${printable(`${units}: ${reason}`)}`),
    ...noteOfReworded(rewordedErrors).map(printable),
    ...notes.map(printable),
    `${counted(sites, "site")} in ${counted(files, "file")} would change; nothing is written.`,
    ...(files > 0 ? ["A run also has it confirmed by the project's own TypeScript, which a dry run does not ask."] : []),
    ...(format !== null && files > 0
      ? [`A run also formats what it writes; the patch is not formatted: ${printable(format)}`]
      : []),
    ...(commands.length > 0 ? [`A run also asks these, which were not run: ${commands.map(printable).join("; ")}`] : []),
    ...(files > 0 ? ["Next: the same without --dry-run, which judges nothing again that is judged here."] : []),
    ...(left.length > 0 ? [`Next: see each: godwit check --all --contract ${contract}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function renderWaves(waves: MigrateReport["waves"], look: MigrationView): string[] {
  return draw(wavesBlocks(printableData(waves)), look);
}

function draw(blocks: readonly Block[], look: MigrationView): string[] {
  if (blocks.length === 0) return [];
  return [
    ...renderTerminal(blocks, { ...look, mostRows: MOST_ROWS })
      .trimEnd()
      .split("\n"),
    "",
  ];
}

function renderKept(kept: readonly UnitResult[], putBack: readonly UnitResult[], colours: Colours): string[] {
  if (kept.length === 0) return [];
  const paint = (text: string, column: number): string => (column === 0 ? colours.green(text) : text);
  const isLong = kept.length > MOST_ROWS;
  const rows = isLong ? [] : kept.map((unit) => [unit.unit, counted(unit.sites, "site"), describeOthers(unit)]);
  const isSplit = kept.some((unit) => putBack.some((other) => other.package === unit.package));
  // What goes through the whole program belongs to no package.
  const waves = kept.filter(({ unit, files }) => !files.includes(unit));
  const alone = kept.filter((unit) => !waves.includes(unit));
  const packages = isLong || isSplit ? describePackages(alone, putBack) : [];
  const through = isLong
    ? waves.map(({ unit, sites, files }) => `${unit}: ${counted(sites, "site")} kept in ${counted(files.length, "file")}`)
    : [];
  return [colours.bold("Kept"), ...indent(renderTable(rows, paint)), ...indent([...packages, ...through]), ""];
}

function describeOthers({ unit, files }: UnitResult): string {
  const others = files.filter((file) => file !== unit);
  if (others.length === 0) return "";
  const more = others.length - MOST_OTHERS;
  return `with ${others.slice(0, MOST_OTHERS).join(", ")}${more > 0 ? ` and ${counted(more, "more file")}` : ""}`;
}

/** `dal: 151 of 154 sites kept in 23 files, 3 put back: TS2345` */
function describePackages(kept: readonly UnitResult[], putBack: readonly UnitResult[]): string[] {
  return [...new Set(kept.map((unit) => unit.package))].map((name) => {
    const own = kept.filter((unit) => unit.package === name);
    const failed = putBack.filter((unit) => unit.package === name && unit.sites > 0);
    const [sites, back] = [sum(own), sum(failed)];
    const share = back === 0 ? counted(sites, "site") : `${sites} of ${sites + back} sites`;
    const files = counted(new Set(own.map(({ unit }) => unit)).size, "file");
    const reasons = [...new Set(failed.map(({ reason }) => shortReason(reason ?? "")))];
    const end = back === 0 ? "" : `, ${back} put back: ${listWords(reasons)}`;
    return `${name === "." ? "the root package" : name}: ${share} kept in ${files}${end}`;
  });
}

function sum(units: readonly UnitResult[]): number {
  return units.reduce((total, { sites }) => total + sites, 0);
}

interface FailedUnits {
  readonly title: string;
  readonly failed: readonly UnitResult[];
}

function renderFailed({ title, failed }: FailedUnits, colours: Colours, columns: number | undefined): string[] {
  if (failed.length === 0) return [];
  const reasons = [...new Set(failed.map(({ reason }) => reason ?? ""))];
  const shown = new Set<string>();
  const lines = reasons.flatMap((reason) => {
    const units = failed.filter((unit) => (unit.reason ?? "") === reason);
    const names = units.map(({ unit, sites }) => {
      const count = sites > 0 ? colours.dim(` (${counted(sites, "site")})`) : "";
      return `  ${colours.red(unit)}${count}`;
    });
    const outputs = units.flatMap(({ output }) => (output === undefined || shown.has(output) ? [] : [output]));
    for (const output of outputs) shown.add(output);
    const ends = [...new Set(outputs)].flatMap((output) => output.split("\n").slice(-OUTPUT_LINES));
    return [...names, ...wrapped(reason, 4, columns), ...ends.map((line) => colours.dim(`      ${line}`))];
  });
  return [colours.bold(title), ...lines, ""];
}

/** A text in lines that fit, all of them indented. */
function wrapped(text: string, indentation: number, columns: number | undefined): string[] {
  const lines = wrap(text, columns === undefined ? undefined : columns - indentation - 1);
  return lines.map((line) => `${" ".repeat(indentation)}${line}`);
}

const LEVELS = { fix: "fixable", suggestion: "to look at", hint: "by hand" } as const;

function leftBlocks(left: readonly LeftGroup[]): readonly Block[] {
  if (left.length === 0) return [];
  const rows = left.map(({ count, level, reason, first }): Line[] => [
    ...[String(count), [{ tone: "quiet" as const, text: LEVELS[level] }], [{ code: count > 1 ? `${first} …` : first }], reason],
  ]);
  return [
    { kind: "heading", level: 2, text: "Left" },
    { kind: "table", head: ["sites", "how", "where", "why"], numbers: [0], rows },
  ];
}

function renderNotes(notes: readonly string[], colours: Colours): string[] {
  return notes.length === 0 ? [] : [...notes.map((note) => colours.yellow(`! ${note}`)), ""];
}

function renderTotals(report: MigrateReport, { phase, batch, keepGoing }: MigrationAsked, colours: Colours): string {
  const { outcome, before, after, contract, units, durationMs, run, commits } = report;
  const kept = sum(units.filter((unit) => unit.outcome === "kept"));
  const refused = sum(units.filter((unit) => unit.outcome !== "kept"));
  const isGood = outcome === "complete" && refused === 0;
  const asked = batch !== undefined ? `batch ${batch}` : phase !== undefined ? `phase ${phase} of ${contract}` : contract;
  const parts = [
    kept + refused === 0 ? nothing(report) : `${grouped(kept)} of ${counted(kept + refused, "site")} kept`,
    ...(commits.length > 0 ? [`in ${counted(commits.length, "commit")}`] : []),
    `${asked} has ${grouped(before)} → ${grouped(after)} violations`,
  ];
  const word = {
    complete: "",
    stopped: keepGoing ? "" : "Stopped: ",
    interrupted: "Interrupted: ",
    failed: "Failed: ",
    "rolled-back": "",
  }[outcome];
  const paint = isGood ? colours.green : colours.yellow;
  return `${paint(`${isGood ? "✔" : "!"} ${word}${parts.join(", ")}`)} ${colours.dim(`(${run === null ? "" : `run ${run}, `}${timeText(durationMs)})`)}`;
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
