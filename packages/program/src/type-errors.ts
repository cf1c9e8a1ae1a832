import type ts from "typescript";
import type { TypeScript } from "./typescript.js";

/** An error of the type checker, as plain data. */
export interface TypeError {
  /** Absolute path. */
  readonly file: string;
  /** Both start at 1. */
  readonly line: number;
  readonly column: number;
  /** Its range in the text. */
  readonly start: number;
  readonly end: number;
  /** `2345`, which people know as TS2345. */
  readonly code: number;
  readonly message: string;
  /** What stays the same when lines move: declaration around it, and the text of its line without blanks. */
  readonly key: string;
}

/** Makes plain data of the errors of one file. */
export function describeErrors(ts: TypeScript, file: ts.SourceFile, diagnostics: readonly ts.Diagnostic[]): readonly TypeError[] {
  const lines = file.getLineStarts();
  return diagnostics
    .filter(({ category }) => category === ts.DiagnosticCategory.Error)
    .map((diagnostic) => {
      const start = diagnostic.start ?? 0;
      const { line, character } = file.getLineAndCharacterOfPosition(start);
      const text = file.text.slice(lines[line], lines[line + 1] ?? file.text.length).replace(/\s+/gu, "");
      const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n");
      const key = JSON.stringify([file.fileName, diagnostic.code, message, enclosing(ts, file, start), text]);
      const end = start + (diagnostic.length ?? 0);
      const place = { file: file.fileName, line: line + 1, column: character + 1, start, end };
      return { ...place, code: diagnostic.code, message, key };
    });
}

/** The errors of `after` beyond those of `before`, as a multiset of their keys. */
export function addedErrors(before: readonly TypeError[], after: readonly TypeError[]): readonly TypeError[] {
  const counts = new Map<string, number>();
  for (const { key } of before) counts.set(key, (counts.get(key) ?? 0) + 1);
  return after.filter(({ key }) => {
    const left = counts.get(key) ?? 0;
    counts.set(key, left - 1);
    return left <= 0;
  });
}

/** The names of the declarations around a place, from the outside in. */
function enclosing(ts: TypeScript, file: ts.SourceFile, place: number): string {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (place < node.pos || place >= node.end) return;
    const { name } = node as Partial<ts.NamedDeclaration>;
    if (
      name &&
      (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isVariableDeclaration(node))
    )
      names.push(name.getText(file));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return names.join(".");
}
