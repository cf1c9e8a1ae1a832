import { suggestNearest, toRuleContext, type Contract, type Problem } from "@godwit/contracts";
import type { Modules } from "@godwit/modules";
import type { Expectation, Near, RepositoryFile } from "../rules/expectation.js";
import type { EngineHost } from "../syntax/engine-host.js";
import { contractExpectations } from "./contract-expectations.js";
import { createRuleSetting } from "./create-rule-setting.js";
import { isDeclaredPackage } from "./declared-packages.js";
import { nearestPath } from "./nearest-path.js";

/** Where contracts are looked up. */
export interface UnmatchedSearch {
  readonly root: string;
  readonly host: EngineHost;
  readonly modules: Modules;
  /** The source files of the repository. */
  readonly files: readonly RepositoryFile[];
}

interface Placed {
  readonly contract: Contract;
  readonly expectation: Expectation;
}

/** What of the contracts matches nothing in the repository, as warnings; one that is complete may match nothing. */
export function findUnmatched(contracts: readonly Contract[], search: UnmatchedSearch): Problem[] {
  const { root, host, modules, files } = search;
  const packages = modules.declaredPackages(files.map(({ absolute }) => absolute));
  const open = contracts
    .filter(({ status }) => status !== "complete")
    .flatMap((contract): Placed[] => {
      const setting = createRuleSetting(toRuleContext(contract, root, 0), host, modules);
      return contractExpectations(contract, { setting, packages }).map((expectation) => ({ contract, expectation }));
    });
  const nearest = createNearest(files, packages);
  const said = new Set<string>();
  const isWanted = ({ expectation: { anyPackage } }: Placed): boolean =>
    anyPackage === undefined || !isDeclaredPackage(anyPackage, packages);
  const problems = unmet(open.filter(isWanted), files).flatMap(({ contract, expectation }): Problem[] => {
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

/** One look at each file, until nothing is left to be found. */
function unmet(all: readonly Placed[], files: readonly RepositoryFile[]): readonly Placed[] {
  const known = all.filter(({ expectation }) => !expectation.isMetBy);
  let open = all.filter(({ expectation }) => expectation.isMetBy);
  for (const file of files) {
    if (open.length === 0) break;
    open = open.filter(({ expectation }) => !expectation.isMetBy!(file));
  }
  const left = new Set([...known, ...open]);
  return all.filter((each) => left.has(each));
}

/** What a person most likely meant; words are collected when the first is asked for. */
function createNearest(files: readonly RepositoryFile[], packages: ReadonlySet<string>): (near: Near) => string | undefined {
  let words: ReadonlySet<string> | undefined;
  const paths = files.map(({ path }) => path);
  return ({ text, among }) => {
    if (among === "paths") return nearestPath(text, paths);
    if (among === "packages") return suggestNearest(text, packages);
    if (among === "words") return suggestNearest(text, (words ??= wordsOf(files)));
    if (!("file" in among)) return suggestNearest(text, among);
    return suggestNearest(text, wordsOf(files.filter(({ path }) => path === among.file)));
  };
}

function wordsOf(files: readonly RepositoryFile[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const { text } of files) for (const [word] of text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]{2,}/gu)) words.add(word);
  return words;
}
