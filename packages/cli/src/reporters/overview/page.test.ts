import { assertProperty } from "../../../../../test/support/properties.js";
import { PAGE_TAGS, tagsOf } from "../../../../../test/support/html-tags.js";
import type { BridgeState } from "@godwit/project";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { describe, expect, test } from "vitest";
import type { OverviewReport, ReportContract, ReportSite } from "../../report/overview-report.js";
import { guardOutput } from "../printable.js";
import { renderOverview } from "../../commands/report/overview.js";

const NOW = Date.parse("2026-07-03T12:00:00Z") / 1_000;
const LAYOUT = { now: NOW, base: "https://example.com/blob/0f/" };

/** A report whose free texts are all the same. */
function reportWith(text: string, ids: readonly string[] = ["one", "two"]): OverviewReport {
  const bridge: BridgeState = {
    ...{ contract: "one", bridge: text, state: "used", removable: [], unusedSince: null, note: text, runtime: null },
    users: [{ file: text, line: 1, kind: "code", what: text }],
  };
  const contract = (id: string, index: number): ReportContract => ({
    ...{ id, title: text, status: "active", track: text, risk: "critical", owner: text, dependsOn: index === 0 ? [] : ["one"] },
    ...{ done: false, left: 1, fixable: 1, total: 5, totalFrom: "history", phase: text, due: "2026-06-01", isLate: true },
    phases: [{ name: text, allow: 0, due: "2026-06-01", left: 1, done: false }],
    blockedBy: [{ contract: "one", why: text }],
    pace: { fewer: 2, days: 28, doneOn: "2026-08-01" },
    ...{ file: `migrations/${id}.md`, why: text, links: [text, `https://example.com/${text}`], prose: text },
    demands: [{ what: "rollback", why: "x", isMet: false }],
    gates: [
      {
        ...{ name: text, kind: "manual", state: "open", detail: text },
        evidence: {
          at: "2026-06-01T00:00:00Z",
          ageDays: 32,
          author: text,
          commit: text,
          note: text,
          command: text,
          exitCode: 0,
          changeSince: text,
        },
      },
    ],
    bridges: [bridge],
    past: [
      { time: NOW - 90 * 86_400, left: 5 },
      { time: NOW - 30 * 86_400, left: 3 },
    ],
  });
  const site: ReportSite = {
    ...{ contract: "one", rule: "no-raw-uuid", file: text, line: 1, column: 2, message: text, phase: text, level: "fix" },
    ...{ tolerated: false, owners: [text], package: text },
  };
  const group = { name: text, left: 1, fixable: 1, contracts: [{ id: "one", left: 1 }] };
  return {
    ...{
      version: 1,
      name: text,
      generatedAt: "2026-07-03T12:00:00.000Z",
      commit: "0123456789abcdef",
      contracts: ids.map(contract),
    },
    groups: { owner: [group], package: [group], phase: [group] },
    runs: {
      runs: [
        {
          id: text,
          contract: text,
          started: "2026-06-01T00:00:00Z",
          seconds: 90,
          outcome: text,
          kept: 3,
          putBack: 1,
          rolledBack: 1,
        },
      ],
      ...{ rollbackRate: 0.25, medianSeconds: 90, unreadable: [] },
    },
    violations: [site],
    notes: [text],
  };
}

const PIECES = [
  ...[
    "<script>alert(1)</script>",
    "</script>",
    "<!--",
    "-->",
    "<img src=x onerror=alert(1)>",
    '"',
    "'",
    "&",
    "&lt;",
    "]]>",
    "<svg/onload=x>",
  ],
  ...[
    "[x](javascript:alert(1))",
    "![x](https://example.com/x.png)",
    "<https://example.com>",
    "| a |",
    "\n\n# T\n",
    "\n```\n",
    "`",
    "\u001B[31m",
  ],
  ...[
    "\u202E",
    "\u2028",
    "=1+1",
    "style=color:red",
    "|:--|--:|\n",
    "\n|a|b|\n|:-:|--:|\n|c|d|\n",
    "ä",
    "x",
    " ",
    "#sites",
    "\uD800",
  ],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 6 })
  .map((parts) => `t${parts.join("")}`);

const markdown = new MarkdownIt({ html: true });
const MARKDOWN_TAGS = [
  ...["h1", "h2", "h3", "p", "ul", "li", "pre", "code", "strong", "table", "thead", "tbody", "tr", "th", "td"],
  ...["br", "details", "summary"],
];

/** A report with nothing but one contract, of which nothing is known. */
function emptyReport(): OverviewReport {
  const report = reportWith("t", ["one"]);
  const contracts = report.contracts.map((each) => ({
    ...each,
    left: 0,
    gates: [],
    bridges: [],
    blockedBy: [],
    dependsOn: [],
    past: [],
  }));
  const runs = { runs: [], rollbackRate: null, medianSeconds: null, unreadable: [] };
  return { ...report, contracts, violations: [], groups: { owner: [], package: [], phase: [] }, runs, notes: [] };
}

describe("the first screen of a report", () => {
  test("names a day once below the burn-down of an afternoon", () => {
    const report = reportWith("x", ["one"]);
    const past = [9_000, 4_000, 60].map((seconds) => ({ time: NOW - seconds, left: 1 }));
    const contracts = report.contracts.map((each) => ({ ...each, past, pace: null }));
    const charts = renderOverview({ ...report, contracts }, "html", LAYOUT).match(/<svg\s+class="chart".*?<\/svg/gsu)!;
    expect(charts.map((chart) => chart.match(/\b2026-07-\d\d(?=<)/gu))).toEqual([["2026-07-03"], ["2026-07-03"]]);
  });

  test("has the burn-down of all contracts, whose each is and what it waits for, before anything else", () => {
    const page = renderOverview(reportWith("t"), "html", LAYOUT);
    const places = ["contracts late", "All contracts: 2 of 10 left", ">waits for<", "<h3>t</h3>", 'id="risk"'].map((part) =>
      page.indexOf(part),
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    const text = renderOverview(reportWith("t"), "md", LAYOUT);
    const lines = text.split("\n").slice(0, 40).join("\n");
    expect(lines).toContain("2026-04-04: 10  ");
    expect(lines).toContain("now: 2; −4 in 28 days, at this pace done on 2026-08-01");
    expect(lines).toContain("| contract | t | left | waits for |");
    expect(lines).toContain("| `one` | 1 | 1 | `one` |");
  });

  test("names the rows of the matrix of risks, for who hears them", () => {
    const page = renderOverview(reportWith("t"), "html", LAYOUT);
    expect(page).toContain('aria-label="Risk matrix"');
    expect(page).toContain('<th scope="row">critical</th>');
  });

  test("leaves out the sections that have nothing in them", () => {
    const page = renderOverview(emptyReport(), "html", LAYOUT);
    for (const id of ["graph", "owners", "gates", "bridges", "runs"])
      expect(page).not.toMatch(new RegExp(`id="${id}"|href="#${id}"`));
    for (const id of ["dashboard", "risk", "contracts", "sites"]) expect(page).toContain(`id="${id}"`);
    const text = renderOverview(emptyReport(), "md", LAYOUT);
    expect(text).not.toMatch(/^## (?:Whose it is|Dependencies|Gates|Bridges|Runs|By )/m);
  });
});

describe("the page of a report", () => {
  test("shows hostile text as text: no element, attribute or script comes from it", () => {
    const plain = renderOverview(reportWith("t"), "html", LAYOUT);
    assertProperty(
      fc.property(hostile, (text) => {
        const page = renderOverview(reportWith(text), "html", LAYOUT);
        const tags = tagsOf(page);
        expect(tags.filter(({ name }) => name === "script")).toEqual(tagsOf(plain).filter(({ name }) => name === "script"));
        for (const { name, attributes } of tags) {
          expect(PAGE_TAGS).toContain(name);
          for (const attribute of attributes) expect(attribute).not.toMatch(/^(?:on|style$|src$)/);
        }
        for (const [, address] of page.matchAll(/\shref="([^"]*)"/g)) expect(address).toMatch(/^(?:#|https?:)/);
        expect(page).toBe(guardOutput(page, false));
      }),
      60,
    );
  });

  test("needs nothing from anywhere", () => {
    const page = renderOverview(reportWith("t"), "html", LAYOUT);
    expect(page).toContain("default-src 'none'; style-src 'sha256-");
    expect(page).not.toMatch(/unsafe-inline|@import|url\((?!#)/);
    expect(page.match(/<(?:script|style|link|img|iframe)[ >]/g)).toEqual(["<style>", "<script ", "<script ", "<script>"]);
  });

  test("leads from each number to its violations, and to the code where that has an address", () => {
    const page = renderOverview(reportWith("a b&c"), "html", LAYOUT);
    for (const link of [
      "#sites?contract=one",
      "#sites?contract=one&#38;phase=a+b%26c",
      "#sites?contract=one&#38;owner=a+b%26c&#38;package=a+b%26c",
    ])
      expect(page).toContain(`href="${link}"`);
    expect(page).toContain('"base":"https://example.com/blob/0f/"');
    expect(page).toContain('"files":["a%20b%26c"]');
  });

  test("draws contracts that wait for each other only through some that are not shown", () => {
    const { contracts, ...rest } = reportWith("t");
    const page = renderOverview(
      { ...rest, contracts: contracts.map((contract) => ({ ...contract, dependsOn: ["lost"] })) },
      "html",
      LAYOUT,
    );
    expect(page).not.toContain('class="edge"');
    expect(renderOverview({ ...rest, contracts: [] }, "html", LAYOUT)).toContain("</html>");
  });

  test("says all of it as Markdown, JSON and CSV too", () => {
    assertProperty(
      fc.property(hostile, (text) => {
        const report = reportWith(text);
        expect(JSON.parse(renderOverview(report, "json", LAYOUT))).toEqual(JSON.parse(JSON.stringify(report)));
        const md = renderOverview(report, "md", LAYOUT);
        for (const { name } of tagsOf(markdown.render(md))) expect(MARKDOWN_TAGS).toContain(name);
        const csv = renderOverview(report, "csv", LAYOUT);
        expect(csv.split("\n")).toHaveLength(3);
        expect(csv).toBe(guardOutput(csv, false));
      }),
      40,
    );
    expect(renderOverview(reportWith("=1+1"), "csv", LAYOUT)).toContain(",'=1+1,");
    expect(renderOverview(reportWith("x"), "md", LAYOUT)).toContain("25 % of what passed its checks was rolled back later");
  });
});
