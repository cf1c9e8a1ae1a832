import { Minimatch, braceExpand } from "minimatch";
import type { Contract, Phase } from "./contract.js";
import { leavesRoot } from "./module-path.js";

/** The files of a contract without `files`. */
export const DEFAULT_FILES: readonly string[] = ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"];

/** Declaration files, which a contract without `files` leaves out. */
export const DECLARATION_FILES: readonly string[] = ["**/*.d.ts", "**/*.d.mts", "**/*.d.cts", "**/*.d.*.ts"];

/** What a tool has made of other code; a contract means it only where its `ignores` say so with a `!`. */
const MINIFIED_FILES: readonly string[] = ["**/*.min.js", "**/*.min.mjs", "**/*.min.cjs"];

const SOURCE = /^(?:[cm]?[jt]s|[jt]sx|vue|svelte|astro)$/;

/** What a glob names that godwit never reads: the endings of files with no JavaScript and no TypeScript in them. */
export interface OtherKinds {
  /** With their dots: `.mdx`. */
  readonly endings: readonly string[];
  /** Whether the glob names nothing else. */
  readonly areAll: boolean;
}

/** The endings in a glob, each alternative of its braces by itself, that no source file has; a `*` may stand for any. */
export function otherKindsIn(glob: string): OtherKinds {
  const endings = braceExpand(glob).map((each) => /[^/.]\.([A-Za-z\d]+)$/.exec(each)?.[1]);
  const others = endings.filter((ending) => ending !== undefined && !SOURCE.test(ending));
  return { endings: [...new Set(others.map((ending) => `.${ending}`))], areAll: others.length === endings.length };
}

type Matcher = (file: string) => boolean;

const matchers = new Map<string, Matcher>();

/** Whether a path (relative to the root, with `/`) matches a glob exactly as ESLint's flat config would say. */
export function matchesGlob(file: string, glob: string): boolean {
  let matches = matchers.get(glob);
  if (!matches) {
    // Editors run for days, so the cache must not grow without limit.
    if (matchers.size > 5_000) matchers.clear();
    matchers.set(glob, (matches = createMatcher(glob)));
  }
  return matches(file);
}

/** Most globs are about names in any folder (`**\/*.{js,ts}`), which one expression for each alternative finds in a tenth of the time. */
function createMatcher(glob: string): Matcher {
  const expressions = braceExpand(glob).map(nameExpression);
  if (expressions.every((each) => each !== undefined)) {
    return (file) => {
      const name = file.slice(file.lastIndexOf("/") + 1);
      return expressions.some((each) => each.test(name));
    };
  }
  const compiled = compileGlob(glob);
  return (file) => compiled.match(file);
}

/** An expression for the names that a glob matches in any folder; undefined for other globs, and where it might take long. */
function nameExpression(glob: string): RegExp | undefined {
  const name = /^\*\*\/(?<name>[\w.*-]+)$/.exec(glob)?.groups?.["name"];
  const parts = name?.split("*");
  if (!parts || parts.length > 3 || name!.includes("**")) return undefined;
  return new RegExp(`^${parts.map((part) => part.replaceAll(".", String.raw`\.`)).join(".*")}$`, "s");
}

/** ESLint's flat config matches files whose names begin with a dot, too. */
function compileGlob(glob: string): Minimatch {
  return new Minimatch(glob, { dot: true });
}

/** Whether a list of `ignores` excludes the file; a later `!glob` includes it again. */
function isIgnored(file: string, ignores: readonly string[]): boolean {
  let ignored = false;
  for (const glob of ignores) {
    if (glob.startsWith("!")) ignored &&= !matchesGlob(file, glob.slice(1));
    else ignored ||= matchesGlob(file, glob);
  }
  return ignored;
}

function isWithin(file: string, files: readonly string[] | undefined, ignores: readonly string[] | undefined): boolean {
  const isListed = files === undefined || files.some((glob) => matchesGlob(file, glob));
  return isListed && !(ignores !== undefined && isIgnored(file, ignores));
}

/** Whether a file (relative to the root, with `/`) belongs to the contract; a contract without `files` is about components, too. */
export function matchesContract(contract: Pick<Contract, "files" | "ignores">, file: string): boolean {
  const files = contract.files ?? (embedsScript(file) ? undefined : DEFAULT_FILES);
  return isWithin(file, files, ignoresOf(contract));
}

const allIgnores = new WeakMap<object, readonly string[]>();

/** What a contract leaves out, also what it need not say. */
export function ignoresOf(contract: Pick<Contract, "files" | "ignores">): readonly string[] {
  const known = allIgnores.get(contract);
  if (known) return known;
  const all = [...(contract.files === undefined ? DECLARATION_FILES : []), ...MINIFIED_FILES, ...contract.ignores];
  allIgnores.set(contract, all);
  return all;
}

/** Whether a path is that of code which a tool has made of other code. */
export function isMinified(file: string): boolean {
  return MINIFIED_FILES.some((glob) => matchesGlob(file, glob));
}

/** Files with a script in them that other tools take out and compile. */
const EMBEDDING = /\.(?:vue|svelte|astro)$/;

/** Whether a file is a component with a script in it. */
export function embedsScript(file: string): boolean {
  return EMBEDDING.test(file);
}

/** The phase that a violation in the file belongs to: the first whose files match; null if none does. */
export function phaseOf(contract: Pick<Contract, "files" | "ignores" | "phases">, file: string): Phase | null {
  if (contract.phases.length === 0 || !matchesContract(contract, file)) return null;
  return contract.phases.find((phase) => isWithin(file, phase.files, phase.ignores)) ?? null;
}

/** What is wrong with a glob of a contract, as a sentence, or undefined. */
export function findGlobFault(glob: string, mayNegate: boolean): string | undefined {
  if (glob.startsWith("!")) {
    return mayNegate ? findGlobFault(glob.slice(1), false) : `Write ${glob.slice(1)} under "ignores" instead of ${glob}.`;
  }
  if (glob.trim() === "") return "The glob is empty; write one such as src/**, or remove it.";
  if (glob !== glob.trim()) return `The glob ${JSON.stringify(glob)} begins or ends with a space; remove it.`;
  if (glob.length > 1_000) return "The glob is longer than 1,000 characters; split it into several.";
  if (isRegularExpression(glob)) return `${glob} is a regular expression: write a glob such as src/**/*.ts, or {a,b} for either.`;
  if (glob.includes("\\")) return `Write ${glob.replaceAll("\\", "/")} with / instead of \\.`;
  if (glob.includes("\0")) return "The glob has a NUL character in it; remove it.";
  if (glob.startsWith("#")) return `A glob that begins with # matches nothing: write [#]${glob.slice(1)}.`;
  if (glob.startsWith("/") || /^[A-Za-z]:\//.test(glob))
    return `Globs are relative to the root: write ${glob.replace(/^([A-Za-z]:)?\/+/, "")}.`;
  if (glob.startsWith("./")) return `A glob with ./ matches nothing: write ${glob.slice(2)}.`;
  if (leavesRoot(glob)) return `${glob} leaves the repository; write a glob below its root.`;
  if (glob.split("/").some((segment) => segment === "." || segment === "..")) return `Write ${glob} without . and .. segments.`;
  if (glob.endsWith("/")) return `${glob} names a folder and matches no file: write ${glob}**.`;
  return findBracketFault(glob) ?? findExpansionFault(glob);
}

/** `^src/.*\.tsx?$`: anchors, and dots that are escaped or repeated; not the last dot of `*.test.*`, which ends a name. */
function isRegularExpression(glob: string): boolean {
  const isOne = /^\^|\$$|\\\.(?:[cm]?[jt]sx?)?|(?:^|[^.])\.\+(?!\w)|(?:^|[^.\w*})\]])\.\*(?!\w)|\((?:\?:)?\w+(?:\|\w+)+\)/.test(
    glob,
  );
  return isOne && !/[@!?*+]\(/.test(glob);
}

const CLOSERS: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

function findBracketFault(glob: string): string | undefined {
  const open: string[] = [];
  for (const character of glob) {
    const inClass = open.at(-1) === "[";
    if (character in CLOSERS && !inClass) open.push(character);
    else if (open.length > 0 && character === CLOSERS[open.at(-1)!]) open.pop();
    else if (character === "}") return `The } in ${glob} closes nothing: remove it, or write the { that opens it.`;
  }
  const left = open.at(-1);
  return left === undefined ? undefined : `The ${left} in ${glob} is never closed: write the ${CLOSERS[left]} that closes it.`;
}

const MOST_EXPANSIONS = 1_000;

function findExpansionFault(glob: string): string | undefined {
  const stars = glob.split("**").length - 1;
  if (stars > 10) return `${glob} has more than ten **; write it shorter.`;
  if (glob.includes("{") && braceExpand(glob, { braceExpandMax: MOST_EXPANSIONS + 1 }).length > MOST_EXPANSIONS) {
    return `The braces of ${glob} expand to more than 1,000 globs; write it with * instead.`;
  }
  try {
    compileGlob(glob);
    return undefined;
  } catch (error) {
    return `${glob} is no glob (${error instanceof Error ? error.message : String(error)}); write one such as src/**/*.ts.`;
  }
}
