import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { carrierOf, carriersFor, IN_PROCESS, type Carrier } from "./carriers.js";
import { readAllCases, readCases, type Case, type CaseFile, type ExpectedReport } from "./case.js";
import { engine } from "./fronts/engine.js";
import type { Front, FrontReport, FrontResult } from "./fronts/front.js";
import { tsserver } from "./fronts/tsserver.js";
import { faultOf, typeErrors } from "./laws.js";
import { buildProject, removeProjects } from "./project.js";

const CASES = path.join(import.meta.dirname, "cases");

/** Registers a test for each case of a rule: the engine with all laws, then the case's own carrier. */
export function testCases(rule: string): void {
  afterAll(removeProjects);
  for (const each of readCases(path.join(CASES, rule))) {
    const carrier = carrierOf(each);
    // A case about one carrier alone that runs as a process is tested with that carrier's other cases.
    if (judgeOf(each) || IN_PROCESS[carrier]) test(each.name, () => runCase(each, carrier));
  }
}

/** Registers a test for each case that a carrier of this process can run. */
export function testCarrier(carrier: Carrier): void {
  afterAll(removeProjects);
  for (const each of readAllCases(CASES)) {
    if (carriersFor(each).includes(carrier)) test(each.name, () => runCase(each, carrier));
  }
}

function runCase(each: Case, carrier: Carrier): void {
  const root = buildProject(each);
  const files = Object.fromEntries(each.files.map(({ path: file, text }) => [file, text]));
  let first: FrontResult | undefined;
  for (const front of new Set([judgeOf(each), IN_PROCESS[carrier]])) {
    if (!front) continue;
    const result = front.run(root, files, { types: each.types });
    expectResult(each, front, result, first);
    first ??= result;
  }
  if (each.types) expectNoNewTypeError(root, files, first!);
}

/** The front whose answer the carriers must give; none for a case that is about one carrier alone. */
export function judgeOf({ types, only }: Pick<Case, "types" | "only">): Front | undefined {
  if (types) return tsserver;
  return !only || only.includes("cli") ? engine : undefined;
}

/** What makes messages of the front that a result is from. */
type Named = Pick<Front, "name">;

/** Checks a front's result: it is as the case is written, keeps the laws, and equals that of the first front. */
export function expectResult(each: Case, front: Named, result: FrontResult, first?: FrontResult): void {
  expect(result.problems, `${front.name}: problems`).toEqual([]);
  expectAsWritten(each, front, result);
  expectLaws(each, front, result);
  if (first) expectEqualTo(first, front, result);
}

function expectAsWritten(each: Case, front: Named, { reports, fixed }: FrontResult): void {
  if (each.reports) expectReports(each.reports, each, front, reports);
  for (const file of each.files) {
    const own = reports.filter((report) => report.file === file.path);
    expect(fixed[file.path], `${front.name}: ${file.path} after its fixes`).toBe(file.after ?? file.text);
    if (file.kind === "valid") expect(own.map(placeAndMessage), `${front.name}: ${file.path} is valid`).toEqual([]);
    else if (!each.reports) expect(own.map(placeAndMessage), `${front.name}: ${file.path} is reported`).not.toEqual([]);
    if (own.every(tellsEdits)) for (const suggestion of file.suggestions) expectSuggestionText(suggestion, front, own);
  }
}

function tellsEdits({ suggestions }: FrontReport): boolean {
  return suggestions !== undefined;
}

function placeAndMessage({ start, level, message }: FrontReport): string {
  return `${start} ${level} ${message}`;
}

function expectSuggestionText(
  { title, at, text }: CaseFile["suggestions"][number],
  front: Named,
  reports: readonly FrontReport[],
): void {
  const offered = reports
    .filter((report) => at === undefined || report.start === at)
    .flatMap(({ suggestions = [] }) => suggestions);
  const found = offered.find((suggestion) => suggestion.title.includes(title));
  expect(
    found,
    `${front.name}: a suggestion with ${JSON.stringify(title)}; there are ${JSON.stringify(offered.map((one) => one.title))}`,
  ).toBeDefined();
  expect(found!.text, `${front.name}: after the suggestion ${JSON.stringify(title)}`).toBe(text);
}

function expectReports(expected: readonly ExpectedReport[], each: Case, front: Named, reports: readonly FrontReport[]): void {
  const order = new Map(each.files.map((file, index) => [file.path, index]));
  const sorted = [...reports].sort((a, b) => order.get(a.file)! - order.get(b.file)!);
  expect(
    sorted.map((report) => `${report.file}:${report.start} ${report.level}`),
    `${front.name}: reports`,
  ).toEqual(expected.map((report, index) => `${report.file}:${report.at} ${report.level ?? sorted[index]?.level}`));
  expected.forEach((report, index) => expectReport(report, sorted[index]!, `${front.name}: ${report.file}:${report.at}`));
}

function expectReport(expected: ExpectedReport, found: FrontReport, where: string): void {
  if (expected.end) expect(found.end, `${where} end`).toBe(expected.end);
  if (expected.rule) expect(found.rule, `${where} rule`).toBe(expected.rule);
  if (expected.contract) expect(found.contract, `${where} contract`).toBe(expected.contract);
  if (expected.message) expect(found.message, `${where} message`).toContain(expected.message);
  if (expected.reason && found.reason !== undefined) expect(found.reason, `${where} reason`).toContain(expected.reason);
  const { suggestions } = found;
  if (!expected.suggestions || !suggestions) return;
  expect(suggestions.length, `${where} suggestions: ${JSON.stringify(suggestions.map(({ title }) => title))}`).toBe(
    expected.suggestions.length,
  );
  expected.suggestions.forEach(({ title, text }, index) => {
    if (title) expect(suggestions[index]!.title, `${where} suggestion`).toContain(title);
    if (text !== undefined) expect(suggestions[index]!.text, `${where} after suggestion`).toBe(text);
  });
}

function expectLaws(each: Case, front: Named, { reports, fixed, fixedTwice }: FrontResult): void {
  expect(fixedTwice, `${front.name}: a second run changes nothing`).toEqual(fixed);
  for (const file of each.files) {
    const fault = (text: string): string | undefined => faultOf(file.path, file.text, text);
    expect(fault(fixed[file.path]!), `${front.name}: ${file.path} after its fixes`).toBeUndefined();
    for (const report of reports.filter((one) => one.file === file.path)) {
      const where = `${front.name}: ${file.path}:${report.start}`;
      if (tellsEdits(report)) expect(report.alone !== undefined, `${where} has a fix of its own`).toBe(report.level === "fix");
      const [told] = report.message.split(/ (?:Review|By hand): /u);
      expect(told, `${where} is one line, of at most 140 characters before its reason`).toMatch(/^[^\r\n]{1,140}$/);
      expect(report.message, `${where} is one line`).not.toMatch(/[\r\n]/);
      if (report.alone !== undefined) expect(fault(report.alone), `${where} its own fix alone: ${report.alone}`).toBeUndefined();
      for (const { title, text } of report.suggestions ?? [])
        expect(fault(text), `${where} suggestion ${title}: ${text}`).toBeUndefined();
      if (report.reason !== undefined)
        expect(report.reason === null, `${where} has a reason where it has no fix`).toBe(report.level === "fix");
    }
  }
}

/** Fronts differ only in what they can't report, as ESLint can't report the reason, and JSON has no edits. */
function expectEqualTo(first: FrontResult, front: Named, result: FrontResult): void {
  const hasEdits = result.reports.every(tellsEdits);
  const comparable = ({ reports }: FrontResult): unknown =>
    reports.map(({ reason: _, isKnown: __, alone, suggestions, ...report }) => ({
      ...report,
      ...(hasEdits && { alone, suggestions }),
    }));
  expect(comparable(result), `${front.name}: the same reports and edits as the first front`).toEqual(comparable(first));
  expect(result.fixed, `${front.name}: the same text as the first front`).toEqual(first.fixed);
}

function expectNoNewTypeError(root: string, files: Readonly<Record<string, string>>, { fixed }: FrontResult): void {
  const before = typeErrors(root);
  for (const file of Object.keys(files)) writeFileSync(path.join(root, file), fixed[file]!);
  expect(
    typeErrors(root).filter((error) => !before.includes(error)),
    "new type errors",
  ).toEqual([]);
}
