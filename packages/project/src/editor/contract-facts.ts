import type { ContractFacts } from "@godwit/core/engine";
import type { Project } from "../index.js";

const known = new WeakMap<Project, ContractFacts>();

/** What the project's contracts, except planned ones, ban and say to write instead. */
export function factsOf(project: Project): ContractFacts {
  const facts = known.get(project) ?? collect(project);
  known.set(project, facts);
  return facts;
}

function collect({ contracts, engine }: Project): ContractFacts {
  const all = contracts.filter(({ contract }) => contract.status !== "planned").map(({ contract }) => engine.factsOf(contract));
  return {
    bans: all.flatMap(({ bans }) => bans),
    written: all.flatMap(({ written }) => written),
    packages: all.flatMap(({ packages }) => packages),
    wrappingTypes: all.flatMap(({ wrappingTypes }) => wrappingTypes),
  };
}
