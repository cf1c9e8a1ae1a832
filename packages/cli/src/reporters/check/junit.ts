import { groupBy } from "@godwit/project";
import { countOf } from "../../check/listed-finding.js";
import { counted } from "../../terminal.js";
import { printableData } from "../printable.js";
import { linesAbout, type ContractSummary, type Report, type Violation } from "./report.js";

/** JUnit's XML: a suite for each contract, and in it a failed case for each file and rule with new violations. */
export function renderJunit(raw: Report): string {
  const result = printableData(raw.result);
  const suites = [
    ...result.contracts.filter(({ status }) => status !== "planned").map((contract) => suiteOf(contract, result.violations, raw)),
    ...problemSuite(result.problems, raw),
  ];
  const total = (key: "tests" | "failures" | "errors"): number => suites.reduce((sum, suite) => sum + suite[key], 0);
  const counts = { name: "godwit", tests: total("tests"), failures: total("failures"), errors: total("errors") };
  const body = suites.map(({ name, cases, ...own }) => element("testsuite", { name, ...own }, cases.join("")));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", counts, body.join(""))}`;
}

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly cases: readonly string[];
}

function suiteOf(contract: ContractSummary, violations: readonly Violation[], { places }: Report): Suite {
  const fresh = violations.filter(({ contract: id, tolerated }) => id === contract.id && !tolerated);
  const groups = groupBy(fresh, ({ file, rule }) => `${file}\0${rule}`);
  const name = `${contract.id}: ${contract.title}`;
  const isFailure = (group: readonly Violation[]): boolean => group.some(({ severity }) => severity === "error");
  const cases = [...groups.values()].map((group) => {
    const [{ file, rule, line }] = group as [Violation];
    const place = { name: `${rule} in ${file}`, classname: contract.id, file: places.inRepository(file), line };
    const text = failureText(group, contract);
    const count = group.reduce((sum, violation) => sum + countOf(violation), 0);
    const inside = isFailure(group)
      ? element("failure", { type: `${contract.id}/${rule}`, message: counted(count, "new violation") }, escapeXml(text))
      : element("system-out", {}, escapeXml(text));
    return element("testcase", place, inside);
  });
  const passed = element("testcase", { name: "no new violations", classname: contract.id }, "");
  const failures = [...groups.values()].filter(isFailure).length;
  return { name, tests: Math.max(1, cases.length), failures, errors: 0, cases: cases.length > 0 ? cases : [passed] };
}

function failureText(group: readonly Violation[], contract: ContractSummary): string {
  const [first] = group as [Violation];
  return [
    ...group.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`),
    ...linesAbout(first, contract),
  ].join("\n");
}

function problemSuite(problems: Report["result"]["problems"], { places }: Report): Suite[] {
  if (problems.length === 0) return [];
  const cases = problems.map(({ file, line, column, code, message }) =>
    element(
      "testcase",
      { name: `${code} in ${file}`, classname: "godwit", file: places.inRepository(file), line },
      element("error", { type: code, message: `${file}:${line}:${column}` }, escapeXml(message)),
    ),
  );
  return [{ name: "problems", tests: cases.length, failures: 0, errors: cases.length, cases }];
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, inside: string): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`);
  return inside === ""
    ? `<${name}${pairs.join("")}/>\n`
    : `<${name}${pairs.join("")}>${inside.startsWith("<") ? "\n" : ""}${inside}</${name}>\n`;
}

/** XML 1.0 knows neither most control characters nor two that are no characters at all, not even as references. */
function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;")
    .replaceAll(/[\uFFFE\uFFFF]/gu, "\uFFFD");
}
