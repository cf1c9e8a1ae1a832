import type ts from "typescript";
import { insertionIndex, keyOf, withoutThis } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";
import type { Insertion } from "./wanted.js";

/** One parameter of a constructor that a subclass has to take and to pass on. */
interface PassedParameter {
  readonly name: string;
  /** How the subclass's own constructor declares it. */
  readonly parts: Insertion["parts"];
  readonly isRest: boolean;
}

/** The constructor that a class without one has from the class that it extends. */
export interface InheritedConstructor {
  readonly parameters: readonly PassedParameter[];
  /** Before how many of them a new one goes. */
  readonly index: number;
  /** Why no constructor can be written that takes the same; undefined if it can. */
  readonly obstacle: string | undefined;
  /** Why constructions that give arguments can't go along, where the parameters, all optional, can't be written. */
  readonly isEmpty: string | undefined;
}

/** What a class inherits instead of a constructor of its own; undefined if it has one, or extends nothing. */
export function inheritedConstructor(reader: ProgramReader, owner: ts.ClassLikeDeclaration): InheritedConstructor | undefined {
  const { ts, checker } = reader;
  const heritage = baseOf(reader, owner);
  if (!heritage || hasConstructor(ts, owner)) return undefined;
  const base = heritage.expression.getText().replace(/\s+/gu, " ");
  const signatures = checker.getTypeAtLocation(heritage.expression).getConstructSignatures();
  const none = { parameters: [], index: 0, isEmpty: undefined };
  if (signatures.length === 0) return { ...none, obstacle: `it is not known with what ${base} is made` };
  const declarations = signatures.map(({ declaration }) => declaration);
  const hidden = declarations.find(
    (each) => each && ts.canHaveModifiers(each) && ts.getModifiers(each)?.some(({ kind }) => isHiding(ts, kind)),
  );
  if (hidden) return { ...none, obstacle: `the constructor of ${base} is not public` };
  const [declaration] = declarations;
  const only = declarations.length === 1 && declaration ? [declaration as ts.SignatureDeclaration] : [];
  const parameters = only.flatMap((each) => withoutThis(ts, each));
  const passed = parameters.map((parameter) => toPassed(reader, parameter, owner));
  const isWhole = declarations.length === 1 && passed.every((each) => each !== undefined);
  if (isWhole) {
    return { ...none, parameters: passed, index: insertionIndex(reader, only), obstacle: undefined };
  }
  const reason = `the constructor of ${base} takes what the file of ${owner.name?.text ?? "its subclass"} can't name`;
  const mayBeEmpty = declarations.some((each) => each && (each as ts.SignatureDeclaration).parameters.every(isOptional));
  return mayBeEmpty ? { ...none, obstacle: undefined, isEmpty: reason } : { ...none, obstacle: reason };
}

/** The keys of the program's own classes that a class extends, the nearest first. */
export function ancestorsOf(reader: ProgramReader, owner: ts.ClassLikeDeclaration): readonly Ancestor[] {
  const { ts } = reader;
  const found: Ancestor[] = [];
  const seen = new Set<ts.Node>([owner]);
  let isInherited = !hasConstructor(ts, owner);
  for (let at: ts.ClassLikeDeclaration | undefined = owner; at;) {
    const name: ts.Expression | undefined = baseOf(reader, at)?.expression;
    const declarations: readonly ts.Declaration[] = name ? reader.declarationsOf(nameNodeOf(ts, name)) : [];
    at = declarations.find((each) => ts.isClassLike(each));
    if (!at || seen.has(at) || reader.fileOf(at) === undefined) break;
    seen.add(at);
    found.push({ key: keyOf(reader, at), isInherited });
    isInherited &&= !hasConstructor(ts, at);
  }
  return found;
}

/** A class that another one extends. */
export interface Ancestor {
  readonly key: string;
  /** Whether what its constructor takes is what the other class takes, which has no constructor. */
  readonly isInherited: boolean;
}

type TypeScript = ProgramReader["ts"];

function hasConstructor(ts: TypeScript, owner: ts.ClassLikeDeclaration): boolean {
  return owner.members.some((member) => ts.isConstructorDeclaration(member));
}

function nameNodeOf(ts: TypeScript, expression: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

function baseOf({ ts }: ProgramReader, owner: ts.ClassLikeDeclaration): ts.ExpressionWithTypeArguments | undefined {
  return owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
}

function isHiding(ts: TypeScript, kind: ts.SyntaxKind): boolean {
  return kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword;
}

function isOptional({ questionToken, initializer, dotDotDotToken }: ts.ParameterDeclaration): boolean {
  return (questionToken ?? initializer ?? dotDotDotToken) !== undefined;
}

/** A parameter as another class's file writes it; undefined if it can't. */
function toPassed(
  reader: ProgramReader,
  parameter: ts.ParameterDeclaration,
  owner: ts.ClassLikeDeclaration,
): PassedParameter | undefined {
  const { ts } = reader;
  if (!ts.isIdentifier(parameter.name)) return undefined;
  const type = parameter.type ? typeAt(reader, parameter.type, owner) : typeOfLiteral(ts, parameter.initializer);
  if (!type) return undefined;
  const { text: name } = parameter.name;
  const isRest = parameter.dotDotDotToken !== undefined;
  const mark = !isRest && isOptional(parameter) ? "?" : "";
  return { name, isRest, parts: [`${isRest ? "..." : ""}${name}${mark}: `, ...type] };
}

function typeOfLiteral(ts: TypeScript, value: ts.Expression | undefined): Insertion["parts"] | undefined {
  if (!value) return undefined;
  if (ts.isStringLiteralLike(value)) return ["string"];
  if (ts.isNumericLiteral(value)) return ["number"];
  return value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword ? ["boolean"] : undefined;
}

/** The parts of a written type as it means the same around a class of another file; undefined if that file can't name it. */
function typeAt(reader: ProgramReader, type: ts.TypeNode, owner: ts.ClassLikeDeclaration): Insertion["parts"] | undefined {
  const { ts, checker } = reader;
  const text = type.getText();
  const start = type.getStart();
  const parts: Insertion["parts"][number][] = [];
  let end = 0;
  const meant = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const visit = (node: ts.Node): boolean => {
    if (ts.isImportTypeNode(node) || ts.isThisTypeNode(node)) return false;
    const name = ts.isTypeReferenceNode(node) ? node.typeName : ts.isTypeQueryNode(node) ? node.exprName : undefined;
    if (name && !visitName(name)) return false;
    return ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) === undefined;
  };
  const visitName = (name: ts.EntityName): boolean => {
    const first = firstOf(ts, name);
    const found = checker.getSymbolAtLocation(first);
    if (!found) return false;
    const isInside = (each: ts.Node): boolean => ts.findAncestor(each, (at) => at === type) !== undefined;
    if (found.declarations?.every(isInside)) return true;
    const all = ts.SymbolFlags.Value | ts.SymbolFlags.Type | ts.SymbolFlags.Namespace;
    const there = checker.resolveName(first.text, owner, all, false);
    if (there && meant(there) === meant(found)) return true;
    const module = first === name && ts.isTypeReferenceNode(name.parent) ? moduleOf(reader, meant(found)) : undefined;
    if (!module) return false;
    parts.push(text.slice(end, first.getStart() - start), { typeOf: { name: first.text, ...module } });
    end = first.end - start;
    return true;
  };
  return visit(type) ? [...parts, text.slice(end)] : undefined;
}

function firstOf(ts: TypeScript, name: ts.EntityName): ts.Identifier {
  return ts.isIdentifier(name) ? name : firstOf(ts, name.left);
}

/** The program's own module that exports something, and its name there. */
function moduleOf(reader: ProgramReader, symbol: ts.Symbol) {
  const { checker } = reader;
  const source = symbol.declarations?.[0]?.getSourceFile();
  const file = source && reader.fileOf(source);
  const module = source && checker.getSymbolAtLocation(source);
  if (file === undefined || !module) return undefined;
  const exported = checker.getExportsOfModule(module).find((each) => each === symbol)?.name;
  return exported === undefined ? undefined : { exported, module: { file } };
}
