import { join } from "node:path";
import type { Ban } from "@godwit/engine";
import type { ModuleIdentity } from "@godwit/modules";
import { findBan } from "./bans.js";
import { factsOf } from "./contract-facts.js";
import { hoverOfContract } from "./hover.js";
import type { Project } from "@godwit/project";

/** The export that a completion entry, or a name under the cursor, means. */
export interface NamedExport {
  readonly module: ModuleIdentity;
  readonly specifier?: string;
  /** Undefined for the module itself, as in a path that is being typed. */
  readonly name?: string | undefined;
}

/** How to show a completion entry: struck through at the end, first, or unchanged. */
export type CompletionVerdict = { readonly kind: "banned"; readonly ban: Ban } | { readonly kind: "replacement" } | undefined;

/** Judges the entries of a completion list, which may have thousands. */
export interface CompletionPolicy {
  /** A cheap check: false only if `judge` would leave the entry unchanged. A whole module has no name. */
  mayConcern(name: string | undefined): boolean;
  judge(entry: NamedExport): CompletionVerdict;
}

const policies = new WeakMap<Project, CompletionPolicy>();

/** The completion policy of a project's contracts. */
export function completionPolicy(project: Project): CompletionPolicy {
  const known = policies.get(project);
  if (known) return known;
  const { modules } = project.engine;
  const { bans, written } = factsOf(project);
  const policy: CompletionPolicy = {
    mayConcern: (name) => bans.some((ban) => ban.bans(name)) || written.some(({ exported }) => exported === name),
    judge(entry) {
      const ban = findBan(project, entry);
      if (ban) return { kind: "banned", ban };
      const isReplacement = written.some(
        ({ module, exported }) => exported === entry.name && modules.isSameModule(module, entry.module),
      );
      return isReplacement ? { kind: "replacement" } : undefined;
    },
  };
  policies.set(project, policy);
  return policy;
}

/** The contract that bans a name, as Markdown. */
export function hoverOfBan(project: Project, { contract, rule, replacement }: Ban): string {
  const { line, offset } = contract.locate(["rules", rule]);
  const place = { path: join(project.root, contract.file), line, offset, message: contract.title };
  return hoverOfContract(contract, place, replacement === undefined ? undefined : `Use \`${replacement.replaceAll("`", "'")}\`.`);
}
