import { dirname } from "node:path";
import { matchesGlob, otherKindsIn, type PathStep } from "../contracts/index.js";
import { escapePattern, type ModuleIdentity, type Modules, remember } from "../modules/index.js";
import { longestPart } from "../naming/words.js";
import { hasWord } from "../syntax/identifiers.js";

/** A source file of the repository, whose text is read when it is asked for. */
export interface RepositoryFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly absolute: string;
  readonly text: string;
  /** The text, or its bytes of UTF-8 read as latin1: to search for ASCII without decoding. */
  readonly raw: string;
}

/** A question to the texts of the repository. */
export interface TextTest {
  /** A text with it has one of these; undefined: any may. */
  readonly tokens: readonly string[] | undefined;
  /** Whether a file that has one of them meets the expectation. */
  isMetBy(file: RepositoryFile): boolean;
}

/** What a part of a contract expects to be there: where nothing is, a slip of the pen would look like a finished migration. */
export interface Expectation {
  /** Where the contract says it; in a rule's option, below the rule's key. */
  readonly path: readonly PathStep[];
  readonly code: "matches-nothing" | "means-everything" | "undeclared-package" | "missing-export";
  /** What is said where it is not met: a whole sentence. */
  readonly message: string;
  /** Whether a file of the repository meets it by its path. Where this and `text` are left out, it is known already that nothing does. */
  isMetByPath?(file: Pick<RepositoryFile, "path" | "absolute">): boolean;
  /** Whether a file meets it by its text. */
  readonly text?: TextTest;
  /** It is met, too, where this package is a dependency of any package. */
  readonly anyPackage?: string;
  /** The module of that package as the contract writes it. */
  readonly module?: string;
  /** What was written, and what else may have been meant. */
  readonly near?: Near;
  /** What is meant may be gone because it has been replaced: only where something similar is there is anything said. */
  readonly mayBeDone?: boolean;
}

/** A text that may be a slip of the pen, and where the right one is to be looked for. */
export interface Near {
  readonly text: string;
  /** Paths of files and folders, words in the code (of one file only), packages that are declared, these texts, or the one that a test of texts has found. */
  readonly among: "paths" | "words" | "packages" | { readonly file: string } | readonly string[] | (() => string | undefined);
}

/** Expects some source file to match a glob, or what an exception (`!glob`) leaves in, and the glob to name no files of other kinds. */
export function expectFile(path: readonly PathStep[], glob: string): Expectation[] {
  const plain = glob.replace(/^!/u, "");
  const { endings, areAll } = otherKindsIn(plain);
  const common = { path, code: "matches-nothing" } as const;
  if (areAll) return [{ ...common, message: `${glob} matches no source file: ${describeUnread(endings)}` }];
  const found: Expectation = {
    ...common,
    message: `${glob} matches no source file.`,
    isMetByPath: (file) => matchesGlob(file.path, plain),
    near: { text: plain, among: "paths" },
  };
  return endings.length === 0
    ? [found]
    : [found, { ...common, message: `A part of ${glob} matches nothing: ${describeUnread(endings)}` }];
}

/** Why no violation is reported in files with these endings (`.mdx`). */
function describeUnread(endings: readonly string[]): string {
  return `godwit reads JavaScript and TypeScript only, no ${endings.join(" or ")} file.`;
}

/** Expects some file to have a word, such as a method's name. */
export function expectWord(
  path: readonly PathStep[],
  word: string,
  more: Pick<Expectation, "mayBeDone" | "near"> = {},
): Expectation {
  return {
    path,
    code: "matches-nothing",
    message: `Nothing in the repository is called ${word}.`,
    text: { tokens: [word], isMetBy: ({ text }) => hasWord(text, word) },
    near: { text: word, among: "words" },
    ...more,
  };
}

/** Expects some file to have each of the names that `imports` does not declare, which are looked up there. */
export function expectNames(
  path: readonly PathStep[],
  names: readonly string[],
  isDeclared: (name: string) => boolean,
): Expectation[] {
  return names.flatMap((name, index) => (isDeclared(name) ? [] : [expectWord([...path, index], name)]));
}

/** Expects some file to have the longest part of each of some patterns of words, in any spelling: `*Author`, `order_id`. */
export function expectTargets(path: readonly PathStep[], names: string | readonly string[] = []): Expectation[] {
  return [names].flat().map((name, index): Expectation => {
    const words = longestPart(name).map(escapePattern);
    const spelled = new RegExp(words.join(String.raw`[^\p{L}\p{N}]?`), "iu");
    const isAscii = words.every((word) => /^[ -~]*$/u.test(word));
    return {
      path: typeof names === "string" ? path : [...path, index],
      code: "matches-nothing",
      message: `No name in the repository fits ${name}.`,
      text: { tokens: undefined, isMetBy: (file) => spelled.test(isAscii ? file.raw : file.text) },
      near: { text: name.replaceAll("*", ""), among: "words" },
    };
  });
}

/** Expects some file to import a module that is not there itself: its file may be gone already. */
export function expectImport(path: readonly PathStep[], module: string, modules: Modules): Expectation {
  const identity = modules.resolveContractModule(module);
  const tokens = identity.kind === "package" ? [identity.name] : modules.tokensFor(identity);
  const isFile = identity.kind === "package" && modules.resolveContractModule(`./${module}`).kind === "file";
  return {
    path,
    code: "matches-nothing",
    message: isFile
      ? `${module} reads as a package; write ./${module} for the file of the repository.`
      : identity.kind === "package"
        ? `${module} is no dependency, and nothing imports it.`
        : `${module} is not there, and nothing imports it.`,
    text: { tokens, isMetBy: (file) => importsModule(file, identity, { modules, tokens }) },
    ...(identity.kind === "package"
      ? { anyPackage: identity.name, module, near: { text: identity.name, among: "packages" } }
      : { near: { text: module, among: "paths" } }),
  };
}

/**
 * Expects some file to have the name of a package's export, or to find by the package's types that there is one: all of its imports may have
 * gone already, so only a similar name tells a slip of the pen.
 */
export function expectPackageExport(
  path: readonly PathStep[],
  [module, name]: readonly [module: string, name: string],
  modules: Modules,
): Expectation {
  const named = expectWord(path, name, { mayBeDone: true });
  const identity = modules.resolveContractModule(module);
  const answers = new Map<string, boolean>();
  const hasExport = ({ absolute }: RepositoryFile): boolean =>
    remember(
      answers,
      dirname(absolute),
      () =>
        modules.formsOfInstalled(absolute, module, name) !== undefined && !modules.lacksExport(absolute, identity, module, name),
    );
  return {
    ...named,
    message: `Nothing imports ${name} from ${module}.`,
    text: {
      tokens: [name, module],
      isMetBy: (file) => named.text!.isMetBy(file) || (file.text.includes(module) && hasExport(file)),
    },
  };
}

/** Expects no file to import the default of a module, or all of it, under the name that the contract has for one of its exports. */
export function expectNamedImport(
  path: readonly PathStep[],
  [name, module, exported]: readonly [name: string, module: string, exported: string],
  modules: Modules,
): Expectation {
  const identity = modules.resolveContractModule(module);
  const isModule = ({ absolute }: RepositoryFile, specifier: string): boolean =>
    modules.isSameModule(modules.resolve(absolute, specifier), identity);
  const whole = new RegExp(
    String.raw`\bimport\s+(?:type\s+)?(\*\s*as\s+)?${escapePattern(name)}\b[^"';]*\bfrom\s*["']([^"']+)["']`,
    "g",
  );
  const named = new RegExp(
    String.raw`\bimport\b[^"';]*\{[^}]*\b${escapePattern(exported)}\b[^}]*\}\s*from\s*["']([^"']+)["']`,
    "g",
  );
  let meant: string | undefined;
  return {
    path,
    code: "matches-nothing",
    message:
      identity.kind === "package"
        ? `Nothing imports ${exported} from ${module} by name: code calls its default that, or all of it.`
        : `${module} has no export ${exported}: code calls its default that, or all of it.`,
    text: {
      tokens: [name, exported],
      isMetBy(file) {
        const found = [...file.text.matchAll(whole)].find(([, , specifier]) => isModule(file, specifier!));
        if (found) meant ??= `${module}#${found[1] ? "*" : "default"}`;
        return [...file.text.matchAll(named)].some(([, specifier]) => isModule(file, specifier!));
      },
    },
    near: { text: exported, among: () => meant },
    mayBeDone: true,
  };
}

interface ModuleSearch {
  readonly modules: Modules;
  /** Every specifier of the module has one of these; undefined: nothing is known of them. */
  readonly tokens: readonly string[] | undefined;
}

const QUOTED = /(["'`])([^"'`\s]{1,300})\1/g;
/** Specifiers are shorter. */
const LONGEST = 300;

/** Whether a string of the file leads to the module: cheap, and no parser is needed. */
function importsModule({ absolute, text }: RepositoryFile, identity: ModuleIdentity, { modules, tokens }: ModuleSearch): boolean {
  const specifiers = tokens
    ? tokens.flatMap((token) => stringsWith(text, token))
    : [...text.matchAll(QUOTED)].map(([, , each]) => each!);
  return [...new Set(specifiers)].some((specifier) => modules.isSameModule(modules.resolve(absolute, specifier), identity));
}

const QUOTES = "\"'`";

/** What is between the quotes around each place of a part, in one line. */
function stringsWith(text: string, part: string): string[] {
  const found: string[] = [];
  const goesOn = (at: number): boolean => at >= 0 && at < text.length && !/[\n\r"'`]/u.test(text[at]!);
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    let [start, end] = [at, at + part.length];
    while (at - start < LONGEST && goesOn(start - 1)) start--;
    while (end - at < LONGEST && goesOn(end)) end++;
    const quote = text[start - 1];
    if (quote !== undefined && QUOTES.includes(quote) && text[end] === quote) found.push(text.slice(start, end));
  }
  return found;
}
