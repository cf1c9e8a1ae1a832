import type ts from "typescript";
import type { ProgramReader } from "../callers/program-reader.js";
import { namesIn, runsIn, stepsOf } from "./expressions.js";
import { Reach } from "./reach.js";
import type { CodeJudge } from "./timing.js";
import type { WantedExpression } from "./wanted.js";

/** Judges code for some expressions: whether it may change what they give, and whether it may throw. */
export function judgeFor(reader: ProgramReader, expressions: readonly WantedExpression[]): CodeJudge {
  const { ts } = reader;
  const names = new Set(
    expressions.flatMap((each) => [...reader.sources.values()].flatMap((source) => [...namesIn(source, each)])),
  );
  const harmless = new HarmlessUses(reader, expressions, names);
  const isUse = (node: ts.Node): boolean => ts.isIdentifier(node) && names.has(node.text) && !ts.isPartOfTypeNode(node);
  const changes = new Reach(reader, isUse, { ofUnknown: false, isClear: (node) => harmless.has(node) });
  // Where what the code evaluates throws, a caller that evaluates it first throws as well.
  const throws = new Reach(reader, (node) => ts.isThrowStatement(node), {
    ofUnknown: true,
    isClear: (node) => harmless.isExpression(node),
  });
  return { changes: (code) => changes.has(code), throws: (code) => throws.has(code) };
}

/** What code does to state: it only reads it, it also makes what is not there yet, or it may change it. */
type Effect = "reads" | "makes" | "changes";

/** Finds uses of the expressions' names that neither change what the expressions give nor show that they were evaluated before. */
class HarmlessUses {
  readonly #reader: ProgramReader;
  readonly #expressions: readonly WantedExpression[];
  readonly #names: ReadonlySet<string>;
  readonly #effects = new Map<ts.Node, Effect>();
  #ofExpressions: readonly Effect[] | undefined;

  constructor(reader: ProgramReader, expressions: readonly WantedExpression[], names: ReadonlySet<string>) {
    this.#reader = reader;
    this.#expressions = expressions;
    this.#names = names;
  }

  /** Whether a node is one of the expressions, and evaluating it again gives the same. */
  isExpression(node: ts.Node): boolean {
    const own = this.#expressionAt(node);
    return own !== undefined && this.#expressionEffects()[own] !== "changes";
  }

  has(node: ts.Node): boolean {
    const { ts } = this.#reader;
    if (this.#expressionAt(node) !== undefined) return this.isExpression(node);
    // `Host.env`, a getter of what `Host.get()` gives, and `Host.isReady()`.
    const member = ts.isCallExpression(node) && node.arguments.length === 0 ? node.expression : node;
    if (!ts.isPropertyAccessExpression(member) || !ts.isIdentifier(member.expression)) return false;
    if (!this.#names.has(member.expression.text) || this.#expressionEffects().some((effect) => effect !== "reads")) return false;
    return this.#effectOf(this.#reader.declarationsOf(member.name)) === "reads";
  }

  /** The index of the expression that a node is. */
  #expressionAt(node: ts.Node): number | undefined {
    const { ts } = this.#reader;
    if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node) && !ts.isCallExpression(node)) return undefined;
    if (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) return undefined;
    const text = node.getText();
    const index = this.#expressions.findIndex(({ rest }) => {
      const before = text.endsWith(rest) ? text.slice(0, text.length - rest.length) : "";
      const name = /^(?:[\w$]+\.)?([\w$]+)$/u.exec(before)?.[1];
      return name !== undefined && this.#names.has(name);
    });
    return index < 0 ? undefined : index;
  }

  #expressionEffects(): readonly Effect[] {
    this.#ofExpressions ??= this.#expressions.map((each) => this.#effectOfExpression(each));
    return this.#ofExpressions;
  }

  #effectOfExpression(expression: WantedExpression): Effect {
    const [step, call, ...others] = stepsOf(this.#reader, expression);
    if (step === undefined) return "reads";
    if (step === "call" || (call !== undefined && call !== "call") || others.length > 0) return "changes";
    const declarations = runsIn(this.#reader, expression);
    return declarations.every((each) => givesOwnState(this.#reader.ts, each)) ? this.#effectOf(declarations) : "changes";
  }

  /** What running members does, all of them getters or methods whose code is at hand. */
  #effectOf(declarations: readonly ts.Node[]): Effect {
    const effects = declarations.map((declaration) => {
      const body = bodyOf(this.#reader.ts, declaration);
      if (!body) return "changes";
      const known = this.#effects.get(body);
      if (known) return known;
      // What comes to itself is not understood.
      this.#effects.set(body, "changes");
      const effect = this.#effectIn(body);
      this.#effects.set(body, effect);
      return effect;
    });
    return effects.length === 0 ? "changes" : worst(effects);
  }

  #effectIn(node: ts.Node): Effect {
    const { ts } = this.#reader;
    if (ts.isThrowStatement(node) || ts.isFunctionLike(node) || ts.isTypeNode(node)) return "reads";
    if (isMaking(ts, node)) return "makes";
    if (this.#expressionAt(node) !== undefined) return this.#effectOfUse(node);
    if (ts.isBinaryExpression(node) && isAssignment(ts, node)) return "changes";
    if (isEffect(ts, node)) return "changes";
    if (ts.isPropertyAccessExpression(node)) {
      const getters = this.#reader.declarationsOf(node.name).filter((each) => ts.isAccessor(each));
      if (getters.length > 0 && this.#effectOf(getters) !== "reads") return "changes";
    }
    const effects: Effect[] = [];
    ts.forEachChild(node, (child) => void effects.push(this.#effectIn(child)));
    return worst(effects);
  }

  /** An expression in the code of a member. */
  #effectOfUse(node: ts.Node): Effect {
    const { ts } = this.#reader;
    if (ts.isIdentifier(node)) return "reads";
    const member = ts.isCallExpression(node) ? node.expression : node;
    return ts.isPropertyAccessExpression(member) ? this.#effectOf(this.#reader.declarationsOf(member.name)) : "changes";
  }
}

type TypeScript = ProgramReader["ts"];

function worst(effects: readonly Effect[]): Effect {
  if (effects.includes("changes")) return "changes";
  return effects.includes("makes") ? "makes" : "reads";
}

function bodyOf(ts: TypeScript, node: ts.Node): ts.Node | undefined {
  return ts.isGetAccessorDeclaration(node) || ts.isMethodDeclaration(node) ? node.body : undefined;
}

/** Whether all that a member returns is a name or a member of its own class, so that no other object's state decides it. */
function givesOwnState(ts: TypeScript, member: ts.Node): boolean {
  const isOwn = (node: ts.Expression | undefined): boolean => {
    if (!node) return false;
    if (ts.isNonNullExpression(node) || ts.isAsExpression(node)) return isOwn(node.expression);
    if (ts.isBinaryExpression(node)) return isMaking(ts, node) && isOwn(node.left);
    return (
      ts.isIdentifier(node) ||
      (ts.isPropertyAccessExpression(node) &&
        (ts.isIdentifier(node.expression) || node.expression.kind === ts.SyntaxKind.ThisKeyword))
    );
  };
  const visit = (node: ts.Node): boolean => {
    if (ts.isReturnStatement(node)) return isOwn(node.expression && unwrapped(ts, node.expression));
    if (ts.isVariableDeclaration(node)) return false;
    return ts.isFunctionLike(node) || ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) === undefined;
  };
  const body = bodyOf(ts, member);
  return body !== undefined && visit(body);
}

function unwrapped(ts: TypeScript, node: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(node) ? unwrapped(ts, node.expression) : node;
}

/** `X.own ??= new X()`, and `if (!X.own) X.own = new X()`. */
function isMaking(ts: TypeScript, node: ts.Node): boolean {
  const { SyntaxKind } = ts;
  if (ts.isBinaryExpression(node))
    return [SyntaxKind.QuestionQuestionEqualsToken, SyntaxKind.BarBarEqualsToken].includes(node.operatorToken.kind);
  if (!ts.isIfStatement(node) || node.elseStatement) return false;
  const { expression: asked, thenStatement } = node;
  const tested =
    ts.isPrefixUnaryExpression(asked) && asked.operator === SyntaxKind.ExclamationToken
      ? asked.operand
      : ts.isBinaryExpression(asked) && /^(?:===?)$/u.test(asked.operatorToken.getText()) && isNothing(ts, asked.right)
        ? asked.left
        : undefined;
  const statements = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement];
  const [only, ...others] = statements;
  if (!tested || !only || others.length > 0 || !ts.isExpressionStatement(only) || !ts.isBinaryExpression(only.expression))
    return false;
  const { left, operatorToken } = only.expression;
  return operatorToken.kind === SyntaxKind.EqualsToken && left.getText() === tested.getText();
}

function isNothing(ts: TypeScript, node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === "undefined");
}

function isAssignment(ts: TypeScript, { operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Code that may do anything to state, or read it through more than names and members. */
function isEffect(ts: TypeScript, node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isElementAccessExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken))
  );
}
