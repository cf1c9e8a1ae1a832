import {
  actionEditsOf,
  actionEntriesOf,
  commandLinks,
  createPositions,
  describeLeft,
  entryOf,
  fileFixesOf,
  reportOf,
  spanOf,
  type PluginRequests,
} from "@godwit/project/editor";
import type ts from "typescript";
import { contractAt } from "./named-exports.js";
import type { Session } from "./session.js";

/** The session of one of the server's projects. */
export type SessionOf = (project: ts.server.Project) => Session | undefined;

type Answers = {
  readonly [Command in keyof PluginRequests]: (
    given: PluginRequests[Command]["arguments"],
  ) => PluginRequests[Command]["body"] | undefined;
};

/** Servers in which the requests are registered. */
const ready = new WeakSet<object>();

/** Registers the requests of an extension with the server, once for all projects. */
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
      if (!session || !project) return undefined;
      const isUnderlined = session.settingsFor(file).diagnostics !== "off";
      return reportOf(project, session.findings(file), { inlayHints, isUnderlined });
    },
    "_godwit.contracts": ({ file }) => {
      const project = sessionFor(file)?.projectOf(file);
      return project?.contracts.map((active) => entryOf(project, active));
    },
    "_godwit.fixFile": ({ file, contract }) => {
      const findings = sessionFor(file)?.findings(file);
      return findings && fileFixesOf(findings, contract);
    },
    "_godwit.actions": (given) => {
      const findings = sessionFor(given.file)?.findings(given.file);
      return findings && actionEntriesOf(findings, given);
    },
    "_godwit.action": (given) => {
      const findings = sessionFor(given.file)?.findings(given.file);
      return findings && actionEditsOf(findings, given);
    },
    "_godwit.hover": ({ file, position, counts, isToldAbove = false }) => {
      const session = sessionFor(file);
      const root = session?.projectOf(file)?.root;
      const text = session?.sourceFile(file)?.text;
      if (!session || root === undefined || text === undefined) return undefined;
      const [offset] = spanOf(text, { start: position, end: position });
      const left = ({ id }: { readonly id: string }): string | undefined => counts?.[id] && describeLeft(counts[id]);
      const setting = { left, links: commandLinks(root), isToldAbove };
      const found = contractAt(session, file, offset, setting);
      return found && { range: createPositions(text)(found.span), markdown: found.markdown };
    },
  };
}
