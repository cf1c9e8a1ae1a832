import { embedsScript } from "@godwit/core/contracts";
import { concerning, contractsFor, findInSource, type ActiveContract, type Project, type SourceFindings } from "../index.js";
import type { Document } from "./document.js";
import type { Workspace } from "./workspace.js";

/** Everything that the contracts, except planned ones, find in one version of a file. */
export interface FileFindings extends SourceFindings {
  readonly document: Document;
  readonly project: Project;
  /** The findings if the file had this text; undefined if there would be none, or the front can't parse it. */
  after(text: string): FileFindings | undefined;
}

const known = new WeakMap<object, { readonly project: Project; readonly findings: FileFindings | undefined }>();

/** The findings of one version of a file; undefined if no contract finds anything. Cached per version. */
export function findingsOf(workspace: Workspace, document: Document): FileFindings | undefined {
  const project = workspace.projectOf(document.path);
  if (!project) return undefined;
  const answer = known.get(document.version);
  if (answer?.project === project) return answer.findings;
  const findings = analyse(workspace, { project, document, isMeant: (active) => !isPlanned(active) });
  known.set(document.version, { project, findings });
  return findings;
}

/** What the planned contracts find in a file: it is counted and never shown in the file. Undefined if they find nothing. */
export function plannedFindingsOf(workspace: Workspace, document: Document): FileFindings | undefined {
  const project = workspace.projectOf(document.path);
  return project?.contracts.some(isPlanned) ? analyse(workspace, { project, document, isMeant: isPlanned }) : undefined;
}

function isPlanned({ contract }: ActiveContract): boolean {
  return contract.status === "planned";
}

interface Question {
  readonly project: Project;
  readonly document: Document;
  isMeant(active: ActiveContract): boolean;
}

function analyse(workspace: Workspace, { project, document, isMeant }: Question): FileFindings | undefined {
  const { path, text } = document;
  const file = project.engine.modules.relative(path);
  // What an editor holds of a component is its markup, or what another tool has made of it.
  if (file === undefined || embedsScript(file)) return undefined;
  const active = contractsFor(project.contracts, file).filter(isMeant);
  const contracts = concerning(active, path, text);
  const source = contracts.length > 0 ? document.parse() : undefined;
  if (!source) return undefined;
  const findings = findInSource(project.engine, source, file, contracts);
  if (findings.open.length + findings.disabled.length === 0 || workspace.isIgnored(path, project.root)) return undefined;
  return {
    ...findings,
    document,
    project,
    after: (next) =>
      document.parseAs && findingsOf(workspace, { ...document, text: next, version: {}, parse: () => document.parseAs?.(next) }),
  };
}
