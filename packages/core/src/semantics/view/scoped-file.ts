import { ImportBindingDefinition, type Scope, ScopeManager, type Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../../syntax/nodes.js";
import { ParsedFile } from "../../syntax/parsed-file.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { isWritten } from "../../syntax/references.js";

/** A node that may name a variable. */
type NameNode = TSESTree.Identifier | TSESTree.JSXIdentifier;

/** What a name is at a place; `unsure` where only all scopes tell. */
type NameUse = "import" | "value" | "type" | "both" | "no-variable" | "unsure";

/**
 * The scopes of a name of which all places are known, if one import declares it and nothing else can: then every use is the import's, and
 * nobody needs the scopes between them. Undefined where that is not sure.
 */
function scopesOfImport(program: TSESTree.Program, places: readonly NameNode[]): ScopeManager | undefined {
  if (program.sourceType !== "module") return undefined;
  const uses = places.map((node) => ({ node, use: useOf(node) }));
  const [declaring, ...others] = uses.filter(({ use }) => use === "import" || use === "unsure");
  if (declaring?.use !== "import" || others.length > 0) return undefined;
  const specifier = declaring.node.parent as TSESTree.ImportClause;
  const declaration = specifier.parent as TSESTree.ImportDeclaration;
  if (declaration.parent !== program) return undefined;
  const manager = new ScopeManager({ sourceType: "module" });
  const global = manager.nestGlobalScope(program);
  const module = manager.nestModuleScope(program);
  const local = declaring.node as TSESTree.Identifier;
  module.defineIdentifier(local, new ImportBindingDefinition(local, specifier, declaration));
  for (const { node, use } of uses) refer(module, node, use);
  module.close(manager);
  global.close(manager);
  return manager;
}

function refer(scope: Scope, node: NameNode, use: NameUse): void {
  if (use === "value") scope.referenceValue(node);
  else if (use === "type") scope.referenceType(node as TSESTree.Identifier);
  else if (use === "both") scope.referenceDualValueType(node as TSESTree.Identifier);
}

/** What a name is at its place, as typescript-eslint's analysis of scopes reads it. */
function useOf(node: NameNode): NameUse {
  const { parent } = node;
  switch (parent.type) {
    case "ImportSpecifier":
      return parent.local === node ? "import" : "no-variable";
    case "ImportDefaultSpecifier":
    case "ImportNamespaceSpecifier":
      return "import";
    case "ExportSpecifier":
      return parent.local === node && !parent.parent.source ? exportUse(parent) : "no-variable";
    case "ExportDefaultDeclaration":
    case "TSExportAssignment":
      return "both";
    case "MemberExpression":
      return parent.object === node || parent.computed ? memberUse(parent) : "no-variable";
    case "Property":
      if (parent.value === node) return parent.parent.type === "ObjectExpression" ? "value" : "unsure";
      return parent.computed ? "value" : "no-variable";
    case "MethodDefinition":
    case "PropertyDefinition":
      return parent.value === node || parent.computed ? "value" : "no-variable";
    case "TSPropertySignature":
    case "TSMethodSignature":
      return parent.key === node && !parent.computed ? "no-variable" : "unsure";
    case "TSTypeReference":
    case "TSTypeQuery":
    case "TSQualifiedName":
      return typeUse(node);
    case "JSXOpeningElement":
    case "JSXClosingElement":
      // `<div>` names no variable.
      return node.name[0]!.toUpperCase() === node.name[0] ? "value" : "no-variable";
    case "JSXMemberExpression":
      return parent.object === node ? "value" : "no-variable";
    case "JSXAttribute":
      return "no-variable";
    case "VariableDeclarator":
      return parent.init === node ? "value" : "unsure";
    case "AssignmentPattern":
    case "AssignmentExpression":
      return parent.right === node ? "value" : "unsure";
    case "ArrowFunctionExpression":
      return parent.body === node ? "value" : "unsure";
    case "ClassDeclaration":
    case "ClassExpression":
      return parent.superClass === node ? "value" : "unsure";
    default:
      return VALUES.has(parent.type) && !isWritten(node) ? "value" : "unsure";
  }
}

/** Nodes of which each child that is a name is a value. */
const VALUES: ReadonlySet<string> = new Set<`${Node["type"]}`>([
  "ArrayExpression",
  "AwaitExpression",
  "BinaryExpression",
  "CallExpression",
  "ConditionalExpression",
  "Decorator",
  "ExpressionStatement",
  "IfStatement",
  "ImportExpression",
  "JSXExpressionContainer",
  "JSXSpreadAttribute",
  "LogicalExpression",
  "NewExpression",
  "ReturnStatement",
  "SequenceExpression",
  "SpreadElement",
  "SwitchCase",
  "SwitchStatement",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TaggedTemplateExpression",
  "TemplateLiteral",
  "ThrowStatement",
  "UnaryExpression",
  "WhileStatement",
  "YieldExpression",
]);

function exportUse({ exportKind, parent }: TSESTree.ExportSpecifier): NameUse {
  return exportKind === "type" || parent.exportKind === "type" ? "type" : "both";
}

/** `class A implements b.C` names a type. */
function memberUse(member: TSESTree.MemberExpression): NameUse {
  let at: Node = member;
  while (at.parent?.type === "MemberExpression") at = at.parent;
  return at.parent?.type === "TSClassImplements" || at.parent?.type === "TSInterfaceHeritage" ? "unsure" : "value";
}

/** `A`, `A.B` and `typeof a.b` in types. */
function typeUse(node: NameNode): NameUse {
  let at: Node = node;
  while (at.parent?.type === "TSQualifiedName") {
    if (at.parent.left !== at) return "no-variable";
    at = at.parent;
  }
  if (at.parent?.type === "TSTypeReference") return "type";
  return at.parent?.type === "TSTypeQuery" ? "value" : "unsure";
}

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
    if (variable) return variable.defs.length > 0 ? variable : undefined;
  }
  return undefined;
}
