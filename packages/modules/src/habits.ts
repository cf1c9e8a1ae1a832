import { dirname, join } from "node:path";
import type { SpecifierStyle } from "./aliases.js";
import { remember } from "./file-tree.js";
import type { ExtensionHabit } from "./path-forms.js";
import { extensionOf, isIndexStem, SOURCE_EXTENSIONS, stemOf } from "./paths.js";
import type { Project } from "./projects.js";
import { findAlias, type Resolver, type RepositoryContext } from "./resolve.js";

/** A specifier of a file, with its style and the file that it leads to. */
export interface SeenSpecifier {
  readonly specifier: string;
  readonly style: SpecifierStyle;
  /** Undefined if the file does not exist any more. */
  readonly path: string | undefined;
}

/** How a file and its neighbours write imports. */
export interface Habits {
  /** Those of the specifiers that lead to files of the repository. */
  seen(from: string, specifiers: readonly string[]): readonly SeenSpecifier[];
  /** The specifiers in a few files of the same folder or, if there are none, of the folder above. */
  neighbours(from: string): readonly SeenSpecifier[];
  /** How the end of a path is written, judged by the evidence, then by the neighbours, then by the project. */
  extensions(from: string, evidence: readonly SeenSpecifier[], commonJs: boolean): ExtensionHabit;
  /** Whether Node treats the file as an ES module. */
  isModule(from: string): boolean;
}

const SPECIFIER = /\b(from|import|require)\s*\(?\s*(["'])([^"'\n\r]{1,300})\2/g;
const MAX_NEIGHBOURS = 6;
const MAX_SPECIFIERS = 40;

/** Creates the reader of habits. */
export function createHabits(context: RepositoryContext, resolver: Resolver): Habits {
  const { tree, projects, packages } = context;
  const written = new Map<string, readonly string[]>();

  const seen = (from: string, specifiers: readonly string[]): readonly SeenSpecifier[] => {
    const project = projects.projectOf(from);
    return specifiers.flatMap((specifier) => {
      const identity = resolver.resolve(from, specifier);
      if (identity.kind === "package") return [];
      return { specifier, style: styleOf(project, from, specifier), path: identity.kind === "file" ? identity.path : undefined };
    });
  };

  const styleOf = (project: Project | undefined, from: string, specifier: string): SpecifierStyle => {
    if (/^[./]/.test(specifier)) return "relative";
    const alias = findAlias(project, specifier);
    if (alias) return alias.key === "*" ? "baseUrl" : `paths:${alias.key}`;
    if (specifier.startsWith("#")) return "imports";
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return packages.find(dirname(from), name) ? "package" : "baseUrl";
  };

  const isModule = (from: string): boolean =>
    /\.m[jt]s$/.test(from) || (!/\.c[jt]s$/.test(from) && packages.nearest(dirname(from))?.json["type"] === "module");

  const specifiersIn = (path: string) => remember(written, path, () => specifiersOf(tree.read(path) ?? "", isModule(path)));

  const inFolder = (directory: string, from: string): readonly SeenSpecifier[] => {
    const files = tree.list(directory).filter((name) => SOURCE_EXTENSIONS.some((extension) => name.endsWith(extension)));
    // A CommonJS neighbour shows nothing about the paths of an ES module.
    const isKin = (path: string): boolean => path !== from && isModule(path) === isModule(from);
    const paths = files.map((name) => join(directory, name)).filter(isKin);
    return paths.slice(0, MAX_NEIGHBOURS).flatMap((path) => seen(path, specifiersIn(path)));
  };

  const neighbours = (from: string): readonly SeenSpecifier[] => {
    const own = inFolder(dirname(from), from);
    return own.length > 0 ? own : inFolder(dirname(dirname(from)), from);
  };

  return {
    seen,
    neighbours,
    isModule,
    extensions(from, evidence, commonJs) {
      const project = projects.projectOf(from);
      const shown = evidence.filter(showsExtension);
      const examples = shown.length > 0 ? shown : neighbours(from).filter(showsExtension);
      return {
        kind: majority(examples.map(kindOf)) ?? projectKind(project, from, !commonJs && isModule(from)),
        folder: majority(evidence.filter(isIndex).map(isFolder)) ?? true,
        keepsJsx: project?.keepsJsx === true && evidence.some(({ specifier }) => specifier.endsWith(".jsx")),
      };
    },
  };
}

/** The specifiers of a text; in an ES module those of `require` are left out, because they may lack the extension that imports need. */
function specifiersOf(text: string, isModule: boolean): readonly string[] {
  const found: string[] = [];
  for (const match of text.slice(0, 20_000).matchAll(SPECIFIER)) {
    if (match[3] !== undefined && !(isModule && match[1] === "require")) found.push(match[3]);
    if (found.length === MAX_SPECIFIERS) break;
  }
  return found;
}

/** The most frequent value; the first one if several are equally frequent. */
function majority<T>(values: readonly T[]): T | undefined {
  return ranked(values)[0];
}

/** The values without repetition, the most frequent first. */
export function ranked<T>(values: readonly T[]): readonly T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

/** Whether a specifier shows how extensions are written: exact keys, package names and files that always need their extension do not. */
function showsExtension({ style, path, specifier }: SeenSpecifier): boolean {
  const isPath = style === "relative" || style === "baseUrl" || (style.startsWith("paths:") && style.includes("*"));
  return isPath && (path === undefined || /^(?:\.d)?\.[jt]sx?$/.test(extensionOf(path))) && !/[?]/.test(specifier);
}

function kindOf({ specifier }: SeenSpecifier): ExtensionHabit["kind"] {
  if (/\.[mc]?jsx?$/.test(specifier)) return "js";
  return /\.[mc]?tsx?$/.test(specifier) ? "ts" : "none";
}

function isIndex({ path }: SeenSpecifier): boolean {
  return path !== undefined && isIndexStem(stemOf(path));
}

function isFolder({ specifier }: SeenSpecifier): boolean {
  return !isIndexStem(stemOf(specifier));
}

function projectKind(project: Project | undefined, from: string, isModule: boolean): ExtensionHabit["kind"] {
  if (!isModule) return "none";
  if (project?.resolution === "node") return project.writesTsExtensions ? "ts" : "js";
  // If nothing is said about resolution, a TypeScript project is probably bundled, and a script in an ES package is run by Node.
  const isScript = /\.m?jsx?$/.test(from);
  return project?.resolution === undefined && (!project || isScript) ? "js" : "none";
}
