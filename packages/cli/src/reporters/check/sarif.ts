import type { Location, Log, Notification, ReportingDescriptor, Result, Suppression } from "sarif";
import { grouped, counted } from "../../terminal.js";
import { linkOf, plain } from "./markdown.js";
import { printableJson } from "../printable.js";
import { contractsById, encodePath, firstUrl, ownersOf, type ContractSummary, type Report, type Violation } from "./report.js";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const HOME = "https://www.npmjs.com/package/godwit";
/** GitHub's code scanning takes so many results of a file, and shows so many of them. */
const [TAKEN, SHOWN] = [25_000, 5_000];

/** What GitHub would leave out of the results without a word. */
export function sayLimitsOfSarif({ result, suppressed }: Report): string | undefined {
  const count = result.violations.length + suppressed.length;
  if (count <= SHOWN) return undefined;
  const all = counted(count, "result");
  const rest = "Upload parts: --contract ID, or --owner NAME, each with a category of its own.";
  return count > TAKEN
    ? `${all} in SARIF: GitHub's code scanning takes no more than ${grouped(TAKEN)} and refuses the file. ${rest}`
    : `${all} in SARIF: GitHub's code scanning shows ${grouped(SHOWN)} of them. ${rest}`;
}

/** SARIF 2.1.0: each rule of a contract is a rule, with its reason as help; known and disabled violations are suppressed results. */
export function renderSarif(report: Report): string {
  const { result, suppressed, version, places } = report;
  const contracts = contractsById(result);
  const all = [...result.violations, ...suppressed];
  const ids = [...new Set(all.map(ruleIdOf))].sort();
  const index = new Map(ids.map((id, position) => [id, position]));
  const hasBaseline = result.contracts.some(({ gone }) => gone !== undefined);
  const toResult = (violation: Violation, suppressions: readonly Suppression[]): Result => ({
    ruleId: ruleIdOf(violation),
    ruleIndex: index.get(ruleIdOf(violation))!,
    level: violation.severity === "error" ? "error" : "warning",
    message: { text: violation.message },
    locations: [locationOf(violation, report)],
    ...(violation.count !== undefined && { occurrenceCount: violation.count }),
    ...(violation.fingerprint !== undefined && { partialFingerprints: { "godwitSource/v1": violation.fingerprint } }),
    ...(hasBaseline && { baselineState: violation.tolerated ? "unchanged" : "new" }),
    suppressions: [...suppressions],
    properties: propertiesOf(violation, contracts.get(violation.contract)),
  });
  const log: Log = {
    version: "2.1.0",
    $schema: SCHEMA,
    runs: [
      {
        tool: {
          driver: {
            ...{ name: "godwit", version, informationUri: HOME },
            rules: ids.map((id) => ruleOf(id, contracts.get(id.slice(0, id.indexOf("/"))))),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { SRCROOT: { description: { text: "The top of the repository." } } },
        invocations: [
          {
            executionSuccessful: result.exitCode !== 2,
            ...(result.exitCode !== undefined && { exitCode: result.exitCode }),
            toolExecutionNotifications: result.problems.map((problem) => notificationOf(problem, "error", places)),
            toolConfigurationNotifications: (result.warnings ?? []).map((each) => notificationOf(each, "warning", places)),
          },
        ],
        results: [
          ...result.violations.map((violation) => toResult(violation, violation.tolerated ? [KNOWN] : [])),
          ...suppressed.map((violation) => toResult(violation, [DISABLED])),
        ],
      },
    ],
  };
  return printableJson(log);
}

const KNOWN: Suppression = { kind: "external", status: "accepted", justification: "The baseline knows it." };
const DISABLED: Suppression = { kind: "inSource", status: "accepted", justification: "A comment disables it." };

function ruleIdOf({ contract, rule }: Violation): string {
  return `${contract}/${rule}`;
}

function ruleOf(id: string, contract: ContractSummary | undefined): ReportingDescriptor {
  const title = contract?.title || id;
  const why = contract?.why ?? null;
  const url = firstUrl(contract);
  const facts = [
    ...(contract?.owner ? [`Owner: ${contract.owner}`] : []),
    ...(contract?.file === undefined ? [] : [`Contract: ${contract.file}`]),
  ];
  const links = contract?.links ?? [];
  return {
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: why ?? title },
    help: {
      text: [title, ...(why === null ? [] : [why]), ...facts, ...links].join("\n"),
      markdown: [
        `**${plain(title)}**`,
        ...(why === null ? [] : [plain(why)]),
        [...facts.map(plain), ...links.map(linkOf)].map((fact) => `- ${fact}`).join("\n"),
      ].join("\n\n"),
    },
    ...(url !== undefined && isUri(url) && { helpUri: url }),
    properties: {
      tags: ["migration", ...(contract?.track ? [contract.track] : [])],
      ...(contract && { risk: contract.risk, ...(contract.owner && { owner: contract.owner }) }),
    },
  };
}

function isUri(text: string): boolean {
  return URL.canParse(text) && /^[\x21-\x7E]+$/.test(text) && !/[<>"{}|\\^`]/.test(text);
}

function locationOf({ file, line, column, endLine, endColumn }: Violation, { places }: Report): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodePath(places.inRepository(file)), uriBaseId: "SRCROOT" },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

function propertiesOf(violation: Violation, contract: ContractSummary | undefined): NonNullable<Result["properties"]> {
  const { replacement, level, phase } = violation;
  const owners = ownersOf(violation, contract);
  return {
    fix: level,
    ...(replacement !== null && { replacement }),
    ...(phase !== null && { phase }),
    ...(owners.length > 0 && { owners: [...owners] }),
  };
}

function notificationOf(
  { file, line, column, code, message }: Report["result"]["problems"][number],
  level: "error" | "warning",
  places: Report["places"],
): Notification {
  return {
    descriptor: { id: code },
    level,
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodePath(places.inRepository(file)), uriBaseId: "SRCROOT" },
          region: { startLine: line, startColumn: column },
        },
      },
    ],
  };
}
