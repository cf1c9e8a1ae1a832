import type ts from "typescript";
import {
  CallableIndex,
  declarationsAt,
  insertionIndex,
  isCallableDeclaration,
  keyOf,
  ownObstacle,
  reachOf,
  shownNameOf,
  signaturesOf,
  withOverloads,
  withoutThis,
  type CallableDeclaration,
  type Signature,
} from "../callers/callables.js";
import type { Callable, Holder, NeedPlace } from "./call-graph.js";
import { Candidates } from "./candidates.js";
import type { CallerHost } from "../callers/caller-host.js";
import type { CallerSite } from "../callers/caller-site.js";
import { modifiersOf, OwnDeclarations, ancestorsOf, inheritedConstructor } from "./own-declarations.js";
import { runsIn, textOfExpression, planRepeats } from "./expressions.js";
import { familiesOf, type Families } from "../callers/families.js";
import { argumentPlace, constructorPlace, memberOf, needPlace, parameterPlace, type PlaceSetting, seenPlace } from "./places.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { findUnseenUse } from "../callers/public-entries.js";
import { findUses } from "../callers/uses.js";
import { hidesParameters } from "../callers/conversions.js";
import type { WantedExpression, WantedValue } from "./wanted.js";

interface GraphSetting {
  readonly host: CallerHost;
  readonly accessors: readonly WantedExpression[];
}

/** Finds out, program by program, which functions would have to take one value and who calls them. */
export class GraphBuilder {
  readonly value: WantedValue;
  /** Where each site is, or the function that it is. */
  readonly sites = new Map<CallerSite, NeedPlace>();
  /** What the contract replaces, for this value and for others. */
  readonly accessors: readonly WantedExpression[];
  readonly declared: OwnDeclarations;
  readonly #host: CallerHost;
  readonly #asked: readonly CallerSite[];
  readonly #index = new CallableIndex<Callable>();
  /** For each callable the indices at which its declarations take one more. */
  readonly #indices = new Map<string, number>();
  readonly #explored = new Set<string>();
  readonly #visits = new WeakMap<ProgramReader, ProgramVisit>();

  /** `asked` are the sites that need the value, `accessors` what the sites of all values have. */
  constructor(value: WantedValue, { host, accessors }: GraphSetting, asked: readonly CallerSite[]) {
    this.value = value;
    this.accessors = accessors;
    this.#asked = asked;
    this.declared = new OwnDeclarations(asked);
    this.#host = host;
  }

  get callables(): ReadonlyMap<string, Callable> {
    return this.#index.callables;
  }

  /** Lets calls in tests pass what the sites have, where that is the same as before; everything has to be explored. */
  planRepeats(): void {
    planRepeats(this, {
      sites: [...this.sites].map(([{ replaced }, place]) => ({ place, expression: replaced })),
      isTest: (file) => this.#host.isTest(file),
      whyMissing: (file, { root }) => this.#host.whyMissing(file, root),
    });
  }

  /** The files of all that would have to take the value. */
  files(): Iterable<string> {
    return this.#index.files();
  }

  /** Whether something has not been looked for in the program of a tsconfig. */
  isOpen(project: string): boolean {
    const isUnseen = (site: CallerSite): boolean => !this.sites.has(site) || this.#isSeenOpen(project, site);
    return this.#asked.some(isUnseen) || !this.#unexplored(project).next().done;
  }

  /** What has no obstacle yet, or was not looked at in any program; it may become more meanwhile. */
  *#unexplored(project: string): Generator<Callable> {
    for (const callable of this.callables.values()) {
      const isDone = callable.obstacle !== undefined && this.#explored.has(callable.key);
      if (!isDone && !this.#explored.has(`${project}\0${callable.key}`)) yield callable;
    }
  }

  /** Another program may have the tests that fake what is there. */
  #isSeenOpen(project: string, site: CallerSite): boolean {
    return site.isSeen && this.sites.get(site)?.candidate !== undefined && !this.#explored.has(siteKey(project, site));
  }

  /** Adds what one program shows; returns whether it was anything new. */
  explore(reader: ProgramReader, project: string): boolean {
    const visit = this.#visits.get(reader) ?? new ProgramVisit(this, reader, this.#host);
    this.#visits.set(reader, visit);
    let isNew = false;
    for (const site of this.#asked) {
      if (!reader.sources.has(site.file)) continue;
      const known = this.sites.get(site);
      if (known && !this.#isSeenOpen(project, site)) continue;
      this.#explored.add(siteKey(project, site));
      const place = visit.placeOfSite(site);
      if (!place || (known && place.candidate !== undefined)) continue;
      this.sites.set(site, place);
      isNew = true;
    }
    for (const callable of this.#unexplored(project)) {
      this.#explored.add(`${project}\0${callable.key}`);
      this.#explored.add(callable.key);
      visit.exploreCallable(callable, this.#indices.get(callable.key) ?? 0);
      isNew = true;
    }
    return isNew;
  }

  /** The callable of a declaration, which is made when it is first met. */
  callableOf(key: string, make: () => { readonly callable: Callable; readonly index: number }): Callable {
    return this.#index.of(key, () => {
      const { callable, index } = make();
      this.#indices.set(callable.key, index);
      return callable;
    });
  }

  /** Takes note of all declarations of a callable. */
  own(callable: Callable): void {
    this.#index.own(callable);
  }
}

function siteKey(project: string, { file, start }: CallerSite): string {
  return `${project}\0${file}\0${start}\0site`;
}

/** What one program adds to the graph of one value. */
class ProgramVisit {
  readonly #graph: GraphBuilder;
  readonly #reader: ProgramReader;
  readonly #host: CallerHost;
  readonly #families: Families;
  readonly #setting: PlaceSetting;

  constructor(graph: GraphBuilder, reader: ProgramReader, host: CallerHost) {
    this.#graph = graph;
    this.#reader = reader;
    this.#host = host;
    this.#families = familiesOf(reader);
    this.#setting = {
      ...{ reader, value: graph.value, own: graph.declared, candidates: new Candidates(reader, graph.value) },
      isTest: (file) => host.isTest(file),
      toHolder: (declaration) => this.#toHolder(declaration),
    };
  }

  placeOfSite({ file, start, isTaken, isSeen }: CallerSite): NeedPlace | undefined {
    const { ts } = this.#reader;
    const node = this.#reader.innermostAt(file, start);
    if (!node) return undefined;
    // What is there and of another type is for a person to look at; nobody else has to pass the value.
    if (isSeen) return seenPlace(this.#setting, node);
    if (!isTaken) return needPlace(this.#setting, node);
    const declaration = ts.findAncestor(node, (each): each is CallableDeclaration => isCallableDeclaration(ts, each));
    if (!declaration || ts.isClassLike(declaration)) return undefined;
    const { at, container } = needPlace(this.#setting, node);
    return { at, container, candidate: undefined, holders: [this.#toHolder(declaration)] };
  }

  /** Adds the calls of a callable, and the declarations that only this program has. */
  exploreCallable(callable: Callable, index: number): void {
    const known = declarationsAt(this.#reader, callable.declarations);
    if (known.length === 0) return;
    const declarations = new Set(known);
    for (const each of known) {
      const family = this.#families.of(each);
      for (const other of family.declarations) declarations.add(other);
      callable.obstacle ??= family.obstacle;
    }
    this.#declare(callable, [...declarations], index);
    const all = new Set<ts.Declaration>([...declarations].flatMap((each) => withOverloads(this.#reader, each)));
    const isTest = (file: string): boolean => this.#host.isTest(file);
    const { calls, obstacle, expected } = findUses(this.#reader, all, { hides: hidesParameters, isTest });
    if (callable.injected === undefined) callable.obstacle ??= obstacle;
    for (const call of calls) this.#addCall(callable, call, index);
    for (const { matcher, skipped } of expected) this.#addExpected(callable, matcher, index + skipped);
    callable.isCalled ||= calls.length > 0;
  }

  #toHolder(declaration: CallableDeclaration): Pick<Holder, "callable" | "inside"> {
    const inside = keyOf(this.#reader, declaration);
    const callable = this.#graph.callableOf(inside, () => this.#make(declaration));
    return { callable: callable.key, inside };
  }

  #make(declaration: CallableDeclaration): { readonly callable: Callable; readonly index: number } {
    const reader = this.#reader;
    const family = this.#families.of(declaration);
    const declarations = [...family.declarations];
    const signatures = declarations.flatMap((each) => signaturesOf(reader, each) ?? []);
    const owner = reader.ts.isClassLike(declaration) ? declaration : undefined;
    const { from, name } = this.#graph.value;
    const names = this.#namesFor(declaration);
    const parameter = freeParameterName(reader, signatures, { names, own: this.#graph.declared });
    const why =
      names.length === 0
        ? `scope has only ${from.join(" and ")}, no name for a parameter`
        : `every name for ${name} is taken in it`;
    const field = this.#fieldOf(declaration);
    const callable: Callable = {
      ...{ key: keyOf(reader, declaration), name: shownNameOf(reader, declaration), at: reader.placeOf(declaration) },
      reach: reachOf(reader, declaration),
      declarations: new Set(declarations.map((each) => keyOf(reader, each))),
      obstacle: family.obstacle ?? (parameter === undefined ? why : undefined),
      parameter: parameter ?? name,
      modifiers: field ? modifiersOf(reader, field) : "private readonly",
      ...{ signatures: new Map(), calls: new Map(), isCalled: false, injected: this.#injectedInto(declaration) },
      ancestors: owner ? ancestorsOf(reader, owner) : [],
    };
    const index = insertionIndex(reader, signatures);
    this.#declare(callable, declarations, index);
    return { callable, index };
  }

  /** Adds the lists of parameters of declarations, and what keeps them from changing. */
  #declare(callable: Callable, declarations: readonly CallableDeclaration[], index: number): void {
    const reader = this.#reader;
    const { ts } = reader;
    const isFamily = declarations.length > 1;
    for (const declaration of declarations) {
      const key = keyOf(reader, declaration);
      callable.declarations.add(key);
      const file = reader.fileOf(declaration)!;
      callable.obstacle ??= this.#host.refusal(file) ?? this.#obstacleOf(callable, declaration);
      const signatures = signaturesOf(reader, declaration) ?? [];
      if (ts.isClassLike(declaration) && signatures.length === 0)
        callable.signatures.set(key, constructorPlace(reader, declaration, key));
      for (const signature of signatures) {
        const own = withoutThis(ts, signature);
        const isShort = own.length < index;
        const hasBody = "body" in signature && signature.body !== undefined;
        if (isShort && !hasBody)
          callable.obstacle ??= `${callable.name} is declared with fewer parameters at ${reader.describe(signature)}`;
        if (isShort) continue;
        const isOptional = isFamily && hasBody && own.length === index;
        const { file: own_, start } = reader.placeOf(signature);
        callable.signatures.set(`${own_}\0${start}`, parameterPlace(reader, signature, { index, isOptional, declaration: key }));
      }
    }
    this.#graph.own(callable);
  }

  #obstacleOf(callable: Callable, declaration: CallableDeclaration): string | undefined {
    const reader = this.#reader;
    const { ts } = reader;
    if (this.#graph.value.type === undefined && !reader.isJavaScript(declaration))
      return `the contract does not say of which type ${this.#graph.value.name} is`;
    if (callable.injected !== undefined) return undefined;
    const unseen = findUnseenUse(reader, declaration, callable.name);
    if (unseen !== undefined) return unseen;
    const accessor = this.#graph.accessors.find((each) => runsIn(reader, each).includes(declaration));
    if (accessor) return `the contract replaces ${textOfExpression(accessor)}`;
    const member = ts.isClassLike(declaration) ? memberOf(this.#graph.value) : undefined;
    const owner = ts.isClassLike(declaration) ? declaration : undefined;
    const other = owner && member !== undefined && reader.checker.getTypeAtLocation(owner).getProperty(member);
    if (other && !this.#graph.declared.isMember(reader, other)) return `${callable.name} has another ${member}`;
    const inherited = owner && inheritedConstructor(reader, owner);
    if (inherited !== undefined) return `it has the constructor of ${inherited}`;
    return ownObstacle(reader, declaration);
  }

  /** What a parameter that takes the value may be called. */
  #namesFor(declaration: CallableDeclaration): readonly string[] {
    const { value } = this.#graph;
    const member = this.#reader.ts.isClassLike(declaration) ? memberOf(value) : undefined;
    return member === undefined ? value.from.filter((path) => !path.includes(".") && path !== "this") : [member];
  }

  /** The field of a class that a parameter of its constructor would stand for. */
  #fieldOf(declaration: CallableDeclaration): ts.PropertyDeclaration | undefined {
    if (!this.#reader.ts.isClassLike(declaration)) return undefined;
    const member = memberOf(this.#graph.value);
    return declaration.members.find(
      (each): each is ts.PropertyDeclaration =>
        this.#graph.declared.isField(this.#reader, each) && each.name.getText() === member,
    );
  }

  #injectedInto(declaration: CallableDeclaration): string | undefined {
    const { ts } = this.#reader;
    const isManaged = ts.isClassDeclaration(declaration) && (ts.getDecorators(declaration) ?? []).length > 0;
    return isManaged ? this.#graph.value.inject : undefined;
  }

  #addCall(callable: Callable, call: ts.CallExpression | ts.NewExpression, index: number): void {
    const reader = this.#reader;
    const { file, start } = reader.placeOf(call);
    const key = `${file}\0${start}\0${call.end}`;
    // Nothing that hangs on it changes, so nobody needs to know who would have to pass what.
    if (callable.calls.has(key) || callable.obstacle !== undefined) return;
    const write = argumentPlace(reader, call, index);
    if (typeof write === "string") {
      callable.obstacle ??= write;
      return;
    }
    const refusal = this.#host.callRefusal(file);
    // What the call is made on does not see what its arguments see only.
    const place = needPlace(this.#setting, call.expression);
    if (refusal === undefined) {
      callable.calls.set(key, { ...place, write, isInTest: this.#host.isTest(file) });
      return;
    }
    const container = { ...place.container, key: `file ${file}`, name: file, reason: refusal };
    callable.calls.set(key, { ...place, write, isInTest: false, candidate: undefined, holders: [], container });
  }

  /** What a test expects a mock to be called with; a matcher with other arguments is for the test to judge. */
  #addExpected(callable: Callable, matcher: ts.CallExpression, index: number): void {
    const reader = this.#reader;
    const { file, start } = reader.placeOf(matcher);
    const write = argumentPlace(reader, matcher, index);
    if (typeof write === "string" || callable.obstacle !== undefined || this.#host.callRefusal(file) !== undefined) return;
    const place = { ...needPlace(this.#setting, matcher.expression), holders: [], candidate: "expect.anything()" };
    callable.calls.set(`${file}\0${start}\0${matcher.end}`, { ...place, write, isInTest: true });
  }
}

/**
 * The first name that nothing in some functions declares or uses; undefined if all are taken. A name that only sites declare is the best
 * one: their declarations go.
 */
function freeParameterName(
  reader: ProgramReader,
  signatures: readonly Signature[],
  { names, own }: { readonly names: readonly string[]; readonly own: OwnDeclarations },
): string | undefined {
  const uses = names.map((name) => ({ name, use: joined(signatures.map((each) => useOf(reader, each, { name, own }))) }));
  return (uses.find(({ use }) => use === "own") ?? uses.find(({ use }) => use === "none"))?.name;
}

/** How code uses a name: not at all, as one that sites declare, or as another. */
type Use = "none" | "own" | "other";

function joined(uses: readonly Use[]): Use {
  return uses.find((use) => use === "other") ?? uses.find((use) => use === "own") ?? "none";
}

function useOf(
  reader: ProgramReader,
  signature: Signature,
  { name, own }: { readonly name: string; readonly own: OwnDeclarations },
): Use {
  const { ts } = reader;
  let found: Use = "none";
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && node.text === name && !isKey(ts, node)) {
      const declarations = reader.valuesOf(node);
      const isOwn = declarations.length > 0 && declarations.every((each) => own.isVariable(reader, each));
      found = isOwn && found !== "other" ? "own" : "other";
    }
    return found === "other" || (ts.forEachChild(node, visit) ?? false);
  };
  ts.forEachChild(signature, (child) => {
    // Its own name does not hide a parameter.
    if ("name" in signature && child === signature.name) return false;
    return visit(child);
  });
  return found;
}

/** `x.name`, `{ name: x }`, and names of members: they mean no variable. */
function isKey(ts: ProgramReader["ts"], node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  const isNamed =
    ts.isPropertyAssignment(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isMethodSignature(parent);
  return (isNamed && parent.name === node) || ts.isJsxAttribute(parent);
}
