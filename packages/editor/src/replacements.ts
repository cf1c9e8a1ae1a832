import type { Contract } from "@godwit/contracts";
import type { ModuleIdentity, Modules } from "@godwit/modules";

/** An export that a contract says to write. */
export interface Replacement {
  readonly module: ModuleIdentity;
  readonly name: string;
}

/** The exports that the texts under `with`, `wrap`, `to`, `type`, `enum` and `canonical` of a contract use; none of a planned one. */
export function replacementsOf(contract: Contract, modules: Modules): readonly Replacement[] {
  if (contract.status === "planned") return [];
  const words = new Set(replacementTexts(contract.rules).flatMap((text) => text.match(/[\w$]+/g) ?? []));
  const declared = Object.values(contract.imports)
    .filter(({ name }) => words.has(name))
    .map(({ module, exported }) => ({ module: modules.resolveContractModule(module), name: exported }));
  const moved = (contract.rules["no-deprecated-import"] ?? []).flatMap(({ name, to, as }) => {
    const names = as === undefined ? [name ?? []].flat() : [as];
    return to === undefined || to.includes("*")
      ? []
      : names.map((each) => ({ module: modules.resolveContractModule(to), name: each }));
  });
  return [...declared, ...moved];
}

const REPLACEMENT_KEYS: ReadonlySet<string> = new Set(["with", "wrap", "to", "type", "enum", "canonical"]);

function replacementTexts(value: unknown, key = ""): string[] {
  if (typeof value === "string") return REPLACEMENT_KEYS.has(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => replacementTexts(each, key));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => replacementTexts(each, name));
}
