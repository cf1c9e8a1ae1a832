import type { Contract } from "@godwit/contracts";
import type { ActiveContract } from "@godwit/project";
import type { CheckResult } from "./check-result.js";
import type { ListedFinding } from "./finding.js";

/** The counts of each contract, planned ones included; `gone` has those of its baseline's entries, where it has one. */
export function summariseContracts(
  contracts: readonly ActiveContract[],
  findings: readonly ListedFinding[],
  gone: ReadonlyMap<string, number>,
): CheckResult["contracts"] {
  const byContract = new Map<string, ListedFinding[]>(contracts.map(({ contract }) => [contract.id, []]));
  for (const finding of findings) byContract.get(finding.contract)?.push(finding);
  return contracts.map(({ contract }) => summarise(contract, byContract.get(contract.id)!, gone.get(contract.id)));
}

function summarise(
  contract: Contract,
  findings: readonly ListedFinding[],
  gone: number | undefined,
): CheckResult["contracts"][number] {
  return {
    id: contract.id,
    title: contract.title,
    status: contract.status,
    track: contract.track ?? null,
    owner: contract.owner ?? null,
    risk: contract.risk,
    violations: findings.length,
    tolerated: findings.filter(({ tolerated }) => tolerated).length,
    ...(gone !== undefined && { gone }),
    fixable: findings.filter(({ level }) => level === "fix").length,
    suggestible: findings.filter(({ level }) => level === "suggestion").length,
    phases: contract.phases.map(({ name, allow, due }) => {
      const violations = findings.filter(({ phase }) => phase === name).length;
      return { name, violations, allow, due: due ?? null, done: violations <= allow };
    }),
  };
}
