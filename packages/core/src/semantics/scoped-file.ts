import type { Scope, ScopeManager, Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import { placesOfWord } from "../syntax/node-places.js";
import { ParsedFile } from "../syntax/parsed-file.js";
import { isReference } from "../syntax/references.js";
import { hasEscapedName } from "../syntax/spellings.js";
import type { SourceFile } from "../syntax/source-file.js";

/** A file with its scopes, which are computed when first asked for, and only for the names that are asked for. */
export class ScopedFile extends ParsedFile {
  readonly #source: SourceFile;
  readonly #scopesOf = new Map<string, ScopeManager | undefined>();
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
    const scopes = this.#scopesFor(name);
    return scopes && findFrom(innermost(scopes, at), name);
  }

  /** The scopes of a name, always the same; undefined if nothing in the file declares it. */
  #scopesFor(name: string): ScopeManager | undefined {
    if (!this.#scopesOf.has(name)) this.#scopesOf.set(name, this.#findScopesFor(name));
    return this.#scopesOf.get(name);
  }

  #findScopesFor(name: string): ScopeManager | undefined {
    if (this.#source.hasScopes) return this.scopes();
    if (!this.identifiers(name).some(mayBeDeclaration)) return undefined;
    if (!this.#source.scopesAround || hasEscapedName(this.text)) return this.scopes();
    return this.#source.scopesAround(placesOfWord(this.text, name));
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
