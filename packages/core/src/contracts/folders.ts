import { dirname } from "node:path";
import { listNames } from "../disk/index.js";

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
