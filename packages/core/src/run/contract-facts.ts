import type { Contract } from "../contracts/index.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import type { BanSetting, OptionBan } from "../rules/option-facts.js";
import { rulesOf } from "../rules/index.js";
import type { ExportRef } from "../semantics/module-view.js";

/** An export, or a whole module, that a contract replaces. */
export interface Ban extends OptionBan {
  readonly contract: Contract;
  readonly rule: string;
}

/** An export by its module and its name there. */
type ExportIdentity = Pick<ExportRef, "module" | "exported">;

/** A type of a contract, and how a plain value becomes one. */
export interface WrappingType extends ExportIdentity {
  readonly contract: Contract;
  readonly rule: string;
  /** A template with `$value`. */
  readonly template: string;
}

/** What a contract says independently of any file: for completion lists, hovers and the type checker's errors. */
export interface ContractFacts {
  /** If two bans are for one export, the first one counts. */
  readonly bans: readonly Ban[];
  /** The exports that the contract says to write. */
  readonly written: readonly ExportIdentity[];
  /** The packages from which it says to import. */
  readonly packages: readonly string[];
  readonly wrappingTypes: readonly WrappingType[];
}

/** Collects what the rules of a contract say about their options. */
export function contractFacts(contract: Contract, setting: RuleSetting): ContractFacts {
  const { modules } = setting;
  const rules = rulesOf(contract);
  const written = writtenExports(contract, setting);
  const isWritten: BanSetting["isWritten"] = ({ module, exported }) =>
    written.some((each) => each.exported === exported && modules.isSameModule(each.module, module));
  const banSetting: BanSetting = { modules, findExport: (name) => setting.findExport(name), isWritten };
  // The new place of an import is more useful than a ban alone.
  const movesFirst = [...rules].sort((a, b) => rank(a.rule.docs.movesImports) - rank(b.rule.docs.movesImports));
  return {
    written,
    packages: writtenPackages(contract, setting),
    bans: movesFirst.flatMap(({ rule, option }) =>
      rule.bans(option, banSetting).map((ban) => ({ ...ban, contract, rule: rule.name })),
    ),
    wrappingTypes: rules.flatMap(({ rule, option }) =>
      rule.wraps(option).flatMap(({ type, template }): WrappingType[] => {
        const target = setting.findExport(type);
        return target ? [{ contract, rule: rule.name, module: target.module, exported: target.exported, template }] : [];
      }),
    ),
  };
}

function rank(isFirst: boolean | undefined): number {
  return isFirst ? 0 : 1;
}

function writtenPackages(contract: Contract, { modules }: RuleSetting): readonly string[] {
  const destinations = rulesOf(contract).flatMap(({ rule, option }) =>
    rule.destinations(option).flatMap(({ module, isPattern }) => (isPattern ? [] : [module])),
  );
  const named = [...Object.values(contract.imports).map(({ module }) => module), ...destinations];
  const identities = named.map((module) => modules.resolveContractModule(module));
  return [...new Set(identities.flatMap((module) => (module.kind === "package" ? [module.name] : [])))];
}

function writtenExports(contract: Contract, { modules, findExport }: RuleSetting): ExportIdentity[] {
  const rules = rulesOf(contract);
  const words = new Set(rules.flatMap(({ rule, option }) => rule.written(option)).flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const declared = Object.keys(contract.imports).flatMap((name) => (words.has(name) ? (findExport(name) ?? []) : []));
  const moved = rules.flatMap(({ rule, option }) =>
    rule
      .destinations(option)
      .filter(({ isPattern }) => !isPattern)
      .flatMap(({ module, names }) =>
        names.map((exported): ExportIdentity => ({ module: modules.resolveContractModule(module), exported })),
      ),
  );
  return [...declared, ...moved];
}
