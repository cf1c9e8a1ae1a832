import { AsyncGraphBuilder } from "../async/async-graph.js";
import type { AsyncPlace } from "../async/call-graph.js";
import { changeFor, probeTexts } from "../async/write-async.js";
import type { TypeChecker } from "../type-checker.js";
import type { NeedPlace } from "../context/call-graph.js";
import { findContextRoots } from "../context/context-roots.js";
import { textOfExpression } from "../context/expressions.js";
import { GraphBuilder } from "../context/graph-builder.js";
import type { WantedValue } from "../context/wanted.js";
import { ContextWriter, type ValueSolution, type WrittenWave } from "../context/write-context.js";
import type { CalledPlace } from "./call-graph.js";
import { byPlace, explorePrograms, refuseUsedBeside, type CallerHost } from "./caller-host.js";
import type { CallerResult, CallerSite } from "./caller-site.js";
import { CallerRounds, type Refusals } from "./caller-rounds.js";
import { findRoots } from "./roots.js";
import { Solution } from "./solve.js";

/**
 * Gives sites what they need. Values that they lack: the functions around them take each as a parameter, or their classes as a member, and
 * every caller passes it, upwards to where it is. To wait: the functions around them become async, and every caller waits, upwards to where
 * code waits already. The type checker finds the callers and judges the result; what does not hold is taken back.
 */
export async function runCallerWave(
  checker: TypeChecker,
  sites: readonly CallerSite[],
  host: CallerHost,
): Promise<CallerResult | undefined> {
  return new CallerWave(checker, host, sites).run();
}

class CallerWave {
  readonly #checker: TypeChecker;
  readonly #host: CallerHost;
  readonly #sites: readonly CallerSite[];
  readonly #graphs: readonly GraphBuilder[];
  /** Who waits for what, if sites wait. */
  readonly #async: AsyncGraphBuilder;
  readonly #writer: ContextWriter;
  readonly #rounds: CallerRounds;

  constructor(checker: TypeChecker, host: CallerHost, sites: readonly CallerSite[]) {
    this.#checker = checker;
    this.#host = host;
    this.#sites = sites;
    const values = new Map(sites.flatMap(({ needs }) => needs.map((value): [string, WantedValue] => [value.name, value])));
    const replaced = sites.flatMap((site) => site.replaced ?? []);
    const accessors = [...new Map(replaced.map((each) => [textOfExpression(each), each])).values()];
    this.#graphs = [...values.values()].map((value) => {
      const own = sites.filter(({ needs }) => needs.some(({ name }) => name === value.name));
      return new GraphBuilder(value, { host, accessors }, own);
    });
    this.#async = new AsyncGraphBuilder(host);
    this.#writer = new ContextWriter(host);
    this.#rounds = new CallerRounds(checker, {
      plan: (refusals) => this.#plan(refusals),
      ...(sites.some(({ waits }) => waits) && { probe: (draft: WrittenWave) => probeTexts(host, draft.async) }),
      breathe: () => host.breathe(),
      tell: (progress) => host.tell(progress),
    });
  }

  /** Undefined if the wave was ended. */
  async run(): Promise<CallerResult | undefined> {
    const waiting = this.#sites.filter(({ waits }) => waits);
    const seen = await explorePrograms(this.#checker, this.#host, {
      files: () => [
        ...this.#sites.map(({ file }) => file),
        ...this.#graphs.flatMap((graph) => [...graph.files()]),
        ...this.#async.index.files(),
      ],
      isOpen: (config) => this.#graphs.some((graph) => graph.isOpen(config)) || this.#async.isOpen(config, waiting),
      explore: (reader, config) =>
        [...this.#graphs.map((graph) => graph.explore(reader, config)), this.#async.explore(reader, config, waiting)].includes(
          true,
        ),
    });
    if (!seen) return undefined;
    const callables = [...this.#graphs, this.#async].flatMap((graph) => [...graph.callables.values()]);
    refuseUsedBeside(this.#host, callables, seen);
    for (const graph of this.#graphs) graph.planRepeats();
    const wave = await this.#rounds.run();
    return wave === undefined ? undefined : this.#describe(wave ?? undefined);
  }

  #plan({ functions, sites }: Refusals): WrittenWave {
    const values = this.#graphs.map((graph): ValueSolution => ({ graph, solution: new Solution<NeedPlace>(graph, functions) }));
    const waiting = new Solution<AsyncPlace>(this.#async, functions);
    const canWait = (site: CallerSite): boolean => {
      const place = this.#async.sites.get(site);
      return !site.waits || (place !== undefined && waiting.canHave(place));
    };
    const done = this.#sites.filter(
      (site) => !sites.has(site) && canWait(site) && site.needs.every((need) => canHave(values, site, need)),
    );
    const change = changeFor(
      this.#async,
      waiting,
      done.filter(({ waits }) => waits),
    );
    return { ...this.#writer.write(values, done, change), done };
  }

  #describe(wave: WrittenWave | undefined): CallerResult {
    const done = wave?.done ?? [];
    const left = this.#sites.filter((site) => !site.isSeen && !done.includes(site) && !this.#rounds.unfixed.has(site));
    const written = wave?.passes ?? [];
    const nameOf = (key: string): string => this.#graphs.map(({ callables }) => callables.get(key)?.name).find(Boolean) ?? "";
    const takes = new Map(
      written
        .filter(({ kind }) => kind === "take")
        .map(({ callable, text, place, provided = null }) => [
          `${callable}\0${text}`,
          { ...place, name: nameOf(callable), takes: text, provided },
        ]),
    );
    const served = this.#servedOf(left);
    const lacking = left.filter((site) => !served.includes(site));
    const found = this.#graphs.map((graph) => {
      const { value } = graph;
      const isTest = (file: string): boolean => this.#host.isTest(file);
      return findContextRoots(graph, placesOf(graph, lacking), { value, refused: this.#rounds.refused, isTest });
    });
    const waiting = findRoots<AsyncPlace>(
      this.#async,
      served.flatMap((site) => this.#async.sites.get(site) ?? []),
      { refused: this.#rounds.refused, isTest: (file) => this.#host.isTest(file) },
    );
    const whose = (file: string) => ({ isOutside: this.#host.refusal(file) !== undefined, isTest: this.#host.isTest(file) });
    const passes = written.filter(({ kind }) => kind === "pass");
    const awaited = (wave?.async.callables ?? []).flatMap(({ name, calls }) =>
      [...calls.values()].filter(({ isNew }) => isNew).map(({ at: { file, line, column } }) => ({ file, line, column, name })),
    );
    return {
      values: this.#graphs.map(({ value }) => value.name),
      texts: wave?.texts ?? new Map<string, string>(),
      done: done.map((site) => this.#sites.indexOf(site)),
      signatures: [...takes.values()].sort(byPlace),
      functions: (wave?.async.callables ?? [])
        .map(({ name, at: { file, line, column } }) => ({ file, line, column, name }))
        .sort(byPlace),
      calls: passes
        .map(({ text, place, isRepeated = false }) => ({
          ...{ ...place, passes: text, isRepeated, ...whose(place.file) },
        }))
        .sort(byPlace),
      waits: awaited.map((call) => ({ ...call, ...whose(call.file) })).sort(byPlace),
      takenBack: this.#takenBack(),
      roots: [...found.flatMap(({ roots }) => roots), ...waiting.roots.map((root) => ({ ...root, value: "await", write: null }))],
      freedByTests: [...found, waiting].reduce((sum, { freedByTests }) => sum + freedByTests, 0),
      rounds: this.#rounds.rounds,
    };
  }

  /** Those of the sites that are left which can have their values, and only can't wait. */
  #servedOf(left: readonly CallerSite[]): readonly CallerSite[] {
    const values = this.#graphs.map((graph): ValueSolution => {
      return { graph, solution: new Solution<NeedPlace>(graph, this.#rounds.refused) };
    });
    return left.filter((site) => site.waits && site.needs.every((need) => canHave(values, site, need)));
  }

  #takenBack(): CallerResult["takenBack"] {
    const functions = [...this.#graphs, this.#async].flatMap((graph) =>
      [...this.#rounds.refused].flatMap(([key, reason]) => {
        const callable = graph.callables.get(key);
        if (!callable) return [];
        const { at, name } = callable;
        return [{ file: at.file, line: at.line, column: at.column, name, reason }];
      }),
    );
    const sites = [...this.#rounds.unfixed].flatMap(([site, reason]) => {
      if (site.isSeen) return [];
      const places: readonly CalledPlace[] = [...this.#graphs, this.#async].flatMap((graph) => graph.sites.get(site) ?? []);
      const [place] = places;
      return place ? [{ file: site.file, line: place.at.line, column: place.at.column, name: "the site", reason }] : [];
    });
    return [...functions, ...sites].sort(byPlace);
  }
}

function canHave(values: readonly ValueSolution[], site: CallerSite, { name }: WantedValue): boolean {
  const value = values.find(({ graph }) => graph.value.name === name)!;
  const place = value.graph.sites.get(site);
  return place !== undefined && value.solution.canHave(place);
}

function placesOf(graph: GraphBuilder, sites: readonly CallerSite[]): readonly NeedPlace[] {
  return sites.flatMap((site) => graph.sites.get(site) ?? []);
}
