import path from "node:path";
import { exists } from "@godwit/core/disk";

/** Finds the folder of the package that a file belongs to: the nearest with a `package.json`, relative to the root; `.` for the root. */
export function createPackageFinder(root: string): (file: string) => string {
  const known = new Map<string, string>([[".", "."]]);
  const folderOf = (folder: string): string => {
    const answer =
      known.get(folder) ?? (exists(path.join(root, folder, "package.json")) ? folder : folderOf(path.posix.dirname(folder)));
    known.set(folder, answer);
    return answer;
  };
  return (file) => folderOf(path.posix.dirname(file));
}
