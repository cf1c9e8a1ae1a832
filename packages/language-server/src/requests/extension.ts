import { entryOf, fileFixesOf, fixesOf, reportOf, toFileFixes, type ServerRequests } from "@godwit/editor";
import type { Connection } from "vscode-languageserver/node";
import { projectFixes } from "../commands.js";
import { guarded } from "../guarded.js";
import type { ServerState } from "../state.js";
import { sitesOf } from "./references.js";

type Answers = {
  readonly [Command in keyof ServerRequests]: (
    given: ServerRequests[Command]["arguments"],
  ) => ServerRequests[Command]["body"] | undefined | Promise<ServerRequests[Command]["body"] | undefined>;
};

/** Answers what the VS Code extension asks beside LSP, as the plugin does in tsserver. */
export function answerExtension(state: ServerState, connection: Connection): void {
  const safe = guarded(connection);
  for (const [command, answer] of Object.entries(answersOf(state)))
    connection.onRequest(command, safe(undefined, answer as (given: unknown) => unknown));
}

function answersOf(state: ServerState): Answers {
  return {
    "_godwit.file": ({ file, inlayHints }) => {
      const project = state.workspace.projectOf(file);
      return project && reportOf(project, state.findings(file), inlayHints);
    },
    "_godwit.contracts": ({ file }) => {
      const project = state.workspace.projectOf(file);
      return project?.contracts.map((active) => entryOf(project, active));
    },
    "_godwit.fixFile": ({ file }) => {
      const findings = state.findings(file);
      return findings && fileFixesOf(findings);
    },
    "_godwit.fixes": ({ file, contract, files }) => {
      const root = state.workspace.projectOf(file)?.root;
      if (root === undefined) return undefined;
      state.workspace.askForAllIgnored(root);
      return files.flatMap((each) => {
        const findings = state.findings(each);
        return findings?.project.root === root ? fixesOf(findings, contract) : [];
      });
    },
    "_godwit.counts": ({ root }) => {
      const project = state.projectAt(root);
      const counts = project?.contracts.map(({ contract: { id } }) => [id, state.scan.countOf(project, id)] as const) ?? [];
      const known = counts.flatMap(([id, count]) => (count ? [[id, count] as const] : []));
      return counts.length > 0 && known.length === counts.length ? Object.fromEntries(known) : undefined;
    },
    "_godwit.projectFixes": async ({ contract, root }) => {
      const project = state.projectAt(root);
      const title = project?.contracts.find((each) => each.contract.id === contract)?.contract.title;
      if (!project || title === undefined) return undefined;
      const { units, heldBack } = await projectFixes(state, project, contract);
      return { title, units: units.map((unit) => unit.map(toFileFixes)), heldBack };
    },
    "_godwit.sites": (given) => sitesOf(state, given),
  };
}
