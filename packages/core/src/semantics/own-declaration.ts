import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { type Node, childrenOf, isField, isFunction, keyName } from "../syntax/nodes.js";
import { namesType } from "./scope-lookup.js";
import { usesOf } from "./origins.js";
import type { ExportRef } from "./module-view.js";

/** The declaration of a name for nothing but one expression: `const logger = Logger.getInstance()`, `private logger = …`. */
export interface OwnDeclaration {
  readonly node: TSESTree.VariableDeclarator | TSESTree.PropertyDefinition;
  /** What code calls it: `logger`, `this.logger`. */
  readonly path: string;
}

/** The declaration that can go where its name means the same without it; `type` is what the name is of then. */
export function ownDeclarationOf(file: FileView, expression: Node, type: ExportRef | undefined): OwnDeclaration | undefined {
  const { parent } = expression;
  if (parent?.type === "VariableDeclarator" && parent.init === expression) return ownVariable(file, parent, type);
  return parent?.type === "PropertyDefinition" && parent.value === expression ? ownField(file, parent, type) : undefined;
}

function ownVariable(file: FileView, node: TSESTree.VariableDeclarator, type: ExportRef | undefined): OwnDeclaration | undefined {
  const { id, parent: declaration } = node;
  if (id.type !== "Identifier" || !isOfType(file, id.typeAnnotation, type)) return undefined;
  if (!KINDS.has(declaration.kind) || !LISTS.has(declaration.parent.type)) return undefined;
  const variable = file.variableOf(id);
  if (!variable || variable.references.some((reference) => reference.isWrite() && !reference.init)) return undefined;
  // What is read above a `const` throws, and above a `var` it is undefined.
  const isEarly = ({ range }: Node): boolean => range[0] < node.range[0];
  const isHoisted = declaration.kind === "var" && variable.defs.length === 1;
  return isHoisted && usesOf(file, variable).some(isEarly) ? undefined : { node, path: id.name };
}

/** `using` disposes of what it holds. */
const KINDS = new Set(["const", "let", "var"]);
/** Where a declaration is one of functions, and nothing else can import it. */
const LISTS = new Set(["BlockStatement", "SwitchCase"]);

function ownField(file: FileView, node: TSESTree.PropertyDefinition, type: ExportRef | undefined): OwnDeclaration | undefined {
  const name = keyName(node);
  const isPlain = !node.static && !node.computed && !node.declare && !node.optional && node.decorators.length === 0;
  if (name === undefined || !isPlain || node.key.type !== "Identifier" || !isOfType(file, node.typeAnnotation, type))
    return undefined;
  // A parameter of the constructor becomes a member after the fields are set up.
  const isReadEarly = node.parent.body.some(
    (member) =>
      isField(member) && !member.static && member.range[0] > node.range[0] && !!member.value && hasEarlyThis(member.value),
  );
  return isReadEarly ? undefined : { node, path: `this.${name}` };
}

function hasEarlyThis(node: Node): boolean {
  return node.type === "ThisExpression" || (!isFunction(node) && childrenOf(node).some(hasEarlyThis));
}

function isOfType(file: FileView, annotation: TSESTree.TSTypeAnnotation | undefined, type: ExportRef | undefined): boolean {
  return !annotation || (type !== undefined && namesType(file, annotation.typeAnnotation, type));
}
