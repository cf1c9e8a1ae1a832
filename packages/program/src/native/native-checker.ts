import type ts from "typescript";
import type { Checker, NodeHandle, Project, Signature, Symbol as NativeSymbol, Type } from "typescript-7/unstable/sync";
import type { Node } from "typescript-7/unstable/ast";
import type { ProjectConfig } from "../configs.js";
import type { TypeScript } from "../typescript.js";
import { fromNative, toNative } from "./native-nodes.js";
import { NativeSignatureView, NativeSymbolView, NativeTypeView, type ViewsOfChecker } from "./native-views.js";
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
  #any: NativeTypeView | undefined;

  constructor(view: NativeView) {
    this.#view = view;
    this.#checker = view.project.checker;
    this.#generation = view.session.generation;
  }

  ask<Answer>(question: (checker: Checker) => Answer): Answer {
    return this.#view.session.askMore(this.#generation, () => question(this.#checker));
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
    let node = this.#nodes.get(place);
    if (!node) {
      const { project, ts } = this.#view;
      const root = this.ask(() => project.program.getSourceFile(place.getSourceFile().fileName));
      node = root && toNative(ts, place, root);
      if (node) this.#nodes.set(place, node);
    }
    const known = node;
    return known && this.ask((checker) => question(checker, known));
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

  getTypeOfSymbol({ own }: NativeSymbolView): NativeTypeView {
    return this.type(this.ask((checker) => checker.getTypeOfSymbol(own)));
  }

  getDeclaredTypeOfSymbol({ own }: NativeSymbolView): NativeTypeView {
    return this.type(this.ask((checker) => checker.getDeclaredTypeOfSymbol(own)));
  }

  getAliasedSymbol({ own }: NativeSymbolView): NativeSymbolView {
    return this.symbol(this.ask((checker) => checker.getAliasedSymbol(own)));
  }

  /** A symbol of several types has the declarations of all of them. */
  getRootSymbols(symbol: NativeSymbolView): readonly NativeSymbolView[] {
    return [symbol];
  }

  getExportsOfModule({ own }: NativeSymbolView): readonly NativeSymbolView[] {
    return this.ask((checker) => checker.getExportsOfModule(own)).map((each) => this.symbol(each));
  }

  getPropertyOfType({ own }: NativeTypeView, name: string): NativeSymbolView | undefined {
    return this.symbol(this.ask((checker) => checker.getPropertyOfType(own, name)));
  }

  getPropertiesOfType({ own }: NativeTypeView): readonly NativeSymbolView[] {
    return this.ask((checker) => checker.getPropertiesOfType(own)).map((each) => this.symbol(each));
  }

  getApparentType({ own }: NativeTypeView): NativeTypeView {
    return this.type(this.ask((checker) => checker.getApparentType(own)));
  }

  getNonNullableType(type: NativeTypeView): NativeTypeView {
    return this.type(this.ask((checker) => checker.getNonNullableType(type.own)));
  }

  getTypeArguments({ own }: NativeTypeView): readonly NativeTypeView[] {
    return this.ask((checker) => checker.getTypeArguments(own as never)).map((each) => this.type(each));
  }

  getBaseTypes({ own }: NativeTypeView): readonly NativeTypeView[] {
    return this.ask((checker) => checker.getBaseTypes(own as never)).map((each) => this.type(each));
  }

  getBaseConstraintOfType({ own }: NativeTypeView): NativeTypeView | undefined {
    const type = this.ask((checker) => checker.getBaseConstraintOfType(own));
    return type && this.type(type);
  }

  getReturnTypeOfSignature({ own }: NativeSignatureView): NativeTypeView {
    return this.type(this.ask((checker) => checker.getReturnTypeOfSignature(own)));
  }

  getSignaturesOfType({ own }: NativeTypeView, kind: ts.SignatureKind): readonly NativeSignatureView[] {
    return this.ask((checker) => checker.getSignaturesOfType(own, kind as number)).map((each) => this.signature(each));
  }

  getIndexInfosOfType({ own }: NativeTypeView): readonly { readonly keyType: NativeTypeView; readonly type: NativeTypeView }[] {
    const infos = this.ask((checker) => checker.getIndexInfosOfType(own));
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

  isTypeAssignableTo({ own }: NativeTypeView, { own: target }: NativeTypeView): boolean {
    return own === target || this.ask((checker) => checker.isTypeAssignableTo(own, target));
  }

  isArrayType({ own }: NativeTypeView): boolean {
    return this.ask((checker) => checker.isArrayType(own));
  }

  isTupleType({ own }: NativeTypeView): boolean {
    return this.ask((checker) => checker.isTupleType(own));
  }

  isArrayLikeType({ own }: NativeTypeView): boolean {
    return this.ask((checker) => checker.isArrayLikeType(own));
  }

  typeToString({ own }: NativeTypeView, _place?: ts.Node, flags?: ts.TypeFormatFlags): string {
    return this.ask((checker) => checker.typeToString(own, undefined, flags as number | undefined));
  }

  getStringType(): NativeTypeView {
    return this.type(this.ask((checker) => checker.getStringType()));
  }

  getUndefinedType(): NativeTypeView {
    return this.type(this.ask((checker) => checker.getUndefinedType()));
  }
}
