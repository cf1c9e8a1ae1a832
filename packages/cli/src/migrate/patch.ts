import { createTwoFilesPatch } from "diff";
import type { EditedFile } from "./edit-file.js";

/** The patch of one file, as git writes it. */
export function patchOf({ file, before, after }: Pick<EditedFile, "file" | "before" | "after">, context = 3): string {
  if (before.equals(after)) return "";
  const [a, b] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  const patch = createTwoFilesPatch(a, b, before.toString("utf8"), after.toString("utf8"), undefined, undefined, { context });
  // The library begins with a line of its own, which git does not know.
  return `diff --git ${a} ${b}\n${patch.slice(patch.indexOf("--- "))}`;
}

/** As git writes names that have other characters than most. */
function quoted(name: string): string {
  if (!/["\\\u0000-\u001F\u007F]/u.test(name)) return name;
  return JSON.stringify(name);
}
