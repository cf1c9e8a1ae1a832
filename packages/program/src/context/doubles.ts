import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";

/** Finds modules that tests may give objects which only seem to be of their types: `{ id: "1" } as unknown as Task`. */
export class Doubles {
  readonly #reader: ProgramReader;
  readonly #isTest: (file: string) => boolean;
  #importers: ReadonlyMap<ts.Node, readonly ts.SourceFile[]> | undefined;
  readonly #known = new Map<ts.SourceFile, boolean>();

  constructor(reader: ProgramReader, isTest: (file: string) => boolean) {
    this.#reader = reader;
    this.#isTest = isTest;
  }

  /** Whether a test that imports the module of a place casts, so that an object there may lack a member of its type. */
  mayReach(place: ts.Node): boolean {
    const source = place.getSourceFile();
    let found = this.#known.get(source);
    if (found === undefined) {
      this.#importers ??= this.#findImporters();
      found = (this.#importers.get(source) ?? []).some((test) => this.#reader.isJavaScript(test) || this.#casts(test));
      this.#known.set(source, found);
    }
    return found;
  }

  #findImporters(): ReadonlyMap<ts.Node, readonly ts.SourceFile[]> {
    const { ts, checker } = this.#reader;
    const found = new Map<ts.Node, ts.SourceFile[]>();
    for (const [file, source] of this.#reader.sources) {
      if (!this.#isTest(file)) continue;
      const visit = (node: ts.Node): void => {
        const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
        const specifier = isDynamic ? node.arguments[0] : ts.isImportDeclaration(node) ? node.moduleSpecifier : undefined;
        const [module] = (specifier && checker.getSymbolAtLocation(specifier)?.declarations) ?? [];
        if (module) found.set(module, [...(found.get(module) ?? []), source]);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    return found;
  }

  #casts(test: ts.SourceFile): boolean {
    const { ts } = this.#reader;
    const visit = (node: ts.Node): boolean => {
      const isCast = (ts.isAsExpression(node) && !ts.isConstTypeReference(node.type)) || ts.isTypeAssertionExpression(node);
      return isCast || node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, visit) ?? false);
    };
    return visit(test);
  }
}
