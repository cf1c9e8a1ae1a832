import path from "node:path";
import type { Project } from "@godwit/project";

/** The path of a contract's file, relative to the root; it need not be there. */
export function contractFile({ directory }: Pick<Project, "directory">, id: string): string {
  return path.posix.join(directory.replaceAll("\\", "/"), `${id}.md`);
}
