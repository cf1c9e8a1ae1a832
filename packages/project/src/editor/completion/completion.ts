import type { Ban, ContractFacts } from "@godwit/core/engine";
import type { Project } from "../../index.js";
import type { ModuleIdentity } from "@godwit/core/modules";

/** An export that contracts say to write, and the names in place of which they say so. */
export interface Replacement {
  readonly target: ContractFacts["written"][number];
  readonly old: readonly string[];
}

/** How to show a completion entry: struck through at the end; first, also for who types a name that it replaces; or unchanged. */
export type CompletionVerdict =
  | { readonly kind: "banned"; readonly ban: Ban }
  | { readonly kind: "replacement"; readonly replacement: Replacement }
  | undefined;

/** Judges the entries of a completion list, which may have thousands. */
export interface CompletionPolicy {
  readonly replacements: readonly Replacement[];
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
  const isSame = (a: Replacement["target"], b: Replacement["target"]): boolean =>
    a.exported === b.exported && modules.isSameModule(a.module, b.module);
  const replacements = written
    // Several rules and contracts may say to write the same.
    .filter((target, index) => written.findIndex((each) => isSame(each, target)) === index)
    .map((target) => ({ target, old: namesReplacedBy(bans, target.exported) }));
  const policy: CompletionPolicy = {
    replacements,
    mayConcern: (name) =>
      bans.some(({ members, bans: isMeant }) => isMeant(name) || members?.names.includes(name ?? "")) ||
      written.some(({ exported }) => exported === name),
    judge(entry) {
      const ban = findBan(project, entry);
      if (ban) return { kind: "banned", ban };
      const replacement = replacements.find(
        ({ target }) => target.exported === entry.name && modules.isSameModule(target.module, entry.module),
      );
      return replacement && entry.member === undefined ? { kind: "replacement", replacement } : undefined;
    },
  };
  policies.set(project, policy);
  return policy;
}

/** The other names for which the contracts say to write this one. */
function namesReplacedBy(bans: readonly Ban[], name: string): readonly string[] {
  const replaced = bans.filter(({ replacement }) => isNamedIn(replacement, name));
  const names = new Set(replaced.flatMap(({ nicknames = [], names: own = [] }) => [...nicknames, ...own]));
  return [...names].filter((old) => old !== name && old !== "default");
}

/** Whether a ban's replacement names an export. */
export function isNamedIn(replacement: string | undefined, name: string): boolean {
  return replacement?.match(/[\w$]+/g)?.includes(name) ?? false;
}

/** More characters of a text to compare with are not looked at by VS Code. */
const LONGEST_FILTER = 120;

/**
 * What editors compare with what is typed, so that one entry is found by its own name and by those that it replaces: first the names
 * that begin as typed, because an editor ranks by the beginning.
 */
export function filterTextFor(name: string, old: readonly string[], typed: string): string {
  const names = [name, ...old].filter((each) => isTypedSoFar(each, typed));
  const begins = (each: string): boolean => each.toLowerCase().startsWith(typed.toLowerCase());
  const sorted = [...names.filter(begins), ...names.filter((each) => !begins(each))];
  return sorted.reduce((text, each) => (text.length + each.length < LONGEST_FILTER ? `${text} ${each}` : text), "").trim();
}

/** Whether a name has the letters that are typed, in their order, as editors understand it. */
export function isTypedSoFar(name: string, typed: string): boolean {
  let at = 0;
  const wanted = typed.toLowerCase();
  for (const letter of name.toLowerCase()) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}

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
