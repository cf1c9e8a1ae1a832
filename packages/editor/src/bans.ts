import type { Contract } from "@godwit/contracts";
import { uuidSourceIds } from "@godwit/engine";
import { type ModuleIdentity, type Modules } from "@godwit/modules";
import type { Project } from "@godwit/project";
import { replacementsOf } from "./replacements.js";

/** An export, or a whole module, that a contract replaces. */
export interface Ban {
  readonly contract: Contract;
  readonly rule: keyof Contract["rules"];
  /** Whether a specifier that leads to this module means the banned one. */
  matches(module: ModuleIdentity, specifier: string | undefined): boolean;
  /** The banned export; undefined: the module as a whole. */
  readonly name: string | undefined;
  /** What to write instead, in a person's words; undefined where the contract names nothing. */
  readonly replacement: string | undefined;
}

const bansByProject = new WeakMap<Project, readonly Ban[]>();

/** Every name and module that the project's contracts, planned ones aside, replace. */
export function bansOf(project: Project): readonly Ban[] {
  const known = bansByProject.get(project);
  if (known) return known;
  const bans = project.contracts
    .map(({ contract }) => contract)
    .filter(({ status }) => status !== "planned")
    .flatMap((contract) => contractBans(contract, project.engine.modules));
  bansByProject.set(project, bans);
  return bans;
}

/** The ban of an export, or of the module it comes from. */
export function findBan(
  project: Project,
  {
    module,
    specifier,
    name,
  }: { readonly module: ModuleIdentity; readonly specifier?: string; readonly name?: string | undefined },
): Ban | undefined {
  return bansOf(project).find((ban) => (ban.name === undefined || ban.name === name) && ban.matches(module, specifier));
}

function contractBans(contract: Contract, modules: Modules): Ban[] {
  return [
    ...importBans(contract, modules),
    ...uuidBans(contract, modules),
    ...singletonBans(contract, modules),
    ...callBans(contract, modules),
  ];
}

function importBans(contract: Contract, modules: Modules): Ban[] {
  return (contract.rules["no-deprecated-import"] ?? []).flatMap(({ from, name, to, as }) => {
    const names = name === undefined ? [undefined] : Array.isArray(name) ? (name as string[]) : [name as string];
    const matches = moduleTest(from, modules);
    return names.map((each): Ban => {
      const exported = as ?? each;
      const parts = [exported, to === undefined ? undefined : `from "${to}"`].filter((part) => part !== undefined);
      const replacement = to === undefined && as === undefined ? undefined : parts.join(" ");
      return { contract, rule: "no-deprecated-import", matches, name: each, replacement };
    });
  });
}

function uuidBans(contract: Contract, modules: Modules): Ban[] {
  const option = contract.rules["no-raw-uuid"];
  if (!option) return [];
  const last = option.replace?.at(-1)?.with;
  const replacement = typeof last === "string" ? last : last?.[0];
  return uuidSourceIds(option.sources, modules).map((id) => {
    const at = id.lastIndexOf("#");
    return exportBan(contract, "no-raw-uuid", id.slice(0, at), id.slice(at + 1), replacement, modules);
  });
}

function singletonBans(contract: Contract, modules: Modules): Ban[] {
  const option = contract.rules["no-singleton-access"];
  const names = [...(option?.functions ?? []), ...(option?.objects ?? [])];
  const replacement = option?.replace?.find(({ with: text }) => text !== undefined)?.with;
  return names.flatMap((name) => {
    const target = Object.hasOwn(contract.imports, name) ? contract.imports[name] : undefined;
    return target ? [exportBan(contract, "no-singleton-access", target.module, target.exported, replacement, modules)] : [];
  });
}

const HOLE = /^\s*\$+\w+\s*$/;

/** The name that a pattern bans whatever it is given: `newThing($x)`, `new Thing($$$all)`, `<Thing $$$props />`. */
function nameBannedBy(pattern: string): string | undefined {
  const element = /^\s*<([A-Z][\w$]*)(?:\s+\$+\w*)*\s*(?:\/>|>\s*(?:\$+\w*)?\s*<\/\1\s*>)\s*$/.exec(pattern);
  if (element) return element[1];
  const call = /^\s*(?:await\s+)?(?:new\s+)?([\w$]+)\s*\(([^()]*)\)\s*;?\s*$/.exec(pattern);
  const args = call?.[2]!.trim() ?? "";
  return args === "" || args.split(",").every((each) => HOLE.test(each)) ? call?.[1] : undefined;
}

/** What only some calls or members do bans no name, nor does what is written differently from now on. */
function callBans(contract: Contract, modules: Modules): Ban[] {
  const stay = replacementsOf(contract, modules);
  return (contract.rules["no-deprecated-call"]?.replace ?? []).flatMap(({ match, with: replacement }) => {
    const name = nameBannedBy(match);
    const target = name !== undefined && Object.hasOwn(contract.imports, name) ? contract.imports[name] : undefined;
    if (!target) return [];
    const { module, exported } = target;
    const isReplacement = stay.some(
      (each) => each.name === exported && modules.isSameModule(each.module, modules.resolveContractModule(module)),
    );
    return isReplacement ? [] : [exportBan(contract, "no-deprecated-call", module, exported, replacement, modules)];
  });
}

function exportBan(
  contract: Contract,
  rule: Ban["rule"],
  module: string,
  name: string,
  replacement: string | undefined,
  modules: Modules,
): Ban {
  return { contract, rule, matches: moduleTest(module, modules), name, replacement };
}

/** A `./` pattern is compared with the path from the root, any other with the specifier as written. */
function moduleTest(text: string, modules: Modules): Ban["matches"] {
  if (!text.includes("*")) {
    const identity = modules.resolveContractModule(text);
    return (module) => modules.isSameModule(module, identity);
  }
  const isPath = text.startsWith("./");
  const parts = (isPath ? text.slice(2) : text).split(/(\*\*|\*)/).map(patternPart);
  const pattern = new RegExp(`^${parts.join("")}$`);
  if (!isPath) return (_, specifier) => specifier !== undefined && pattern.test(specifier);
  return (module) => {
    const path = module.kind === "package" ? undefined : modules.relative(module.kind === "file" ? module.path : module.stem);
    return path !== undefined && [path, path.replace(/\.[cm]?[jt]sx?$/, "")].some((each) => pattern.test(each));
  };
}

function patternPart(part: string): string {
  return part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
}
