import type { FileView } from "../../semantics/file-view.js";
import { isFunction, rewrap, type Node } from "../../syntax/nodes.js";

/** Why a person has to check code that tests whether the platform has the source, and uses something else if not. */
export function fallbackReason(file: FileView, site: Node): string | undefined {
  const whole = rewrap(site);
  const parent = whole.parent;
  if (parent?.type === "LogicalExpression" && parent.left === whole && isOptional(site))
    return "the fallback behind it would never be used";
  for (let node: Node | undefined = whole; node && !isFunction(node); node = node.parent) {
    const test = node.parent && testOver(node.parent, node);
    if (test && isFeatureTest(file, test)) return "the code asks first whether the platform has it";
  }
  return undefined;
}

/** `crypto?.randomUUID?.()`: its result may be undefined. */
function isOptional(site: Node): boolean {
  return site.type === "ChainExpression" || site.parent?.type === "ChainExpression";
}

/** The condition under which `node` is evaluated. */
function testOver(parent: Node, node: Node): Node | undefined {
  if (parent.type === "ConditionalExpression" || parent.type === "IfStatement")
    return parent.test === node ? undefined : parent.test;
  return parent.type === "LogicalExpression" && parent.right === node ? parent.left : undefined;
}

/** `crypto.randomUUID`, `typeof crypto !== "undefined"`, `"randomUUID" in crypto`: tested, not called. */
function isFeatureTest(file: FileView, test: Node): boolean {
  return /\brandomUUID\b(?!\s*(?:\?\.\s*)?\()|\bcrypto\b(?!\s*\??\.)/u.test(file.textOf(test));
}
