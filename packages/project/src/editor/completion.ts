import type { Ban } from "@godwit/core/engine";
import type { ModuleIdentity } from "@godwit/core/modules";
import { findBan } from "./bans.js";
import { factsOf } from "./contract-facts.js";
import type { Project } from "../index.js";

/** The export that a completion entry, or a name under the cursor, means. */
export interface NamedExport {
  readonly module: ModuleIdentity;
  readonly specifier?: string;
  /** Undefined for the module itself, as in a path that is being typed. */
  readonly name?: string | undefined;
}

/** How to show a completion entry: struck through at the end; first, also for who types one of the names that it replaces; or unchanged. */
export type CompletionVerdict =
  | { readonly kind: "banned"; readonly ban: Ban }
  | { readonly kind: "replacement"; readonly replaces: readonly string[] }
  | undefined;

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
      return isReplacement ? { kind: "replacement", replaces: namesReplacedBy(bans, entry.name) } : undefined;
    },
  };
  policies.set(project, policy);
  return policy;
}

/** How many old names a replacement is offered for: each is one more entry of the list. */
const MOST_OLD_NAMES = 5;

/** The other names for which the contracts say to write this one. */
export function namesReplacedBy(bans: readonly Ban[], name: string | undefined): readonly string[] {
  const replaced = bans.filter(({ replacement }) => replacement?.match(/[\w$]+/g)?.includes(name ?? ""));
  const names = new Set(replaced.flatMap(({ names: old = [] }) => old));
  return [...names].filter((old) => old !== name && old !== "default").slice(0, MOST_OLD_NAMES);
}
