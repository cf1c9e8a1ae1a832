import { type Contract, editDistance, type Problem, suggestNearest, toRuleContext } from "../contracts/index.js";
import { escapePattern, isPartOfWord, type Modules, wordEnd } from "../modules/index.js";
import type { Expectation, Near, RepositoryFile } from "../rules/expectation.js";
import type { EngineHost } from "../syntax/source-file.js";
import { contractExpectations } from "./contract-expectations.js";
import { isDeclaredPackage, createRuleSetting } from "./create-rule-setting.js";

/** Where contracts are looked up. */
export interface UnmatchedOptions {
  readonly root: string;
  readonly host: EngineHost;
  readonly modules: Modules;
  /** The source files of the repository. */
  readonly files: readonly RepositoryFile[];
  /** Whether no commit had a bridge of a contract. */
  wasNever(contract: Contract, bridge: string): boolean;
}

/** A search for what of contracts matches nothing in the repository. It is complete once it has looked at every file, or is not open. */
export interface UnmatchedSearch {
  /** Whether a file may tell something yet. */
  readonly isOpen: boolean;
  /** Looks at a file's text for what was not found so far. */
  look(file: RepositoryFile): void;
  /** What matches nothing, as warnings. A contract that is complete may match nothing. */
  finish(): readonly Problem[];
}

interface Placed {
  readonly contract: Contract;
  readonly expectation: Expectation;
}

/** Begins a search: what paths answer is found out at once. */
export function searchUnmatched(contracts: readonly Contract[], options: UnmatchedOptions): UnmatchedSearch {
  const { root, host, modules, files, wasNever } = options;
  const paths = files.map(({ absolute }) => absolute);
  const packages = modules.declaredPackages(paths);
  const unmet = contracts
    .filter(({ status }) => status !== "complete")
    .flatMap((contract): Placed[] => {
      const setting = createRuleSetting(toRuleContext(contract, root, 0), host, modules);
      return contractExpectations(contract, { setting, packages, files: paths, wasNever }).map((expectation) => ({
        contract,
        expectation,
      }));
    })
    .filter(({ expectation: { anyPackage } }) => anyPackage === undefined || !isDeclaredPackage(anyPackage, packages))
    .filter(({ expectation }) => !files.some((file) => expectation.isMetByPath?.(file)));
  const met = new Set<Placed>();
  let open = unmet.filter(({ expectation }) => expectation.text);
  /** What is looked for in each file as long as none has the word itself. */
  const nearWords = new Map<string, NearWord>();
  for (const { expectation } of open) if (expectation.near?.among === "words") keepNear(nearWords, expectation.near.text);
  return {
    get isOpen() {
      return open.length > 0;
    },
    look(file) {
      if (open.length === 0) return;
      open = open.filter((each) => {
        const { tokens, isMetBy } = each.expectation.text!;
        if (!(tokens?.some((token) => mayHave(file, token)) ?? true) || !isMetBy(file)) return true;
        met.add(each);
        return false;
      });
      const isOpen = new Set(open.map(({ expectation }) => expectation.near?.text));
      for (const [word, near] of nearWords) if (isOpen.has(word)) near.look(file.raw);
    },
    finish: () =>
      problemsOf(
        unmet.filter((each) => !met.has(each)),
        nearestAmong({ files, packages, nearWords }),
      ),
  };
}

function mayHave(file: RepositoryFile, token: string): boolean {
  return (/^[ -~]*$/u.test(token) ? file.raw : file.text).includes(token);
}

function problemsOf(unmet: readonly Placed[], nearest: (near: Near) => string | undefined): readonly Problem[] {
  const said = new Set<string>();
  const problems = unmet.flatMap(({ contract, expectation }): Problem[] => {
    const near = expectation.near && nearest(expectation.near);
    if (near === undefined && expectation.mayBeDone) return [];
    const message = near === undefined ? expectation.message : `${expectation.message} Did you mean ${near}?`;
    const key = `${contract.file}\0${message}`;
    if (said.has(key)) return [];
    said.add(key);
    const { file, line, column } = contract.locate(expectation.path);
    // Nobody here can change what a package says, and it is written for many repositories.
    if (contract.package && file === contract.file) return [];
    return [{ file, line, column, code: expectation.code, severity: "warning", message }];
  });
  return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

interface NearestOptions {
  readonly files: readonly RepositoryFile[];
  readonly packages: ReadonlySet<string>;
  /** The words that every file was looked through for. */
  readonly nearWords: ReadonlyMap<string, NearWord>;
}

/** Finds what a person most likely meant. */
function nearestAmong({ files, packages, nearWords }: NearestOptions): (near: Near) => string | undefined {
  const paths = files.map(({ path }) => path);
  return ({ text, among }) => {
    if (among === "paths") return nearestPath(text, paths);
    if (among === "packages") return suggestNearest(text, packages);
    if (among === "words") return (nearWords.get(text) ?? nearIn(text, files)).best;
    if (typeof among === "function") return among();
    if (!("file" in among)) return suggestNearest(text, among);
    return nearIn(
      text,
      files.filter(({ path }) => path === among.file),
    ).best;
  };
}

function nearIn(word: string, files: readonly RepositoryFile[]): NearWord {
  const near = new NearWord(word);
  for (const { raw } of files) near.look(raw);
  return near;
}

function keepNear(words: Map<string, NearWord>, word: string): void {
  if (!words.has(word)) words.set(word, new NearWord(word));
}

/** What a slip of the pen changes at most in a long word; what differs more is another word. */
const MOST_EDITS = 2;
/** Longer words are no names that a person has misspelled. */
const LONGEST = 100;

/** Looks through texts, one after the other, for the word that a person most likely meant: no text is kept, and few words are looked at. */
class NearWord {
  /** The first of the words that are nearest. */
  best: string | undefined;
  readonly #word: string;
  readonly #plain: string;
  readonly #pieces: RegExp | undefined;
  #distance: number;
  readonly #seen = new Set<string>();

  constructor(word: string) {
    this.#word = word;
    this.#plain = plainOf(word);
    const most = Math.min(Math.floor(word.length / 3), MOST_EDITS);
    this.#distance = most;
    // Each edit spoils one piece, so that of one piece more than edits one is left as it is; but for a swap between two of them.
    this.#pieces = this.#plain.length < 3 || word.length > LONGEST ? undefined : anyPieceOf(this.#plain, most + 1);
  }

  /** `text` may be bytes of UTF-8 read as latin1: parts of words are the same there. */
  look(text: string): void {
    if (!this.#pieces) return;
    this.#pieces.lastIndex = 0;
    for (let found = this.#pieces.exec(text); found; found = this.#pieces.exec(text)) {
      let start = found.index;
      const end = wordEnd(text, start + found[0].length);
      while (start > 0 && isPartOfWord(text.charCodeAt(start - 1))) start--;
      if (end - start <= LONGEST) this.#consider(decoded(text.slice(start, end)));
      this.#pieces.lastIndex = end;
    }
  }

  #consider(word: string): void {
    if (Math.abs(plainOf(word).length - this.#plain.length) > this.#distance || this.#seen.has(word)) return;
    this.#seen.add(word);
    const distance = editDistance(this.#plain, plainOf(word), this.#distance);
    const exactly = (other: string): number => editDistance(this.#word, other, LONGEST);
    // Of words that are as near the one that is written alike: SECRET for SECRTE, not secret.
    const isNext = this.best !== undefined && exactly(word) >= exactly(this.best);
    if (distance > this.#distance || (distance === this.#distance && isNext)) return;
    [this.best, this.#distance] = [word, distance];
  }
}

/** A word whose bytes were read as latin1, as it is written; any other one stays what it is. */
function decoded(word: string): string {
  if (!/[\x80-\xff]/u.test(word) || /[^\0-\xff]/u.test(word)) return word;
  const text = Buffer.from(word, "latin1").toString("utf8");
  return text.includes("\uFFFD") ? word : text;
}

function plainOf(word: string): string {
  return word.toLowerCase().replaceAll("_", "");
}

/** Finds one of the parts of a word in any case, whatever underscores are in it. */
function anyPieceOf(plain: string, count: number): RegExp {
  const border = (index: number): number => Math.round((index * plain.length) / count);
  const inner = Array.from({ length: count - 1 }, (_, index) => border(index + 1));
  const swapped = inner.map((at) => `${plain.slice(0, at - 1)}${plain[at]}${plain[at - 1]}${plain.slice(at + 1)}`);
  const pieces = [plain, ...swapped].flatMap((text) =>
    Array.from({ length: count }, (_, index) => text.slice(border(index), border(index + 1))),
  );
  const written = pieces.filter(Boolean).map((piece) => [...piece].map(escapePattern).join("_?"));
  return new RegExp([...new Set(written)].join("|"), "gi");
}

/** A path, or a glob, with its first folder or file that is not there replaced by the nearest that is; undefined where none is near. */
function nearestPath(written: string, paths: readonly string[]): string | undefined {
  const start = written.startsWith("./") ? "./" : "";
  const segments = written.slice(start.length).split("/");
  let folder = "";
  for (const [index, segment] of segments.entries()) {
    const children = childrenOf(folder, paths);
    if (!children.has(segment)) {
      // A folder such as `[id]` is there, and a glob takes its brackets for a set of letters.
      if (folder.includes("[")) return start + [folder.replaceAll("[", "[[]").slice(0, -1), ...segments.slice(index)].join("/");
      const near = /[*?[{(]/u.test(segment) ? undefined : suggestNearest(segment, children);
      return near === undefined ? undefined : start + [...segments.slice(0, index), near, ...segments.slice(index + 1)].join("/");
    }
    folder += `${segment}/`;
  }
  // A glob that names a folder means what is in it.
  return start === "" ? `${folder}**` : undefined;
}

function childrenOf(folder: string, paths: readonly string[]): ReadonlySet<string> {
  const children = new Set<string>();
  // Sorted paths have the same child one after the other, so that most need not be cut out.
  let last = folder;
  for (const path of paths) {
    if (!path.startsWith(folder) || (last !== folder && path.startsWith(last))) continue;
    const end = path.indexOf("/", folder.length);
    last = end < 0 ? folder : path.slice(0, end + 1);
    children.add(path.slice(folder.length, end < 0 ? undefined : end));
  }
  return children;
}
