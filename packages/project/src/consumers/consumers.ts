import type { Trace, TracedFile, UseKind } from "@godwit/core/engine";
import type { Modules } from "@godwit/core/modules";
import type { FileFacts } from "../plan/make-plan.js";
import { byText, type Complexity, complexityOf, type ConsumerRisk, judgeRisk, type PlanSite } from "../plan/plan.js";

/** What consumers are asked for. */
export interface ConsumedTarget {
  /** As it was asked for. */
  readonly text: string;
  readonly kind: "component" | "export" | "file" | "package";
  /** The file relative to the root, or the package. */
  readonly module: string;
  /** Null: all of the module. */
  readonly exported: string | null;
  /** The contracts that are about it. */
  readonly contracts: readonly string[];
  /** Of a component: what each consumer relies on. */
  readonly expectations: Readonly<Record<string, string>>;
}

/** One place of use. */
export interface ConsumerUse {
  readonly how: UseKind;
  /** What is used: the export, the member, the function that gets it. */
  readonly name: string;
  readonly line: number;
  readonly column: number;
}

/** A file that uses the target. */
export interface Consumer {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** 1: it names the target, be it through barrels and aliases; 2: it gets it from something in a file of depth 1; and so on. */
  readonly depth: number;
  /** From where it has the target, up to the target: `src/factory.ts#createBoss`; `handed by src/factory.ts`. */
  readonly via: readonly string[];
  readonly uses: readonly ConsumerUse[];
  /** What contracts about the target ask to be changed here. */
  readonly changes: readonly PlanSite[];
  /** Null where nothing is to be changed. */
  readonly complexity: Complexity | null;
  readonly risk: ConsumerRisk;
  readonly riskReasons: readonly string[];
  readonly owners: readonly string[];
  readonly package: string;
  readonly isTest: boolean;
  /** Tests that reach the file by imports. */
  readonly tests: readonly string[];
}

/** An export of another file that gives the target. */
export interface Wrapper {
  readonly file: string;
  readonly exported: string;
  readonly depth: number;
}

/** Every consumer of a target. */
export interface ConsumersReport {
  readonly version: 1;
  readonly target: ConsumedTarget;
  /** By depth, then code before tests, then file. */
  readonly consumers: readonly Consumer[];
  readonly wrappers: readonly Wrapper[];
}

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
