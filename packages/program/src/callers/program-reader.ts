import type ts from "typescript";
import type { ProgramToRead } from "../project-state.js";
import type { ExaminedProject } from "../examined-project.js";
import type { TypeScript } from "../typescript.js";
import type { CodePlace } from "./call-graph.js";

/** One project's program, with the repository's own files and the names in them. */
export class ProgramReader {
  readonly ts: TypeScript;
  readonly program: ProgramToRead;
  readonly checker: ts.TypeChecker;
  /** The repository's own sources by their paths relative to the root. */
  readonly sources: ReadonlyMap<string, ts.SourceFile>;
  readonly #toOwn: ExaminedProject["toOwn"];
  readonly #names = new Map<ts.SourceFile, ReadonlyMap<string, readonly NameNode[]>>();
  #sourcesByWord: ReadonlyMap<string, readonly ts.SourceFile[]> | undefined;

  constructor({ ts, program, toOwn }: Pick<ExaminedProject, "ts" | "program" | "toOwn">) {
    this.ts = ts;
    this.program = program;
    this.checker = program.getTypeChecker();
    this.#toOwn = toOwn;
    this.sources = new Map(
      program.getSourceFiles().flatMap((source): [string, ts.SourceFile][] => {
        const file = source.isDeclarationFile ? undefined : toOwn(source.fileName);
        return file === undefined ? [] : [[file, source]];
      }),
    );
  }

  /** The file of a node, relative to the root; undefined for declarations and what belongs to others. */
  fileOf(node: ts.Node): string | undefined {
    const source = node.getSourceFile();
    return source.isDeclarationFile ? undefined : this.#toOwn(source.fileName);
  }

  /** Where a node is. */
  placeOf(node: ts.Node): CodePlace {
    const source = node.getSourceFile();
    const start = node.getStart(source);
    const { line, character } = source.getLineAndCharacterOfPosition(start);
    return { file: this.fileOf(node) ?? source.fileName, start, line: line + 1, column: character + 1 };
  }

  /** `src/a.ts:3:7`. */
  describe(node: ts.Node): string {
    const { file, line, column } = this.placeOf(node);
    return `${file}:${line}:${column}`;
  }

  /** What a call calls, as reports show it: on one line, and its end where it is long. */
  showCallee({ expression }: ts.CallExpression | ts.NewExpression): string {
    const text = expression.getText().replace(/\s+/gu, " ");
    return text.length > 40 ? `…${text.slice(-39)}` : text;
  }

  /** Every identifier and string of own files with a text. */
  named(text: string): readonly NameNode[] {
    const found: NameNode[] = [];
    for (const source of this.#sourcesWith(text)) {
      let names = this.#names.get(source);
      if (!names) this.#names.set(source, (names = this.#indexNames(source)));
      found.push(...(names.get(text) ?? []));
    }
    return found;
  }

  /** The node that starts at a place of a file and is the outermost of those that a test accepts. */
  nodeAt<Found extends ts.Node>(file: string, start: number, isWanted: (node: ts.Node) => node is Found): Found | undefined {
    const source = this.sources.get(file);
    if (!source) return undefined;
    let found: Found | undefined;
    const visit = (node: ts.Node): void => {
      if (found || start < node.pos || start >= node.end) return;
      if (node.getStart(source) === start && isWanted(node)) found = node;
      else this.ts.forEachChild(node, visit);
    };
    this.ts.forEachChild(source, visit);
    return found;
  }

  /** The innermost node at a place. */
  innermostAt(file: string, start: number): ts.Node | undefined {
    const source = this.sources.get(file);
    if (!source) return undefined;
    let found: ts.Node = source;
    const visit = (node: ts.Node): void => {
      if (start < node.getStart(source) || start >= node.end) return;
      found = node;
      this.ts.forEachChild(node, visit);
    };
    this.ts.forEachChild(source, visit);
    return found;
  }

  /** The types of expressions of one file; together, as a question over a pipe takes longer than its answer. */
  typesAt(nodes: readonly ts.Expression[]): readonly ts.Type[] {
    const { checker } = this;
    return asksTogether(checker) ? checker.getTypesAtLocations(nodes) : nodes.map((node) => checker.getTypeAtLocation(node));
  }

  /** The declarations that a name means, through imports, exports, patterns and instantiated types. */
  declarationsOf(name: ts.Node): readonly ts.Declaration[] {
    const symbol = this.#symbolOf(name);
    if (!symbol) return [];
    const meant = symbol.flags & this.ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    return this.checker.getRootSymbols(meant).flatMap((each) => each.declarations ?? []);
  }

  /** The declarations of the variable that an identifier means, as this file names it. */
  valuesOf(name: ts.Identifier): readonly ts.Declaration[] {
    const { ts, checker } = this;
    const { parent } = name;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? checker.getShorthandAssignmentValueSymbol(parent)
      : checker.getSymbolAtLocation(name);
    return symbol?.declarations ?? [];
  }

  /** An expression without parentheses, assertions and casts around it. */
  outermost(node: ts.Node): ts.Node {
    const { ts } = this;
    let at = node;
    while (
      ts.isParenthesizedExpression(at.parent) ||
      ts.isNonNullExpression(at.parent) ||
      ts.isAsExpression(at.parent) ||
      ts.isSatisfiesExpression(at.parent) ||
      ts.isTypeAssertionExpression(at.parent)
    )
      at = at.parent;
    return at;
  }

  /** An expression without the parentheses, assertions and casts that are its outer layers. */
  innermost(node: ts.Expression): ts.Expression {
    const { ts } = this;
    let at = node;
    while (
      ts.isParenthesizedExpression(at) ||
      ts.isNonNullExpression(at) ||
      ts.isAsExpression(at) ||
      ts.isSatisfiesExpression(at) ||
      ts.isTypeAssertionExpression(at)
    )
      at = at.expression;
    return at;
  }

  /** Whether no types are written in the file of a node. */
  isJavaScript(node: ts.Node): boolean {
    return /\.[cm]?jsx?$/u.test(node.getSourceFile().fileName);
  }

  #symbolOf(name: ts.Node): ts.Symbol | undefined {
    const { ts, checker } = this;
    const { parent } = name;
    if (ts.isShorthandPropertyAssignment(parent)) return checker.getShorthandAssignmentValueSymbol(parent);
    if (ts.isExportSpecifier(parent) && !parent.parent.parent.moduleSpecifier)
      return checker.getExportSpecifierLocalTargetSymbol(parent);
    if (ts.isBindingElement(parent) && ts.isObjectBindingPattern(parent.parent) && (parent.propertyName ?? parent.name) === name)
      return checker.getTypeAtLocation(parent.parent).getProperty((name as ts.Identifier).text);
    return checker.getSymbolAtLocation(name);
  }

  /** The own files that have a text, in their order. */
  #sourcesWith(text: string): readonly ts.SourceFile[] {
    if (!ONE_WORD.test(text)) return [...this.sources.values()].filter((source) => source.text.includes(text));
    this.#sourcesByWord ??= indexWords(this.sources.values());
    return this.#sourcesByWord.get(text.replace(/^#/u, "")) ?? [];
  }

  #indexNames(source: ts.SourceFile): ReadonlyMap<string, readonly NameNode[]> {
    const { ts } = this;
    const names = new Map<string, NameNode[]>();
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) || ts.isStringLiteralLike(node)) {
        const known = names.get(node.text);
        if (known) known.push(node);
        else names.set(node.text, [node]);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return names;
  }
}

/** A checker that tells many types at once. */
interface AskedTogether {
  getTypesAtLocations(nodes: readonly ts.Node[]): readonly ts.Type[];
}

function asksTogether(checker: ts.TypeChecker): checker is ts.TypeChecker & AskedTogether {
  return "getTypesAtLocations" in checker;
}

const WORD = /[\p{ID_Continue}$]+/gu;
const ONE_WORD = /^#?[\p{ID_Continue}$]+$/u;

function indexWords(sources: Iterable<ts.SourceFile>): ReadonlyMap<string, readonly ts.SourceFile[]> {
  const index = new Map<string, ts.SourceFile[]>();
  for (const source of sources)
    for (const word of new Set(source.text.match(WORD))) {
      const known = index.get(word);
      if (known) known.push(source);
      else index.set(word, [source]);
    }
  return index;
}

/** What may name something: an identifier, or a string as in `x["run"]`. */
export type NameNode = ts.Identifier | ts.PrivateIdentifier | ts.StringLiteralLike;
