import type ts from "typescript";
import type { TypeScript } from "../typescript.js";

/** How a written type names a module. */
export const IMPORT_TYPE = /import\("([^"]+)"/gu;

/** What others can see of a file, as a text, and the names in what is written of it. */
export interface DeclaredText {
  readonly text: string;
  readonly names: ReadonlySet<string>;
}

/** Writes out some inferred types: those of the names at places of the file. */
type TypesAt = (places: readonly number[]) => readonly string[];

/**
 * What a file declares: written types as they are, inferred ones as the compiler writes them out, and no bodies or values. Where that can't
 * be told apart, all of the text.
 */
export function declaredText(ts: TypeScript, file: ts.SourceFile, typesAt: TypesAt): DeclaredText {
  const isPlain = /\.[cm]?tsx?$/u.test(file.fileName) && !file.isDeclarationFile;
  if (!isPlain) return { text: file.text, names: namesIn(ts, file) };
  const writer = new Declarations(ts, file);
  for (const statement of file.statements) writer.statement(statement);
  const types = writer.places.length === 0 ? [] : typesAt(writer.places);
  const text = writer.parts.map((part) => (typeof part === "string" ? part : types[part])).join(" ");
  return { text, names: writer.names };
}

class Declarations {
  readonly #ts: TypeScript;
  readonly #file: ts.SourceFile;
  /** Texts, and the numbers of the types among them. */
  readonly parts: (string | number)[] = [];
  readonly places: number[] = [];
  readonly names = new Set<string>();

  constructor(ts: TypeScript, file: ts.SourceFile) {
    this.#ts = ts;
    this.#file = file;
  }

  statement(node: ts.Statement): void {
    const ts = this.#ts;
    if (ts.isImportDeclaration(node)) {
      if (!node.importClause) this.#whole(node);
      return;
    }
    // What runs when the file is loaded declares nothing.
    if (ts.isBlock(node) || ts.isIfStatement(node)) return;
    if (ts.isExpressionStatement(node) && !isAssignment(ts, node.expression)) return;
    if (ts.isVariableStatement(node)) return this.#variables(node);
    if (ts.isFunctionDeclaration(node)) return this.#signature(node);
    if (ts.isClassDeclaration(node)) return this.#class(node);
    this.#whole(node);
  }

  #variables({ modifiers, declarationList }: ts.VariableStatement): void {
    this.#modifiers(modifiers);
    this.parts.push(String(declarationList.flags & this.#ts.NodeFlags.BlockScoped));
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
      if (ts.isPropertyDeclaration(member)) this.#property(member);
      else if (ts.isFunctionLike(member) && "body" in member) this.#signature(member);
      else this.#whole(member);
    }
  }

  #property({ modifiers, name, questionToken, exclamationToken, type }: ts.PropertyDeclaration): void {
    this.#modifiers(modifiers);
    this.parts.push(questionToken ? "?" : "", exclamationToken ? "!" : "");
    if (type || !this.#canBeAsked(name)) this.#whole(name, ...(type ? [type] : []));
    else this.#typed(name);
  }

  #signature(node: ts.FunctionDeclaration | ts.MethodDeclaration | ts.ConstructorDeclaration | ts.AccessorDeclaration): void {
    const ts = this.#ts;
    const { modifiers, name, typeParameters = [], parameters, type, asteriskToken } = node;
    this.#modifiers(modifiers);
    const isWritten = type !== undefined || ts.isConstructorDeclaration(node) || ts.isSetAccessor(node);
    if (!isWritten && !(name && this.#canBeAsked(name))) return this.#whole(node);
    this.parts.push(ts.SyntaxKind[node.kind], asteriskToken ? "*" : "");
    this.#whole(...(name ? [name] : []), ...typeParameters);
    for (const parameter of parameters) this.#parameter(parameter);
    if (type) this.#whole(type);
    else if (!isWritten) this.#typed(name!);
  }

  #parameter({ modifiers, dotDotDotToken, name, questionToken, type, initializer }: ts.ParameterDeclaration): void {
    this.#modifiers(modifiers);
    this.parts.push(dotDotDotToken ? "..." : "", questionToken || initializer ? "?" : "");
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
    this.parts.push(":", this.places.length);
    this.places.push(name.getStart(this.#file));
  }

  #whole(...nodes: readonly ts.Node[]): void {
    for (const node of nodes) {
      this.parts.push(node.getText(this.#file));
      for (const name of namesIn(this.#ts, node)) this.names.add(name);
    }
  }
}

/** `make.cache = …` adds a member to a function. */
function isAssignment(ts: TypeScript, node: ts.Expression): boolean {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function namesIn(ts: TypeScript, node: ts.Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) names.add(each.text);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return names;
}
