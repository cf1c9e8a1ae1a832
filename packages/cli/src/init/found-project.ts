import path from "node:path";
import { findRoot } from "@godwit/core/contracts";
import { exists, isFolder, isWithin, listNames } from "@godwit/core/disk";
import { createFileTree, createWorkspaces, type FileTree, isRecord } from "@godwit/core/modules";
import { listFiles, readSource } from "@godwit/project";

/** How packages are installed here. */
export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

/** A workspace of a monorepo. */
export interface WorkspacePackage {
  readonly name: string;
  /** Relative to the root. */
  readonly folder: string;
}

/** A source file with its text. */
export interface FoundSource {
  /** Relative to the root. */
  readonly file: string;
  readonly text: string;
}

/** What `init` finds before it writes anything. */
export interface FoundProject {
  readonly root: string;
  /** The folder of the contracts, relative to the root. */
  readonly directory: string;
  readonly tree: FileTree;
  readonly packageManager: PackageManager;
  readonly packages: readonly WorkspacePackage[];
  /** The names in the root's package.json, of every kind of dependency. */
  readonly dependencies: ReadonlySet<string>;
  readonly isTypeScript: boolean;
  readonly sources: readonly FoundSource[];
}

const LOCKS: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["pnpm-workspace.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** Looks at the project around a folder (absolute), and runs nothing of it. */
export function findProject(cwd: string): FoundProject {
  const { root, directory } = placeOf(cwd);
  const tree = createFileTree();
  const files = listFiles(root).map((file) => file.path);
  const manifest = tree.json(path.join(root, "package.json"));
  return {
    ...{ root, directory, tree },
    packageManager: packageManagerOf(root, manifest),
    packages: workspacesOf(tree, root),
    dependencies: new Set(dependenciesOf(manifest)),
    isTypeScript: files.some((file) => /(?<!\.d)\.[cm]?tsx?$/.test(file)),
    sources: files.flatMap((file): FoundSource[] => {
      const read = readSource(path.join(root, file));
      return read.kind === "text" ? [{ file, text: read.text }] : [];
    }),
  };
}

/** The root that is there, or the one that there will be: the nearest package if git's root is none. */
function placeOf(cwd: string): { readonly root: string; readonly directory: string } {
  const found = findRoot(cwd);
  const isSettled = found && (hasManifest(found.root) || isFolder(path.join(found.root, found.directory)));
  if (isSettled) return found;
  for (let at = cwd; ; at = path.dirname(at)) {
    if (hasManifest(at)) return { root: at, directory: "migrations" };
    if (at === found?.root || path.dirname(at) === at) return { root: found?.root ?? cwd, directory: "migrations" };
  }
}

/** The names of everything that a package.json depends on, in whatever way. */
export function dependenciesOf(manifest: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  return ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"].flatMap((key) =>
    Object.keys(isRecord(manifest?.[key]) ? manifest[key] : {}),
  );
}

function hasManifest(folder: string): boolean {
  return exists(path.join(folder, "package.json"));
}

/** How packages are installed in a root, by its package.json and its lock file. */
export function packageManagerOf(root: string, manifest: Readonly<Record<string, unknown>> | undefined): PackageManager {
  const named = /^(npm|pnpm|yarn|bun)@/.exec(String(manifest?.["packageManager"] ?? ""))?.[1];
  if (named !== undefined) return named as PackageManager;
  for (let at = root; ; at = path.dirname(at)) {
    const names = new Set(listNames(at));
    const lock = LOCKS.find(([name]) => names.has(name));
    if (lock) return lock[1];
    if (names.has("package-lock.json") || names.has(".git") || path.dirname(at) === at) return "npm";
  }
}

/** The packages of a monorepo: what its settings name as workspaces, and no folder that only has a package.json. */
function workspacesOf(tree: FileTree, root: string): WorkspacePackage[] {
  return createWorkspaces(tree)
    .membersFor(root)
    .flatMap((folder): WorkspacePackage[] => {
      const name = tree.json(path.join(folder, "package.json"))?.["name"];
      const below = path.relative(root, folder).replaceAll("\\", "/");
      return typeof name === "string" && isWithin(root, folder) && below !== "" ? [{ name, folder: below }] : [];
    })
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** A first contract that could be written, before anybody has counted what it finds. */
export interface Draft {
  /** The contract's id. */
  readonly id: string;
  /** What was found, in a few words: `calls of uuid`. */
  readonly found: string;
  /** The text of the contract's file. */
  readonly text: string;
}

/** A first contract that works, with what it finds. */
export interface Candidate extends Draft {
  /** Its file, relative to the root. */
  readonly file: string;
  readonly violations: number;
  readonly fixable: number;
  readonly suggestible: number;
  /** How many files have one. */
  readonly files: number;
  /** The text of its baseline, and the file of that, relative to the root; not given while the contract is only planned. */
  readonly baseline?: { readonly file: string; readonly text: string };
}

/** What a look for candidates gives: contracts, and what was found and can't be one yet, in sentences. */
export interface Finds {
  readonly drafts: readonly Draft[];
  readonly notes: readonly string[];
}

/** A contract's text from its front matter and the prose below. */
export function contractText(frontMatter: readonly string[], prose: readonly string[]): string {
  return `---\n${frontMatter.join("\n")}\n---\n\n${prose.join("\n\n")}\n`;
}

/** A text in quotes, as YAML reads it. */
function quoted(text: string): string {
  return JSON.stringify(text.replaceAll(/\s+/gu, " ").trim());
}

/** A path from the root as a module of a contract. */
export function modulePath(file: string): string {
  return plainOrQuoted(`./${file}`);
}

/** A name, path or package, in quotes where YAML needs them: no value begins with an `@`, and `no` is one. */
export function plainOrQuoted(text: string): string {
  const isPlain = /^[a-z_.][\w./@-]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

/**
 * The lines of a contract that keep it to the files which may import a module: those of its own package of the workspace, and of packages that
 * depend on that. No lines where all may.
 */
export function importersOnly({ root, tree, packages }: FoundProject, file: string): readonly string[] {
  const home = packages.find(({ folder }) => file.startsWith(`${folder}/`));
  if (!home) return [];
  const mayImport = ({ folder }: WorkspacePackage): boolean =>
    folder === home.folder || dependenciesOf(tree.json(path.join(root, folder, "package.json"))).includes(home.name);
  const importers = packages.filter(mayImport);
  return importers.length === packages.length
    ? []
    : ["files:", ...importers.map(({ folder }) => `  - ${quoted(`${folder}/**`)}`)];
}

/** Whether a contract can name a file: `#` begins an export's name, `*` is a pattern, and spaces are refused. */
export function canBeNamed(file: string): boolean {
  return !/[#*\s]/.test(file);
}
