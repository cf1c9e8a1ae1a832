import type { TSESTree } from "@typescript-eslint/types";
import { astConverter } from "@typescript-eslint/typescript-estree/use-at-your-own-risk";
import { visitorKeys } from "@typescript-eslint/visitor-keys";
import type ts from "typescript";

/** Without tokens and comments, which take more time than the rest, and without node maps, because nodes are found by position. */
const SETTINGS = {
  allowInvalidAST: true,
  errorOnUnknownASTType: false,
  suppressDeprecatedPropertyWarnings: true,
  comment: false,
  tokens: false,
  range: true,
  loc: true,
} as unknown as Parameters<typeof astConverter>[1];

/** The line and column of every node: nobody reads them, and computing them takes a fourth of the conversion. */
const NO_PLACE: ts.LineAndCharacter = { line: 0, character: 0 };

interface Converted {
  readonly node: TSESTree.ProgramStatement;
  /** The ranges of the node and its descendants, each once: a node and its only child may share one. */
  readonly ranges: readonly TSESTree.Range[];
  /** The start of the host's statement for which the ranges are right. */
  start: number;
}

/** Converted statements: TypeScript's parser reuses the statements that an edit did not touch, and so does the conversion. */
const known = new WeakMap<ts.Statement, Converted>();

/** The host's own tree as ESTree; for a text that does not parse, the tree that error recovery made. */
export function convertProgram(sourceFile: ts.SourceFile): TSESTree.Program {
  const fresh = sourceFile.statements.filter((statement) => !known.has(statement));
  const program = convert(sourceFile, fresh);
  // A statement without a node would shift the others, so nothing is kept then.
  if (program.body.length !== fresh.length) {
    const whole = convert(sourceFile, [...sourceFile.statements]);
    whole.body = whole.body.filter(hasModulePath);
    adopted(whole);
    return whole;
  }
  fresh.forEach((statement, index) => {
    const node = program.body[index]!;
    known.set(statement, { node, ranges: adopted(node), start: statement.pos });
  });
  program.body = sourceFile.statements.map(currentNode).filter(hasModulePath);
  for (const node of program.body) node.parent = program;
  markDirectives(program);
  return program;
}

/** Converts statements; one on which the converter fails while it is being written is left out. */
function convert(sourceFile: ts.SourceFile, statements: readonly ts.Statement[]): TSESTree.Program {
  let program: TSESTree.Program;
  try {
    program = convertAll(sourceFile, statements);
  } catch (error) {
    if (statements.length === 0) throw error;
    program = convertAll(sourceFile, []);
    const middle = statements.length >> 1;
    if (middle > 0)
      program.body = [statements.slice(0, middle), statements.slice(middle)].flatMap((half) => convert(sourceFile, half).body);
  }
  return program;
}

function convertAll(sourceFile: ts.SourceFile, statements: readonly ts.Statement[]): TSESTree.Program {
  // The converter refuses a file with parse errors, which is every file while someone types.
  const lenient = Object.create(sourceFile, {
    parseDiagnostics: { value: [] },
    statements: { value: statements },
    // The converter needs the whole file to look for the next token.
    getChildren: { value: () => sourceFile.getChildren() },
    getLineAndCharacterOfPosition: { value: () => NO_PLACE },
  }) as ts.SourceFile;
  const program = astConverter(lenient, SETTINGS, false).estree;
  const { parseDiagnostics } = sourceFile as ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] };
  if (parseDiagnostics?.length) nameEmptyTags(program);
  return program;
}

function currentNode(statement: ts.Statement): TSESTree.ProgramStatement {
  const converted = known.get(statement)!;
  const distance = statement.pos - converted.start;
  converted.start = statement.pos;
  if (distance !== 0)
    for (const range of converted.ranges) {
      range[0] += distance;
      range[1] += distance;
    }
  return converted.node;
}

/** False for `import { a } from` while someone types: there is no module path yet, and rules need one. */
function hasModulePath(node: TSESTree.ProgramStatement): boolean {
  const path = "source" in node ? node.source : null;
  return path === null || typeof (path as { readonly value?: unknown }).value === "string";
}

/** The name of `</>` in the place of a closing tag, which is no name: who looks for the tag's variable expects a letter. */
const NO_NAME = " ";

function nameEmptyTags(program: TSESTree.Program): void {
  for (const node of nodesOf(program)) if (node.type === "JSXIdentifier" && node.name === "") node.name = NO_NAME;
}

/** A node and its descendants. */
function* nodesOf(root: TSESTree.Node): Generator<TSESTree.Node> {
  const stack: TSESTree.Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    stack.push(...childrenOf(node));
  }
}

function childrenOf(node: TSESTree.Node): TSESTree.Node[] {
  const children: TSESTree.Node[] = [];
  for (const key of visitorKeys[node.type] ?? []) {
    const child = (node as unknown as Record<string, unknown>)[key];
    if (Array.isArray(child)) for (const each of child as (TSESTree.Node | null)[]) if (each) children.push(each);
    if (child && !Array.isArray(child)) children.push(child as TSESTree.Node);
  }
  return children;
}

/** Tells the descendants of a node their parents, since rules look around what they find; gives the ranges of all of them. */
function adopted(root: TSESTree.Node): readonly TSESTree.Range[] {
  const ranges = new Set<TSESTree.Range>();
  for (const node of nodesOf(root)) {
    ranges.add(node.range);
    for (const child of childrenOf(node)) child.parent = node;
  }
  return [...ranges];
}

/** Marks the strings that are directives, which depends on the statements before them. */
function markDirectives({ body }: TSESTree.Program): void {
  let isPrologue = true;
  for (const node of body) {
    const text = node.type === "ExpressionStatement" && node.expression.type === "Literal" ? node.expression : undefined;
    isPrologue &&= typeof text?.value === "string";
    if (!text) continue;
    const statement = node as { directive: string | undefined };
    if (isPrologue) statement.directive = text.raw.slice(1, -1);
    else statement.directive = undefined;
  }
}
