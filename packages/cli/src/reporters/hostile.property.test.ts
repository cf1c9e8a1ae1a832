import { XMLParser, XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import type { CheckOutcome } from "../check/check.js";
import type { CheckResult } from "../check/check-result.js";
import type { ListedFinding } from "../check/listed-finding.js";
import { coloursFor } from "../terminal.js";
import { renderEntries } from "./check/check-summary.js";
import { REPORT_FORMATS } from "./check/formats.js";
import { guardOutput } from "./printable.js";
import { renderProblemLines } from "../commands/contracts/validate.js";
import { placesFor, type Report } from "./check/report.js";
import { renderStylish } from "./check/stylish.js";

/** What no terminal, annotation or table may get: C0 but tab and line end, C1, directions, and marks that no one sees. */
const OBEYED =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/u;

const PIECES = [
  ...[
    "\u001B[2J",
    "\u001B]0;title\u0007",
    "\u009B31m",
    "\u202Eevil\u202C",
    "\u2066",
    "\u200B",
    "\uFEFF",
    "\r",
    "\n",
    "\r\n",
    "\0",
  ],
  ...[
    "::error::x",
    "\n::set-output name=a::b",
    "##[group]",
    "%0A::warning::",
    "%",
    ",",
    ":",
    "|",
    "\n| a | b |",
    "`",
    "``",
    "\\",
    "\\|",
  ],
  ...[
    "<script>",
    "<!--",
    "-->",
    "]]>",
    "&amp;",
    '"',
    "'",
    "[x](javascript:alert(1))",
    "](",
    "@everyone",
    "#1",
    "\n# Title",
    "\n- a",
  ],
  ...["\u2028", "\u0085", "\uD800", "\uDC00", "\u{E0041}", "\uFFFE", "\t", "ä", "漢", "👩‍👩‍👧", "src", "a", " ", "/"],
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(""));
const name = hostile.map((text) => `f${text}`);

const finding: fc.Arbitrary<ListedFinding> = fc
  .record({
    file: name,
    message: hostile,
    reason: hostile,
    replacement: fc.option(hostile),
    phase: fc.option(hostile),
    lineText: hostile,
    purpose: hostile,
    source: hostile,
    level: fc.constantFrom("fix" as const, "suggestion" as const, "hint" as const),
    severity: fc.constantFrom("error" as const, "warn" as const),
    tolerated: fc.boolean(),
    by: fc.option(hostile),
  })
  .map(({ by, lineText, ...rest }) => ({
    ...rest,
    ...{ contract: "one-id", rule: "no-raw-uuid", line: 1, column: 1, endLine: 1, endColumn: lineText.length + 1 },
    frame: { lineText, from: 0 },
    ...(by !== null && { heldBack: { by, reason: by } }),
  }));

const problem = fc.record({ file: name, message: hostile }).map((each) => ({ ...each, line: 1, column: 1, code: "syntax" }));

const outcome: fc.Arbitrary<CheckOutcome> = fc
  .record({
    findings: fc.array(finding, { maxLength: 4 }),
    suppressed: fc.array(finding, { maxLength: 2 }),
    problems: fc.array(problem, { maxLength: 2 }),
    warnings: fc.array(problem, { maxLength: 2 }),
    owners: fc.array(hostile, { maxLength: 2 }),
    contract: fc.record({ title: hostile, why: hostile, owner: hostile, track: hostile, links: fc.array(hostile), file: name }),
  })
  .map(({ findings, suppressed, problems, warnings, owners, contract }) => {
    const toViolation = ({ frame: _, purpose: __, source: ___, ...rest }: ListedFinding) => ({
      ...rest,
      owners,
      fingerprint: "0f",
    });
    const fresh = findings.filter(({ tolerated }) => !tolerated).length;
    const result: CheckResult = {
      ...{ version: 1, exitCode: 1, root: ".", durationMs: 1, files: { considered: 1, parsed: 1, cached: 0 } },
      contracts: [
        {
          ...{
            id: "one-id",
            ...contract,
            status: "active",
            risk: "low",
            violations: findings.length,
            suppressed: suppressed.length,
          },
          ...{ tolerated: findings.length - fresh, gone: 1, fixable: 0, suggestible: 0 },
          phases: [{ name: contract.title, violations: 1, allow: 0, due: null, done: false }],
        },
      ],
      ...{ violations: findings.map(toViolation), nearDuplicates: [], problems, warnings },
    };
    const entries = findings.map(({ file, rule, source }) => ({ file, rule, source: source ?? "", count: 1 }));
    const baselines = {
      ...{ exist: true, known: findings.length - fresh, fresh, gone: entries.length, moved: 0 },
      ...{ goneEntries: [{ contract: "one-id", entries }], goneCounts: new Map([["one-id", entries.length]]) },
    };
    return { result, findings, suppressed, hidden: suppressed.map(toViolation), baselines, exitCode: 1 };
  });

const reportOf = ({ result, hidden }: CheckOutcome): Report => ({
  ...{ result, suppressed: hidden, version: "0.0.0" },
  places: placesFor({
    folder: "app",
    env: { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "a/b", GITHUB_SHA: "0f" },
  }),
});

const unpainted = (text: string): string => text.replaceAll(/\u001B\[[\d;]*m/g, "");

test("the list for people has colours and nothing else that a terminal obeys", () => {
  assertProperty(
    fc.property(outcome, fc.boolean(), fc.boolean(), (data, hasColour, isSummary) => {
      const text = renderStylish(data, { hasColour, isSummary, isQuiet: false, listsSuppressed: true, columns: 80 });
      expect(hasColour ? unpainted(text) : text).not.toMatch(OBEYED);
      for (const line of text.split("\n")) expect(line).not.toMatch(/^\s*(?:::|##\[)/);
    }),
  );
});

test("lists of problems and of baseline entries, too, each on its line", () => {
  assertProperty(
    fc.property(outcome, (data) => {
      const colours = coloursFor(false);
      const problems = data.result.problems.map((each) => ({ ...each, severity: "error" as const }));
      const lines = [...renderProblemLines(problems, colours), ...renderEntries(data.baselines.goneEntries[0]!.entries, colours)];
      for (const line of lines) expect(line).not.toMatch(new RegExp(`${OBEYED.source}|\\n`, "u"));
    }),
  );
});

test("annotations are one command a line, and no text begins another", () => {
  assertProperty(
    fc.property(outcome, (data) => {
      const lines = REPORT_FORMATS.github(reportOf(data)).trimEnd().split("\n");
      const { problems, warnings = [], violations } = data.result;
      const wanted = problems.length + warnings.length + violations.filter(({ tolerated }) => !tolerated).length;
      expect(lines.filter((line) => /^::(?:error|warning) file=[^:]*::/.test(line))).toHaveLength(wanted);
      expect(lines).toHaveLength(wanted + 1);
      for (const line of lines) {
        expect(line).not.toMatch(OBEYED);
        expect(line).not.toContain("##[");
      }
    }),
  );
});

test("Markdown: each row has its cells, and no text makes a link, a heading, HTML or a mention", () => {
  const markdown = new MarkdownIt({ html: true });
  assertProperty(
    fc.property(outcome, (data) => {
      const text = REPORT_FORMATS.markdown(reportOf(data));
      expect(text).not.toMatch(OBEYED);
      const html = markdown.render(text);
      const tags = new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/g)].map(([, tag]) => tag));
      const allowed = [
        "h2",
        "h3",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "p",
        "a",
        "ul",
        "li",
        "br",
        "em",
        "strong",
      ];
      expect([...tags].filter((tag) => !allowed.includes(tag!))).toEqual([]);
      const { violations } = data.result;
      const fresh = violations.filter(({ tolerated }) => !tolerated);
      for (const row of html.match(/<tr>[^]*?<\/tr>/g) ?? []) expect([3, 7]).toContain(row.match(/<t[hd]/g)!.length);
      const rows = html.match(/<td[^>]*><a href="https:\/\/github\.com\/a\/b\/blob\/0f\/app\/[^"]*#L1">/g) ?? [];
      expect(rows).toHaveLength(fresh.length);
      expect(html.replaceAll(/<code>[^]*?<\/code>|<a [^]*?<\/a>/g, "")).not.toMatch(/[@#]\w/);
      expect([...html.matchAll(/href="([^"]*)"/g)].filter(([, href]) => !/^https?:/.test(href!))).toEqual([]);
    }),
  );
});

test("JUnit is XML", () => {
  assertProperty(
    fc.property(outcome, (data) => {
      const xml = REPORT_FORMATS.junit(reportOf(data));
      expect(XMLValidator.validate(xml)).toBe(true);
      expect(xml).not.toMatch(OBEYED);
      expect(() => new XMLParser().parse(xml) as unknown).not.toThrow();
    }),
  );
});

test("JSON is faithful, and shows nothing that a terminal obeys", () => {
  assertProperty(
    fc.property(outcome, (data) => {
      const report = reportOf(data);
      expect(JSON.parse(REPORT_FORMATS.json(report))).toEqual(JSON.parse(JSON.stringify(data.result)));
      for (const format of ["json", "sarif", "gitlab"] as const) {
        const text = REPORT_FORMATS[format](report);
        expect(text).not.toMatch(OBEYED);
        expect(text).toBe(guardOutput(text, false));
        expect(() => JSON.parse(text) as unknown).not.toThrow();
      }
      const [run] = (JSON.parse(REPORT_FORMATS.sarif(report)) as { runs: [{ results: { message: { text: string } }[] }] }).runs;
      expect(run.results.map(({ message }) => message.text)).toEqual(
        JSON.parse(JSON.stringify([...data.findings, ...data.suppressed].map(({ message }) => message))),
      );
    }),
  );
});
