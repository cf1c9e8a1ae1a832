import { join } from "node:path";
import type { Contract, Problem } from "../contract.js";
import { formatImportTarget } from "../module-path.js";
import { didYouMean } from "../nearest.js";
import type { FoundPackages } from "./packages.js";
import type { ContractSource } from "../parse.js";
import type { KeyFault, SharedSettings } from "./shared-settings.js";

/** Reads the contracts of packages; the first contract of an id counts. `known` has the file of each id so far; `read` says whether a file is a contract. */
export function readPackages(
  { packages }: FoundPackages,
  known: Map<string, string>,
  read: (source: ContractSource & { readonly path: string }) => boolean,
): readonly KeyFault[] {
  return packages.flatMap(({ package: own, index, folder, names }): readonly KeyFault[] => {
    const path = ["contracts", index];
    let isEmpty = true;
    const repeated = names.flatMap((name): KeyFault[] => {
      const id = name.slice(0, -".md".length);
      const file = `${folder.name}/${name}`;
      const other = known.get(id);
      if (other === undefined) {
        if (!read({ package: own, path: join(folder.path, name), id, file })) return [];
        known.set(id, file);
      }
      isEmpty = false;
      if (other === undefined) return [];
      const message = `${own.name} has a contract ${id}, and so has ${other}, which counts: rename one, or do without one of them.`;
      return [{ path, code: "duplicate-id", message }];
    });
    if (!isEmpty) return repeated;
    const message = `${own.name} ${own.version} has no contract in ${folder.name}: remove it here, or tell its owners.`;
    return [{ path, code: "no-contracts", message }];
  });
}

interface ReadContracts {
  readonly contracts: readonly Contract[];
  readonly drafts: readonly Contract[];
  /** Whether some contract could not be read at all, so that nobody knows what it asks for. */
  readonly unread: boolean;
}

/** What is wrong in what a repository says of contracts, given those that were read. */
export function findSettingsFaults(settings: SharedSettings, { contracts, drafts, unread }: ReadContracts): readonly KeyFault[] {
  if (unread) return findWithheld(settings, contracts);
  const all = [...contracts, ...drafts];
  return [
    ...findUnusedBindings(settings, all),
    ...findLostOverrides(settings, all),
    ...findWithheld(settings, contracts),
    ...findStrangeTrust(settings),
  ];
}

function findUnusedBindings({ imports }: SharedSettings, all: readonly Contract[]): readonly KeyFault[] {
  return Object.entries(imports).flatMap(([name, value]): KeyFault[] => {
    const isUsed = all.some((contract) => {
      const target = contract.imports[name];
      return target !== undefined && (formatImportTarget(target) === value || `${target.module}#${target.exported}` === value);
    });
    if (isUsed) return [];
    const advice = didYouMean(name, [...new Set(all.flatMap((contract) => Object.keys(contract.imports)))]) || " Remove it.";
    const message = `No contract leaves ${JSON.stringify(name)} to the repository.${advice}`;
    return [{ path: ["imports", name], code: "unused-binding", message, severity: "warning" }];
  });
}

function findLostOverrides({ overrides }: SharedSettings, all: readonly Contract[]): readonly KeyFault[] {
  return Object.keys(overrides).flatMap((id): KeyFault[] => {
    const contract = all.find((each) => each.id === id);
    if (contract?.package) return [];
    const advice = didYouMean(
      id,
      all.flatMap((each) => (each.package ? [each.id] : [])),
    );
    const message = contract
      ? `${id} is a contract of this repository: write this in ${contract.file}, and remove it here.`
      : `No package has a contract ${JSON.stringify(id)}.${advice || " Write the id of one, or remove it."}`;
    return [{ path: ["overrides", id], code: "unknown-contract", message }];
  });
}

/** Commands that do not run. */
function findWithheld({ contracts: names, trust }: SharedSettings, contracts: readonly Contract[]): readonly KeyFault[] {
  return names.flatMap((name, index): KeyFault[] => {
    const own = contracts.filter((contract) => contract.package?.name === name);
    const commands = own.flatMap(({ id, package: from }) => from!.withheld.map((command) => `${command} (${id})`));
    if (commands.length === 0) return [];
    const exact = `${name}@${own[0]!.package!.version}`;
    const other = trust.find((each) => each.startsWith(`${name}@`));
    const message = `The commands of ${exact} do not run, since ${other === undefined ? "nobody said that they may" : `"trust" names ${other}`}: ${commands.join("; ")}. Read them, then write "trust": [${JSON.stringify(exact)}].`;
    return [{ path: ["contracts", index], code: "untrusted-commands", message, severity: "warning" }];
  });
}

function findStrangeTrust({ contracts: names, trust }: SharedSettings): readonly KeyFault[] {
  return trust.flatMap((each, index): KeyFault[] => {
    const name = each.slice(0, each.lastIndexOf("@"));
    if (names.includes(name)) return [];
    const message = `${name} is not in "contracts".${didYouMean(name, names) || " Remove it."}`;
    return [{ path: ["trust", index], code: "unknown-package", message, severity: "warning" }];
  });
}

/** The problems of a package's contract without advice that is for its author only. */
export function withoutAdvice(problems: readonly Problem[], file: string): readonly Problem[] {
  return problems.filter((problem) => problem.severity === "error" || problem.file !== file);
}
