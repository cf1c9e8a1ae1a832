import path from "node:path";
import { matchesContract } from "@godwit/core/contracts";
import {
  findOverlap,
  insertTyped,
  keyOfModule,
  type LackedType,
  type SourceFile,
  type TypedInsertion,
} from "@godwit/core/engine";
import type { CallerHost, Insertion, PlannedEdits, WantedType } from "@godwit/program";
import { whyMockLacks } from "@godwit/project";
import { openSource, tryOpen } from "../../host/source-file.js";
import { programHost } from "./program-host.js";
import type { WaveSetting } from "./wave.js";
import { tryFind } from "./wave-sites.js";

/** Answers what a wave through callers asks of the contract and its files. */
export function callerHost(setting: WaveSetting): CallerHost {
  const { session, read } = setting;
  const { project, active, mockers } = session;
  const { editRefusal, ...host } = programHost(setting);
  const absolute = (file: string): string => path.join(project.root, file);
  const [rule] = active.rules;
  const toLacked = ({ module, ...rest }: WantedType): LackedType =>
    "file" in module ? { ...rest, module: { file: absolute(module.file) } } : { ...rest, module };
  const toTyped = ({ at, parts }: Insertion): TypedInsertion => ({
    at,
    parts: parts.map((part) => {
      if (typeof part === "string" || "type" in part) return part;
      return "value" in part ? { value: toLacked(part.value) } : { typeOf: toLacked(part.typeOf) };
    }),
  });
  let last: SourceFile | undefined;
  /** A file as it is now; questions about one file come together. */
  const sourceOf = (file: string): SourceFile | undefined => {
    const text = read(file);
    if (text === undefined) return undefined;
    if (last?.path !== absolute(file) || last.text !== text) last = tryOpen(absolute(file), text);
    return last;
  };
  return {
    ...host,
    insert: (file, text, insertions) =>
      rule ? insertTyped(openSource(absolute(file), text), rule, insertions.map(toTyped)) : { edits: [], refused: [] },
    whyMissing(file, { exported, module }) {
      const specifier = "file" in module ? absolute(module.file) : module.package;
      const key = keyOfModule(project.engine.modules.resolve(absolute(file), specifier));
      return whyMockLacks(file, { module: key, exported }, mockers);
    },
    callRefusal: editRefusal,
    refusal: (file) =>
      editRefusal(file) ?? (matchesContract(active.contract, file) ? undefined : "its file is not one of the contract's"),
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
    overlapAt(file, range) {
      const source = sourceOf(file);
      return source && findOverlap(source, project.engine.modules, range);
    },
  };
}
