import { execFileSync } from "node:child_process";
import { cpSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
/** Besides sources: the files for module resolution, and those that say what git ignores. */
const CONFIGURATION = /(?:^|\/)(?:package\.json|[jt]sconfig[^/]*\.json|\.gitignore|pnpm-workspace\.yaml)$/;
const MAX_BYTES = 2 * 1024 * 1024;

/** Whether a file holds code. */
export function isSource(file) {
  return SOURCE.test(file);
}

/** Copies a checkout's sources and configuration into an empty folder, as a git repository of its own, without paths that match `leftOut`; returns the copied paths. */
export function copySources(checkout, folder, leftOut = /^$/) {
  const files = listFiles(checkout).filter(
    (file) => !leftOut.test(file) && (isSource(file) || CONFIGURATION.test(file)) && isCopied(path.join(checkout, file)),
  );
  for (const file of files) {
    const target = path.join(folder, file);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(path.join(checkout, file), target);
  }
  execFileSync("git", ["init", "--quiet"], { cwd: folder });
  return files;
}

function isCopied(file) {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.isFile() && stat.size <= MAX_BYTES;
}

/** All files of a folder: by git where the folder is a work tree of its own, else all but installed packages. */
export function listFiles(folder) {
  if (readdirSync(folder).includes(".git")) {
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: folder,
      maxBuffer: 1 << 28,
    });
    return [...new Set(listed.toString().split("\0").filter(Boolean))].sort();
  }
  return walk(folder, "");
}

function walk(folder, prefix) {
  return readdirSync(path.join(folder, prefix), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : walk(folder, name);
      return entry.isFile() ? [name] : [];
    });
}
