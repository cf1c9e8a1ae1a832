import { AST_NODE_TYPES as Node, type TSESTree } from "@typescript-eslint/types";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import { type ExportEntry, type ExportTable, propertyName, requiredSpecifier } from "./export-table.js";

const VALUE: ExportEntry = { kind: "local", meaning: "value" };
type FindImported = (name: string) => ExportEntry | undefined;

/** Adds the exports that a CommonJS module sets in top-level statements; any other use of `exports` makes the table opaque. */
export function readCommonJs(program: TSESTree.Program, table: ExportTable, findImported: FindImported): void {
  let isCommonJs = false;
  for (const statement of program.body) {
    if (statement.type !== Node.ExpressionStatement) {
      // Exports that are set under a condition or in a function can't be listed.
      if (mentionsExports(statement)) table.opaque = isCommonJs = true;
      continue;
    }
    if (readExpression(statement.expression, table, findImported)) isCommonJs = true;
    else if (mentionsExports(statement)) table.opaque = isCommonJs = true;
  }
  // Whatever `module.exports` is, a default import gets it.
  if (isCommonJs && !table.names.has("default")) table.names.set("default", VALUE);
}

function readExpression(expression: TSESTree.Expression, table: ExportTable, findImported: FindImported): boolean {
  if (expression.type === Node.CallExpression) return readCall(expression, table);
  if (expression.type !== Node.AssignmentExpression) return false;
  const { left } = expression;
  let value: TSESTree.Expression = expression.right;
  let isExport = readTarget(left, value, table, findImported);
  // `exports.a = exports.b = void 0`, `exports = module.exports = x`.
  while (value.type === Node.AssignmentExpression) {
    isExport = readTarget(value.left, lastValue(value), table, findImported) || isExport;
    value = value.right;
  }
  return isExport;
}

function lastValue(value: TSESTree.Expression): TSESTree.Expression {
  return value.type === Node.AssignmentExpression ? lastValue(value.right) : value;
}

function readTarget(
  target: TSESTree.Node,
  written: TSESTree.Expression,
  table: ExportTable,
  findImported: FindImported,
): boolean {
  const value = lastValue(written);
  if (isModuleExports(target)) {
    readWhole(value, table, findImported);
    return true;
  }
  if (target.type !== Node.MemberExpression || !isExportsObject(target.object)) return false;
  const name = target.computed ? literalName(target.property) : propertyName(target.property);
  if (name === undefined) table.opaque = true;
  else table.names.set(name, entryFor(value, findImported));
  return true;
}

/** Reads the value of `module.exports = …`. */
function readWhole(value: TSESTree.Expression, table: ExportTable, findImported: FindImported): void {
  const specifier = requiredSpecifier(value);
  if (specifier !== undefined) {
    table.stars.push({ specifier, typeOnly: false });
    table.names.set("default", { kind: "from", specifier, name: "default", typeOnly: false });
    return;
  }
  if (value.type !== Node.ObjectExpression) {
    const entry = entryFor(value, findImported);
    table.names.set("default", entry);
    if (entry.kind === "from" && entry.name === "*") table.stars.push({ specifier: entry.specifier, typeOnly: false });
    else table.opaque = true;
    return;
  }
  let isListed = true;
  for (const property of value.properties) {
    if (property.type === Node.Property && !(isListed && startsWithWord(property.value)))
      table.unlisted.add(propertyName(property.key));
    isListed &&= (property.type === Node.Property ? property.value : property.argument).type === Node.Identifier;
    const spread = property.type === Node.SpreadElement ? requiredSpecifier(property.argument) : undefined;
    if (spread !== undefined) table.stars.push({ specifier: spread, typeOnly: false });
    else if (property.type !== Node.Property || property.computed) table.opaque = true;
    else table.names.set(propertyName(property.key), entryFor(property.value, findImported));
  }
}

/** Whether Node's reading of `module.exports = { … }` finds the name of a value, by whose first word it goes. */
function startsWithWord(value: TSESTree.Node): boolean {
  switch (value.type) {
    case Node.ArrowFunctionExpression:
      return value.async || value.params[0]?.range[0] === value.range[0];
    case Node.Literal:
    case Node.TemplateLiteral:
    case Node.ObjectExpression:
    case Node.ArrayExpression:
    case Node.UnaryExpression:
      return false;
    default:
      return true;
  }
}

/** `Object.defineProperty(exports, "a", …)`, `__exportStar(require("./b"), exports)`. */
function readCall(call: TSESTree.CallExpression, table: ExportTable): boolean {
  const [first, second] = call.arguments;
  if (!first || !second) return false;
  if (isExportsObject(first)) {
    const name = literalName(second);
    if (name === undefined) table.opaque = true;
    else if (name !== "__esModule") table.names.set(name, VALUE);
    return true;
  }
  const specifier = requiredSpecifier(first);
  if (specifier === undefined || !isExportsObject(second)) return false;
  table.stars.push({ specifier, typeOnly: false });
  return true;
}

function entryFor(value: TSESTree.Node, findImported: FindImported): ExportEntry {
  const specifier = requiredSpecifier(value);
  if (specifier !== undefined) return { kind: "from", specifier, name: "*", typeOnly: false };
  if (value.type === Node.MemberExpression && !value.computed) {
    const required = requiredSpecifier(value.object);
    if (required !== undefined) return { kind: "from", specifier: required, name: propertyName(value.property), typeOnly: false };
  }
  return (value.type === Node.Identifier ? findImported(value.name) : undefined) ?? VALUE;
}

function literalName(node: TSESTree.Node): string | undefined {
  return node.type === Node.Literal && typeof node.value === "string" ? node.value : undefined;
}

function isModuleExports(node: TSESTree.Node): boolean {
  return (
    node.type === Node.MemberExpression &&
    node.object.type === Node.Identifier &&
    node.object.name === "module" &&
    propertyName(node.property) === "exports"
  );
}

function isExportsObject(node: TSESTree.Node): boolean {
  return isModuleExports(node) || (node.type === Node.Identifier && node.name === "exports");
}

function mentionsExports(node: TSESTree.Node): boolean {
  if (isExportsObject(node)) return true;
  return (visitorKeys[node.type] ?? []).some((key) => {
    const value = (node as unknown as Record<string, unknown>)[key] as
      TSESTree.Node | (TSESTree.Node | null)[] | null | undefined;
    const children = Array.isArray(value) ? value : [value];
    return children.some((child) => child && mentionsExports(child));
  });
}
