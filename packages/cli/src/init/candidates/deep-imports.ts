import path from "node:path";
import { isRecord } from "@godwit/core/modules";
import { isTestCode } from "@godwit/project";
import {
  canBeNamed,
  contractText,
  dependenciesOf,
  type Draft,
  type Finds,
  type FoundProject,
  type FoundSource,
  modulePath,
  type WorkspacePackage,
} from "../found-project.js";

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'\n]+)["']/g;
/** Folders of a package that are its own business. */
const INSIDE = /^((?:@[\w.~-]+\/)?[\w.~-]+)\/(internal|internals|dist|src|_internal)\//;
const EXTENSIONS = ["", ".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", "/index.ts", "/index.tsx", "/index.js"];
/** What a package keeps beside its code: to import that by its path is the only way. */
const ASSET = /\.(?!(?:[cm]?[jt]sx?)$)[a-z][a-z\d]{1,6}$/i;
const MOST = 40;
/** Of an installed package a few imports may be as its manual says. */
const FEWEST_INSTALLED = 3;

/** Looks for imports that reach into a package: one of the monorepo, else one that is installed. */
export function findDeepImports(found: FoundProject): Finds {
  const drafts = [...found.packages.map((each) => intoWorkspace(found, each)), intoInstalled(found)];
  return { drafts: drafts.flatMap((draft) => draft ?? []), notes: [] };
}

/** The files of a package that other packages import past its entry. */
function intoWorkspace({ root, tree, sources }: FoundProject, { name, folder }: WorkspacePackage): Draft | undefined {
  const exposed = exposedBy(tree.json(path.join(root, folder, "package.json")) ?? {});
  if (!exposed) return undefined;
  const known = new Set(sources.map(({ file }) => file));
  const reached = new Set<string>();
  for (const source of sources) {
    // Tests may look inside.
    if (source.file.startsWith(`${folder}/`) || isTestCode(source.file)) continue;
    for (const specifier of specifiersOf(source)) {
      if (specifier.startsWith(`${name}/`) && exposed(`.${specifier.slice(name.length)}`)) continue;
      const at = placeOf(specifier, source.file, { name, folder });
      const file =
        at === undefined ? undefined : EXTENSIONS.map((end) => withoutJs(at, known) + end).find((each) => known.has(each));
      if (
        file !== undefined &&
        canBeNamed(file) &&
        !isTestCode(file) &&
        !/^(?:src\/|lib\/)?index\.\w+$/.test(file.slice(folder.length + 1))
      )
        reached.add(file);
    }
  }
  if (reached.size === 0) return undefined;
  const files = [...reached].sort().slice(0, MOST);
  const text = contractText(
    [
      `title: ${JSON.stringify(`${name} is used by its entry`)}`,
      "why: What reaches past the entry breaks when the package is tidied up.",
      `ignores: [${JSON.stringify(`${folder}/**`)}]`,
      "rules:",
      "  no-deprecated-import:",
      ...files.flatMap((file) => [`    - from: ${modulePath(file)}`, `      to: ${JSON.stringify(name)}`, "      fix: suggest"]),
    ],
    [`# ${name} is used by its entry`, `Import from \`${name}\`. What is missing there is exported from its entry first.`],
  );
  return { id: `${idOf(name)}-entry`, found: `imports past the entry of ${name}`, text };
}

/** Which subpaths a package exposes; undefined if it has no entry that could be used in place of its files. */
function exposedBy({
  exports,
  main,
  module,
  types,
}: Readonly<Record<string, unknown>>): ((subpath: string) => boolean) | undefined {
  if (!isRecord(exports))
    return [exports, main, module, types].some((each) => typeof each === "string") ? () => false : undefined;
  const keys = Object.keys(exports);
  if (keys.some((key) => !key.startsWith("."))) return () => false;
  if (!keys.includes(".")) return undefined;
  const matches = (key: string, subpath: string): boolean => {
    const [start, end] = key.split("*");
    return end === undefined ? key === subpath : subpath.startsWith(start!) && subpath.endsWith(end);
  };
  return (subpath) => keys.some((key) => matches(key, subpath));
}

function specifiersOf({ text }: FoundSource): string[] {
  return [...text.matchAll(SPECIFIER)].map(([, specifier]) => specifier!);
}

/** Where a specifier leads in a package, relative to the root and without extension; undefined where it does not lead into it. */
function placeOf(specifier: string, from: string, { name, folder }: WorkspacePackage): string | undefined {
  if (specifier.startsWith(`${name}/`)) return `${folder}${specifier.slice(name.length)}`;
  if (!specifier.startsWith(".")) return undefined;
  const file = path.posix.join(path.posix.dirname(from), specifier);
  return file.startsWith(`${folder}/`) ? file : undefined;
}

/** `./a.js` means `a.ts` where there is no `a.js`. */
function withoutJs(file: string, known: ReadonlySet<string>): string {
  return known.has(file) ? file : file.replace(/\.[cm]?jsx?$/, "");
}

/** The installed package whose inner folders are imported most often. */
function intoInstalled({ root, tree, dependencies, sources, packages }: FoundProject): Draft | undefined {
  const manifests = packages.map(({ folder }) => tree.json(path.join(root, folder, "package.json")));
  const installed = new Set([...dependencies, ...manifests.flatMap(dependenciesOf)]);
  for (const { name } of packages) installed.delete(name);
  const counts = new Map<string, number>();
  for (const source of sources)
    for (const specifier of specifiersOf(source)) {
      const [, name, inside] = INSIDE.exec(specifier) ?? [];
      if (name === undefined || !installed.has(name) || ASSET.test(specifier)) continue;
      const key = `${name}/${inside!}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (!most || most[1] < FEWEST_INSTALLED) return undefined;
  const [inside] = most;
  const name = inside.slice(0, inside.lastIndexOf("/"));
  const text = contractText(
    [
      `title: ${JSON.stringify(`Nothing of ${name} but what it exposes`)}`,
      `why: ${JSON.stringify(`The files below ${inside} may be gone with the next version.`)}`,
      "rules:",
      "  no-deprecated-import:",
      `    - from: ${JSON.stringify(`${inside}/**`)}`,
      `      to: ${JSON.stringify(name)}`,
      "      fix: suggest # look whether the package exposes the same name",
    ],
    [`# Nothing of ${name} but what it exposes`, `Import from \`${name}\` what it exposes.`],
  );
  return { id: `${idOf(name)}-inside`, found: `imports of files inside of ${name}`, text };
}

function idOf(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
}
