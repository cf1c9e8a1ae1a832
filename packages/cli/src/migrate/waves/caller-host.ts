import { matchesContract } from "@godwit/contracts";
import type { CallerHost, PlannedEdits } from "@godwit/program";
import { isTestCode, listAllFiles } from "@godwit/project";
import type { WaveSetting } from "./wave-setting.js";
import { tryFind } from "./wave-sites.js";

/** Code that may call functions of the program, also where TypeScript does not read it. */
const CODE = /(?<!\.d)\.(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro|mdx|html)$/u;
/** Who calls what another file declares, loads that file. */
const LOADS = /\b(?:import|require)\b/u;

/** A path in a text that loads nothing: `files: ["src/report.ts"]`. */
const PATH = /(?<!\b(?:from|import|require)\s*\(?\s*)(["'])[\w@.*~-]*\/[\w@.*~/-]*\1/gu;

/** The names that occur in texts which load something, each with the first such file. */
function findMentions(
  texts: readonly (readonly [file: string, text: string | undefined])[],
  names: readonly string[],
): readonly (readonly [name: string, file: string])[] {
  const loading = texts.filter(([, text]) => text !== undefined && LOADS.test(text));
  const words = loading.map(([file, text]): [string, Set<string>] => [
    file,
    new Set(text!.replace(PATH, "").match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)),
  ]);
  return names.flatMap((name) => {
    const file = words.find(([, own]) => own.has(name))?.[0];
    return file === undefined ? [] : [[name, file] as const];
  });
}

/** Which of some names occur in code that no program has, each with the first such file; `seen` are the files that programs have. */
export function mentionsBeside(
  { session: { project }, read }: WaveSetting,
  seen: readonly string[],
  names: readonly string[],
): readonly (readonly [name: string, file: string])[] {
  const known = new Set(seen);
  const beside = listAllFiles(project.root).filter((file) => CODE.test(file) && !known.has(file));
  return findMentions(
    beside.map((file) => [file, read(file)]),
    names,
  );
}

/** Answers what a wave through callers asks of the contract and its files. */
export function callerHost(setting: WaveSetting): CallerHost {
  const { session, spared, read } = setting;
  const { active, files, host } = session;
  const known = new Set(files.map((file) => file.path));
  const callRefusal = (file: string): string | undefined => {
    if (!known.has(file)) return "its file is not one of the repository's sources";
    return spared.has(file) ? `${file} has changes that are not committed` : undefined;
  };
  return {
    read,
    callRefusal,
    refusal: (file) =>
      callRefusal(file) ?? (matchesContract(active.contract, file) ? undefined : "its file is not one of the contract's"),
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
    mentionsBeside: (seen, names) => mentionsBeside(setting, seen, names),
    async breathe() {
      await host.interrupt.breathe();
      return host.interrupt.exitCode === undefined;
    },
  };
}
