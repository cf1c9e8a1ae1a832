import type { ImportTarget, ScopeEntry } from "./contract.js";
import { asObject, asTexts } from "./finding.js";
import { parseImportTarget } from "./module-path.js";

/** Reads `scope` as the YAML or a rule's context spells it: a path, a list of paths, or `{ from, type }`. */
export function readScope(raw: unknown): Record<string, ScopeEntry> {
  const scope = namedRecord<ScopeEntry>();
  for (const [hole, entry] of Object.entries(asObject(raw) ?? {})) scope[hole] = readEntry(entry);
  return scope;
}

function readEntry(entry: unknown): ScopeEntry {
  const detailed = asObject(entry);
  if (!detailed) return { from: asTexts(entry) };
  const type = detailed["type"];
  const inject = detailed["inject"];
  return {
    from: asTexts(detailed["from"]),
    ...(typeof type === "string" && { type }),
    ...(typeof inject === "string" && { inject }),
  };
}

/** Reads `imports` as the YAML or a rule's context spells it. */
export function readImports(raw: unknown): Record<string, ImportTarget> {
  const imports = namedRecord<ImportTarget>();
  for (const [name, value] of Object.entries(asObject(raw) ?? {})) {
    if (typeof value === "string") imports[name] = parseImportTarget(name, value);
  }
  return imports;
}

/** A record whose keys people choose: it has no prototype, so `constructor` is a key only if a person wrote it. */
export function namedRecord<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}
