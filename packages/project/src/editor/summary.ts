import type { Contract } from "@godwit/core/contracts";
import { contractPlace, type ContractPlace } from "./diagnostics.js";
import { isFixable } from "../index.js";
import type { FileFindings } from "./findings.js";

/** The number of a contract's findings in a file. */
export interface ContractSummary {
  readonly contract: Contract;
  readonly place: ContractPlace;
  readonly left: number;
  /** The number of them that the baseline knows. */
  readonly known: number;
  /** The number of them with a safe fix. */
  readonly fixable: number;
}

/** The contracts with findings in a file, the one with the most first. */
export function summaryOf(findings: FileFindings): readonly ContractSummary[] {
  const ids = new Set(findings.open.map(({ contract }) => contract.id));
  const summaries = [...ids].map((id): ContractSummary => {
    const here = findings.open.filter(({ contract }) => contract.id === id);
    const fixable = here.filter(isFixable).length;
    const known = here.filter(({ isKnown }) => isKnown).length;
    return { contract: here[0]!.contract, place: contractPlace(findings, here[0]!), left: here.length, known, fixable };
  });
  return summaries.sort((a, b) => b.left - a.left || a.contract.title.localeCompare(b.contract.title));
}
