import { dirname, join } from "node:path";
import type { FileTree } from "./file-tree.js";

const CONFIG = /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.(?:json|[cm]?js|ya?ml))?|\.oxlintrc\.json|biome\.jsonc?)$/u;
/** A rule that is named and not switched off. */
const FORBIDS = /\b(?:import(?:-x)?\/no-cycle|noImportCycles)["']?\s*:(?!\s*\[?\s*["']?(?:off|0)\b)/u;

/** Whether a linter's config in a folder, or in one around it up to the root, has a rule against circles of imports. */
export function forbidsCircles(tree: FileTree, root: string, folder: string): boolean {
  const isForbidden = tree.list(folder).some((name) => CONFIG.test(name) && FORBIDS.test(tree.read(join(folder, name)) ?? ""));
  const parent = dirname(folder);
  return isForbidden || (folder !== root && folder !== parent && forbidsCircles(tree, root, parent));
}
