import path from "node:path";
import { matchesContract } from "@godwit/contracts";
import { findOverlap, type SourceFile } from "@godwit/engine";
import type { CallerHost, PlannedEdits } from "@godwit/program";
import { isTestCode } from "@godwit/project";
import { tryOpen } from "../../host/source-file.js";
import { findUsersBeside } from "./users-beside.js";
import type { WaveSetting } from "./wave-setting.js";
import { tryFind } from "./wave-sites.js";

/** Answers what a wave through callers asks of the contract and its files. */
export function callerHost(setting: WaveSetting): CallerHost {
  const { session, spared, read } = setting;
  const { project, active, files, host } = session;
  const known = new Set(files.map((file) => file.path));
  const callRefusal = (file: string): string | undefined => {
    if (!known.has(file)) return "its file is not one of the repository's sources";
    return spared.has(file) ? `${file} has changes that are not committed` : undefined;
  };
  let last: SourceFile | undefined;
  /** A file as it is now; questions about one file come together. */
  const sourceOf = (file: string): SourceFile | undefined => {
    const text = read(file);
    const absolute = path.join(project.root, file);
    if (text === undefined) return undefined;
    if (last?.path !== absolute || last.text !== text) last = tryOpen(absolute, text);
    return last;
  };
  return {
    read,
    callRefusal,
    refusal: (file) =>
      callRefusal(file) ?? (matchesContract(active.contract, file) ? undefined : "its file is not one of the contract's"),
    fix(file, text, sites): PlannedEdits {
      const held = new Map(sites.map((site) => [site.start, site.held ?? []]));
      const found = tryFind(session, file, text, {
        ...{ isOfType: () => undefined, hasPath: () => undefined, parameterName: () => undefined },
        holds: (at, path) => held.get(at.range[0])?.includes(path) ?? false,
      });
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
    overlapAt(file, range) {
      const source = sourceOf(file);
      return source && findOverlap(source, project.engine.modules, range);
    },
    usersBeside: (seen, asked) => findUsersBeside(setting, new Set(seen), asked),
    async breathe() {
      await host.interrupt.breathe();
      return host.interrupt.exitCode === undefined;
    },
  };
}
