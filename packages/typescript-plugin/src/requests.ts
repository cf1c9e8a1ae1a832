import path from "node:path";
import {
  diagnosticsOf,
  fixAllOf,
  fixFile,
  inlayHintsIn,
  summaryOf,
  type ActiveContract,
  type FileFindings,
  type Project,
} from "@godwit/editor";
import type { TextEdit } from "@godwit/engine";
import type ts from "typescript";
import { createPositions } from "./positions.js";
import type { ContractEntry, FileFixes, FileReport, Requests } from "./protocol.js";
import type { Session } from "./session.js";

/** The session of one of the server's projects. */
export type SessionOf = (project: ts.server.Project) => Session | undefined;

type Answers = {
  readonly [Command in keyof Requests]: (given: Requests[Command]["arguments"]) => Requests[Command]["body"] | undefined;
};

/** Servers in which the requests are registered. */
const ready = new WeakSet<object>();

/** Registers the requests of `protocol.ts` with the server, once for all projects. */
export function answerRequests({ session, project: { projectService } }: ts.server.PluginCreateInfo, sessionOf: SessionOf): void {
  if (!session || ready.has(session)) return;
  ready.add(session);
  for (const [command, answer] of Object.entries(createAnswers(projectService, sessionOf))) {
    try {
      session.addProtocolHandler(command, ({ arguments: given }: { arguments?: unknown }) => {
        const body = answer(given as never);
        return { ...(body && { response: body }), responseRequired: true };
      });
    } catch {
      // Another copy of the plugin, loaded from another folder, answers.
      projectService.logger.info(`[godwit] ${command} is answered already.`);
    }
  }
}

function createAnswers(service: ts.server.ProjectService, sessionOf: SessionOf): Answers {
  const sessionFor = (file: string): Session | undefined => {
    // `getScriptInfo` accepts a path with any separators; `getDefaultProjectForFile` does not.
    const opened = service.getScriptInfo(file)?.fileName;
    const project = opened === undefined ? undefined : service.getDefaultProjectForFile(opened, false);
    return project && sessionOf(project);
  };
  return {
    "_godwit.file": ({ file, inlayHints }) => {
      const session = sessionFor(file);
      const project = session?.projectOf(file);
      return project && reportOf(project, session?.findings(file), inlayHints);
    },
    "_godwit.contracts": ({ file }) => {
      const project = sessionFor(file)?.projectOf(file);
      return project?.contracts.map((active) => entryOf(project, active));
    },
    "_godwit.fixFile": ({ file }) => {
      const findings = sessionFor(file)?.findings(file);
      const edits = findings ? fixFile(findings) : [];
      const count = findings?.open.filter(({ violation }) => violation.level === "fix").length ?? 0;
      return findings && edits.length > 0 ? toFileFixes(findings, count, edits) : undefined;
    },
    "_godwit.fixes": ({ file, contract, files }) => {
      const session = sessionFor(file);
      const root = session?.projectOf(file)?.root;
      if (!session || root === undefined) return undefined;
      session.askForAllIgnored(root);
      return files.flatMap((each) => {
        const loadedBy = service
          .getScriptInfo(each)
          ?.containingProjects.map(sessionOf)
          .find((known) => known !== undefined);
        const findings = loadedBy?.findings(each) ?? session.findingsOnDisk(each);
        return findings?.project.root === root ? fixesOf(findings, contract) : [];
      });
    },
  };
}

function reportOf(
  project: Project,
  findings: FileFindings | undefined,
  inlayHints: Requests["_godwit.file"]["arguments"]["inlayHints"],
): FileReport {
  const inForce = project.contracts.length;
  if (!findings) return { inForce, contracts: [], violations: [], hints: [] };
  const { text } = findings.document;
  const rangeOf = createPositions(text);
  return {
    inForce,
    contracts: summaryOf(findings).map(({ contract, left, fixable }) => ({ ...entryOf(project, { contract }), left, fixable })),
    violations: diagnosticsOf(findings).map(({ finding, span, id, message, contract }) => ({
      ...rangeOf(span),
      contract: finding.contract.id,
      rule: id,
      message,
      level: finding.violation.level,
      contractLine: contract.line - 1,
    })),
    hints: inlayHintsIn(findings, [0, text.length], inlayHints).map(({ offset, text: label, tooltip }) => ({
      position: rangeOf([offset, offset]).start,
      text: label,
      tooltip,
    })),
  };
}

function entryOf({ root }: Project, { contract }: Pick<ActiveContract, "contract">): ContractEntry {
  return { id: contract.id, title: contract.title, status: contract.status, path: path.join(root, contract.file), root };
}

function fixesOf(findings: FileFindings, contract: string): FileFixes[] {
  const all = fixAllOf(findings, contract);
  return all ? [toFileFixes(findings, all.count, all.edits())] : [];
}

function toFileFixes({ document: { path: file, text } }: FileFindings, count: number, edits: readonly TextEdit[]): FileFixes {
  const rangeOf = createPositions(text);
  return { file, count, edits: edits.map(({ range, text: newText }) => ({ ...rangeOf(range), newText })) };
}
