import type { Contract } from "./contract.js";
import { formatImportTarget } from "./module-path.js";
import type { RuleContext } from "./rule-context.js";

/** The contract as the second option of its ESLint rules: plain JSON. */
export function toRuleContext(contract: Contract, root: string, order: number): RuleContext {
  return {
    id: contract.id,
    root,
    order,
    imports: mapValues(contract.imports, formatImportTarget),
    scope: mapValues(contract.scope, (entry) => ({ ...entry, from: [...entry.from] })),
    components: { ...contract.components },
    bridges: [...contract.bridges],
    title: contract.title,
    ...(contract.why !== undefined && { why: contract.why }),
    links: [...contract.links],
    hash: contract.hash,
  };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
