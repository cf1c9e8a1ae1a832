import {
  describeWaiting,
  entryOf,
  fileFixesOf,
  reportOf,
  shortTitle,
  titleOf,
  toFileFixes,
  type AcrossFilesArguments,
  type AcrossFilesEntry,
  type ServerRequests,
} from "@godwit/project/editor";
import type { CancellationToken, Connection } from "vscode-languageserver/node";
import type { AcrossFilesEnd } from "../across-files/across-files.js";
import { projectFixes } from "../commands.js";
import { guarded, signalOf } from "../guarded.js";
import type { ServerState } from "../state.js";
import { LONGEST_COUNT } from "./hover.js";
import { sitesOf } from "./references.js";

type Answers = {
  readonly [Command in keyof ServerRequests]: (
    given: ServerRequests[Command]["arguments"],
    signal: AbortSignal,
  ) => ServerRequests[Command]["body"] | undefined | Promise<ServerRequests[Command]["body"] | undefined>;
};

/** Answers what the VS Code extension asks beside LSP, as the plugin does in tsserver. */
export function answerExtension(state: ServerState, connection: Connection): void {
  const safe = guarded(connection);
  for (const [command, answer] of Object.entries(answersOf(state)))
    connection.onRequest(command, (given: unknown, token: CancellationToken) =>
      safe(undefined, () => (answer as (given: unknown, signal: AbortSignal) => unknown)(given, signalOf(token)))(undefined),
    );
}

function answersOf(state: ServerState): Answers {
  return {
    "_godwit.file": ({ file, inlayHints }) => {
      const project = state.workspace.projectOf(file);
      return project && reportOf(project, state.findings(file), { inlayHints, isUnderlined: false });
    },
    "_godwit.contracts": ({ file }) => {
      const project = state.workspace.projectOf(file);
      return project?.contracts.map((active) => entryOf(project, active));
    },
    "_godwit.fixFile": ({ file, contract }) => {
      const findings = state.findings(file);
      return findings && fileFixesOf(findings, contract);
    },
    "_godwit.counts": async ({ root }) => {
      const project = state.projectAt(root);
      if (project) await state.scan.wait(project, LONGEST_COUNT);
      const counts = project?.contracts.map(({ contract: { id } }) => [id, state.scan.countOf(project, id)] as const) ?? [];
      const known = counts.flatMap(([id, count]) => (count ? [[id, count] as const] : []));
      return counts.length > 0 && known.length === counts.length ? Object.fromEntries(known) : undefined;
    },
    "_godwit.projectFixes": async ({ contract, root }) => {
      // The contract may have been written a moment ago.
      state.workspace.invalidate();
      const project = state.projectAt(root);
      const own = project?.contracts.find((each) => each.contract.id === contract);
      if (!project || !own) return undefined;
      const title = shortTitle(own.contract);
      const { units, heldBack, leftOut } = await projectFixes(state, project, contract);
      const waiting = describeWaiting({ heldBack, leftOut });
      return { title, units: units.map((unit) => unit.map(toFileFixes)), heldBack, waiting };
    },
    "_godwit.sites": (given) => sitesOf(state, given),
    "_godwit.acrossFiles": async (given, signal) => {
      if (!given.isAgain) return toAcrossFilesEntry(given, await state.acrossFiles.find(given, signal));
      const found = state.acrossFiles.findAgain(given);
      return found && toAcrossFilesEntry(given, found);
    },
    "_godwit.knownAcrossFiles": ({ root }) => ({
      runs: state.acrossFiles.runsIn(root).map(({ asked: { contract, subject }, files }) => ({ contract, subject, files })),
      roots: state.acrossFiles.rootsIn({ root }),
    }),
  };
}

function toAcrossFilesEntry({ subject }: AcrossFilesArguments, end: AcrossFilesEnd): AcrossFilesEntry {
  const title = titleOf(subject);
  if ("problem" in end) return { title, units: [], heldBack: 0, waiting: "", problem: end.problem, told: "", roots: [] };
  const { units, told, roots } = end;
  const toFile = (fix: (typeof units)[number][number]): AcrossFilesEntry["units"][number][number] => ({
    ...toFileFixes(fix),
    ...(fix.places.length > 0 && {
      places: fix.places.map(({ line, column, text }) => ({ position: { line: line - 1, character: column - 1 }, text })),
    }),
  });
  return { title, units: units.map((unit) => unit.map(toFile)), heldBack: 0, waiting: "", told, roots };
}
