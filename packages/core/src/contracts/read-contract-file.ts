import { dirname } from "node:path";
import { FileError, type FileFault, listNames, readBytes } from "../disk/index.js";

/** The text of a file, or why it can't be read: a stable code and a sentence. */
export type FileText = { readonly text: string } | { readonly code: string; readonly message: string };

/** Reads a UTF-8 file; never throws, and never waits for a pipe. */
export function readContractFile(path: string): FileText {
  try {
    return decode(readBytes(path, "contract"));
  } catch (error) {
    if (error instanceof FileError) return unreadableText(error);
    throw error;
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

function unreadableText({ fault, message }: FileError): FileText {
  if (fault === "too-large")
    return { code: "too-large", message: "The file is larger than 1 MiB: keep long material elsewhere and link it." };
  return {
    code: "unreadable",
    message: ADVICE[fault] ?? `The file can't be read (${message}): see whether another program reads it.`,
  };
}

const ADVICE: Partial<Record<FileFault, string>> = {
  folder: "This is a folder: rename it so that it does not end in .md.",
  special: "This is no ordinary file: put a Markdown file in its place.",
  missing: "The file is not there (a symbolic link that leads nowhere?): restore it or remove the link.",
  denied: "The file may not be read: give yourself permission to read it.",
  "link-loop": "The symbolic link leads to itself: put a file in its place.",
};

/** The folder of contracts where nobody says another. */
export const DEFAULT_DIRECTORY = "migrations";

/** A folder and all above it, the nearest first. */
export function foldersUpwards(from: string): string[] {
  const folders = [from];
  for (let folder = from; dirname(folder) !== folder; folder = dirname(folder)) folders.push(dirname(folder));
  return folders;
}

/** The names of a folder's Markdown files, sorted; empty if the folder does not exist. */
export function listMarkdown(folder: string): string[] {
  return listNames(folder)
    .filter((name) => name.endsWith(".md") && !name.startsWith("."))
    .sort();
}
