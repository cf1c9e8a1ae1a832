import { byPlace, explorePrograms, refuseUsedBeside, type CallerHost } from "../callers/caller-host.js";
import { JudgedRounds, type Refusals } from "../callers/judged-rounds.js";
import { findRoots } from "../callers/roots.js";
import { Solution } from "../callers/solve.js";
import type { TypeChecker } from "../type-checker.js";
import { AsyncGraphBuilder } from "./async-graph.js";
import type { AsyncResult, AsyncSite } from "./async-host.js";
import type { AsyncPlace } from "./call-graph.js";
import { probeTexts, writeAsync, type AsyncDraft } from "./write-async.js";

/**
 * Lets sites wait: the functions around them become async, and every caller waits for them, upwards to where code waits already. The
 * type checker finds the callers and judges the result; what does not hold is taken back.
 */
export async function runAsyncWave(
  checker: TypeChecker,
  sites: readonly AsyncSite[],
  host: CallerHost,
): Promise<AsyncResult | undefined> {
  const graph = new AsyncGraphBuilder(host);
  const seen = await explorePrograms(checker, host, {
    files: () => [...sites.map(({ file }) => file), ...graph.index.files()],
    isOpen: (config) => graph.isOpen(config, sites),
    explore: (reader, config) => graph.explore(reader, config, sites),
  });
  if (!seen) return undefined;
  refuseUsedBeside(host, [...graph.callables.values()], seen);
  const rounds = new JudgedRounds<AsyncSite, AsyncDraft>(checker, {
    sites,
    plan({ functions, sites: unfixed }: Refusals<AsyncSite>) {
      const solution = new Solution<AsyncPlace>(graph, functions);
      const canWait = (site: AsyncSite): boolean => {
        const place = graph.sites.get(site);
        return place !== undefined && !unfixed.has(site) && solution.canHave(place);
      };
      return writeAsync(graph, host, { solution, done: sites.filter(canWait) });
    },
    probe: (draft) => probeTexts(host, draft),
    breathe: () => host.breathe(),
  });
  const draft = await rounds.run();
  return draft === undefined ? undefined : describe(draft ?? undefined, { graph, rounds, sites, host });
}

interface Ended {
  readonly graph: AsyncGraphBuilder;
  readonly rounds: JudgedRounds<AsyncSite, AsyncDraft>;
  readonly sites: readonly AsyncSite[];
  readonly host: CallerHost;
}

function describe(draft: AsyncDraft | undefined, { graph, rounds, sites, host }: Ended): AsyncResult {
  const done = draft?.done ?? [];
  const left = sites.filter((site) => !done.includes(site) && !rounds.unfixed.has(site));
  const isTest = (file: string): boolean => host.isTest(file);
  const found = findRoots<AsyncPlace>(
    graph,
    left.flatMap((site) => graph.sites.get(site) ?? []),
    { refused: rounds.refused, isTest },
  );
  const calls = (draft?.callables ?? []).flatMap(({ name, calls: own }) =>
    [...own.values()].filter(({ isNew }) => isNew).map(({ at }) => ({ name, at })),
  );
  return {
    texts: draft?.texts ?? new Map<string, string>(),
    done: done.map((site) => sites.indexOf(site)),
    functions: (draft?.callables ?? [])
      .map(({ name, at: { file, line, column } }) => ({ file, line, column, name }))
      .sort(byPlace),
    calls: calls
      .map(({ name, at: { file, line, column } }) => ({
        ...{ file, line, column, name },
        ...{ isOutside: host.refusal(file) !== undefined, isTest: isTest(file) },
      }))
      .sort(byPlace),
    takenBack: takenBack({ graph, rounds }),
    ...found,
    rounds: rounds.rounds,
  };
}

function takenBack({ graph, rounds }: Pick<Ended, "graph" | "rounds">): AsyncResult["takenBack"] {
  const functions = [...rounds.refused].map(([key, reason]) => {
    const { at, name } = graph.callables.get(key)!;
    return { file: at.file, line: at.line, column: at.column, name, reason };
  });
  const unfixed = [...rounds.unfixed].flatMap(([site, reason]) => {
    const at = graph.sites.get(site)?.at;
    return at ? [{ file: site.file, line: at.line, column: at.column, name: "the site", reason }] : [];
  });
  return [...functions, ...unfixed].sort(byPlace);
}
