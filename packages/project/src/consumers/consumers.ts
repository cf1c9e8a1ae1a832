import type { Trace, TracedFile } from "@godwit/core/engine";
import type { Modules } from "@godwit/core/modules";
import type { FileFacts } from "../plan/make-plan.js";
import { byText, complexityOf, judgeRisk } from "../plan/plan.js";
import type { ConsumedTarget, Consumer, ConsumersReport } from "../results/consumers-result.js";
import type { PlanSite } from "../results/shapes.js";

/** What is known of the files that a trace found. */
export interface ConsumersInput {
  readonly target: ConsumedTarget;
  readonly trace: Trace;
  readonly modules: Modules;
  factsOf(file: string): FileFacts;
  /** What contracts about the target ask to be changed in a file. */
  changesIn(file: string): readonly PlanSite[];
  /** The line and column of an offset of a file. */
  placeOf(file: string, offset: number): { readonly line: number; readonly column: number };
}

/** Describes every consumer of a target. */
export function listConsumers(input: ConsumersInput): ConsumersReport {
  const { target, trace, modules } = input;
  const nameOf = (path: string): string => modules.relative(path) ?? path;
  const consumers = trace.files
    .map((traced) => describeConsumer(input, nameOf(traced.path), traced))
    .sort((a, b) => a.depth - b.depth || Number(a.isTest) - Number(b.isTest) || byText(a.file, b.file));
  const wrappers = trace.givers
    .map(({ path, exported, depth }) => ({ file: nameOf(path), exported, depth }))
    .sort((a, b) => a.depth - b.depth || byText(a.file, b.file) || byText(a.exported, b.exported));
  return { version: 1, target, consumers, wrappers };
}

function describeConsumer(input: ConsumersInput, file: string, { depth, uses, via }: TracedFile): Consumer {
  const { owners, package: folder, tests, isTest, dependents } = input.factsOf(file);
  const changes = input.changesIn(file);
  const { risk, reasons } = judgeRisk({ sites: changes, isTest, tests: tests.length, dependents });
  return {
    ...{ file, depth, via: via.map((giver) => describeGiver(input.modules, giver)) },
    uses: uses.map(({ kind, name, range }) => ({ how: kind, name, ...input.placeOf(file, range[0]) })),
    ...{ changes, complexity: changes.length === 0 ? null : complexityOf(changes), risk, riskReasons: reasons },
    ...{ owners, package: folder, isTest, tests },
  };
}

function describeGiver(modules: Modules, giver: TracedFile["via"][number]): string {
  if (giver.kind === "argument") return `handed by ${modules.relative(giver.path) ?? giver.path}`;
  const { module, exported } = giver;
  const name =
    module.kind === "file"
      ? (modules.relative(module.path) ?? module.path)
      : module.kind === "package"
        ? [module.name, module.subpath].filter(Boolean).join("/")
        : module.stem;
  return exported === "*" ? name : `${name}#${exported}`;
}
