import type { Scope, ScopeManager, Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { visitorKeys as defaultVisitorKeys } from "@typescript-eslint/visitor-keys";
import type { Modules } from "../modules/modules.js";
import type { SourceFile, TypeInformation } from "../source-file.js";
import { findModuleReferences, type ImportedName, type ModuleReference } from "../imports/module-references.js";
import { LocalNames } from "../imports/local-names.js";
import { readDirectives, type Directives } from "./directives.js";
import { readLayout, type Layout } from "./layout.js";
import type { Node } from "./nodes.js";
import { contains, type Range } from "./ranges.js";

/**
 * What the rules ask about one file: an index that is filled by one walk of the tree for all contracts
 * together, and answers that are computed when first asked for.
 */
export class FileView {
  readonly path: string;
  readonly text: string;
  readonly program: TSESTree.Program;
  readonly modules: Modules;
  readonly types: TypeInformation | undefined;
  /** The names under which this file knows, or will know, the exports that replacements use. */
  readonly localNames: LocalNames;
  readonly #source: SourceFile;
  readonly #nodesByType = new Map<string, Node[]>();
  #comments: readonly TSESTree.Comment[] | undefined;
  #scopes: ScopeManager | undefined;
  #directives: Directives | undefined;
  #layout: Layout | undefined;
  #moduleReferences: readonly ModuleReference[] | undefined;
  #importedNames: ReadonlyMap<Variable, ImportedName> | undefined;
  #referenceAt: ReadonlyMap<Node, ModuleReference> | undefined;

  constructor(source: SourceFile, modules: Modules) {
    this.path = source.path;
    this.text = source.text;
    this.program = source.program;
    this.types = source.types;
    this.modules = modules;
    this.#source = source;
    this.#index(source.visitorKeys ?? defaultVisitorKeys);
    this.localNames = new LocalNames(this);
  }

  /** All nodes of one type, in the order of the text. */
  nodes<T extends Node["type"]>(type: `${T}`): readonly Extract<Node, { type: T }>[] {
    return (this.#nodesByType.get(type) ?? []) as unknown as readonly Extract<Node, { type: T }>[];
  }

  comments(): readonly TSESTree.Comment[] {
    return (this.#comments ??= this.#source.comments());
  }

  commentsIn(range: Range): readonly TSESTree.Comment[] {
    return this.comments().filter((comment) => contains(range, comment.range));
  }

  scopes(): ScopeManager {
    return (this.#scopes ??= this.#source.scopes());
  }

  directives(): Directives {
    return (this.#directives ??= readDirectives(this));
  }

  layout(): Layout {
    return (this.#layout ??= readLayout(this));
  }

  moduleReferences(): readonly ModuleReference[] {
    return (this.#moduleReferences ??= findModuleReferences(this));
  }

  /** The imported name that declares a variable. */
  importedName(variable: Variable): ImportedName | undefined {
    this.#importedNames ??= new Map(
      this.moduleReferences().flatMap((reference) =>
        reference.names.flatMap((name) => (name.variable ? [[name.variable, name] as const] : [])),
      ),
    );
    return this.#importedNames.get(variable);
  }

  /** The module reference whose `require("…")`, `import("…")` or awaited import the node is. */
  moduleReferenceAt(node: Node): ModuleReference | undefined {
    this.#referenceAt ??= new Map(
      this.moduleReferences().flatMap((reference) => (reference.expression ? [[reference.expression, reference] as const] : [])),
    );
    return this.#referenceAt.get(node);
  }

  textOf(node: Node): string {
    return this.text.slice(node.range[0], node.range[1]);
  }

  /** The innermost scope at a node. */
  scopeAt(node: Node): Scope {
    const manager = this.scopes();
    for (let at: Node | undefined = node; at; at = at.parent) {
      const scope = manager.acquire(at, true);
      if (scope) return scope.type === "function-expression-name" ? (scope.childScopes[0] as Scope) : scope;
    }
    return manager.scopes[0] as Scope;
  }

  /** The variable that a name means at a node; undefined for globals and for names that are not there. */
  findVariable(name: string, at: Node): Variable | undefined {
    for (let scope: Scope | null = this.scopeAt(at); scope; scope = scope.upper) {
      const variable = scope.set.get(name);
      if (variable) return isDeclared(variable) ? variable : undefined;
    }
    return undefined;
  }

  /** The variable behind an identifier that is a reference. */
  variableOf(identifier: TSESTree.Identifier | TSESTree.JSXIdentifier): Variable | undefined {
    return this.findVariable(identifier.name, identifier);
  }

  /** Offset of the first character at or after `from` that is neither white space nor in a comment. */
  skipTrivia(from: number): number {
    let at = from;
    for (;;) {
      while (at < this.text.length && /\s/u.test(this.text.charAt(at))) at++;
      if (this.text.startsWith("//", at)) at = endOfLine(this.text, at);
      else if (this.text.startsWith("/*", at)) at = this.text.indexOf("*/", at + 2) + 2 || this.text.length;
      else return at;
    }
  }

  /** The node with the parentheses around it. */
  rangeWithParentheses(node: Node): Range {
    let [start, end] = node.range;
    for (;;) {
      const after = this.skipTrivia(end);
      const before = this.#lastBefore(start);
      if (this.text[after] !== ")" || this.text[before] !== "(" || this.#opensCall(node, before)) return [start, end];
      [start, end] = [before, after + 1];
    }
  }

  isParenthesized(node: Node): boolean {
    return this.rangeWithParentheses(node)[0] !== node.range[0];
  }

  /** Whether the parenthesis belongs to the parent's own syntax: a call, `if (…)`, parameters. */
  #opensCall(node: Node, open: number): boolean {
    const parent = node.parent;
    if (!parent) return false;
    switch (parent.type) {
      case "CallExpression":
      case "NewExpression": {
        if (parent.callee === node) return false;
        const head = parent.typeArguments ?? parent.callee;
        return this.skipTrivia(this.#afterParentheses(head)) === open || this.#afterOptionalDot(head) === open;
      }
      case "ImportExpression":
        return this.skipTrivia(parent.range[0] + "import".length) === open;
      case "IfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
      case "SwitchStatement":
      case "WithStatement":
        return (
          ("test" in parent ? parent.test : "discriminant" in parent ? parent.discriminant : parent.object) === node &&
          !this.#isDoubled(node, open)
        );
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "CatchClause":
        return !this.#isDoubled(node, open);
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
        return parent.body !== node;
      default:
        return false;
    }
  }

  /** `((x))`: the inner pair of a statement's condition is the expression's own. */
  #isDoubled(node: Node, open: number): boolean {
    const before = this.#lastBefore(open);
    const after = this.skipTrivia(this.skipTrivia(node.range[1]) + 1);
    return this.text[before] === "(" && this.text[after] === ")";
  }

  #afterParentheses(node: Node): number {
    let end = node.range[1];
    let start = node.range[0];
    for (;;) {
      const after = this.skipTrivia(end);
      const before = this.#lastBefore(start);
      if (this.text[after] !== ")" || this.text[before] !== "(") return end;
      [start, end] = [before, after + 1];
    }
  }

  #afterOptionalDot(head: Node): number {
    const dot = this.skipTrivia(this.#afterParentheses(head));
    return this.text.startsWith("?.", dot) ? this.skipTrivia(dot + 2) : -1;
  }

  /** Offset of the last character before `from` that is neither white space nor in a comment; -1 at the start. */
  #lastBefore(from: number): number {
    let at = from - 1;
    for (;;) {
      while (at >= 0 && /\s/u.test(this.text.charAt(at))) at--;
      const comment = this.comments().find((candidate) => candidate.range[0] <= at && at < candidate.range[1]);
      if (!comment) return at;
      at = comment.range[0] - 1;
    }
  }

  lastBefore(from: number): number {
    return this.#lastBefore(from);
  }

  #index(keys: Readonly<Record<string, readonly string[] | undefined>>): void {
    const stack: Node[] = [this.program];
    for (let node = stack.pop(); node; node = stack.pop()) {
      const list = this.#nodesByType.get(node.type);
      if (list) list.push(node);
      else this.#nodesByType.set(node.type, [node]);
      const own = keys[node.type] ?? [];
      for (let k = own.length - 1; k >= 0; k--) {
        const child = (node as unknown as Record<string, unknown>)[own[k] as string];
        if (Array.isArray(child)) for (let c = child.length - 1; c >= 0; c--) adopt(child[c], node, stack);
        else adopt(child, node, stack);
      }
    }
  }
}

function adopt(child: unknown, parent: Node, stack: Node[]): void {
  if (!child || typeof (child as Node).type !== "string") return;
  // A host's parser may have set the parent already: the value is the same.
  if ((child as Node).parent !== parent) (child as { parent: Node }).parent = parent;
  stack.push(child as Node);
}

function isDeclared(variable: Variable): boolean {
  return variable.defs.length > 0;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}
