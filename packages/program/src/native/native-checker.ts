import type ts from "typescript";
import type { Checker, NodeHandle, Project, Signature, Symbol as NativeSymbol, Type } from "typescript-7/unstable/sync";
import type { Node } from "typescript-7/unstable/ast";
import type { ProjectConfig } from "../configs.js";
import type { TypeScript } from "../typescript.js";
import {
  fromNative,
  toNative,
  NativeSignatureView,
  NativeSymbolView,
  NativeTypeView,
  type ViewsOfChecker,
} from "./native-nodes.js";
import type { NativeSession } from "./session.js";

/** Where a program's files come from. */
export interface FilesOfState {
  ownFiles(): readonly string[];
  parsed(file: string): ts.SourceFile | undefined;
  /** The name of a file by what the compiler calls it. */
  nameOf(path: string): string;
}

/** A state of a project, with the compiler that has it. */
export interface NativeView {
  readonly ts: TypeScript;
  readonly config: ProjectConfig;
  readonly project: Project;
  readonly session: NativeSession;
  readonly state: FilesOfState;
}

/** The part of a checker that the waves use. What has no answer is the type `any`, or no symbol, as where code is broken. */
export class NativeChecker implements ViewsOfChecker {
  readonly #view: NativeView;
  readonly #checker: Checker;
  readonly #generation: number;
  readonly #types = new WeakMap<Type, NativeTypeView>();
  readonly #symbols = new WeakMap<NativeSymbol, NativeSymbolView>();
  readonly #signatures = new WeakMap<Signature, NativeSignatureView>();
  readonly #nodes = new WeakMap<ts.Node, Node>();
  /** What was answered about a view: a question over the pipe takes longer than most answers. */
  readonly #answers = new WeakMap<object, Map<unknown, unknown>>();
  /** The symbols of one type, whose types are asked for together. */
  readonly #companions = new WeakMap<NativeSymbolView, readonly NativeSymbolView[]>();
  #any: NativeTypeView | undefined;

  constructor(view: NativeView) {
    this.#view = view;
    this.#checker = view.project.checker;
    this.#generation = view.session.generation;
  }

  ask<Answer>(question: (checker: Checker) => Answer): Answer {
    return this.#view.session.askMore(this.#generation, () => question(this.#checker));
  }

  /** Asks about a view once; `key` tells the question from others about it. */
  #once<Answer>(view: object, key: unknown, question: (checker: Checker) => Answer): Answer {
    const known = this.#answersAbout(view);
    if (!known.has(key)) known.set(key, this.ask(question));
    return known.get(key) as Answer;
  }

  #answersAbout(view: object): Map<unknown, unknown> {
    const known = this.#answers.get(view) ?? new Map<unknown, unknown>();
    this.#answers.set(view, known);
    return known;
  }

  type(type: Type | undefined): NativeTypeView {
    if (!type) return (this.#any ??= this.type(this.ask((checker) => checker.getAnyType())));
    let view = this.#types.get(type);
    if (!view) this.#types.set(type, (view = new NativeTypeView(this, type, this.#view.ts)));
    return view;
  }

  symbol(symbol: NativeSymbol): NativeSymbolView;
  symbol(symbol: NativeSymbol | undefined): NativeSymbolView | undefined;
  symbol(symbol: NativeSymbol | undefined): NativeSymbolView | undefined {
    if (!symbol) return undefined;
    let view = this.#symbols.get(symbol);
    if (!view) this.#symbols.set(symbol, (view = new NativeSymbolView(this, symbol)));
    return view;
  }

  signature(signature: Signature): NativeSignatureView;
  signature(signature: Signature | undefined): NativeSignatureView | undefined;
  signature(signature: Signature | undefined): NativeSignatureView | undefined {
    if (!signature) return undefined;
    let view = this.#signatures.get(signature);
    if (!view) this.#signatures.set(signature, (view = new NativeSignatureView(this, signature)));
    return view;
  }

  /** Our node for what the compiler names. */
  declaration(handle: NodeHandle | undefined): ts.Declaration | undefined {
    if (!handle) return undefined;
    const { state, project, ts } = this.#view;
    const file = state.parsed(state.nameOf(handle.path));
    const node = file && this.ask(() => handle.resolve(project));
    return node && (fromNative(ts, node, file) as ts.Declaration | undefined);
  }

  #askAt<Answer>(place: ts.Node, question: (checker: Checker, node: Node) => Answer): Answer | undefined {
    const node = this.#nodeOf(place);
    return node && this.ask((checker) => question(checker, node));
  }

  #nodeOf(place: ts.Node): Node | undefined {
    const known = this.#nodes.get(place);
    if (known) return known;
    const { project, ts } = this.#view;
    const root = this.ask(() => project.program.getSourceFile(place.getSourceFile().fileName));
    const node = root && toNative(ts, place, root);
    if (node) this.#nodes.set(place, node);
    return node;
  }

  /** The types of nodes in one question. */
  getTypesAtLocations(places: readonly ts.Node[]): readonly NativeTypeView[] {
    const nodes = places.map((place) => this.#nodeOf(place));
    const found = nodes.filter((node) => node !== undefined);
    const types = found.length === 0 ? [] : this.ask((checker) => checker.getTypeAtLocation(found));
    const byNode = new Map(found.map((node, index) => [node, types[index]]));
    return nodes.map((node) => this.type(node && byNode.get(node)));
  }

  getTypeAtLocation(place: ts.Node): NativeTypeView {
    return this.type(this.#askAt(place, (checker, node) => checker.getTypeAtLocation(node)));
  }

  getSymbolAtLocation(place: ts.Node): NativeSymbolView | undefined {
    return this.symbol(this.#askAt(place, (checker, node) => checker.getSymbolAtLocation(node)));
  }

  getContextualType(place: ts.Node): NativeTypeView | undefined {
    const type = this.#askAt(place, (checker, node) => checker.getContextualType(node as never));
    return type && this.type(type);
  }

  getTypeFromTypeNode(place: ts.Node): NativeTypeView {
    return this.type(this.#askAt(place, (checker, node) => checker.getTypeFromTypeNode(node as never)));
  }

  getResolvedSignature(place: ts.Node): NativeSignatureView | undefined {
    return this.signature(this.#askAt(place, (checker, node) => checker.getResolvedSignature(node)));
  }

  getSignatureFromDeclaration(place: ts.Node): NativeSignatureView | undefined {
    return this.signature(this.#askAt(place, (checker, node) => checker.getSignatureFromDeclaration(node)));
  }

  getShorthandAssignmentValueSymbol(place: ts.Node): NativeSymbolView | undefined {
    return this.symbol(this.#askAt(place, (checker, node) => checker.getShorthandAssignmentValueSymbol(node)));
  }

  getExportSpecifierLocalTargetSymbol(place: ts.Node): NativeSymbolView | undefined {
    return this.symbol(this.#askAt(place, (checker, node) => checker.getExportSpecifierLocalTargetSymbol(node)));
  }

  getTypeOfSymbolAtLocation({ own }: NativeSymbolView, place: ts.Node): NativeTypeView {
    return this.type(this.#askAt(place, (checker, node) => checker.getTypeOfSymbolAtLocation(own, node)));
  }

  resolveName(
    name: string,
    place: ts.Node | undefined,
    meaning: ts.SymbolFlags,
    excludeGlobals: boolean,
  ): NativeSymbolView | undefined {
    const ask = (node?: Node): NativeSymbol | undefined =>
      this.ask((checker) => checker.resolveName(name, meaning as number, node, excludeGlobals));
    return this.symbol(place ? this.#askAt(place, (_, node) => ask(node)) : ask());
  }

  getTypeOfSymbol(symbol: NativeSymbolView): NativeTypeView {
    const known = this.#answersAbout(symbol);
    if (!known.has("type")) {
      const together = (this.#companions.get(symbol) ?? [symbol]).filter((each) => !this.#answersAbout(each).has("type"));
      const types = this.ask((checker) => checker.getTypeOfSymbol(together.map(({ own }) => own)));
      for (const [index, each] of together.entries()) this.#answersAbout(each).set("type", this.type(types[index]));
    }
    return known.get("type") as NativeTypeView;
  }

  getDeclaredTypeOfSymbol(symbol: NativeSymbolView): NativeTypeView {
    return this.type(this.#once(symbol, "declared", (checker) => checker.getDeclaredTypeOfSymbol(symbol.own)));
  }

  getAliasedSymbol(symbol: NativeSymbolView): NativeSymbolView {
    return this.symbol(this.#once(symbol, "aliased", (checker) => checker.getAliasedSymbol(symbol.own)));
  }

  /** A symbol of several types has the declarations of all of them. */
  getRootSymbols(symbol: NativeSymbolView): readonly NativeSymbolView[] {
    return [symbol];
  }

  getExportsOfModule(symbol: NativeSymbolView): readonly NativeSymbolView[] {
    const found = this.#once(symbol, "exports", (checker) => checker.getExportsOfModule(symbol.own));
    return found.map((each) => this.symbol(each));
  }

  getPropertyOfType(type: NativeTypeView, name: string): NativeSymbolView | undefined {
    const known = this.#answersAbout(type);
    // Where all are known, an object has no other but those of every function.
    const isKnown = known.has("properties") && this.#isPlainObject(type) && !(name in Function.prototype);
    if (isKnown && !known.has(`.${name}`)) return undefined;
    return this.symbol(this.#once(type, `.${name}`, (checker) => checker.getPropertyOfType(type.own, name)));
  }

  getPropertiesOfType(type: NativeTypeView): readonly NativeSymbolView[] {
    const known = this.#answersAbout(type);
    const before = known.get("properties") as readonly NativeSymbolView[] | undefined;
    if (before) return before;
    const views = this.ask((checker) => checker.getPropertiesOfType(type.own)).map((each) => this.symbol(each));
    known.set("properties", views);
    for (const view of views) {
      if (!this.#companions.has(view)) this.#companions.set(view, views);
      known.set(`.${view.name}`, view.own);
    }
    return views;
  }

  getApparentType(type: NativeTypeView): NativeTypeView {
    if (this.#isPlainObject(type)) return type;
    return this.type(this.#once(type, "apparent", (checker) => checker.getApparentType(type.own)));
  }

  getNonNullableType(type: NativeTypeView): NativeTypeView {
    return this.type(this.#once(type, "something", (checker) => checker.getNonNullableType(type.own)));
  }

  getTypeArguments(type: NativeTypeView): readonly NativeTypeView[] {
    const found = this.#once(type, "arguments", (checker) => checker.getTypeArguments(type.own as never));
    return found.map((each) => this.type(each));
  }

  getBaseTypes(type: NativeTypeView): readonly NativeTypeView[] {
    const found = this.#once(type, "bases", (checker) => checker.getBaseTypes(type.own as never));
    return found.map((each) => this.type(each));
  }

  getBaseConstraintOfType(type: NativeTypeView): NativeTypeView | undefined {
    const found = this.#once(type, "constraint", (checker) => checker.getBaseConstraintOfType(type.own));
    return found && this.type(found);
  }

  getReturnTypeOfSignature(signature: NativeSignatureView): NativeTypeView {
    return this.type(this.#once(signature, "result", (checker) => checker.getReturnTypeOfSignature(signature.own)));
  }

  getSignaturesOfType(type: NativeTypeView, kind: ts.SignatureKind): readonly NativeSignatureView[] {
    const found = this.#once(type, kind, (checker) => checker.getSignaturesOfType(type.own, kind as number));
    return found.map((each) => this.signature(each));
  }

  getIndexInfosOfType(type: NativeTypeView): readonly { readonly keyType: NativeTypeView; readonly type: NativeTypeView }[] {
    const infos = this.#once(type, "indexes", (checker) => checker.getIndexInfosOfType(type.own));
    return infos.map(({ keyType, valueType }) => ({ keyType: this.type(keyType), type: this.type(valueType) }));
  }

  getIndexTypeOfType(type: NativeTypeView, kind: ts.IndexKind): NativeTypeView | undefined {
    const { TypeFlags, IndexKind } = this.#view.ts;
    const flag = kind === IndexKind.String ? TypeFlags.String : TypeFlags.Number;
    return this.getIndexInfosOfType(type).find(({ keyType }) => keyType.flags & flag)?.type;
  }

  /** What waiting for a value gives; undefined where that is not a promise of the usual kind. */
  getAwaitedType(type: NativeTypeView): NativeTypeView | undefined {
    return type.symbol?.name === "Promise" ? this.getTypeArguments(type)[0] : undefined;
  }

  isTypeAssignableTo(type: NativeTypeView, target: NativeTypeView): boolean {
    return type === target || this.#once(type, target, (checker) => checker.isTypeAssignableTo(type.own, target.own));
  }

  isArrayType(type: NativeTypeView): boolean {
    return this.#isObject(type) && this.#once(type, "isArray", (checker) => checker.isArrayType(type.own));
  }

  isTupleType(type: NativeTypeView): boolean {
    return this.#isObject(type) && this.#once(type, "isTuple", (checker) => checker.isTupleType(type.own));
  }

  isArrayLikeType(type: NativeTypeView): boolean {
    return this.#once(type, "isArrayLike", (checker) => checker.isArrayLikeType(type.own));
  }

  /** Whether a type is an object whose members are its own. */
  #isPlainObject(type: NativeTypeView): boolean {
    return this.#isObject(type) && (type.objectFlags & this.#view.ts.ObjectFlags.Mapped) === 0;
  }

  #isObject({ flags }: NativeTypeView): boolean {
    return (flags & this.#view.ts.TypeFlags.Object) !== 0;
  }

  typeToString(type: NativeTypeView, _place?: ts.Node, flags?: ts.TypeFormatFlags): string {
    const asked = flags as number | undefined;
    return this.#once(type, `text ${asked}`, (checker) => checker.typeToString(type.own, undefined, asked));
  }

  getStringType(): NativeTypeView {
    return this.type(this.ask((checker) => checker.getStringType()));
  }

  getUndefinedType(): NativeTypeView {
    return this.type(this.ask((checker) => checker.getUndefinedType()));
  }
}
