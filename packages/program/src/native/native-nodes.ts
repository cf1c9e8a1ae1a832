import { createRequire } from "node:module";
import type ts from "typescript";
import type { Node } from "typescript-7/unstable/ast";
import type { TypeScript } from "../typescript.js";
import type { Checker, NodeHandle, Signature, Symbol as NativeSymbol, Type } from "typescript-7/unstable/sync";

interface Trees {
  readonly SyntaxKind: Readonly<Record<string, number>>;
}

const require = createRequire(import.meta.url);
let kinds: ReadonlyMap<number, number> | undefined;

/** TypeScript 7's number for each kind of node that the parser on our side has. */
function nativeKinds(ts: TypeScript): ReadonlyMap<number, number> {
  if (kinds) return kinds;
  const { SyntaxKind: byName } = require("#typescript-7/ast") as Trees;
  // `FirstToken` and its like are other names of kinds that have one.
  const names = Object.keys(ts.SyntaxKind).filter((name) => !/^(?:\d|First|Last)/u.test(name));
  const pairs = names.flatMap((name) => {
    const kind = name === "EndOfFileToken" ? byName["EndOfFile"] : byName[name];
    return kind === undefined ? [] : [[ts.SyntaxKind[name as keyof typeof ts.SyntaxKind], kind] as const];
  });
  return (kinds = new Map(pairs));
}

/** The compiler's node for one of ours, in its tree of the same text. */
export function toNative(ts: TypeScript, node: ts.Node, root: Node): Node | undefined {
  if (ts.isSourceFile(node)) return root;
  const kind = nativeKinds(ts).get(node.kind);
  return findNode(
    root,
    node,
    (each) => Number(each.kind) === kind,
    (each, visit) => void each.forEachChild(visit),
  );
}

/** Our node for one of the compiler's, in our tree of the same text. */
export function fromNative(ts: TypeScript, node: Node, root: ts.SourceFile): ts.Node | undefined {
  if (node.parent === undefined || Number(node.kind) === nativeKinds(ts).get(ts.SyntaxKind.SourceFile)) return root;
  const known = nativeKinds(ts);
  return findNode<ts.Node>(
    root,
    node,
    (each) => known.get(each.kind) === Number(node.kind),
    (each, visit) => void ts.forEachChild(each, visit),
  );
}

interface Range {
  readonly pos: number;
  readonly end: number;
}

/** The node of a tree with the same range and kind. */
function findNode<Found extends Range>(
  root: Found,
  { pos, end }: Range,
  isKind: (node: Found) => boolean,
  children: (node: Found, visit: (child: Found) => void) => void,
): Found | undefined {
  let found: Found | undefined;
  const visit = (node: Found): void => {
    if (found || node.pos > pos || node.end < end) return;
    if (node.pos === pos && node.end === end && isKind(node)) found = node;
    else children(node, visit);
  };
  children(root, visit);
  return found;
}

/** What the views of types, symbols and signatures ask further. */
export interface ViewsOfChecker {
  ask<Answer>(question: (checker: Checker) => Answer): Answer;
  type(type: Type): NativeTypeView;
  symbol(symbol: NativeSymbol): NativeSymbolView;
  symbol(symbol: NativeSymbol | undefined): NativeSymbolView | undefined;
  declaration(handle: NodeHandle | undefined): ts.Declaration | undefined;
  getPropertiesOfType(type: NativeTypeView): readonly NativeSymbolView[];
  getPropertyOfType(type: NativeTypeView, name: string): NativeSymbolView | undefined;
  getSignaturesOfType(type: NativeTypeView, kind: ts.SignatureKind): readonly NativeSignatureView[];
  getBaseTypes(type: NativeTypeView): readonly NativeTypeView[];
  getReturnTypeOfSignature(signature: NativeSignatureView): NativeTypeView;
}

/** A type as TypeScript 6 shows it. */
export class NativeTypeView {
  readonly #checker: ViewsOfChecker;
  readonly #ts: TypeScript;
  readonly own: Type;
  readonly flags: ts.TypeFlags;
  #types: readonly NativeTypeView[] | undefined;
  #symbol: { readonly view: NativeSymbolView | undefined } | undefined;

  constructor(checker: ViewsOfChecker, own: Type, ts: TypeScript) {
    this.#checker = checker;
    this.#ts = ts;
    this.own = own;
    this.flags = own.flags as number;
  }

  get objectFlags(): ts.ObjectFlags {
    return (this.own as { readonly objectFlags?: number }).objectFlags ?? 0;
  }

  get symbol(): NativeSymbolView | undefined {
    // Most types that are compared are asked for it more than once.
    this.#symbol ??= { view: this.#checker.symbol(this.#checker.ask(() => this.own.getSymbol())) };
    return this.#symbol.view;
  }

  get aliasSymbol(): NativeSymbolView | undefined {
    return this.#checker.symbol(this.#checker.ask(() => this.own.getAliasSymbol()));
  }

  /** The generic type of a reference. */
  get target(): NativeTypeView | undefined {
    const isReference = (this.objectFlags & this.#ts.ObjectFlags.Reference) !== 0;
    return isReference
      ? this.#checker.type(this.#checker.ask(() => (this.own as unknown as { getTarget(): Type }).getTarget()))
      : undefined;
  }

  get value(): unknown {
    return (this.own as { readonly value?: unknown }).value;
  }

  get types(): readonly NativeTypeView[] | undefined {
    if (!(this.flags & this.#ts.TypeFlags.UnionOrIntersection)) return undefined;
    return (this.#types ??= this.#checker
      .ask(() => (this.own as unknown as { getTypes(): readonly Type[] }).getTypes())
      .map((each) => this.#checker.type(each)));
  }

  isUnion(): boolean {
    return (this.flags & this.#ts.TypeFlags.Union) !== 0;
  }

  isIntersection(): boolean {
    return (this.flags & this.#ts.TypeFlags.Intersection) !== 0;
  }

  isStringLiteral(): boolean {
    return (this.flags & this.#ts.TypeFlags.StringLiteral) !== 0;
  }

  isClassOrInterface(): boolean {
    return (this.objectFlags & this.#ts.ObjectFlags.ClassOrInterface) !== 0;
  }

  getProperties(): readonly NativeSymbolView[] {
    return this.#checker.getPropertiesOfType(this);
  }

  getProperty(name: string): NativeSymbolView | undefined {
    return this.#checker.getPropertyOfType(this, name);
  }

  getCallSignatures(): readonly NativeSignatureView[] {
    return this.#checker.getSignaturesOfType(this, this.#ts.SignatureKind.Call);
  }

  getConstructSignatures(): readonly NativeSignatureView[] {
    return this.#checker.getSignaturesOfType(this, this.#ts.SignatureKind.Construct);
  }

  getBaseTypes(): readonly NativeTypeView[] {
    return this.isClassOrInterface() ? this.#checker.getBaseTypes(this) : [];
  }
}

/** A symbol as TypeScript 6 shows it. */
export class NativeSymbolView {
  readonly #checker: ViewsOfChecker;
  readonly own: NativeSymbol;
  readonly name: string;
  readonly flags: ts.SymbolFlags;
  #declarations: readonly ts.Declaration[] | undefined;

  constructor(checker: ViewsOfChecker, own: NativeSymbol) {
    this.#checker = checker;
    this.own = own;
    this.name = own.name;
    this.flags = own.flags as number;
  }

  get escapedName(): string {
    return this.own.escapedName;
  }

  get declarations(): readonly ts.Declaration[] {
    return (this.#declarations ??= this.own.declarations.flatMap((each) => this.#checker.declaration(each) ?? []));
  }

  get valueDeclaration(): ts.Declaration | undefined {
    return this.#checker.declaration(this.own.valueDeclaration);
  }
}

/** A signature as TypeScript 6 shows it. */
export class NativeSignatureView {
  readonly #checker: ViewsOfChecker;
  readonly own: Signature;
  #parameters: readonly NativeSymbolView[] | undefined;

  constructor(checker: ViewsOfChecker, own: Signature) {
    this.#checker = checker;
    this.own = own;
  }

  get declaration(): ts.Declaration | undefined {
    return this.#checker.declaration(this.own.declaration);
  }

  get parameters(): readonly NativeSymbolView[] {
    return (this.#parameters ??= this.#checker.ask(() => this.own.getParameters()).map((each) => this.#checker.symbol(each)));
  }

  getParameters(): readonly NativeSymbolView[] {
    return this.parameters;
  }

  getReturnType(): NativeTypeView {
    return this.#checker.getReturnTypeOfSignature(this);
  }
}
