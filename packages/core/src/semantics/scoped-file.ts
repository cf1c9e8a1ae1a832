import type { Scope, ScopeManager, Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import { ParsedFile } from "../syntax/parsed-file.js";
import type { SourceFile } from "../syntax/source-file.js";
import { type NameNode, type NameUse, scopesOfImport, useOf } from "./import-scopes.js";

/** For names at so many places of a file, by its length, scopes are made one by one; beyond that those of all names cost less. */
const PLACES_ALONE = 1 / 30;

/** A file with its scopes, which are computed when first asked for, and only for the names that are asked for. */
export class ScopedFile extends ParsedFile {
  readonly #source: SourceFile;
  readonly #scopesOf = new Map<string, ScopeManager>();
  readonly #declared = new Map<string, boolean>();
  #placesAlone = 0;
  #scopes: ScopeManager | undefined;

  constructor(source: SourceFile) {
    super(source);
    this.#source = source;
  }

  /** All scopes. Their variables are others than those that are found by name. */
  scopes(): ScopeManager {
    return (this.#scopes ??= this.#source.scopes());
  }

  /** The innermost scope at a node. */
  scopeAt(node: Node): Scope {
    return innermost(this.scopes(), node);
  }

  /** The variable that a name means at a node; undefined for globals and for names that are not there. */
  findVariable(name: string, at: Node): Variable | undefined {
    return this.#mayDeclare(name) ? findFrom(innermost(this.scopesFor(name), at), name) : undefined;
  }

  /** Scopes that know all of one name, always the same for it; of other names they need not know anything. */
  scopesFor(name: string): ScopeManager {
    const known = this.#scopesOf.get(name);
    if (known) return known;
    const scopes = this.#hasScopes ? this.scopes() : (this.#scopesOfImport(name) ?? this.#scopesOfName(name));
    this.#scopesOf.set(name, scopes);
    return scopes;
  }

  get #hasScopes(): boolean {
    return this.#scopes !== undefined || this.#source.hasScopes === true;
  }

  #scopesOfImport(name: string): ScopeManager | undefined {
    // Elements use it without naming it (typescript-eslint's `jsxPragma`).
    return name === "React" ? undefined : scopesOfImport(this.program, this.#namesOf(name));
  }

  #scopesOfName(name: string): ScopeManager {
    const { scopesAround } = this.#source;
    const places = this.placesOf([name]);
    this.#placesAlone += places.length;
    const costsLessAlone = this.#placesAlone <= this.text.length * PLACES_ALONE;
    return scopesAround && costsLessAlone ? scopesAround(places) : this.scopes();
  }

  /** Most files declare no `require` and no `crypto`, and need no scopes for them. */
  #mayDeclare(name: string): boolean {
    if (this.#hasScopes) return true;
    const known = this.#declared.get(name) ?? this.#namesOf(name).some((node) => DECLARING.has(useOf(node)));
    this.#declared.set(name, known);
    return known;
  }

  #namesOf(name: string): readonly NameNode[] {
    return this.nodesAround([name]).filter((node): node is NameNode => isName(node) && node.name === name);
  }

  /** The variable that a variable's name would mean without it. */
  findHidden({ name, scope }: Variable): Variable | undefined {
    return findFrom(scope.upper, name);
  }

  /** The variable behind an identifier that is a reference. */
  variableOf(identifier: TSESTree.Identifier | TSESTree.JSXIdentifier): Variable | undefined {
    return this.findVariable(identifier.name, identifier);
  }
}

const DECLARING: ReadonlySet<NameUse> = new Set(["import", "unsure"]);

function isName(node: Node): node is NameNode {
  return node.type === "Identifier" || node.type === "JSXIdentifier";
}

function innermost(manager: ScopeManager, node: Node): Scope {
  for (let at: Node | undefined = node; at; at = at.parent) {
    const scope = manager.acquire(at, true);
    if (scope) return scope.type === "function-expression-name" ? (scope.childScopes[0] as Scope) : scope;
  }
  return manager.globalScope as Scope;
}

function findFrom(start: Scope | null, name: string): Variable | undefined {
  for (let scope = start; scope; scope = scope.upper) {
    const variable = scope.set.get(name);
    if (variable) return isDeclared(variable) ? variable : undefined;
  }
  return undefined;
}

function isDeclared(variable: Variable): boolean {
  return variable.defs.length > 0;
}
