import path from "node:path";
import { LineIndex, phaseOf, type Contract } from "@godwit/core/contracts";
import { describeReplacement, describeViolation } from "@godwit/core/engine";
import { SourceSyntaxError } from "@godwit/core/modules";
import {
  concerning,
  contractsFor,
  findInSource,
  fixInRounds,
  placeOf,
  progressOfAll,
  readSource,
  type Finding,
  type Project,
  type SourceFindings,
} from "@godwit/project";
import { outOfFiles } from "../explain/explain-source.js";
import { fileInProject } from "../explain/explain-target.js";
import { openSource } from "../host/source-file.js";
import { countSites } from "../overview/count-sites.js";
import { buildPlan } from "../plan/build-plan.js";
import { selectContracts } from "../project.js";
import { UsageError } from "../usage-error.js";

/** Longer lists are cut, and the answer says so: they would fill what a model can read at once. */
const MOST_LISTED = 100;
const MOST_EXAMPLES = 3;

/** A file of the project, and the text that it is asked about with. */
export interface AskedText {
  /** Relative to the root. */
  readonly file: string;
  readonly absolute: string;
  readonly text: string;
}

/** The file with the given text, or with that on the disk. Throws `UsageError`. */
export function readAsked(project: Project, file: string, text: string | undefined): AskedText {
  const absolute = path.resolve(project.root, file);
  const inside = fileInProject(project, absolute, file);
  if (text !== undefined) return { file: inside, absolute, text };
  const read = readSource(absolute);
  if (read.kind === "gone") throw new UsageError(`There is no file ${inside} yet: send its text.`);
  if (read.kind === "problem") throw new UsageError(`${inside}: ${read.message}`);
  return { file: inside, absolute, text: read.text };
}

/** What the contracts of a file want, before code is written in it. */
export function wantedIn(project: Project, file: string): object {
  const inside = fileInProject(project, path.resolve(project.root, file), file);
  const about = contractsFor(project.contracts, inside);
  const others = project.contracts.filter((each) => !about.includes(each));
  return {
    file: inside,
    contracts: about.map(({ contract }) => wantsOf(contract, inside)),
    others: others.map(({ contract }) => ({ id: contract.id, reason: outOfFiles(contract) })),
  };
}

function wantsOf(contract: Contract, file: string): object {
  const { id, title, why, status, severity, rules, imports, examples } = contract;
  const phase = phaseOf(contract, file);
  return {
    ...{ id, title, why: why ?? null, status, severity: phase?.severity ?? severity, phase: phase?.name ?? null },
    ...{ contract: contract.file, rules, imports: Object.fromEntries(Object.entries(imports)) },
    examples: examples.slice(0, MOST_EXAMPLES).map(({ kind, before, after }) => ({ kind, before, after: after ?? null })),
  };
}

/** What the contracts report in a text. */
export function checkText(project: Project, asked: AskedText): object {
  const found = findIn(project, asked, asked.text);
  const violations = found ? listed(found.open, asked.text) : [];
  return {
    file: asked.file,
    contracts: contractsFor(project.contracts, asked.file).map(({ contract }) => contract.id),
    // The baseline knows what was there before: only what is new fails.
    failsCheck: found?.open.some(({ severity, isKnown }) => severity === "error" && !isKnown) ?? false,
    total: violations.length,
    violations: violations.slice(0, MOST_LISTED),
  };
}

/** A text with its safe fixes, and what is left in it. */
export interface FixedAnswer {
  readonly text: string;
  readonly summary: { readonly file: string; readonly fixed: number; readonly left: readonly object[] };
}

/** Applies the safe fixes to a text, and writes nothing. */
export function fixText(project: Project, asked: AskedText): FixedAnswer {
  const findings = findIn(project, asked, asked.text);
  if (!findings) return { text: asked.text, summary: { file: asked.file, fixed: 0, left: [] } };
  const { text, left } = fixInRounds<SourceFindings>({
    text: asked.text,
    findings,
    edits: (each) => each.fixAll(each.open),
    find: (next) => findIn(project, asked, next),
  });
  const rest = left ? listed(left.open, text) : [];
  const fixed = Math.max(0, findings.open.length - rest.length);
  return { text, summary: { file: asked.file, fixed, left: rest.slice(0, MOST_LISTED) } };
}

/** The findings of active contracts in a text; undefined if no contract looks at it. Throws `UsageError` if it does not parse. */
function findIn(project: Project, { file, absolute }: AskedText, text: string): SourceFindings | undefined {
  const active = contractsFor(project.contracts, file).filter(({ contract }) => contract.status !== "planned");
  const concerned = concerning(active, absolute, text);
  if (concerned.length === 0) return undefined;
  try {
    return findInSource(project.engine, openSource(absolute, text), file, concerned);
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    throw new UsageError(`The text of ${file} does not parse at ${error.line}:${error.column}: ${error.message}`);
  }
}

function listed(findings: readonly Finding[], text: string): object[] {
  const lines = new LineIndex(text);
  return findings.map((finding) => {
    const { violation, contract, severity, isKnown, phase } = finding;
    const { rule, level, reason, replacement } = violation;
    return {
      ...{ contract: contract.id, rule, ...placeOf(finding, lines), message: describeViolation(violation) },
      ...{
        replacement: replacement && describeReplacement(replacement),
        level,
        reason,
        severity,
        known: isKnown,
        phase: phase?.name ?? null,
      },
    };
  });
}

/** The next batch of the plan that can be worked on, of one contract or of all. */
export function nextBatch(project: Project, contract: string | undefined): object {
  if (contract !== undefined) selectContracts(project, [contract]);
  const { plan, uncounted } = buildPlan(project);
  const open = plan.contracts.filter(({ done, status, id }) => !done && status === "active" && (contract ?? id) === id);
  const free = open.filter(({ blockedBy }) => blockedBy.length === 0);
  for (const { id, title, risk, phases, checkpoints } of free)
    for (const { name, due, batches, waitsFor } of phases) {
      const [batch] = waitsFor === null ? batches : [];
      if (!batch) continue;
      const sites = batch.consumers.flatMap((consumer) => consumer.sites);
      const { owners, package: folder, counts, command } = batch;
      return {
        ...{
          contract: id,
          title,
          risk,
          phase: name,
          due,
          batch: batch.id,
          owners,
          package: folder,
          counts,
          command,
          checkpoints,
        },
        files: batch.consumers.map(({ file, complexity, tests, counts: { total } }) => ({
          file,
          violations: total,
          complexity,
          tests,
        })),
        violations: sites.slice(0, MOST_LISTED),
        isCut: sites.length > MOST_LISTED,
        uncounted: uncounted.length,
      };
    }
  const blocked = open.flatMap(({ id, blockedBy }) =>
    blockedBy.map((blocker) => `${id} waits for ${blocker.contract}: ${blocker.why}`),
  );
  return { batch: null, why: blocked.length > 0 ? blocked : ["Nothing is left to do."] };
}

/** How much is left of each contract. */
export function counts(cwd: string): object {
  const { project, sites, problems } = countSites({ cwd });
  const contracts = project.contracts.map(({ contract }) => contract);
  const progress = progressOfAll(contracts, sites);
  return {
    contracts: contracts.map(({ id, title, status, risk, due }) => {
      const own = sites.filter((site) => site.contract === id);
      const level = (name: string): number => own.filter((site) => site.level === name).length;
      return {
        ...{ id, title, status, risk, due: due ?? null, done: progress.get(id)?.done ?? false, left: own.length },
        ...{
          fix: level("fix"),
          suggestion: level("suggestion"),
          hint: level("hint"),
          known: own.filter(({ tolerated }) => tolerated).length,
        },
      };
    }),
    problems: problems.slice(0, MOST_LISTED).map(({ file, line, message }) => ({ file, line, message })),
  };
}
