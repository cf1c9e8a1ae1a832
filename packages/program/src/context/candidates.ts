import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";
import { findExport } from "./expressions.js";
import type { WantedValue } from "./wanted.js";

/** Finds in one program what holds a value at a place. */
export class Candidates {
  readonly #reader: ProgramReader;
  readonly #value: WantedValue;
  #type: ts.Type | null | undefined;

  constructor(reader: ProgramReader, value: WantedValue) {
    this.#reader = reader;
    this.#value = value;
  }

  /** The first of the contract's paths that is there and of the wanted type. */
  at(place: ts.Node): string | undefined {
    return this.#value.from.find((path) => this.#holds(place, path));
  }

  #holds(place: ts.Node, path: string): boolean {
    const { ts, checker } = this.#reader;
    const wanted = this.#wantedType(place);
    if (!wanted) return false;
    const [root, ...members] = path.split(".");
    let type = root === "this" ? this.#typeOfThis(place, members[0]) : this.#typeOfName(place, root!);
    for (const member of members) {
      const property = type && checker.getPropertyOfType(checker.getApparentType(type), member);
      if (!property || this.#isClosed(property, place)) return false;
      type = checker.getTypeOfSymbolAtLocation(property, place);
    }
    return type !== undefined && !(type.flags & ts.TypeFlags.Any) && checker.isTypeAssignableTo(type, wanted);
  }

  /** Whether a member is private to another class than the one around a place. */
  #isClosed({ declarations = [] }: ts.Symbol, place: ts.Node): boolean {
    const { ts } = this.#reader;
    return declarations.some((each) => {
      const isPrivate = ts.getCombinedModifierFlags(each) & ts.ModifierFlags.Private;
      const owner = ts.findAncestor(each, ts.isClassLike);
      return isPrivate !== 0 && owner !== undefined && ts.findAncestor(place, (at) => at === owner) === undefined;
    });
  }

  #typeOfName(place: ts.Node, name: string): ts.Type | undefined {
    const { ts, checker } = this.#reader;
    const symbol = checker.resolveName(name, place, ts.SymbolFlags.Value, false);
    const declaration = symbol?.declarations?.[0];
    if (!symbol || !declaration || declaration.getSourceFile() !== place.getSourceFile()) return undefined;
    if (ts.isImportSpecifier(declaration) || ts.isImportClause(declaration)) {
      if (ts.isTypeOnlyImportOrExportDeclaration(declaration)) return undefined;
      return checker.getTypeOfSymbolAtLocation(checker.getAliasedSymbol(symbol), place);
    }
    const isEarly = !ts.isFunctionDeclaration(declaration) && declaration.end > place.getStart();
    return isEarly ? undefined : checker.getTypeOfSymbolAtLocation(symbol, place);
  }

  #typeOfThis(place: ts.Node, member: string | undefined): ts.Type | undefined {
    const { ts, checker } = this.#reader;
    const found = member === undefined ? undefined : classOfThis(this.#reader, place);
    if (!found) return undefined;
    const { owner, element, isDeferred } = found;
    if (ts.isPropertyDeclaration(element) && !isDeferred) return undefined;
    if (ts.isGetAccessor(element) && element.name.getText() === member) return undefined;
    const type = checker.getTypeAtLocation(owner);
    if (!ts.isConstructorDeclaration(element) || isDeferred) return type;
    const isParameter = element.parameters.some(
      (each) => ts.isIdentifier(each.name) && each.name.text === member && ts.isParameterPropertyDeclaration(each, element),
    );
    return isParameter ? type : undefined;
  }

  #wantedType(place: ts.Node): ts.Type | undefined {
    if (this.#type === undefined) this.#type = this.#findType(place) ?? null;
    return this.#type ?? undefined;
  }

  #findType(place: ts.Node): ts.Type | undefined {
    const { type } = this.#value;
    const symbol = type && findExport(this.#reader, type, place.getSourceFile().fileName);
    return symbol && this.#reader.checker.getDeclaredTypeOfSymbol(symbol);
  }
}

/** The class whose instance `this` is at a place, the member around the place, and whether the place runs later than that. */
export function classOfThis(
  { ts }: ProgramReader,
  place: ts.Node,
): { readonly owner: ts.ClassLikeDeclaration; readonly element: ts.ClassElement; readonly isDeferred: boolean } | undefined {
  let isDeferred = false;
  for (let node = place; !ts.isSourceFile(node); node = node.parent) {
    if (ts.isArrowFunction(node)) isDeferred = true;
    if (ts.isClassElement(node) && ts.isClassLike(node.parent)) {
      const isStatic =
        ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
      return isStatic || ts.isClassStaticBlockDeclaration(node) ? undefined : { owner: node.parent, element: node, isDeferred };
    }
    if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)) return undefined;
  }
  return undefined;
}
