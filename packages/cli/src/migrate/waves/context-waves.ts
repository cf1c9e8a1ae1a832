import path from "node:path";
import { matchesContract } from "@godwit/contracts";
import { insertTyped, type TypedInsertion } from "@godwit/engine";
import type { ContextHost, ContextResult, Insertion, PlannedEdits } from "@godwit/program";
import { isTestCode, listAllFiles } from "@godwit/project";
import { openSource } from "../../host/source-file.js";
import type { Site } from "../edit-file.js";
import type { PhaseWork } from "../work.js";
import { findContextSites } from "./context-sites.js";
import type { WaveSetting } from "./wave-setting.js";
import { tryFind } from "./wave-sites.js";

/** What giving sites their values would change, with the sites that are done then. */
export interface PlannedContextWave extends ContextResult {
  readonly kind: "context";
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  readonly sites: readonly Site[];
  /** How many sites lack a value. */
  readonly asked: number;
}

/** Gives a phase's sites what they lack, in memory; undefined if they lack nothing, or the run is interrupted. */
export async function planContextWave(setting: WaveSetting, phase: PhaseWork): Promise<PlannedContextWave | undefined> {
  const { session, read } = setting;
  if (phase.units.length === 0) return undefined;
  const { only } = session.options;
  const found = findContextSites(session, phase, read).filter(
    ({ asked }) => only === undefined || asked.needs.some(({ name }) => name === only),
  );
  if (found.length === 0) return undefined;
  session.host.listener.progress(0, 0, "passing values through callers");
  const result = await session.types.runContextWave(
    found.map(({ asked }) => asked),
    hostOf(setting),
  );
  if (!result) return undefined;
  const sites = result.done.map((index) => found[index]!.site);
  const unit = `pass ${result.values.join(", ")}`;
  return { ...result, kind: "context", unit, phase: phase.name, sites, asked: found.length };
}

/** Code that may call functions of the program, also where TypeScript does not read it. */
const CODE = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro|mdx|html)$/u;
/** Who calls what another file declares, loads that file. */
const LOADS = /\b(?:import|require)\b/u;

/** The names that occur in texts which load something, each with the first such file. */
function findMentions(
  texts: readonly (readonly [file: string, text: string | undefined])[],
  names: readonly string[],
): readonly (readonly [name: string, file: string])[] {
  const loading = texts.filter(([, text]) => text !== undefined && LOADS.test(text));
  const words = loading.map(([file, text]): [string, Set<string>] => [
    file,
    new Set(text!.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)),
  ]);
  return names.flatMap((name) => {
    const file = words.find(([, own]) => own.has(name))?.[0];
    return file === undefined ? [] : [[name, file] as const];
  });
}

function hostOf({ session, spared, read }: WaveSetting): ContextHost {
  const { project, active, files, host } = session;
  const known = new Set(files.map((file) => file.path));
  const absolute = (file: string): string => path.join(project.root, file);
  const [rule] = active.rules;
  const callRefusal = (file: string): string | undefined => {
    if (!known.has(file)) return "its file is not one of the repository's sources";
    return spared.has(file) ? `${file} has changes that are not committed` : undefined;
  };
  const toTyped = ({ at, parts }: Insertion): TypedInsertion => ({
    at,
    parts: parts.map((part) => {
      if (typeof part === "string" || "type" in part || !("file" in part.value.module)) return part as string;
      return { value: { ...part.value, module: { file: absolute(part.value.module.file) } } };
    }),
  });
  return {
    read,
    callRefusal,
    refusal: (file) =>
      callRefusal(file) ?? (matchesContract(active.contract, file) ? undefined : "its file is not one of the contract's"),
    insert: (file, text, insertions) =>
      rule ? insertTyped(openSource(absolute(file), text), rule, insertions.map(toTyped)) : { edits: [], refused: [] },
    fix(file, text, sites): PlannedEdits {
      const found = tryFind(session, file, text);
      const chosen = sites.map(({ start, rule: name }) =>
        found?.open.find(({ violation }) => violation.range[0] === start && violation.rule === name),
      );
      const refused = chosen.flatMap((finding, index) => {
        if (!finding || !found) return [{ index, reason: "it is not found any more where its values are passed" }];
        const { level, reason } = finding.violation;
        const held = found.heldBack(finding);
        if (level === "fix" && !held) return [];
        return [{ index, reason: held ? `held back by ${held.by}: ${held.reason}` : (reason ?? "it needs a look") }];
      });
      const isRefused = new Set(refused.map(({ index }) => index));
      return {
        edits:
          found?.editAll(chosen.filter((each, index) => each !== undefined && !isRefused.has(index)).map((each) => each!)) ?? [],
        refused,
      };
    },
    isTest: (file) => isTestCode(file),
    mentionsBeside(seen, names) {
      const known = new Set(seen);
      const beside = listAllFiles(project.root).filter((file) => CODE.test(file) && !known.has(file));
      return findMentions(
        beside.map((file) => [file, read(file)]),
        names,
      );
    },
    async breathe() {
      await host.interrupt.breathe();
      return host.interrupt.exitCode === undefined;
    },
  };
}
