import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const created: string[] = [];

/** Removes what `writeTree` wrote; `remove-trees.ts` calls it after each test file. */
export function removeTrees(): void {
  for (const root of created.splice(0)) rmSync(root, { recursive: true, force: true });
}

/** Text of a file, an object to be written as JSON, or `{ link }` with the target of a symbolic link. */
export type TreeContent = string | Readonly<Record<string, unknown>>;

/** Writes files below a new temporary folder, which is removed when the test file ends, and returns its real path. */
export function writeTree(files: Readonly<Record<string, TreeContent>>): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-modules-")));
  created.push(root);
  fillTree(root, files);
  return root;
}

/** Writes files below a folder. */
export function fillTree(root: string, files: Readonly<Record<string, TreeContent>>): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (typeof content === "object" && typeof content["link"] === "string") symlinkSync(content["link"], file);
    else writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
}
