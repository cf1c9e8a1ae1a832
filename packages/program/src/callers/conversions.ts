import type ts from "typescript";
import type { ProgramReader } from "./program-reader.js";

/** An object that goes to where another type may be asked for. */
interface Conversion {
  readonly node: ts.Expression;
  readonly from: ts.Type;
}

interface Conversions {
  readonly all: readonly Conversion[];
  /** `value as Job`, where nothing is known of the value. */
  readonly claims: readonly ts.Expression[];
}

/** Whether calls by a type would neither change with a function nor be an error; undefined types are not known. */
export type Hides = (reader: ProgramReader, type: ts.Type) => boolean;

/** Members that change, and what may hide them. */
interface Members {
  readonly meant: ReadonlySet<ts.Declaration>;
  readonly names: ReadonlySet<string>;
  readonly hides: Hides;
}

/** By program: it is read again each time that more is looked for. */
const known = new WeakMap<ProgramReader["program"], Conversions>();

/** Where an object with one of the members goes to a type by which it would be called unseen; undefined if nowhere. */
export function escapeOf(reader: ProgramReader, members: Members): string | undefined {
  const { checker } = reader;
  let found = known.get(reader.program);
  if (!found) known.set(reader.program, (found = findConversions(reader)));
  const isMeant = (type: ts.Type, name: string): boolean =>
    declarationsOf(reader, type, name).some((each) => members.meant.has(each));
  // Many objects are of few types.
  const meantOf = new Map<ts.Type, readonly string[]>();
  const namesIn = (type: ts.Type): readonly string[] => {
    const names = meantOf.get(type) ?? [...members.names].filter((name) => isMeant(type, name));
    meantOf.set(type, names);
    return names;
  };
  let isLost = false;
  for (const { node, from } of found.all)
    for (const name of namesIn(from)) {
      const to = wantedAt(reader, node);
      if (!to || to === from || isMeant(to, name)) continue;
      if (saysNothing(reader, to)) isLost = true;
      const property = checker.getPropertyOfType(checker.getApparentType(to), name);
      const type = property
        ? checker.getTypeOfSymbolAtLocation(property, node)
        : checker.getIndexTypeOfType(to, reader.ts.IndexKind.String);
      if (type && members.hides(reader, type)) return `it is called by another type from ${reader.describe(node)} on`;
    }
  const claim = isLost
    ? found.claims.find((node) => {
        const to = wantedAt(reader, node);
        return to && [...members.names].some((name) => isCallable(reader, to, name) && !isMeant(to, name));
      })
    : undefined;
  return claim && `it may be what is called from ${reader.describe(claim)} on, where types do not say`;
}

/** Whether a function of a type may give something that is not looked at, so that nobody sees a promise. */
export const hidesResult: Hides = (reader, type) =>
  hasSignature(reader, type, (signature) => {
    const { ts, checker } = reader;
    const result = checker.getReturnTypeOfSignature(signature);
    return (result.flags & (ts.TypeFlags.Void | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  });

/** Whether a function of a type takes any arguments, so that nobody sees one that is missing. */
export const hidesParameters: Hides = (reader, type) =>
  hasSignature(reader, type, ({ declaration }) => {
    const last = declaration?.parameters.at(-1);
    return last !== undefined && "dotDotDotToken" in last && last.dotDotDotToken !== undefined;
  });

/** Whether one of a type's signatures fulfils a test; true for what may be called and says nothing of it. */
function hasSignature({ ts, checker }: ProgramReader, type: ts.Type, test: (signature: ts.Signature) => boolean): boolean {
  const present = checker.getNonNullableType(type);
  const parts = present.isUnion() ? present.types : [present];
  return parts.some((part) => {
    if (part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true;
    const signatures = part.getCallSignatures();
    return signatures.length === 0 ? part.symbol?.name === "Function" : signatures.some(test);
  });
}

function declarationsOf({ checker }: ProgramReader, type: ts.Type, name: string): readonly ts.Declaration[] {
  const apparent = checker.getApparentType(type);
  // All at once, as the next name is asked of the same types.
  checker.getPropertiesOfType(apparent);
  const property = checker.getPropertyOfType(apparent, name);
  return property ? checker.getRootSymbols(property).flatMap((each) => each.declarations ?? []) : [];
}

/** Whether a type has a function under a name, or under any. */
function isCallable({ ts, checker }: ProgramReader, type: ts.Type, name: string): boolean {
  const property = checker.getPropertyOfType(checker.getApparentType(type), name);
  const member = property ? checker.getTypeOfSymbol(property) : checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return member !== undefined && checker.getNonNullableType(member).getCallSignatures().length > 0;
}

/** `any`, `unknown`, `object`, `{}`, and a type parameter: what has it may be taken for anything later. */
function saysNothing({ ts, checker }: ProgramReader, given: ts.Type): boolean {
  const { Any, Unknown, NonPrimitive, TypeParameter } = ts.TypeFlags;
  const type = given.flags & Unknown ? given : checker.getNonNullableType(given);
  if (type.flags & (Any | Unknown | NonPrimitive | TypeParameter)) return true;
  return (type.flags & ts.TypeFlags.Object) !== 0 && checker.getPropertiesOfType(type).length === 0;
}

function findConversions(reader: ProgramReader): Conversions {
  const { ts } = reader;
  const all: Conversion[] = [];
  const claims: ts.Expression[] = [];
  const visit = (node: ts.Node, given: ts.Expression[]): readonly ts.Expression[] => {
    ts.forEachChild(node, (child) => void visit(child, given));
    if (ts.isAssertionExpression(node) || isGiven(ts, node)) given.push(node);
    return given;
  };
  for (const source of reader.sources.values()) {
    const given = visit(source, []);
    const types = reader.typesAt(given.map((node) => (ts.isAssertionExpression(node) ? reader.innermost(node) : node)));
    for (const [index, node] of given.entries()) {
      const from = types[index]!;
      if (ts.isAssertionExpression(node) && saysNothing(reader, from)) {
        claims.push(node);
        continue;
      }
      const parts = from.isUnion() ? from.types : [from];
      for (const part of parts) if (isOwn(reader, part)) all.push({ node, from: part });
    }
  }
  return { all, claims };
}

function wantedAt({ ts, checker }: ProgramReader, node: ts.Expression): ts.Type | undefined {
  return ts.isAssertionExpression(node) ? checker.getTypeFromTypeNode(node.type) : checker.getContextualType(node);
}

/** Whether a node is an object that is handed to a place which may ask for another type. */
function isGiven(ts: ProgramReader["ts"], node: ts.Node): node is ts.Expression {
  const isObject =
    ts.isIdentifier(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    node.kind === ts.SyntaxKind.ThisKeyword;
  if (!isObject) return false;
  const { parent } = node;
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return parent.expression !== node;
  if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isParameter(parent))
    return parent.initializer === node && parent.type !== undefined;
  if (ts.isBinaryExpression(parent)) return parent.right === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  return (
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isJsxExpression(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isExportAssignment(parent)
  );
}

/** Whether a type has members that the repository declares. */
function isOwn(reader: ProgramReader, type: ts.Type): boolean {
  const { ts } = reader;
  if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection | ts.TypeFlags.TypeParameter)) === 0) return false;
  const apparent = reader.checker.getApparentType(type);
  const parts = apparent.isIntersection() ? apparent.types : [apparent];
  return parts.some((part) => part.symbol?.declarations?.some((each) => reader.fileOf(each) !== undefined) ?? false);
}
