import path from "node:path";
import { insertTyped, keyOfModule, type LackedType, type TypedInsertion } from "@godwit/engine";
import type { ContextHost, ContextResult, Insertion, WantedType } from "@godwit/program";
import { whyMockLacks } from "@godwit/project";
import { openSource } from "../../host/source-file.js";
import type { Site } from "../edit-file.js";
import type { PhaseWork } from "../work.js";
import { callerHost } from "./caller-host.js";
import { findContextSites } from "./context-sites.js";
import type { WaveSetting } from "./wave-setting.js";

/** What giving sites their values would change, with the sites that are done then. */
export interface PlannedContextWave extends ContextResult {
  readonly kind: "context";
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  readonly sites: readonly Site[];
  /** How many sites lack a value, with those that were done because what they see is of its type. */
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
  const asked = found.filter((each, index) => !each.asked.isSeen || result.done.includes(index)).length;
  const unit = `pass ${result.values.join(", ")}`;
  return { ...result, kind: "context", unit, phase: phase.name, sites, asked };
}

function hostOf(setting: WaveSetting): ContextHost {
  const { project, active, mockers } = setting.session;
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
  return {
    ...callerHost(setting),
    insert: (file, text, insertions) =>
      rule ? insertTyped(openSource(absolute(file), text), rule, insertions.map(toTyped)) : { edits: [], refused: [] },
    whyMissing(file, { exported, module }) {
      const specifier = "file" in module ? absolute(module.file) : module.package;
      const key = keyOfModule(project.engine.modules.resolve(absolute(file), specifier));
      return whyMockLacks(file, { module: key, exported }, mockers);
    },
  };
}
