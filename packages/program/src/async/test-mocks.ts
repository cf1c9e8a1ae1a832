import type ts from "typescript";
import type { CallableDeclaration } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { asyncWrites, givesPromise, isAsync, isPromise, probeOfSignature, writeAt } from "./async-functions.js";
import type { Write } from "./call-graph.js";

/** What the mocks of a function that becomes async need, and what a probe of it needs in them. */
export interface MockWrites {
  readonly writes: readonly Write[];
  readonly probes: readonly Write[];
}

/** What sets the result of a mock, with what sets it to a promise of that. */
const RESULTS = new Map([
  ["mockReturnValue", "mockResolvedValue"],
  ["mockReturnValueOnce", "mockResolvedValueOnce"],
  ["returns", "resolves"],
]);
const CODE = /^(?:mockImplementation(?:Once)?|callsFake)$/u;

/** Lets `vi.mocked(run).mockReturnValue(1)` give a promise of it, also where a variable holds the mock. */
export function mockWrites(reader: ProgramReader, mock: ts.Expression): MockWrites {
  const { ts } = reader;
  const { parent } = reader.outermost(endOfChain(reader, mock));
  const holder =
    ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
      ? parent.name
      : ts.isBinaryExpression(parent) && ts.isIdentifier(parent.left)
        ? parent.left
        : undefined;
  const symbol = holder && reader.checker.getSymbolAtLocation(holder);
  const held = holder ? reader.named(holder.text).filter((each) => reader.checker.getSymbolAtLocation(each) === symbol) : [];
  const found = [mock, ...held].map((each) => chainWrites(reader, each));
  return { writes: found.flatMap(({ writes }) => writes), probes: found.flatMap(({ probes }) => probes) };
}

/** `vi.spyOn(store, "load").mockReturnValue(1)` is the mock, too. */
function endOfChain(reader: ProgramReader, mock: ts.Expression): ts.Node {
  const { ts } = reader;
  for (let end: ts.Node = mock; ;) {
    const { parent } = reader.outermost(end);
    if (!ts.isPropertyAccessExpression(parent) || !/^mock|^returns$|^callsFake$/u.test(parent.name.text)) return end;
    if (!ts.isCallExpression(parent.parent) || parent.parent.expression !== parent) return end;
    end = parent.parent;
  }
}

function chainWrites(reader: ProgramReader, start: ts.Node): MockWrites {
  const { ts } = reader;
  const writes: Write[] = [];
  const probes: Write[] = [];
  for (let at = reader.outermost(start); ;) {
    const { parent } = at;
    if (!ts.isPropertyAccessExpression(parent) || parent.expression !== at || !ts.isCallExpression(parent.parent)) break;
    const call = parent.parent;
    const [first] = call.arguments;
    const result = RESULTS.get(parent.name.text);
    if (result !== undefined && first && !isPromise(reader, reader.checker.getTypeAtLocation(first), "some"))
      writes.push({
        ...writeAt(reader, parent.name, parent.name.getStart(), result),
        range: [parent.name.getStart(), parent.name.end],
      });
    const code = CODE.test(parent.name.text) && first ? codeWrites(reader, first) : undefined;
    writes.push(...(code?.writes ?? []));
    probes.push(...(code?.probes ?? []));
    at = reader.outermost(call);
  }
  return { writes, probes };
}

/** What a double in a test needs, `{ save: vi.fn(() => 1) }`: who calls it waits, so most need nothing. Undefined if it is none. */
export function doubleWrites(reader: ProgramReader, declaration: CallableDeclaration): MockWrites | undefined {
  const { ts } = reader;
  const value = "initializer" in declaration && declaration.initializer ? reader.innermost(declaration.initializer) : undefined;
  let made: ts.Expression | undefined = value;
  // `vi.fn().mockReturnValue(1)`
  while (
    made &&
    ts.isCallExpression(made) &&
    ts.isPropertyAccessExpression(made.expression) &&
    ts.isCallExpression(made.expression.expression)
  )
    made = made.expression.expression;
  if (!made || !ts.isCallExpression(made)) return undefined;
  const callee = ts.isPropertyAccessExpression(made.expression) ? made.expression.name.text : made.expression.getText();
  if (!/^(?:fn|stub|spy|fake|mock)$/u.test(callee)) return undefined;
  const chain = chainWrites(reader, made);
  const own = made.arguments[0] && codeWrites(reader, made.arguments[0]);
  return { writes: [...chain.writes, ...(own?.writes ?? [])], probes: [...chain.probes, ...(own?.probes ?? [])] };
}

function codeWrites(reader: ProgramReader, value: ts.Expression): MockWrites | undefined {
  const { ts } = reader;
  const code = reader.innermost(value);
  if (!ts.isArrowFunction(code) && !ts.isFunctionExpression(code)) return undefined;
  const isReady = isAsync(reader, code) || givesPromise(reader, code) || code.asteriskToken !== undefined;
  return {
    writes: isReady ? [] : asyncWrites(reader, code),
    probes: code.parameters.length > 0 ? probeOfSignature(reader, code) : [],
  };
}
