/** Reports functions that must take the context and do not. */
import { atMost, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { isFunction, type FunctionNode } from "../../syntax/nodes.js";
import { openModule } from "../../semantics/open-module.js";
import type { Finding } from "../define-rule.js";
import { replacementWords } from "../replacement.js";
import { addParameter } from "./add-parameter.js";
import { lackInCode, lackOf, type CalledBy } from "./checks.js";
import { meantFunctions } from "./functions.js";
import { findHandlers, type DistantHandler, type Handler } from "./handlers.js";
import { makeRequired } from "./make-required.js";
import { declarationText, type ContextSetting } from "./options.js";
import { takingOf, type Taking } from "./taking.js";

/** Finds functions without a context: those that the option selects, and the handlers of a framework. */
export function* findingsOfFunctions(file: FileView, context: ContextSetting): Generator<Finding> {
  const { here, distant } = findHandlers(file, context);
  const seen = new Set<FunctionNode>();
  for (const handler of here) {
    seen.add(handler.owner);
    const lack = lackOf(file, context, handler.owner, "framework");
    if (lack) yield findingForFunction(file, context, handler, { lack, by: "framework" });
  }
  for (const named of meantFunctions(file, context)) {
    if (seen.has(named.owner)) continue;
    seen.add(named.owner);
    const by: CalledBy = named.isDecorated ? "framework" : "code";
    const lack = lackOf(file, context, named.owner, by);
    if (lack) yield findingForFunction(file, context, named, { lack, by });
  }
  for (const handler of distant) {
    const finding = findingForDistantHandler(file, context, handler);
    if (finding) yield finding;
  }
}

function findingForFunction(
  file: FileView,
  context: ContextSetting,
  { owner, name, range }: Handler,
  { lack, by }: { readonly lack: Taking | "missing"; readonly by: CalledBy },
): Finding {
  const { parameter } = context;
  const declaration = declarationText(context);
  const common = { replacement: replacementWords(declaration), action: { kind: "take", what: declaration } } as const;
  if (lack !== "missing") {
    const found = file.textOf(lack.node);
    const problem = lack.kind === "wrong" ? `is no ${context.type ?? parameter}` : `lets callers leave the ${parameter} out`;
    const edit = lack.kind === "wrong" ? hint("its callers pass something else") : makeRequired(file, context, owner);
    return { ...common, range: lack.node.range, found, problem, edit: atMost(edit, context.fix) };
  }
  const isEndpoint = by === "framework";
  const edit: Edit = isEndpoint ? hint("take it from its request") : lacking(context, addParameter(file, context, owner));
  return {
    ...common,
    range,
    found: name === undefined || name === "default" ? file.text.slice(...range) : name,
    problem: isEndpoint ? `has no ${parameter}` : `takes no ${parameter}`,
    edit: atMost(edit, context.fix),
  };
}

/** What this file can't do, its callers in other files may. */
function lacking({ parameter, scope, typeRef }: ContextSetting, edit: Edit): Edit {
  if (edit.level !== "hint") return edit;
  return hint(edit.reason, [{ name: parameter, from: scope.from, type: typeRef, isTaken: true }]);
}

/** A handler from another module is reported where it is registered, if it has no context in its own module. */
function findingForDistantHandler(
  file: FileView,
  context: ContextSetting,
  { node, callee }: DistantHandler,
): Finding | undefined {
  const taking = takingOf(context, callee.module, callee.node, { isStrict: true });
  if (taking?.kind === "required" || taking?.kind === "unknown" || !isFunction(callee.node)) return undefined;
  const view = openModule(file.modules, callee.module);
  if (!lackInCode(view, context, callee.node, "framework")) return undefined;
  const path = context.setting.modules.relative(callee.module.path) ?? callee.module.path;
  return {
    range: node.range,
    found: file.textOf(node),
    problem: `has no ${context.parameter}`,
    replacement: replacementWords(declarationText(context)),
    edit: hint(`it is declared in ${path}`),
  };
}
