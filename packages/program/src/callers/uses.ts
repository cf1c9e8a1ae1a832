import type ts from "typescript";
import { nameOf, type CallableDeclaration } from "./callables.js";
import { escapeOf, type Hides } from "./conversions.js";
import type { NameNode, ProgramReader } from "./program-reader.js";

/** What calls something, and why it can't take more than it does. */
export interface Uses {
  readonly calls: readonly (ts.CallExpression | ts.NewExpression)[];
  /** The first use that is no call by name. */
  readonly obstacle: string | undefined;
  /** What gives a mock of it in tests: `vi.mocked(run)`, `vi.spyOn(service, "run")`, `fake.run` before `.mockReturnValue(1)`. */
  readonly mocks: readonly ts.Expression[];
  /** What tests expect a mock of it to be called with. */
  readonly expected: readonly ExpectedCall[];
  /** The types that are made of what it gives: `ReturnType<typeof run>`. */
  readonly results: readonly ts.TypeReferenceNode[];
}

/** `expect(run).toHaveBeenNthCalledWith(1, "a")`: the call of the matcher, and how many of its arguments are no arguments of the mock. */
interface ExpectedCall {
  readonly matcher: ts.CallExpression;
  readonly skipped: number;
}

/** Who may tell that a function has changed, beside its callers. */
export interface TestWatch {
  /** Whether calls by another type would neither change with it nor be an error. */
  readonly hides: Hides;
  isTest(file: string): boolean;
}

const BOUND = new Set(["call", "apply", "bind"]);
/** Calls of test libraries that replace the member which their second argument names. */
const SPIES = new Set(["spyOn", "stub", "method", "mocked", "replaceProperty"]);
/** `Mock<…>`, `vi.MockedFunction<…>`, `jest.MockedClass<…>`, `sinon.SinonStub` */
const MOCK_TYPE = /^(?:\w+\.)*(?:Mock\w*|SinonStub\w*|SinonSpy\w*)\b/u;
/** `fake.run.mockReturnValue(1)`, `fake.run.returns(1)` */
const SETS_MOCK = /^(?:mock(?:ReturnValue|Implementation)(?:Once)?|returns|callsFake)$/u;
/** Matchers that say with what a mock was called, with the number of their own arguments before. */
const EXPECTS_CALL = new Map([
  ["toHaveBeenCalledWith", 0],
  ["toBeCalledWith", 0],
  ["toHaveBeenCalledExactlyOnceWith", 0],
  ["toHaveBeenLastCalledWith", 0],
  ["lastCalledWith", 0],
  ["toHaveBeenNthCalledWith", 1],
  ["nthCalledWith", 1],
]);
/** What a test says only of the class itself. */
const OF_CLASSES = new Set(["toBeInstanceOf", "instanceOf"]);
/** What makes an object of a class in a test and does not run its constructor. */
const WITHOUT_CONSTRUCTOR = new Set(["createStubInstance"]);

/** Finds every use of what some declarations declare, in one program. */
export function findUses(reader: ProgramReader, declarations: ReadonlySet<ts.Declaration>, watch: TestWatch): Uses {
  return new UseSearch(reader, declarations, watch).run();
}

class UseSearch {
  readonly #reader: ProgramReader;
  readonly #meant: Set<ts.Declaration>;
  readonly #calls: (ts.CallExpression | ts.NewExpression)[] = [];
  readonly #names = new Set<string>();
  readonly #mocks: ts.Expression[] = [];
  readonly #expected: ExpectedCall[] = [];
  readonly #results: ts.TypeReferenceNode[] = [];
  readonly #watch: TestWatch;
  #obstacle: string | undefined;

  constructor(reader: ProgramReader, declarations: ReadonlySet<ts.Declaration>, watch: TestWatch) {
    this.#reader = reader;
    this.#watch = watch;
    this.#meant = new Set(declarations);
    for (const declaration of declarations) this.#names.add(nameOf(reader, declaration as CallableDeclaration));
    if ([...declarations].some((each) => isDefault(reader, each))) this.#addDefaultImports();
  }

  run(): Uses {
    // New names join while it runs: `import { f as g }`.
    for (const name of this.#names) for (const node of this.#reader.named(name)) this.#visit(node);
    if (this.#isOfClass()) this.#visitConstructors();
    if (this.#obstacle === undefined && isMethodLike(this.#reader, this.#meant)) this.#visitConversions();
    const [calls, mocks, expected, results] = [this.#calls, this.#mocks, this.#expected, this.#results];
    return { calls, obstacle: this.#obstacle, mocks, expected, results };
  }

  #visit(node: NameNode): void {
    const { ts } = this.#reader;
    if (ts.isStringLiteralLike(node) && !ts.isElementAccessExpression(node.parent)) return this.#visitText(node);
    const means = this.#reader.declarationsOf(node).some((each) => this.#meant.has(each));
    if (!means) return this.#visitUnknown(node);
    const { parent } = node;
    if (this.#meant.has(parent as ts.Declaration) && (parent as ts.NamedDeclaration).name === node) return;
    if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return void this.#names.add(parent.name.text);
    if (ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isExportAssignment(parent)) {
      if (ts.isExportAssignment(parent)) this.#addDefaultImports();
      return;
    }
    if (ts.isBindingElement(parent)) return this.#visitPattern(parent);
    const isMember = (ts.isPropertyAccessExpression(parent) && parent.name === node) || ts.isElementAccessExpression(parent);
    this.#visitUse(this.#reader.outermost(isMember ? parent : node));
  }

  /** `const { run } = await import("./run.js")`: what it is called here means the same. */
  #visitPattern(element: ts.BindingElement): void {
    const { ts } = this.#reader;
    const declaration = ts.findAncestor(element, ts.isVariableDeclaration);
    const isFixed = declaration && (declaration.parent.flags & ts.NodeFlags.Const) !== 0;
    if (!isFixed || !ts.isIdentifier(element.name) || element.initializer || isMethodLike(this.#reader, this.#meant))
      return this.#refuse(`it is taken out of an object at ${this.#reader.describe(element)}`);
    this.#meant.add(element);
    this.#names.add(element.name.text);
    for (const node of this.#reader.named(element.name.text)) if (node !== element.name) this.#visit(node);
  }

  #visitUse(use: ts.Node): void {
    const { ts } = this.#reader;
    const { parent } = use;
    const at = this.#reader.describe(use);
    if (ts.isCallExpression(parent) && parent.expression === use) return this.#addCall(parent);
    if (ts.isNewExpression(parent) && parent.expression === use) return this.#addCall(parent);
    const isInTypeQuery = ts.isTypeQueryNode(parent) || ts.isQualifiedName(parent) || ts.isImportTypeNode(parent);
    if (ts.isPartOfTypeNode(use) || isInTypeQuery) return this.#visitType(use);
    if (ts.isTypeNode(parent) && !ts.isExpressionWithTypeArguments(parent)) return;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === use) {
      if (BOUND.has(parent.name.text)) this.#refuse(`it is used with ${parent.name.text} at ${at}`);
      else if (parent.name.text === "prototype") this.#visitPrototype(parent);
      else if (SETS_MOCK.test(parent.name.text)) this.#visitMock(use as ts.Expression);
      return;
    }
    if (ts.isExpressionWithTypeArguments(parent)) return this.#visitHeritage(parent);
    if (ts.isJsxClosingElement(parent)) return;
    if (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent)) return this.#refuse(`it is a component at ${at}`);
    if (ts.isTaggedTemplateExpression(parent)) return this.#refuse(`it is the tag of a template at ${at}`);
    if (ts.isDecorator(parent)) return this.#refuse(`it is a decorator at ${at}`);
    if (this.#isOfClass() && this.#saysOfClass(parent, use)) return;
    if (this.#isHandleOfMock(parent, use) || this.#isMockByAnotherName(parent, use)) return;
    this.#refuse(`it is passed on as a value at ${at}`);
  }

  /** `ReturnType<typeof run>`, `ReturnType<typeof store.run>`, `ReturnType<Store["run"]>` */
  #visitType(use: ts.Node): void {
    const { ts } = this.#reader;
    let at = use;
    while (ts.isQualifiedName(at.parent) && at.parent.right === at) at = at.parent;
    // `typeof import("./run.js").run`
    if (ts.isImportTypeNode(at.parent)) at = at.parent;
    while (ts.isTypeQueryNode(at.parent) || ts.isIndexedAccessTypeNode(at.parent) || ts.isParenthesizedTypeNode(at.parent))
      at = at.parent;
    const { parent } = at;
    const isResult =
      ts.isTypeReferenceNode(parent) && parent.typeName.getText() === "ReturnType" && parent.typeArguments?.[0] === at;
    if (isResult && !this.#results.includes(parent)) this.#results.push(parent);
  }

  /** `vi.mocked(run)`, `expect(run).toHaveBeenCalled()`: whether that matters is for the test's watch to say. */
  #isHandleOfMock(parent: ts.Node, use: ts.Node): boolean {
    const { ts } = this.#reader;
    if (!ts.isCallExpression(parent) || parent.arguments[0] !== use || !this.#watch.isTest(this.#reader.fileOf(use) ?? ""))
      return false;
    const callee = ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name : parent.expression;
    if (!["mocked", "expect", "isMockFunction"].includes(callee.getText())) return false;
    if (callee.getText() === "expect" && isCalledBy(this.#reader, parent))
      this.#refuse(`expect calls it at ${this.#reader.describe(use)}`);
    this.#mocks.push(parent);
    const handle = this.#reader.outermost(parent);
    if (callee.getText() === "expect") this.#addExpected(parent);
    else if (ts.isVariableDeclaration(handle.parent)) this.#visitMockName(handle.parent);
    else this.#visitMockUse(handle);
    return true;
  }

  /** `fake.run.mockReturnValue(1)` in a test whose double it is. */
  #visitMock(use: ts.Expression): void {
    if (this.#watch.isTest(this.#reader.fileOf(use) ?? "")) this.#mocks.push(use);
  }

  /** `const mockedRun = run as MockedFunction<typeof run>` in a test that mocks it. */
  #isMockByAnotherName(parent: ts.Node, use: ts.Node): boolean {
    const { ts } = this.#reader;
    if (!ts.isVariableDeclaration(parent) || parent.initializer !== use || !ts.isIdentifier(parent.name)) return false;
    const cast = ts.isAsExpression(use) || ts.isTypeAssertionExpression(use) ? use.type : parent.type;
    const isMock = cast !== undefined && MOCK_TYPE.test(cast.getText()) && this.#watch.isTest(this.#reader.fileOf(use) ?? "");
    if (isMock) this.#visitMockName(parent);
    return isMock;
  }

  /** `const mockedRun = vi.mocked(run)` and what the test expects of it. */
  #visitMockName(declaration: ts.VariableDeclaration): void {
    const { ts } = this.#reader;
    if (!ts.isIdentifier(declaration.name)) return;
    for (const node of this.#reader.named(declaration.name.text))
      if (node !== declaration.name && this.#reader.declarationsOf(node).includes(declaration))
        this.#visitMockUse(this.#reader.outermost(node));
  }

  #visitMockUse({ parent }: ts.Node): void {
    const { ts } = this.#reader;
    if (ts.isCallExpression(parent) && parent.expression.getText() === "expect") this.#addExpected(parent);
  }

  /** `expect(run).not.toHaveBeenCalledWith("a")` */
  #addExpected(expect: ts.CallExpression): void {
    const { ts } = this.#reader;
    let at: ts.Expression = expect;
    while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at) at = at.parent;
    const skipped = ts.isPropertyAccessExpression(at) ? EXPECTS_CALL.get(at.name.text) : undefined;
    const { parent } = at;
    if (skipped !== undefined && ts.isCallExpression(parent) && parent.expression === at)
      this.#expected.push({ matcher: parent, skipped });
  }

  #isOfClass(): boolean {
    return [...this.#meant].some((each) => this.#reader.ts.isClassLike(each));
  }

  /** `Object.create(X.prototype)` makes an instance without the constructor; `X.prototype.run` and spies on it do not. */
  #visitPrototype(prototype: ts.Expression): void {
    const { ts } = this.#reader;
    const use = this.#reader.outermost(prototype);
    const { parent } = use;
    const isMember = (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === use;
    if (!this.#isOfClass() || isMember || ts.isBinaryExpression(parent) || this.#saysOfClass(parent, use)) return;
    this.#refuse(`an object takes its prototype at ${this.#reader.describe(prototype)}`);
  }

  /** `new (this.constructor as …)()` makes an instance without naming the class; `this.constructor.name` does not. */
  #visitConstructors(): void {
    const { ts, checker } = this.#reader;
    for (const node of this.#reader.named("constructor")) {
      const { parent } = node;
      if (!ts.isPropertyAccessExpression(parent) || parent.name !== node) continue;
      const use = this.#reader.outermost(parent);
      const isLooked = ts.isPropertyAccessExpression(use.parent) || ts.isBinaryExpression(use.parent);
      if (isLooked || !this.#isInstance(checker.getTypeAtLocation(parent.expression))) continue;
      this.#refuse(`its constructor is taken from an object at ${this.#reader.describe(parent)}`);
    }
  }

  /** Whether a type is that of a meant class, or of one that extends it. */
  #isInstance(type: ts.Type): boolean {
    const { checker } = this.#reader;
    const apparent = checker.getApparentType(type);
    if (apparent.symbol?.declarations?.some((each) => this.#meant.has(each))) return true;
    return apparent.isClassOrInterface() && checker.getBaseTypes(apparent).some((each) => this.#isInstance(each));
  }

  /** An object with the member goes to a type whose calls of it are others. */
  #visitConversions(): void {
    const escape = escapeOf(this.#reader, { meant: this.#meant, names: this.#names, hides: this.#watch.hides });
    if (escape) this.#refuse(escape);
  }

  /** `x instanceof X`, `expect(x).toBeInstanceOf(X)`, `vi.spyOn(X, "make")`: nothing constructs it there. */
  #saysOfClass(parent: ts.Node, use: ts.Node): boolean {
    const { ts } = this.#reader;
    if (ts.isBinaryExpression(parent))
      return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && parent.right === use;
    if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression)) return false;
    const callee = parent.expression.name.text;
    if (OF_CLASSES.has(callee)) return true;
    const [first, second] = parent.arguments;
    if (first !== use || !this.#watch.isTest(this.#reader.fileOf(use) ?? "")) return false;
    return WITHOUT_CONSTRUCTOR.has(callee) || (SPIES.has(callee) && second !== undefined && ts.isStringLiteralLike(second));
  }

  /** A subclass calls the constructor by `super`, or has it as its own. */
  #visitHeritage(heritage: ts.ExpressionWithTypeArguments): void {
    const { ts } = this.#reader;
    const owner = heritage.parent.parent;
    if (!ts.isHeritageClause(heritage.parent) || heritage.parent.token !== ts.SyntaxKind.ExtendsKeyword || !ts.isClassLike(owner))
      return;
    const constructor = owner.members.find(
      (member): member is ts.ConstructorDeclaration => ts.isConstructorDeclaration(member) && !!member.body,
    );
    if (!constructor) {
      if (!owner.name) return this.#refuse(`it is extended at ${this.#reader.describe(owner)}`);
      if (this.#meant.has(owner)) return;
      this.#meant.add(owner);
      this.#names.add(owner.name.text);
      for (const node of this.#reader.named(owner.name.text)) if (node !== owner.name) this.#visit(node);
      return;
    }
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword) this.#addCall(node);
      else if (!ts.isClassLike(node)) ts.forEachChild(node, visit);
    };
    ts.forEachChild(constructor, visit);
  }

  /** `vi.spyOn(service, "run")`: what the test says of its calls would not hold any more. */
  #visitText(text: ts.StringLiteralLike): void {
    const { ts, checker } = this.#reader;
    const { parent } = text;
    if (ts.isLiteralTypeNode(parent) && this.#isMember(parent)) return this.#visitType(parent);
    if (!ts.isCallExpression(parent) || parent.arguments[1] !== text) return;
    const property = checker.getTypeAtLocation(parent.arguments[0]!).getProperty(text.text);
    if (!property?.declarations?.some((each) => this.#meant.has(each))) return;
    const name = ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : parent.expression.getText();
    if (!SPIES.has(name)) return this.#refuse(`it may be called by its name at ${this.#reader.describe(text)}`);
    if (!this.#watch.isTest(this.#reader.fileOf(text) ?? ""))
      return this.#refuse(`it is replaced at ${this.#reader.describe(text)}`);
    this.#mocks.push(parent);
  }

  /** `Store["run"]` in a type. */
  #isMember({ parent, literal }: ts.LiteralTypeNode): boolean {
    const { ts, checker } = this.#reader;
    if (!ts.isIndexedAccessTypeNode(parent) || !ts.isStringLiteral(literal)) return false;
    const property = checker.getApparentType(checker.getTypeFromTypeNode(parent.objectType)).getProperty(literal.text);
    return property?.declarations?.some((each) => this.#meant.has(each)) ?? false;
  }

  /** `(service as any).run()`: what is under the cast says whether it is meant; where nothing does, it may be. */
  #visitUnknown(node: NameNode): void {
    const { ts, checker } = this.#reader;
    const { parent } = node;
    if (!ts.isPropertyAccessExpression(parent) || parent.name !== node || !isMethodLike(this.#reader, this.#meant)) return;
    if (this.#isDouble(parent.expression)) return this.#visitMockUse(this.#reader.outermost(parent));
    const receiver = checker.getTypeAtLocation(parent.expression);
    if (!(receiver.flags & ts.TypeFlags.Any)) return;
    const inner = this.#reader.innermost(parent.expression);
    const type = checker.getTypeAtLocation(inner);
    if (type.flags & ts.TypeFlags.Any)
      return this.#refuse(`it may be what is used at ${this.#reader.describe(parent)}, where types do not say`);
    const property = checker.getPropertyOfType(checker.getApparentType(type), node.text);
    if (property?.declarations?.some((each) => this.#meant.has(each)) ?? false) this.#visitUse(this.#reader.outermost(parent));
  }

  /** `const fake = { run: vi.fn() }` in a test that says `fake as unknown as Store` of it somewhere. */
  #isDouble(node: ts.Expression): boolean {
    const { ts, checker } = this.#reader;
    if (!ts.isIdentifier(node) || !this.#watch.isTest(this.#reader.fileOf(node) ?? "")) return false;
    const declarations = this.#reader.declarationsOf(node);
    if (!declarations.some((each) => ts.isVariableDeclaration(each) && !each.type)) return false;
    const owners = new Set<ts.Node>([...this.#meant].map(({ parent }) => parent));
    return this.#reader.named(node.text).some((use) => {
      const outer = this.#reader.outermost(use);
      if (!ts.isAsExpression(outer) || !this.#reader.declarationsOf(use).includes(declarations[0]!)) return false;
      return checker.getTypeAtLocation(outer).symbol?.declarations?.some((each) => owners.has(each)) ?? false;
    });
  }

  #addDefaultImports(): void {
    const { ts } = this.#reader;
    this.#names.add("default");
    for (const source of this.#reader.sources.values())
      for (const statement of source.statements) {
        const name = ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
        if (name && this.#reader.declarationsOf(name).some((each) => this.#meant.has(each))) this.#names.add(name.text);
      }
  }

  #addCall(call: ts.CallExpression | ts.NewExpression): void {
    if (!this.#calls.includes(call)) this.#calls.push(call);
  }

  #refuse(reason: string): void {
    this.#obstacle ??= reason;
  }
}

/** `expect(run).toThrow()`, `expect(run).to.throw()`, `expect(run).rejects.toThrow()`: the matcher calls it. */
function isCalledBy({ ts }: ProgramReader, expected: ts.Node): boolean {
  for (let at = expected.parent; ts.isPropertyAccessExpression(at); at = at.parent)
    if (/^(?:rejects|resolves)$|throw/iu.test(at.name.text)) return true;
  return false;
}

/** Whether something is called on an object, so that types decide what is meant. */
function isMethodLike({ ts }: ProgramReader, declarations: ReadonlySet<ts.Declaration>): boolean {
  return [...declarations].some(
    (each) =>
      ts.isMethodDeclaration(each) ||
      ts.isMethodSignature(each) ||
      ts.isPropertySignature(each) ||
      ts.isPropertyDeclaration(each) ||
      ts.isPropertyAssignment(each),
  );
}

function isDefault({ ts }: ProgramReader, declaration: ts.Declaration): boolean {
  return (
    ts.isExportAssignment(declaration) ||
    (ts.canHaveModifiers(declaration) &&
      (ts.getModifiers(declaration)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false))
  );
}
