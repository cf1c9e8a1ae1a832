import path from "node:path";
import { contractText, modulePath, type Draft, type Finds } from "../candidate.js";
import type { FoundProject, FoundSource, WorkspacePackage } from "../found-project.js";

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'\n]+)["']/g;
/** Folders of a package that are its own business. */
const INSIDE = /^((?:@[\w.~-]+\/)?[\w.~-]+)\/(internal|internals|dist|src|_internal)\//;
const EXTENSIONS = ["", ".ts", ".tsx", ".mts", ".js", ".jsx", ".mjs", "/index.ts", "/index.tsx", "/index.js"];
const MOST = 40;

/** Looks for imports that reach into a package: one of the monorepo, else one that is installed. */
export function findDeepImports(found: FoundProject): Finds {
  const drafts = [...found.packages.map((each) => intoWorkspace(found, each)), intoInstalled(found)];
  return { drafts: drafts.flatMap((draft) => draft ?? []), notes: [] };
}

/** The files of a package that other packages import past its entry. */
function intoWorkspace({ sources }: FoundProject, { name, folder }: WorkspacePackage): Draft | undefined {
  const known = new Set(sources.map(({ file }) => file));
  const reached = new Set<string>();
  for (const source of sources) {
    if (source.file.startsWith(`${folder}/`)) continue;
    for (const specifier of specifiersOf(source)) {
      const at = placeOf(specifier, source.file, { name, folder });
      const file =
        at === undefined ? undefined : EXTENSIONS.map((end) => withoutJs(at, known) + end).find((each) => known.has(each));
      if (file !== undefined && !/^(?:src\/|lib\/)?index\.\w+$/.test(file.slice(folder.length + 1))) reached.add(file);
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
function intoInstalled({ sources, packages }: FoundProject): Draft | undefined {
  const own = new Set(packages.map(({ name }) => name));
  const counts = new Map<string, number>();
  for (const source of sources)
    for (const specifier of specifiersOf(source)) {
      const [, name, inside] = INSIDE.exec(specifier) ?? [];
      if (name === undefined || own.has(name)) continue;
      const key = `${name}/${inside!}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (!most) return undefined;
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
