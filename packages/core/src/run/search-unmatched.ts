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
  const { root, host, modules, files } = options;
  const paths = files.map(({ absolute }) => absolute);
  const packages = modules.declaredPackages(paths);
  const unmet = contracts
    .filter(({ status }) => status !== "complete")
    .flatMap((contract): Placed[] => {
      const setting = createRuleSetting(toRuleContext(contract, root, 0), host, modules);
      return contractExpectations(contract, { setting, packages, files: paths }).map((expectation) => ({
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
