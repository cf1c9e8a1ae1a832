import { type ActiveContract, contractsFor } from "@godwit/project";
import { settleContract } from "../../baseline/write.js";
import { type FileCheck, type FileResult, checkFile } from "../../check/check-file.js";
import type { FileWrite } from "./unit-files.js";

/** The baselines of a run: what is fixed leaves them in the same step. */
export class Settlement {
  readonly #check: FileCheck;
  #contracts: readonly ActiveContract[];

  /** `check` is for all contracts, as a fix may change the code of another contract's known violation. */
  constructor(check: FileCheck) {
    this.#check = check;
    this.#contracts = check.contracts.filter(({ baseline }) => baseline !== undefined);
  }

  /** The contracts that have a baseline, as they are now. */
  get contracts(): readonly ActiveContract[] {
    return this.#contracts;
  }

  /** What is in some files (relative to the root) before they change. */
  before(files: readonly string[]): readonly SettledFile[] {
    if (this.#contracts.length === 0) return [];
    return files
      .filter((file) => contractsFor(this.#contracts, file).length > 0)
      .map((file) => ({ file, result: this.find(file) }));
  }

  /** What is in a file now. */
  find(file: string): FileResult {
    return checkFile(
      { ...this.#check, contracts: this.#contracts, fix: false, heldBack: undefined },
      { path: file, isLink: false },
    );
  }

  /** Takes over contracts with new baselines. */
  accept(contracts: readonly ActiveContract[]): void {
    this.#contracts = contracts;
  }
}

/** What was in a file. */
interface SettledFile {
  readonly file: string;
  readonly result: FileResult;
}

/** The baselines' changes for files that have changed; `accept` makes them the state from which the next unit starts. */
export function settleUnit(
  settlement: Settlement,
  before: readonly SettledFile[],
): { readonly writes: readonly FileWrite[]; accept(): void } {
  if (before.length === 0) return { writes: [], accept: () => undefined };
  const results = before.map(({ file, result }): FileResult => ({ ...settlement.find(file), before: result.findings }));
  const settled = settlement.contracts.map((active) => ({ active, settled: settleContract(active, results) }));
  const writes = settled.flatMap((each): FileWrite[] => {
    const { file, before: old, after } = each.settled?.change ?? {};
    if (file === undefined || old === undefined || after === undefined || old === after) return [];
    return [{ file, before: Buffer.from(old), after: Buffer.from(after) }];
  });
  return { writes, accept: () => settlement.accept(settled.map((each) => each.settled?.active ?? each.active)) };
}
