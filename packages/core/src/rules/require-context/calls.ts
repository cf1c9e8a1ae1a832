/** Calls that must pass a context and do not. */
import { atMost } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { findMatches } from "../../patterns/find-matches.js";
import type { Match } from "../../patterns/match.js";
import { isMockHandle } from "../../semantics/mock-handles.js";
import type { Finding } from "../define-rule.js";
import { replacementWords, type WordsReplacement } from "../replacement.js";
import type { ContextSetting } from "./options.js";
import { passContext } from "./scope.js";
import { passesContext } from "./values.js";

/** Finds calls that match the option's patterns and pass no context. */
export function* findingsOfCalls(file: FileView, context: ContextSetting): Generator<Finding> {
  const patterns = context.calls.map((match) => ({ match }));
  for (const { match } of findMatches(file, patterns, (name) => context.setting.findExport(name))) {
    const { node } = match;
    if (node.type !== "CallExpression" && node.type !== "NewExpression") continue;
    if (isMockHandle(file, node) || isPassed(file, context, match)) continue;
    yield {
      range: node.range,
      found: file.textOf(node),
      problem: `passes no ${context.parameter} on`,
      replacement: replacementOf(file, context, node),
      edit: atMost(passContext(file, context, node), context.fix),
      action: { kind: "pass", what: context.parameter },
    };
  }
}

/** If the pattern has a hole for the context, as in `run($context, $$$_)`, that place counts; otherwise any argument does. */
function isPassed(file: FileView, context: ContextSetting, { node, bindings }: Match): boolean {
  const place = bindings.get(context.parameter);
  const values: readonly Node[] = place
    ? "node" in place
      ? [place.node]
      : place.list
    : "arguments" in node
      ? node.arguments
      : [];
  return values.some((value) => passesContext(file, context, value));
}

function replacementOf(file: FileView, { parameter }: ContextSetting, node: Node): WordsReplacement {
  const callee = node.type === "CallExpression" || node.type === "NewExpression" ? file.textOf(node.callee) : "";
  return replacementWords(`${node.type === "NewExpression" ? "new " : ""}${callee}(${parameter}, …)`);
}
