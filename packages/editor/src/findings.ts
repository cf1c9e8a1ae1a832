import { matchesContract, phaseOf, type Contract, type Phase, type Problem, type Severity } from "@godwit/contracts";
import type { Analysis, Violation } from "@godwit/engine";
import type { Document } from "./document.js";
import type { ActiveContract, Project } from "./project.js";
import type { Workspace } from "./workspace.js";

/** A violation with what its contract says of the place. */
export interface Finding {
  readonly violation: Violation;
  readonly contract: Contract;
  readonly phase: Phase | null;
  readonly severity: Severity;
  /** Why the contract's last good version is used. */
  readonly outdatedBy?: Problem;
}

/** All that the contracts find in one version of a file. */
export interface FileFindings {
  readonly document: Document;
  readonly project: Project;
  /** What is reported: not disabled, of contracts that are not planned. */
  readonly open: readonly Finding[];
  /** What is not reported: disabled by a comment. */
  readonly disabled: readonly Finding[];
  /** The file's text changes for the safe fixes of some of `open`. */
  fixAll(only: readonly Finding[]): ReturnType<Analysis["fixAll"]>;
  /** What would be found if the file had this text; undefined where nothing would, or the front can't parse it. */
  after(text: string): FileFindings | undefined;
}

const known = new WeakMap<object, { readonly project: Project; readonly findings: FileFindings | undefined }>();

/** The findings of one version of a file; undefined where no contract has anything to say. Kept per version. */
export function findingsOf(workspace: Workspace, document: Document): FileFindings | undefined {
  const project = workspace.projectOf(document.path);
  if (!project) return undefined;
  const answer = known.get(document.version);
  if (answer?.project === project) return answer.findings;
  const findings = analyse(workspace, project, document);
  known.set(document.version, { project, findings });
  return findings;
}

function analyse(workspace: Workspace, project: Project, document: Document): FileFindings | undefined {
  const file = project.engine.modules.relative(document.path);
  const concerned = file === undefined ? [] : reportingContracts(project, file, document);
  if (file === undefined || concerned.length === 0) return undefined;
  const source = document.parse();
  if (!source) return undefined;
  const analysis = project.engine.analyse(
    source,
    concerned.flatMap(({ rules }) => rules),
  );
  if (analysis.violations.length === 0 || workspace.isIgnored(document.path, project.root)) return undefined;
  const byId = new Map(concerned.map((active) => [active.contract.id, active]));
  const all = analysis.violations.map((violation) => toFinding(violation, byId.get(violation.contract)!, file));
  return {
    document,
    project,
    open: all.filter(({ violation }) => !violation.disabled),
    disabled: all.filter(({ violation }) => violation.disabled),
    fixAll: (only) => analysis.fixAll(only.map(({ violation }) => violation)),
    after: (text) =>
      document.parseAs && findingsOf(workspace, { ...document, text, version: {}, parse: () => document.parseAs?.(text) }),
  };
}

/** The active contracts whose rules may find something: the same cheap look at the text as every front takes. */
function reportingContracts(project: Project, file: string, { path, text }: Document): ActiveContract[] {
  return project.contracts.flatMap((active) => {
    const { contract } = active;
    if (contract.status === "planned" || !matchesContract(contract, file)) return [];
    const rules = active.rules.filter((rule) => rule.mayConcern(path, text));
    return rules.length === 0 ? [] : [{ ...active, rules }];
  });
}

function toFinding(violation: Violation, { contract, outdatedBy }: ActiveContract, file: string): Finding {
  const phase = phaseOf(contract, file);
  return { violation, contract, phase, severity: phase?.severity ?? contract.severity, ...(outdatedBy && { outdatedBy }) };
}

/** The id under which a finding is reported and disabled: `unified-ids/no-raw-uuid`. */
export function ruleIdOf({ violation }: Finding): string {
  return `${violation.contract}/${violation.rule}`;
}
