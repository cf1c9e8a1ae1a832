import type ts from "typescript";
import {
  CallableIndex,
  declarationsAt,
  keyOf,
  reachOf,
  shownNameOf,
  signaturesOf,
  withOverloads,
  type CallableDeclaration,
} from "../callers/callables.js";
import type { CallerHost } from "../callers/caller-host.js";
import { hidesResult } from "../callers/conversions.js";
import { familiesOf, type Families } from "../callers/families.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { findUnseenUse } from "../callers/public-entries.js";
import { findUses } from "../callers/uses.js";
import { asyncWrites, awaitedWrites, ownObstacle, probeOfCall, probeOfSignature } from "./async-functions.js";
import { addWrites, type AsyncCallable, type AsyncGraph, type AsyncPlace, type AsyncSite } from "./call-graph.js";
import { placeOfCall, placeOfSite, type PlaceSetting } from "./places.js";
import { doubleWrites, mockWrites } from "./test-mocks.js";

/** What the graph asks of the wave's host. */
type GraphHost = Pick<CallerHost, "refusal" | "callRefusal" | "isTest" | "overlapAt">;

/** Finds out, program by program, which functions would have to become async and who calls them. */
export class AsyncGraphBuilder implements AsyncGraph {
  readonly sites = new Map<AsyncSite, AsyncPlace>();
  readonly index = new CallableIndex<AsyncCallable>();
  readonly #host: GraphHost;
  readonly #explored = new Set<string>();

  constructor(host: GraphHost) {
    this.#host = host;
  }

  get callables(): ReadonlyMap<string, AsyncCallable> {
    return this.index.callables;
  }

  /** Whether something has not been looked for in the program of a tsconfig. */
  isOpen(project: string, sites: readonly AsyncSite[]): boolean {
    return sites.some((site) => !this.sites.has(site)) || !this.#unexplored(project).next().done;
  }

  /** What may change and was not looked at yet; it may become more meanwhile. */
  *#unexplored(project: string): Generator<AsyncCallable> {
    for (const callable of this.callables.values())
      if (callable.obstacle === undefined && !this.#explored.has(`${project}\0${callable.key}`)) yield callable;
  }

  /** Adds what one program shows; returns whether it was anything new. */
  explore(reader: ProgramReader, project: string, sites: readonly AsyncSite[]): boolean {
    const visit = new ProgramVisit(this, reader, this.#host);
    let isNew = false;
    for (const site of sites) {
      if (this.sites.has(site) || !reader.sources.has(site.file)) continue;
      const node = reader.innermostAt(site.file, site.start);
      if (!node) continue;
      this.sites.set(site, visit.placeOfSite(node));
      isNew = true;
    }
    for (const callable of this.#unexplored(project)) {
      this.#explored.add(`${project}\0${callable.key}`);
      visit.exploreCallable(callable);
      isNew = true;
    }
    return isNew;
  }
}

/** What one program adds to the graph. */
class ProgramVisit {
  readonly #graph: AsyncGraphBuilder;
  readonly #reader: ProgramReader;
  readonly #host: GraphHost;
  readonly #families: Families;
  readonly #setting: PlaceSetting;

  constructor(graph: AsyncGraphBuilder, reader: ProgramReader, host: GraphHost) {
    this.#graph = graph;
    this.#reader = reader;
    this.#host = host;
    this.#families = familiesOf(reader);
    this.#setting = {
      reader,
      isTest: (file) => host.isTest(file),
      overlapAt: (file, range) => host.overlapAt(file, range),
      refusal: (file) => this.#refusal(file),
      toCallable: (declaration) => this.#callableOf(declaration).key,
    };
  }

  placeOfSite(node: ts.Node): AsyncPlace {
    return placeOfSite(this.#setting, node);
  }

  /** Adds the calls of a callable, and the declarations that only this program has. */
  exploreCallable(callable: AsyncCallable): void {
    const known = declarationsAt(this.#reader, callable.declarations);
    if (known.length === 0) return;
    const declarations = new Set(known);
    for (const each of known) {
      const family = this.#families.of(each);
      for (const other of family.declarations) declarations.add(other);
      callable.obstacle ??= family.obstacle;
    }
    this.#declare(callable, [...declarations]);
    // Nothing that hangs on it changes, so nobody needs to know its callers.
    if (callable.obstacle !== undefined) return;
    const all = new Set<ts.Declaration>([...declarations].flatMap((each) => withOverloads(this.#reader, each)));
    const watch = { hides: hidesResult, isTest: (file: string): boolean => this.#host.isTest(file) };
    const { calls, obstacle, mocks, results } = findUses(this.#reader, all, watch);
    callable.obstacle ??= obstacle;
    if (callable.obstacle !== undefined) return;
    for (const mock of mocks) {
      const { writes, probes } = mockWrites(this.#reader, mock);
      addWrites(callable.writes, writes);
      addWrites(callable.probes, probes);
    }
    for (const call of calls) this.#addCall(callable, call);
    for (const result of results) this.#addResult(callable, result);
  }

  #callableOf(declaration: CallableDeclaration): AsyncCallable {
    const reader = this.#reader;
    const key = keyOf(reader, declaration);
    return this.#graph.index.of(key, () => {
      const family = this.#families.of(declaration);
      const callable: AsyncCallable = {
        ...{ key, name: shownNameOf(reader, declaration), at: reader.placeOf(declaration), injected: undefined },
        reach: reachOf(reader, declaration),
        declarations: new Set([key, ...[...family.declarations].map((each) => keyOf(reader, each))]),
        obstacle: family.obstacle,
        ...{ writes: new Map(), calls: new Map(), probes: new Map() },
      };
      return callable;
    });
  }

  /** Adds what makes declarations async, and what keeps them from it. */
  #declare(callable: AsyncCallable, declarations: readonly CallableDeclaration[]): void {
    const reader = this.#reader;
    for (const declaration of declarations) {
      callable.declarations.add(keyOf(reader, declaration));
      const file = reader.fileOf(declaration)!;
      callable.obstacle ??= this.#refusal(file);
      const double = this.#host.isTest(file) ? doubleWrites(reader, declaration) : undefined;
      if (double) {
        addWrites(callable.writes, double.writes);
        addWrites(callable.probes, double.probes);
        continue;
      }
      callable.obstacle ??= findUnseenUse(reader, declaration, callable.name) ?? ownObstacle(reader, declaration);
      for (const signature of signaturesOf(reader, declaration) ?? []) {
        addWrites(callable.writes, asyncWrites(reader, signature));
        addWrites(callable.probes, probeOfSignature(reader, signature));
      }
    }
    this.#graph.index.own(callable);
  }

  /** Tests follow, whether or not they are the contract's. */
  #refusal(file: string): string | undefined {
    return this.#host.isTest(file) ? this.#host.callRefusal(file) : this.#host.refusal(file);
  }

  #addResult(callable: AsyncCallable, result: ts.TypeReferenceNode): void {
    const file = this.#reader.fileOf(result);
    const writes = file === undefined ? [] : awaitedWrites(this.#reader, result);
    if (writes.length === 0) return;
    const refusal = this.#host.callRefusal(file!);
    if (refusal !== undefined)
      callable.obstacle ??= `a type is made of what it gives at ${this.#reader.describe(result)}: ${refusal}`;
    addWrites(callable.writes, writes);
  }

  #addCall(callable: AsyncCallable, call: ts.CallExpression | ts.NewExpression): void {
    const reader = this.#reader;
    const { file, start } = reader.placeOf(call);
    const key = `${file}\0${start}\0${call.end}`;
    if (callable.calls.has(key)) return;
    if (!reader.ts.isCallExpression(call) || call.expression.kind === reader.ts.SyntaxKind.SuperKeyword) {
      callable.obstacle ??= `it makes an object at ${reader.describe(call)}`;
      return;
    }
    const place = placeOfCall(this.#setting, call);
    addWrites(callable.probes, [probeOfCall(reader, call)]);
    const refusal = place.isNew || place.writes.length > 0 ? this.#host.callRefusal(file) : undefined;
    const container = { ...place.container, key: `file ${file}`, name: file, reason: refusal ?? "" };
    callable.calls.set(key, refusal === undefined ? place : { ...place, candidate: undefined, holders: [], container });
  }
}
