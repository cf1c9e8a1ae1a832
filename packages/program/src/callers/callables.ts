import type ts from "typescript";
import type { TypeScript } from "../typescript.js";
import type { Reach } from "../open-declaration.js";
import type { ProgramReader } from "./program-reader.js";

/** A declaration of something that is called by its name. */
export type CallableDeclaration =
  | ts.FunctionDeclaration
  | ts.VariableDeclaration
  | ts.PropertyDeclaration
  | ts.PropertySignature
  | ts.PropertyAssignment
  | ts.MethodDeclaration
  | ts.MethodSignature
  | ts.ExportAssignment
  | ts.ClassLikeDeclaration;

/** Code with a list of parameters. */
export type Signature = ts.SignatureDeclaration;

/** Whether a node may be a declaration of something that is called. */
export function isCallableDeclaration(ts: TypeScript, node: ts.Node): node is CallableDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isExportAssignment(node) ||
    ts.isClassLike(node)
  );
}

/** The declaration by which code with parameters is called; undefined for callbacks, accessors and what has no name. */
export function declarationOf(reader: ProgramReader, node: ts.SignatureDeclaration): CallableDeclaration | undefined {
  const { ts } = reader;
  if (ts.isConstructorDeclaration(node)) return node.parent;
  if (ts.isMethodDeclaration(node)) return node;
  if (ts.isFunctionDeclaration(node)) return node;
  if (!ts.isArrowFunction(node) && !ts.isFunctionExpression(node)) return undefined;
  const outer = reader.outermost(node);
  const { parent } = outer;
  if (ts.isVariableDeclaration(parent) && parent.initializer === outer && ts.isIdentifier(parent.name))
    return parent.parent.flags & ts.NodeFlags.Const ? parent : undefined;
  if (ts.isPropertyDeclaration(parent) && parent.initializer === outer) return parent;
  if (ts.isPropertyAssignment(parent) && parent.initializer === outer) return parent;
  return ts.isExportAssignment(parent) ? parent : undefined;
}

/** A key that is the same in every program. */
export function keyOf(reader: ProgramReader, declaration: ts.Declaration): string {
  const { file, start } = reader.placeOf(declaration);
  return `${file}\0${start}`;
}

/** The name by which a declaration is called. */
export function nameOf({ ts }: ProgramReader, declaration: CallableDeclaration): string {
  if (ts.isExportAssignment(declaration)) return "default";
  const { name } = declaration;
  if (!name) return "default";
  if (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteralLike(name)) return name.text;
  return name.getText();
}

/** The name by which reports call a declaration: `Store.save`, `new Store`. */
export function shownNameOf(reader: ProgramReader, declaration: CallableDeclaration): string {
  const { ts } = reader;
  const name = nameOf(reader, declaration);
  const { parent } = declaration;
  if (ts.isClassLike(declaration)) return `new ${name}`;
  return ts.isClassLike(parent) && parent.name ? `${parent.name.text}.${name}` : name;
}

/** From where a declaration can be called, as its place says. */
export function reachOf({ ts }: ProgramReader, declaration: CallableDeclaration): Reach {
  if ("name" in declaration && declaration.name && ts.isPrivateIdentifier(declaration.name)) return "file";
  const source = declaration.getSourceFile();
  // `export =`, scripts and CommonJS give what they declare in ways of their own.
  if (ts.isExportAssignment(declaration)) return declaration.isExportEquals ? "holders" : "importers";
  if (!ts.isFunctionDeclaration(declaration) && !ts.isVariableDeclaration(declaration) && !ts.isClassDeclaration(declaration))
    return "holders";
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  if (statement.parent !== source) return ts.isModuleBlock(statement.parent) ? "holders" : "file";
  const isModule = ts.isExternalModule(source) && source.statements.some((each) => isModuleSyntax(ts, each));
  if (!isModule) return "holders";
  return isExported(ts, source, declaration) ? "importers" : "file";
}

/** Whether a module exports what one of its statements declares. */
function isExported(ts: TypeScript, source: ts.SourceFile, declaration: ts.Declaration): boolean {
  if (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Export | ts.ModifierFlags.Default)) return true;
  const { name } = declaration as ts.NamedDeclaration;
  if (!name || !ts.isIdentifier(name) || /\bexports\b/u.test(source.text)) return true;
  return source.statements.some((statement) => {
    if (ts.isExportAssignment(statement)) return statement.getText().includes(name.text);
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier || !statement.exportClause) return false;
    const { exportClause } = statement;
    return (
      ts.isNamedExports(exportClause) && exportClause.elements.some((each) => (each.propertyName ?? each.name).text === name.text)
    );
  });
}

/** Whether a statement makes its file a module of the language, not of CommonJS. */
function isModuleSyntax(ts: TypeScript, statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) return true;
  if (ts.isExportAssignment(statement)) return !statement.isExportEquals;
  return (
    ts.canHaveModifiers(statement) &&
    (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

/** The declarations with some keys that a program has. */
export function declarationsAt(reader: ProgramReader, keys: Iterable<string>): readonly CallableDeclaration[] {
  const { ts } = reader;
  const isWanted = (node: ts.Node): node is CallableDeclaration => isCallableDeclaration(ts, node);
  return [...keys].flatMap((key) => {
    const [file, start] = key.split("\0") as [string, string];
    return reader.nodeAt(file, Number(start), isWanted) ?? [];
  });
}

/** A declaration with its overloads, which declare the same thing. */
export function withOverloads(reader: ProgramReader, declaration: CallableDeclaration): readonly ts.Declaration[] {
  const { ts } = reader;
  if (!ts.isFunctionDeclaration(declaration) && !ts.isMethodDeclaration(declaration)) return [declaration];
  return [declaration, ...(signaturesOf(reader, declaration) ?? [])];
}

/** The lists of parameters of a declaration; undefined if it is not known what it is called with. */
export function signaturesOf(reader: ProgramReader, declaration: CallableDeclaration): readonly Signature[] | undefined {
  const { ts, checker } = reader;
  if (ts.isClassLike(declaration)) return declaration.members.filter((member) => ts.isConstructorDeclaration(member));
  if (ts.isMethodSignature(declaration)) return [declaration];
  if (ts.isPropertySignature(declaration))
    return declaration.type && ts.isFunctionTypeNode(declaration.type) ? [declaration.type] : undefined;
  if (ts.isFunctionDeclaration(declaration) || ts.isMethodDeclaration(declaration)) {
    const symbol = declaration.name && checker.getSymbolAtLocation(declaration.name);
    const all = (symbol?.declarations ?? [declaration]).filter(
      (each): each is ts.FunctionDeclaration | ts.MethodDeclaration =>
        each.kind === declaration.kind && each.parent === declaration.parent,
    );
    return all.length > 0 ? all : [declaration];
  }
  const value = ts.isExportAssignment(declaration) ? declaration.expression : declaration.initializer;
  const inner = value && reader.innermost(value);
  return inner && (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) ? [inner] : undefined;
}

/** Members that the language and its libraries call by themselves, with arguments of their own. */
const CALLED_BY_THE_LANGUAGE = new Set(["toJSON", "toString", "toLocaleString", "valueOf", "then"]);

/** Why calls of a member can't be found by its name; undefined if they can. */
export function unseenCallerOf({ ts }: ProgramReader, declaration: CallableDeclaration): string | undefined {
  if (ts.isExportAssignment(declaration) || ts.isVariableDeclaration(declaration) || !declaration.name) return undefined;
  const { name, parent } = declaration;
  if (ts.isComputedPropertyName(name) && !ts.isStringLiteralLike(name.expression))
    return `${name.getText()} is called without its name`;
  const isMember = ts.isClassLike(parent) || ts.isObjectLiteralExpression(parent) || ts.isInterfaceDeclaration(parent);
  const isCalled = (isMember || ts.isTypeLiteralNode(parent)) && ts.isIdentifier(name) && CALLED_BY_THE_LANGUAGE.has(name.text);
  return isCalled ? `the language itself calls ${name.getText()}` : undefined;
}

/** What keeps a declaration from taking one more parameter, as far as it shows itself. */
export function ownObstacle(reader: ProgramReader, declaration: CallableDeclaration): string | undefined {
  const { ts } = reader;
  const name = nameOf(reader, declaration);
  if (ts.canHaveDecorators(declaration) && (ts.getDecorators(declaration) ?? []).length > 0)
    return `${name} is decorated, so a framework calls it`;
  const unseen = unseenCallerOf(reader, declaration);
  if (unseen !== undefined) return unseen;
  if ((ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) && declaration.type)
    return `the type of ${name} is written beside it`;
  if (ts.isPropertyDeclaration(declaration) && declaration.questionToken) return `${name} may be missing`;
  const signatures = signaturesOf(reader, declaration);
  if (!signatures) return `it is not known with what ${name} is called`;
  for (const { parameters } of signatures)
    if (parameters.some((parameter) => (ts.getDecorators(parameter) ?? []).length > 0))
      return `the parameters of ${name} are decorated, so a framework fills them`;
  if (signatures.some((signature) => usesArguments(ts, signature))) return `${name} uses \`arguments\``;
  if (ts.isClassLike(declaration)) return obstacleOfClass(reader, declaration);
  return undefined;
}

function obstacleOfClass(reader: ProgramReader, declaration: ts.ClassLikeDeclaration): string | undefined {
  const name = declaration.name?.text ?? "the class";
  return reader.isJavaScript(declaration)
    ? `${name} is written in JavaScript, where a constructor can't declare members`
    : undefined;
}

function usesArguments(ts: TypeScript, signature: ts.SignatureDeclaration): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === "arguments" && !isMemberName(ts, node)) return true;
    if (node !== signature && (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node)))
      return false;
    return ts.forEachChild(node, visit) ?? false;
  };
  return ts.forEachChild(signature, visit) ?? false;
}

/** `x.arguments`, `{ arguments: x }`: the name of something else. */
function isMemberName(ts: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  return !ts.isShorthandPropertyAssignment(parent) && (parent as ts.NamedDeclaration | ts.PropertyAccessExpression).name === node;
}

/** Before how many parameters a new one goes: behind those that every call gives. */
export function insertionIndex({ ts }: ProgramReader, signatures: readonly Signature[]): number {
  const counts = signatures.map((signature) => {
    const own = withoutThis(ts, signature);
    const first = own.findIndex((each) => each.questionToken ?? each.initializer ?? each.dotDotDotToken);
    return first === -1 ? own.length : first;
  });
  return counts.length === 0 ? 0 : Math.min(...counts);
}

/** The parameters that callers fill. */
export function withoutThis(ts: TypeScript, { parameters }: Signature): readonly ts.ParameterDeclaration[] {
  return parameters.filter(({ name }) => !(ts.isIdentifier(name) && name.text === "this"));
}

/** What is known of something that is called, in all programs. */
interface Indexed {
  readonly key: string;
  /** The keys of its declarations. */
  readonly declarations: ReadonlySet<string>;
  obstacle: string | undefined;
}

/** The things that are called, found by their declarations. */
export class CallableIndex<Callable extends Indexed> {
  readonly #callables = new Map<string, Callable>();
  readonly #owners = new Map<string, Callable>();

  get callables(): ReadonlyMap<string, Callable> {
    return this.#callables;
  }

  /** The files with the declarations of what may change. */
  *files(): Generator<string> {
    for (const [key, { obstacle }] of this.#owners) if (obstacle === undefined) yield key.split("\0")[0]!;
  }

  /** The callable of a declaration, which is made when it is first met. */
  of(key: string, make: () => Callable): Callable {
    const known = this.#owners.get(key);
    if (known) return known;
    const callable = make();
    this.#callables.set(callable.key, callable);
    this.own(callable);
    return callable;
  }

  /** Takes note of all declarations of a callable. */
  own(callable: Callable): void {
    for (const each of callable.declarations) {
      const other = this.#owners.get(each);
      if (other && other !== callable) other.obstacle = callable.obstacle ??= "its declarations differ between projects";
      this.#owners.set(each, callable);
    }
  }
}
