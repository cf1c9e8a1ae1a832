import { dirname, join, relative, resolve } from "node:path";
import { type FileTree, isRecord, stringsOf } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";
import { createIgnored } from "../tree/ignored.js";
import { readEntries } from "./package-entries.js";
import type { Packages } from "./packages.js";
import { isDeclaration, isInside, lastSegment, stemOf } from "../tree/paths.js";
import { probe, probeFile } from "../tree/probe.js";
import type { Project, Projects } from "./projects.js";

/** Finds the source of a file that a build has written. */
export interface BuildOutput {
  /** The source from which `path` is built, by a declaration map, a source map or a project's `outDir`; `path` itself need not exist. */
  sourceOf(path: string): string | undefined;
  /** Where the source of `path` would be if it existed. */
  expectedSource(path: string): string | undefined;
  /** The paths, without extension, to which builds would write `source`. */
  outputsOf(source: string): readonly string[];
  /** Whether the path is in a folder that a build writes or git ignores. */
  isBuilt(path: string): boolean;
}

interface Mapping {
  readonly outDir: string;
  readonly rootDirs: readonly string[];
}

/** Creates the search for sources over a file tree. */
export function createBuildOutput(tree: FileTree, packages: Packages, projects: Projects): BuildOutput {
  /** By folder. */
  const mappings = new Map<string, readonly Mapping[]>();
  const ofPackages = new Map<string, readonly Mapping[]>();
  const sources = new Map<string, string | undefined>();
  const ignored = createIgnored(tree);
  const built = new Map<string, boolean>();

  const mappingsFor = (path: string): readonly Mapping[] =>
    remember(mappings, dirname(path), () => {
      const directory = packages.owner(dirname(path))?.directory;
      return directory === undefined ? [] : mappingsOfPackage(directory);
    });

  const mappingsOfPackage = (directory: string): readonly Mapping[] =>
    remember(ofPackages, directory, () => {
      const told = projects.projectsIn(directory).flatMap((project) => mappingsOf(project, directory));
      return [...told, ...bundled(directory)];
    });

  /** What a bundler writes, whatever a tsconfig for checking says: from `src` into the folder of the package's entries, which is missing or ignored. */
  const bundled = (directory: string): readonly Mapping[] => {
    const source = join(directory, "src");
    if (!tree.isDirectory(source)) return [];
    const json = packages.owner(directory)?.json ?? {};
    const entries = readEntries(json["exports"], []).flatMap(({ active, inactive }) => [...active, ...inactive]);
    const targets = [...entries, ...["main", "module", "types", "typings"].flatMap((field) => stringsOf(json[field]))];
    const folders = new Set(targets.map((target) => join(directory, /^(?:\.\/)?([^./*][^/*]*)\//u.exec(target)?.[1] ?? "src")));
    return [...folders]
      .filter((folder) => folder !== source && (!tree.isDirectory(folder) || ignored(join(folder, "any.js"))))
      .map((outDir) => ({ outDir, rootDirs: [source] }));
  };

  const candidates = (path: string): readonly string[] =>
    mappingsFor(path)
      .filter((mapping) => isInside(path, mapping.outDir))
      .flatMap((mapping) => mapping.rootDirs.map((root) => join(root, relative(mapping.outDir, path))));

  const find = (path: string): string | undefined => {
    const mapped = sourceByMap(tree, path);
    if (mapped !== undefined) return mapped;
    for (const candidate of candidates(path)) {
      const direct = isDeclaration(candidate) ? undefined : probeFile(tree, candidate);
      // A bundler writes `.mjs` and `.cjs` from `.ts` too.
      const source = direct ?? probeFile(tree, stemOf(candidate));
      if (source !== undefined && source !== path) return tree.real(source);
    }
    return undefined;
  };

  return {
    sourceOf: (path) => remember(sources, path, () => find(path)),
    expectedSource: (path) => candidates(path).find((candidate) => tree.isDirectory(dirname(candidate))) ?? candidates(path)[0],
    outputsOf: (source) =>
      mappingsFor(source).flatMap((mapping) =>
        mapping.rootDirs
          .filter((root) => isInside(source, root))
          .map((root) => join(mapping.outDir, relative(root, stemOf(source)))),
      ),
    isBuilt: (path) =>
      remember(built, path, () => mappingsFor(path).some((mapping) => isInside(path, mapping.outDir)) || ignored(path)),
  };
}

function mappingsOf(project: Project, packageDirectory: string): readonly Mapping[] {
  const { directory } = project;
  // Without rootDir the compiler takes the longest folder common to all inputs: in practice src or the project's own folder.
  const roots = project.rootDir === undefined ? [join(directory, "src"), directory] : [project.rootDir];
  return project.outDirs
    .filter((outDir) => outDir !== directory && isInside(outDir, packageDirectory) && !roots.includes(outDir))
    .map((outDir) => ({ outDir, rootDirs: roots }));
}

/** The source that a declaration map or source map beside the file names: its only source, or the one with the file's own name. */
function sourceByMap(tree: FileTree, path: string): string | undefined {
  const stem = stemOf(path);
  for (const map of [`${stem}.d.ts.map`, `${stem}.d.mts.map`, `${stem}.d.cts.map`, `${path}.map`]) {
    const json = tree.json(map);
    if (!json) continue;
    const root = typeof json["sourceRoot"] === "string" ? json["sourceRoot"] : "";
    const files = mapSources(json).map((source) => resolve(dirname(map), root, source));
    const named = files.filter((file) => lastSegment(stemOf(file)) === lastSegment(stem));
    const chosen = files.length === 1 ? files[0] : named.length === 1 ? named[0] : undefined;
    const found = chosen === undefined ? undefined : probe(tree, chosen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mapSources(json: Readonly<Record<string, unknown>>): readonly string[] {
  const sections = Array.isArray(json["sections"]) ? (json["sections"] as readonly unknown[]) : [];
  const nested = sections.flatMap((section) =>
    isRecord(section) && isRecord(section["map"]) ? stringsOf(section["map"]["sources"]) : [],
  );
  return [...stringsOf(json["sources"]), ...nested].filter((source) => !/^[a-z][a-z0-9+.-]+:/i.test(source));
}
