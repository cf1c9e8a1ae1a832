import path from "node:path";
import ts from "typescript";
import { openSource } from "../../packages/cli/src/host/source-file.js";

/** Names that every runtime has. */
const GLOBALS = new Set([...Object.getOwnPropertyNames(globalThis), "require", "module", "exports", "undefined"]);

/** What is wrong with a text that an edit produced: it does not parse, or it has a new name that nothing declares. */
export function faultOf(file: string, before: string, after: string): string | undefined {
  let names: Set<string>;
  try {
    names = unresolvedNames(file, after);
  } catch (error) {
    return `does not parse: ${(error as Error).message}`;
  }
  const known = unresolvedNames(file, before);
  const fresh = [...names].filter((name) => !known.has(name) && !GLOBALS.has(name));
  return fresh.length === 0 ? undefined : `uses ${fresh.join(", ")} without declaring it`;
}

/** The texts of a case are asked about again and again: by each of its reports, and for each front. */
const MOST_KEPT = 200;
const kept = new Map<string, Set<string>>();

function unresolvedNames(file: string, text: string): Set<string> {
  const key = `${file}\0${text}`;
  const known = kept.get(key);
  if (known) return known;
  const source = openSource(file, text.replace(/^\uFEFF/, ""));
  const names = new Set(source.scopes().globalScope!.through.map(({ identifier }) => String(identifier.name)));
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, names);
  return names;
}

/** TypeScript's own declarations, which are the same for all projects. */
const LIBRARY = path.dirname(ts.getDefaultLibFilePath({}));
const libraries: Record<string, ts.SourceFile | undefined> = {};

/** Type errors of a project on disk, as text without positions, sorted. */
export function typeErrors(root: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, "tsconfig.json"),
    { noEmit: true, skipDefaultLibCheck: true },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  )!;
  const host = ts.createCompilerHost(config.options);
  const program = ts.createProgram(config.fileNames, config.options, {
    ...host,
    getSourceFile: (file, ...how) =>
      path.dirname(file) === LIBRARY ? (libraries[file] ??= host.getSourceFile(file, ...how)) : host.getSourceFile(file, ...how),
  });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file ? path.relative(root, file.fileName) : ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    )
    .sort();
}
