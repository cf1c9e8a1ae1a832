import type ts from "typescript";
import { isCallableDeclaration, type CallableDeclaration } from "./callables.js";
import type { ProgramReader } from "./program-reader.js";

/** All declarations that a call may mean where it means one of them: a method with what it overrides and implements, and with what does so with it. */
export interface Family {
  readonly declarations: ReadonlySet<CallableDeclaration>;
  /** Why not all of them can change together. */
  readonly obstacle: string | undefined;
}

const known = new WeakMap<ProgramReader, Families>();

/** The families of methods in one program. */
export function familiesOf(reader: ProgramReader): Families {
  let families = known.get(reader);
  if (!families) known.set(reader, (families = new Families(reader)));
  return families;
}

/** Finds the families of methods in one program. */
export class Families {
  readonly #reader: ProgramReader;
  readonly #links = new Map<string, readonly ReadonlySet<ts.Declaration>[]>();
  #heirs: readonly (ts.ClassLikeDeclaration | ts.InterfaceDeclaration)[] | undefined;

  constructor(reader: ProgramReader) {
    this.#reader = reader;
  }

  /** The family of a declaration; alone for what is no member that others may have too. */
  of(declaration: CallableDeclaration): Family {
    const name = this.#memberName(declaration);
    if (name === undefined) return { declarations: new Set([declaration]), obstacle: undefined };
    let links = this.#links.get(name);
    if (!links) this.#links.set(name, (links = this.#linksOf(name)));
    const found = new Set<ts.Declaration>([declaration]);
    for (const each of found) for (const group of links) if (group.has(each)) for (const other of group) found.add(other);
    const foreign = [...found].find(
      (each) => this.#reader.fileOf(each) === undefined || !isCallableDeclaration(this.#reader.ts, each),
    );
    const own = [...found].filter(
      (each): each is CallableDeclaration =>
        isCallableDeclaration(this.#reader.ts, each) && this.#reader.fileOf(each) !== undefined,
    );
    const obstacle = foreign && `${name} is declared by a type that can't change too, in ${this.#shownFile(foreign)}`;
    return { declarations: new Set(own), obstacle };
  }

  #shownFile(node: ts.Node): string {
    const file = this.#reader.fileOf(node);
    if (file !== undefined) return file;
    const { fileName } = node.getSourceFile();
    return fileName.slice(Math.max(0, fileName.lastIndexOf("/node_modules/") + 1));
  }

  #memberName(declaration: CallableDeclaration): string | undefined {
    const { ts } = this.#reader;
    const isMember =
      ts.isMethodDeclaration(declaration) ||
      ts.isMethodSignature(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isPropertySignature(declaration) ||
      ts.isPropertyAssignment(declaration);
    if (!isMember || !ts.isIdentifier(declaration.name)) return undefined;
    const isStatic =
      ts.canHaveModifiers(declaration) && ts.getModifiers(declaration)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
    return isStatic ? undefined : declaration.name.text;
  }

  /** Groups of declarations of one member name that have to change together. */
  #linksOf(name: string): readonly ReadonlySet<ts.Declaration>[] {
    const { checker } = this.#reader;
    const groups: Set<ts.Declaration>[] = [];
    const add = (...types: readonly ts.Type[]): void => {
      const declarations = types.flatMap((type) => this.#membersOf(type, name));
      if (declarations.length > 1) groups.push(new Set(declarations));
    };
    this.#heirs ??= this.#findHeirs();
    for (const heir of this.#heirs) {
      const types = heir.heritageClauses!.flatMap((clause) => clause.types.map((type) => checker.getTypeAtLocation(type)));
      add(checker.getTypeAtLocation(heir), ...types);
    }
    for (const node of this.#reader.named(name)) {
      const literal = this.#literalOf(node);
      const type = literal && checker.getContextualType(literal);
      if (!literal || !type) continue;
      const own = checker.getSymbolAtLocation(node)?.declarations ?? [];
      const members = this.#membersOf(type, name);
      if (members.length > 0) groups.push(new Set([...own, ...members]));
    }
    return groups;
  }

  /** The object literal of which a name is a key. */
  #literalOf(node: ts.Node): ts.ObjectLiteralExpression | undefined {
    const { ts } = this.#reader;
    const { parent } = node;
    const isKey =
      (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isShorthandPropertyAssignment(parent)) &&
      parent.name === node;
    return isKey && ts.isObjectLiteralExpression(parent.parent) ? parent.parent : undefined;
  }

  #membersOf(type: ts.Type, name: string): readonly ts.Declaration[] {
    const { checker } = this.#reader;
    const property = checker.getPropertyOfType(checker.getApparentType(type), name);
    return property ? checker.getRootSymbols(property).flatMap((each) => each.declarations ?? []) : [];
  }

  #findHeirs(): readonly (ts.ClassLikeDeclaration | ts.InterfaceDeclaration)[] {
    const { ts } = this.#reader;
    const heirs: (ts.ClassLikeDeclaration | ts.InterfaceDeclaration)[] = [];
    const visit = (node: ts.Node): void => {
      if ((ts.isClassLike(node) || ts.isInterfaceDeclaration(node)) && (node.heritageClauses?.length ?? 0) > 0) heirs.push(node);
      ts.forEachChild(node, visit);
    };
    for (const source of this.#reader.sources.values()) if (/\b(?:extends|implements)\b/u.test(source.text)) visit(source);
    return heirs;
  }
}
