import { suggestNearest, toRuleContext, type Contract, type Problem } from "../contracts/index.js";
import type { Modules } from "../modules/index.js";
import type { Expectation, Near, RepositoryFile } from "../rules/expectation.js";
import type { EngineHost } from "../syntax/engine-host.js";
import { contractExpectations } from "./contract-expectations.js";
import { createRuleSetting } from "./create-rule-setting.js";
import { isDeclaredPackage } from "./declared-packages.js";
import { nearestPath } from "./nearest-path.js";
import { NearWord } from "./near-word.js";

/** Where contracts are looked up. */
export interface UnmatchedOptions {
  readonly root: string;
  readonly host: EngineHost;
  readonly modules: Modules;
  /** The source files of the repository. */
  readonly files: readonly RepositoryFile[];
}

/** What texts have answered, by the names of the questions: plain data, so that a later search need not read the same texts again. */
export interface UnmatchedAnswers {
  /** The file that has what is asked for. */
  readonly metBy: Readonly<Record<string, string>>;
  /** What no file has. */
  readonly unmet: readonly string[];
  /** Words that are nowhere, and nothing like them either. */
  readonly unlike: readonly string[];
}

/** What is known of texts before they are looked at. */
export interface KnownTexts {
  readonly unlike: readonly string[];
  /** The files of which nothing is known. */
  readonly others: readonly RepositoryFile[];
}

/** A search for what of contracts matches nothing in the repository. It is complete once it has looked at every file, or is not open. */
export interface UnmatchedSearch {
  /** Whether a file may tell something yet. */
  readonly isOpen: boolean;
  /** Whether some questions are all that a file may tell something about. */
  asksOnly(keys: readonly string[]): boolean;
  /** Looks at a file's text for what was not found so far. */
  look(file: RepositoryFile): void;
  /** Takes it for known which files have what some questions ask for. */
  assume(metBy: UnmatchedAnswers["metBy"]): void;
  /** What matches nothing, as warnings, and what texts have answered. A contract that is complete may match nothing. */
  finish(known?: KnownTexts): { readonly problems: readonly Problem[]; readonly answers: UnmatchedAnswers };
}

interface Placed {
  readonly contract: Contract;
  readonly expectation: Expectation;
  /** The same in each run with the same contracts. */
  readonly key: string;
}

/** Begins a search: what paths answer is found out at once. */
export function searchUnmatched(contracts: readonly Contract[], options: UnmatchedOptions): UnmatchedSearch {
  const { root, host, modules, files } = options;
  const paths = files.map(({ absolute }) => absolute);
  const packages = modules.declaredPackages(paths);
  const unmet = contracts
    .filter(({ status }) => status !== "complete")
    .flatMap((contract): Placed[] => {
      const setting = createRuleSetting(toRuleContext(contract, root, 0), host, modules);
      return contractExpectations(contract, { setting, packages, files: paths }).map((expectation) => ({
        ...{ contract, expectation },
        key: [contract.file, ...expectation.path, expectation.message].join(" "),
      }));
    })
    .filter(({ expectation: { anyPackage } }) => anyPackage === undefined || !isDeclaredPackage(anyPackage, packages))
    .filter(({ expectation }) => !files.some((file) => expectation.isMetByPath?.(file)));
  const metBy: Record<string, string> = {};
  let open = unmet.filter(({ expectation }) => expectation.text);
  /** What is looked for in each file as long as none has the word itself. */
  const nearWords = new Map<string, NearWord>();
  for (const { expectation } of open) if (expectation.near?.among === "words") keepNear(nearWords, expectation.near.text);
  return {
    get isOpen() {
      return open.length > 0;
    },
    asksOnly: (keys) => open.every(({ key }) => keys.includes(key)),
    look(file) {
      if (open.length === 0) return;
      open = open.filter(({ key, expectation: { text } }) => {
        if (!(text!.tokens?.some((token) => file.has(token)) ?? true) || !text!.isMetBy(file)) return true;
        metBy[key] = file.path;
        return false;
      });
      const isOpen = new Set(open.map(({ expectation }) => expectation.near?.text));
      for (const [word, near] of nearWords) if (isOpen.has(word)) near.look(file.text);
    },
    assume(known) {
      Object.assign(metBy, known);
      open = open.filter(({ key }) => metBy[key] === undefined);
    },
    finish(known) {
      const nearest = createNearest({ files, packages, known, nearWords });
      const left = unmet.filter(({ key }) => metBy[key] === undefined);
      const problems = problemsOf(left, nearest.find);
      return { problems, answers: { metBy, unmet: open.map(({ key }) => key), unlike: nearest.unlike() } };
    },
  };
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
    const { line, column } = contract.locate(expectation.path);
    return [{ file: contract.file, line, column, code: expectation.code, severity: "warning", message }];
  });
  return problems.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

interface Nearest {
  /** What a person most likely meant. */
  find(near: Near): string | undefined;
  /** The words like which there was none. */
  unlike(): readonly string[];
}

interface NearestOptions {
  readonly files: readonly RepositoryFile[];
  readonly packages: ReadonlySet<string>;
  readonly known: KnownTexts | undefined;
  /** The words that every file was looked through for, or every one that is not known. */
  readonly nearWords: ReadonlyMap<string, NearWord>;
}

function createNearest({ files, packages, known, nearWords }: NearestOptions): Nearest {
  const unlike = new Set<string>();
  const alreadyUnlike = known && new Set(known.unlike);
  const paths = files.map(({ path }) => path);
  const findWord = (text: string): string | undefined => {
    const looked = alreadyUnlike?.has(text) === false ? undefined : nearWords.get(text);
    const { best } = looked ?? nearIn(text, files);
    if (best === undefined) unlike.add(text);
    return best;
  };
  return {
    find({ text, among }) {
      if (among === "paths") return nearestPath(text, paths);
      if (among === "packages") return suggestNearest(text, packages);
      if (among === "words") return findWord(text);
      if (!("file" in among)) return suggestNearest(text, among);
      return nearIn(
        text,
        files.filter(({ path }) => path === among.file),
      ).best;
    },
    unlike: () => [...unlike],
  };
}

function nearIn(word: string, files: readonly RepositoryFile[]): NearWord {
  const near = new NearWord(word);
  for (const { text } of files) near.look(text);
  return near;
}

function keepNear(words: Map<string, NearWord>, word: string): void {
  if (!words.has(word)) words.set(word, new NearWord(word));
}
