import { dirname, join, sep } from "node:path";
import createRules, { type Ignore } from "ignore";
import { type FileTree, FOLDS_CASE } from "./file-tree.js";
import { remember } from "./remember.js";
import { slashed } from "./paths.js";

/** Whether an ignore file leaves a path (absolute) out; `isFolder` where the path is a folder's. */
export type IsIgnored = (path: string, isFolder?: boolean) => boolean;

type Answer = ReturnType<Ignore["test"]>;

const NO_RULE: Answer = { ignored: false, unignored: false };

/** What one ignore file says. Most paths have nothing of what its patterns name, which is seen without asking each pattern. */
class IgnoreFile {
  readonly #start: number;
  readonly #rules: Ignore;
  /** Finds the names that patterns without a slash before their end may match. */
  readonly #names: RegExp;
  /** What a path has that matches one of the other patterns. */
  readonly #parts: readonly (readonly string[])[];

  constructor(directory: string, text: string) {
    const patterns = text.split(/\r?\n/u).filter((pattern) => !/^(?:#|\s*$)/u.test(pattern));
    const names = patterns.filter((pattern) => !isPath(pattern)).map(nameSource);
    this.#start = directory.endsWith(sep) ? directory.length : directory.length + 1;
    this.#rules = createRules({ ignorecase: FOLDS_CASE }).add(text);
    this.#names = new RegExp(`^(?:${names.join("|")})$`, FOLDS_CASE ? "si" : "s");
    this.#parts = patterns.filter(isPath).map(plainParts);
  }

  /** What it says of a path (absolute) in a folder that it does not leave out. */
  test(path: string, isFolder: boolean): Answer {
    const below = slashed(path.slice(this.#start));
    return this.#mayName(below) ? this.#rules.test(below + (isFolder ? "/" : "")) : NO_RULE;
  }

  #mayName(below: string): boolean {
    if (this.#names.test(below.slice(below.lastIndexOf("/") + 1))) return true;
    const around = folded(`/${below}/`);
    return this.#parts.some((parts) => parts.every((part) => around.includes(part)));
  }
}

/** Whether a pattern is about whole paths, from the folder of its ignore file; `**\/name` is about names. */
function isPath(pattern: string): boolean {
  return /\/./u.test(pattern.replace(/^!?\*\*\/(?=[^/*])/u, ""));
}

/** An expression for the names that a pattern may match. */
function nameSource(pattern: string): string {
  const name = pattern.trimEnd().replace(/^!?(?:\*\*\/)?|\/$/gu, "");
  const plain = name.replace(/\[[^\][\\]+\]/gu, "?");
  if (isOddlyWritten(plain)) return ".*";
  return plain
    .replace(/[$^.+(){}|]/gu, String.raw`\$&`)
    .replace(/\*+/gu, ".*")
    .replaceAll("?", ".");
}

/** The parts of a pattern that a path has as they are. */
function plainParts(pattern: string): readonly string[] {
  if (isOddlyWritten(pattern)) return [];
  const parts = pattern.trimEnd().replace(/^!/u, "").split("/");
  return parts.filter((part) => /^[^*?]+$/u.test(part)).map((part) => `/${folded(part)}/`);
}

/** Whether characters may stand for others: a class, or what is behind a backslash. */
function isOddlyWritten(pattern: string): boolean {
  return /[[\]\\]/u.test(pattern);
}

function folded(text: string): string {
  return FOLDS_CASE ? text.toLowerCase() : text;
}

/** What the ignore files in and around a folder say. */
export class IgnoreRules {
  /** The nearest first. */
  readonly #files: readonly IgnoreFile[];

  private constructor(files: readonly IgnoreFile[]) {
    this.#files = files;
  }

  static readonly NONE = new IgnoreRules([]);

  /** These rules for a folder (absolute) inside, which has an ignore file with this text. */
  inside(directory: string, text: string): IgnoreRules {
    return new IgnoreRules([new IgnoreFile(directory, text), ...this.#files]);
  }

  /** Whether they leave a path (absolute) out, in a folder that they do not. */
  leaveOut(path: string, isFolder: boolean): boolean {
    // The nearest file that has a rule for the path decides.
    for (const file of this.#files) {
      const answer = file.test(path, isFolder);
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
