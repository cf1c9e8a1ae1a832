import { execFileSync } from "node:child_process";
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, symlinkSync } from "node:fs";
import path from "node:path";

/** The repository that the tests run in. */
export const REPOSITORY = path.resolve(import.meta.dirname, "../..");

/** Copies the files of a clone, including changes that are not committed yet. */
export function copyRepository(to: string): void {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: REPOSITORY });
  const files = list.toString("utf8").split("\0");
  for (const file of files) {
    const from = path.join(REPOSITORY, file);
    if (file !== "" && existsSync(from)) cpSync(from, path.join(to, file));
  }
}

/** Links a copy to the packages installed here; packages of the repository itself are linked to the copy's own. */
export function linkDependencies(to: string): void {
  for (const holder of [".", ...packageFolders()]) linkAll(path.join(holder, "node_modules"), to);
}

function packageFolders(): string[] {
  return readdirSync(path.join(REPOSITORY, "packages")).map((name) => path.join("packages", name));
}

function linkAll(folder: string, to: string): void {
  const from = path.join(REPOSITORY, folder);
  if (!existsSync(from)) return;
  mkdirSync(path.join(to, folder), { recursive: true });
  // Caches must not be shared.
  for (const name of readdirSync(from).filter((each) => !/^\.(?:cache|vite|package-lock)/.test(each))) {
    const entry = path.join(from, name);
    const isOwnLink = lstatSync(entry).isSymbolicLink();
    if (name.startsWith("@") && !isOwnLink) linkAll(path.join(folder, name), to);
    else symlinkSync(isOwnLink ? readlinkSync(entry) : entry, path.join(to, folder, name));
  }
}
