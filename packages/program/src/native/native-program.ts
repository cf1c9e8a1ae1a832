import type ts from "typescript";
import type { ProgramToRead } from "../project-state.js";
import type { TypeScript } from "../typescript.js";
import { isLibrary } from "./compiler.js";
import { NativeChecker, type NativeView } from "./native-checker.js";

/**
 * A program of TypeScript 7 as the waves read programs: trees are parsed on our side, and the checker's answers have the shape of
 * TypeScript 6's, of which they have what the waves ask for.
 */
export class NativeProgram implements ProgramToRead {
  readonly #view: NativeView;
  readonly #checker: ts.TypeChecker;

  constructor(view: NativeView) {
    this.#view = view;
    this.#checker = new NativeChecker(view) as unknown as ts.TypeChecker;
  }

  getSourceFile(name: string): ts.SourceFile | undefined {
    return this.#view.state.parsed(name);
  }

  /** The project's own files. */
  getSourceFiles(): readonly ts.SourceFile[] {
    const { ts, state } = this.#view;
    return state.ownFiles().flatMap((name) => {
      const file = state.parsed(name);
      return file ? [withImports(ts, file)] : [];
    });
  }

  getTypeChecker(): ts.TypeChecker {
    return this.#checker;
  }

  getCompilerOptions(): ts.CompilerOptions {
    return this.#view.config.options;
  }

  isSourceFileDefaultLibrary({ fileName }: ts.SourceFile): boolean {
    return isLibrary(fileName);
  }
}

/** A program lists what a file imports; a parser does not. */
function withImports(ts: TypeScript, file: ts.SourceFile): ts.SourceFile {
  const listed = file as { imports?: readonly ts.StringLiteralLike[] };
  if (listed.imports) return file;
  const imports: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isModuleName(ts, node)) imports.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  listed.imports = imports;
  return file;
}

function isModuleName(ts: TypeScript, { parent }: ts.StringLiteralLike): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent);
}
