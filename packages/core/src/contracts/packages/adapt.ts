import type { ContractPosition } from "../contract.js";
import { asObject, errorAt, type Finding, type PathStep } from "../finding.js";
import type { ContractPackage } from "./packages.js";
import type { SharedSettings } from "./shared-settings.js";

/** What a name of `imports` is in a contract that leaves its module to the repository. */
const LEFT_TO_REPOSITORY = "repository";

/** Where a contract comes from, and what the repository says of it. */
export interface Adaptation {
  /** The package that it comes from; undefined for a contract of the repository itself. */
  readonly package?: ContractPackage;
  readonly settings?: SharedSettings;
}

/** The front matter of a contract as the repository has it. */
export interface AdaptedData {
  readonly data: Record<string, unknown>;
  /** What only the repository can say, and does not. */
  readonly findings: readonly Finding[];
}

/** Puts what the repository says into a front matter: the modules of names that are left to it, and keys that it overrides. */
export function adaptData(id: string, data: Record<string, unknown>, adaptation: Adaptation): AdaptedData {
  const imports = asObject(data["imports"]);
  const findings: Finding[] = [];
  const bound = Object.entries(imports ?? {}).map(([name, value]): [string, unknown] => {
    const binding = bindingOf(name, value, adaptation);
    if (binding === undefined && value === LEFT_TO_REPOSITORY) findings.push(unbound(name, adaptation.package));
    return [name, binding ?? value];
  });
  const overrides = overridesOf(id, adaptation);
  const ignores = [...ignoresOf(data), ...ignoresOf(overrides)];
  const adapted = {
    ...{ ...data, ...(imports && { imports: Object.fromEntries(bound) }), ...overrides },
    ...(ignores.length > 0 && { ignores }),
  };
  return { data: adapted, findings };
}

/** What is left out: a repository adds to it, and replaces all else. */
function ignoresOf({ ignores }: Readonly<Record<string, unknown>>): readonly unknown[] {
  return Array.isArray(ignores) ? ignores : ignores === undefined ? [] : [ignores];
}

/** Whether the repository may say what a name is: where the contract leaves it to it, and for a file that a package's contract names. */
function isLeft(value: unknown, from: ContractPackage | undefined): boolean {
  return value === LEFT_TO_REPOSITORY || (from !== undefined && typeof value === "string" && value.startsWith("./"));
}

/** The module that the repository says for a name. */
function bindingOf(name: string, value: unknown, { package: from, settings }: Adaptation): string | undefined {
  return isLeft(value, from) && settings && Object.hasOwn(settings.imports, name) ? settings.imports[name] : undefined;
}

/** The names of an adapted front matter whose modules the repository says. */
export function boundNames({ imports }: Readonly<Record<string, unknown>>, { settings }: Adaptation): readonly string[] {
  const all = asObject(imports) ?? {};
  return Object.entries(settings?.imports ?? {}).flatMap(([name, value]) => (all[name] === value ? [name] : []));
}

function unbound(name: string, from: ContractPackage | undefined): Finding {
  const who = from ? `${from.name} leaves` : "The contract leaves";
  const message = `${who} ${name} to the repository: say where it is with "godwit": { "imports": { ${JSON.stringify(name)}: "./path/of/its/module.ts" } } in package.json.`;
  return errorAt(["imports", name], "unbound-name", message);
}

/** What the repository says instead of a contract from a package. */
export function overridesOf(id: string, { package: from, settings }: Adaptation): Readonly<Record<string, unknown>> {
  return from && settings && Object.hasOwn(settings.overrides, id) ? settings.overrides[id]! : {};
}

/** Where package.json says what is at a path of a contract (its front matter as it is in the file); undefined where the file itself does. */
export function findInSettings(
  { id, data }: { readonly id: string; readonly data: Readonly<Record<string, unknown>> },
  path: readonly PathStep[],
  adaptation: Adaptation,
): ContractPosition | undefined {
  const { package: from, settings } = adaptation;
  const [key, name] = path;
  if (!settings || key === undefined) return undefined;
  if (key === "ignores" && typeof name === "number") {
    const own = name - ignoresOf(data).length;
    return own < 0 ? undefined : settings.locate(["overrides", id, key, own]);
  }
  if (Object.hasOwn(overridesOf(id, adaptation), key)) return settings.locate(["overrides", id, ...path]);
  if (key !== "imports" || typeof name !== "string") return undefined;
  const value = asObject(data["imports"])?.[name];
  // What is wrong with a file of the repository is mended there, also where the package suggests which file it is.
  const isForRepository = from !== undefined && isLeft(value, from);
  const isSaid = isForRepository || bindingOf(name, value, adaptation) !== undefined;
  return isSaid ? settings.locate(["imports", name]) : undefined;
}

/** A text that changes with everything that is said of a contract outside of its file. */
export function adaptationKey(id: string, adaptation: Adaptation): string {
  const { package: from, settings } = adaptation;
  if (!from && Object.keys(settings?.imports ?? {}).length === 0) return "";
  return JSON.stringify([from, settings?.imports, overridesOf(id, adaptation)]);
}
