import type ts from "typescript";
import { baseOf, namesIn, stepsOf } from "./expressions.js";
import { moduleMocksIn } from "./module-mocks.js";
import type { ProgramReader } from "../callers/program-reader.js";
import type { WantedExpression } from "./wanted.js";

/** What a test does to an expression: places where it changes what it gives, and the first where it looks at how often it is asked for. */
export interface TestChanges {
  readonly places: readonly ts.Node[];
  readonly watched: ts.Node | undefined;
}

const SPIES = new Set(["spyOn", "stub", "method", "replaceProperty", "replace"]);
const RESETS = new Set(["resetAllMocks", "restoreAllMocks", "restore", "reset", "mockReset", "mockRestore"]);
const SETTING = /^mock(?:Return|Resolved|Rejected|Implementation|Reset|Restore)|^(?:returns|resolves|callsFake)$/u;
const ONCE = /Once$|^on(?:First|Second|Third)?Call$/u;

/** Finds what a test does to an expression; `given` is the code that mocks of its module give instead. */
export function findTestChanges(
  reader: ProgramReader,
  source: ts.SourceFile,
  expression: WantedExpression,
  given: readonly ts.Node[],
): TestChanges {
  return new ChangeSearch(reader, source, expression, given).run();
}

class ChangeSearch {
  readonly #places: ts.Node[] = [];
  readonly #reader: ProgramReader;
  readonly #source: ts.SourceFile;
  readonly #expression: WantedExpression;
  readonly #member: string | undefined;
  /** What stands in a mock for the expression: its properties' code. */
  readonly #given: readonly ts.Node[];
  #watched: ts.Node | undefined;

  constructor(reader: ProgramReader, source: ts.SourceFile, expression: WantedExpression, given: readonly ts.Node[]) {
    this.#reader = reader;
    this.#source = source;
    this.#expression = expression;
    this.#given = given.filter((each) => each.getSourceFile() === source);
    const [first] = stepsOf(reader, expression);
    this.#member = typeof first === "object" ? first.member : undefined;
  }

  run(): TestChanges {
    const names = namesIn(this.#source, this.#expression);
    // An import itself can't be changed.
    const isNamed = [...names].some((name) => this.#source.text.includes(name));
    if (this.#expression.rest !== "" && isNamed) this.#visitNames(names);
    this.#visitGiven();
    if (this.#places.length > 0 || this.#given.length > 0) this.#visitResets();
    return { places: this.#places, watched: this.#watched };
  }

  #each(visit: (node: ts.Node) => void): void {
    const { ts } = this.#reader;
    const mocks = new Set<ts.Node>(moduleMocksIn(this.#reader, this.#source).map(({ call }) => call));
    const walk = (node: ts.Node): void => {
      if (mocks.has(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
      visit(node);
      ts.forEachChild(node, walk);
    };
    walk(this.#source);
  }

  #visitNames(names: ReadonlySet<string>): void {
    const { ts } = this.#reader;
    this.#each((node) => {
      if (!ts.isIdentifier(node) || !names.has(node.text)) return;
      this.#visitName(baseOf(ts, node));
    });
  }

  #visitName(name: ts.Node): void {
    const { ts } = this.#reader;
    const { parent } = name;
    if (ts.isCallExpression(parent) && parent.arguments[0] === name) {
      const [, member] = parent.arguments;
      const isSpy = SPIES.has(calleeName(ts, parent));
      if (isSpy && member && ts.isStringLiteralLike(member) && member.text !== this.#member) return;
      const callee = calleeName(ts, parent);
      if (callee !== "expect") this.#change(parent, isSpy || callee === "mocked");
      return;
    }
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== name) return;
    // The test reads what the function would.
    const text = name.getText() + this.#expression.rest;
    let read: ts.Node = parent;
    while (isLink(ts, read.parent, read) && !read.getText().startsWith(text)) read = read.parent;
    if (read.getText() === text && !isWritten(ts, read) && !this.#isHandled(read)) return;
    this.#change(parent, parent.name.text === this.#member);
  }

  /** `vi.mocked(Telemetry.instance)`, `Telemetry.instance.mockReturnValue()` */
  #isHandled(read: ts.Node): boolean {
    const { ts } = this.#reader;
    const { parent } = read;
    if (ts.isCallExpression(parent) && parent.arguments.includes(read as ts.Expression))
      return calleeName(ts, parent) === "mocked";
    return ts.isPropertyAccessExpression(parent) && SETTING.test(parent.name.text);
  }

  /** `current = other`, and `getInstance.mockReturnValue(other)`, where a mock gives what these names hold. */
  #visitGiven(): void {
    const { ts } = this.#reader;
    const code = this.#given.map((each) => each.getText());
    if (code.length === 0) return;
    const isGiven = (text: string): boolean =>
      code.some((each) => new RegExp(`(?<![\\w$.])${escapeOf(text)}(?![\\w$])`, "u").test(each));
    this.#each((node) => {
      const isName = ts.isIdentifier(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);
      if (!isName || !isGiven(node.text)) return;
      let at: ts.Node = node;
      while (ts.isPropertyAccessExpression(at.parent) && at.parent.expression === at && isGiven(at.parent.getText()))
        at = at.parent;
      const { parent } = at;
      if (isWritten(ts, at)) this.#places.push(at);
      else if (ts.isPropertyAccessExpression(parent) && (SETTING.test(parent.name.text) || ONCE.test(parent.name.text)))
        this.#change(at, true);
      else if (ts.isCallExpression(parent) && parent.arguments[0] === at && calleeName(ts, parent) === "expect") this.#see(at);
    });
  }

  /** Takes note of a change; of the accessor itself it may also be told how often it is asked for. */
  #change(node: ts.Node, isOfAccessor: boolean): void {
    const { ts } = this.#reader;
    this.#places.push(node);
    if (!isOfAccessor) return;
    let at = node;
    for (; !ts.isStatement(at) && !ts.isFunctionLike(at); at = at.parent) {
      if (ts.isPropertyAccessExpression(at) && ONCE.test(at.name.text)) this.#see(at);
      if (ts.isCallExpression(at) && calleeName(ts, at) === "expect") this.#see(at);
      // What holds the spy may be asked later.
      if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)) this.#seeHolder(at.name.text);
      if (ts.isBinaryExpression(at) && ts.isIdentifier(at.left)) this.#seeHolder(at.left.text);
    }
  }

  #seeHolder(name: string): void {
    const { ts } = this.#reader;
    this.#each((node) => {
      if (!ts.isIdentifier(node) || node.text !== name) return;
      const { parent } = node;
      if (ts.isCallExpression(parent) && parent.arguments.includes(node)) this.#see(node);
      if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return;
      if (ONCE.test(parent.name.text) || /^mock$|^call|^calls$/u.test(parent.name.text)) this.#see(node);
      else this.#places.push(node);
    });
  }

  #visitResets(): void {
    const { ts } = this.#reader;
    this.#each((node) => {
      if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
      if (RESETS.has(node.expression.name.text)) this.#places.push(node);
    });
  }

  #see(node: ts.Node): void {
    this.#watched ??= node;
  }
}

const BEFORE_ALL = new Set(["beforeAll", "before"]);
const AFTER = new Set(["afterEach", "afterAll", "after"]);
/** Their callbacks run where they are written. */
const AT_ONCE = new Set(["describe", "suite", "context", "expect"]);
const TESTS = new Set(["it", "test", "specify"]);

/** The first change that may be made between a call and the later use of what it was given. */
export function changeAfter(reader: ProgramReader, call: ts.Node, changes: readonly ts.Node[]): ts.Node | undefined {
  const own = stageOf(reader, call);
  return changes.find((change) => {
    const other = stageOf(reader, change);
    if (own.rank === undefined || other.rank === undefined) return true;
    const isBefore = change.getStart() < call.getStart();
    if (other.owner === own.owner) return !isBefore || (own.rank > 0 && isInLoop(reader, call));
    if (other.rank === 0) return false;
    if (own.rank < 2 || own.rank === 4) return true;
    if (own.rank === 3) return leavesTest(reader, call);
    // What ends a test comes before the next one, which sets up its own.
    return other.rank === 2 ? !isBefore : other.rank === 3;
  });
}

interface Stage {
  /** 0: when the file is loaded; 1: before all tests; 2: before each; 3: in a test; 4: behind one; undefined: whenever it is called. */
  readonly rank: number | undefined;
  readonly owner: ts.Node;
}

function stageOf({ ts }: ProgramReader, node: ts.Node): Stage {
  for (let at = node; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const call = at.parent;
    if (!ts.isCallExpression(call)) return { rank: undefined, owner: at };
    const name = /^[\w$]+/u.exec(call.expression.getText())?.[0] ?? "";
    if (AT_ONCE.has(name)) continue;
    if (BEFORE_ALL.has(name)) return { rank: 1, owner: at };
    if (name === "beforeEach") return { rank: 2, owner: at };
    if (TESTS.has(name)) return { rank: 3, owner: at };
    return { rank: AFTER.has(name) ? 4 : undefined, owner: at };
  }
  return { rank: 0, owner: node.getSourceFile() };
}

/** Whether what a call gives is kept for other tests. */
function leavesTest(reader: ProgramReader, call: ts.Node): boolean {
  const { ts } = reader;
  const { parent } = reader.outermost(call);
  return ts.isBinaryExpression(parent) && parent.right === reader.outermost(call) && stageOf(reader, call).rank === 3;
}

function isInLoop({ ts }: ProgramReader, node: ts.Node): boolean {
  return ts.findAncestor(node, (each) => ts.isIterationStatement(each, false)) !== undefined;
}

function calleeName(ts: ProgramReader["ts"], { expression }: ts.CallExpression): string {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isIdentifier(expression) ? expression.text : "";
}

/** Whether a node is the next member or call of a chain. */
function isLink(ts: ProgramReader["ts"], node: ts.Node, inner: ts.Node): boolean {
  return (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) && node.expression === inner;
}

function isWritten(ts: ProgramReader["ts"], node: ts.Node): boolean {
  const { parent } = node;
  return ts.isBinaryExpression(parent) && parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function escapeOf(text: string): string {
  return text.replace(/[$.()[\]{}*+?^|\\]/gu, String.raw`\$&`);
}
