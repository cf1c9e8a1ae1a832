import path from "node:path";
import { exists, findText, realPath, readText } from "@godwit/core/disk";
import { type BuiltDeclarations, sourceNames } from "../built-declarations.js";

type Manifest = Readonly<Record<string, unknown>>;

/** `.d.ts` and its like, with what the compiler tries sources for. */
const DECLARED = /\.d\.([cm]?)ts$/u;
const CODE = /(?:\/[^./]*|\*|\.[cm]?jsx?)$/u;

/** The package.json files and built declarations that lead to sources, each looked at once. */
export class SourceManifests {
  readonly #built: BuiltDeclarations;
  readonly #known = new Map<string, string | undefined>();

  constructor(built: BuiltDeclarations) {
    this.#built = built;
  }

  /** The text that is read in place of a file (an absolute path); undefined where the file itself is read. */
  textOf(file: string): string | undefined {
    const isDeclared = DECLARED.test(file) && !file.includes("/node_modules/");
    if (!isDeclared && path.basename(file) !== "package.json") return undefined;
    if (!this.#known.has(file))
      this.#known.set(file, isDeclared ? sourceInPlaceOf(file, this.#built) : withSources(file, this.#built));
    return this.#known.get(file);
  }

  /** Looks at all of them again. */
  forget(): void {
    this.#known.clear();
  }
}

/** Built declarations that pass on all of their source, for who imports them by a path; undefined where there is none. */
function sourceInPlaceOf(file: string, built: BuiltDeclarations): string | undefined {
  const source = built.sourceOf(file);
  const text = source === undefined ? undefined : findText(source, "source");
  if (source === undefined || text === undefined) return undefined;
  const way = path.relative(path.dirname(file), source).replaceAll("\\", "/");
  const from = JSON.stringify(`${way.startsWith(".") ? "" : "./"}${way.replace(/\.([cm]?)tsx?$/u, ".$1js")}`);
  if (/^\s*export\s*=/mu.test(text)) return `import all = require(${from});\nexport = all;\n`;
  const hasDefault = /\bexport\s+default\b|\bexport\s*\{[^}]*\bdefault\b/u.test(text);
  return `export * from ${from};\n${hasDefault ? `export { default } from ${from};\n` : ""}`;
}

/**
 * The text of a package.json (its absolute path) that leads to the sources of a package of the workspace in place of what is built from them,
 * so that a change reaches those who import the package by its name, built or not. Undefined where it leads to none.
 */
function withSources(file: string, built: BuiltDeclarations): string | undefined {
  const folder = folderOf(file);
  if (folder === undefined) return undefined;
  const manifest = parse(file);
  if (!manifest) return undefined;
  const package_ = new SourcePackage(folder, built);
  const { exports, imports, typesVersions } = manifest;
  const types = package_.entry([manifest["types"], manifest["typings"], manifest["module"], manifest["main"]]);
  const changes: Manifest = {
    ...(types !== undefined && { types }),
    ...(exports !== undefined && { exports: package_.targets(exports) }),
    ...(imports !== undefined && { imports: package_.targets(imports) }),
    ...(typesVersions !== undefined && { typesVersions: package_.targets(typesVersions) }),
    ...(exports === undefined && typesVersions === undefined && package_.versions()),
  };
  const text = JSON.stringify({ ...manifest, ...changes });
  return text === JSON.stringify(manifest) ? undefined : text;
}

/** The folder of a package of the workspace, links followed. */
function folderOf(file: string): string | undefined {
  try {
    const folder = realPath(path.dirname(file));
    return folder.includes("/node_modules/") ? undefined : folder;
  } catch {
    return undefined;
  }
}

function parse(file: string): Manifest | undefined {
  const text = findText(file, "source");
  try {
    const parsed: unknown = JSON.parse(text ?? "null");
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

/** The names by which the compiler finds sources: those of `.mts` are only tried for `.mjs`, and a `.mjs` may be built of `.ts` too. */
function namesFor(source: string): readonly string[] {
  const plain = source.replace(DECLARED, ".$1js");
  return [plain, plain.replace(/\.[cm]js$/u, ".js")];
}

class SourcePackage {
  readonly #folder: string;
  readonly #built: BuiltDeclarations;

  constructor(folder: string, built: BuiltDeclarations) {
    this.#folder = folder;
    this.#built = built;
  }

  /** The source of the first entry that has one. */
  entry(entries: readonly unknown[]): string | undefined {
    for (const each of entries) {
      if (typeof each !== "string") continue;
      for (const place of this.#placesBehind(each.replace(/(?<!\.d)\.([cm]?)jsx?$/u, ".d.$1ts"))) {
        const found = sourceNames(place).find((name) => exists(path.join(this.#folder, name)));
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }

  /** The same conditions and patterns with the sources before each target: TypeScript takes the first that is there. */
  targets(value: unknown): unknown {
    if (typeof value === "string") {
      const sources = CODE.test(value) || DECLARED.test(value) ? this.#placesBehind(value) : [];
      return sources.length === 0 ? value : [...new Set(sources.flatMap(namesFor)), value];
    }
    if (Array.isArray(value)) return value.flatMap((each: unknown) => this.targets(each));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, this.targets(each)]));
  }

  /** What lets imports of files of the output lead to sources, in a package whose files can all be imported. */
  versions(): Manifest {
    const found = this.#built.outputsIn(this.#folder).flatMap((output) => {
      const pattern = `${path.relative(this.#folder, output).replaceAll("\\", "/")}/*`;
      const places = this.#placesBehind(pattern);
      return places.length === 0 ? [] : [[pattern, [...places, pattern]] as const];
    });
    return found.length === 0 ? {} : { typesVersions: { "*": Object.fromEntries(found) } };
  }

  /** As paths in a package.json. */
  #placesBehind(target: string): readonly string[] {
    const places = this.#built.placesBehind(path.join(this.#folder, target));
    return places.flatMap((place) => {
      const way = path.relative(this.#folder, place).replaceAll("\\", "/");
      return way.startsWith("../") || path.isAbsolute(way) ? [] : [`./${way}`];
    });
  }
}

/** What a folder's package.json says; undefined if there is none, or none that can be read. */
export function readManifest(folder: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const manifest: unknown = JSON.parse(readText(path.join(folder, "package.json"), "settings"));
    return typeof manifest === "object" && manifest !== null ? (manifest as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
