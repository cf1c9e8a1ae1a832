import type ts from "typescript";
import { type DeclaredNames, type InferredTypes, possibleNames } from "../shape.js";
import { ANYTHING } from "../shape.js";
import type { TypeScript } from "../typescript.js";

/** How a written type names a module. */
const IMPORT_TYPE = /import\("([^"]+)"/gu;
/** In place of a name, where a type is taken with `import("…")`. */
export const UNNAMED = "import()";

/**
 * What a file declares by its names: written types as they are, inferred ones by what they are inferred from until they are asked for, and no bodies.
 * Undefined where that can't be told apart, as in JavaScript, whose types are in comments.
 */
export function declaredNames(ts: TypeScript, file: ts.SourceFile): Pick<DeclaredNames, "parts" | "exports"> | undefined {
  if (!/\.[cm]?tsx?$/u.test(file.fileName) || file.isDeclarationFile) return undefined;
  const writer = new Declarations(ts, file);
  for (const statement of file.statements) writer.statement(statement);
  const parts = [...writer.parts].map(([name, { written, names, places, statements }]) => {
    const text = written.join(" ");
    if (places.length === 0) return [name, { text, names }] as const;
    const source = statements.map((statement) => statement.getText(file)).join("\n");
    const from = new Set(statements.flatMap((statement) => [...namesIn(ts, statement)]));
    return [name, { text, names, inferred: { source, from, places } }] as const;
  });
  return { parts: new Map(parts), exports: writer.exports };
}

/** What is known of types as the compiler writes them out; `filesOf` says which files a module in them is. */
export function inferredTypes(types: readonly string[], filesOf: (module: string) => readonly string[]): InferredTypes {
  const text = types.join("\n");
  const modules = [...text.matchAll(IMPORT_TYPE)].flatMap(([, module]) => filesOf(module!));
  // An inferred type may be of another name of the file.
  return { text, names: new Set(possibleNames(text)), modules: new Set(modules) };
}

interface WrittenPart {
  readonly written: string[];
  readonly names: Set<string>;
  /** Where the names are whose types are inferred. */
  readonly places: number[];
  readonly statements: ts.Statement[];
}

class Declarations {
  readonly #ts: TypeScript;
  readonly #file: ts.SourceFile;
  readonly parts = new Map<string, WrittenPart>();
  readonly exports = new Map<string, string>();
  /** Those that are written now. */
  #current: readonly WrittenPart[] = [];

  constructor(ts: TypeScript, file: ts.SourceFile) {
    this.#ts = ts;
    this.#file = file;
  }

  statement(node: ts.Statement): void {
    const ts = this.#ts;
    if (ts.isImportDeclaration(node)) {
      if (!node.importClause) this.#declare([ANYTHING], node, () => this.#whole(node));
      return;
    }
    // What runs when the file is loaded declares nothing.
    if (ts.isBlock(node) || ts.isIfStatement(node)) return;
    if (ts.isExpressionStatement(node) && !isAssignment(ts, node.expression)) return;
    if (ts.isExportDeclaration(node)) return this.#exportDeclaration(node);
    if (ts.isExportAssignment(node))
      return this.#declare(["default"], node, () => this.#whole(node), node.isExportEquals ? ANYTHING : "default");
    if (ts.isVariableStatement(node)) {
      const names = node.declarationList.declarations.flatMap(({ name }) => namesOfBinding(ts, name));
      return this.#declare(names, node, () => this.#variables(node));
    }
    const { name } = node as ts.Statement & { readonly name?: ts.Node };
    const own =
      name && ts.isIdentifier(name) ? [name.text] : [hasModifier(ts, node, ts.SyntaxKind.DefaultKeyword) ? "default" : ANYTHING];
    this.#declare(own, node, () => {
      if (ts.isFunctionDeclaration(node)) this.#signature(node);
      else if (ts.isClassDeclaration(node)) this.#class(node);
      else this.#whole(node);
    });
  }

  /** Lets something be written for some names; with `as` others take it by that name. */
  #declare(names: readonly string[], node: ts.Statement, write: () => void, as?: string): void {
    const ts = this.#ts;
    this.#current = names.map((name) => {
      const part = this.parts.get(name) ?? { written: [], names: new Set(), places: [], statements: [] };
      this.parts.set(name, part);
      part.statements.push(node);
      return part;
    });
    write();
    const isDefault = hasModifier(ts, node, ts.SyntaxKind.DefaultKeyword);
    const isExported = as !== undefined || hasModifier(ts, node, ts.SyntaxKind.ExportKeyword);
    if (isExported) for (const name of names) this.exports.set(as ?? (isDefault ? "default" : name), name);
  }

  /** `export { a as b }`; what comes from another module is none of its own. */
  #exportDeclaration({ exportClause, moduleSpecifier }: ts.ExportDeclaration): void {
    if (moduleSpecifier || !exportClause || !this.#ts.isNamedExports(exportClause)) return;
    for (const { name, propertyName } of exportClause.elements) this.exports.set(name.text, (propertyName ?? name).text);
  }

  #variables({ modifiers, declarationList }: ts.VariableStatement): void {
    this.#modifiers(modifiers);
    this.#write(String(declarationList.flags & this.#ts.NodeFlags.BlockScoped));
    for (const { name, type, initializer } of declarationList.declarations) {
      if (type) this.#whole(name, type);
      // What is written with `as const`, or `satisfies`, is of the type that is written out.
      else if (initializer) this.#binding(name);
      else this.#whole(name);
    }
  }

  #binding(name: ts.BindingName): void {
    const ts = this.#ts;
    if (ts.isIdentifier(name)) return this.#typed(name);
    for (const element of name.elements) if (!ts.isOmittedExpression(element)) this.#binding(element.name);
  }

  #class(node: ts.ClassDeclaration): void {
    const ts = this.#ts;
    this.#modifiers(node.modifiers);
    this.#whole(...[node.name, ...(node.typeParameters ?? []), ...(node.heritageClauses ?? [])].flatMap((each) => each ?? []));
    for (const member of node.members) {
      if (ts.isClassStaticBlockDeclaration(member)) continue;
      // What is private has no type for others.
      if (isPrivate(ts, member)) this.#whole(...(member.name ? [member.name] : []));
      else if (ts.isPropertyDeclaration(member)) this.#property(member);
      else if (ts.isFunctionLike(member) && "body" in member) this.#signature(member);
      else this.#whole(member);
    }
  }

  #property({ modifiers, name, questionToken, exclamationToken, type }: ts.PropertyDeclaration): void {
    this.#modifiers(modifiers);
    this.#write(questionToken ? "?" : "", exclamationToken ? "!" : "");
    if (type || !this.#canBeAsked(name)) this.#whole(name, ...(type ? [type] : []));
    else this.#typed(name);
  }

  #signature(node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.ConstructorDeclaration | ts.AccessorDeclaration): void {
    const ts = this.#ts;
    const { modifiers, name, typeParameters = [], parameters, type, asteriskToken } = node;
    this.#modifiers(modifiers);
    const isWritten = type !== undefined || ts.isConstructorDeclaration(node) || ts.isSetAccessor(node);
    if (!isWritten && !(name && this.#canBeAsked(name))) return this.#whole(node);
    this.#write(ts.SyntaxKind[node.kind], asteriskToken ? "*" : "");
    this.#whole(...(name ? [name] : []), ...typeParameters);
    for (const parameter of parameters) this.#parameter(parameter);
    if (type) this.#whole(type);
    else if (!isWritten) this.#typed(name!);
  }

  #parameter({ modifiers, dotDotDotToken, name, questionToken, type, initializer }: ts.ParameterDeclaration): void {
    this.#modifiers(modifiers);
    this.#write(dotDotDotToken ? "..." : "", questionToken || initializer ? "?" : "");
    if (type) this.#whole(name, type);
    else this.#binding(name);
  }

  /** Decorators change no type. */
  #modifiers(modifiers: readonly ts.ModifierLike[] = []): void {
    for (const each of modifiers) if (!this.#ts.isDecorator(each)) this.#whole(each);
  }

  #canBeAsked(name: ts.PropertyName): boolean {
    return this.#ts.isIdentifier(name) || this.#ts.isPrivateIdentifier(name) || this.#ts.isStringLiteral(name);
  }

  /** A name with its inferred type. */
  #typed(name: ts.Node): void {
    this.#whole(name);
    this.#write(":", "?");
    for (const part of this.#current) part.places.push(name.getStart(this.#file));
  }

  #whole(...nodes: readonly ts.Node[]): void {
    for (const node of nodes) {
      this.#write(node.getText(this.#file));
      for (const name of namesIn(this.#ts, node)) for (const { names } of this.#current) names.add(name);
    }
  }

  #write(...written: readonly string[]): void {
    for (const part of this.#current) part.written.push(...written);
  }
}

function hasModifier(ts: TypeScript, node: ts.Statement, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind);
}

function isPrivate(ts: TypeScript, member: ts.ClassElement): boolean {
  if (ts.isConstructorDeclaration(member)) return false;
  return (
    (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 ||
    (member.name !== undefined && ts.isPrivateIdentifier(member.name))
  );
}

function namesOfBinding(ts: TypeScript, name: ts.BindingName): readonly string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesOfBinding(ts, element.name)));
}

/** `make.cache = …` adds a member to a function. */
function isAssignment(ts: TypeScript, node: ts.Expression): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function namesIn(ts: TypeScript, node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) names.add(each.text);
    if (ts.isImportTypeNode(each) || each.kind === ts.SyntaxKind.ImportKeyword) names.add(UNNAMED);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return names;
}
