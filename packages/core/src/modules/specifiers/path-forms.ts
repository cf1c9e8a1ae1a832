import type { BuildOutput } from "../packages/build-output.js";
import {
  extensionOf,
  folderOfIndex,
  isDeclaration,
  isIndexStem,
  OUTPUT_OF,
  PROBED_EXTENSIONS,
  slashed,
  stemOf,
} from "../tree/paths.js";

/** How a file writes the end of a module path. */
export interface ExtensionHabit {
  readonly kind: "none" | "js" | "ts";
  /** Whether an index is written as its folder. */
  readonly folder: boolean;
  /** Whether JSX files are imported as `.jsx`. */
  readonly keepsJsx: boolean;
}

/** Absolute paths (with `/`) that resolvers complete to `path`, those that fit the habit best first. */
export function habitualForms(path: string, habit: ExtensionHabit): readonly string[] {
  const extension = extensionOf(path);
  if (extension === "") return [slashed(path)];
  const stem = stemOf(path);
  const output = extension === ".tsx" && habit.keepsJsx ? ".jsx" : (OUTPUT_OF[extension] ?? extension);
  const withOutput = stem + output;
  const withSource = isDeclaration(path) ? withOutput : path;
  const bare = isIndexStem(stem) ? (habit.folder ? [folderOfIndex(stem), stem] : [stem, folderOfIndex(stem)]) : [stem];
  // No resolver completes `.mjs` and `.cjs` on its own.
  const kind = habit.kind === "none" && /\.[mc]/.test(extension) ? "js" : habit.kind;
  const ordered = {
    js: [withOutput, withSource, ...bare],
    ts: [withSource, withOutput, ...bare],
    none: [...bare, withOutput, withSource],
  }[kind];
  return [...new Set([...ordered, path])].map(slashed);
}

/** Every absolute path that could complete to `path`, build output included; whole file names first, because package entries need them. */
export function allForms(path: string, output: BuildOutput): readonly string[] {
  const stem = stemOf(path).replace(/\.json$/, "");
  const extension = extensionOf(path);
  const whole = (base: string) => PROBED_EXTENSIONS.map((each) => base + each);
  const outputs = output.outputsOf(path);
  const stems = [stem, ...outputs];
  const folders = stems.filter(isIndexStem).map(folderOfIndex);
  const own = extension === "" ? [] : [stem + (OUTPUT_OF[extension] ?? extension)];
  return [
    ...new Set([
      path,
      ...outputs.flatMap((each) => [".js", ".mjs", ".cjs"].map((end) => each + end)),
      ...own,
      ...stems.flatMap(whole),
      ...stems,
      ...folders,
    ]),
  ].map(slashed);
}
