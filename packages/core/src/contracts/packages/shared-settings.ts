import { LineIndex } from "../line-index.js";
import type { ContractPosition, Problem } from "../contract.js";
import { type Finding, type PathStep } from "../finding.js";
import { CONTRACT_KEYS, OVERRIDABLE, overrideSchema } from "../schema/front-matter.js";
import { findSchemaFaults } from "../schema/explain.js";
import { withoutFaults } from "../contract-faults.js";
import { type Place, readYaml } from "../yaml/yaml-data.js";
import { type Schema, checked, importTarget, list, named, object } from "../schema/fields.js";

/** What the `"godwit"` key of a repository's package.json says of contracts that others may have written. */
export interface SharedSettings {
  /** The packages whose contracts apply beside the repository's own. */
  readonly contracts: readonly string[];
  /** The modules of names that contracts leave to the repository, spelled as `imports` of a contract. */
  readonly imports: Readonly<Record<string, string>>;
  /** By the id of a contract from a package: keys that count instead of the contract's. */
  readonly overrides: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** `name@version` of packages whose commands may run. */
  readonly trust: readonly string[];
  /** The place in package.json of what is at a path in the key. */
  locate(path: readonly PathStep[]): ContractPosition;
}

/** Why something in the `"godwit"` key is wrong, and where in the key it is. */
export interface KeyFault {
  readonly path: readonly PathStep[];
  readonly code: string;
  readonly message: string;
  readonly severity?: Problem["severity"];
}

/** The keys of `"godwit"` that `readSharedSettings` reads. */
export const SHARED_KEYS = ["contracts", "imports", "overrides", "trust"] as const;

/** Reads what the key says of contracts from elsewhere (`text` is all of package.json); what can't be right is left out, and reported. */
export function readSharedSettings(
  key: Readonly<Record<string, unknown>>,
  text: string,
): { readonly settings?: SharedSettings; readonly problems: readonly Problem[] } {
  const data = Object.fromEntries(SHARED_KEYS.flatMap((name) => (Object.hasOwn(key, name) ? [[name, key[name]]] : [])));
  if (Object.keys(data).length === 0) return { problems: [] };
  const faults = findSchemaFaults(sharedSchema(), data).map(explainOverride);
  const read = withoutFaults(data, faults) as Partial<SharedSettings>;
  const settings = { contracts: [], imports: {}, overrides: {}, trust: [], ...read, locate: locateIn(text) };
  return { settings, problems: faults.map((fault) => keyProblem(settings, fault)) };
}

/** A key of contracts that only the package says is no slip of the pen. */
function explainOverride(fault: Finding): Finding {
  const [where, , key, ...deeper] = fault.path;
  const isKnown =
    fault.code === "unknown-key" && where === "overrides" && deeper.length === 0 && CONTRACT_KEYS.includes(String(key));
  const message = `"${key}" is for the package to say: a repository overrides ${OVERRIDABLE.join(", ")}.`;
  return isKnown ? { ...fault, message } : fault;
}

/** A problem of the key. */
export function keyProblem({ locate }: SharedSettings, { path, code, message, severity = "error" }: KeyFault): Problem {
  const { file, line, column } = locate(path);
  return { file, line, column, code, severity, message };
}

/** The text is parsed once more, by a reader that knows where each value is, but only for the first problem. */
function locateIn(text: string): SharedSettings["locate"] {
  let place: Place | undefined;
  const lines = new LineIndex(text, "plain");
  return (path) => {
    // JSON is YAML, but for tabs between its values.
    place ??= readYaml(text.replaceAll("\t", " ")).place;
    let at = place;
    for (const step of ["godwit", ...path]) at = at.children.get(step) ?? at;
    return { file: "package.json", ...lines.positionAt(at.keyStart), offset: at.keyStart };
  };
}

/** A name that npm accepts, so that it leads to a folder in node_modules and nowhere else. */
const PACKAGE = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

const packageName = () =>
  checked("the name of a package", "bad-package", (value) =>
    PACKAGE.test(value) ? undefined : `${JSON.stringify(value)} is no name of a package; write one such as "@acme/migrations".`,
  );

const trusted = () =>
  checked("a package with its version", "bad-trust", (value) => {
    const at = value.lastIndexOf("@");
    return at > 0 && PACKAGE.test(value.slice(0, at)) && /^\d[\w.+-]*$/.test(value.slice(at + 1))
      ? undefined
      : `${JSON.stringify(value)} is no package with its exact version; write one such as "@acme/migrations@1.2.0".`;
  });

let schema: Schema | undefined;

/** The schema of what the `"godwit"` key of package.json says of contracts from packages. */
function sharedSchema(): Schema {
  return (schema ??= object({
    contracts: list(packageName(), 'a list of packages such as ["@acme/migrations"]').optional(),
    imports: named(importTarget(), 'names with their modules such as { "newId": "./src/ids.ts" }').optional(),
    overrides: named(overrideSchema(), 'ids of contracts with keys such as { "status": "planned" }').optional(),
    trust: list(trusted(), 'a list of packages with versions such as ["@acme/migrations@1.2.0"]').optional(),
  }));
}
