import { join, relative } from "node:path";
import { exists, isWithin, listEntries, orUndefined, readText, realPath } from "../../disk/index.js";
import { asObject, show } from "../finding.js";
import { DEFAULT_DIRECTORY, foldersUpwards, listMarkdown } from "../read-contract-file.js";
import { leavesRoot } from "../module-path.js";
import { didYouMean } from "../nearest.js";
import type { KeyFault, SharedSettings } from "./shared-settings.js";

/** The version of the contract format that this godwit reads. */
export const CONTRACT_FORMAT = 1;

/** An installed package that contracts come from. */
export interface ContractPackage {
  readonly name: string;
  readonly version: string;
  /** Whether `godwit.trust` names it with this version, so that its commands may run. */
  readonly isTrusted: boolean;
}

/** An installed package with its Markdown files. */
export interface FoundPackage {
  readonly package: ContractPackage;
  /** Where `godwit.contracts` names it. */
  readonly index: number;
  /** The folder of its contracts: absolute, and relative to the root with `/`. */
  readonly folder: { readonly path: string; readonly name: string };
  readonly names: readonly string[];
}

/** The packages of a root. */
export interface FoundPackages {
  readonly packages: readonly FoundPackage[];
  readonly faults: readonly KeyFault[];
  /** Absolute paths of everything on which this depends, whether or not it is there. */
  readonly inputs: readonly string[];
}

/** Finds the packages that a root names. They are not trusted: one with links out of itself is left out. */
export function findPackages(root: string, { contracts, trust }: SharedSettings): FoundPackages {
  const inputs: string[] = [];
  const faults: KeyFault[] = [];
  const packages = contracts.flatMap((name, index): FoundPackage[] => {
    const found =
      contracts.indexOf(name) === index
        ? findPackage(root, name, inputs)
        : problem("repeated", `${name} is there twice: remove one.`);
    if (!("code" in found))
      return [{ index, ...found, package: { ...found.package, isTrusted: trust.includes(`${name}@${found.package.version}`) } }];
    faults.push({ ...found, path: ["contracts", index] });
    return [];
  });
  return { packages, faults, inputs };
}

type PackageFault = Omit<KeyFault, "path">;

function problem(code: string, message: string): PackageFault {
  return { code, message };
}

function findPackage(root: string, name: string, inputs: string[]): Omit<FoundPackage, "index"> | PackageFault {
  const at = foldersUpwards(root)
    .map((folder) => join(folder, "node_modules", name))
    .find((folder) => {
      inputs.push(join(folder, "package.json"));
      return exists(join(folder, "package.json"));
    });
  if (at === undefined) return problem("missing-package", `${name} is not installed${adviceToInstall(root, name)}`);
  const manifest = readManifest(at, name);
  if ("code" in manifest) return manifest;
  const { version, directory } = manifest;
  const folder = { path: join(at, directory), name: relative(root, join(at, directory)).replaceAll("\\", "/") };
  const names = listMarkdown(folder.path);
  inputs.push(folder.path, ...names.map((each) => join(folder.path, each)));
  if (listEntries(folder.path) && ["", ...names].some((each) => leadsOut(at, join(folder.path, each))))
    return problem(
      "outside-package",
      `A link in ${name} leads out of the package, so none of its contracts count: tell its owners.`,
    );
  return { package: { name, version, isTrusted: false }, folder, names };
}

/** A name that looks like that of a package which is there may be a slip, and is nothing to install. */
function adviceToInstall(root: string, name: string): string {
  const { dependencies, devDependencies } = orUndefined(() => jsonOf(readText(join(root, "package.json"), "settings"))) ?? {};
  const declared = [dependencies, devDependencies].flatMap((each) => Object.keys(asObject(each) ?? {}));
  const scope = name.startsWith("@") ? `${name.split("/")[0]!}/` : "";
  const beside = (listEntries(join(root, "node_modules", scope)) ?? []).map((entry) => scope + entry.name);
  const known = [...declared, ...beside];
  return (!declared.includes(name) && didYouMean(name, known).replace(/^ /, ". ")) || `: npm install --save-dev ${name}`;
}

function jsonOf(text: string): Record<string, unknown> | undefined {
  return asObject(JSON.parse(text.replace(/^\ufeff/, "")));
}

/** Whether a link leads out of the package; the package itself may be one, as in a workspace. */
function leadsOut(folder: string, path: string): boolean {
  const [from, to] = [orUndefined(() => realPath(folder)), orUndefined(() => realPath(path))];
  return from === undefined || to === undefined || !isWithin(from, to);
}

function readManifest(folder: string, name: string): { version: string; directory: string } | PackageFault {
  const bad = (what: string) => problem("bad-package", `The package.json of ${name} ${what}: tell its owners.`);
  const text = orUndefined(() => readText(join(folder, "package.json"), "settings"));
  if (text === undefined) return bad("can't be read");
  let data: Record<string, unknown> | undefined;
  try {
    data = jsonOf(text);
  } catch {
    return bad("is no JSON");
  }
  const { version, godwit } = data ?? {};
  const { contractFormat: format, directory = DEFAULT_DIRECTORY } = asObject(godwit) ?? {};
  if (format === undefined)
    return problem(
      "no-contracts",
      `${name} has no contracts: its package.json lacks "godwit": { "contractFormat": ${CONTRACT_FORMAT} }. godwit contracts pack makes such a package.`,
    );
  if (format !== CONTRACT_FORMAT)
    return problem(
      "other-format",
      `${name} has contracts of format ${show(format)}, and this godwit reads format ${CONTRACT_FORMAT}: update godwit, or install another version of ${name}.`,
    );
  if (typeof version !== "string" || !/^\d[\w.+-]{0,100}$/.test(version)) return bad("has no version");
  if (typeof directory !== "string" || leavesRoot(directory) || /^([/\\]|[A-Za-z]:)|[\\\0]/.test(directory))
    return problem("outside-package", `The contracts of ${name} are outside of it, in ${show(directory)}: tell its owners.`);
  return { version, directory };
}
