import path from "node:path";
import type { Contract, Problem } from "@godwit/core/contracts";
import type { CompiledRule, Engine } from "@godwit/core/engine";
import type { Baseline } from "./baseline/store.js";

/** A contract that works, with its rules ready. */
export interface ActiveContract {
  readonly contract: Contract;
  readonly rules: readonly CompiledRule[];
  /** Its place among the root's contracts. */
  readonly order: number;
  /** What is wrong with the file on disk, if this is its last good version; undefined if this is the file on disk. */
  readonly outdatedBy?: Problem;
  /** The violations that are tolerated for now; undefined if there is no baseline, or none is accepted. */
  readonly baseline?: Baseline;
  /** Whether nobody asked for it, and only what it claims counts. */
  readonly isClaiming?: boolean;
}

/** The contracts of one root, as they were when they were last read. */
export interface Project {
  /** Absolute path. */
  readonly root: string;
  /** The folder of the contracts, relative to the root. */
  readonly directory: string;
  readonly engine: Engine;
  /** In dependency order, then by id; without those that have errors. */
  readonly contracts: readonly ActiveContract[];
  /** The readable parts of contracts that are not in force, because they have errors. */
  readonly waiting?: readonly Contract[];
  /** The errors of contracts that are not in force, by their ids. */
  readonly unusable?: ReadonlyMap<string, readonly Problem[]>;
  /** The problems of contract files, including warnings. */
  readonly problems: readonly Problem[];
}

/** A file such as `tsconfig.json` that could not be used: what it says of modules is missing, so that violations may be, too. */
export interface SettingsProblem {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly message: string;
  /** Whether a gate must not pass over it: nobody knows what is in it. */
  readonly isBlocking: boolean;
}

/** What an engine found so far to be wrong with files of settings; ask when the work is done. */
export function settingsProblems(engine: Engine): SettingsProblem[] {
  const { modules } = engine;
  return modules.settingsFaults().map((fault) => ({
    file: path.relative(modules.root, fault.path).replaceAll("\\", "/"),
    message: `The file can't be used: ${fault.reason}.`,
    isBlocking: !fault.isRead,
  }));
}
