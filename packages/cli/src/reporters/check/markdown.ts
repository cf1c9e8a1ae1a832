import { countOf } from "../../check/listed-finding.js";
import { grouped, counted } from "../../terminal.js";
import { printable, printableData } from "../printable.js";
import { contractsById, type ContractSummary, ownersOf, type Report, type Violation } from "./report.js";

/** GitHub takes comments of 65,536 characters, and job summaries of 1 MiB: so both take this. */
const MOST_CHARACTERS = 65_000;
/** Of one contract, so that the others are seen, too. */
const MOST_ROWS = 100;
const ROOM_FOR_LAST_LINE = 300;

/** A summary for a pull request or a job: before and after by contract, then what is new, with links. */
export function renderMarkdown(raw: Report): string {
  const result = printableData(raw.result);
  const fresh = result.violations
    .map((violation, index) => ({ violation, link: raw.places.linkTo(raw.result.violations[index]!.file, violation.line) }))
    .filter(({ violation }) => !violation.tolerated);
  const contracts = contractsById(result);
  const head = [
    `## ${verdict(
      result,
      fresh.reduce((sum, { violation }) => sum + countOf(violation), 0),
    )}`,
    "",
    ...overview(
      result,
      fresh.map(({ violation }) => violation),
    ),
  ];
  const page = new Page(head);
  if (result.problems.length > 0) {
    page.addSection(["### Could not be checked", ""], result.problems.map(problemRow));
  }
  for (const [id, contract] of contracts) {
    const own = fresh.filter(({ violation }) => violation.contract === id);
    if (own.length > 0) page.addSection(headingOf(contract), own.map(violationRow(contract)));
  }
  if (result.warnings?.length) page.addSection(["### Warnings about contracts", ""], result.warnings.map(problemRow));
  return page.text();
}

/** Lines up to a limit, and at the end what had no room. */
class Page {
  readonly #lines: string[];
  #length: number;
  #left = 0;

  constructor(lines: readonly string[]) {
    this.#lines = [...lines];
    this.#length = lines.reduce((sum, line) => sum + line.length + 1, 0);
  }

  addSection(head: readonly string[], rows: readonly string[]): void {
    const isFitting = this.#add(["", ...head]);
    let shown = 0;
    while (isFitting && shown < Math.min(rows.length, MOST_ROWS) && this.#add([rows[shown]!])) shown++;
    this.#left += rows.length - shown;
  }

  text(): string {
    const more =
      this.#left === 0
        ? []
        : [
            "",
            `_… and ${counted(this.#left, "more line")}: GitHub takes no more than 65,536 characters, and a contract gets ${MOST_ROWS} lines here. \`godwit check\` lists all._`,
          ];
    return `${[...this.#lines, ...more].join("\n")}\n`;
  }

  #add(lines: readonly string[]): boolean {
    const length = lines.reduce((sum, line) => sum + line.length + 1, 0);
    if (this.#length + length > MOST_CHARACTERS - ROOM_FOR_LAST_LINE) return false;
    this.#lines.push(...lines);
    this.#length += length;
    return true;
  }
}

function verdict({ exitCode, contracts, problems }: Report["result"], fresh: number): string {
  const known = contracts.reduce((sum, { tolerated }) => sum + tolerated, 0);
  const counts = [counted(fresh, "new violation"), ...(known > 0 ? [`${grouped(known)} known`] : [])].join(", ");
  if (exitCode === 2) return `✖ godwit could not check everything: ${counted(problems.length, "problem")}, ${counts}`;
  return `${exitCode === 0 ? "✔" : "✖"} godwit: ${fresh === 0 && known === 0 ? "no violations" : counts}`;
}

function overview({ contracts }: Report["result"], fresh: readonly Violation[]): string[] {
  const rows = contracts
    .filter(({ violations, gone = 0 }) => violations > 0 || gone > 0)
    .map(({ id, title, status, violations, tolerated, gone, fixable, owner }) => {
      const own = fresh.filter(({ contract }) => contract === id);
      const added = own.reduce((sum, violation) => sum + countOf(violation), 0);
      const before = gone === undefined ? "–" : grouped(tolerated + gone);
      const now = grouped(violations);
      const note = status === "planned" ? " (planned)" : "";
      const cells = [`${plain(title)} ${code(id)}${note}`, before, now, added, gone ?? "–", fixable, owner ? code(owner) : ""];
      return `| ${cells.map((cell) => (typeof cell === "number" ? grouped(cell) : cell)).join(" | ")} |`;
    });
  if (rows.length === 0) return [];
  return [
    "| contract | before | now | new | gone | fixable | owner |",
    "| --- | ---: | ---: | ---: | ---: | ---: | --- |",
    ...rows,
  ];
}

function headingOf({ title, id, why, owner, links = [] }: ContractSummary): string[] {
  const facts = [
    ...(why ? [plain(why)] : []),
    ...(owner ? [`Owner: ${code(owner)}`] : []),
    ...(links.length > 0 ? [links.map(linkOf).join(", ")] : []),
  ];
  return [
    `### New in ${plain(title)} ${code(id)}`,
    "",
    ...(facts.length > 0 ? [facts.join(" · "), ""] : []),
    "| where | what | how |",
    "| --- | --- | --- |",
  ];
}

const HOW = { fix: "`--fix`", suggestion: "look first", hint: "by hand" } as const;

function violationRow(contract: ContractSummary): (each: { violation: Violation; link: string }) => string {
  return ({ violation, link }) => {
    const { file, line, message, replacement, level, severity } = violation;
    const owners = ownersOf(violation, undefined).filter((owner) => owner !== contract.owner);
    const what = `${severity === "warn" ? "(warning) " : ""}${plain(message)}${owners.length > 0 ? ` Owner: ${owners.map(code).join(", ")}` : ""}`;
    // The message shortens long code.
    const full = replacement !== null && !message.includes(replacement) ? `<br>${code(replacement)}` : "";
    return `| [${plain(file)}:${line}](${link}) | ${what}${full} | ${HOW[level]} |`;
  };
}

function problemRow({ file, line, column, message }: Report["result"]["problems"][number]): string {
  return `- ${code(`${file}:${line}:${column}`)} ${plain(message)}`;
}

/** Text that means nothing to Markdown, mentions nobody and refers to no issue. */
export function plain(text: string): string {
  return (
    printable(text)
      .trim()
      .replaceAll(/[\\`*_{}[\]|~!]/g, String.raw`\$&`)
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll(/[@#](?=\w)/g, "$&<!-- -->")
      // A heading, a list, or a line below a heading.
      .replace(/^[#+=-]|^\d+(?=[.)])/, (start) => (/^\d/.test(start) ? `${start}\\` : `\\${start}`))
  );
}

/** Code in a table's cell, where backticks and bars would end it. */
function code(text: string): string {
  const escaped = printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\\`*_{}[\]|~!:@#]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return `<code>${escaped}</code>`;
}

/** A link of a contract: for browsers, or a name. */
export function linkOf(link: string): string {
  return /^https?:\/\/\S+$/.test(link)
    ? `<${printable(link).replaceAll(/[<>|\s]/g, (sign) => encodeURIComponent(sign))}>`
    : code(link);
}
