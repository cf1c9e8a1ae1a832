import type ts from "typescript";
import { nameOf, signaturesOf, unseenCallerOf, withoutThis, type CallableDeclaration } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";
import type { Write } from "./call-graph.js";

/** A change of a node's file, told by the place and the node. */
export function writeAt(reader: ProgramReader, node: ts.Node, at: number, text: string): Write {
  return { file: reader.fileOf(node)!, range: [at, at], text, of: [node.getStart(), node.end] };
}

export function isAsync({ ts }: ProgramReader, node: ts.Node): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false);
}

/** Whether a type is a promise (`all`), or may be one (`some`). */
export function isPromise({ ts, checker }: ProgramReader, type: ts.Type, which: "all" | "some"): boolean {
  const parts = type.isUnion() ? type.types : [type];
  if (which === "all") return parts.every((part) => part.symbol?.name === "Promise");
  return parts.some((part) => !(part.flags & ts.TypeFlags.Any) && checker.getPropertyOfType(part, "then") !== undefined);
}

/** Whether all that a function gives are promises, so that its callers need not change. */
export function givesPromise(reader: ProgramReader, node: ts.SignatureDeclaration): boolean {
  const signature = reader.checker.getSignatureFromDeclaration(node);
  return signature !== undefined && isPromise(reader, reader.checker.getReturnTypeOfSignature(signature), "all");
}

/** What makes code with parameters async: the keyword where it has a body, and the type of its result. */
export function asyncWrites(reader: ProgramReader, node: ts.SignatureDeclaration): readonly Write[] {
  const { ts } = reader;
  const hasBody = "body" in node && node.body !== undefined;
  const keyword = hasBody && !isAsync(reader, node) ? [writeAt(reader, node, keywordPlace(reader, node), "async ")] : [];
  const { type } = node;
  if (!type) return keyword;
  const meant = reader.checker.getTypeFromTypeNode(type);
  if (isPromise(reader, meant, hasBody ? "all" : "some")) return keyword;
  // `(): (() => void)` has its parentheses already; a bare function type needs none inside of `<>`.
  return ts.isTypeNode(type)
    ? [...keyword, writeAt(reader, type, type.getStart(), "Promise<"), writeAt(reader, type, type.end, ">")]
    : keyword;
}

/** `ReturnType<typeof run>` means what it meant when run gives a promise: `Awaited<ReturnType<typeof run>>`. */
export function awaitedWrites(reader: ProgramReader, result: ts.TypeReferenceNode): readonly Write[] {
  const { ts, checker } = reader;
  const { parent, typeName } = result;
  const isAwaited = ts.isTypeReferenceNode(parent) && parent.typeName.getText() === "Awaited";
  if (isAwaited || isPromise(reader, checker.getTypeFromTypeNode(result), "some")) return [];
  const [start, inside] = [typeName.getStart(), typeName.end];
  // Each is for a part of the type, so that `Promise<` and `>` around all of it come outside.
  return [
    { ...writeAt(reader, result, start, "Awaited<"), of: [start, inside] },
    { ...writeAt(reader, result, result.end, ">"), of: [inside, result.end] },
  ];
}

function keywordPlace({ ts }: ProgramReader, node: ts.SignatureDeclaration): number {
  if (ts.isMethodDeclaration(node)) return node.name.getStart();
  if (!ts.isFunctionDeclaration(node)) return node.getStart();
  return node
    .getChildren()
    .find(({ kind }) => kind === ts.SyntaxKind.FunctionKeyword)!
    .getStart();
}

/** Why code with parameters can't be async, whoever calls it. */
export function obstacleOfCode(reader: ProgramReader, node: ts.SignatureDeclaration, name: string): string | undefined {
  const { ts, checker } = reader;
  if ("asteriskToken" in node && node.asteriskToken) return `${name} is a generator, which gives its values at once`;
  if (ts.isConstructorDeclaration(node)) return "a constructor can't wait";
  if (ts.isAccessor(node)) return "an accessor can't wait";
  if (/^use\p{Lu}/u.test(name)) return `${name} is a React hook, which can't wait`;
  if (node.type && ts.isTypePredicateNode(node.type)) return `${name} is a type guard, which can't be async`;
  if (reader.isJavaScript(node) && ts.getJSDocReturnType(node)) return `a comment says what ${name} gives`;
  const hasBody = "body" in node && node.body !== undefined;
  const promise = checker.resolveName("Promise", node, ts.SymbolFlags.Value, false);
  const isOwn = promise?.declarations?.some((each) => reader.fileOf(each) !== undefined || ts.isImportSpecifier(each));
  if (isOwn) return `Promise is another one in its file`;
  const signature = checker.getSignatureFromDeclaration(node);
  if (!signature) return undefined;
  const type = checker.getReturnTypeOfSignature(signature);
  if (type.flags & ts.TypeFlags.Never && node.type) return `${name} never returns`;
  if (hasBody && !isAsync(reader, node) && isPromise(reader, type, "some") && !isPromise(reader, type, "all"))
    return `${name} gives a promise in some cases only`;
  return undefined;
}

/** Why what a declaration declares can't be async, as far as it shows itself. */
export function ownObstacle(reader: ProgramReader, declaration: CallableDeclaration): string | undefined {
  const { ts } = reader;
  const name = nameOf(reader, declaration);
  if (ts.isClassLike(declaration)) return "a constructor can't wait";
  const unseen = unseenCallerOf(reader, declaration);
  if (unseen !== undefined) return unseen;
  if (ts.canHaveDecorators(declaration) && (ts.getDecorators(declaration) ?? []).length > 0)
    return `${name} is decorated, so a framework calls it`;
  if ((ts.isVariableDeclaration(declaration) || ts.isPropertyDeclaration(declaration)) && declaration.type)
    return `the type of ${name} is written beside it`;
  const signatures = signaturesOf(reader, declaration);
  if (!signatures) return `it is not known what is called by ${name}`;
  const hasCode = signatures.some((each) => "body" in each && each.body !== undefined);
  if (ts.isFunctionDeclaration(declaration) && !hasCode) return `${name} is declared without its code`;
  const cast = "initializer" in declaration ? declaration.initializer : undefined;
  if (cast && reader.innermost(cast) !== cast && !ts.isParenthesizedExpression(cast))
    return `the type of ${name} is written behind it`;
  const code = signatures.map((each) => obstacleOfCode(reader, each, name)).find((each) => each !== undefined);
  if (code !== undefined) return code;
  return /^\p{Lu}/u.test(name) && signatures.some((each) => holdsJsx(ts, each))
    ? `${name} is a component, which can't wait`
    : undefined;
}

function holdsJsx(ts: ProgramReader["ts"], node: ts.Node): boolean {
  return (
    ts.isJsxElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    ts.isJsxFragment(node) ||
    (ts.forEachChild(node, (child) => holdsJsx(ts, child)) ?? false)
  );
}

const PROBE = '"godwit"';

/** One more parameter, which only calls that were found fill. */
export function probeOfSignature(reader: ProgramReader, signature: ts.SignatureDeclaration): readonly Write[] {
  const { ts } = reader;
  const parameter = reader.isJavaScript(signature) ? "_godwit" : `_godwit: ${PROBE}`;
  const own = withoutThis(ts, signature);
  const [first] = own;
  if (!first) {
    const [self] = signature.parameters;
    if (self) return [writeAt(reader, signature, self.end, `, ${parameter}`)];
    return [writeAt(reader, signature, signature.parameters.pos, parameter)];
  }
  const start = first.getStart();
  const isBare =
    ts.isArrowFunction(signature) && !signature.getSourceFile().text.slice(signature.getStart(), start).includes("(");
  return isBare
    ? [writeAt(reader, first, start, `(${parameter}, `), writeAt(reader, first, first.end, ")")]
    : [writeAt(reader, first, start, `${parameter}, `)];
}

/** What a call gives for that parameter. */
export function probeOfCall(reader: ProgramReader, call: ts.CallExpression): Write {
  const [first] = call.arguments;
  if (!first) return writeAt(reader, call, call.arguments.pos, PROBE);
  const start = first.getStart();
  // It comes before an `await` of the argument itself.
  return { ...writeAt(reader, first, start, `${PROBE}, `), of: [start, call.end] };
}
