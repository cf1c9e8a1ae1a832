import type { TSESTree } from "@typescript-eslint/types";
import { composeEdits } from "../edits/compose.js";
import type { CompiledRule, EngineRule } from "./engine.js";
import type { TextEdit } from "../syntax/change.js";
import { replaceExpression } from "../edits/replace-expression.js";
import { FileView } from "../semantics/file-view.js";
import { childrenOf, type Node } from "../syntax/nodes.js";
import { contains, isSameRange, type Range } from "../syntax/ranges.js";
import { fillingFor } from "../patterns/filling.js";
import { renderTemplate } from "../patterns/render.js";
import type { SourceFile } from "../syntax/source-file.js";

/** An expression rewritten by a contract's template, with the imports that it needs. */
export interface ExpressionRewrite {
  /** The new code, with double quotes. */
  readonly replacement: string;
  edits(): readonly TextEdit[];
}

/**
 * Fills a template of the rule's contract, in which `$value` is the expression at the range. It is for places that a host finds
 * itself, such as a type checker's error. Undefined if no expression has the range or the template can't be filled there.
 */
export function rewriteExpression(
  source: SourceFile,
  rule: CompiledRule,
  range: Range,
  template: string,
): ExpressionRewrite | undefined {
  const { setting } = rule as EngineRule;
  const file = new FileView(source, setting.modules);
  const node = findExpression(file, range);
  if (!node) return undefined;
  const rendered = renderTemplate(file, setting.template(template), fillingFor(setting, { value: node }), node);
  const edit = replaceExpression(file, node, rendered, { bound: [node] });
  if (edit.level === "hint") return undefined;
  return { replacement: rendered.display, edits: () => composeEdits(file, [edit]) };
}

/** The outermost node with exactly that range that is no statement; of a member by its name alone, the value. */
export function findExpression(file: FileView, range: Range): Node | undefined {
  const stack: Node[] = [...file.program.body];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (isSameRange(node.range, range) && !isStatement(node)) return isShorthand(node) ? node.value : node;
    stack.push(...childrenOf(node).filter((child) => contains(child.range, range)));
  }
  return undefined;
}

function isShorthand(node: Node): node is TSESTree.Property {
  return node.type === "Property" && node.shorthand;
}

function isStatement({ type }: Node): boolean {
  return /(?:Statement|Declaration|Declarator)$/u.test(type);
}
