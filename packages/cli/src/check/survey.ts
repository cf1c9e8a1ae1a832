import { embedsScript } from "@godwit/core/contracts";
import {
  type ActiveContract,
  type ListedFile,
  type Project,
  absoluteOf,
  contractsFor,
  keepSource,
  type SourceText,
} from "@godwit/project";
import { selectFiles, type Selection, type SelectionOptions } from "../files/selection.js";
import { checkPhase, requireProject, selectContracts } from "../project.js";
import { holdBack, type LoadingTests, type NearMocks } from "./held-back.js";
import { fixFollowers, type LookAgain, followMocks, type FollowedMocks } from "./fix-followers.js";
import { checkFile, CLEAN, type FileCheck, type FileResult, nearRulesFor } from "./check-file.js";
import { Unmatched } from "./unmatched.js";
import type { CompiledRule } from "@godwit/core/engine";
import { ReadingSpace } from "@godwit/core/disk";
import { isAsked } from "./finding.js";

/** Which files are checked, for which contracts. */
export interface SurveyOptions extends SelectionOptions {
  readonly contracts?: readonly string[];
  readonly phase?: string | undefined;
  /** Whether a fix waits for a test that mocks what it changes and can't follow; true when not given. */
  readonly holdsBack?: boolean;
  /** Without `fix`: also finds which fixes it would hold back, for whoever prints how many there are. */
  readonly foreseesHeldBack?: boolean;
  /** Keeps the source of each finding, for baselines. */
  readonly keepsSources?: boolean;
  /** Also finds near duplicates of canonical types. */
  readonly nearDuplicates?: boolean;
  /** Also looks for what in the contracts matches nothing, where all files are looked at and none is fixed. */
  readonly unmatched?: boolean;
  onProgress?(done: number, total: number): void;
}

/** The results of all files. */
export interface Survey {
  readonly project: Project;
  /** The selected contracts. */
  readonly contracts: readonly ActiveContract[];
  /** The selected files. */
  readonly files: readonly ListedFile[];
  /** In the order of the files. */
  readonly results: readonly FileResult[];
  readonly context: FileCheck;
  readonly selection: Selection;
  /** What matches nothing, as far as the files that were read tell. */
  readonly unmatched?: Unmatched | undefined;
  /** Where fixes were written: the mocks that followed them from outside of their contracts, and those near them. */
  readonly mocks?: FollowedMocks & { readonly near: NearMocks | undefined; readonly loading: LoadingTests | undefined };
}

/** Checks the files of a root. Throws `UsageError` if it can't run with these options. */
export function survey(options: SurveyOptions): Survey {
  return surveyProject(requireProject(options.cwd), options);
}

/** The same for a root that is open already. */
export function surveyProject(project: Project, options: SurveyOptions): Survey {
  const contracts = selectContracts(project, options.contracts ?? []);
  checkPhase(contracts, options.phase);
  const selection = selectFiles(project.root, contracts, options);
  const { files, isOwned } = selection;
  const { root, engine } = project;
  const { phase, fix = false, keepsSources = false, holdsBack = true } = options;
  const unmatched = options.unmatched && !fix ? openUnmatched(project, { contracts, selection }) : undefined;
  const read = unmatched?.watch(selection.read) ?? selection.read;
  const search = { engine, contracts, inForce: project.contracts, phase, keepsSources, isOwned };
  const seen = {
    ...search,
    root,
    fix: false,
    heldBack: undefined,
    nearDuplicates: options.nearDuplicates,
    read,
    notesReads: !options.staged,
  };
  // A hook looks at few files, and lists all only if it will write a fix.
  const mayFix = (): boolean =>
    selection.isWhole || files.some((file) => checkFile(seen, file).findings.some(({ level }) => level === "fix"));
  const areAllSelected = selection.isWhole && phase === undefined && !options.staged && !options.shard;
  const mocks =
    fix && holdsBack && mayFix()
      ? holdBack(search, { root, all: selection.listed(), selected: files, areAllSelected })
      : undefined;
  const isReadFirst = selection.isWhole && !options.shard;
  const reading = isReadFirst ? readAll(seen, selection.all(), selection.read) : undefined;
  const context = { ...seen, fix, heldBack: mocks?.heldBack, read: reading?.read ?? read };
  // Holds for the texts as they were read, and is not kept.
  const first = {
    ...{ ...context, named: reading?.named, notesReads: !reading && seen.notesReads },
    keepsSites: !fix && options.foreseesHeldBack,
  };
  const results: FileResult[] = [];
  for (const file of files) {
    options.onProgress?.(results.length, files.length);
    results.push(reading?.mayHold(file) === false ? CLEAN : checkFile(first, file));
  }
  const loading = fix ? mocks?.loading() : undefined;
  const found = { project, contracts, files, results: results.map(written), context, selection, unmatched };
  if (!fix) return options.foreseesHeldBack ? withHeldBack(found, areAllSelected) : found;
  const followed = followMocks(search, root, mocks);
  return { ...withFollowers(found, options), mocks: { ...followed, near: mocks?.near(), loading } };
}

/** The findings with what `--fix` would hold back. */
function withHeldBack(found: Survey, areAllSelected: boolean): Survey {
  const { context, files, results, selection } = found;
  const hasFix = ({ findings }: FileResult): boolean => findings.some(({ level }) => level === "fix");
  if (!results.some(hasFix)) return found;
  const sited = new Map(files.map(({ path }, index) => [path, results[index]!.sites ?? []]));
  const mocks = holdBack(context, { root: context.root, all: selection.listed(), selected: files, areAllSelected, sited });
  if (!mocks) return found;
  const asked = { ...context, heldBack: mocks.heldBack };
  const look = (result: FileResult, file: ListedFile): FileResult =>
    mocks.holdingIn.has(file.path) ? { ...result, findings: checkFile(asked, file).findings } : result;
  return { ...found, results: results.map((result, index) => look(result, files[index]!)) };
}

function openUnmatched(
  project: Project,
  { contracts, selection }: Pick<Survey, "contracts" | "selection">,
): Unmatched | undefined {
  return selection.isWhole ? new Unmatched(project, contracts, selection.listed()) : undefined;
}

/** What can be fixed only after other files were fixed, is. */
function withFollowers(found: Survey, options: SurveyOptions): Survey {
  const { files, selection, context } = found;
  let { project, contracts } = found;
  const lookAgain = (): LookAgain => {
    project = requireProject(options.cwd);
    contracts = selectContracts(project, options.contracts ?? []);
    const { root, engine } = project;
    const seen = { ...context, engine, contracts, inForce: project.contracts, fix: false, heldBack: undefined };
    const fixing = (selected: readonly ListedFile[]): FileCheck => {
      const heldBack = options.holdsBack === false ? undefined : holdBack(seen, { root, all: selection.listed(), selected });
      return { ...seen, fix: true, heldBack: heldBack?.heldBack };
    };
    return { seen, fixing };
  };
  const results = fixFollowers(files, found.results, lookAgain);
  const { engine } = project;
  return { ...found, project, contracts, results, context: { ...context, engine, contracts, inForce: project.contracts } };
}

/** The result after the fixed file, if there is one, is written. */
function written({ write, ...result }: FileResult): FileResult {
  return write ? { ...result, ...write() } : result;
}

/** How many bytes of files are kept for the second look; the rest is read again. */
const MOST_KEPT = 16 * 1024 * 1024;
const SPACE = new ReadingSpace();

/** What one pass over all files of a root tells. */
export interface WholeReading {
  /** Whether a file has to be looked at more closely. */
  mayHold(file: ListedFile): boolean;
  readonly named: FileCheck["named"];
  readonly read: FileCheck["read"];
}

/**
 * Reads all files of a root once. What passes something on is known from then on, so that nobody has to ask where imports lead in files that
 * name nothing of what is looked for.
 */
function readAll(check: FileCheck, all: readonly ListedFile[], readAgain: FileCheck["read"]): WholeReading {
  const { engine, root } = check;
  const queries = check.contracts.flatMap(({ rules }) => rules.flatMap((rule) => rule.passages()));
  // Without queries some files are not read.
  const packages = queries.length > 0 ? check.contracts.flatMap(({ contract }) => engine.factsOf(contract).packages) : [];
  engine.modules.watchFor(queries, packages);
  const concerned = new Set<ListedFile>();
  const named = new Map<ListedFile, ReadonlySet<CompiledRule>>();
  const kept = new Map<string, SourceText>();
  let left = MOST_KEPT;
  for (const file of all) {
    const rules = contractsFor(check.contracts, file.path)
      .filter((each) => isAsked(check, each, file.path))
      .flatMap((each) => each.rules);
    if (rules.length + queries.length === 0) continue;
    const absolute = absoluteOf(root, file.path);
    const read = check.read(file.path, absolute, SPACE);
    if (read.kind !== "text") {
      concerned.add(file);
      continue;
    }
    if (!file.isLink) engine.modules.noteRead(absolute, read.bytes);
    const naming = rules.filter((rule) => rule.namesWhatItFinds(absolute, read.bytes));
    if (naming.length === 0 && !mayHoldNear(check, absolute, read)) continue;
    concerned.add(file);
    named.set(file, new Set(naming));
    left -= read.bytes.length;
    if (left > 0) kept.set(absolute, keepSource(read));
  }
  const readKept: FileCheck["read"] = (file, absolute, space) => kept.get(absolute) ?? readAgain(file, absolute, space);
  const rawText = (absolute: string): string => {
    const read = readKept(engine.modules.relative(absolute) ?? absolute, absolute, SPACE);
    return read.kind === "text" ? read.raw : "";
  };
  engine.modules.allRead(rawText);
  // Mostly no module passes anything on, and no text is asked.
  const isPassedOn = queries.some((query) => engine.modules.isPassedOn(query));
  for (const file of all) {
    const absolute = absoluteOf(root, file.path);
    if (isPassedOn && !concerned.has(file) && queries.some((query) => engine.modules.mayNamePasser(absolute, query)))
      concerned.add(file);
  }
  return {
    // The pass leaves out components, which pass nothing on.
    mayHold: (file) => concerned.has(file) || embedsScript(file.path),
    named: (file) => named.get(file),
    read(file, absolute, space) {
      const read = readKept(file, absolute, space);
      // Each file is looked at once.
      kept.delete(absolute);
      return read;
    },
  };
}

function mayHoldNear(check: FileCheck, absolute: string, read: SourceText): boolean {
  return check.nearDuplicates === true && nearRulesFor(check, absolute, read).length > 0;
}
