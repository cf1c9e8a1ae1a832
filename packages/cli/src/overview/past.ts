import { totalOf, type ContractPast, type Project } from "@godwit/project";
import type { History } from "../history/history.js";
import { seriesOf } from "../history/series.js";

/** What history and baselines know of the past of each contract. */
export function pastOfContracts({ contracts }: Project, history: History | undefined): (contract: string) => ContractPast {
  const baselines = new Map(contracts.map(({ contract, baseline }) => [contract.id, baseline]));
  return (id) => {
    const baseline = baselines.get(id);
    return { series: history ? seriesOf(history, id) : [], known: baseline && totalOf(baseline.entries) };
  };
}
