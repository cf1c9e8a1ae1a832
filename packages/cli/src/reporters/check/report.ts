import type { CheckResult } from "../../check/check-result.js";

/** A violation as the JSON has it. */
export type Violation = CheckResult["violations"][number];
/** A contract as the JSON has it. */
export type ContractSummary = CheckResult["contracts"][number];

/** What the formats for machines and pull requests are made of: the JSON, and where its files are. */
export interface Report {
  readonly result: CheckResult;
  /** What disable comments hide. */
  readonly suppressed: readonly Violation[];
  readonly version: string;
  readonly places: Places;
}

/** Where the files of a report are for those who read it. */
export interface Places {
  /** The path of a file in its repository, with `/`: what forges and CI systems want. */
  inRepository(file: string): string;
  /** The address of a file of the root is this and its path; null where the CI does not say which commit it is of. */
  readonly base: string | null;
  /** A link to a line, to the commit on the forge where the CI says which one that is. */
  linkTo(file: string, line: number): string;
}

/** The environment of a run, as far as reports are concerned. */
export interface ReportOrigin {
  /** The path from the top of the repository to the root, with `/`; empty if that is the same folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Makes paths and links for reports; in GitHub Actions and GitLab CI they lead to the commit that was checked. */
export function placesFor({ folder, env }: ReportOrigin): Places {
  const inRepository = (file: string): string => (folder === "" ? file : `${folder}/${file}`);
  const base = blobUrl(env);
  return {
    inRepository,
    base: base === "" ? null : `${base}${folder === "" ? "" : `${encodePath(folder)}/`}`,
    linkTo: (file, line) => `${base}${encodePath(inRepository(file))}#L${line}`,
  };
}

function blobUrl(env: ReportOrigin["env"]): string {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_SHA, CI_PROJECT_URL, CI_COMMIT_SHA } = env;
  if (isUrl(GITHUB_SERVER_URL) && isWord(GITHUB_REPOSITORY) && isWord(GITHUB_SHA))
    return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/blob/${GITHUB_SHA}/`;
  if (isUrl(CI_PROJECT_URL) && isWord(CI_COMMIT_SHA)) return `${CI_PROJECT_URL}/-/blob/${CI_COMMIT_SHA}/`;
  return "";
}

function isUrl(text: string | undefined): text is string {
  return text !== undefined && /^https?:\/\/[\w.:/~-]+$/.test(text);
}

function isWord(text: string | undefined): text is string {
  return text !== undefined && /^[\w./-]+$/.test(text);
}

/** A path as a part of a URI; halves of surrogate pairs become the sign that stands for them. */
export function encodePath(file: string): string {
  return file
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .split("/")
    .map((part) => encodeURIComponent(part).replaceAll(/[()!'*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`))
    .join("/");
}

/** The contracts by id. */
export function contractsById({ contracts }: CheckResult): ReadonlyMap<string, ContractSummary> {
  return new Map(contracts.map((contract) => [contract.id, contract]));
}

/** Who is to look at a violation: the owners of its file, and the contract's. */
export function ownersOf({ owners = [] }: Violation, contract: ContractSummary | undefined): readonly string[] {
  return [...new Set([...owners, ...(contract?.owner ? [contract.owner] : [])])];
}

/** What the contract of a violation adds to it, a line each: why, whose it is, where more is said. */
export function linesAbout(violation: Violation, contract: ContractSummary | undefined): readonly string[] {
  const owners = ownersOf(violation, contract);
  const link = firstUrl(contract);
  return [
    ...(contract?.why ? [`Why: ${contract.why}`] : []),
    ...(owners.length > 0 ? [`Owner: ${owners.join(", ")}`] : []),
    ...(link === undefined ? [] : [`More: ${link}`]),
  ];
}

/** The first link of a contract that is one for browsers. */
export function firstUrl(contract: ContractSummary | undefined): string | undefined {
  return contract?.links?.find((link) => /^https?:\/\/\S+$/.test(link));
}
