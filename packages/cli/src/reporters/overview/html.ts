import { grouped } from "../../terminal.js";
import type { OverviewReport, ReportSite } from "../../report/overview-report.js";

/** A piece of HTML that is safe as it is. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Content = Html | string | number | readonly Content[];

/** Joins HTML; every text in it is escaped, pieces of HTML stay. */
export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, index) => (index === 0 ? part : toText(contents[index - 1]!) + part)).join(""));
}

function toText(content: Content): string {
  if (content instanceof Html) return content.text;
  if (typeof content === "number") return grouped(content);
  if (typeof content === "string") return escapeText(content);
  return content.map(toText).join("");
}

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Data for a script, as the content of a `script` element of type `application/json`. */
export function jsonData(value: unknown): Html {
  return new Html(
    JSON.stringify(value).replaceAll("<", "\\u003c").replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029"),
  );
}

/** The style of the page: light and dark as the reader's system is, and on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --back: #fff; --text: #1c2024; --quiet: #5c6570; --line: #d8dde3; --panel: #f5f7f9; --blue: #0b62c1; --green: #18713a; --amber: #8a5a00; --red: #b3261e; --fill: #cfe1f7; }
@media (prefers-color-scheme: dark) { :root { --back: #14171a; --text: #e6e9ec; --quiet: #9aa5b1; --line: #343b43; --panel: #1d2226; --blue: #7ab7ff; --green: #6fd08c; --amber: #e8b44a; --red: #ff8a80; --fill: #1f3a5a; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 3.2rem; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
main, header.page { max-width: 78rem; margin: 0 auto; padding: 0 1.2rem; }
header.page { padding-top: 1.6rem; } h1 { font-size: 1.6rem; margin: 0 0 .2rem; }
h2 { margin: 2.6rem 0 .8rem; font-size: 1.25rem; border-bottom: 1px solid var(--line); padding-bottom: .25rem; } h3 { margin: 1.6rem 0 .5rem; font-size: 1.02rem; } h4, h5, h6 { margin: 1rem 0 .3rem; font-size: .95rem; }
a { color: var(--blue); text-underline-offset: 2px; } a.count { font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; } section:focus { outline: none; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--back); padding: .3rem .6rem; z-index: 2; }
nav { position: sticky; top: 0; background: var(--back); border-bottom: 1px solid var(--line); z-index: 1; }
nav ul { display: flex; gap: .2rem 1.1rem; overflow-x: auto; list-style: none; max-width: 78rem; margin: 0 auto; padding: .55rem 1.2rem; } nav li { white-space: nowrap; }
.quiet { color: var(--quiet); } .good { color: var(--green); } .warn { color: var(--amber); } .bad { color: var(--red); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .7rem; margin: 1.2rem 0; }
.tile { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .7rem .9rem; } .tile b { display: block; font-size: 1.55rem; line-height: 1.25; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; min-width: 42rem; width: 100%; } article table { width: auto; min-width: 30rem; } caption { text-align: left; color: var(--quiet); padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .32rem .9rem .32rem 0; border-bottom: 1px solid var(--line); } th { font-weight: 600; color: var(--quiet); white-space: nowrap; } tbody th { color: inherit; font-weight: 500; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } td:first-child { min-width: 9rem; } .keep { white-space: nowrap; } .place { display: inline-block; min-width: 17rem; font: 13px/1.6 ui-monospace, monospace; overflow-wrap: anywhere; }
progress { width: 7rem; height: .7rem; vertical-align: middle; accent-color: var(--blue); }
td > ul { margin: 0; padding: 0; list-style: none; }
code, pre { font: 13px/1.5 ui-monospace, monospace; } pre { overflow-x: auto; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .7rem; } code { overflow-wrap: break-word; }
article { border: 1px solid var(--line); border-radius: 8px; padding: .2rem 1.1rem 1rem; margin: 1rem 0; } article > h3 { margin-top: .9rem; }
summary { cursor: pointer; padding: .25rem 0; } details[open] > summary { margin-bottom: .3rem; } .prose { max-width: 48rem; }
.chart { width: 100%; max-width: 46rem; height: auto; display: block; } .grid { stroke: var(--line); } .tick, .due-name { fill: var(--quiet); font: 11px system-ui, sans-serif; }
.line { fill: none; stroke: var(--blue); stroke-width: 2; } .area { fill: var(--fill); } .forecast { stroke: var(--blue); stroke-width: 1.5; stroke-dasharray: 5 4; } .today { stroke: var(--quiet); stroke-dasharray: 1 3; }
.due { stroke: var(--amber); stroke-width: 1.5; } .due.late { stroke: var(--red); }
.graph { max-width: none; display: block; } .edge { fill: none; stroke: var(--quiet); stroke-width: 1.3; } .arrow { fill: var(--quiet); }
.node { fill: var(--panel); stroke: var(--blue); stroke-width: 1.5; } .node.done { stroke: var(--green); } .node.late { stroke: var(--red); stroke-width: 2.5; } .node.blocked { stroke: var(--amber); stroke-dasharray: 5 3; } .node.planned { stroke: var(--quiet); stroke-dasharray: 2 3; }
.node-name { fill: var(--text); font: 600 13px system-ui, sans-serif; } .node-words { fill: var(--quiet); font: 11px system-ui, sans-serif; }
form { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-bottom: .8rem; } label { display: grid; font-size: .85rem; color: var(--quiet); } select, input, button { font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .3rem .5rem; max-width: 15rem; } button { cursor: pointer; }
@media screen and (max-width: 40rem) { table, tbody, tr, td, tbody th { display: block; } table, article table, td:first-child, .place { min-width: 0; width: auto; } tr { border-bottom: 1px solid var(--line); padding: .4rem 0; } td, tbody th { border: 0; padding: 0; } td:not(:first-child) { display: inline-block; margin-right: .9rem; } thead, td:empty { display: none; } td.number { text-align: left; } td[data-head]:not(:first-child)::before { content: attr(data-head) " "; color: var(--quiet); } select, input { max-width: 100%; } label { flex: 1 1 8rem; } }
@media print { table, article table { min-width: 0; } .place { min-width: 0; } :root { --back: #fff; --text: #000; --quiet: #444; --line: #bbb; --panel: #fff; --blue: #003c80; --green: #0b5a2a; --amber: #6b4500; --red: #900; --fill: #dde8f5; } nav, form, .skip, #site-more { display: none; } body { font-size: 10.5pt; } a { text-decoration: none; color: inherit; } article, tr, svg, .tile { break-inside: avoid; } h2, h3 { break-after: avoid; } .scroll { overflow: visible; } .graph { max-width: 100%; height: auto; } }
`;

/** The violations of a report for the page's script: each text once, and a row of numbers for each violation. */
interface SiteData {
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
