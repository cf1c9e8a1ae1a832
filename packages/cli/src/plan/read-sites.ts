import path from "node:path";
import { enclosingName, type ExportUse, isEndedByValue, keyOfModule } from "@godwit/core/engine";
import { listedExports, type ModuleIdentity, SourceSyntaxError } from "@godwit/core/modules";
import {
  concerning,
  contractsFor,
  findAskers,
  findHeldBack,
  findMockers,
  findOutsideMocks,
  groupByMocks,
  readSource,
  siteOfExports,
  type ActiveContract,
  type Finding,
  type ListedFile,
  type Mocker,
  type PlanSite,
  type Project,
  type SiteOfExports,
} from "@godwit/project";
import { unusableSettings } from "../check/settings.js";
import { findForCheck, type FileFindings } from "../check/finding.js";
import { openSource, withSource } from "../host/source-file.js";
import { type Site, siteOf } from "../migrate/units/edit-file.js";

/** A file whose violations could not be counted, or without which nobody knows what files import. */
export interface UncountedFile {
  readonly file: string;
  readonly message: string;
}

/** What a run can do about a violation: write its edit, or try edits across files. */
export type Step = "fix" | "suggestion" | "types" | "context" | "async";

/** What was found of a contract in a file that may concern it, so that a run looks for it again only where the text is another one. */
export interface FoundInFile {
  readonly text: string;
  readonly steps: ReadonlySet<Step>;
  /** Of each violation that counts, the phase that it belongs to; null for none. */
  readonly phases: readonly (string | null)[];
  /** Of its violations, those that comments hide included. */
  readonly exports: readonly SiteOfExports[];
  /** The written types that should be one of the contract's. */
  readonly types: readonly WrittenType[];
}

/** All violations of a root as a plan needs them. */
export interface SitesOfRoot {
  readonly sites: readonly PlanSite[];
  readonly uncounted: readonly UncountedFile[];
  /** The files that mock modules. */
  readonly mockers: readonly Mocker[];
  /** The exports that a site's fix leaves, and those that it needs instead; empty where it is about none. */
  exportsOf(site: PlanSite): readonly ExportUse[];
  /** Whether a value that the function around a site is given would make it one that is fixed. */
  lacksValue(site: PlanSite): boolean;
  /** Files that move together because of the mocks in one of them, for one contract. */
  groups(contract: string): readonly (readonly string[])[];
  /** By contract and file. */
  readonly found: ReadonlyMap<string, ReadonlyMap<string, FoundInFile>>;
}

interface FoundSite {
  readonly site: PlanSite;
  readonly exports: SiteOfExports;
  readonly lacksValue: boolean;
}

/** What is found in one file. */
interface SitesInFile {
  readonly sites: readonly FoundSite[];
  /** By contract. */
  readonly found: ReadonlyMap<string, FoundInFile>;
}

const NOTHING: SitesInFile = { sites: [], found: new Map() };

/** Finds the violations of all contracts, planned ones included, in the listed files. */
export function readSites(
  project: Project,
  files: readonly ListedFile[],
  onProgress?: (done: number, total: number) => void,
): SitesOfRoot {
  const uncounted: UncountedFile[] = [];
  const foundBy = new Map(project.contracts.map(({ contract }) => [contract.id, new Map<string, FoundInFile>()]));
  const found = files.flatMap((file, index) => {
    onProgress?.(index, files.length);
    const result = sitesInFile(project, file);
    if ("message" in result) {
      uncounted.push(result);
      return [];
    }
    for (const [contract, own] of result.found) foundBy.get(contract)!.set(file.path, own);
    return result.sites;
  });
  uncounted.push(...unusableSettings(project).map(({ file, message }) => ({ file, message })));
  // Mocks follow what moves: where nothing does, no test has to be read for them.
  const mayMove = [...foundBy.values()].some((own) => [...own.values()].some(({ steps }) => steps.size > 0));
  const mockers = mayMove ? findMockers(project.engine, files, withSource) : [];
  // Where `migrate` runs tests after each unit, it holds nothing back.
  const tried = new Set(
    project.contracts.flatMap(({ contract }) =>
      contract.validate.each.some(({ run }) => mayRunTests(run)) ? [contract.id] : [],
    ),
  );
  const outside = outsideSitesOf(
    project,
    mockersOf(
      project,
      mockers,
      found.map(({ exports }) => exports),
    ),
  );
  for (const [contract, own] of outside) for (const [file, each] of own) foundBy.get(contract)!.set(file, each);
  const outsideOf = (contract: string) => [...(outside.get(contract)?.values() ?? [])].flatMap(({ exports }) => exports);
  const held = findHeldBack(
    [
      ...found.flatMap(({ site, exports }) => (tried.has(site.contract) ? [] : [exports])),
      ...[...outside.keys()].flatMap((contract) => (tried.has(contract) ? [] : outsideOf(contract))),
    ],
    mockers,
    findAskers(project.engine, files, withSource),
  );
  const byContract = new Map<string, readonly (readonly string[])[]>();
  const foundOf = new Map<PlanSite, FoundSite>(found.map((each) => [{ ...each.site, heldBack: held.get(each.exports) }, each]));
  const exportsOf = (site: PlanSite): readonly ExportUse[] => {
    const { left = [], needed = [] } = foundOf.get(site)?.exports ?? {};
    return [...left, ...needed];
  };
  return {
    sites: [...foundOf.keys()],
    uncounted,
    mockers,
    found: foundBy,
    exportsOf,
    lacksValue: (site) => foundOf.get(site)?.lacksValue === true,
    groups(contract) {
      const own = found.filter(({ site }) => site.contract === contract).map(({ exports }) => exports);
      const groups = byContract.get(contract) ?? groupByMocks(own, mockers, outsideOf(contract));
      byContract.set(contract, groups);
      return groups;
    },
  };
}

/** Those of the files that mock modules in which a mock may be of what some sites leave, itself or by a module that passes it on. */
function mockersOf({ engine }: Project, mockers: readonly Mocker[], sites: readonly SiteOfExports[]): readonly Mocker[] {
  const left = new Set(sites.flatMap((site) => site.left.map(({ module }) => module)));
  const isTarget = (module: ModuleIdentity): boolean => left.has(keyOfModule(module));
  const query = { isTarget, names: listedExports([]) };
  const isLeft = (module: ModuleIdentity): boolean => isTarget(module) || engine.modules.mayPassOn(module, query);
  return mockers.filter((mocker) => mocker.mayMock(isLeft) && mocker.mayFollow());
}

/** The mocks in files that their contract leaves out, by contract and file: they move with the code that they mock. */
function outsideSitesOf(
  { engine, contracts }: Project,
  mockers: readonly Mocker[],
): ReadonlyMap<string, ReadonlyMap<string, FoundInFile>> {
  const byContract = new Map<string, Map<string, FoundInFile>>();
  for (const { file } of mockers) {
    const outside = findOutsideMocks({ engine, contracts, open: openSource }, file);
    for (const { violation } of outside?.found ?? []) {
      const own = byContract.get(violation.contract) ?? new Map<string, FoundInFile>();
      byContract.set(violation.contract, own);
      const exports = [...(own.get(file)?.exports ?? []), siteOfExports(violation, file, true)];
      own.set(file, { text: outside!.read.text, steps: new Set<Step>(["fix"]), phases: [], exports, types: [] });
    }
  }
  return byContract;
}

function sitesInFile({ root, engine, contracts }: Project, { path: file, isLink }: ListedFile): SitesInFile | UncountedFile {
  const own = contractsFor(contracts, file);
  const absolute = path.join(root, file);
  if (own.length === 0) return NOTHING;
  try {
    const read = readSource(absolute);
    if (read.kind === "gone") return NOTHING;
    if (read.kind === "problem") return mayBeConcerned(own, absolute, read.scan) ? { file, message: read.message } : NOTHING;
    const concerned = concerning(own, absolute, read.bytes);
    if (concerned.length === 0) return NOTHING;
    const source = openSource(absolute, read.text);
    const all = findForCheck({ engine, contracts: concerned }, source, file);
    const { open, planned, suppressed, list } = all;
    const sites = [...open, ...planned].map((finding): FoundSite => {
      const { contract, rule, line, column, message, phase, level, reason, tolerated } = list(finding);
      const within = enclosingName(source.program, finding.violation.range[0]);
      const isWritten = level === "fix" && !isLink && contractStatus(concerned, contract) !== "planned";
      return {
        site: { contract, rule, file, line, column, message, phase, level, reason, tolerated, within },
        exports: siteOfExports(finding.violation, file, isWritten),
        lacksValue: isEndedByValue(finding.violation.reasonCode),
      };
    });
    const hidden = suppressed.map((finding) => ({ finding, exports: siteOfExports(finding.violation, file, false) }));
    const found = concerned.map(({ contract: { id } }): [string, FoundInFile] => {
      const isOwn = ({ contract }: Finding): boolean => contract.id === id;
      const exports = [
        ...sites.flatMap((each) => (each.site.contract === id ? [each.exports] : [])),
        ...hidden.flatMap((each) => (isOwn(each.finding) ? [each.exports] : [])),
      ];
      const steps = [...open, ...suppressed].filter(isOwn).flatMap((finding) => stepsOf(finding));
      const phases = open.filter(isOwn).map(({ phase }) => phase?.name ?? null);
      return [id, { text: read.text, steps: new Set(steps), phases, exports, types: writtenTypesOf(all, isOwn) }];
    });
    return { sites, found: new Map(found) };
  } catch (error) {
    const syntax =
      error instanceof SourceSyntaxError ? `It does not parse: ${error.line}:${error.column} ${error.message}` : undefined;
    return { file, message: syntax ?? `godwit failed on it; please report it: ${(error as Error).message}` };
  }
}

function stepsOf({ violation }: Finding): readonly Step[] {
  const { level, narrows, lacks, unproved, needsAsync } = violation;
  const across: readonly (readonly [Step, boolean])[] = [
    ["types", narrows !== undefined],
    ["context", lacks !== undefined || unproved !== undefined],
    ["async", needsAsync ?? false],
  ];
  return [...(level === "hint" ? [] : [level]), ...across.flatMap(([step, isPossible]) => (isPossible ? [step] : []))];
}

function mayBeConcerned(contracts: readonly ActiveContract[], absolute: string, scan: string | undefined): boolean {
  return scan === undefined || concerning(contracts, absolute, scan).length > 0;
}

function contractStatus(contracts: readonly ActiveContract[], id: string): string | undefined {
  return contracts.find(({ contract }) => contract.id === id)?.contract.status;
}

/** A program that reads code and runs none of it, by itself or by what starts it. */
const READER =
  /^(?:(?:npx|bunx|(?:npm|pnpm|yarn) exec|pnpm|yarn)(?: --\S*)* )?(?:prettier|eslint|oxlint|biome|dprint|stylelint|tsc|tsgo|vue-tsc)(?: |$)/u;

/** Whether a command line may run tests, which judge mocks: any but those that only format, lint or check types. */
export function mayRunTests(command: string): boolean {
  return !command.split(/&&|\|\||;/u).every((part) => READER.test(part.trim()));
}

/** A written type that should be one of the contract's; it is free if no comment, and nothing else, keeps it. */
export interface WrittenType {
  readonly type: string;
  readonly part: readonly [number, number];
  /** The name that it declares, where it is a declaration's. */
  readonly declares?: string;
  /** What reports say of it. */
  readonly site: Site;
  readonly isFree: boolean;
}

/** The written types among what was found in a file. */
export function writtenTypesOf(found: FileFindings, isAsked: (finding: Finding) => boolean = () => true): readonly WrittenType[] {
  const typesOf = (findings: readonly Finding[], isOpen: boolean): readonly WrittenType[] =>
    findings.filter(isAsked).flatMap((finding): WrittenType[] => {
      const { level, narrows } = finding.violation;
      return narrows ? [{ ...narrows, site: siteOf(finding, found), isFree: isOpen && level !== "hint" }] : [];
    });
  return [...typesOf(found.open, true), ...typesOf(found.suppressed, false)];
}
