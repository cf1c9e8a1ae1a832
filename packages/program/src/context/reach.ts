import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";

const MOST_FUNCTIONS = 2000;

/** What code does by itself and by the functions that it calls; where there is too much of it, or it can't be read, anything. */
export class Reach {
  readonly #reader: ProgramReader;
  readonly #isSought: (node: ts.Node) => boolean;
  /** The answer for calls of functions whose code is not at hand. */
  readonly #ofUnknown: boolean;
  /** Code that is known not to come to it, whatever is in it. */
  readonly #isClear: (node: ts.Node) => boolean;
  /** Functions that come to nothing that is sought. */
  readonly #clear = new Set<ts.Node>();

  constructor(
    reader: ProgramReader,
    isSought: (node: ts.Node) => boolean,
    { ofUnknown, isClear = () => false }: { readonly ofUnknown: boolean; readonly isClear?: (node: ts.Node) => boolean },
  ) {
    this.#reader = reader;
    this.#isSought = isSought;
    this.#ofUnknown = ofUnknown;
    this.#isClear = isClear;
  }

  /** Whether code may come to something that is sought. */
  has(code: ts.Node): boolean {
    const seen = new Set<ts.Node>();
    const has = this.#visit(code, seen);
    if (!has) for (const each of seen) this.#clear.add(each);
    return has;
  }

  #visit(node: ts.Node, seen: Set<ts.Node>): boolean {
    const { ts, checker } = this.#reader;
    if (this.#isClear(node)) return false;
    if (this.#isSought(node)) return true;
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && this.#isSoughtInCall(node, seen)) return true;
    if (ts.isPropertyAccessExpression(node)) {
      const getter = checker.getSymbolAtLocation(node.name)?.declarations?.find((each) => ts.isGetAccessorDeclaration(each));
      if (getter && this.#isSoughtIn(getter, seen)) return true;
    }
    return ts.forEachChild(node, (child) => this.#visit(child, seen)) ?? false;
  }

  #isSoughtInCall(call: ts.CallExpression | ts.NewExpression, seen: Set<ts.Node>): boolean {
    const { ts, checker, program } = this.#reader;
    const declaration = checker.getResolvedSignature(call)?.declaration;
    if (!declaration) {
      // A class without a constructor has fields at most.
      const [owner] = ts.isNewExpression(call) ? this.#reader.declarationsOf(call.expression) : [];
      return owner && ts.isClassLike(owner) ? this.#isSoughtIn(owner, seen) : this.#ofUnknown;
    }
    if (program.isSourceFileDefaultLibrary(declaration.getSourceFile())) return false;
    if (ts.isConstructorDeclaration(declaration)) return this.#isSoughtIn(declaration.parent, seen);
    return this.#isSoughtIn(declaration, seen);
  }

  #isSoughtIn(declaration: ts.Node, seen: Set<ts.Node>): boolean {
    const { ts } = this.#reader;
    if (seen.has(declaration) || this.#clear.has(declaration)) return false;
    if (seen.size >= MOST_FUNCTIONS) return true;
    seen.add(declaration);
    if (ts.isClassLike(declaration))
      return declaration.members.some((member) => {
        const isRun = ts.isConstructorDeclaration(member) || (ts.isPropertyDeclaration(member) && member.initializer);
        return isRun ? this.#visit(member, seen) : false;
      });
    const hasCode = "body" in declaration && declaration.body !== undefined;
    return hasCode ? this.#visit(declaration.body as ts.Node, seen) : this.#ofUnknown;
  }
}
