import { countOf } from "../../check/listed-finding.js";
import { counted } from "../../terminal.js";
import { printableData } from "../printable.js";
import { contractsById, linesAbout, type Report, type Violation } from "./report.js";

/** GitHub shows so many of each level in a step, and hides the rest without a word. */
const MOST_SHOWN = 10;

type Level = "error" | "warning" | "notice";

interface Annotation {
  readonly level: Level;
  readonly properties: Readonly<Record<string, string | number | undefined>>;
  readonly lines: readonly string[];
}

/** Workflow commands of GitHub Actions: each new violation becomes an annotation of its line. */
export function renderGithub(raw: Report): string {
  const result = printableData(raw.result);
  const { places } = raw;
  const contracts = contractsById(result);
  const pathOf = (file: string): string => places.inRepository(file);
  const toAnnotation = (violation: Violation): Annotation => {
    const contract = contracts.get(violation.contract);
    const { file, line, column, endLine, endColumn, severity, rule, message } = violation;
    return {
      level: severity === "error" ? "error" : "warning",
      properties: {
        ...{ file: pathOf(file), line, endLine: endLine === line ? undefined : endLine, col: column },
        ...{
          endColumn: endLine === line ? endColumn : undefined,
          title: `${contract?.title ?? violation.contract} (${violation.contract}/${rule})`,
        },
      },
      lines: [message, ...linesAbout(violation, contract)],
    };
  };
  const violations = result.violations.filter(({ tolerated }) => !tolerated);
  const fresh = violations.map(toAnnotation);
  const total = violations.reduce((sum, violation) => sum + countOf(violation), 0);
  const annotations = [
    ...result.problems.map((problem) => toNotice(problem, "error", pathOf)),
    ...fresh.filter(({ level }) => level === "error"),
    ...fresh.filter(({ level }) => level === "warning"),
    ...(result.warnings ?? []).map((problem) => toNotice(problem, "warning", pathOf)),
  ];
  return [...annotations.map(toCommand), ...sayLimits(annotations), totalOf(total)].map((line) => `${line}\n`).join("");
}

function toNotice(
  { file, line, column, code, message }: Report["result"]["problems"][number],
  level: Level,
  pathOf: (file: string) => string,
): Annotation {
  return { level, properties: { file: pathOf(file), line, col: column, title: `godwit: ${code}` }, lines: [message] };
}

function toCommand({ level, properties, lines }: Annotation): string {
  const pairs = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  return `::${level} ${pairs.join(",")}::${lines.map(escapeData).join("%0A")}`;
}

/** As the toolkit of GitHub's actions escapes them; `##[` begins a command of the older kind anywhere in a line. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll("##[", "##%5B");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

function sayLimits(annotations: readonly Annotation[]): string[] {
  const hidden = (["error", "warning"] as const).flatMap((level) => {
    const more = annotations.filter((each) => each.level === level).length - MOST_SHOWN;
    return more > 0 ? [counted(more, level)] : [];
  });
  if (hidden.length === 0) return [];
  return [
    `GitHub annotates only the first ${MOST_SHOWN} errors and ${MOST_SHOWN} warnings of a step: ${hidden.join(" and ")} more are not annotated. All of them: --format sarif=FILE, or --format markdown=FILE.`,
  ];
}

function totalOf(count: number): string {
  return count === 0 ? "godwit: no new violations" : `godwit: ${counted(count, "new violation")}`;
}
