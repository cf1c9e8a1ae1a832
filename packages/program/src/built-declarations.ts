import path from "node:path";
import { exists, isFolder, realPath } from "@godwit/core/disk";
import type { ProjectConfig } from "./configs.js";

/** `.d.ts`, `.d.mts`, `.d.cts`, and those of other files, such as `.d.css.ts`. */
export const DECLARATION = /\.d\.(?:[^./]+\.)?[cm]?ts$/u;
const BUILT = /\.d\.([cm]?)ts$/u;
/** Folders that hold what a build has written, and nothing that a person writes. */
const OUTPUT_FOLDERS = new Set(["dist", "build", "out", "esm", "cjs"]);

/**
 * Finds what a package of the workspace was built from. A program that imports such a package through its declarations would
 * see what was built last, or nothing; it has to see the source that is changed.
 */
export class BuiltDeclarations {
  readonly #outputs: readonly { readonly folder: string; readonly sources: readonly string[] }[];
  readonly #folderNames: ReadonlySet<string>;
  readonly #known = new Map<string, string | undefined>();
  readonly #knownFolders = new Map<string, boolean>();

  constructor(configs: readonly ProjectConfig[]) {
    this.#outputs = configs.flatMap(({ path: file, options: { outDir, declarationDir, rootDir } }) => {
      const folder = declarationDir ?? outDir;
      const own = path.dirname(file);
      if (folder === undefined || folder === own) return [];
      return [{ folder, sources: rootDir === undefined ? [path.join(own, "src"), own] : [rootDir] }];
    });
    this.#folderNames = new Set([...OUTPUT_FOLDERS, ...this.#outputs.map(({ folder }) => path.basename(folder))]);
  }

  /** The source of a declaration file, whether that is built or not; undefined if it is no package's of the workspace. */
  sourceOf(declaration: string): string | undefined {
    if (!BUILT.test(declaration) || !this.#isInOutput(declaration)) return undefined;
    if (!this.#known.has(declaration)) this.#known.set(declaration, this.#find(declaration));
    return this.#known.get(declaration);
  }

  /** Folders (absolute paths) inside a package's one that may hold what is built of it. */
  outputsIn(folder: string): readonly string[] {
    const ofConfigs = this.#outputs.map(({ folder: output }) => output).filter((output) => output.startsWith(`${folder}/`));
    return [...new Set([...ofConfigs, ...[...OUTPUT_FOLDERS].map((name) => path.join(folder, name))])];
  }

  /** Whether a folder is one into which a package's declarations are built: TypeScript looks for files only in folders that there are. */
  isOutput(folder: string): boolean {
    if (!this.#isInOutput(folder)) return false;
    let known = this.#knownFolders.get(folder);
    if (known === undefined) this.#knownFolders.set(folder, (known = this.placesBehind(folder).some((place) => isFolder(place))));
    return known;
  }

  #isInOutput(file: string): boolean {
    return file.split("/").some((name) => this.#folderNames.has(name));
  }

  #find(declaration: string): string | undefined {
    for (const place of this.placesBehind(declaration)) {
      const found = sourceNames(place).find((name) => exists(name));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Where the source of a file or folder of some output may be, also of a path with `*`. */
  placesBehind(built: string): readonly string[] {
    const file = throughLinks(built);
    if (file === undefined || file.includes("/node_modules/")) return [];
    const ofOutputs = this.#outputs.flatMap(({ folder, sources }) => {
      const way = path.relative(folder, file);
      return way.startsWith("..") || path.isAbsolute(way) ? [] : sources.map((source) => path.join(source, way));
    });
    return [...ofOutputs, ...besideOutputFolder(file)];
  }
}

/** Follows links of the folders that are there; the file itself may not be built. */
function throughLinks(file: string): string | undefined {
  const rest: string[] = [];
  for (let at = file; path.dirname(at) !== at; at = path.dirname(at)) {
    try {
      return path.join(realPath(at), ...rest);
    } catch {
      rest.unshift(path.basename(at));
    }
  }
  return undefined;
}

/** `pkg/dist/esm/a.d.ts` is made of `pkg/src/a.ts` or `pkg/a.ts`. */
function besideOutputFolder(file: string): readonly string[] {
  const segments = file.split("/");
  const first = segments.findIndex((segment) => OUTPUT_FOLDERS.has(segment));
  if (first < 0) return [];
  const owner = segments.slice(0, first).join("/");
  if (!exists(path.join(owner, "package.json"))) return [];
  let next = first;
  while (OUTPUT_FOLDERS.has(segments[next]!)) next++;
  const way = segments.slice(next).join("/");
  return [path.join(owner, "src", way), path.join(owner, way)];
}

/** The names that a source may have of which a declaration file is built. */
export function sourceNames(declaration: string): readonly string[] {
  const [, kind = ""] = BUILT.exec(declaration) ?? [];
  const stem = declaration.replace(BUILT, "");
  return [...new Set([`${stem}.${kind}ts`, `${stem}.ts`, `${stem}.tsx`])];
}
