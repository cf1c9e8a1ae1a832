import { findText } from "@godwit/core/disk";
import type ts from "typescript";

const files = new Map<string, { readonly text: string; readonly file: ts.SourceFile }>();

/** Gives contracts as files that related information can point into, each read once for one answer. */
export function contractFiles(typescript: typeof ts): (path: string) => ts.SourceFile {
  const read = new Map<string, ts.SourceFile>();
  return (path) => {
    const file = read.get(path) ?? contractFile(typescript, path);
    read.set(path, file);
    return file;
  };
}

/** The contract as it is on disk; tsserver only asks it for lines. */
function contractFile(typescript: typeof ts, path: string): ts.SourceFile {
  const name = path.replaceAll("\\", "/");
  const text = findText(path, "contract")?.replace(/^\uFEFF/u, "") ?? "";
  const known = files.get(name);
  if (known?.text === text) return known.file;
  // Parsed as JSON it has lines, and no program reports diagnostics for it; its tree is never used.
  const file = typescript.createSourceFile(name, text, typescript.ScriptTarget.JSON, false, typescript.ScriptKind.JSON);
  files.set(name, { text, file });
  return file;
}
