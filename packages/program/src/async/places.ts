import type ts from "typescript";
import type { Container } from "../callers/call-graph.js";
import { declarationOf, type CallableDeclaration } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { asyncWrites, givesPromise, isAsync, isPromise, obstacleOfCode } from "./async-functions.js";
import type { AsyncPlace, Write } from "./call-graph.js";
import { waitFor } from "./waits.js";

/** What is needed to describe places in one program. */
export interface PlaceSetting {
  readonly reader: ProgramReader;
  isTest(file: string): boolean;
  overlapAt(file: string, range: readonly [number, number]): string | undefined;
  /** Why a function of a file may not become async; undefined if it may. */
  refusal(file: string): string | undefined;
  /** The key of the callable of a declaration. */
  toCallable(declaration: CallableDeclaration): string;
}

/** The code to which an `await` at a node would belong: it can wait, with some writes; a function that has callers; or it can't. */
type Around =
  | {
      readonly kind: "waits";
      readonly writes: readonly Write[];
      /** Whether it is a callback that may give a promise without being async. */
      readonly mayReturn?: boolean;
    }
  | {
      readonly kind: "function";
      readonly declaration: CallableDeclaration;
      readonly node: ts.Node;
      readonly writes: readonly Write[];
    }
  | { readonly kind: "stop"; readonly name: string; readonly reason: string; readonly node: ts.Node };

/** Describes the place of a site. */
export function placeOfSite(setting: PlaceSetting, node: ts.Node): AsyncPlace {
  return toPlace(setting, node, withoutOverlap(setting, node, aroundOf(setting, node)), []);
}

/** Describes a call of a function that becomes async. */
export function placeOfCall(setting: PlaceSetting, call: ts.CallExpression): AsyncPlace {
  const { reader } = setting;
  const wait = waitFor(reader, call);
  const waits: Around = { kind: "waits", writes: [] };
  if (wait.kind === "waits" || wait.kind === "handed-on") return toPlace(setting, call, waits, []);
  if (wait.kind === "stop") {
    const around = aroundOf(setting, call);
    const node = around.kind === "waits" ? call : around.node;
    return toPlace(setting, call, { kind: "stop", name: nameAround(reader, call), reason: wait.reason, node }, []);
  }
  const around = aroundOf(setting, call);
  // `it("saves", () => save())`
  if (wait.kind === "returned" && around.kind === "waits" && around.mayReturn) return toPlace(setting, call, waits, []);
  if (wait.kind !== "write") return toPlace(setting, call, around, []);
  return toPlace(setting, call, withoutOverlap(setting, call, around), wait.writes);
}

/** Nothing waits where calls that overlap would meet; tests run one after the other. */
function withoutOverlap(setting: PlaceSetting, node: ts.Node, around: Around): Around {
  const { reader } = setting;
  if (around.kind === "stop") return around;
  const { file, start } = reader.placeOf(node);
  const owner = reader.ts.findAncestor(node, reader.ts.isFunctionLike);
  const reason = owner && !setting.isTest(file) ? setting.overlapAt(file, [start, node.end]) : undefined;
  return owner && reason !== undefined ? { kind: "stop", name: nameOfCode(reader, owner), reason, node: owner } : around;
}

function toPlace(setting: PlaceSetting, node: ts.Node, around: Around, own: readonly Write[]): AsyncPlace {
  const { reader } = setting;
  const at = reader.placeOf(node);
  const top: Container = {
    key: `top ${at.file}`,
    name: `the top level of ${at.file}`,
    reason: "",
    at: { ...at, start: 0, line: 1, column: 1 },
  };
  const isNew = own.length > 0;
  if (around.kind === "waits")
    return { at, candidate: "waits", holders: [], container: top, writes: [...own, ...around.writes], isNew };
  if (around.kind === "function") {
    const callable = setting.toCallable(around.declaration);
    return { at, candidate: undefined, holders: [{ callable }], container: top, writes: [...own, ...around.writes], isNew };
  }
  const place = reader.placeOf(around.node);
  const { name, reason } = around;
  const isWhole = reader.ts.isSourceFile(around.node);
  const container = isWhole ? { ...top, reason } : { key: `code ${place.file} ${place.start}`, name, reason, at: place };
  return { at, candidate: undefined, holders: [], container, writes: own, isNew };
}

function aroundOf(setting: PlaceSetting, from: ts.Node): Around {
  const { reader } = setting;
  const { ts } = reader;
  const stop = (node: ts.Node, name: string, reason: string): Around => ({ kind: "stop", name, reason, node });
  for (let node = from; !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    if (ts.isDecorator(node)) return stop(node, "a decorator", "a decorator can't wait");
    if (ts.isClassStaticBlockDeclaration(node)) return stop(node, "a static block", "a static block can't wait");
    if (ts.isPropertyDeclaration(parent) && parent.initializer === node)
      return stop(parent, parent.name.getText(), "a class sets it up by itself");
    if (ts.isEnumMember(node)) return stop(node, "an enum", "an enum can't wait");
    if (ts.isModuleBlock(node)) return stop(node, "a namespace", "a namespace can't wait");
    if (!ts.isFunctionLike(parent) || !("body" in parent)) continue;
    if (parent.body === node) return aroundOfFunction(setting, parent);
    if (ts.isParameter(node)) return stop(parent, nameOfCode(reader, parent), "the default value of a parameter can't wait");
  }
  return aroundOfModule(reader, from.getSourceFile());
}

function aroundOfFunction(setting: PlaceSetting, node: ts.SignatureDeclaration): Around {
  const { reader } = setting;
  const { ts } = reader;
  if (isAsync(reader, node)) return { kind: "waits", writes: [] };
  const name = nameOfCode(reader, node);
  const obstacle = obstacleOfCode(reader, node, name);
  const stop = (reason: string): Around => ({ kind: "stop", name, reason, node });
  const declaration = declarationOf(reader, node);
  if (declaration && !ts.isClassLike(declaration)) {
    const isKeywordOnly =
      obstacle === undefined && givesPromise(reader, node) && setting.refusal(reader.fileOf(node)!) === undefined;
    if (isKeywordOnly) return { kind: "waits", writes: asyncWrites(reader, node) };
    return { kind: "function", declaration, node, writes: [] };
  }
  if (obstacle !== undefined) return stop(obstacle);
  const writes = asyncWrites(reader, node);
  if (givesPromise(reader, node)) return { kind: "waits", writes };
  const outer = reader.outermost(node) as ts.Expression;
  const { parent } = outer;
  if (ts.isCallExpression(parent) && parent.expression === outer) return aroundOfCalled(setting, parent, writes);
  const reason = whyNobodyWaits(setting, node, outer);
  return reason === undefined ? { kind: "waits", writes, mayReturn: node.type === undefined } : stop(reason);
}

/** `(() => { … })()` waits where what is around it does. */
function aroundOfCalled(setting: PlaceSetting, call: ts.CallExpression, writes: readonly Write[]): Around {
  const wait = waitFor(setting.reader, call);
  if (wait.kind === "stop") return { kind: "stop", name: "a function that is called at once", reason: wait.reason, node: call };
  if (wait.kind === "waits" || wait.kind === "handed-on") return { kind: "waits", writes };
  const around = aroundOf(setting, call);
  if (around.kind === "stop") return around;
  const all = [...writes, ...(wait.kind === "write" ? wait.writes : []), ...around.writes];
  return around.kind === "waits" ? { kind: "waits", writes: all } : { ...around, writes: all };
}

const BY_HAND = new Map([
  ["map", "map gives promises then; by hand: await Promise.all(… .map(…))"],
  ["forEach", "forEach does not wait for it; by hand: for (const … of …)"],
]);
/** Functions of test libraries whose callbacks are waited for, though their types often say `unknown`. */
const TESTS = /^(?:it|test|specify|before|after|beforeEach|afterEach|beforeAll|afterAll|setup|teardown)\b(?!.*\.describe\b)/u;

/** Why nobody waits for what a function gives that is passed on; undefined if somebody does. */
function whyNobodyWaits(setting: PlaceSetting, node: ts.SignatureDeclaration, outer: ts.Expression): string | undefined {
  const { reader, isTest } = setting;
  const { ts, checker } = reader;
  const { parent } = outer;
  if (ts.isJsxExpression(parent)) return "nobody waits for what a handler gives";
  const isPassed = (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.arguments?.includes(outer);
  if (!isPassed) return "it is used as a value, and it is not known who calls it";
  const callee = parent.expression.getText().replace(/\s+/gu, " ");
  const name = ts.isPropertyAccessExpression(parent.expression) ? parent.expression.name.text : reader.showCallee(parent);
  if (/^(?:done|cb|callback|next)$/u.test(node.parameters[0]?.name.getText() ?? "") && TESTS.test(callee))
    return `${name} waits for ${node.parameters[0]!.name.getText()}, and takes no promise beside`;
  if (ts.isNewExpression(parent)) return `new ${name} does not wait for it`;
  if (name === "map" && isJoined(reader, parent)) return undefined;
  if (isFinally(reader, parent.expression)) return undefined;
  const byHand = BY_HAND.get(name);
  if (byHand !== undefined && ts.isPropertyAccessExpression(parent.expression)) return byHand;
  const callees = checker.getTypeAtLocation(parent.expression);
  const isOwn = callees.getCallSignatures().some(({ declaration }) => declaration && reader.fileOf(declaration) !== undefined);
  if (!isOwn && TESTS.test(callee) && isTest(reader.fileOf(node) ?? "")) return undefined;
  if (callees.flags & ts.TypeFlags.Any) return `it is not known whether ${name} waits for it`;
  const index = parent.arguments.indexOf(outer);
  const waits = callees.getCallSignatures().some((signature) => {
    const parameter = signature.getParameters()[Math.min(index, signature.getParameters().length - 1)];
    const type = parameter && checker.getTypeOfSymbolAtLocation(parameter, parent);
    return type !== undefined && mayGivePromise(reader, checker.getNonNullableType(type));
  });
  return waits ? undefined : `${name} does not wait for it`;
}

function mayGivePromise(reader: ProgramReader, type: ts.Type): boolean {
  const { ts, checker } = reader;
  const parts = type.isUnion() ? type.types : [type];
  return parts.some((part) =>
    part.getCallSignatures().some((signature) => {
      const result = checker.getReturnTypeOfSignature(signature);
      const results = result.isUnion() ? result.types : [result];
      return results.some((each) => !(each.flags & ts.TypeFlags.Any) && checker.getPropertyOfType(each, "then") !== undefined);
    }),
  );
}

/** `promise.finally(…)` waits for what its callback gives, though its type does not say so. */
function isFinally(reader: ProgramReader, callee: ts.Expression): boolean {
  if (!reader.ts.isPropertyAccessExpression(callee) || callee.name.text !== "finally") return false;
  return isPromise(reader, reader.checker.getTypeAtLocation(callee.expression), "all");
}

/** `Promise.all(ids.map(…))` */
function isJoined(reader: ProgramReader, call: ts.Node): boolean {
  const { ts } = reader;
  const { parent } = reader.outermost(call);
  return ts.isCallExpression(parent) && /^Promise\.(?:all|allSettled|any|race)$/u.test(parent.expression.getText());
}

function aroundOfModule({ ts, program }: ProgramReader, source: ts.SourceFile): Around {
  const stop = (reason: string): Around => ({ kind: "stop", name: "", reason, node: source });
  const options = program.getCompilerOptions();
  const { module = ts.ModuleKind.CommonJS, target = ts.ScriptTarget.ES5 } = options;
  if (!ts.isExternalModule(source)) return stop("a script can't wait at its top level");
  const isNode = module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
  const isEcma = isNode
    ? formatOf(ts, source, options) === ts.ModuleKind.ESNext
    : module === ts.ModuleKind.ES2022 ||
      module === ts.ModuleKind.ESNext ||
      module === ts.ModuleKind.System ||
      module > ts.ModuleKind.NodeNext;
  if (!isEcma || /\.c[jt]s$/u.test(source.fileName)) return stop("a CommonJS module can't wait at its top level");
  if (target < ts.ScriptTarget.ES2017) return stop("the tsconfig's target has no await at the top level");
  return { kind: "waits", writes: [] };
}

/** What the nearest package.json makes of a file; a program knows it, a parser does not. */
function formatOf(ts: ProgramReader["ts"], source: ts.SourceFile, options: ts.CompilerOptions): ts.ResolutionMode {
  return source.impliedNodeFormat ?? ts.getImpliedNodeFormatForFile(source.fileName, undefined, ts.sys, options);
}

/** The name by which messages call code with parameters. */
function nameOfCode(reader: ProgramReader, node: ts.SignatureDeclaration): string {
  const { ts } = reader;
  if (ts.isConstructorDeclaration(node)) return `new ${node.parent.name?.text ?? "the class"}`;
  if (node.name) return node.name.getText();
  const { parent } = reader.outermost(node);
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.name)
    return parent.name.getText();
  const isPassed = ts.isCallExpression(parent) || ts.isNewExpression(parent);
  return isPassed ? `the function passed to ${reader.showCallee(parent)}` : "a function without a name";
}

function nameAround(reader: ProgramReader, node: ts.Node): string {
  const { ts } = reader;
  const owner = ts.findAncestor(node, (each): each is ts.SignatureDeclaration => ts.isFunctionLike(each) && "body" in each);
  return owner ? nameOfCode(reader, owner) : `the top level of ${reader.placeOf(node).file}`;
}
