import type { Contract } from "@godwit/core/contracts";
import { groupBy, originOf, type ActiveContract } from "@godwit/project";
import type { CheckResult } from "./check-result.js";
import type { ListedFinding } from "./finding.js";

/** What contracts are counted by. */
export interface Counted {
  /** Those of planned contracts included. */
  readonly findings: readonly ListedFinding[];
  /** What comments hide. */
  readonly suppressed: readonly ListedFinding[];
  /** How many entries of its baseline are no longer needed, for each contract that has one. */
  readonly gone: ReadonlyMap<string, number>;
}

/** The counts of each contract, planned ones included. */
export function summariseContracts(contracts: readonly ActiveContract[], counted: Counted): CheckResult["contracts"] {
  const [findings, suppressed] = [counted.findings, counted.suppressed].map((all) => groupBy(all, ({ contract }) => contract));
  return contracts.map(({ contract }) => {
    const { id } = contract;
    return summarise(contract, findings!.get(id) ?? [], suppressed!.get(id)?.length ?? 0, counted.gone.get(id));
  });
}

function summarise(
  contract: Contract,
  findings: readonly ListedFinding[],
  suppressed: number,
  gone: number | undefined,
): CheckResult["contracts"][number] {
  return {
    id: contract.id,
    file: contract.file,
    ...originOf(contract),
    title: contract.title,
    why: contract.why ?? null,
    links: [...contract.links],
    status: contract.status,
    ...(contract.dependsOn.length > 0 && { dependsOn: [...contract.dependsOn] }),
    ...(contract.due !== undefined && { due: contract.due }),
    track: contract.track ?? null,
    owner: contract.owner ?? null,
    risk: contract.risk,
    violations: findings.length,
    suppressed,
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
