import type { Scope, ScopeManager, Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import { ParsedFile } from "../syntax/parsed-file.js";
import { isReference } from "../syntax/references.js";
import type { SourceFile } from "../syntax/source-file.js";

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
    const { scopesAround } = this.#source;
    const scopes = scopesAround && this.#costsLessAlone(name) ? scopesAround(this.placesOf(name)) : this.scopes();
    this.#scopesOf.set(name, scopes);
    return scopes;
  }

  #costsLessAlone(name: string): boolean {
    this.#placesAlone += this.placesOf(name).length;
    return this.#placesAlone <= this.text.length * PLACES_ALONE;
  }

  /** Most files declare no `require` and no `crypto`, and need no scopes for them. */
  #mayDeclare(name: string): boolean {
    if (this.#scopes ?? this.#source.hasScopes) return true;
    const known = this.#declared.get(name) ?? (!this.#costsLessAlone(name) || this.identifiers(name).some(mayBeDeclaration));
    this.#declared.set(name, known);
    return known;
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

/** Whether an identifier may declare its name: it does so nowhere that it is a reference, or the name of a member. */
function mayBeDeclaration(identifier: TSESTree.Identifier): boolean {
  const { parent } = identifier;
  switch (parent.type) {
    case "MemberExpression":
      return false;
    case "Property":
      return parent.value === identifier && parent.parent.type !== "ObjectExpression";
    case "MethodDefinition":
    case "PropertyDefinition":
      return false;
    default:
      return !isReference(identifier);
  }
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
