import { findCulprits } from "../typed/culprits.js";
import type { ExaminedProject, TypeChecker } from "../type-checker.js";
import type { NeedPlace } from "./call-graph.js";
import type { ContextHost, ContextPlace, ContextResult, ContextSite } from "./context-host.js";
import { GraphBuilder } from "./graph-builder.js";
import { ProgramReader } from "./program-reader.js";
import { findRoots } from "./roots.js";
import { Solution } from "./solve.js";
import { ContextWriter, type ValueSolution, type WrittenWave } from "./write-context.js";
import type { WantedValue } from "./wanted.js";

/** A new type error, told apart from others of its file. */
interface Finding {
  readonly file: string;
  readonly start: number;
  readonly key: string;
  readonly message: string;
}

const MOST_ROUNDS = 60;

/**
 * Gives sites the values that they lack: the functions around them take each as a parameter, or their classes as a member, and every caller
 * passes it, upwards to where it is. The type checker finds the callers and judges the result; what does not hold is taken back.
 */
export async function runContextWave(
  checker: TypeChecker,
  sites: readonly ContextSite[],
  host: ContextHost,
): Promise<ContextResult | undefined> {
  return new ContextWave(checker, host, sites).run();
}

class ContextWave {
  readonly #checker: TypeChecker;
  readonly #host: ContextHost;
  readonly #sites: readonly ContextSite[];
  readonly #graphs: readonly GraphBuilder[];
  readonly #writer: ContextWriter;
  /** For each value the functions that do not hold, and why. */
  readonly #refused: ReadonlyMap<string, Map<string, string>>;
  readonly #unfixed = new Map<ContextSite, string>();
  /** The repository's own files that some program has. */
  readonly #seen = new Set<string>();
  #rounds = 0;

  constructor(checker: TypeChecker, host: ContextHost, sites: readonly ContextSite[]) {
    this.#checker = checker;
    this.#host = host;
    this.#sites = sites;
    const values = new Map(sites.flatMap(({ needs }) => needs.map((value): [string, WantedValue] => [value.name, value])));
    this.#graphs = [...values.values()].map((value) => {
      const own = sites.filter(({ needs }) => needs.some(({ name }) => name === value.name));
      return new GraphBuilder(value, host, own);
    });
    this.#refused = new Map([...values.keys()].map((name) => [name, new Map<string, string>()]));
    this.#writer = new ContextWriter(host);
  }

  /** Undefined if the wave was ended. */
  async run(): Promise<ContextResult | undefined> {
    if (!(await this.#explore())) return undefined;
    this.#refuseMentionedBeside();
    for (const graph of this.#graphs) graph.planRepeats();
    let which: "all" | "covering" = "covering";
    for (let round = 0; round < MOST_ROUNDS; round++) {
      if (!(await this.#host.breathe())) return undefined;
      const { wave, done } = this.#plan(this.#refused, this.#unfixed);
      if (this.#takeBackUnwritten(wave)) continue;
      if (done.length === 0) break;
      const findings = this.#judge(wave, which);
      if (findings.length === 0 && which === "all") return this.#describe(wave, done);
      if (findings.length === 0) which = "all";
      else if (!(await this.#takeBackCulprits(findings, wave))) return undefined;
    }
    return this.#describe(undefined, []);
  }

  /** Reads all programs until none shows anything new; false if the wave was ended. */
  async #explore(): Promise<boolean> {
    const files = (): Iterable<string> => new Set(this.#graphs.flatMap((graph) => [...graph.files()]));
    for (let isNew = true; isNew;) {
      if (!(await this.#host.breathe())) return false;
      isNew = false;
      const others = this.#checker.look((project, name) => {
        const reader = new ProgramReader(project);
        for (const file of reader.sources.keys()) this.#seen.add(file);
        for (let again = true; again;) {
          again = false;
          for (const graph of this.#graphs) again = graph.explore(reader, name) || again;
          isNew ||= again;
        }
      }, files);
      for (const file of others) this.#seen.add(file);
    }
    return true;
  }

  /** Callers in code that no program has can't be found, so what such code may call stays as it is. */
  #refuseMentionedBeside(): void {
    const callables = this.#graphs.flatMap((graph) => [...graph.callables.values()]);
    const plainName = (name: string): string => name.replace(/^new |^.*\./u, "");
    const mentioned = new Map(
      this.#host.mentionsBeside([...this.#seen], [...new Set(callables.map(({ name }) => plainName(name)))]),
    );
    for (const callable of callables) {
      const file = mentioned.get(plainName(callable.name));
      if (file !== undefined) callable.obstacle ??= `${file} has its name, and no tsconfig includes that file`;
    }
  }

  #plan(
    refused: ReadonlyMap<string, ReadonlyMap<string, string>>,
    unfixed: ReadonlyMap<ContextSite, string>,
  ): { readonly wave: WrittenWave; readonly done: readonly ContextSite[] } {
    const values = this.#graphs.map((graph): ValueSolution => ({
      graph,
      solution: new Solution(graph, refused.get(graph.value.name)),
    }));
    const done = this.#sites.filter((site) => !unfixed.has(site) && site.needs.every((need) => canHave(values, site, need)));
    return { wave: this.#writer.write(values, done), done };
  }

  /** Whether something could not be written, so that all has to be planned again. */
  #takeBackUnwritten({ refused, unfixed }: WrittenWave): boolean {
    for (const [key, reason] of refused) this.#refuse(key, reason);
    for (const [site, reason] of unfixed) this.#unfixed.set(site, reason);
    return refused.size + unfixed.size > 0;
  }

  #refuse(key: string, reason: string): void {
    for (const graph of this.#graphs) if (graph.callables.has(key)) this.#refused.get(graph.value.name)!.set(key, reason);
  }

  #judge({ texts }: WrittenWave, which: "all" | "covering"): readonly Finding[] {
    this.#rounds++;
    const findings: Finding[] = [];
    const unseen = this.#checker.examine(texts, (project) => findings.push(...findingsOf(project)), which);
    for (const file of unseen) findings.push({ file, start: 0, key: "unseen", message: "no tsconfig includes its file" });
    return findings;
  }

  /** Takes back the functions without which errors are gone; false if the wave was ended. */
  async #takeBackCulprits(findings: readonly Finding[], wave: WrittenWave): Promise<boolean> {
    const files = new Set<string>();
    for (const finding of findings) {
      // One at a time in each file: others are often its consequences.
      if (files.has(finding.file)) continue;
      files.add(finding.file);
      const suspects = suspectsOf(wave, finding);
      let isEnded = false;
      const culprits = await findCulprits(suspects, async (some) => {
        if (!(await this.#host.breathe())) isEnded = true;
        return isEnded ? undefined : this.#isCuredWithout(some, finding);
      });
      if (isEnded) return false;
      for (const key of culprits ?? suspects) this.#refuse(key, finding.message);
      if (suspects.length === 0)
        for (const site of this.#sites) if (site.file === finding.file) this.#unfixed.set(site, finding.message);
    }
    return true;
  }

  #isCuredWithout(keys: readonly string[], finding: Finding): boolean {
    if (keys.length === 0 || finding.key === "unseen") return keys.length > 0;
    const refused = new Map(
      [...this.#refused].map(([name, own]) => [name, new Map([...own, ...keys.map((key): [string, string] => [key, ""])])]),
    );
    const { wave } = this.#plan(refused, this.#unfixed);
    if (wave.refused.size + wave.unfixed.size > 0) return true;
    const left: Finding[] = [];
    this.#checker.glance(wave.texts, [finding.file], (project) => left.push(...findingsOf(project)));
    return !left.some(({ file, key }) => file === finding.file && key === finding.key);
  }

  #describe(wave: WrittenWave | undefined, done: readonly ContextSite[]): ContextResult {
    const left = this.#sites.filter((site) => !done.includes(site) && !this.#unfixed.has(site));
    const written = wave?.written ?? [];
    const nameOf = (key: string): string => this.#graphs.map(({ callables }) => callables.get(key)?.name).find(Boolean) ?? "";
    const takes = new Map(
      written
        .filter(({ kind }) => kind === "take")
        .map(({ callable, text, place }) => [`${callable}\0${text}`, { ...place, name: nameOf(callable), takes: text }]),
    );
    const found = this.#graphs.map((graph) => {
      const { value } = graph;
      const isTest = (file: string): boolean => this.#host.isTest(file);
      return findRoots(graph, placesOf(graph, left), { value, refused: this.#refused.get(value.name)!, isTest });
    });
    const passes = written.filter(({ kind }) => kind === "pass");
    return {
      values: this.#graphs.map(({ value }) => value.name),
      texts: wave?.texts ?? new Map<string, string>(),
      done: done.map((site) => this.#sites.indexOf(site)),
      signatures: [...takes.values()].sort(byPlace),
      calls: passes
        .map(({ text, place, isRepeated = false }) => ({
          ...{ ...place, passes: text, isOutside: this.#host.refusal(place.file) !== undefined },
          ...{ isTest: this.#host.isTest(place.file), isRepeated },
        }))
        .sort(byPlace),
      takenBack: this.#takenBack(),
      roots: found.flatMap(({ roots }) => roots),
      freedByTests: found.reduce((sum, { freedByTests }) => sum + freedByTests, 0),
      rounds: this.#rounds,
    };
  }

  #takenBack(): ContextResult["takenBack"] {
    const functions = this.#graphs.flatMap((graph) =>
      [...this.#refused.get(graph.value.name)!].map(([key, reason]) => {
        const { at, name } = graph.callables.get(key)!;
        return { file: at.file, line: at.line, column: at.column, name, reason };
      }),
    );
    const sites = [...this.#unfixed].flatMap(([site, reason]) => {
      const [place] = this.#graphs.flatMap((graph) => graph.sites.get(site) ?? []);
      return place ? [{ file: site.file, line: place.at.line, column: place.at.column, name: "the site", reason }] : [];
    });
    return [...functions, ...sites].sort(byPlace);
  }
}

function canHave(values: readonly ValueSolution[], site: ContextSite, { name }: WantedValue): boolean {
  const value = values.find(({ graph }) => graph.value.name === name)!;
  const place = value.graph.sites.get(site);
  return place !== undefined && value.solution.canHave(place);
}

function placesOf(graph: GraphBuilder, sites: readonly ContextSite[]): readonly NeedPlace[] {
  return sites.flatMap((site) => graph.sites.get(site) ?? []);
}

function findingsOf(project: ExaminedProject): readonly Finding[] {
  return project.added.map(({ file: name, start, code, line, column, message, keyBesideLine }) => {
    const file = project.toOwn(name) ?? name;
    return { file, start, key: keyBesideLine, message: `TS${code} in ${file}:${line}:${column}: ${message.split("\n")[0]!}` };
  });
}

/** The functions that have to do with an error, those first whose code is nearest to it. */
function suspectsOf({ written, inserted }: WrittenWave, { file, start }: Finding): readonly string[] {
  const distance = ({ file: own, at }: { readonly file: string; readonly at: number }): number => {
    const edited = inserted.get(own);
    return own !== file || !edited ? Number.MAX_SAFE_INTEGER : Math.abs(edited.toNew(at) - start);
  };
  const ordered = [...written].sort((a, b) => distance(a) - distance(b));
  return [...new Set(ordered.map(({ callable }) => callable))];
}

function byPlace(a: ContextPlace, b: ContextPlace): number {
  return a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;
}
