import type { Edit } from "../edits/edit.js";
import { closedExpressionOf } from "../semantics/closed-expression.js";
import type { FileView } from "../semantics/file-view.js";
import { openModule } from "../semantics/open-module.js";
import { originOf } from "../semantics/origins.js";
import { isSameCode } from "../semantics/same-code.js";
import { getterAt } from "../semantics/scope-lookup.js";
import type { Change } from "../syntax/change.js";
import { isFunction, unwrap, type Node } from "../syntax/nodes.js";
import { isSameRange } from "../syntax/ranges.js";
import type { UsedExport } from "./left-exports.js";

/**
 * The export that a replacement gives on as it is: `getLogger` of `export const getLogger = () => logger` gives `logger`, so code
 * that asks it gets what a test mocks in place of `logger`.
 */
export function exportReadBy({ modules, path }: FileView, { module, exported }: UsedExport): UsedExport | undefined {
  const declared = exported === "*" ? undefined : modules.declarations.findExported(module, exported);
  const value = declared?.module.values.get(declared.name);
  if (!declared || !value) return undefined;
  const result = isFunction(value) ? onlyResult(value.body) : value;
  const head = result && headOf(result, isFunction(value));
  const origin = head && originOf(openModule(modules, declared.module), head);
  if (!origin?.reference) return undefined;
  const read = modules.resolve(declared.module.path, origin.reference.specifier);
  // A mock that the code's own package sees replaces one copy of the module.
  if (read.kind === "package" && !modules.loadsSameCopy(path, declared.module.path, read.name)) return undefined;
  return { module: read, exported: origin.path[0] ?? "*" };
}

/**
 * The exports that a site reads through a getter of its own class after the edit, as it read them itself before: `this.logger` gives what a
 * test mocks in place of `Logger`, where `get logger()` returns the site's own `Logger.getInstance()`.
 */
export function exportsReadByGetters(file: FileView, edit: Edit): readonly UsedExport[] {
  if (edit.level === "hint") return [];
  const read = edit.changes.map((change) => readByGetter(file, change));
  return read.every((each) => each !== undefined) ? read : [];
}

function readByGetter(file: FileView, { range, parts }: Change): UsedExport | undefined {
  const text = parts.map((part) => (typeof part === "string" ? part : "?")).join("");
  const [, member] = /^this\.([\w$]+)$/u.exec(text) ?? [];
  if (member === undefined) return undefined;
  const kinds = ["MemberExpression", "CallExpression", "Identifier"];
  const site = file.nodesWithin([range]).find((node) => kinds.includes(node.type) && isSameRange(node.range, range));
  const body = site && getterAt(member, site);
  const result = body && onlyResult(body);
  if (!result || !isSameCode(file, unwrap(result), site)) return undefined;
  const [before, after] = [closedExpressionOf(file, site), closedExpressionOf(file, result)];
  if (!before || !after || before.root.name !== after.root.name) return undefined;
  return { module: before.root.module, exported: before.root.exported };
}

/** The one expression that a function's body is or returns. */
function onlyResult(body: Node): Node | undefined {
  if (body.type !== "BlockStatement") return body;
  const [statement, ...others] = body.body;
  return statement?.type === "ReturnStatement" && others.length === 0 ? (statement.argument ?? undefined) : undefined;
}

/** What an expression starts from: `a.b` of `a.b` and, when it runs at each use, of `await a.b(parameter)`. */
function headOf(node: Node, isRunLater: boolean): Node | undefined {
  const inner = unwrap(node);
  if (inner.type === "Identifier") return inner;
  if (inner.type === "MemberExpression") {
    const object = headOf(inner.object, isRunLater);
    return object === unwrap(inner.object) ? inner : object;
  }
  if (!isRunLater) return undefined;
  if (inner.type === "AwaitExpression") return headOf(inner.argument, isRunLater);
  return inner.type === "CallExpression" && inner.arguments.every(isHandedOn) ? headOf(inner.callee, isRunLater) : undefined;
}

/** An argument as the caller gave it, for a test that asks what a mock was called with. */
function isHandedOn(node: Node): boolean {
  const inner = unwrap(node.type === "SpreadElement" ? node.argument : node);
  return inner.type === "Identifier" || (inner.type === "MemberExpression" && !inner.computed && isHandedOn(inner.object));
}
