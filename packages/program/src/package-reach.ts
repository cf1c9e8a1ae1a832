import path from "node:path";
import type { ProjectConfig } from "./configs.js";
import { readManifest } from "./native/source-manifest.js";

/** A path in quotes, or the name of a package where something is loaded: a word such as "worker" alone leads nowhere. */
const SPECIFIER =
  /["'`](\.{1,2}(?:\/[^"'`\n]*)?)|(?:\b(?:from|import|require|resolve|module)|\b(?:types|path)=)\s*(?:<[^>\n]*>)?\s*\(?\s*["'`](?!\.)((?:@[\w.~-]+\/)?[\w.~-]+)(?=["'`/])/gu;
const DEPENDENCIES = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "imports"];

interface Package {
  readonly folder: string;
  readonly name: string | undefined;
  /** What its package.json names, and what its files have in quotes. */
  readonly named: Set<string>;
  /** The packages into which paths of its files lead. */
  readonly entered: Set<Package>;
}

/**
 * Says which projects can't have a file, without making their programs: those whose packages neither own it nor name, however indirectly,
 * the one that does. It reads texts and no imports, so that it errs on the side of making a program.
 */
export class PackageReach {
  readonly #configs: readonly ProjectConfig[];
  readonly #files: readonly string[];
  readonly #read: (file: string) => string | undefined;
  /** The packages of all folders that were asked for. */
  readonly #byFolder = new Map<string, Package>();
  readonly #owners = new Map<ProjectConfig, ReadonlySet<Package>>();
  #isRead = false;
  readonly #users = new Map<Package, ReadonlySet<Package>>();

  /** `files` (absolute paths) are the sources besides those that the projects list. */
  constructor(configs: readonly ProjectConfig[], files: readonly string[], read: (file: string) => string | undefined) {
    this.#configs = configs;
    this.#files = files;
    this.#read = read;
  }

  /** Whether a project's program may have one of the files (absolute paths). */
  mayReach(config: ProjectConfig, files: Iterable<string>): boolean {
    const own = this.#ownersOf(config);
    const asked = new Set([...files].map((file) => this.#packageOf(path.dirname(file))));
    if ([...asked].some((each) => own.has(each))) return true;
    return [...asked].some((each) => [...this.#usersOf(each)].some((user) => own.has(user)));
  }

  /** Whether a project can have a file (an absolute path) only by the name of its package, so that a build reads its declarations there. */
  isReadByName(config: ProjectConfig, file: string): boolean {
    const home = this.#packageOf(path.dirname(file));
    if (home.name === undefined || this.#ownersOf(config).has(home)) return false;
    this.#readAll();
    const byPath = new Set(this.#ownersOf(config));
    for (const each of byPath) for (const entered of each.entered) byPath.add(entered);
    return !byPath.has(home);
  }

  /** Takes note of other texts of files. */
  add(texts: ReadonlyMap<string, string>): void {
    if (!this.#isRead) return;
    for (const [file, text] of texts) this.#take(file, text);
    this.#users.clear();
  }

  /** Reads everything again when it is next asked. */
  forget(): void {
    this.#isRead = false;
    this.#byFolder.clear();
    this.#owners.clear();
    this.#users.clear();
  }

  #ownersOf(config: ProjectConfig): ReadonlySet<Package> {
    let owners = this.#owners.get(config);
    if (!owners)
      this.#owners.set(config, (owners = new Set(config.fileNames.map((file) => this.#packageOf(path.dirname(file))))));
    return owners;
  }

  /** The packages that name a package, or name one that does. */
  #usersOf(asked: Package): ReadonlySet<Package> {
    let found = this.#users.get(asked);
    if (found) return found;
    this.#readAll();
    const others = new Set(this.#byFolder.values());
    const all = new Set([asked]);
    for (const used of all)
      for (const each of others)
        if (each.entered.has(used) || (used.name !== undefined && each.named.has(used.name))) all.add(each);
    this.#users.set(asked, (found = all));
    return found;
  }

  #readAll(): void {
    if (this.#isRead) return;
    this.#isRead = true;
    const files = new Set([...this.#files, ...this.#configs.flatMap(({ fileNames }) => fileNames)]);
    // Where a path leads can be told once all packages are known.
    for (const file of files) this.#packageOf(path.dirname(file));
    for (const file of files) {
      const text = this.#read(file);
      if (text !== undefined) this.#take(file, text);
    }
    for (const config of this.#configs) this.#takeOptions(config);
  }

  #take(file: string, text: string): void {
    const folder = path.dirname(file);
    const own = this.#packageOf(folder);
    for (const [, place, name] of text.matchAll(SPECIFIER))
      if (place !== undefined) this.#enter(own, path.join(folder, place));
      else own.named.add(name!);
  }

  /** Where the options of a project let its imports lead, and whose declarations are where it writes them. */
  #takeOptions(config: ProjectConfig): void {
    const {
      paths = {},
      baseUrl,
      rootDirs = [],
      typeRoots = [],
      types = [],
      jsxImportSource,
      outDir,
      declarationDir,
    } = config.options;
    const base = baseUrl ?? path.dirname(config.path);
    const targets = Object.values(paths).flat();
    for (const owner of this.#ownersOf(config)) {
      for (const target of targets) this.#enter(owner, path.resolve(base, target.replace(/\*.*$/u, "")));
      for (const folder of [...rootDirs, ...typeRoots, ...(baseUrl === undefined ? [] : [baseUrl])])
        this.#enterAll(owner, folder);
      for (const name of [...types, ...(jsxImportSource === undefined ? [] : [jsxImportSource])]) owner.named.add(name);
      for (const output of [outDir, declarationDir]) if (output !== undefined) this.#nearest(output)?.entered.add(owner);
    }
  }

  #enter(own: Package, place: string): void {
    const entered = this.#nearest(place);
    if (entered && entered !== own) own.entered.add(entered);
  }

  /** The package of a folder and those inside of it. */
  #enterAll(own: Package, folder: string): void {
    this.#enter(own, folder);
    for (const each of this.#byFolder.values()) if (each.folder.startsWith(`${folder}/`)) own.entered.add(each);
  }

  /** The package that a path is in, of those that have sources. */
  #nearest(place: string): Package | undefined {
    for (let folder = place; ; folder = path.dirname(folder)) {
      const found = this.#byFolder.get(folder);
      if (found || folder === path.dirname(folder)) return found;
    }
  }

  /** The package of a folder: that of the nearest package.json above. */
  #packageOf(folder: string): Package {
    const known = this.#byFolder.get(folder);
    if (known) return known;
    const manifest = readManifest(folder);
    const parent = path.dirname(folder);
    const found = manifest || parent === folder ? packageFrom(folder, manifest ?? {}) : this.#packageOf(parent);
    this.#byFolder.set(folder, found);
    return found;
  }
}

function packageFrom(folder: string, manifest: Readonly<Record<string, unknown>>): Package {
  const { name } = manifest;
  const named = DEPENDENCIES.flatMap((key) => textsIn(manifest[key]));
  return { folder, name: typeof name === "string" ? name : undefined, named: new Set(named), entered: new Set() };
}

/** All names of keys, and what values name: `"ui": "workspace:@app/ui@*"`. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value.replace(/^(?:workspace|npm):/u, "").replace(/(.)@.*$/u, "$1")];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsIn(each)]);
}
