import { ImportBindingDefinition, type Scope, ScopeManager } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../syntax/nodes.js";
import { isWritten } from "../syntax/references.js";

/** A node that may name a variable. */
export type NameNode = TSESTree.Identifier | TSESTree.JSXIdentifier;

/** What a name is at a place; `unsure` where only all scopes tell. */
export type NameUse = "import" | "value" | "type" | "both" | "no-variable" | "unsure";

/**
 * The scopes of a name of which all places are known, if one import declares it and nothing else can: then every use is the import's, and
 * nobody needs the scopes between them. Undefined where that is not sure.
 */
export function scopesOfImport(program: TSESTree.Program, places: readonly NameNode[]): ScopeManager | undefined {
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
export function useOf(node: NameNode): NameUse {
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
