import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";

/** How an object is read as data: all that it holds, all that it holds unless it says how it is written, or its own members. */
type Reading = "deep" | "written" | "members";

const OBJECT_READERS = new Set(["keys", "values", "entries", "assign", "getOwnPropertyNames"]);
/** What sends its argument where types do not say what becomes of it. */
const SENDERS = new Set(["json", "send", "postMessage"]);
/** What compares all that two objects hold: `expect(order).toEqual({ … })`, `expect(order).to.deep.equal({ … })`, `assert.deepEqual(order, { … })`. */
const COMPARES = /^(?:toEqual|toStrictEqual|toContainEqual|eqls?)$/u;
const COMPARES_DEEP = /^equals?$/u;
const COMPARES_BOTH = /^deep(?:Strict)?Equal$/u;
const SNAPSHOT = /^toMatch(?:Inline|File)?Snapshot$/u;
/** How far members of members are followed. */
const MOST_STEPS = 4;

const known = new WeakMap<ProgramReader, DataUses>();

/** Where an instance of a class is read as data, so that one more member of it would be seen; undefined if nowhere. */
export function dataUseOf(reader: ProgramReader, owner: ts.ClassLikeDeclaration): ts.Node | undefined {
  let uses = known.get(reader);
  if (!uses) known.set(reader, (uses = new DataUses(reader)));
  return uses.of(owner);
}

/** The classes of a program whose instances are read as data, found once. */
class DataUses {
  readonly #reader: ProgramReader;
  readonly #places = new Map<ts.Node, ts.Node>();

  constructor(reader: ProgramReader) {
    this.#reader = reader;
    for (const source of reader.sources.values()) this.#visit(source);
  }

  of(owner: ts.ClassLikeDeclaration): ts.Node | undefined {
    return this.#places.get(owner);
  }

  #visit(node: ts.Node): void {
    const { ts } = this.#reader;
    if (ts.isSpreadAssignment(node) || ts.isForInStatement(node)) this.#read(node.expression, "members");
    else if (ts.isCallExpression(node)) this.#visitCall(node);
    ts.forEachChild(node, (child) => this.#visit(child));
  }

  #visitCall({ expression, arguments: given }: ts.CallExpression): void {
    const { ts, checker } = this.#reader;
    const [first] = given;
    if (ts.isPropertyAccessExpression(expression)) this.#visitComparison(expression, given);
    if (!first) return;
    if (ts.isIdentifier(expression) && expression.text === "structuredClone") return this.#read(first, "deep");
    if (!ts.isPropertyAccessExpression(expression)) return;
    const { name } = expression;
    const object = expression.expression.getText();
    if (object === "JSON" && name.text === "stringify") return this.#read(first, "written");
    if (object === "Object" && OBJECT_READERS.has(name.text))
      return given.slice(name.text === "assign" ? 1 : 0).forEach((each) => this.#read(each, "members"));
    const { Any, Unknown } = ts.TypeFlags;
    const isOpen = (): boolean => ((checker.getContextualType(first)?.flags ?? 0) & (Any | Unknown)) !== 0;
    if (SENDERS.has(name.text) && isOpen()) this.#read(first, "written");
  }

  /** A test compares an instance with what is none: what only one side has would be a difference. */
  #visitComparison(callee: ts.PropertyAccessExpression, given: readonly ts.Expression[]): void {
    const name = callee.name.text;
    const [first, second] = given;
    if (COMPARES_BOTH.test(name)) return first && second && this.#compare(first, second);
    const isDeep = COMPARES_DEEP.test(name) && /\.deep\./u.test(callee.getText());
    if (!SNAPSHOT.test(name) && (!(COMPARES.test(name) || isDeep) || !first)) return;
    const { ts } = this.#reader;
    let expected: ts.Expression = callee;
    while (ts.isPropertyAccessExpression(expected)) expected = expected.expression;
    if (!ts.isCallExpression(expected) || expected.expression.getText() !== "expect") return;
    const [actual] = expected.arguments;
    if (actual) this.#compare(actual, SNAPSHOT.test(name) ? undefined : first);
  }

  /** `expect.objectContaining({ … })`, `expect.any(Order)` and lists of them say nothing of other members. */
  #isPattern(expected: ts.Expression): boolean {
    const { ts } = this.#reader;
    if (ts.isArrayLiteralExpression(expected))
      return expected.elements.length > 0 && expected.elements.every((each) => this.#isPattern(each));
    if (!ts.isCallExpression(expected)) return false;
    const [given] = expected.arguments;
    const callee = expected.expression.getText();
    if (callee === "expect.arrayContaining") return given !== undefined && this.#isPattern(given);
    return /^expect\.(?:objectContaining|any|anything)$/u.test(callee);
  }

  #compare(actual: ts.Expression, expected: ts.Expression | undefined): void {
    if (expected && this.#isPattern(expected)) return;
    const [one, other] = [actual, expected].map((each) => {
      const places = new Map<ts.Node, ts.Node>();
      if (each) this.#read(each, "deep", places);
      return places;
    });
    for (const [node, place] of [...one!, ...other!])
      if (one!.has(node) !== other!.has(node) && !this.#places.has(node)) this.#places.set(node, place);
  }

  #read(expression: ts.Expression, reading: Reading, places = this.#places): void {
    const { checker } = this.#reader;
    const type = checker.getTypeAtLocation(expression);
    this.#add(checker.getAwaitedType(type) ?? type, { place: expression, reading, seen: new Set(), places }, 0);
  }

  #add(type: ts.Type, use: Use, step: number): void {
    const { ts, checker } = this.#reader;
    const { reading, seen } = use;
    if (step > MOST_STEPS || seen.has(type)) return;
    seen.add(type);
    const apparent = checker.getApparentType(type);
    if (apparent.isUnionOrIntersection()) return apparent.types.forEach((part) => this.#add(part, use, step));
    if ((apparent.flags & ts.TypeFlags.Object) === 0) return;
    if (checker.isArrayType(apparent) || checker.isTupleType(apparent)) {
      if (reading === "members") return;
      return checker.getTypeArguments(apparent as ts.TypeReference).forEach((part) => this.#add(part, use, step));
    }
    if (reading === "written" && checker.getPropertyOfType(apparent, "toJSON")) return;
    const declarations = apparent.symbol?.declarations ?? [];
    if (!declarations.some((each) => this.#reader.fileOf(each) !== undefined)) return;
    this.#note(apparent, use);
    if (reading === "members") return;
    const inner = checker.getPropertiesOfType(apparent).map((each) => checker.getTypeOfSymbol(each));
    const index = checker.getIndexTypeOfType(apparent, ts.IndexKind.String);
    for (const each of index ? [...inner, index] : inner) this.#add(each, use, step + 1);
  }

  /** Its class, and those that it extends. */
  #note(type: ts.Type, use: Use): void {
    const { place, places } = use;
    const { ts, checker } = this.#reader;
    for (const each of type.symbol?.declarations ?? []) if (ts.isClassLike(each) && !places.has(each)) places.set(each, place);
    if (type.isClassOrInterface()) for (const base of checker.getBaseTypes(type)) this.#note(base, use);
  }
}

interface Use {
  readonly place: ts.Node;
  readonly reading: Reading;
  readonly seen: Set<ts.Type>;
  /** Where it is taken note of. */
  readonly places: Map<ts.Node, ts.Node>;
}
