import { dirname, join, relative } from "node:path";
import createRules, { type Ignore } from "ignore";
import { createFileTree, type FileTree, FOLDS_CASE } from "./file-tree.js";
import { remember } from "./remember.js";
import { slashed } from "./paths.js";

/** Whether an ignore file leaves a path (absolute) out; `isFolder` where the path is a folder's. */
export type IsIgnored = (path: string, isFolder?: boolean) => boolean;

/** What one ignore file says, and where it is. */
interface RulesOf {
  readonly directory: string;
  readonly rules: Ignore;
}

/** Creates the test whether some `.gitignore` above a path (below or at `top`, where given) leaves it or a folder around it out. */
export function createIgnored(tree: FileTree, top?: string): IsIgnored {
  const files = new Map<string, Ignore | undefined>();
  const folders = new Map<string, boolean>();
  const around = new Map<string, readonly RulesOf[]>();

  const rulesIn = (directory: string): Ignore | undefined =>
    remember(files, directory, () => readRules(tree, join(directory, ".gitignore")));

  const isIgnoredFolder = (path: string): boolean => remember(folders, path, () => decide(path, true));

  /** The ignore files that may have a say in a folder, the nearest first. */
  const rulesAround = (directory: string): readonly RulesOf[] =>
    remember(around, directory, () => {
      const rules = rulesIn(directory);
      const own = rules ? [{ directory, rules }] : [];
      const parent = dirname(directory);
      const isTop = directory === top || tree.find(join(directory, ".git")) !== undefined || parent === directory;
      return isTop ? own : [...own, ...rulesAround(parent)];
    });

  const decide = (path: string, isFolder: boolean): boolean => {
    const parent = dirname(path);
    if (parent === path || path === top) return false;
    if (isIgnoredFolder(parent)) return true;
    // The nearest file that has a rule for the path decides.
    for (const { directory, rules } of rulesAround(parent)) {
      const answer = rules.test(slashed(relative(directory, path)) + (isFolder ? "/" : ""));
      if (answer.ignored || answer.unignored) return answer.ignored;
    }
    return false;
  };

  return (path, isFolder = false) => (isFolder ? isIgnoredFolder(path) : decide(path, false));
}

/** The same for a root outside any git repository: only the `.gitignore` files in the root count. */
export function createIgnoredBelow(root: string): IsIgnored {
  return createIgnored(createFileTree(), root);
}

function readRules(tree: FileTree, path: string): Ignore | undefined {
  const text = tree.settings(path);
  return text === undefined ? undefined : createRules({ ignorecase: FOLDS_CASE }).add(text);
}
