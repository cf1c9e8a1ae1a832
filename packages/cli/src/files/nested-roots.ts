import path from "node:path";
import { isWithin } from "@godwit/core/disk";
import { printable } from "../reporters/printable.js";
import { counted, type Terminal } from "../terminal.js";

const MOST = 5;

/** Says which folders were left out because they have contracts of their own: a gate that passes over them must not look like one that does not. */
export function sayNestedRoots(
  roots: ReadonlySet<string>,
  paths: readonly string[],
  { cwd, terminal }: { readonly cwd: string; readonly terminal: Terminal },
): void {
  const asked = [...roots].filter((root) => paths.length === 0 || paths.some((each) => mayConcern(each, root, cwd))).sort();
  const [first] = asked;
  if (first === undefined) return;
  const names = asked.slice(0, MOST).map((root) => path.relative(cwd, root).replaceAll("\\", "/"));
  const more = asked.length > MOST ? ` and ${asked.length - MOST} more` : "";
  const [have, their] = asked.length === 1 ? ["has", "its"] : ["have", "their"];
  const text = `${names.join(", ")}${more} ${have} contracts of ${their} own, so none of ${their} files was looked at.`;
  const each = asked.length === 1 ? "it" : `each of the ${counted(asked.length, "folder")}`;
  terminal.err(`godwit: ${printable(`${text} Check ${each} as well: godwit check -C ${names[0]!}`)}\n`);
}

/** Whether a path or glob of the command line may lead into a folder. */
function mayConcern(argument: string, folder: string, cwd: string): boolean {
  const absolute = path.resolve(cwd, argument);
  return isWithin(absolute, folder) || isWithin(folder, absolute) || /[*?[{]/.test(argument);
}
