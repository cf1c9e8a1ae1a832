import type ts from "typescript";
import type { CallerSite } from "../callers/caller-site.js";
import type { ProgramReader } from "../callers/program-reader.js";
import { keyOf } from "../callers/callables.js";

/** The declarations of names for nothing but what sites have; they go where the names mean the value. */
export class OwnDeclarations {
  /** For each file the sites that declare something, by where they start. */
  readonly #sites = new Map<string, Map<number, string>>();

  readonly #starts = new Map<string, Set<number>>();

  constructor(sites: readonly CallerSite[]) {
    for (const { file, start, declares } of sites) {
      this.#starts.set(file, (this.#starts.get(file) ?? new Set()).add(start));
      if (declares === undefined) continue;
      const own = this.#sites.get(file) ?? new Map<number, string>();
      this.#sites.set(file, own.set(start, declares));
    }
  }

  /** Whether a node is such a declaration of a variable. */
  isVariable(reader: ProgramReader, node: ts.Node): node is ts.VariableDeclaration & { readonly name: ts.Identifier } {
    return (
      reader.ts.isVariableDeclaration(node) &&
      reader.ts.isIdentifier(node.name) &&
      this.#declaredBy(reader, node.initializer) === node.name.text
    );
  }

  /** Whether a node is such a declaration of a member of a class. */
  isField(reader: ProgramReader, node: ts.Node | undefined): node is ts.PropertyDeclaration {
    return (
      node !== undefined &&
      reader.ts.isPropertyDeclaration(node) &&
      this.#declaredBy(reader, node.initializer) === `this.${node.name.getText()}`
    );
  }

  /** Whether a member of a class holds what a site has: by its field, or by a line of the constructor. */
  isMember(reader: ProgramReader, { declarations = [] }: ts.Symbol): boolean {
    return declarations.every((each) => this.isField(reader, each) || this.#isSetLater(reader, each));
  }

  /** `this.logger = Logger.getInstance()` in the constructor. */
  #isSetLater(reader: ProgramReader, field: ts.Declaration): boolean {
    const { ts } = reader;
    if (!ts.isPropertyDeclaration(field) || field.initializer) return false;
    const constructor = field.parent.members.find((each) => ts.isConstructorDeclaration(each));
    const sites = this.#starts.get(reader.fileOf(field) ?? "");
    return (constructor?.body?.statements ?? []).some(
      (each) =>
        ts.isExpressionStatement(each) &&
        ts.isBinaryExpression(each.expression) &&
        each.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        each.expression.left.getText() === `this.${field.name.getText()}` &&
        sites?.has(each.expression.right.getStart()),
    );
  }

  #declaredBy(reader: ProgramReader, expression: ts.Expression | undefined): string | undefined {
    return expression && this.#sites.get(reader.fileOf(expression) ?? "")?.get(expression.getStart());
  }
}

/** The words by which a parameter of the constructor declares the same member as a field. */
export function modifiersOf({ ts }: ProgramReader, field: ts.PropertyDeclaration): string {
  const words = (ts.getModifiers(field) ?? []).map((each) => each.getText());
  return words.length === 0 ? "public" : words.join(" ");
}

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
