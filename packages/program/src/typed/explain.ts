import type ts from "typescript";
import type { TypeError } from "../type-errors.js";
import { findMismatches, type MismatchedTypes } from "./mismatches.js";
import { type Flow, flowsIntoSeveral, type WrapPlace, giverOf, mapperOf, runsGetter, heldBy } from "./flow.js";
import { placeOf, type ValuePlace } from "./places.js";
import type { OriginalPlace, ProgramView } from "./program-view.js";
import { declarationOf, isAssigning, isDefaulted, sourceOf, targetOf, targetsOf, withoutDress } from "./sources.js";
import type { Held, WantedTypes } from "./wanted-types.js";

const DEEPEST = 5;

/** No overload takes what a call gives. */
const NO_OVERLOAD = 2769;

/** Neither of the types of a cast fits the other. */
const NO_CAST = 2352;

/** What an error comes from: flows, or declarations that have to do with it where no flow explains it. */
export type Explanation = { readonly flows: readonly Flow[] } | { readonly involved: readonly ValuePlace[] };

/** Finds out which flows of plain values an error tells of. */
export function explainError(view: ProgramView, types: WantedTypes, error: TypeError): Explanation {
  const source = view.program.getSourceFile(error.file);
  if (!source) return { involved: [] };
  const node = view.nodeIn(source, error.start, error.end);
  const flows = expressionsAt(view, node, error.code).flatMap((expression) => [...flowsOf(view, types, expression)]);
  if (flows.length > 0) return { flows };
  const structural = structuresAt(view, node).flatMap(([source, target]) =>
    mismatches(view, types, { source, target, depth: 0 }),
  );
  return structural.length > 0 ? { flows: structural } : { involved: involvedIn(view, node) };
}

/** Where the value of an initializer goes. */
interface Into {
  readonly target: ts.Type;
  readonly to: ValuePlace | undefined;
  readonly depth: number;
}

/** The plain values in an expression that is wanted with one of the types; `wanted` where the place itself does not say it. */
function* flowsOf(view: ProgramView, types: WantedTypes, expression: ts.Expression, into?: Into): Generator<Flow> {
  const inner = withoutDress(view, expression);
  const parts = partsOf(view, inner);
  if (parts) {
    const inside = into && !isChoice(view, inner) ? intoElement(view, types, inner, into) : into;
    const byPart = !into || inside ? parts.map((part) => [...flowsOf(view, types, part, inside)]) : [];
    const flows = [...byPart.flat(), ...flowsOutOfSpreads(view, types, inner, into)];
    const isOne = isChoice(view, inner) && canBeHeld(view, types, expression);
    if (!isOne || !isBetterWrappedWhole(flows)) {
      const isAllPlain = isOne && byPart.every(({ length }) => length > 0);
      const at = isAllPlain ? [...flowsOfValue(view, types, expression, into)][0]?.at : undefined;
      // A list would have to be made anew.
      yield* flows.map((flow) => (at && !at.held.isList ? { ...flow, choice: { at, values: flows } } : flow));
      // What a function takes may be what does not fit, though all that it gives does.
      if (flows.length > 0 || !isFunction(view, inner)) return;
    }
  }
  yield* flowsOfValue(view, types, expression, into);
}

/** The plain values in an expression that is no choice of others, or is taken as a whole. */
function* flowsOfValue(view: ProgramView, types: WantedTypes, expression: ts.Expression, into?: Into): Generator<Flow> {
  const { ts, checker } = view;
  const inner = withoutDress(view, expression);
  const target = into?.target ?? wantedAt(view, inner);
  if (!target) return;
  const shown = withoutParentheses(view, expression);
  // The text of an attribute is no expression to a checker, but its name has the type.
  const given = checker.getTypeAtLocation(ts.isJsxAttribute(shown.parent) ? shown.parent.name : shown);
  const goesOn = hasDefault(view, expression) ? checker.getNonNullableType(given) : given;
  if (checker.isTypeAssignableTo(goesOn, target)) return;
  const intoSeveral = into ? [] : flowsIntoSeveral(view, types, inner);
  if (intoSeveral.length > 0) {
    yield* intoSeveral;
    return;
  }
  const passed = ts.isCallExpression(inner)
    ? [...flowsOutOfCall(view, types, inner, { depth: 0, to: targetOf(view, inner), ...into, target })]
    : [];
  if (passed.length > 0) {
    yield* passed;
    return;
  }
  const wanted = types.compare(given, target);
  if (!wanted) {
    const type = types.nameOf(target);
    // `new Set(ids)`, also where a constant without a written type holds it.
    const made = (ts.isIdentifier(inner) ? sourceOf(view, inner)?.initializer : undefined) ?? inner;
    const collected = ts.isNewExpression(made) ? [...flowsIntoCollection(view, types, made, target)] : [];
    if (collected.length > 0) yield* collected;
    else if (type === undefined)
      yield* mismatches(view, types, {
        ...{ source: given, target, depth: into?.depth ?? 0 },
        ...{ from: sourceOf(view, inner), to: into?.to ?? targetOf(view, inner) },
      });
    else
      yield {
        ...{ type, at: undefined, from: undefined, to: into?.to ?? targetOf(view, inner), goesTo: [], before: [] },
        obstacle: `what flows into it is of another type: ${checker.typeToString(given)}`,
      };
    return;
  }
  const { type, held, canBeWrapped, obstacle } = wanted;
  const place = view.originalOf(shown);
  const from = sourceOf(view, inner);
  const depth = into?.depth ?? 0;
  const isFollowed = from?.initializer && depth < DEEPEST;
  yield {
    ...{ type, obstacle, from },
    at: place && canBeWrapped && !ts.isSpreadElement(inner) ? holding(view, place, heldBy(view, held, inner), inner) : undefined,
    to: into?.to ?? targetOf(view, inner),
    goesTo: from ? targetsOf(view, from) : [],
    before: isFollowed ? [...flowsOf(view, types, from.initializer, { target, to: from, depth: depth + 1 })] : [],
  };
}

function holding(view: ProgramView, place: OriginalPlace, held: Held, value: ts.Expression): WrapPlace {
  return { ...place, held: runsGetter(view, value) ? { ...held, isReadOnce: true } : held };
}

/** Whether an expression is what `??` or `||` replaces where it is nothing. */
function hasDefault(view: ProgramView, expression: ts.Expression): boolean {
  const { parent } = rewrapped(view, expression);
  return isDefaulted(view, parent) && contains(parent.left, expression);
}

/** The plain values of lists that are put into another one: `[...ids, id]`. */
function* flowsOutOfSpreads(view: ProgramView, types: WantedTypes, list: ts.Expression, into: Into | undefined): Generator<Flow> {
  const { ts } = view;
  if (!ts.isArrayLiteralExpression(list)) return;
  for (const each of list.elements) if (ts.isSpreadElement(each)) yield* flowsOf(view, types, each.expression, into);
}

/** The plain values that a list gets from a function, where its elements have to become of a type: `rows.map((row) => row.id)`. */
function* flowsOutOfMap(view: ProgramView, types: WantedTypes, call: ts.Expression, into: Into): Generator<Flow> {
  const { ts } = view;
  if (types.nameOf(into.target) === undefined || !ts.isCallExpression(call) || call.typeArguments) return;
  yield* flowsOfResults(view, types, mapperOf(view, call), into);
}

/** The plain values that a call gives on from a function which it gets: `rows.map((row) => row.id)`, `useMemo(() => row.id, [row])`. */
function* flowsOutOfCall(view: ProgramView, types: WantedTypes, call: ts.CallExpression, into: Into): Generator<Flow> {
  const element = types.elementOf(into.target);
  const mapped = element ? [...flowsOutOfMap(view, types, call, { ...into, target: element })] : [];
  const given = mapped.length > 0 ? mapped : [...flowsOfResults(view, types, giverOf(view, call), into)];
  if (mapped.length > 0 || given.every(({ at }) => at)) yield* given;
}

function* flowsOfResults(view: ProgramView, types: WantedTypes, callback: ts.Node | undefined, into: Into): Generator<Flow> {
  if (!callback || !isFunction(view, callback)) return;
  // What gives a promise or an iterator is wrapped elsewhere, and a written type stays.
  if (callback.type || callback.modifiers || callback.asteriskToken) return;
  for (const value of partsOf(view, callback) ?? []) yield* flowsOf(view, types, value, into);
}

/** The plain values of which a collection is made: `new Set(ids)`. */
function* flowsIntoCollection(
  view: ProgramView,
  types: WantedTypes,
  collection: ts.NewExpression,
  target: ts.Type,
): Generator<Flow> {
  const [list] = collection.arguments ?? [];
  const element = types.argumentOf(target);
  const type = element && types.nameOf(element);
  if (!list || collection.typeArguments || type === undefined) return;
  yield* flowsIntoElements(view, types, list, { target: element!, to: targetOf(view, collection), depth: 0 });
}

/** The plain values of a list whose elements have to become of a type; so are those of the lists that are spread into it. */
function* flowsIntoElements(view: ProgramView, types: WantedTypes, list: ts.Expression, into: Into): Generator<Flow> {
  const { ts, checker } = view;
  const inner = withoutDress(view, list);
  if (ts.isArrayLiteralExpression(inner)) {
    for (const each of inner.elements)
      if (ts.isSpreadElement(each)) yield* flowsIntoElements(view, types, each.expression, into);
      else yield* flowsOf(view, types, each, into);
    return;
  }
  const mapped = [...flowsOutOfMap(view, types, inner, into)];
  if (mapped.length > 0) {
    yield* mapped;
    return;
  }
  const given = checker.getTypeAtLocation(list);
  const own = types.elementOf(given);
  if (own && checker.isTypeAssignableTo(own, into.target)) return;
  const wanted = types.compareElements(given, into.target);
  const place = wanted && view.originalOf(list);
  const from = sourceOf(view, inner);
  yield {
    ...{ type: types.nameOf(into.target)!, from, to: into.to, obstacle: wanted?.obstacle, before: [] },
    at: wanted?.canBeWrapped && place ? holding(view, place, wanted.held, list) : undefined,
    goesTo: from ? targetsOf(view, from) : [],
  };
}

function mismatches(
  view: ProgramView,
  types: WantedTypes,
  { depth, ...pair }: MismatchedTypes & { readonly depth: number },
): readonly Flow[] {
  return findMismatches(view, types, pair, (from, target) =>
    from.initializer && depth < DEEPEST
      ? [...flowsOf(view, types, from.initializer, { target, to: from, depth: depth + 1 })]
      : [],
  );
}

/** Whether the parts of `a ?? b` are plain where they are written, so that one wrap around both says more. */
function isBetterWrappedWhole(flows: readonly Flow[]): boolean {
  const hasSource = ({ from }: Flow): boolean => from !== undefined && (from.parts.length > 0 || from.initializer !== undefined);
  return flows.length > 0 && !flows.some(hasSource) && (flows.length > 1 || flows[0]!.at?.held.keeps !== undefined);
}

/** Where the elements of a list go that is written as such. */
function intoElement({ ts }: ProgramView, types: WantedTypes, list: ts.Expression, into: Into): Into | undefined {
  const target = ts.isArrayLiteralExpression(list) ? types.elementOf(into.target) : undefined;
  return target && { ...into, target };
}

/** Whether a value is never nothing, so that it is read once to wrap it, or is all of a statement, before which a constant can hold it. */
function canBeHeld(view: ProgramView, types: WantedTypes, expression: ts.Expression): boolean {
  const { ts, checker } = view;
  if (!types.maybeNothing(checker.getTypeAtLocation(expression))) return true;
  const { parent } = rewrapped(view, expression);
  if (ts.isReturnStatement(parent)) return isBlockLike(ts, parent.parent);
  if (!ts.isVariableDeclaration(parent) || !ts.isVariableDeclarationList(parent.parent)) return false;
  return parent.parent.declarations[0] === parent && isBlockLike(ts, parent.parent.parent.parent);
}

function isBlockLike(ts: ProgramView["ts"], node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node);
}

/** The outermost of the parentheses around an expression. */
function rewrapped({ ts }: ProgramView, expression: ts.Expression): ts.Node {
  let at: ts.Node = expression;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return at;
}

/** Whether an expression's value is that of one of its parts. */
function isChoice({ ts }: ProgramView, node: ts.Expression): boolean {
  return ts.isConditionalExpression(node) || ts.isBinaryExpression(node);
}

function withoutParentheses({ ts }: ProgramView, expression: ts.Expression): ts.Expression {
  let at = expression;
  while (ts.isParenthesizedExpression(at)) at = at.expression;
  return at;
}

/** The expressions of which an expression's value is one, or is made. */
function partsOf(view: ProgramView, node: ts.Expression): readonly ts.Expression[] | undefined {
  const { ts } = view;
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (isDefaulted(view, node)) return [node.left, node.right];
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) return [node.right];
  if (ts.isArrayLiteralExpression(node)) return node.elements.filter((element) => !ts.isSpreadElement(element));
  if (ts.isObjectLiteralExpression(node)) {
    const values = node.properties.flatMap((property): ts.Expression[] =>
      ts.isPropertyAssignment(property)
        ? [property.initializer]
        : ts.isShorthandPropertyAssignment(property)
          ? [property.name]
          : [],
    );
    return node.properties.some((property) => ts.isSpreadAssignment(property)) ? undefined : values;
  }
  if (!isFunction(view, node)) return undefined;
  return ts.isBlock(node.body) ? returnsOf(ts, node.body) : [node.body];
}

function isFunction({ ts }: ProgramView, node: ts.Node): node is ts.ArrowFunction | ts.FunctionExpression {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node);
}

function returnsOf(ts: ProgramView["ts"], body: ts.Block): readonly ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The type that a place wants of an expression. */
function wantedAt(view: ProgramView, expression: ts.Expression): ts.Type | undefined {
  const { ts, checker } = view;
  let outer: ts.Node = expression;
  while (ts.isParenthesizedExpression(outer.parent) || ts.isNonNullExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (ts.isBinaryExpression(parent) && isComparison(ts, parent.operatorToken.kind))
    return checker.getTypeAtLocation(parent.left === outer ? parent.right : parent.left);
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === outer) {
    const keys = checker.getIndexInfosOfType(checker.getTypeAtLocation(parent.expression)).map(({ keyType }) => keyType);
    return keys.find((key) => !(key.flags & (ts.TypeFlags.String | ts.TypeFlags.Number)));
  }
  if (ts.isSpreadElement(parent) && ts.isArrayLiteralExpression(parent.parent)) return wantedAt(view, parent.parent);
  if (ts.isCaseClause(parent)) return checker.getTypeAtLocation(parent.parent.parent.expression);
  const own = checker.getContextualType(outer as ts.Expression);
  return own ?? (ts.isBinaryExpression(parent) ? checker.getTypeAtLocation(parent.left) : undefined);
}

function isComparison({ SyntaxKind }: ProgramView["ts"], kind: ts.SyntaxKind): boolean {
  const { EqualsEqualsToken, EqualsEqualsEqualsToken, ExclamationEqualsToken, ExclamationEqualsEqualsToken } = SyntaxKind;
  return [EqualsEqualsToken, EqualsEqualsEqualsToken, ExclamationEqualsToken, ExclamationEqualsEqualsToken].includes(kind);
}

/** The expressions whose values an error at a node is about. */
function expressionsAt(view: ProgramView, node: ts.Node, code: number): readonly ts.Expression[] {
  const { ts } = view;
  const { parent } = node;
  if (code === NO_CAST && ts.isAssertionExpression(node)) return [node.expression];
  if (ts.isReturnStatement(node)) return node.expression ? [node.expression] : [];
  if (ts.isSpreadElement(node)) return [node.expression];
  // A default value that does not fit is reported for the whole parameter.
  if (ts.isParameter(node) && node.initializer) return [node.initializer];
  // A member by its name alone has the same range as the name.
  if (ts.isShorthandPropertyAssignment(node)) return [node.name];
  const declared = parent as ts.Node & { readonly name?: ts.Node; readonly initializer?: ts.Expression };
  if (parent && declared.name === node && declared.initializer) return [withoutBraces(view, declared.initializer)];
  // Attributes that do not fit together are reported at the name of the element.
  if (parent && ts.isJsxOpeningLikeElement(parent) && parent.tagName === node)
    return parent.attributes.properties.flatMap((each) =>
      ts.isJsxSpreadAttribute(each) ? [each.expression] : each.initializer ? [withoutBraces(view, each.initializer)] : [],
    );
  if (parent && ts.isBinaryExpression(parent) && parent.left === node && isAssigning(view, parent.operatorToken.kind))
    return [parent.right];
  if (ts.isBinaryExpression(node) && isComparison(ts, node.operatorToken.kind)) return [node.left, node.right];
  const call = ts.findAncestor(node, (each) => ts.isCallExpression(each) || ts.isNewExpression(each));
  // What no overload takes is reported at an argument that one of them does not take, though others may.
  const isCallee = call && (code === NO_OVERLOAD || node === call || contains(call.expression, node));
  // A call may be what does not fit, or one of its arguments is.
  if (isCallee) return [...(node === call ? [node as ts.Expression] : []), ...((call as ts.CallExpression).arguments ?? [])];
  if (ts.isElementAccessExpression(node)) return [node, node.argumentExpression];
  return ts.isExpression(node) ? [node] : [];
}

/** What an attribute of JSX is given. */
function withoutBraces({ ts }: ProgramView, value: ts.Expression): ts.Expression {
  return ts.isJsxExpression(value) ? (value.expression ?? value) : value;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.pos <= inner.pos && inner.end <= outer.end;
}

/** Types that have to fit each other where a class or a member does not fit what it extends. */
function structuresAt({ ts, checker }: ProgramView, node: ts.Node): readonly (readonly [ts.Type, ts.Type])[] {
  const owner = ts.findAncestor(node, ts.isClassLike) ?? ts.findAncestor(node, ts.isInterfaceDeclaration);
  if (!owner) return [];
  const own = checker.getTypeAtLocation(owner);
  const bases = (owner.heritageClauses ?? []).flatMap(({ types }) => types.map((type) => checker.getTypeAtLocation(type)));
  return bases.map((base) => [own, base] as const);
}

/** The declarations that the statement of a node speaks of, or the member of an object that it is in. */
function involvedIn(view: ProgramView, node: ts.Node): readonly ValuePlace[] {
  const { ts, checker } = view;
  const isWhole = (each: ts.Node): boolean =>
    (ts.isStatement(each) && !ts.isBlock(each)) || ts.isClassElement(each) || ts.isObjectLiteralElement(each);
  const whole = ts.findAncestor(node, isWhole) ?? node;
  const found = new Map<string, ValuePlace>();
  const add = (declaration: ts.Node | undefined): void => {
    const place = declaration && placeOf(view, declaration);
    if (place) found.set(place.key, place);
  };
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each)) {
      const symbol = checker.getSymbolAtLocation(each);
      const target = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (target) add(declarationOf(view, target));
      for (const member of target ? checker.getTypeAtLocation(each).getProperties() : []) add(member.declarations?.[0]);
    }
    if (ts.isCallExpression(each) || ts.isNewExpression(each)) {
      const signature = checker.getResolvedSignature(each);
      add(signature?.declaration);
      for (const parameter of signature?.parameters ?? []) add(parameter.valueDeclaration);
    }
    ts.forEachChild(each, visit);
  };
  visit(whole);
  return [...found.values()];
}
