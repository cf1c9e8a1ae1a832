import type { UseKind } from "@godwit/core/engine";
import type { Complexity, ConsumerRisk, PlanSite } from "../plan/plan.js";

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
