import type ts from "typescript";
import { isPublic } from "../callers/public-entries.js";
import { ProgramReader } from "../callers/program-reader.js";
import type { TypeChecker } from "../type-checker.js";
import type { RetypedPart } from "./judge-state.js";
import type { WaveHost, WaveSite } from "./wave-host.js";

/** A site that is the name of a declaration. */
type DeclarationSite = WaveSite & { readonly declares: string };

/** What imports an exported declaration. */
interface Importers {
  readonly parts: Map<string, RetypedPart>;
  /** Whether something else than a list of names may take it, so that its module has to go on exporting it. */
  isPassedOn: boolean;
}

/**
 * For each site that is an exported declaration whose type all importers can take from elsewhere: it and the names by which they import it,
 * or pass it on. Others go on exporting the type under their name, and their importers need no edit.
 */
export function findImporters(
  checker: TypeChecker,
  sites: readonly WaveSite[],
  host: WaveHost,
): ReadonlyMap<WaveSite, readonly RetypedPart[]> {
  const declared = sites.filter((site): site is DeclarationSite => site.declares !== undefined);
  if (declared.length === 0) return new Map();
  const found = new Map<DeclarationSite, Importers>();
  const seen = new Set<string>();
  const others = checker.look(
    (project) => {
      const reader = new ProgramReader(project);
      for (const file of reader.sources.keys()) seen.add(file);
      for (const site of declared) lookIn(reader, site, found);
    },
    () => new Set(declared.map(({ file }) => file)),
  );
  const declarations = [...found.keys()];
  const users = host.usersBeside(
    [...seen, ...others],
    declarations.map(({ file, declares }) => ({ files: [file], name: declares, reach: "importers" })),
  );
  const hasUserBeside = new Set(declarations.filter((_, index) => users[index] !== undefined));
  return new Map(
    [...found].flatMap(([site, { parts, isPassedOn }]) => {
      const following = [...parts.values()];
      if (isPassedOn || hasUserBeside.has(site) || following.length === 0 || !following.every(({ file }) => host.mayFollow(file)))
        return [];
      return [[site, [{ file: site.file, range: site.part, isRemoved: true }, ...following]]];
    }),
  );
}

/** Adds what one project's program has of imports of a declaration. */
function lookIn(reader: ProgramReader, site: DeclarationSite, found: Map<DeclarationSite, Importers>): void {
  const { ts } = reader;
  const isName = (node: ts.Node): node is ts.Identifier => ts.isIdentifier(node) && node.text === site.declares;
  const declaration = reader.nodeAt(site.file, site.part[0], isName)?.parent;
  if (!declaration || !(ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))) return;
  const kinds = ts.getModifiers(declaration)?.map(({ kind }) => kind) ?? [];
  if (!kinds.includes(ts.SyntaxKind.ExportKeyword)) return;
  const importers = found.get(site) ?? { parts: new Map<string, RetypedPart>(), isPassedOn: false };
  found.set(site, importers);
  if (kinds.includes(ts.SyntaxKind.DefaultKeyword) || isPublic(reader, declaration)) importers.isPassedOn = true;
  const home = declaration.getSourceFile();
  for (const [file, source] of reader.sources) {
    for (const literal of moduleNamesIn(source)) {
      if (!reader.checker.getSymbolAtLocation(literal)?.declarations?.some((each) => each === home)) continue;
      const names = namesTakenBy(reader, literal);
      if (!names) importers.isPassedOn = true;
      for (const name of names ?? []) {
        if ((name.propertyName ?? name.name).text !== site.declares) continue;
        const range = [name.getStart(source), name.end] as const;
        importers.parts.set(`${file}\0${range[0]}`, { file, range, isFollowing: true });
      }
    }
  }
}

/** The texts by which a file names modules. */
function moduleNamesIn(source: ts.SourceFile): readonly ts.StringLiteral[] {
  const { imports = [] } = source as unknown as { readonly imports?: readonly ts.StringLiteral[] };
  return imports.filter(({ pos }) => pos >= 0);
}

/** The names that a declaration takes from a module; undefined where it may take any: a namespace, `export *`, `import("…")`. */
function namesTakenBy(
  { ts }: ProgramReader,
  literal: ts.StringLiteral,
): readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] | undefined {
  const { parent } = literal;
  if (ts.isExportDeclaration(parent))
    return parent.exportClause && ts.isNamedExports(parent.exportClause) ? parent.exportClause.elements : undefined;
  if (!ts.isImportDeclaration(parent)) return undefined;
  const bindings = parent.importClause?.namedBindings;
  return !bindings ? [] : ts.isNamedImports(bindings) ? bindings.elements : undefined;
}
