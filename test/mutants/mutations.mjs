import ts from "typescript";

/**
 * @typedef {object} Mutation one change of behaviour at one place of a source file
 * @property {string} operator what kind of change it is
 * @property {string} within the name of the function or class around it, for people and for finding it again
 * @property {string} original the text that changes
 * @property {string} replacement the text instead
 * @property {number} nth how many times the same change of the same text occurs before it in the file
 * @property {boolean} isStatement whether it is a statement that is left out, not an expression
 * @property {number} start
 * @property {number} end
 */

const OPPOSITE = { "===": "!==", "!==": "===", "<": "<=", "<=": "<", ">": ">=", ">=": ">", "&&": "||", "||": "&&", "??": "&&" };
const METHODS = { some: "every", every: "some", startsWith: "endsWith", endsWith: "startsWith", find: "findLast", has: "delete" };
/** Methods that give their own receiver's kind of value, so that leaving out the call is a change that runs. */
const LEFT_OUT = new Set(["filter", "slice", "trim", "toLowerCase", "sort", "reverse", "toSorted", "toReversed", "flat"]);

/** Every mutation of a source text, in the order of the text. */
export function mutationsOf(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Mutation[]} */
  const found = [];
  const counts = new Map();
  const add = (node, operator, replacement, isStatement = false) => {
    const start = node.getStart(source);
    const original = text.slice(start, node.end);
    const within = nameAround(node);
    const key = `${operator}\0${within}\0${original}`;
    const nth = counts.get(key) ?? 0;
    counts.set(key, nth + 1);
    found.push({ operator, within, original, replacement, nth, isStatement, start, end: node.end });
  };
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isImportDeclaration(node) || ts.isEnumDeclaration(node))
      return;
    if (isLoop(node)) return visit(node.statement);
    mutate(node, add, (part) => part.getText(source));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Conditions of loops stay as they are: without them a test does not end. */
function isLoop(node) {
  return ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node);
}

function mutate(node, add, textOf) {
  if (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    node.expression.expression.kind !== ts.SyntaxKind.SuperKeyword
  )
    return add(node, "statement left out", "", true);
  if (ts.isIfStatement(node)) {
    add(node.expression, "condition true", "true");
    return add(node.expression, "condition false", "false");
  }
  if (!isFree(node)) return;
  if (ts.isBinaryExpression(node)) {
    const opposite = OPPOSITE[node.operatorToken.getText()];
    if (opposite) add(node, "operator", `(${textOf(node.left)}) ${opposite} (${textOf(node.right)})`);
  } else if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    add(node, "negation left out", textOf(node.operand));
  } else if (ts.isConditionalExpression(node)) {
    add(node.condition, "condition true", "true");
    add(node.condition, "condition false", "false");
  } else if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) {
    add(node, "boolean", node.kind === ts.SyntaxKind.TrueKeyword ? "false" : "true");
  } else if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && !node.questionDotToken) {
    const { name, expression, questionDotToken } = node.expression;
    if (questionDotToken) return;
    if (LEFT_OUT.has(name.text)) add(node, "call left out", textOf(expression));
    else if (Object.hasOwn(METHODS, name.text)) {
      const args = node.arguments.map(textOf).join(", ");
      add(node, "method", `${textOf(expression)}.${METHODS[name.text]}(${args})`);
    }
  }
}

/** Whether an expression may be put into parentheses without a change: not what is called, set or part of a chain. */
function isFree(node) {
  const { parent } = node;
  if (!parent || ts.isDecorator(parent)) return false;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === node) return false;
  if ((node.flags & ts.NodeFlags.OptionalChain) !== 0) return false;
  if (ts.isLiteralTypeNode(parent) || ts.isDeleteExpression(parent)) return false;
  return !(ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken && parent.left === node);
}

function nameAround(node) {
  for (let around = node.parent; around; around = around.parent) {
    const isNamed =
      ts.isFunctionDeclaration(around) ||
      ts.isMethodDeclaration(around) ||
      ts.isClassDeclaration(around) ||
      ts.isVariableDeclaration(around);
    if (isNamed && around.name) return around.name.getText();
  }
  return "";
}

/** A source text in which each of the given mutations happens while the test run asks for it by its number. */
export function instrument(text, mutations) {
  const sorted = [...mutations].sort((a, b) => a.start - b.start || b.end - a.end);
  const write = (from, to, list) => {
    let out = "";
    let at = from;
    for (let index = 0; index < list.length; index++) {
      const each = list[index];
      if (each.start < at) continue;
      const inside = list.slice(index + 1).filter((other) => other.start >= each.start && other.end <= each.end);
      const own = write(each.start, each.end, inside);
      const isActive = `globalThis.__godwitMutant?.(${each.id})`;
      const written = each.isStatement ? `{ if (!${isActive}) { ${own} } }` : `(${isActive} ? (${each.replacement}) : (${own}))`;
      out += text.slice(at, each.start) + written;
      at = each.end;
    }
    return out + text.slice(at, to);
  };
  return `// @ts-nocheck\n${write(0, text.length, sorted)}`;
}
