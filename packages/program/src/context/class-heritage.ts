import type ts from "typescript";
import { keyOf } from "../callers/callables.js";
import type { ProgramReader } from "../callers/program-reader.js";

type TypeScript = ProgramReader["ts"];

/** What a class without a constructor extends, whose constructor it has; undefined if it has its own, or extends nothing. */
export function inheritedConstructor({ ts }: ProgramReader, owner: ts.ClassLikeDeclaration): string | undefined {
  const hasConstructor = owner.members.some((member) => ts.isConstructorDeclaration(member));
  return hasConstructor ? undefined : baseOf(ts, owner)?.getText().replace(/\s+/gu, " ");
}

/** The keys of the program's own classes that a class extends, the nearest first. */
export function ancestorsOf(reader: ProgramReader, owner: ts.ClassLikeDeclaration): readonly string[] {
  const { ts } = reader;
  const seen = new Set<ts.Node>([owner]);
  const found: string[] = [];
  for (let at: ts.ClassLikeDeclaration | undefined = owner; at;) {
    const name: ts.Expression | undefined = baseOf(ts, at);
    const declarations: readonly ts.Declaration[] = name ? reader.declarationsOf(nameNodeOf(ts, name)) : [];
    at = declarations.find((each) => ts.isClassLike(each));
    if (!at || seen.has(at) || reader.fileOf(at) === undefined) break;
    seen.add(at);
    found.push(keyOf(reader, at));
  }
  return found;
}

function nameNodeOf(ts: TypeScript, expression: ts.Expression): ts.Node {
  return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

function baseOf(ts: TypeScript, owner: ts.ClassLikeDeclaration): ts.Expression | undefined {
  return owner.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression;
}
