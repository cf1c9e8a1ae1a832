import { readFileSync, statSync } from "node:fs";
import { MOST_BYTES } from "./parse.js";

/** The text of a file, or why it can't be read: a stable code and a sentence. */
export type FileText = { readonly text: string } | { readonly code: string; readonly message: string };

/** Reads a UTF-8 file; never throws, and never waits for a pipe. */
export function readContractFile(path: string): FileText {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return unreadable("This is a folder: rename it so that it does not end in .md.");
    if (!stats.isFile()) return unreadable("This is no ordinary file: put a Markdown file in its place.");
    if (stats.size > MOST_BYTES)
      return { code: "too-large", message: "The file is larger than 1 MiB: keep long material elsewhere and link it." };
    return decode(readFileSync(path));
  } catch (error) {
    return unreadable(adviceFor((error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

function decode(bytes: Uint8Array): FileText {
  try {
    // The byte order mark is kept, so that offsets are those of the file.
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { code: "not-utf8", message: "The file is not UTF-8: save it as UTF-8." };
  }
}

function unreadable(message: string): FileText {
  return { code: "unreadable", message };
}

function adviceFor(code: string): string {
  if (code === "ENOENT") return "The file is not there (a symbolic link that leads nowhere?): restore it or remove the link.";
  if (code === "EACCES" || code === "EPERM") return "The file may not be read: give yourself permission to read it.";
  if (code === "ELOOP") return "The symbolic link leads to itself: put a file in its place.";
  return `The file can't be read (${code}): see whether another program reads it.`;
}
