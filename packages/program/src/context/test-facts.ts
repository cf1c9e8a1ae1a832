import type ts from "typescript";
import type { TestFacts } from "./call-graph.js";
import { findExport, stepsOf, textOfExpression, throwingPart } from "./expressions.js";
import { exportedAs, givenBy, moduleMocksIn, type ModuleMock } from "./module-mocks.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { changeAfter, findTestChanges, type TestChanges } from "./test-changes.js";
import type { WantedExpression } from "./wanted.js";

/** What is known of an expression in one test file, whichever call it is asked for. */
interface FileFacts extends Omit<TestFacts, "changed"> {
  readonly changes: TestChanges;
  /** Whether the test mocks the expression's module or changes what it gives. */
  readonly isTouched: boolean;
}

const LOADS_ANEW = /\b(?:resetModules|isolateModules|doMock|unstable_mockModule)\b/u;
const TESTS = /\b(?:it|test|describe)\s*[.(]/u;
const TEST_NAMES = /[.\-_](?:tests?|spec|e2e|cy|bench)\.[cm]?[jt]sx?$|\/__tests__\//u;

/** Reads in one program what tests do to an expression that a call in them might pass. */
export class TestReader {
  readonly #reader: ProgramReader;
  readonly #known = new Map<string, FileFacts>();
  #setups: readonly ts.SourceFile[] | undefined;

  constructor(reader: ProgramReader) {
    this.#reader = reader;
  }

  /** What the file of a call says. */
  factsAt(call: ts.Node, expression: WantedExpression): TestFacts {
    const source = call.getSourceFile();
    const { changes, isTouched: _, ...rest } = this.#read(source, expression);
    const text = textOfExpression(expression);
    const changed = changeAfter(this.#reader, call, changes.places);
    const own = { ...rest, changed: changed && `it may change what ${text} gives later, at ${this.#reader.describe(changed)}` };
    return hasTests(source) ? own : this.#withUsers(own, expression);
  }

  /** What a file of helpers says, with the tests that may use them. */
  #withUsers(own: TestFacts, expression: WantedExpression): TestFacts {
    const users = [...this.#reader.sources.values()].filter((each) => hasTests(each)).map((each) => this.#read(each, expression));
    const touching = users.find(({ isTouched }) => isTouched);
    return {
      ...own,
      obstacle: own.obstacle ?? users.find(({ obstacle }) => obstacle !== undefined)?.obstacle,
      mayThrow: own.mayThrow ?? users.find(({ mayThrow }) => mayThrow !== undefined)?.mayThrow,
      changed: own.changed ?? (touching && `tests that may use it change what ${textOfExpression(expression)} gives`),
      mocked: [...own.mocked, ...users.flatMap(({ mocked }) => mocked)],
    };
  }

  #read(source: ts.SourceFile, expression: WantedExpression): FileFacts {
    const key = `${source.fileName}\0${textOfExpression(expression)}`;
    const facts = this.#known.get(key) ?? this.#find(source, expression);
    this.#known.set(key, facts);
    return facts;
  }

  #find(source: ts.SourceFile, expression: WantedExpression): FileFacts {
    const reader = this.#reader;
    const text = textOfExpression(expression);
    const symbol = findExport(reader, expression.root, source.fileName);
    const declarations = symbol?.declarations ?? [];
    const mocks = [source, ...this.#findSetups()].flatMap((each) => moduleMocksIn(reader, each));
    const own = mocks.flatMap((mock) => {
      const exported = exportedAs(reader, mock, declarations);
      return exported === undefined ? [] : [{ mock, exported, given: givenBy(reader, mock, exported) }];
    });
    const given = own.flatMap(({ given: each }) => (typeof each === "string" ? [] : [each]));
    const changes = findTestChanges(reader, source, expression, given);
    const missing = own.find(({ mock, given: each }) => mock.factory && each === "nothing")?.mock;
    const obstacle =
      missing !== undefined
        ? `the mock at ${reader.describe(missing.call)} gives no ${expression.root.exported}`
        : changes.watched !== undefined
          ? `it looks at how often ${text} is asked for, at ${reader.describe(changes.watched)}`
          : LOADS_ANEW.test(source.text)
            ? "it loads modules anew"
            : undefined;
    const replaced = own.filter(({ mock, given: each }) => mock.factory && each !== "real");
    const doubts =
      replaced.length > 0
        ? replaced.map((each) => this.#doubtIn(each, expression))
        : [this.#doubtInReal(own, expression, symbol, source)];
    const doubt = doubts.find((each) => each !== undefined);
    return {
      obstacle: obstacle ?? (symbol ? undefined : `nothing here exports ${expression.root.exported}`),
      mayThrow: doubt && `${doubt} where ${text} is evaluated`,
      mocked: mocks.flatMap(({ module }) => (module ? (reader.fileOf(module) ?? []) : [])),
      hasRoot: replaced.length > 0 || this.#imports(source, declarations),
      changes,
      isTouched: own.length > 0 || changes.places.length > 0,
    };
  }

  /** Why what a mock gives may throw. */
  #doubtIn(
    { given, mock }: { readonly given: ts.Node | string; readonly mock: ModuleMock },
    expression: WantedExpression,
  ): string | undefined {
    const { ts, checker } = this.#reader;
    if (typeof given === "string") return `the mock at ${this.#reader.describe(mock.call)} can't be read`;
    if (/\bthrow\b/u.test(given.getText())) return "a mock may throw";
    const value = ts.isPropertyAssignment(given) ? given.initializer : undefined;
    let type = value ? checker.getTypeAtLocation(value) : checker.getTypeAtLocation((given as ts.NamedDeclaration).name!);
    let code: ts.Node | undefined = value;
    const steps = stepsOf(this.#reader, expression);
    for (const [index, step] of steps.entries()) {
      const isLast = index === steps.length - 1;
      if (type.flags & ts.TypeFlags.Any && isLast && step === "call" && code && /\b(?:fn|stub)\(/u.test(code.getText()))
        return undefined;
      if (type.flags & ts.TypeFlags.Any) return "it is not known what a mock gives";
      if (step === "call") {
        const [signature] = type.getCallSignatures();
        if (!signature) return "a mock gives no function";
        type = signature.getReturnType();
        code = undefined;
        continue;
      }
      const property = checker.getPropertyOfType(checker.getApparentType(type), step.member);
      if (!property) return `a mock gives no ${step.member}`;
      type = checker.getTypeOfSymbolAtLocation(property, given);
      code = property.valueDeclaration;
    }
    return undefined;
  }

  #doubtInReal(
    own: readonly { readonly mock: ModuleMock }[],
    expression: WantedExpression,
    symbol: ts.Symbol | undefined,
    at: ts.Node,
  ): string | undefined {
    const auto = own.find(({ mock }) => !mock.factory)?.mock;
    if (!auto || !symbol) return symbol && throwingPart(this.#reader, expression, symbol, at);
    const { module } = auto;
    const folder = module?.fileName.replace(/[^/]+$/u, "__mocks__/") ?? "";
    if ([...this.#reader.sources.values()].some(({ fileName }) => fileName.startsWith(folder)))
      return "a file with mocks decides";
    // The functions of an automatic mock give nothing; accessors may be the real ones.
    const [first, second, ...others] = stepsOf(this.#reader, expression);
    const isPlainCall = first !== undefined && first !== "call" && second === "call" && others.length === 0;
    return isPlainCall ? undefined : throwingPart(this.#reader, expression, symbol, at);
  }

  #imports(source: ts.SourceFile, declarations: readonly ts.Declaration[]): boolean {
    const { ts } = this.#reader;
    return source.statements.some((each) => {
      if (!ts.isImportDeclaration(each) || each.importClause?.isTypeOnly) return false;
      const named = each.importClause?.namedBindings;
      const names = named && ts.isNamedImports(named) ? named.elements.map(({ name }) => name) : [];
      return names.some((name) => this.#reader.declarationsOf(name).some((own) => declarations.includes(own)));
    });
  }

  /** Files without tests whose mocks may hold for all of them. */
  #findSetups(): readonly ts.SourceFile[] {
    this.#setups ??= [...this.#reader.sources.values()].filter(
      (source) => !hasTests(source) && moduleMocksIn(this.#reader, source).length > 0,
    );
    return this.#setups;
  }
}

/** Whether a file holds tests, and is no helper of them. */
function hasTests({ fileName, text }: ts.SourceFile): boolean {
  return TEST_NAMES.test(fileName) || TESTS.test(text);
}
