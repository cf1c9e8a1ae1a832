import type { ContractFacts, Ban } from "@godwit/core/engine";
import type { ModuleIdentity } from "@godwit/core/modules";
import type { Project } from "../../index.js";

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

/** The export that a completion entry, or a name under the cursor, means. */
export interface NamedExport {
  readonly module: ModuleIdentity;
  readonly specifier?: string;
  /** Undefined for the module itself, as in a path that is being typed. */
  readonly name?: string | undefined;
  /** The static member of the export that is meant. */
  readonly member?: string;
}

/** Finds the ban of an export, of its module, or of its static member. */
export function findBan(project: Project, { module, specifier, name, member }: NamedExport): Ban | undefined {
  const { bans } = factsOf(project);
  if (member === undefined) return bans.find((ban) => ban.bans(name) && ban.matches(module, specifier));
  return bans.find(
    ({ members, matches }) => members?.of === name && members?.names.includes(member) && matches(module, specifier),
  );
}
