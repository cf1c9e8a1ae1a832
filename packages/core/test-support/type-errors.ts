import { join } from "node:path";
import ts from "typescript";

/** What TypeScript has against each text as a module of `src/`, without places. */
export function typeErrors(root: string, texts: readonly string[], modules: Readonly<Record<string, string>>): string[][] {
  const fileOf = (index: number) => join(root, `src/case${index}.ts`);
  const files = new Map(texts.map((text, index) => [fileOf(index), text]));
  for (const [path, text] of Object.entries(modules)) files.set(join(root, path), text);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const own = { ...host };
  own.fileExists = (path) => files.has(path) || host.fileExists(path);
  own.readFile = (path) => files.get(path) ?? host.readFile(path);
  own.getSourceFile = (path, target) => {
    const text = files.get(path);
    return text === undefined ? host.getSourceFile(path, target) : ts.createSourceFile(path, text, target);
  };
  const checked = ts.createProgram([...files.keys()], options, own);
  return texts.map((_, index) => {
    const source = checked.getSourceFile(fileOf(index));
    return [...checked.getSyntacticDiagnostics(source), ...checked.getSemanticDiagnostics(source)].map(
      ({ code, messageText }) => `TS${code} ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}
