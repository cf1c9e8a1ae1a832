import type { Ban } from "@godwit/core/engine";
import type { ModuleIdentity } from "@godwit/core/modules";
import type { Project } from "../index.js";
import { factsOf } from "./contract-facts.js";

/** Finds the ban of an export, or of its module. */
export function findBan(
  project: Project,
  {
    module,
    specifier,
    name,
  }: { readonly module: ModuleIdentity; readonly specifier?: string; readonly name?: string | undefined },
): Ban | undefined {
  return factsOf(project).bans.find((ban) => ban.bans(name) && ban.matches(module, specifier));
}
