import { dirname, join, sep } from "node:path";
import createRules, { type Ignore } from "ignore";
import { createFileTree, type FileTree, FOLDS_CASE } from "./file-tree.js";
import { remember } from "./remember.js";
import { slashed } from "./paths.js";

/** Whether an ignore file leaves a path (absolute) out; `isFolder` where the path is a folder's. */
export type IsIgnored = (path: string, isFolder?: boolean) => boolean;

/** What the ignore files in and around a folder say. */
export class IgnoreRules {
  /** The nearest first. */
  readonly #files: readonly { readonly start: number; readonly rules: Ignore }[];

  private constructor(files: readonly { readonly start: number; readonly rules: Ignore }[]) {
    this.#files = files;
  }

  static readonly NONE = new IgnoreRules([]);

  /** These rules for a folder (absolute) inside, which has an ignore file with this text. */
  inside(directory: string, text: string): IgnoreRules {
    const rules = createRules({ ignorecase: FOLDS_CASE }).add(text);
    const start = directory.endsWith(sep) ? directory.length : directory.length + 1;
    return new IgnoreRules([{ start, rules }, ...this.#files]);
  }

  /** Whether they leave a path (absolute) out, in a folder that they do not. */
  leaveOut(path: string, isFolder: boolean): boolean {
    // The nearest file that has a rule for the path decides.
    for (const { start, rules } of this.#files) {
      const answer = rules.test(slashed(path.slice(start)) + (isFolder ? "/" : ""));
      if (answer.ignored || answer.unignored) return answer.ignored;
    }
    return false;
  }
}

/** Creates the test whether some `.gitignore` above a path (below or at `top`, where given) leaves it or a folder around it out. */
export function createIgnored(tree: FileTree, top?: string): IsIgnored {
  const folders = new Map<string, boolean>();
  const around = new Map<string, IgnoreRules>();

  const isIgnoredFolder = (path: string): boolean => remember(folders, path, () => decide(path, true));

  const rulesAround = (directory: string): IgnoreRules =>
    remember(around, directory, () => {
      const parent = dirname(directory);
      const isTop = directory === top || tree.find(join(directory, ".git")) !== undefined || parent === directory;
      const outer = isTop ? IgnoreRules.NONE : rulesAround(parent);
      const text = tree.settings(join(directory, ".gitignore"));
      return text === undefined ? outer : outer.inside(directory, text);
    });

  const decide = (path: string, isFolder: boolean): boolean => {
    const parent = dirname(path);
    if (parent === path || path === top) return false;
    return isIgnoredFolder(parent) || rulesAround(parent).leaveOut(path, isFolder);
  };

  return (path, isFolder = false) => (isFolder ? isIgnoredFolder(path) : decide(path, false));
}

/** The same for a root outside any git repository: only the `.gitignore` files in the root count. */
export function createIgnoredBelow(root: string): IsIgnored {
  return createIgnored(createFileTree(), root);
}
