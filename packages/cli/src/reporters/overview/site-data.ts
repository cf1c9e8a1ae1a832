import type { OverviewReport, ReportSite } from "../../report/overview-report.js";

/** The violations of a report for the page's script: each text once, and a row of numbers for each violation. */
export interface SiteData {
  readonly contracts: readonly string[];
  readonly rules: readonly string[];
  readonly files: readonly string[];
  readonly phases: readonly string[];
  readonly owners: readonly string[];
  readonly packages: readonly string[];
  readonly messages: readonly string[];
  /** For each distinct list of owners, their numbers. */
  readonly ownerLists: readonly (readonly number[])[];
  readonly levels: readonly string[];
  /** Contract, rule, file, line, column, phase (−1: none), owner list, package, message, level, known: eleven numbers each. */
  readonly rows: readonly number[];
}

const LEVELS: readonly ReportSite["level"][] = ["fix", "suggestion", "hint"];

/** Makes the data of the violations. */
export function siteData({ violations }: Pick<OverviewReport, "violations">): SiteData {
  const [contracts, rules, files, phases, owners, packages, messages, lists] = Array.from({ length: 8 }, () => new Numbered());
  const rows = violations.flatMap((site) => [
    ...[contracts!.numberOf(site.contract), rules!.numberOf(site.rule), files!.numberOf(site.file), site.line, site.column],
    ...[site.phase === null ? -1 : phases!.numberOf(site.phase)],
    lists!.numberOf(JSON.stringify(site.owners.map((owner) => owners!.numberOf(owner)))),
    ...[packages!.numberOf(site.package), messages!.numberOf(site.message), LEVELS.indexOf(site.level), site.tolerated ? 1 : 0],
  ]);
  return {
    ...{ contracts: contracts!.all, rules: rules!.all, files: files!.all, phases: phases!.all, owners: owners!.all },
    ...{ packages: packages!.all, messages: messages!.all, levels: LEVELS, rows },
    ownerLists: lists!.all.map((list) => JSON.parse(list) as number[]),
  };
}

/** Texts by number, in the order in which they come. */
class Numbered {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.all.push(text) - 1;
    this.#numbers.set(text, number);
    return number;
  }
}
