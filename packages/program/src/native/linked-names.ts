import type ts from "typescript";
import { ANYTHING } from "../shape.js";
import type { TypeScript } from "../typescript.js";

/** A name that an import or an export takes from another module. */
export interface LinkedName {
  /** The module as it is written. */
  readonly specifier: string;
  /** What it is called in the file, or what others take it by from there. */
  readonly local: string;
  /** What it is called in the module. */
  readonly name: string;
}

/** What a file takes for itself, and what it passes on, as it is written. */
export interface LinkedNames {
  readonly taken: readonly LinkedName[];
  readonly passed: readonly LinkedName[];
  /** The modules of imports and exports that say what they take, or that nothing is taken. */
  readonly told: ReadonlySet<string>;
}

type Named = Omit<LinkedName, "specifier">;

/** Reads what a file takes from others; imports inside of its code are not among it. */
export function linkedNamesOf(ts: TypeScript, file: ts.SourceFile): LinkedNames {
  const [taken, passed]: [LinkedName[], LinkedName[]] = [[], []];
  const told = new Set<string>();
  for (const statement of file.statements) {
    if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
      const { expression } = statement.moduleReference;
      if (ts.isStringLiteralLike(expression))
        taken.push({ specifier: expression.text, local: statement.name.text, name: ANYTHING });
    }
    const isImport = ts.isImportDeclaration(statement);
    if (!isImport && !ts.isExportDeclaration(statement)) continue;
    const { moduleSpecifier } = statement;
    if (!moduleSpecifier || !ts.isStringLiteralLike(moduleSpecifier)) continue;
    const { text: specifier } = moduleSpecifier;
    told.add(specifier);
    if (isImport) taken.push(...namesTakenBy(ts, statement).map((each) => ({ ...each, specifier })));
    else passed.push(...namesPassedBy(ts, statement).map((each) => ({ ...each, specifier })));
  }
  return { taken, passed, told };
}

/** What an import takes; nothing where it only loads a module. */
function namesTakenBy(ts: TypeScript, { importClause }: ts.ImportDeclaration): readonly Named[] {
  if (!importClause) return [];
  const { name, namedBindings } = importClause;
  const bindings = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [{ local: namedBindings.name.text, name: ANYTHING }]
      : namedBindings.elements.map((each) => ({ local: each.name.text, name: (each.propertyName ?? each.name).text }));
  return name ? [{ local: name.text, name: "default" }, ...bindings] : bindings;
}

function namesPassedBy(ts: TypeScript, { exportClause }: ts.ExportDeclaration): readonly Named[] {
  if (!exportClause) return [{ local: ANYTHING, name: ANYTHING }];
  if (!ts.isNamedExports(exportClause)) return [{ local: exportClause.name.text, name: ANYTHING }];
  return exportClause.elements.map(({ name, propertyName }) => ({ local: name.text, name: (propertyName ?? name).text }));
}
